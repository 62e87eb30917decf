"""Simulated people, and the states of a record that the law cannot tell apart (why, in `engine`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from governance.formats.jcs import Json
from governance.language.business_time import Calendar
from governance.language.definition import Definition, Gate, Rule
from governance.law.clocks import start
from governance.law.eligibility import counted
from governance.law.form import section_digest
from governance.law.gates import text_of
from governance.law.pools import FOREVER, Facts, Holding, Person, Pool
from governance.record.commands import Outcome, Signature
from governance.record.state import Initiative, Mark, Request, Vote

OWNER = "owner"
COMMITMENT = "0" * 64
NO_MARK = Mark("suspended")
_SIGNED = Signature(COMMITMENT, "", "", "imported")


def seats_of(law: Definition) -> dict[str, tuple[str, ...]]:
    """Every pool that gates name, with its seats; no seats in a role pool. A committee without a charter has the seats
    its rules name.
    """
    found: dict[str, tuple[str, ...]] = {}
    for gate in law.gates:
        if gate.panel.startswith("committee/"):
            charter = law.charters.get(gate.panel) or law.charters.get(gate.panel.partition("/")[2])
            named = tuple(dict.fromkeys((*gate.rule.veto, *gate.rule.present.seats)))
            seats = tuple(name for name, _ in charter.seats) if charter else named or ("chair", "second", "third")
            found[gate.panel] = tuple(dict.fromkeys((*found.get(gate.panel, ()), *seats)))
        else:
            found.setdefault(gate.panel, ())
        for escalation in gate.escalate:
            if escalation.to != "delegate":
                found.setdefault(escalation.to, ())
    return found


def name_of(pool: str, seat: str, place: int) -> str:
    """The id of a simulated person."""
    return f"{pool}/{seat}#{place}" if seat else f"{pool}#{place}"


def pool_of(person: str) -> str:
    """The pool of a simulated person."""
    return "/".join(person.rpartition("#")[0].split("/")[:2])


def enough(law: Definition, people: Mapping[str, int]) -> dict[str, int]:
    """How many of each pool the law need know: where rules count heads, more people than are counted change nothing."""
    found: dict[str, int] = {}
    for gate in law.gates:
        counted_heads = isinstance(gate.rule.approve, int) and not gate.rule.present.share
        most = max(gate.rule.approve, gate.rule.present.number) if isinstance(gate.rule.approve, int) else 0
        here = people.get(gate.panel, 1)
        found[gate.panel] = max(found.get(gate.panel, 1), min(here, most) if counted_heads else here)
        for each in gate.escalate:
            if each.to != "delegate":
                found[each.to] = max(found.get(each.to, 1), min(people.get(each.to, 1), max(1, most)))
    return found


def simulated_facts(law: Definition, calendar: Calendar, people: Mapping[str, int]) -> Facts:
    """So many people in each pool, or in the only place of each seat, with grants that never end."""
    pools: dict[str, Pool] = {}
    for pool, seats in seats_of(law).items():
        holdings = [
            Holding(name_of(pool, seat, place), seat, False, 0, FOREVER, {})
            for seat in seats or ("",)
            for place in range(1 if seats else people.get(pool, 1))
        ]
        pools[pool] = Pool(tuple(holdings))
    return Facts(pools, calendar, {OWNER: Person(registered=True)}, law)


def canonical(law: Definition, facts: Facts, state: Initiative, now: int) -> Initiative:
    """The state that stands for all that the law cannot tell from this one; see the module's docstring."""
    if not state.round:
        return Initiative()
    current = min(state.round, law.meeting_after_round or 1)
    votes = {gate.name: tuple(_votes(facts, state, gate, current, now)) for gate in law.gates}
    asked = sorted({r.gate for r in state.requests if r.round == state.round})
    return replace(
        Initiative(),
        workflow=law.workflow,
        definition=law.digest,
        number="R-1",
        owner=OWNER,
        status=state.status,
        round=current,
        submitted=now,
        answers=state.answers,
        sections=state.sections,
        tier=state.tier,
        raised=state.raised,
        votes={gate: found for gate, found in votes.items() if found},
        marks=dict(_marks(law, facts, state, now)),
        requests=tuple(Request(f"r{n}", gate, "", current, "", COMMITMENT) for n, gate in enumerate(asked, 1)),
    )


def adopted(law: Definition, facts: Facts, state: Initiative, answers: Mapping[str, Json], now: int) -> Initiative:
    """A real record as a simulated one with these answers: the decisions that stand there stand here."""
    found = canonical(law, facts, state, now)
    sections = {section.name: section_digest(law, section.name, answers) for section in law.sections}
    votes = {
        gate: tuple(replace(vote, text=text_of(law.gate_by_name[gate], sections)) for vote in cast)
        for gate, cast in found.votes.items()
    }
    return replace(found, answers=answers, sections=sections, votes=votes)


