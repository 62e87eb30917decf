"""What changed for one reviewer: the answers they last signed at a gate held against the present ones.

Every changed answer stands with the requests it may answer; one that nobody asked for is flagged. A request whose field
did not change is shown all the same, with the owner's reply beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from governance.formats.jcs import Json
from governance.language.definition import Definition, Field, Gate
from governance.record.events import Submitted
from governance.record.state import Initiative, Request
from web.rows.records import Happened


@dataclass(frozen=True, slots=True)
class Submission:
    """One round's frozen answers; its round is the version people read. `at` is UTC ms."""

    round: int
    at: int
    answers: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer to read: before and after (None where there is none), and the requests that concern it.

    `asked` is false when the answer changed although no request of the rounds since then concerned it.
    """

    section: str
    field: Field
    before: Json
    after: Json
    requests: tuple[Request, ...]
    asked: bool
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reviewer has to read at a gate. `since` is the round they last signed there, 0 at the first reading.

    At the first reading `mine` holds every answer of the gate's sections; `others` are changes elsewhere.
    """

    since: int
    mine: tuple[Changed, ...]
    others: tuple[Changed, ...]
    of: int

    @property
    def unrequested(self) -> int:
        """How many of mine changed though nobody asked."""
        return sum(not one.asked for one in self.mine)


def submissions(entries: Iterable[Happened]) -> tuple[Submission, ...]:
    """Every submission of an initiative in order."""
    return tuple(
        Submission(event.round, each.at, event.answers)
        for each in entries
        for event in each.events
        if isinstance(event, Submitted)
    )


def last_signed(state: Initiative, gate: str, person: str) -> int:
    """The round of the person's last decision at this gate; 0 for none. Standing aside is no reading."""
    rounds = (v.round for v in state.votes.get(gate, ()) if v.person == person and v.outcome != "recuse")
    return max(rounds, default=0)


def reading_for(law: Definition, state: Initiative, entries: Iterable[Happened], gate: Gate, person: str) -> Reading:
    """What this person has to read at this gate now: their gate's sections first, in the order of the form."""
    found = {one.round: one for one in submissions(entries)}
    since = last_signed(state, gate.name, person)
    since = since if since in found and since < state.round else 0
    before = found[since].answers if since else {}
    concerning = [r for r in state.requests if since <= r.round < state.round] if since else _open(state)
    every = [_held(law, state, before, concerning, name) for name in law.field_by_name]
    if not since:
        shown = [one for one in every if one.section in gate.reviews and (one.after is not None or one.requests)]
        first = tuple(_first(one) for one in shown)
        return Reading(0, first, (), len(first))
    moved = [one for one in every if one.changed or one.requests]
    mine = tuple(one for one in moved if one.section in gate.reviews)
    rest = tuple(one for one in moved if one.section not in gate.reviews and one.changed)
    asked = [one for one in every if one.section in gate.reviews and (one.after is not None or one.before is not None)]
    return Reading(since, mine, rest, len(asked))


def _open(state: Initiative) -> list[Request]:
    """At a first reading in a later round, what others asked in the round that just ended."""
    return [r for r in state.requests if r.round == state.round - 1]


def _first(one: Changed) -> Changed:
    """An answer read for the first time: nothing to compare it with, so nothing to flag."""
    return Changed(one.section, one.field, None, one.after, one.requests, asked=True, changed=False)


def _held(
    law: Definition, state: Initiative, before: Mapping[str, Json], concerning: list[Request], name: str
) -> Changed:
    section = law.section_of_field[name]
    old, new = before.get(name), state.answers.get(name)
    direct = tuple(r for r in concerning if r.concerns == name)
    gates = ((r, law.gate_by_name.get(r.gate)) for r in concerning)
    whole = any(not r.concerns and gate is not None and section in gate.reviews for r, gate in gates)
    changed = old != new
    return Changed(section, law.field_by_name[name], old, new, direct, bool(direct) or whole or not changed, changed)


def whole_gate(state: Initiative, gate: str, since: int) -> tuple[Request, ...]:
    """Requests of this gate about all of it, since the round last signed."""
    return tuple(
        r for r in state.requests if r.gate == gate and not r.concerns and max(since, 1) <= r.round < state.round
    )


def unchanged_since(found: tuple[Submission, ...], fields: Iterable[str]) -> int:
    """The first round since which none of these fields changed."""
    names, since = tuple(fields), found[-1].round if found else 1
    for one in reversed(found):
        if any(one.answers.get(name) != found[-1].answers.get(name) for name in names):
            break
        since = one.round
    return since
