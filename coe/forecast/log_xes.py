"""The events of an XES log (IEEE 1849), one trace in memory at a time; a document that breaks off gives what it had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from coe.forecast.log_rows import Note, Row
from coe.replay.eventlog import UnreadableLog

CASE = "concept:name"
MOST_ELEMENTS = 500_000
LONGEST_TEXT = 4_000_000
STARTS = ("start_timestamp", "time:start", "start:timestamp")


def xes_rows(stream: IO[bytes], note: Note) -> Iterator[Row]:
    """Rows in order of the document. Raises UnreadableLog: a DTD, or another document than a log."""
    root: Element | None = None
    number = 0
    names: dict[str, int] = {}
    held = 0
    try:
        for moment, element in iterparse(_Tagged(stream), events=("start", "end"), forbid_dtd=True):
            held += moment == "start"
            if held > MOST_ELEMENTS:
                note("a case with too many elements; what stands before is used", f"more than {MOST_ELEMENTS} elements")
                return
            if root is None:
                root = element
                if _local(root) != "log":
                    raise UnreadableLog(f"the outermost element is <{_local(root)}>, not <log>; choose an event log")
            elif moment == "end" and _local(element) == "trace":
                number += 1
                yield from _trace(element, number, names, note)
                root.clear()
                held = 0
    except DefusedXmlException:
        raise UnreadableLog("it has a DTD, which can attack a reader; save it without one") from None
    except (ParseError, UnicodeDecodeError, LookupError, ValueError) as problem:
        note("the document is not well formed; what stands before is used", f"after case {number}: {problem}")


class _Tagged:
    """A stream that must hold a tag now and then: the XML parser keeps text and attributes until they end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._since = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises ValueError where no tag has ended for too long."""
        chunk = self._stream.read(size)
        end = chunk.rfind(b">")
        self._since = self._since + len(chunk) if end < 0 else len(chunk) - end - 1
        if self._since > LONGEST_TEXT:
            raise ValueError(f"more than {LONGEST_TEXT} bytes without the end of a tag")
        return chunk


def _trace(trace: Element, number: int, names: dict[str, int], note: Note) -> Iterator[Row]:
    name = _attributes(trace).get(CASE, "")
    if not name:
        name = f"unnamed case {number}"
        note("case without a name, named by its place", name)
    names[name] = names.get(name, 0) + 1
    if names[name] > 1:
        note("two cases of one name, kept apart", f"case {name[:80]}")
        name = f"{name} ({names[name]})"
    yield Row(name, empty=True)
    for child in trace:
        if _local(child) == "event":
            values = _attributes(child)
            yield Row(
                name,
                values.get(CASE, ""),
                values.get("org:resource", "") or values.get("org:role", ""),
                next((values[key] for key in STARTS if values.get(key)), ""),
                values.get("time:timestamp", ""),
                values.get("lifecycle:transition", ""),
            )


def _attributes(element: Element) -> dict[str, str]:
    return {child.get("key", ""): child.get("value", "") for child in element if _local(child) != "event"}


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
