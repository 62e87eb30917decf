"""Event logs in XES (IEEE 1849), plain or gzipped, read one case at a time.

What a log gets wrong is kept beside the case it concerns, and the rest of that case is used.
"""

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

GZIP_MAGIC = b"\x1f\x8b"
MOST_BYTES = 2 * 1024**3


class UnreadableLog(Exception):
    """The file as a whole is no event log; the message says where, why and the cure."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One recorded step; `at` carries its offset, the other fields are empty where the log is silent."""

    activity: str
    at: datetime
    role: str = ""
    resource: str = ""
    lifecycle: str = ""


@dataclass(frozen=True, slots=True)
class LogCase:
    """One trace in the order of the file; `flaws` are sentences on what was left out or assumed."""

    name: str
    events: tuple[LogEvent, ...]
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogReport:
    """What a reading found: counts, and every flaw with the case it is in."""

    cases: int
    events: int
    empty_cases: int
    flaws: tuple[tuple[str, str], ...]


def read_cases(source: Path, most_bytes: int = MOST_BYTES) -> Iterator[LogCase]:
    """Cases in file order, held in memory one at a time; raises UnreadableLog at the first unreadable byte.

    `most_bytes` bounds the unpacked size, so that a small hostile archive cannot fill the memory.
    """
    with _explained(source), source.open("rb") as raw:
        packed = raw.read(2) == GZIP_MAGIC
        raw.seek(0)
        unpacked: io.BufferedIOBase = gzip.GzipFile(fileobj=raw) if packed else raw
        yield from _traces(_Bounded(unpacked, most_bytes))


def report(cases: Iterable[LogCase]) -> LogReport:
    """Counts over `cases`, which it consumes."""
    total = events = empty = 0
    flaws: list[tuple[str, str]] = []
    for case in cases:
        total += 1
        events += len(case.events)
        empty += not case.events
        flaws.extend((case.name, flaw) for flaw in case.flaws)
    return LogReport(total, events, empty, tuple(flaws))


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than `left` bytes."""

    def __init__(self, stream: io.BufferedIOBase, left: int) -> None:
        self._stream = stream
        self._left = left

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(chunk)
        if self._left < 0:
            raise UnreadableLog("it unpacks to more than this reading allows; read it in parts")
        return chunk


@contextmanager
def _explained(source: Path) -> Iterator[None]:
    try:
        yield
    except UnreadableLog as problem:
        raise UnreadableLog(f"{source}: {problem}") from None
    except DefusedXmlException:
        raise UnreadableLog(f"{source}: it has a DTD, which can attack a reader; save it without one") from None
    except ParseError as problem:
        raise UnreadableLog(f"{source}: not well-formed XML ({problem}); export the log again") from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as problem:
        raise UnreadableLog(f"{source}: the archive is damaged ({problem}); fetch the file again") from None
    except OSError as problem:
        raise UnreadableLog(f"{source}: cannot be read ({problem.strerror}); check path and rights") from None


def _traces(stream: _Bounded) -> Iterator[LogCase]:
    root: Element | None = None
    number = 0
    for moment, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if root is None:
            root = element
            if _local(root) != "log":
                raise UnreadableLog(f"the outermost element is <{_local(root)}>, expected <log>; choose an XES file")
        elif moment == "end" and _local(element) == "trace":
            number += 1
            yield _case(element, number)
            root.clear()


def _case(trace: Element, number: int) -> LogCase:
    flaws: list[str] = []
    name = _attributes(trace).get("concept:name", "")
    if not name:
        name = f"unnamed case {number}"
        flaws.append("the case has no name; its place in the file names it")
    elements = [child for child in trace if _local(child) == "event"]
    events = tuple(event for place, element in enumerate(elements, 1) if (event := _event(element, place, flaws)))
    if not elements:
        flaws.append("the case has no events")
    if any(later.at < earlier.at for earlier, later in pairwise(events)):
        flaws.append("the events are not in the order of their times; the order of the file is kept")
    return LogCase(name, events, tuple(flaws))


def _event(element: Element, place: int, flaws: list[str]) -> LogEvent | None:
    values = _attributes(element)
    activity = values.get("concept:name", "")
    if not activity:
        flaws.append(f"event {place} has no name; left out")
        return None
    at = _moment(values.get("time:timestamp", ""))
    if at is None:
        flaws.append(f"event {place} ({activity}) has no readable time: {values.get('time:timestamp', '')!r}; left out")
        return None
    if at.tzinfo is None:
        flaws.append(f"event {place} ({activity}) has a time without offset; read as UTC")
        at = at.replace(tzinfo=UTC)
    role, resource = values.get("org:role", ""), values.get("org:resource", "")
    return LogEvent(activity, at, role, resource, values.get("lifecycle:transition", ""))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _attributes(element: Element) -> dict[str, str]:
    return {child.get("key", ""): child.get("value", "") for child in element if _local(child) != "event"}


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
