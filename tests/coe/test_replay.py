import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from coe.cli.replay import replay_command
from coe.clock import MovedClock
from coe.database import engine_for, reading
from coe.governance_law import Governance
from coe.home import Home
from coe.office import Office
from coe.office_errors import BadHome
from coe.replay import answers as replay_answers
from coe.replay.answers import derive, thaw
from coe.replay.audit import audit
from coe.replay.corruption import corrupt
from coe.replay.eventlog import LogCase
from coe.replay.findings import Course, findings
from coe.replay.paper import admits
from coe.replay.plan import Plan, UnmatchedAnswers, plan_case
from coe.replay.report import Audit, Refusal, ReplayReport, Sample
from coe.replay.run import NotReplayable, Wanted, replay
from coe.tables import decision, entry, pool_member
from tests.coe.permit_logs import TRAVEL_ANSWERS, TRAVEL_LOG, needs_real_logs, permit_case

PLAIN = "SUBMITTED by EMPLOYEE | APPROVED by ADMINISTRATION | FINAL_APPROVED by SUPERVISOR"
RETURNED = (
    "SUBMITTED by EMPLOYEE | REJECTED by ADMINISTRATION | REJECTED by EMPLOYEE | SUBMITTED by EMPLOYEE | "
    "APPROVED by ADMINISTRATION | APPROVED by BUDGET OWNER | FINAL_APPROVED by SUPERVISOR"
)
LAPSED = (
    "SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR | REJECTED by MISSING | "
    "SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR"
)
DIRECTOR_FIRST = "SUBMITTED by EMPLOYEE | FINAL_APPROVED by DIRECTOR | =APPROVED by SUPERVISOR"
EARLY = "APPROVED by SUPERVISOR | SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR"
UNSENT = "SAVED by EMPLOYEE"


def silent(what: str, done: int, of: int) -> None:
    """Progress nobody watches."""


def frozen_number(words: str) -> str:
    """A case of the real frozen answers that has exactly these, so that a made-up log replays under the real file."""
    permits = json.loads(TRAVEL_ANSWERS.read_text(encoding="utf-8"))["permits"]
    return next(str(number) for number, said in permits.items() if said == words)


def named(line: str) -> LogCase:
    """The case under a number for which the real file holds the answers this line needs."""
    words = " ".join(replay_answers._word(answers) for answers in derive(permit_case(line)))  # noqa: SLF001
    return permit_case(line, f"travel permit {frozen_number(words)}")


def written(folder: Path, cases: Sequence[LogCase]) -> Path:
    """The cases as a gzipped event log."""
    traces = "".join(f"<trace>{_text(case.name)}{_events(case)}</trace>" for case in cases)
    path = folder / "permits.xes.gz"
    path.write_bytes(gzip.compress(f"<log>{traces}</log>".encode()))
    return path


def _text(name: str) -> str:
    return f'<string key="concept:name" value={quoteattr(name)}/>'


def _events(case: LogCase) -> str:
    at = '<date key="time:timestamp" value="{}"/>'
    return "".join(f"<event>{_text(event.activity)}{at.format(event.at.isoformat())}</event>" for event in case.events)


def tiny(folder: Path, *lines: str) -> Path:
    return written(folder, [named(line) for line in lines])


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(replay_command, [*arguments, "--workflow", "travel-permit"])


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReplayReport, Home, dict[str, str]]:
    """Five cases replayed, with the office they left and their names by line."""
    folder = tmp_path_factory.mktemp("replay")
    lines = (PLAIN, RETURNED, LAPSED, DIRECTOR_FIRST, UNSENT)
    home = Home(folder / "home")
    report = replay(Wanted(tiny(folder, *lines)), home, silent)
    return report, home, {line: named(line).name for line in lines}


Five = tuple[ReplayReport, Home, dict[str, str]]


def test_lawful_cases_are_clean_and_end_as_their_log_says(five: Five) -> None:
    found = five[0].found
    assert (found.cases, found.clean_cases, found.status_agree) == (5, 4, 4)
    assert (found.commands, found.refused) == (17, 1)
    assert five[0].records == 5


