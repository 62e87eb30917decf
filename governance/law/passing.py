"""The law of passing on a turn: a reviewer, or a coordinator for one, hands it to somebody who may decide there.

Eligibility is nobody's to hand over. Whoever passes on may still decide, and whoever receives could have decided all
the while: what changes is whose turn people say it is.
"""

from __future__ import annotations

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.language.definition import Definition, Gate
from governance.law.dialogue import talked
from governance.law.eligibility import seat_for
from governance.law.gates import Standing, decided_in, standings
from governance.law.pools import Facts
from governance.law.standing import coordinating, given
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative

WHAT = "This turn was not passed on."


def said_beside(
    law: Definition, facts: Facts, state: Initiative, command: c.DialogueCommand | c.PassOn, actor: str, at: int
) -> e.DialogueEvent | e.PassedOn:
    """The event of whatever is said or handed on beside a decision, or why it is refused."""
    if isinstance(command, c.PassOn):
        return passed_on(law, facts, state, command, actor, at)
    return talked(law, facts, state, command, actor, at)


def passed_on(
    law: Definition, facts: Facts, state: Initiative, command: c.PassOn, actor: str, at: int
) -> e.PassedOn:
    """The event of a turn passed on, or why it is refused."""
    standing = _open(law, facts, state, command.gate, at)
    gate, person = standing.gate, command.person or actor
    if person != actor:
        coordinating(law, facts, state, actor, at)
    seat = seat_for(law, facts, state, gate, standing.votes, person, at)
    if isinstance(seat, Refused):
        raise _as_refused(seat, same=person == actor)
    if command.to == person:
        raise Refused("same-person", WHAT, "It is that person’s turn already.", "Choose somebody else.")
    if command.to == actor:
        cure = "Let whose turn it is pass it on, or choose somebody else."
        raise Forbidden("own-turn", WHAT, "Nobody takes another’s turn for themselves.", cure)
    if command.to not in standing.able:
        raise _not_able(law, facts, state, standing, command.to, at)
    return e.PassedOn(gate.name, command.to, given(command.reason, "reason"), command.person, _opening(state, gate))


def receivers(standing: Standing, person: str) -> tuple[str, ...]:
    """To whom somebody's turn at an open gate can go; nobody in a committee, where every seat speaks for itself."""
    if standing.gate.panel.startswith("committee/"):
        return ()
    return tuple(each for each in standing.able if each != person)


def handed_to(state: Initiative, gate: str, person: str) -> str:
    """To whom this person has passed on their turn in the gate's present opening; "" while it is theirs."""
    mark = state.marks.get(gate)
    opening = mark.opening if mark else 0
    here = (one for one in reversed(state.passings) if (one.gate, one.opening) == (gate, opening))
    last = next((one for one in here if person in (one.person, one.to)), None)
    return last.to if last is not None and last.person == person else ""


def _opening(state: Initiative, gate: Gate) -> int:
    mark = state.marks.get(gate.name)
    return mark.opening if mark else 0


def _open(law: Definition, facts: Facts, state: Initiative, name: str, at: int) -> Standing:
    gate = law.gate_by_name.get(name)
    if gate is None:
        raise Refused("unknown-gate", WHAT, f"The workflow has no gate {name[:40]!r}.", "Reload the page.")
    standing = standings(law, facts, state, at)[name]
    if state.status not in decided_in(gate) or standing.state != "open":
        why = f"“{gate.title}” is not open; the record is {state.status}."
        raise OutOfOrder("gate-not-open", WHAT, why, "Nothing waits there now.", {"gate": name})
    if gate.panel.startswith("committee/"):
        why = "In a committee every seat speaks for itself."
        cure = "Stand aside so that the alternate is called, or lend the seat for a while."
        raise Refused("committee", WHAT, why, cure)
    return standing


def _as_refused(seat: Refused, *, same: bool) -> Refused:
    if same:
        return type(seat)(seat.code, "You have no turn to pass on here.", seat.why, seat.cure, seat.data)
    return Refused("not-their-turn", WHAT, "That person has no turn here.", "Choose somebody who can decide here.")


def _not_able(
    law: Definition, facts: Facts, state: Initiative, standing: Standing, to: str, at: int
) -> Refused:
    seat = seat_for(law, facts, state, standing.gate, standing.votes, to, at)
    told = f" ({seat.code})" if isinstance(seat, Refused) else ": that person is away"
    return Refused(
        "not-able",
        WHAT,
        f"Whoever receives a turn must be able to decide there now{told}.",
        "Choose somebody the page says can decide now.",
        {"able": list(standing.able)},
    )
