"""Steps of witnesses on machines of their own, of backups, and of what the office keeps outside of itself."""

import shutil
import signal
import smtplib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe import acts
from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.cosignatures import accept, ask, best_for
from coe.evidence.keys import declare, log_key, witnesses
from coe.evidence.window_words import told
from coe.evidence.witness import Witness
from coe.founding import new_seed
from coe.home import Home
from coe.office_errors import OfficeError
from coe.packet.extract import extract
from coe.tables import incident
from governance.errors import NotCosigned
from governance.ledger.note import Checkpoint, assemble, signature_line
from governance.ledger.witnessing import quorum
from governance.office.keys import WITNESSES
from governance.record import commands as c
from governance.record.incident_kinds import KINDS
from tests.features.house import House
from tests.features.steps.submitting import submits
from workflows.anchor import anchor


@dataclass
class Elsewhere:
    """What is not in the office: the witnesses' folders, a backup, a request that was kept."""

    folder: Path
    witnesses: dict[str, Witness] = field(default_factory=dict)
    backup: Path = Path()
    request: bytes = b""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Elsewhere:
    """Another machine."""
    return Elsewhere(tmp_path / "elsewhere")


def sealed(house: House) -> bytes:
    note = seal(house.office.engine, house.home, log_key(house.home, house.clock), house.clock)
    assert note is not None
    return note


