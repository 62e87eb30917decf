"""Event logs (XES or CSV, plain or gzipped) as traces in order of time, whatever state they are in.

What cannot be used is counted by kind with its first place, and the rest is used. Only a file from which nothing at all
can be read raises `UnreadableLog`.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import cast

from coe.forecast.log_csv import csv_rows
from coe.forecast.log_rows import Bounded, Note, Row
from coe.forecast.log_time import moment
from coe.forecast.log_xes import xes_rows
from coe.replay.eventlog import UnreadableLog

__all__ = ["Event", "Log", "Trace", "Trouble", "UnreadableLog", "only_known", "read_log"]

MOST_BYTES = 2 * 1024**3
MOST_EVENTS = 5_000_000
MOST_TEXT = 1_000
GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Event:
    """One step, UTC ms; `start_ms` where the log says when work on it began. Texts are "" where it is silent."""

    activity: str
    resource: str
    start_ms: int | None
    end_ms: int
    lifecycle: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One case, its events in order of `end_ms`; never empty."""

    case: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of fault: what became of what it touched, how often, and where first."""

    what: str
    count: int
    first: str


@dataclass(frozen=True, slots=True)
class Log:
    """What could be used, in order of the file, and what could not."""

    traces: tuple[Trace, ...]
    troubles: tuple[Trouble, ...]

    @property
    def events(self) -> int:
        """How many events are used."""
        return sum(len(trace.events) for trace in self.traces)


@dataclass(slots=True)
class Counting:
    """Troubles while they are counted, in order of first meeting."""

    counts: dict[str, int] = field(default_factory=dict)
    firsts: dict[str, str] = field(default_factory=dict)

    def note(self, what: str, where: str, count: int = 1) -> None:
        """Count one more of this kind."""
        self.counts[what] = self.counts.get(what, 0) + count
        self.firsts.setdefault(what, where[:MOST_TEXT])

    def troubles(self) -> tuple[Trouble, ...]:
        """Everything counted."""
        return tuple(Trouble(what, count, self.firsts[what]) for what, count in self.counts.items())


def read_log(path: Path, most_bytes: int = MOST_BYTES, most_events: int = MOST_EVENTS) -> Log:
    """Every usable event of a log. `most_bytes` bounds the unpacked size, so that a hostile archive fills no memory.

    Raises UnreadableLog: no such file, neither XES nor CSV, no column for the case, or not one usable event.
    """
    noted = Counting()
    cases: dict[str, list[Event]] = {}
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIP_MAGIC
            raw.seek(0)
            stream = Bounded(gzip.GzipFile(fileobj=raw) if packed else raw, most_bytes)
            for row in _limited(_rows(stream, noted.note), most_events, noted.note):
                events = cases.setdefault(row.case, [])
                event = None if row.empty else _event(row, noted.note)
                if event:
                    events.append(event)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnreadableLog(f"{path}: cannot be read ({reason}); check path and rights") from None
    except UnreadableLog as problem:
        raise UnreadableLog(f"{path}: {problem}") from None
    traces = tuple(_traces(cases, noted.note))
    if not traces:
        found = "; ".join(f"{trouble.what} ({trouble.first})" for trouble in noted.troubles())
        raise UnreadableLog(f"{path}: it holds no usable event{': ' + found if found else ''}; export the log again")
    return Log(traces, noted.troubles())


def only_known(log: Log, known: Callable[[str], bool], where: str) -> Log:
    """The log with the activities that `known` accepts; others are counted by name, cases left empty are dropped."""
    noted = Counting()
    for trouble in log.troubles:
        noted.note(trouble.what, trouble.first, trouble.count)
    traces: list[Trace] = []
    for trace in log.traces:
        kept = tuple(event for event in trace.events if known(event.activity))
        for event in trace.events:
            if not known(event.activity):
                noted.note(f"unknown activity “{event.activity[:80]}” ({where}), left out", f"case {trace.case}")
        if kept:
            traces.append(replace(trace, events=kept))
        else:
            noted.note("case without a known activity, left out", f"case {trace.case}")
    return Log(tuple(traces), noted.troubles())


def _rows(stream: Bounded, note: Note) -> Iterator[Row]:
    buffered = cast("io.BufferedReader", io.BufferedReader(stream))
    head = buffered.peek(512)[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    yield from xes_rows(buffered, note) if head.startswith(b"<") else csv_rows(buffered, note)
    if stream.cut:
        note("the file breaks off; what stands before is used", stream.cut)


def _limited(rows: Iterable[Row], most: int, note: Note) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number >= most:
            note("more events than may be read at once; the rest is not used", f"after {most} events")
            return
        yield row


def _event(row: Row, note: Note) -> Event | None:
    where = f"case {row.case[:80]}"
    if not row.activity:
        note("event without a name, left out", where)
        return None
    end = moment(row.end)
    if end is None:
        what = "event with a broken time, left out" if row.end else "event without a time, left out"
        note(what, f"{where}, {row.activity[:80]}: {row.end[:40]!r}")
        return None
    if not end.offset:
        note("time without offset, read as UTC", f"{where}, {row.activity[:80]}: {row.end[:40]!r}")
    start = moment(row.start) if row.start else None
    if row.start and (start is None or start.ms > end.ms):
        note("broken start of an event, its end is used", f"{where}, {row.activity[:80]}: {row.start[:40]!r}")
        start = None
    lifecycle = row.lifecycle[:MOST_TEXT].lower()
    return Event(row.activity[:MOST_TEXT], row.resource[:MOST_TEXT], start.ms if start else None, end.ms, lifecycle)


def _traces(cases: dict[str, list[Event]], note: Note) -> Iterator[Trace]:
    for case, events in cases.items():
        if not events:
            note("case without a usable event, left out", f"case {case[:80]}")
            continue
        if any(later.end_ms < earlier.end_ms for earlier, later in pairwise(events)):
            note("case with events out of the order of time, put in order", f"case {case[:80]}")
            events.sort(key=lambda event: event.end_ms)
        yield Trace(case, tuple(_paired(case, events, note)))


def _paired(case: str, events: list[Event], note: Note) -> Iterator[Event]:
    """`start` and the next `complete` of the same activity become one event; a start left over stays as it is."""
    started: dict[str, list[int]] = {}
    kept: dict[int, Event] = {}
    for place, event in enumerate(events):
        if event.lifecycle == "start":
            started.setdefault(event.activity, []).append(place)
        elif event.lifecycle in ("complete", "") and started.get(event.activity):
            began = started[event.activity].pop(0)
            del kept[began]
            event = replace(event, start_ms=events[began].end_ms)  # noqa: PLW2901 - the event, now with its start
        kept[place] = event
    for activity, places in started.items():
        for _ in places:
            note("work that was begun and never ended, kept as begun", f"case {case[:80]}, {activity[:80]}")
    yield from kept.values()
