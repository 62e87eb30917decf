"""`coe workflow check`: every problem and note at once, each at its line, for people and for machines."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coe.policy.checking import Report, check
from coe.policy.checking_deadlines import deadlines
from coe.policy.checking_sources import named_sources
from coe.policy.definitions import compile_file, compile_text
from coe.policy.starting import started
from governance.checker.panels_checked import Staff
from governance.language.business_time import parse_duration
from governance.language.definition import Afterwards, Definition
from governance.law.pools import FOREVER, Holding, Pool
from tests.coe.small_library import LEAFLET

LIBRARY = Path(__file__).resolve().parents[2] / "workflows" / "definitions"
TODAY = date(2026, 11, 22)
BERLIN: Mapping[str, object] = {"name": "b", "zone": "Europe/Berlin", "days": "mon-fri", "hours": "09:00-17:00"}


def report(text: str, staff: Staff | None = None) -> Report:
    return check(compile_text("piece.yaml", lambda _: text.encode()), TODAY, staff, 1_795_000_000_000)


def law(**words: str) -> Definition:
    """The leaflet with one gate, whose clock runs as long as said, and an approval that lasts as long as said."""
    found = compile_text("leaflet.yaml", lambda _: LEAFLET.encode()).definition
    assert found is not None
    within = parse_duration(words["within"]) if "within" in words else None
    after = Afterwards(parse_duration(words["expires"]) if "expires" in words else None)
    return replace(found, gates=(replace(found.gates[0], within=within),), afterwards=after)


def told(found: Definition, **calendar: object) -> list[tuple[bool, str]]:
    return [(each.problem, each.told.what) for each in deadlines(found, {**BERLIN, **calendar}, TODAY)]


def test_a_sound_file_passes_without_a_word() -> None:
    found = report(started("price-change"))
    assert (found.passed, found.lines()) == (True, ())


@pytest.mark.parametrize("name", sorted(path.name for path in LIBRARY.glob("*.yaml")))
def test_every_file_of_the_library_passes(name: str) -> None:
    found = check(compile_file(LIBRARY / name), TODAY)
    if "workflow" in found.compiled.document:
        assert found.problems == ()
        assert found.passed


def test_every_part_tells_what_it_found_at_its_line() -> None:
    text = started("price-change")
    broken = (
        text.replace("tier: T2, gates: [expert, head], outcome: approved", "tier: T1, gates: [expert, head]")
        .replace("when: {tier: T2}\n", "when: {public: no}\n")
        .replace("within: 16 business hours", "within: 1 days")
        .replace("    # source: SOP-114 §4.2  ", "    source: SOP-114 §4.2 #")
        .replace("    # reviewed: 2026-02-01", "    reviewed: 2025-02-01")
    )
    found = report(broken)
    lines = broken.splitlines()
    assert [(each.part, lines[each.place.line - 1].strip().split(":")[0]) for each in found.problems] == [
        ("deadline", "within"),
        ("guarantee", "- {if"),
        ("guarantee", "- {if"),
        ("example", "- {example"),
        ("example", "- {example"),
    ]
    assert [(each.part, lines[each.place.line - 1].strip()) for each in found.notes if each.part == "source"] == [
        ("source", "reviewed: 2025-02-01")
    ]
    assert not found.passed


def test_the_report_for_machines_holds_the_answers_of_a_broken_guarantee() -> None:
    found = report(started("price-change").replace("when: {tier: T2}\n", "when: {public: no}\n"))
    data = json.loads(json.dumps(found.json()))
    assert data["passed"] is False
    broken = [each for each in data["problems"] if each["part"] == "guarantee"]
    assert broken[0]["run"]["answers"]["public"] == "yes"
    assert {"file", "line", "column", "pointer", "what", "cure"} <= broken[0].keys()


def test_a_file_that_is_no_definition_is_reported_with_all_its_faults() -> None:
    found = report("workflow: piece\nfrom: here\n")
    assert not found.passed
    assert found.json()["digest"] == ""
    assert len(found.problems) > 3


def test_people_make_their_part_of_the_report() -> None:
    mia = Pool((Holding("mia", "", alternate=False, since=0, until=FOREVER, scope={}),))
    staff = Staff({"role/medical_reviewer": mia, "role/coordinator": mia}, {}, {"mia": "Dr Weber"})
    found = report(LEAFLET, staff)
    (problem,) = found.problems
    assert problem.part == "panel"
    assert str(problem) == (
        "piece.yaml:12:5: If Dr Weber owns it, worked on “About” or stands aside, nobody of medical reviewer may "
        "decide at “Medical”. Dr Weber is the only medical reviewer. Grant medical reviewer to somebody else, too."
    )
    assert problem.run is not None
    assert problem.run["owner"] == "mia"


def test_a_day_in_a_zone_whose_clocks_change_is_a_problem() -> None:
    ((problem, what), (other, _)) = told(law(within="1 days"))
    assert (problem, other) == (True, False)
    assert what == (
        "The clock of “Medical”: 1 day from Sat 27 Mar 2027 23:30 end on Mon 29 Mar 2027 here, counted as 24 hours, "
        "and on Sun 28 Mar 2027 counted by the calendar, because the clocks change."
    )


@pytest.mark.parametrize(
    ("within", "calendar"),
    [
        ("8 business hours", {}),
        ("2 business days", {}),
        ("24 hours", {"days": "mon-sun"}),
        ("1 days", {"zone": "Asia/Tokyo", "days": "mon-sun"}),
    ],
)
def test_a_deadline_with_one_reading_is_not_told(within: str, calendar: dict[str, object]) -> None:
    assert told(law(within=within), **calendar) == []


@pytest.mark.parametrize(
    ("within", "calendar", "words"),
    [
        ("48 hours", {}, "from Thu 26 Nov 2026 09:00 end on Sat 28 Nov 2026 here, when nobody works"),
        ("2 business days", {"hours": "09:00-16:30"}, "at 8 hours a day, and on Tue 24 Nov 2026 counted in days"),
        ("8 business hours", {"zone": "America/Los_Angeles"}, "in America/Los_Angeles, and on Tue 24 Nov 2026 in UTC"),
        ("24 hours", {"holidays": "DE/BE"}, "from Fri 27 Nov 2026 09:00 end on Sat 28 Nov 2026"),
        ("22 business hours", {"days": "mon-sun", "hours": "01:00-24:00"}, "by the clock on the wall"),
    ],
)
def test_a_deadline_with_two_readings_is_noted_with_its_earliest_start(
    within: str, calendar: dict[str, object], words: str
) -> None:
    found = told(law(within=within), **calendar)
    assert any(words in what and not problem for problem, what in found), found


def test_a_year_after_a_leap_day_is_noted() -> None:
    ((problem, what),) = told(law(expires="12 months"))
    assert not problem
    assert "from Tue 29 Feb 2028 09:00 end on Wed 28 Feb 2029 here, and on Thu 1 Mar 2029 for whoever counts on" in what
    ((_, what),) = told(law(expires="3 months"))
    assert "from Mon 30 Nov 2026 09:00 end on Sun 28 Feb 2027 here, and on Tue 2 Mar 2027" in what


def test_sources_are_found_wherever_a_rule_may_have_one() -> None:
    text = started("price-change")
    sourced = (
        text.replace("reviews: [need, plan]", "reviews: [need, plan]\n    source: A")
        .replace("severity: warn}", "severity: warn, source: B}")
        .replace("title: Everyday}", "title: Everyday, source: C}")
        .replace("approval needs: [expert, head]}", "approval needs: [expert, head], source: D}")
        .replace("after round 3: meeting}", "after round 3: meeting, source: E}")
    )
    found = report(sourced + "committees:\n  - {committee: board, title: Board, seats: [chair], source: F}\n")
    assert found.problems == ()
    definition = found.compiled.definition
    assert definition is not None
    assert {source.says for _, _, source in named_sources(definition)} == set("ABCDEF")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("source: SOP-1\n    reviewed: 2025-11-21", "last reviewed on 2025-11-21: more than twelve months ago"),
        ("source: SOP-1\n    reviewed: 2025-11-22", ""),
        ("source: {says: SOP-1, effective: 2026-11-23}", "takes effect on 2026-11-23, after the rule"),
        ("source: {says: SOP-1, effective: 2026-11-22}", ""),
        ("source: SOP-1", ""),
    ],
)
def test_a_source_that_is_old_or_not_yet_in_effect_is_noted(source: str, words: str) -> None:
    found = report(started("price-change").replace("reviews: [plan]", f"reviews: [plan]\n    {source}"))
    assert found.passed
    assert [words in each.what for each in found.notes] == ([True] if words else [])
    assert all(line.startswith("piece.yaml:") and ": note: " in line for line in found.lines())
