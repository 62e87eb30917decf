"""The demonstration: every state is there, by real commands and signatures; it continues, and never doubles."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from coe import acts, drafts
from coe.cli.main import main
from coe.cli.terminal import ready_office
from coe.clock import MovedClock, SystemClock
from coe.database import reading
from coe.demo.acting import Stage
from coe.demo.answers import Setting
from coe.demo.home import begin
from coe.demo.load import Loaded, current_code, load, moved_office, open_stage, settle
from coe.demo.once import once
from coe.demo.people import founders
from coe.demo.story import Story
from coe.evidence.keys import log_key
from coe.evidence.log_verify import verify
from coe.home import Home
from coe.identity.account_tables import challenge
from coe.identity.totp import counter_of
from coe.office import Office
from coe.office_errors import BadHome, OfficeUnavailable, UnknownRecord
from coe.opening import second_factor_key
from coe.requests import Receipt, Request
from coe.tables import condition, decision, entry, gate_open, initiative
from governance.record.codec import tag_of
from governance.record.commands import Escalate, RegisterPerson, Remind, Withdraw

pytestmark = pytest.mark.slow


class Interrupted(Stage):
    """A stage that falls dark after some steps."""

    steps = 40

    def perform(self, tale: Story, place: int, at: int) -> Receipt | None:
        if self.steps == 0:
            raise OfficeUnavailable("Nothing was recorded.", "The light went out.", "Start again.")
        self.steps -= 1
        return super().perform(tale, place, at)


@dataclass
class House:
    """A data folder with a loaded demonstration."""

    home: Home
    office: Office
    setting: Setting
    clock: MovedClock
    withdrawn: str

    def load_again(self) -> Loaded:
        self.home.configure(demo_loaded="")
        return load(self.stage(), self.home, self.setting)

    def stage(self) -> Stage:
        return open_stage(self.home, self.office, self.clock)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Loaded in two runs: the first was interrupted, and before the second an owner withdrew what was under review."""
    home = Home(tmp_path_factory.mktemp("demo") / "home").prepare()
    began = begin(home)
    with ready_office(home) as plain:
        clock = MovedClock(began)
        office = moved_office(plain, home, clock)
        setting = settle(office, home, began, clock)
        dark = Interrupted(office, clock, open_stage(home, office, clock)._ceremony)  # noqa: SLF001 - the same ceremony
        with pytest.raises(OfficeUnavailable):
            load(dark, home, setting)
        with reading(office.engine) as connection:
            open_ = select(initiative.c.id, initiative.c.owner, initiative.c.number).where(
                initiative.c.status == "in review"
            )
            found = connection.execute(open_).first()
        assert found is not None
        act = acts.reasoned(Withdraw, "Not now.", bytes(32))
        office.handle(Request("withdrawn", f"initiative/{found.id}", found.owner, act.command, act.disclosures))
        setting = settle(office, home, began, clock)
        done = load(open_stage(home, office, clock), home, setting)
        assert len(done.left) == 1
        yield House(home, office, setting, clock, found.number)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Loaded in one run."""
    home = Home(tmp_path_factory.mktemp("whole") / "home").prepare()
    began = begin(home)
    with ready_office(home) as plain:
        clock = MovedClock(began)
        office = moved_office(plain, home, clock)
        setting = settle(office, home, began, clock)
        done = load(open_stage(home, office, clock), home, setting)
        assert done.left == {}
        yield House(home, office, setting, clock, "")


def count(office: Office, kind: str = "") -> int:
    statement = select(func.count()).select_from(entry)
    with reading(office.engine) as connection:
        return int(connection.execute(statement.where(entry.c.type == kind) if kind else statement).scalar_one())


def test_every_state_is_there(whole: House) -> None:
    with reading(whole.office.engine) as connection:
        states = set(connection.execute(select(initiative.c.status)).scalars())
        kept = {row.status for row in connection.execute(select(condition.c.status))}
        outcomes = set(connection.execute(select(decision.c.outcome)).scalars())
        rounds = set(connection.execute(select(initiative.c.round).where(initiative.c.status == "in review")).scalars())
        late = connection.execute(select(gate_open.c.gate).where(gate_open.c.due < whole.setting.began)).all()
    assert {row.gate for row in late} == {"patient_safety"}
    assert states == {
        "in review", "in rework", "on hold", "approved", "released", "rejected", "withdrawn", "revoked",
    }  # fmt: skip
    assert kept == {"open", "met", "verified"}
    assert outcomes == {"approve", "approve with conditions", "request changes", "reject"}
    assert rounds == {1, 2}
    assert count(whole.office, tag_of(Remind("", 0, ""))) > 0
    assert count(whole.office, tag_of(Escalate("", 0, ""))) > 0


def test_steering_is_waiting_partly_decided_and_done(whole: House) -> None:
    voted = select(decision.c.initiative, func.count()).where(decision.c.gate == "steering")
    with reading(whole.office.engine) as connection:
        counts = {row[1] for row in connection.execute(voted.group_by(decision.c.initiative))}
    assert {3, 5} <= counts


def test_drafts_are_left_for_their_owners(whole: House) -> None:
    with reading(whole.office.engine) as connection:
        owners = map(whole.setting.people, ("astrid.lindqvist", "tomas.herrera", "priya.raman"))
        found = [drafts.of_person(connection, owner) for owner in owners]
    assert [len(each) for each in found] == [1, 1, 0]


def test_every_decision_was_signed_in_the_ceremony(whole: House) -> None:
    with reading(whole.office.engine) as connection:
        methods = set(connection.execute(select(decision.c.method)).scalars())
        decided = connection.execute(select(func.count()).select_from(decision)).scalar_one()
        verified = connection.execute(select(func.count()).where(condition.c.status == "verified")).scalar_one()
        used = connection.execute(select(func.count()).where(challenge.c.used_at.is_not(None))).scalar_one()
    assert methods == {"password+totp"}
    assert used == decided + verified
    assert decided > 60


def test_nothing_lies_in_the_future_and_the_weeks_are_told_in_order(whole: House) -> None:
    with reading(whole.office.engine) as connection:
        times = list(connection.execute(select(entry.c.at).order_by(entry.c.seq)).scalars())
    assert times == sorted(times)
    assert times[-1] <= whole.setting.began < SystemClock().now()
    assert times[-1] - times[0] > 40 * 86_400_000


def test_the_loaded_log_verifies(whole: House) -> None:
    key = log_key(whole.home, whole.clock).public
    report = verify(whole.office.engine, whole.office.law, keys=(key,), blobs=whole.office.blobs)
    assert report.problems == ()
    assert report.signed == 1


def test_loading_again_adds_nothing(whole: House) -> None:
    before = count(whole.office)
    assert whole.load_again() == Loaded()
    assert count(whole.office) == before


def test_an_interrupted_load_continues_without_doubling(house: House, whole: House) -> None:
    with reading(house.office.engine) as connection:
        titles = list(connection.execute(select(initiative.c.title)).scalars())
    with reading(whole.office.engine) as connection:
        expected = list(connection.execute(select(initiative.c.title)).scalars())
    assert sorted(titles) == sorted(expected)
    registered = tag_of(RegisterPerson("", ""))
    assert count(house.office, registered) == count(whole.office, registered) == len(founders().people)


def test_a_story_somebody_took_further_is_left_as_it_is(house: House) -> None:
    with reading(house.office.engine) as connection:
        status = select(initiative.c.status).where(initiative.c.number == house.withdrawn)
        assert connection.execute(status).scalar() == "withdrawn"


def test_the_code_told_is_the_one_of_now(whole: House) -> None:
    office, key = Office(whole.office.engine, whole.office.law), second_factor_key(whole.home)
    account = whole.stage().actor("astrid.lindqvist").account
    secret = key.open(account.totp_secret or "", account.id)
    names = ("Astrid", "lindqvist", "astrid.lindqvist@clearway.example", "Astrid Lindqvist")
    for told in [current_code(office, whole.home, name) for name in names]:
        assert told.login == "astrid.lindqvist@clearway.example"
        assert counter_of(secret, told.code, SystemClock().now(), 1) is not None
        assert 0 <= told.seconds_left <= 30
    with pytest.raises(UnknownRecord):
        current_code(office, whole.home, "nobody")


def test_no_code_is_told_outside_a_demonstration(whole: House, tmp_path: Path) -> None:
    with pytest.raises(BadHome):
        current_code(whole.office, Home(tmp_path), "astrid")


def test_a_real_office_is_not_filled_with_invented_people(tmp_path: Path) -> None:
    home = Home(tmp_path).prepare()
    home.configure(origin="example.org/log")
    with pytest.raises(BadHome):
        begin(home)


def verified(file: Path, keys: Path) -> list[str]:
    """What the offline verifier answers, on bare Python."""
    command = [sys.executable, "-S", "-m", "governance", "verify", str(file), "--keys", str(keys), "--json"]
    ended = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).parents[2])
    return [each["answer"] for each in json.loads(ended.stdout)["answers"]]


def test_the_journey_leaves_a_packet_that_bare_python_verifies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COE_HOME", str(tmp_path))  # what the commands set is put back
    earlier = Home(tmp_path / "out" / "office").prepare()
    earlier.configure(demo="once")
    earlier.database.write_text("what an earlier journey left")
    ended = CliRunner().invoke(main, ["demo", "--once", str(tmp_path / "out")])
    assert ended.exit_code == 0, ended.output
    told, made = ended.stdout, tmp_path / "out"
    assert "carried over: Executive steering, Medical, Legal, Patient safety, Privacy" in told
    assert "approved: INI-" in told
    assert re.findall(r"^verified +(\w+)\? yes", told, re.MULTILINE) == ["intact", "signed", "lawful"]
    (number,) = set(re.findall(r"INI-\d+-\d+", told))
    again = ["--home", str(made / "office"), "packet", number.lower(), "-o", str(made / "again.pdf")]
    printed = CliRunner().invoke(main, again)
    assert printed.exit_code == 0, printed.output
    for file in ("packet.pdf", "evidence.json", "again.pdf"):
        assert verified(made / file, made / "keys.txt") == ["yes", "yes", "yes"]


def test_the_journey_throws_nobodys_data_away(tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    kept = tmp_path / "office" / "mine.txt"
    kept.write_text("mine")
    with pytest.raises(BadHome):
        once(tmp_path, lambda _: None)
    assert kept.read_text() == "mine"


RUN = """
import sys
from pathlib import Path
from coe.demo.running import Programs, run
from coe.home import Home
from coe.office_errors import OfficeError
home, *web = sys.argv[1:]
sleeper = (sys.executable, "-c", "import time; print('beside', flush=True); time.sleep(600)")
try:
    sys.exit(run(Home(Path(home)), Programs(tuple(web), sleeper), lambda line: print(line, flush=True)))
except OfficeError as error:
    sys.exit(f"ended: {error}")
"""


def running(home: Path, web: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", RUN, str(home), sys.executable, "-c", web]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def test_an_interrupt_ends_everything_that_was_started(tmp_path: Path) -> None:
    web = "import os, time; print('web', os.getpid(), flush=True); time.sleep(600)"
    program = running(tmp_path / "home", web)
    assert program.stdout is not None
    started = 0
    for line in program.stdout:
        if line.startswith("web "):
            started = int(line.split()[1])
        if line.startswith("beside"):
            break
    program.send_signal(signal.SIGINT)
    _, errors = program.communicate(timeout=60)
    assert (program.returncode, errors) == (0, "")
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)


def test_pages_that_end_by_themselves_end_the_demonstration(tmp_path: Path) -> None:
    program = running(tmp_path / "home", "raise SystemExit(3)")
    _, errors = program.communicate(timeout=120)
    assert program.returncode == 1
    assert errors.startswith("ended: The demonstration ended. The pages stopped with 3.")