def carried(house: House, elsewhere: Elsewhere, name: str) -> None:
    """One request there, one answer back."""
    witness = elsewhere.witnesses[name]
    answer = witness.cosign(ask(house.office.engine, witness.public), house.clock.now() // 1000)
    accept(house.office.engine, house.home, log_key(house.home, house.clock), answer, house.clock)


def declares(house: House, who: str, vkeys: tuple[str, ...], needed: int) -> None:
    act = acts.reasoned(lambda why: c.DeclareWitnesses(vkeys, needed, why), "So that others remember", new_seed())
    house.send(WITNESSES, who, act)


def refusing(wanted: type[Exception], words: str, act: Callable[[], object]) -> None:
    with pytest.raises(wanted) as refused:
        act()
    assert words in str(refused.value)


@step(parsers.re(r"the witnesses “(?P<one>\w+)” and “(?P<two>\w+)” on machines of their own"))
def two_witnesses(house: House, elsewhere: Elsewhere, one: str, two: str) -> None:
    key = log_key(house.home, house.clock)
    declare(house.office, key)
    for name in (one, two):
        elsewhere.witnesses[name] = Witness.make(elsewhere.folder / name, name, (key.public,))


@step(parsers.re(r"(?P<who>\w+) declares both of them, (?P<needed>\d) needed"))
def declares_both(house: House, elsewhere: Elsewhere, who: str, needed: str) -> None:
    declares(house, who, tuple(each.public.vkey() for each in elsewhere.witnesses.values()), int(needed))


@step(parsers.re(r"(?P<who>\w+) tries to declare no witness any more"))
def declares_none(house: House, who: str) -> None:
    house.try_to(lambda: declares(house, who, (), 0))


@step("the log is sealed")
def seals(house: House) -> None:
    sealed(house)


@step(parsers.re(r"the log is sealed and carried to (?P<names>\w+(?: and \w+)*)"))
def seals_and_carries(house: House, elsewhere: Elsewhere, names: str) -> None:
    sealed(house)
    for name in names.split(" and "):
        carried(house, elsewhere, name)


@step(parsers.re(r"(?P<name>\w+) submits another leaflet"))
def another(house: House, name: str) -> None:
    first = house.record
    submits(house, name)
    house.record = first


@then(parsers.re(r"the evidence of the (?:first )?leaflet carries (?P<many>both cosignatures|no cosignature)"))
def carries(house: House, many: str) -> None:
    key = log_key(house.home, house.clock)
    sealed(house)
    with reading(house.office.engine) as connection:
        evidence = extract(connection, house.record_id(), best_for(connection, house.record_id(), key) or b"")
        declared = witnesses(connection)
    count = quorum(evidence.checkpoint, declared.public_keys(), declared.needed, (key.public,))
    assert len(count.names) == (2 if many == "both cosignatures" else 0), str(count)


@then(parsers.re(r"the status says: “(?P<words>.+)”"))
def status_says(house: House, words: str) -> None:
    said = " ".join(told(house.office, house.home)[0])
    assert words in said, said


@step("a backup was made")
def backs_up(house: House, elsewhere: Elsewhere) -> None:
    house.office.engine.dispose()
    elsewhere.folder.mkdir(exist_ok=True)
    elsewhere.backup = Path(shutil.copy(house.home.database, elsewhere.folder / "backup.sqlite"))


@step("the backup is restored")
def restores(house: House, elsewhere: Elsewhere) -> None:
    house.office.engine.dispose()
    for beside in house.home.database.parent.glob(f"{house.home.database.name}-*"):
        beside.unlink()
    shutil.copy(elsewhere.backup, house.home.database)
    house.reopen()


@step("the backup is restored, and nothing is left of what was signed and seen")
def restores_and_hides(house: House, elsewhere: Elsewhere) -> None:
    restores(house, elsewhere)
    for path in (house.home.keys / "last-checkpoint", *house.home.keys.glob("witnessed-*")):
        path.unlink()


@then(parsers.re(r"the log is not signed: “(?P<words>.+)”"))
def not_signed(house: House, words: str) -> None:
    """Through the flow, which tells the administrators where it can."""
    refusing(OfficeError, words, lambda: anchor(house.office, house.home, no_server))


@then(parsers.re(r"there is an incident: “(?P<title>.+)”"))
def an_incident(house: House, title: str) -> None:
    assert title in incidents(house)


@then("there is 1 incident")
def one_incident(house: House) -> None:
    assert len(incidents(house)) == 1


def incidents(house: House) -> list[str]:
    with reading(house.office.engine) as connection:
        return [KINDS[kind].title for kind in connection.execute(select(incident.c.kind)).scalars()]


@step("what is kept outside is looked at")
def looks(house: House) -> None:
    anchor(house.office, house.home, no_server)


def no_server() -> smtplib.SMTP:
    raise ConnectionRefusedError("nobody is mailed in a scenario")


@step(parsers.re(r"a request for (?P<name>\w+) was kept"))
def keeps_request(house: House, elsewhere: Elsewhere, name: str) -> None:
    sealed(house)
    elsewhere.request = ask(house.office.engine, elsewhere.witnesses[name].public)


@then(parsers.re(r"(?P<name>\w+) does not cosign the kept request: “(?P<words>.+)”"))
def refuses_kept(elsewhere: Elsewhere, name: str, words: str) -> None:
    refusing(NotCosigned, words, lambda: elsewhere.witnesses[name].cosign(elsewhere.request, 0))


@then(parsers.re(r"(?P<name>\w+) does not cosign it: “(?P<words>.+)”"))
def refuses(house: House, elsewhere: Elsewhere, name: str, words: str) -> None:
    """Whoever forges a history also lies about what the witness saw."""
    witness = elsewhere.witnesses[name]
    seen = witness.seen(log_key(house.home, house.clock).origin)
    assert seen is not None
    forged = ask(house.office.engine, witness.public, seen.checkpoint.size)
    refusing(NotCosigned, words, lambda: witness.cosign(forged, 0))


@then(parsers.re(r"(?P<name>\w+) keeps the checkpoint that proves it"))
def keeps_proof(house: House, elsewhere: Elsewhere, name: str) -> None:
    (proof,) = (elsewhere.folder / name / "refused").iterdir()
    assert proof.read_bytes() == sealed(house)


@then(parsers.re(r"(?P<name>\w+) does not cosign the log of another office: “(?P<words>.+)”"))
def refuses_foreign(house: House, elsewhere: Elsewhere, name: str, words: str) -> None:
    other = log_key(Home(elsewhere.folder / "other").prepare(), house.clock)
    text = Checkpoint(other.origin, 3, bytes(32)).text()
    note = assemble(text, [signature_line(other.origin, other.public.public, other.sign(text.encode()))])
    refusing(NotCosigned, words, lambda: elsewhere.witnesses[name].cosign(b"old 0\n\n" + note, 0))


@step(parsers.re(r"(?P<name>\w+) is killed after it remembered and before it answered"))
def killed(house: House, elsewhere: Elsewhere, name: str) -> None:
    witness = elsewhere.witnesses[name]
    elsewhere.request = ask(house.office.engine, witness.public)
    file = elsewhere.folder / "carried.request"
    file.write_bytes(elsewhere.request)
    command = [sys.executable, "-m", "tests.coe.witness_apart", str(witness.folder), str(file)]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL
    assert witness.seen(log_key(house.home, house.clock).origin) is not None


@step("the same request is carried to it again")
def again(elsewhere: Elsewhere) -> None:
    elsewhere.request = next(iter(elsewhere.witnesses.values())).cosign(elsewhere.request, 0)


@then("its cosignature is accepted")
def accepted(house: House, elsewhere: Elsewhere) -> None:
    key = log_key(house.home, house.clock)
    found = accept(house.office.engine, house.home, key, elsewhere.request, house.clock)
    assert found.names == (next(iter(elsewhere.witnesses)),)
