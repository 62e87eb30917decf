"""Periodic reviews and verification runs: overdue ones are alarms, once; what is reviewed is the ledger itself."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, text

from coe.database import reading
from coe.evidence.law_verify import contradictions
from coe.home import Home
from coe.office_errors import BadHome
from coe.rebuild import rebuild
from coe.review_report import opened, report
from coe.reviews import DAY_MS, standings
from coe.sitting import Sitting
from coe.tables import incident, review
from coe.verification_runs import Run, verify_once_a_day
from governance.errors import Forbidden
from governance.record import commands as c
from tests.coe.office_world import contents
from tests.workflows.clockwork import APPROVE, MONDAY, Clockwork
from workflows.oversee import oversee

REPORT = "a" * 64


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path).prepare()
    home.configure(zone="Europe/Berlin")
    return home


@pytest.fixture
def staffed(work: Clockwork) -> Clockwork:
    """Somebody of quality, and somebody who administers the office."""
    work.register("Quinn", "quinn@example.org", "quality")
    work.register("Ada", "ada@example.org", "administrator")
    return work


def raised(work: Clockwork, kind: str = "review-overdue") -> list[str]:
    with reading(work.engine) as connection:
        rows = connection.execute(select(incident.c.about).where(incident.c.kind == kind).order_by(incident.c.opened))
        return list(rows.scalars())


def reviewed(work: Clockwork, name: str, who: str, since: int = 0) -> None:
    texts = work.confided(f"{name}{work.clock.now()}")
    command = c.RecordReview(since, work.clock.now(), "in order", texts.text("All as it should be"), REPORT)
    work.send(f"review/{name}", work.people[who], command, texts)


def test_an_overdue_review_is_an_alarm_once_and_a_late_tick_catches_up(staffed: Clockwork, home: Home) -> None:
    staffed.clock.set(MONDAY + 45 * DAY_MS - 1)
    oversee(staffed.office, home, staffed.clock.now())
    assert raised(staffed) == ["review/verification"]
    staffed.clock.advance(1)
    assert oversee(staffed.office, home, staffed.clock.now()) == 1
    assert oversee(staffed.office, home, staffed.clock.now()) == 0
    assert raised(staffed)[1:] == ["review/trail"]
    staffed.clock.set(MONDAY + 400 * DAY_MS)
    assert oversee(staffed.office, home, staffed.clock.now()) == 3
    assert sorted(raised(staffed)) == [f"review/{name}" for name in (
        "access", "credentials", "evaluation", "trail", "verification")]  # fmt: skip


def test_closed_without_a_review_it_comes_again_with_the_next_period(staffed: Clockwork, home: Home) -> None:
    home.configure(review_days_verification="3000")
    staffed.clock.set(MONDAY + 45 * DAY_MS)
    assert oversee(staffed.office, home, staffed.clock.now()) == 1
    with reading(staffed.engine) as connection:
        id_ = connection.execute(select(incident.c.id)).scalar_one()
    texts = staffed.confided("close")
    staffed.send(f"incident/{id_}", staffed.people["Ada"], c.CloseIncident(texts.text("On leave")), texts)
    assert oversee(staffed.office, home, staffed.clock.now() + 30 * DAY_MS) == 0
    assert oversee(staffed.office, home, staffed.clock.now() + 31 * DAY_MS) == 1


def test_a_review_puts_the_next_one_off_and_settings_say_how_far(staffed: Clockwork, home: Home) -> None:
    home.configure(review_days_trail="7", review_days_verification="3000")
    staffed.clock.set(MONDAY + 20 * DAY_MS)
    reviewed(staffed, "trail", "Quinn")
    with reading(staffed.engine) as connection:
        found = {each.name: each for each in standings(connection, home.config())}
    assert found["trail"].due == staffed.clock.now() + (7 + 14) * DAY_MS
    assert found["trail"].since == staffed.clock.now()
    staffed.clock.advance(21 * DAY_MS)
    assert oversee(staffed.office, home, staffed.clock.now()) == 1
    reviewed(staffed, "trail", "Quinn", found["trail"].since)
    staffed.clock.advance(21 * DAY_MS)
    assert oversee(staffed.office, home, staffed.clock.now()) == 1, "the first alarm is of another period"


@pytest.mark.parametrize("days", ["soon", "0", "9999999", "١٤"])
def test_a_setting_that_is_no_number_of_days_is_refused_with_its_cure(
    staffed: Clockwork, home: Home, days: str
) -> None:
    home.configure(review_days_trail=days)
    with reading(staffed.engine) as connection, pytest.raises(BadHome, match="coe config set review_days_trail 31"):
        standings(connection, home.config())


def test_who_acted_in_a_period_is_counted_inside_the_lock(staffed: Clockwork) -> None:
    mia = staffed.people["Mia"]
    why = staffed.confided("quality for Mia")
    staffed.send("role/quality", staffed.people["Ada"], c.Grant(mia, 0, 0, why.text("Covers for Quinn")), why)
    staffed.decide(staffed.submit(), "medical", "Mia", APPROVE)
    staffed.clock.advance(DAY_MS)
    with pytest.raises(Forbidden, match="1 of the entries reviewed are your own"):
        reviewed(staffed, "trail", "Mia")
    with pytest.raises(Forbidden, match="1 of the entries reviewed are your own"):
        reviewed(staffed, "access", "Ada")
    reviewed(staffed, "access", "Mia")
    reviewed(staffed, "trail", "Quinn")
    staffed.clock.advance(DAY_MS)
    reviewed(staffed, "trail", "Mia", since=staffed.clock.now() - DAY_MS)
    assert list(contradictions(staffed.engine)) == []


def test_being_away_is_no_act_under_review(staffed: Clockwork) -> None:
    quinn = staffed.people["Quinn"]
    staffed.send(f"person/{quinn}", quinn, c.DeclareAbsence(MONDAY, MONDAY + DAY_MS))
    staffed.clock.advance(2 * DAY_MS)
    reviewed(staffed, "trail", "Quinn")


def test_an_office_that_does_not_count_is_found_by_whoever_verifies_the_whole_log(staffed: Clockwork) -> None:
    class Blind(Sitting):
        def _own(self, *_: object) -> int:
            return 0

    staffed.office.sitting = Blind
    staffed.clock.advance(DAY_MS)
    reviewed(staffed, "access", "Ada")
    assert list(contradictions(staffed.engine)) == []
    why = staffed.confided("own")
    staffed.send("role/legal_reviewer", staffed.people["Ada"], c.Ungrant(staffed.people["Leo"], why.text("Left")), why)
    begun = staffed.clock.now()
    staffed.clock.advance(DAY_MS)
    reviewed(staffed, "access", "Ada", since=begun)
    (problem,) = contradictions(staffed.engine)
    assert "1 entries of their own" in str(problem)


def test_a_run_finds_an_unlawful_act_as_well_as_an_altered_one(staffed: Clockwork, home: Home) -> None:
    class Blind(Sitting):
        def _own(self, *_: object) -> int:
            return 0

    why = staffed.confided("own")
    staffed.send("role/legal_reviewer", staffed.people["Ada"], c.Ungrant(staffed.people["Leo"], why.text("Left")), why)
    staffed.office.sitting = Blind
    staffed.clock.advance(DAY_MS)
    reviewed(staffed, "access", "Ada")
    found = verify_once_a_day(staffed.office, home)
    assert found is not None
    assert "entries of their own" in str(found.problems)
    assert raised(staffed, "verify-failed") == [""]


def test_a_report_lists_the_entries_of_its_period_and_its_digest_covers_them(staffed: Clockwork) -> None:
    initiative = staffed.submit()
    staffed.clock.advance(DAY_MS)
    why = staffed.confided("hold")
    staffed.send(f"initiative/{initiative}", staffed.people["Carl"], c.Hold(why.text("A recall")), why)
    now = staffed.clock.now() + 1
    with reading(staffed.engine) as connection:
        trail = report(connection, "trail", 0, now)
        again = report(connection, "trail", 0, now)
        later = report(connection, "trail", MONDAY + 1, now)
        access = report(connection, "access", 0, now)
        exactly = report(connection, "trail", now - 1, now)
        before = report(connection, "trail", 0, now - 1)
        texts = opened(connection, trail)
    listed = {section.title: [line.entry.command_type for line in lines] for section, lines in trail.sections}
    assert listed["Interventions in records"] == ["hold"]
    assert listed["Access given and ended"].count("grant") == 6
    assert listed["Erasures"] == []
    assert trail.counts["submit"] == 1
    assert (exactly.counts, "hold" in before.counts) == ({"hold": 1}, False)
    assert "A recall" in texts.values()
    assert [line.entry.command_type for _, lines in later.sections for line in lines] == ["hold"]
    assert trail.digest() == again.digest()
    assert len({trail.digest(), later.digest(), access.digest()}) == 3
    told = trail.as_json(texts)
    assert told["digest"] == trail.digest()
    assert "A recall" in str(told)


def test_the_office_verifies_itself_once_a_day_and_records_it(staffed: Clockwork, home: Home) -> None:
    found = verify_once_a_day(staffed.office, home)
    assert found is not None
    assert found.problems == ()
    assert verify_once_a_day(staffed.office, home) is None
    staffed.clock.advance(DAY_MS)
    assert isinstance(verify_once_a_day(staffed.office, home), Run)
    with reading(staffed.engine) as connection:
        rows = connection.execute(select(review).where(review.c.subject == "verification")).mappings().all()
        assert [row["outcome"] for row in rows] == ["in order", "in order"]
        assert rows[1]["since"] == rows[0]["until"]
    assert raised(staffed, "verify-failed") == []
    before = contents(staffed.engine)
    rebuild(staffed.engine, staffed.office.law)
    assert contents(staffed.engine) == before


def test_a_failed_run_is_an_incident_until_it_is_closed_and_then_again(staffed: Clockwork, home: Home) -> None:
    staffed.submit()
    with staffed.engine.begin() as connection:
        connection.execute(text("UPDATE initiative SET status = 'approved'"))
    run = partial(verify_once_a_day, staffed.office, home)
    assert run() is not None
    staffed.clock.advance(DAY_MS)
    found = run()
    assert found is not None
    assert "'approv" in str(found.problems)
    assert raised(staffed, "verify-failed") == [""]
    with reading(staffed.engine) as connection:
        id_ = connection.execute(select(incident.c.id).where(incident.c.kind == "verify-failed")).scalar_one()
        assert connection.execute(select(review.c.outcome)).scalars().all() == ["findings", "findings"]
    texts = staffed.confided("close")
    staffed.send(f"incident/{id_}", staffed.people["Ada"], c.CloseIncident(texts.text("A slip of the pen")), texts)
    staffed.clock.advance(DAY_MS)
    run()
    assert raised(staffed, "verify-failed") == ["", ""]