def test_a_director_before_a_supervisor_surfaces_by_name_with_what_was_refused(five: Five) -> None:
    report, _, names = five
    (broken,) = report.found.order_breaks
    assert (broken.case, broken.what) == (names[DIRECTOR_FIRST], "director before supervisor in the same second")
    assert broken.refused == ("Permit FINAL_APPROVED by DIRECTOR",)
    assert report.found.categories == {"director before supervisor in the same second": 1}


def test_the_log_it_wrote_verifies_and_so_does_the_evidence_of_the_sampled_cases(five: Five) -> None:
    report, home, names = five
    assert report.audit.verified
    assert [(s.intact, s.signed, s.lawful) for s in report.audit.samples] == [("yes", "yes", "yes")] * 3
    assert [s.case for s in report.audit.samples][:2] == [names[DIRECTOR_FIRST], names[RETURNED]]
    engine = engine_for(f"sqlite:///{home.database}")
    with reading(engine) as connection:
        assert len(connection.execute(select(entry.c.seq)).all()) == report.audit.entries
    engine.dispose()


def test_every_decision_is_imported_at_the_time_of_the_log_by_a_person_of_that_case_alone(five: Five) -> None:
    report, home, names = five
    engine = engine_for(f"sqlite:///{home.database}")
    with reading(engine) as connection:
        decisions = connection.execute(select(decision)).all()
        members = connection.execute(select(pool_member)).all()
    engine.dispose()
    assert {row.method for row in decisions} == {"imported"}
    plain = [event.at for event in named(PLAIN).events]
    assert round(plain[1].timestamp() * 1000) in {row.at for row in decisions}
    people = {(row.person, row.initiative) for row in decisions}
    assert len(people) == len({row.person for row in decisions}) + 1  # the lapsed case has one supervisor, two records
    scopes = [json.loads(row.scope) for row in members if row.scope != "{}"]
    assert {scope["title"][0].lower() for scope in scopes} == {name for line, name in names.items() if line != UNSENT}
    assert report.grants == len(members)


def test_a_decision_before_any_submission_is_refused_and_the_case_goes_on(tmp_path: Path) -> None:
    case = named("SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR")
    early = LogCase(case.name, permit_case(EARLY).events)
    found = replay(Wanted(written(tmp_path, [early])), Home(tmp_path / "home"), silent).found
    assert (found.refused, found.clean_cases, found.status_agree) == (1, 0, 1)
    assert sum(found.categories.values()) == 1
    assert next(iter(found.categories)).startswith("unexplained")


def test_a_corrupted_step_of_each_case_is_refused_and_reported(tmp_path: Path) -> None:
    report = replay(Wanted(tiny(tmp_path, PLAIN, RETURNED, LAPSED, UNSENT), corrupt=1), Home(tmp_path / "home"), silent)
    found = report.found.corruption
    assert found is not None
    assert (found.seed, found.corrupted, found.caught, found.left_alone) == (1, 3, 3, 1)
    assert (found.lawful_too, found.missed) == ((), ())
    assert sum(found.codes.values()) == sum(caught for _, caught in found.by_fault.values()) == 3
    assert report.audit.verified
    assert {words.partition(":")[0] for words in report.found.categories} == {"corrupted on purpose"}


