"""Reminders and escalations happen once, however ticks slip, bunch, or come from two processes."""

import multiprocessing
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from coe.clock import MovedClock, step_id
from coe.database import engine_for
from coe.governance_law import Governance
from coe.office import Office
from coe.office_errors import OfficeUnavailable
from coe.requests import Outcome, Request
from coe.tables import entry
from governance.errors import Refused
from governance.record import commands as c
from tests.workflows.clockwork import APPROVE, HOUR, MONDAY, Clockwork
from workflows.escalate import escalate
from workflows.remind import remind

DAY = 24 * HOUR
MEDICAL = [("Mia", "medical", "50%"), ("Mia", "medical", "80%"), ("Mia", "medical", "overdue")]


def test_nothing_is_sent_before_half_of_the_clock_is_used(work: Clockwork) -> None:
    work.submit()
    assert remind(work.office, MONDAY + 8 * HOUR - 1) == 0
    assert work.notices("reminder") == []


def test_each_step_comes_once_when_ticks_are_regular(work: Clockwork) -> None:
    work.submit()
    for hour in range(50):
        work.clock.set(MONDAY + hour * HOUR)
        remind(work.office, work.clock.now())
    assert [told for told in work.notices("reminder") if told[1] == "medical"] == MEDICAL


def test_a_tick_that_slipped_for_days_catches_up_with_all_steps(work: Clockwork) -> None:
    work.submit()
    work.clock.set(MONDAY + 9 * DAY)
    assert remind(work.office, work.clock.now()) == 5
    assert sorted(work.notices("reminder"))[2:] == MEDICAL
    assert escalate(work.office, work.clock.now()) == 3


def test_ticks_that_bunch_send_nothing_twice(work: Clockwork) -> None:
    work.submit()
    work.clock.set(MONDAY + 8 * HOUR)
    assert [remind(work.office, work.clock.now()) for _ in range(3)] == [1, 0, 0]
    assert work.notices("reminder") == MEDICAL[:1]


def test_a_tick_that_read_the_table_earlier_sends_nothing_twice(work: Clockwork) -> None:
    work.submit()
    work.clock.set(MONDAY + 8 * HOUR)
    late = Forgetful(work.office)
    assert remind(late, work.clock.now()) == 0
    assert late.others == 1
    assert work.notices("reminder") == MEDICAL[:1]


def test_the_commands_id_follows_from_the_step(work: Clockwork) -> None:
    initiative = work.submit()
    work.clock.set(MONDAY + 8 * HOUR)
    remind(work.office, work.clock.now())
    with work.engine.connect() as connection:
        recorded = connection.execute(select(entry.c.command).where(entry.c.type == "remind")).scalars().all()
    assert recorded == [step_id(initiative, "medical", 1, "50%")]


@pytest.mark.slow
def test_two_processes_send_each_step_once(work: Clockwork, tmp_path: Path) -> None:
    for number in range(6):
        work.submit(f"Leaflet {number}")
    work.clock.set(MONDAY + 9 * DAY)
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(2) as pool:
        sent = pool.map(_remind_in, [(tmp_path, work.clock.now())] * 2, chunksize=1)
    assert sum(sent) == 30
    assert len(work.notices("reminder")) == 30


def test_a_gate_that_was_decided_meanwhile_reminds_nobody(work: Clockwork) -> None:
    initiative = work.submit()
    work.clock.set(MONDAY + 2 * HOUR)
    work.decide(initiative, "medical", "Mia", APPROVE)
    work.clock.set(MONDAY + 3 * DAY)
    remind(work.office, work.clock.now())
    assert [gate for _, gate, _ in work.notices("reminder")] == ["legal"]


