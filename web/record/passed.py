"""A turn passed on, as whoever stands at the gate is told."""

from __future__ import annotations

from governance.language.definition import Gate
from governance.law.passing import handed_to
from web.parts.answers import ERASED, Reader
from web.rows.records import Record
from web.words.translating import gettext


def passed_words(record: Record, gate: Gate, who: str, reader: Reader) -> str:
    """What a reader at this gate is told of a turn passed on in its present opening; "" for nothing."""
    to = handed_to(record.state, gate.name, who)
    if to:
        return gettext("You passed this on to %(to)s. You may still decide.", to=reader.name_of(to))
    mine = [x for x in record.state.passings if x.gate == gate.name and x.to == who]
    if not mine or handed_to(record.state, gate.name, mine[-1].person) != who:
        return ""
    return gettext(
        "Passed on to you by %(person)s: “%(reason)s”",
        person=reader.name_of(mine[-1].person),
        reason=reader.texts.get(mine[-1].reason, ERASED),
    )