def situation(state: Initiative) -> tuple[object, ...]:
    """What the law can tell of a canonical state beside its answers."""
    votes = tuple(
        (gate, tuple((v.person, v.seat, v.outcome, v.round) for v in found)) for gate, found in state.votes.items()
    )
    marks = tuple((gate, mark.state, mark.joined, mark.steps, mark.tier) for gate, mark in state.marks.items())
    asked = tuple(r.gate for r in state.requests)
    return state.status, state.round, state.tier, state.raised, votes, marks, asked


def alike(rule: Rule, seat: str) -> tuple[bool, bool]:
    """All a rule asks of a seat's name; seats alike in this may be exchanged."""
    return seat in rule.veto, seat in rule.present.seats


def _votes(facts: Facts, state: Initiative, gate: Gate, current: int, now: int) -> Iterator[Vote]:
    """The votes that count, by people in order of their pool. All count as of this round: an approval that counts does
    so whenever it was given, an objection only in this one.
    """
    text = text_of(gate, state.sections)
    counting = counted(gate, state, text)
    seats = facts.pool(gate.panel).seats()
    cast: list[tuple[str, str, Outcome]]
    if seats:
        cast = sorted(_in_seats(gate, state, seats, {vote.seat: vote.outcome for vote in counting}))
    else:
        cast = sorted((_pool(gate, vote), vote.seat, vote.outcome) for vote in counting)
    used: dict[str, int] = {}
    for pool, seat, outcome in cast:
        holdings = [h for h in facts.pool(pool).holdings if h.seat == seat or pool != gate.panel]
        place = used.get(pool + seat, 0)
        used[pool + seat] = place + 1
        person = holdings[place].person if place < len(holdings) else f"{pool}#{place}"
        yield Vote(person, seat, outcome, text, current, now, _SIGNED)


def _in_seats(
    gate: Gate, state: Initiative, seats: tuple[str, ...], said: Mapping[str, Outcome]
) -> Iterator[tuple[str, str, Outcome]]:
    """A committee's votes as (pool, seat, outcome), in the first of seats alike.

    One that is done is done by any majority: its votes are not counted again before the text has changed, and no vote
    counts any more. So all approved, or all who did not approve ask for changes.
    """
    where = state.marks[gate.name].state if gate.name in state.marks else ""
    if where == "passed":
        said = dict.fromkeys(seats, "approve")
    elif where == "settled" and "reject" not in said.values():
        said = {seat: "approve" if said.get(seat) == "approve" else "request changes" for seat in seats}
    places: dict[tuple[bool, bool], list[str]] = {}
    for seat in seats:
        places.setdefault(alike(gate.rule, seat), []).append(seat)
    for same in places.values():
        outcomes = sorted(said[seat] for seat in same if seat in said)
        yield from ((gate.panel, seat, outcome) for seat, outcome in zip(same, outcomes, strict=False))
    yield from ((seat, seat, outcome) for seat, outcome in said.items() if seat not in seats)


def _pool(gate: Gate, vote: Vote) -> str:
    """Where a voter of a role pool comes from; of real people, the panel."""
    return pool_of(vote.person) if "#" in vote.person else gate.panel


def _marks(law: Definition, facts: Facts, state: Initiative, now: int) -> Iterator[tuple[str, Mark]]:
    """Every gate's mark that says more than none would, in the definition's order."""
    for gate in law.gate_by_name:
        if gate in state.marks and (found := _mark(law, facts, state, gate, now)) != NO_MARK:
            yield gate, found


def _mark(law: Definition, facts: Facts, state: Initiative, gate: str, now: int) -> Mark:
    """The gate's opening as if it had happened now. Reminders that were sent change nothing and are forgotten; so is
    who joined a gate that is concluded, for a new opening begins without them.
    """
    mark, found = state.marks[gate], law.gate_by_name[gate]
    tier = mark.tier or state.tier
    running = mark.state == "open"
    kept = running or (mark.state == "suspended" and gate in state.votes)
    if mark.state == "suspended" and not (kept and mark.joined):
        return NO_MARK
    steps = {each.step for each in found.escalate if each.to != "delegate"}
    return Mark(
        state=mark.state,
        opening=1,
        opened=now,
        due=start(facts.calendar, now, found.clock(tier) if running else None),
        since=now,
        joined=tuple(sorted(mark.joined)) if kept else (),
        steps=tuple(sorted(steps & {*mark.steps})) if running else (),
        tier=tier if running else "",
    )
