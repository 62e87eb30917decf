"""Steps of whoever sits at the machine: the command `coe` and the bare verifier in a second process, and SQL."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_bdd import parsers, step, then

from coe.migrate import REVISION
from tests.features.house import House

ROOT = Path(__file__).resolve().parents[3]
LIMIT_S = 120


@dataclass
class Machine:
    """The data folder of the scenario's office under the real command; what was said last."""

    house: House
    folder: Path
    home: Path | None = None
    status: int = 0
    said: str = ""
    files: dict[str, Path] = field(default_factory=dict)

    def coe(self, *words: str, typed: str = "") -> str:
        """Run `coe` in a process of its own; what it said on both ways out."""
        if self.home is None:
            self._stamp()
        return self.run([sys.executable, "-m", "coe.cli.main", *words], typed)

    def run(self, command: list[str], typed: str = "") -> str:
        """Run a program over this data folder, with nothing else of this process's environment that matters."""
        self.house.office.engine.dispose()
        known = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
        environment = {**known, "COE_HOME": str(self.home or self.house.home.folder), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command, input=typed, capture_output=True, text=True, env=environment, cwd=self.folder, timeout=LIMIT_S,
            check=False,
        )  # fmt: skip
        self.status, self.said = done.returncode, done.stdout + done.stderr
        assert "Traceback" not in self.said, self.said
        return self.said

    def _stamp(self) -> None:
        """A scenario's database is made from the tables of this release; say so, as a migration would."""
        with self.house.office.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)")
            if not connection.exec_driver_sql("SELECT 1 FROM alembic_version").first():
                connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{REVISION}')")


@pytest.fixture
def machine(house: House, tmp_path: Path) -> Machine:
    """Far from the office's folder, so that nothing is found by standing beside it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    return Machine(house, elsewhere)


@step(parsers.re(r"somebody runs “coe (?P<words>[^”]+)” at the machine"))
def runs(machine: Machine, words: str) -> None:
    machine.coe(*words.split())


@then(parsers.re(r"it ends with (?P<status>\d) and says “(?P<words>.+)”"))
def ends(machine: Machine, status: str, words: str) -> None:
    assert (machine.status, words in " ".join(machine.said.split())) == (int(status), True), machine.said


@then(parsers.re(r"it ends with (?P<status>\d) and names that entry"))
def names_entry(machine: Machine, kept: dict[str, bytes | int], status: str) -> None:
    assert machine.status == int(status), machine.said
    assert f"entry {kept['seq']!r}:" in machine.said, machine.said


@then(parsers.re(r"it says at the machine: “(?P<words>.+)”"))
def says(machine: Machine, words: str) -> None:
    assert words in " ".join(machine.said.split()), machine.said


@step("the office is backed up at the machine, and restored into an empty folder")
def backed_up(machine: Machine) -> None:
    backup, restored = machine.folder / "backup.zip", machine.folder / "restored"
    machine.coe("backup", "-o", str(backup))
    assert machine.status == 0, machine.said
    machine.coe("restore", str(backup), str(restored))
    machine.files["restored"] = restored


@then("it ends with 0")
def ends_well(machine: Machine) -> None:
    assert machine.status == 0, machine.said


@then("the folder restored holds the same log, and verifies at the machine")
def same_log(machine: Machine) -> None:
    """The root of both, computed by the command itself."""
    roots = []
    for home in (machine.house.home.folder, machine.files["restored"]):
        machine.home = home
        told = json.loads(machine.coe("verify", "--json").splitlines()[0])
        roots.append((told["intact"], told["size"], told["root"]))
    assert roots[0] == roots[1]
    assert roots[0][0] is True
