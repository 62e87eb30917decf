"""`python -m tests.bench expected [LOG…]`: the expected dates on outside logs, in calendar time and in working time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, median

from coe.forecast.expected import Past, Seen, near_for
from coe.forecast.expected_log import VIEWS, ended, moments
from coe.forecast.hours import lasting, standard
from coe.forecast.logs import Log, Trace, read_log
from coe.forecast.scoring import parted, score
from coe.forecast.scoring_report import told
from governance.language import business_time
from governance.language.business_time import DAY_MS, Calendar

DATA = Path(__file__).parents[3] / "shared" / "data"
LOGS = ("helpdesk-tickets.xes.gz", "tue-travel-permits.xes.gz")
WEEKS_MORE = 60
WEEK_MS = 7 * DAY_MS


def main(arguments: Sequence[str]) -> None:
    """The score of each log, then what measuring in business hours would change."""
    paths = [Path(each) for each in arguments] or [DATA / name for name in LOGS]
    for path in paths:
        if not path.exists():
            sys.stdout.write(f"{path.name} is not here; give logs as arguments.\n")
            continue
        began = time.perf_counter()
        log = read_log(path)
        lines = list(told(score(log)))
        taken = time.perf_counter() - began
        kinds = " and ".join(
            f"{_error(log, working=each):.2f} d in {name}"
            for each, name in ((False, "calendar time"), (True, "business hours"))
        )
        sys.stdout.write("\n".join([f"== {path.name}, {taken:.1f} s", *lines, f"By last step alone: {kinds}", "", ""]))


def _error(log: Log, *, working: bool) -> float:
    """Mean absolute error in calendar days when what is left is learnt in one kind of time and told as a date."""
    finished, test, _ = parted(log.traces)
    first = min(trace.events[0].end_ms for trace in log.traces)
    weeks = (max(ended(trace) for trace in log.traces) - first) // WEEK_MS + WEEKS_MORE
    calendar = lasting(standard(), first - WEEK_MS, int(weeks))
    clock: Callable[[int], int] = calendar.worked_until if working else (lambda at: at)
    past = Past((seen for trace in finished for _, seen in _told(trace, clock)), near_for(len(finished)))
    errors = []
    for trace in test:
        for now, seen in _told(trace, clock):
            found = past.alike(seen.keys, seen.age)
            left = round(median(found.left)) if found else 0
            errors.append(abs(_later(calendar if working else None, now, left) - ended(trace)) / DAY_MS)
    return mean(errors)


def _later(calendar: Calendar | None, now: int, left: int) -> int:
    return business_time.add(calendar, now, left) if calendar else now + left


def _told(trace: Trace, clock: Callable[[int], int]) -> Iterator[tuple[int, Seen]]:
    ends = [clock(event.end_ms) for event in trace.events]
    for place, seen in enumerate(moments(trace, VIEWS["the last step"])):
        age, left = float(ends[place] - ends[0]), float(ends[-1] - ends[place])
        yield trace.events[place].end_ms, replace(seen, age=age, left=left)
