"""Whom an extract names: their registrations stand in it, so that their printed names can be read and verified.

Nothing in a record commits to the names of those it merely mentions (a sponsor in an answer, who was reminded, who
granted a role). What does is the first entry of their own stream, and of that stream an extract needs no more
(docs/decisions/0025).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from governance.formats.jcs import Json
from governance.record.codec import event_json
from governance.record.entry import STREAM, Entry

PERSON = "person/"


def named(entries: Iterable[Entry], opened: Iterable[Json] = ()) -> frozenset[str]:
    """The streams of everybody who acts in these entries, or whose id one of their texts or an opened value is.

    Words that are nobody's id are there too; they name a stream that does not exist.
    """
    entries = tuple(entries)
    found = {entry.actor for entry in entries}
    found |= {text for entry in entries for event in entry.events for text in _texts(event_json(event))}
    found |= {text for value in opened for text in _texts(value)}
    return frozenset(stream for one in found if STREAM.fullmatch(stream := PERSON + one))


def introduces(entry: Entry, streams: frozenset[str]) -> bool:
    """Whether an entry is the registration of somebody named."""
    return entry.version == 1 and entry.stream.startswith(PERSON) and entry.stream in streams


def _texts(value: Json) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)
        case _:
            pass
