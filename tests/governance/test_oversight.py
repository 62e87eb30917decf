"""Reviews follow one another without a gap and never judge their reviewer; configuration is recorded part by part."""

from dataclasses import replace

import pytest

from governance.errors import Refused
from governance.law.pools import facts_of
from governance.office.configuration import Configuration, configuration_digest
from governance.office.office_law import judge
from governance.office.reviews import Reviews
from governance.record import commands as c
from governance.record import events as e
from governance.record.review_kinds import KINDS
from tests.governance import proven_office as office
from tests.governance.proven_office import MEDICAL, Log

WHY, REPORT = "w" * 64, "a" * 64
TRAIL = "review/trail"
ALL = sorted(name for name, kind in KINDS.items() if not kind.itself)
CONFIGURATION = "office/configuration"


@pytest.fixture
def log() -> Log:
    """An office with an administrator (`ada`) and somebody of quality (`pia`)."""
    log = office.founded()
    log.does("role/quality", c.Grant("pia", 0, 0, WHY), "ada")
    return log


def review(log: Log, since: int = 0, until: int = 0, outcome: str = "in order", note: str = WHY) -> c.RecordReview:
    return c.RecordReview(since, until or log.at, outcome, note, REPORT)


class TestReviews:
    @pytest.mark.parametrize("name", ALL)
    @pytest.mark.parametrize("actor", ["ada", "pia"])
    def test_administrators_and_quality_review(self, log: Log, name: str, actor: str) -> None:
        entry = log.does(f"review/{name}", review(log), actor)
        assert set(entry.reads) == {"role/administrator", "role/quality"}
        assert log.head(f"review/{name}").state == Reviews(1, entry.at)

    def test_nobody_else_reviews_and_a_review_is_no_matter_of_the_machine(self, log: Log) -> None:
        assert log.refused(TRAIL, review(log), MEDICAL) == "not-quality"
        assert log.refused(TRAIL, review(log), "system") == "by-hand"

    def test_whoever_acted_in_what_is_reviewed_does_not_review_it(self, log: Log) -> None:
        command = review(log)
        states = {name: log.head(name).state for name in log.reads(TRAIL, command, "pia")}
        stamped = c.Stamped(command, "pia", log.at)
        assert judge(TRAIL, None, facts_of(states), stamped)
        with pytest.raises(Refused, match="3 of the entries reviewed are your own") as refused:
            judge(TRAIL, None, facts_of(states), replace(stamped, own=3))
        assert refused.value.code == "own-acts"

    def test_periods_follow_one_another_without_a_gap(self, log: Log) -> None:
        assert log.refused(TRAIL, review(log, since=5), "pia") == "period"
        first = log.does(TRAIL, review(log), "pia")
        for since in (0, first.at - 1, first.at + 1):
            assert log.refused(TRAIL, review(log, since=since), "pia") == "period"
        log.does(TRAIL, review(log, since=first.at), "pia")

    def test_a_period_that_is_not_over_is_not_reviewed(self, log: Log) -> None:
        assert log.refused(TRAIL, review(log, until=log.at + 1), "pia") == "period"

    @pytest.mark.parametrize(
        ("change", "code"),
        [({"outcome": "fine"}, "outcome"), ({"note": ""}, "reason-missing"), ({"report": "none"}, "report")],
    )
    def test_a_review_has_an_outcome_a_note_and_a_report(self, log: Log, change: dict[str, str], code: str) -> None:
        assert log.refused(TRAIL, replace(review(log), **change), "pia") == code  # type: ignore[arg-type]  # all are texts

    def test_a_kind_nobody_knows_is_refused(self, log: Log) -> None:
        assert log.refused("review/weather", review(log), "pia") == "kind"

    def test_a_verification_is_recorded_by_the_office_itself(self, log: Log) -> None:
        stream = "review/verification"
        assert log.refused(stream, review(log), "ada") == "not-by-hand"
        log.does(stream, review(log, outcome="findings"), "system")


def configured(release: str = "1.0", reason: str = "", **parts: str) -> c.RecordConfiguration:
    return c.RecordConfiguration(configuration_digest(release, parts), release, parts, reason)


class TestConfiguration:
    def test_what_changed_is_named_part_by_part(self, log: Log) -> None:
        first = log.does(CONFIGURATION, configured(zone="Europe/Berlin", flask="3.1"), "system")
        assert first.reads == {}
        assert changed(first.events) == ("release", "flask", "zone")
        second = log.does(CONFIGURATION, configured(zone="Europe/Paris", smtp="x"), "system")
        assert changed(second.events) == ("flask", "smtp", "zone")
        third = log.does(CONFIGURATION, configured("1.1", zone="Europe/Paris", smtp="x"), "system")
        assert changed(third.events) == ("release",)
        state = log.head(CONFIGURATION).state
        assert isinstance(state, Configuration)
        assert (state.release, dict(state.parts)) == ("1.1", {"zone": "Europe/Paris", "smtp": "x"})

    def test_what_is_as_recorded_is_not_recorded_again(self, log: Log) -> None:
        log.does(CONFIGURATION, configured(zone="UTC"), "system")
        assert log.refused(CONFIGURATION, configured(zone="UTC", reason=WHY), "system") == "unchanged"

    def test_it_is_read_off_the_machine_and_its_digest_covers_it(self, log: Log) -> None:
        assert log.refused(CONFIGURATION, configured(zone="UTC"), "ada") == "system-only"
        wrong = replace(configured(zone="UTC"), parts={"zone": "Mars"})
        assert log.refused(CONFIGURATION, wrong, "system") == "digest"
        assert log.refused("office/weather", configured(zone="UTC"), "system") == "no-such-act"


def changed(events: tuple[e.Event, ...]) -> tuple[str, ...]:
    (event,) = events
    assert isinstance(event, e.ConfigurationRecorded)
    return event.changed
