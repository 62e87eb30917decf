"""What follows from an event by law, in the same breath: gates open, suspend, pass, settle; the record returns to its
owner, is approved or rejected. Drawn again and again until nothing more follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from governance.language.definition import Definition
from governance.law.afterwards import approved
from governance.law.clocks import start
from governance.law.gates import Standing, standings
from governance.law.pools import Facts
from governance.law.why import why_of
from governance.record import events as e
from governance.record.state import GRANTED, Initiative, Mark, evolve, replay


def consequences(
    law: Definition, facts: Facts, before: Initiative, after: Initiative, at: int
) -> tuple[e.InitiativeEvent, ...]:
    """The events that follow once `before` has become `after`, ending with `Judged`."""
    drawn: list[e.InitiativeEvent] = []
    state = after
    found = standings(law, facts, state, at)
    if state.status == "in review":
        fresh = before.round != after.round
        while events := tuple(_gates(facts, state, found, at, fresh=fresh)):
            drawn += events
            state = replay(((event, "", at) for event in events), state)
            fresh = False
            if any(mark.joined for mark in after.marks.values()):  # what joined has left a gate that opened anew
                found = standings(law, facts, state, at)
        ending = ending_of(law, facts, state, found, at)
        if ending:
            drawn.append(ending)
            state = evolve(state, ending, "", at)
    if any(gate.ratifies for gate in law.gates):
        confirmed = _ratification(law, facts, state, at) if state.status in GRANTED else ()
        drawn += confirmed
        state = replay(((event, "", at) for event in confirmed), state)
        found = standings(law, facts, state, at)
    return (*drawn, e.Judged(why_of(law, state, found).digest()))


def _ratification(law: Definition, facts: Facts, state: Initiative, at: int) -> tuple[e.InitiativeEvent, ...]:
    """What follows at the gates that confirm an approval: they open, conclude, suspend; a refusal revokes."""
    found = {name: standing for name, standing in standings(law, facts, state, at).items() if standing.gate.ratifies}
    refused = next((standing for standing in found.values() if standing.state == "rejected"), None)
    if refused is not None:
        reasons = [vote.note for vote in refused.votes if vote.outcome == "reject" and vote.note]
        return (e.Revoked(reasons[-1] if reasons else "", refused.gate.name),)
    drawn = _gates(facts, state, found, at, fresh=False)
    events = tuple(e.Ratified(event.gate) if isinstance(event, e.GatePassed) else event for event in drawn)
    if not events:
        return ()
    return (*events, *_ratification(law, facts, replay(((event, "", at) for event in events), state), at))


def _gates(
    facts: Facts, state: Initiative, found: Mapping[str, Standing], at: int, *, fresh: bool
) -> Iterator[e.InitiativeEvent]:
    """One event for every gate whose standing differs from what is recorded of it. `fresh` is a new round."""
    for name, standing in found.items():
        mark = state.marks.get(name, Mark("suspended"))
        match standing.state:
            case "passed" if mark.state != "passed":
                yield e.GatePassed(name)
            case "passed" if fresh:
                yield e.CarriedOver(name)
            case "open" if fresh or mark.state != "open":
                yield e.GateOpened(name, mark.opening + 1, start(facts.calendar, at, standing.gate.clock(state.tier)))
            case "settled" if mark.state != "settled":
                yield e.GateSettled(name)
            case "waiting" | "not needed" if mark.state in ("open", "passed", "settled"):
                yield e.GateSuspended(name)


def ending_of(
    law: Definition, facts: Facts, state: Initiative, found: Mapping[str, Standing], at: int
) -> e.InitiativeEvent | None:
    """Rejected at once; returned when every open gate has a verdict and one asks for changes; approved when all
    pass.
    """
    states = {standing.state for standing in found.values() if not standing.gate.ratifies}
    if "rejected" in states:
        return e.Rejected(next(name for name, standing in found.items() if standing.state == "rejected"))
    if "open" in states:
        return None
    if "settled" in states:
        meeting = law.meeting_after_round is not None and state.round >= law.meeting_after_round
        return e.ReturnedToOwner(start(facts.calendar, at, law.rework), meeting)
    if states <= {"passed", "not needed"} and "passed" in states:
        return approved(law, facts, state, at)
    return None
