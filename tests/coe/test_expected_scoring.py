"""Scoring on outside logs: what was open at the split teaches nothing, and no log, however broken, brings it down."""

import gzip
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from coe.cli.main import main
from coe.forecast.expected_log import VIEWS, began, ended, learnt_from, moments
from coe.forecast.logs import Event, Log, Trace, read_log
from coe.forecast.scoring import NothingToScore, parted, score
from governance.language.business_time import DAY_MS

DATA = Path(__file__).parents[3] / "shared" / "data"
HEAD = "case:concept:name,concept:name,time:timestamp\n"


def trace(name: str, start: float, *steps: tuple[str, float]) -> Trace:
    return Trace(name, tuple(Event(what, "", None, round((start + day) * DAY_MS), "") for what, day in steps))


def office(count: int, seed: int = 1) -> list[Trace]:
    luck = random.Random(seed)
    made = []
    for n in range(count):
        review, end = luck.expovariate(0.5), luck.expovariate(0.2)
        made.append(trace(f"c{n:04}", n / 2, ("in", 0), ("review", review), ("out", review + end)))
    return made


def log(traces: Sequence[Trace]) -> Log:
    return Log(tuple(traces), ())


def test_the_split_is_where_the_last_fifth_begins_and_only_finished_cases_teach() -> None:
    traces = office(100)
    finished, test, split = parted(traces)
    assert len(test) == 20
    assert split == min(began(one) for one in test)
    assert all(ended(one) < split for one in finished)
    assert {one.case for one in traces[:80]} - {one.case for one in finished} == {
        one.case for one in traces[:80] if ended(one) >= split
    }


def test_the_future_planted_in_an_open_case_changes_nothing() -> None:
    """Cases open at the split are given another end; so are the steps of test cases after each moment's own."""
    traces = office(200)
    before = score(log(traces))
    finished, test, split = parted(traces)
    kept = {one.case for one in (*finished, *test)}
    planted = []
    for one in traces:
        events = one.events
        if one.case not in kept:
            assert ended(one) >= split
            events = (*events[:-1], replace(events[-1], end_ms=split + 400 * DAY_MS))
        planted.append(Trace(one.case, events))
    assert len(planted) - len(kept) > 3
    assert score(log(planted)) == before


def test_forecasts_stay_what_they_are_when_the_test_cases_end_otherwise() -> None:
    traces = office(200)
    finished, test, _ = parted(traces)
    expecting, view = learnt_from(finished)
    later = [Trace(one.case, (*one.events[:-1], replace(one.events[-1], end_ms=10**13))) for one in test]
    again, _ = learnt_from(parted([*traces[:160], *later])[0])
    for one, other in zip(test, later, strict=True):
        for now, then in zip(moments(one, VIEWS[view]), moments(other, VIEWS[view]), strict=True):
            assert expecting.band(now.keys, now.age) == again.band(then.keys, then.age)


def test_the_floor_and_the_tables_are_those_of_hand_reckoning() -> None:
    """Every case takes ten days, the last step two: the floor is right, the table by step is right where steps are."""
    traces = [trace(f"c{n:03}", n * 20, ("in", 0), ("review", 8), ("out", 10)) for n in range(50)]
    traces[-1] = trace("c049", 49 * 20, ("in", 0), ("review", 8), ("out", 14))
    found = score(log(traces))
    assert found.moments == 20
    assert found.errors.floor == pytest.approx((4 + 4) / 20)
    assert found.errors.by_step == pytest.approx((4 + 4) / 20)
    assert found.errors.ours == pytest.approx((4 + 4) / 20)
    assert found.covered == pytest.approx(18 / 20)
    assert not found.beats_floor
    assert found.with_last.floor == pytest.approx((4 + 4) / 30)


def test_a_richer_view_is_taken_only_where_it_helps() -> None:
    assert score(log(office(400))).view == "the last step"
    told = []
    for n in range(400):
        first = "urgent" if n % 2 else "plain"
        told.append(trace(f"c{n:04}", n, (first, 0), ("review", 1), ("out", 2 if n % 2 else 30)))
    assert score(log(told)).view == "the last two steps"


def test_odd_cases_are_counted_and_the_rest_is_scored() -> None:
    odd = [trace(f"one{n}", n, ("in", 0)) for n in range(40)]
    odd += [trace(f"zero{n}", n, ("in", 0), ("out", 0)) for n in range(40)]
    odd += [trace(f"new{n}", 95 + n, (f"never seen {n}", 0), ("out", 3)) for n in range(10)]
    found = score(log([*office(200), *odd]))
    assert found.cases == 290
    assert found.unused > 0
    assert found.moments > 50
    assert 0 <= found.covered <= 1


@pytest.mark.parametrize("traces", [[], office(1), office(3), [trace(f"c{n}", n, ("in", 0)) for n in range(50)]])
def test_too_little_to_learn_from_is_said(traces: list[Trace]) -> None:
    with pytest.raises(NothingToScore):
        score(log(traces))


def test_a_small_log_is_scored_with_what_there_is() -> None:
    found = score(log([trace(f"c{n}", n * 9, ("in", 0), ("out", n % 4)) for n in range(6)]))
    assert found.moments == 2


def test_the_command_tells_the_score_and_the_same_log_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    rows = [
        f"{one.case},{event.activity},{event.end_ms / 1000 / 86400:.5f}" for one in office(120) for event in one.events
    ]
    rows = [row.rsplit(",", 1)[0] + "," + _iso(float(row.rsplit(",", 1)[1])) for row in rows]
    path.write_text(HEAD + "\n".join([*rows, "c1,review,not a time", "c2,,2026-01-01T00:00:00Z"]) + "\n")
    first = CliRunner().invoke(main, ["workflow", "score", str(path)])
    assert first.exit_code == 0, first.output
    assert "naive" in first.output
    assert "broken time" in first.output
    assert first.output == CliRunner().invoke(main, ["workflow", "score", str(path)]).output
    machine = CliRunner().invoke(main, ["workflow", "score", str(path), "--json"])
    assert '"beats_floor"' in machine.output


def test_what_is_no_log_is_told_in_one_message(tmp_path: Path) -> None:
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(b"<log><trace/></log>"))
    told = CliRunner().invoke(main, ["workflow", "score", str(path)])
    assert told.exit_code == 1
    assert "Traceback" not in told.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "most", "covers"),
    [("helpdesk-tickets", 5.4, (0.77, 0.83)), ("tue-travel-permits", 24.0, (0.77, 0.83))],
)
def test_the_outside_logs_are_forecast_better_than_floor_and_tables(
    name: str, most: float, covers: tuple[float, float]
) -> None:
    path = DATA / f"{name}.xes.gz"
    if not path.exists():
        pytest.skip("the outside event logs are not beside this repository (../shared/data)")
    found = score(read_log(path))
    assert found.errors.ours <= most
    assert found.errors.ours <= min(found.errors.by_step, found.errors.by_step_and_age)
    assert found.beats_floor
    assert covers[0] <= found.covered <= covers[1]


def _iso(days: float) -> str:
    from datetime import UTC, datetime, timedelta

    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)).isoformat()