def test_a_record_changed_behind_the_offices_back_is_not_reported_as_verified(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    replay(Wanted(tiny(tmp_path, PLAIN)), home, silent)
    engine = engine_for(f"sqlite:///{home.database}")
    with engine.begin() as connection:
        connection.execute(update(decision).values(outcome="reject"))
    found = audit(Office(engine, Governance(), clock=MovedClock(2_000_000_000_000)), home, {}, silent)
    engine.dispose()
    assert not found.verified
    assert any("decision" in problem for problem in found.problems)
    assert not Audit(9, (), (Sample("travel permit 1", "yes", "yes", "no", 1),)).verified


def test_the_json_is_one_object_with_everything_asked_for(tmp_path: Path) -> None:
    log = tiny(tmp_path, PLAIN, DIRECTOR_FIRST)
    plain, corrupted = (asked(str(log), "--json", *more) for more in ((), ("--corrupt", "7")))
    assert (plain.exit_code, corrupted.exit_code) == (0, 0)
    told = json.loads(plain.stdout)
    wanted = {"cases", "commands", "refused", "clean_cases", "status_agree", "categories", "order_breaks", "verified"}
    assert wanted <= told.keys()
    assert "corrupted" not in told
    assert told["verified"] is True
    assert {"corrupted", "caught", "lawful_too", "missed", "codes"} <= json.loads(corrupted.stdout).keys()


def test_the_table_names_the_broken_case_and_says_how_the_log_was_read(tmp_path: Path) -> None:
    log = tiny(tmp_path, PLAIN, DIRECTOR_FIRST)
    said = asked(str(log)).output
    assert "clean cases           1  50.00 % without a refusal" in said
    assert f"{named(DIRECTOR_FIRST).name}: director before supervisor in the same second; refused: Permit FINAL" in said
    assert "The log names roles, not people" in said
    assert "marked imported" in said


def test_an_office_is_kept_only_where_asked_and_never_mixed_with_another(tmp_path: Path) -> None:
    log, kept = tiny(tmp_path, PLAIN, DIRECTOR_FIRST), tmp_path / "kept"
    first = asked(str(log), "--home", str(kept), "--cases", "1")
    assert first.exit_code == 0
    assert "cases                 1" in first.output
    before = sorted(kept.iterdir())
    again = asked(str(log), "--home", str(kept))
    assert again.exit_code == 1
    assert "needs an empty office" in again.output
    assert sorted(kept.iterdir()) == before


def test_the_database_that_the_environment_names_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COE_DATABASE_URL", f"sqlite:///{tmp_path}/real.sqlite")
    assert asked(str(tiny(tmp_path, PLAIN))).exit_code == 0
    assert not (tmp_path / "real.sqlite").exists()


def test_what_cannot_be_replayed_is_said_without_a_traceback(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xes"
    broken.write_text("<log><trace>")
    foreign = written(tmp_path, [permit_case(PLAIN, "travel permit of another log")])
    for path, words in ((broken, "not well-formed XML"), (foreign, "frozen answers for none")):
        said = asked(str(path))
        assert said.exit_code == 1
        assert words in said.output
        assert "Traceback" not in said.output
    other = CliRunner().invoke(replay_command, [str(foreign), "--workflow", "cx-initiative"])
    assert (other.exit_code, "Use --workflow travel-permit" in other.output) == (1, True)


def test_a_log_without_steps_or_with_one_name_twice_is_refused_before_an_office_is_made(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    for cases, words in (([named(UNSENT)], "has a step"), ([named(PLAIN), named(PLAIN)], "stand for two cases")):
        with pytest.raises(NotReplayable, match=words):
            replay(Wanted(written(tmp_path, cases)), home, silent)
    with pytest.raises(UnmatchedAnswers):
        replay(Wanted(written(tmp_path, [permit_case(PLAIN, "nobody's")])), home, silent)
    assert not home.folder.exists()
    home.folder.write_text("a file")
    with pytest.raises(BadHome):
        replay(Wanted(tiny(tmp_path, PLAIN)), home, silent)


def test_what_the_log_gets_wrong_is_in_the_report(tmp_path: Path) -> None:
    case = named(PLAIN)
    undated = replace(case.events[1], at=case.events[0].at.replace(year=2016))
    log = written(tmp_path, [LogCase(case.name, (case.events[0], undated, case.events[2]))])
    report = replay(Wanted(log), Home(tmp_path / "home"), silent)
    assert [case for case, _ in report.flaws] == [case.name]
    assert report.found.clean_cases == 1


# The order on paper, against which a corruption that was let pass is judged.


def planned(line: str) -> Plan:
    case = permit_case(line)
    return plan_case(case, {case.name: derive(case)})


def test_the_order_on_paper_admits_every_step_of_a_lawful_case() -> None:
    for line in (PLAIN, RETURNED, LAPSED, "SUBMITTED by EMPLOYEE | REJECTED by EMPLOYEE | SUBMITTED by EMPLOYEE"):
        steps = planned(line).steps
        assert all(admits(steps, index) for index in range(len(steps)))


def test_the_order_on_paper_refuses_the_director_before_the_supervisor() -> None:
    steps = planned(DIRECTOR_FIRST).steps
    assert [admits(steps, index) for index in range(3)] == [True, False, True]


def test_the_order_on_paper_refuses_every_corruption_of_a_lawful_case() -> None:
    for line in (PLAIN, RETURNED, LAPSED):
        for seed in range(60):
            fault = corrupt("travel permit 1", planned(line).steps, seed)
            assert fault is not None
            assert not admits(fault.steps, fault.index), fault.told


def test_a_corruption_let_pass_is_missed_unless_it_puts_right_what_was_wrong() -> None:
    courses, faults = [], {}
    for number, line in enumerate((DIRECTOR_FIRST, PLAIN)):
        case = permit_case(line, f"travel permit {number}")
        plan = plan_case(case, {case.name: derive(case)})
        drawn = (corrupt(plan.case, plan.steps, seed) for seed in range(200))
        swap = next(fault for fault in drawn if fault and fault.fault == "swapped" and fault.index == 1)
        faults[plan.case] = swap
        courses.append(Course(replace(plan, steps=swap.steps), "", plan.final, ()))
    found = findings(courses, faults, 3).corruption
    assert found is not None
    assert [each.case for each in found.lawful_too] == ["travel permit 0"]
    assert [each.case for each in found.missed] == ["travel permit 1"]
    assert (found.corrupted, found.caught, found.share) == (1, 0, 0.0)


def test_a_refusal_elsewhere_does_not_count_as_caught() -> None:
    plan = planned(PLAIN)
    fault = corrupt(plan.case, plan.steps, 1)
    assert fault is not None
    elsewhere = (Refusal(fault.index + 1, "another", "gate-not-open"),)
    course = Course(replace(plan, steps=fault.steps), "", plan.final, elsewhere)
    found = findings([course], {plan.case: fault}, 1).corruption
    assert found is not None
    assert (found.corrupted, found.caught) == (1, 0)


@needs_real_logs
def test_sixty_real_cases_replay_without_a_refusal(tmp_path: Path) -> None:
    report = replay(Wanted(TRAVEL_LOG, limit=60), Home(tmp_path / "home"), silent)
    assert (report.found.cases, report.found.clean_cases, report.found.status_agree) == (60, 60, 60)
    assert report.audit.verified


@needs_real_logs
@pytest.mark.slow
def test_the_whole_real_log_meets_its_targets(tmp_path: Path) -> None:
    report = replay(Wanted(TRAVEL_LOG), Home(tmp_path / "home"), silent)
    found = report.found
    assert (found.cases, found.commands) == (1478, 5697)
    assert found.clean_cases >= 0.95 * found.cases
    assert found.status_agree >= 0.95 * found.cases
    director_first = {each.case for each in found.order_breaks if each.what.startswith("director before supervisor")}
    assert director_first == {"travel permit 80760", "travel permit 42621", "travel permit 3457"}
    assert all(each.refused for each in found.order_breaks)
    assert not [words for words in found.categories if words.startswith("unexplained")]
    assert report.audit.verified


@needs_real_logs
@pytest.mark.slow
def test_nearly_every_corrupted_real_case_is_refused_at_the_corrupted_step(tmp_path: Path) -> None:
    report = replay(Wanted(TRAVEL_LOG, corrupt=7), Home(tmp_path / "home"), silent)
    found = report.found.corruption
    assert found is not None
    assert found.corrupted + len(found.lawful_too) + found.left_alone == len(thaw(TRAVEL_ANSWERS.read_text("utf-8")))
    assert found.share >= 0.99
    assert report.audit.verified
