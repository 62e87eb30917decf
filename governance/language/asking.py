"""What a gate wants ticked for these answers: an entry of a checklist may be asked only where a condition holds.

Such a condition reads only answers that the gate reviews, so that a decision that carries over has ticked all that is
asked now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from governance.formats.jcs import Json
from governance.language.conditions import ALWAYS, All, Condition, Not, holds
from governance.language.definition import Gate


def asking(gate: Gate, answers: Mapping[str, Json]) -> Gate:
    """The gate with what it asks here and nothing else; comments on what is not asked are not asked either."""
    if not gate.ticked_when:
        return gate
    unasked = {name for name, when in gate.ticked_when if not holds(when, answers)}
    checklist = tuple(entry for entry in gate.checklist if entry[0] not in unasked)
    commented = tuple(name for name in gate.commented if name not in unasked)
    return replace(gate, checklist=checklist, commented=commented, ticked_when=())


def ticks_more(gate: Gate, other: Gate) -> Iterator[tuple[str, str, Condition]]:
    """Where `other` asks for more than `gate` at a gate of one name: what for, the entry, and for which answers.

    What for is `tick` or `comment`.
    """
    ours, theirs = dict(gate.ticked_when), dict(other.ticked_when)
    listed = {name for name, _ in gate.checklist}
    for name, words in other.checklist:
        asked = theirs.get(name, ALWAYS)
        known = ours.get(name, ALWAYS) if name in listed else None
        if known is None:
            yield "tick", words, asked
        elif known not in (ALWAYS, asked):
            yield "tick", words, All((asked, Not(known)))
        if name in other.commented and name not in gate.commented:
            yield "comment", words, asked