def test_a_hold_stops_the_reminders_and_resuming_brings_each_once(work: Clockwork) -> None:
    initiative = work.submit()
    work.clock.set(MONDAY + 8 * HOUR)
    remind(work.office, work.clock.now())
    reason = work.confided("hold")
    work.send(f"initiative/{initiative}", work.people["Carl"], c.Hold(reason.text("waiting for data")), reason)
    work.clock.set(MONDAY + 9 * DAY)
    assert remind(work.office, work.clock.now()) == 0
    work.send(f"initiative/{initiative}", work.people["Carl"], c.Resume())
    work.clock.set(MONDAY + 30 * DAY)
    remind(work.office, work.clock.now())
    assert [told for told in work.notices("reminder") if told[1] == "medical"] == MEDICAL


def test_escalation_lets_the_head_decide_and_removes_nobody(work: Clockwork) -> None:
    initiative = work.submit()
    work.clock.set(MONDAY + 3 * DAY)
    assert escalate(work.office, work.clock.now()) == 2
    assert escalate(work.office, work.clock.now()) == 0
    assert work.notices("escalation") == [("Hana", "medical", "8 business hours late")]
    work.decide(initiative, "medical", "Hana", APPROVE)
    assert work.state(initiative).marks["medical"].state == "passed"


def test_waiting_approves_nothing(work: Clockwork) -> None:
    initiative = work.submit()
    work.clock.set(MONDAY + 300 * DAY)
    remind(work.office, work.clock.now())
    escalate(work.office, work.clock.now())
    assert work.state(initiative).status == "in review"
    assert work.state(initiative).votes == {}


def test_what_the_law_refuses_holds_up_no_other_step(work: Clockwork) -> None:
    first, second = work.submit("First"), work.submit("Second")
    work.clock.set(MONDAY + 8 * HOUR)
    office = Answering(work.office, f"initiative/{first}", Refused("not-now", "No.", "Not now.", "Wait."))
    assert remind(office, work.clock.now()) == 1
    assert work.state(second).marks["medical"].steps == ("50%",)


def test_a_damaged_record_is_reported_after_all_others_were_reminded(work: Clockwork) -> None:
    first, second = work.submit("First"), work.submit("Second")
    work.clock.set(MONDAY + 8 * HOUR)
    office = Answering(work.office, f"initiative/{first}", RuntimeError("damaged"))
    with pytest.raises(RuntimeError, match="damaged"):
        remind(office, work.clock.now())
    assert work.state(second).marks["medical"].steps == ("50%",)


def test_without_a_database_nothing_is_lost(work: Clockwork) -> None:
    initiative = work.submit()
    work.clock.set(MONDAY + 8 * HOUR)
    unavailable = OfficeUnavailable("Nothing was recorded.", "It is locked.", "Send it again.")
    with pytest.raises(OfficeUnavailable):
        remind(Answering(work.office, f"initiative/{initiative}", unavailable), work.clock.now())
    assert remind(work.office, work.clock.now()) == 1


class Forgetful(Office):
    """Another process reminds between the moment this one reads what is due and the moment it sends."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.engine, office.law, clock=office.clock)
        self._office = office
        self.others = 0

    def batch(self, requests: Sequence[Request]) -> tuple[Outcome, ...]:
        self.others = remind(self._office, self.clock.now())
        return super().batch(requests)


class Answering(Office):
    """Gives one stream's requests a fixed outcome."""

    def __init__(self, office: Office, stream: str, outcome: Outcome) -> None:
        super().__init__(office.engine, office.law, clock=office.clock)
        self._stream, self._outcome = stream, outcome

    def batch(self, requests: Sequence[Request]) -> tuple[Outcome, ...]:
        wanted = list(requests)
        found = iter(super().batch([each for each in wanted if each.stream != self._stream]))
        return tuple(self._outcome if each.stream == self._stream else next(found) for each in wanted)


def _remind_in(where: tuple[Path, int]) -> int:
    folder, now = where
    engine = engine_for(f"sqlite:///{folder}/office.sqlite")
    try:
        return remind(Office(engine, Governance(), clock=MovedClock(now)), now)
    finally:
        engine.dispose()
