"""Panels held against the people who exist: can each gate be passed, whoever owns the record and whoever stands aside?

Nothing is modelled: the record is put before the gate, everybody whom the law admits approves, and the law says whether
that was enough. Looked at are every class of answers that a grant's scope tells apart, every owner who sits on the
panel or whose line manager does, every member standing aside, and every moment of the coming year at which a grant, an
absence or a delegation begins or ends.

A *problem* is a panel that never has enough people by itself; a record that no one can ever decide, not even those it
is escalated to; or one that opens now and that no one can decide in its time. Everything else is a *note*: it comes
late, or hangs on two coincidences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property

from governance.checker.scope_classes import Scoped, scope_classes
from governance.errors import Refused
from governance.language import business_time
from governance.language.business_time import DAY_MS, EPOCH, Calendar
from governance.language.conditions import ALWAYS
from governance.language.definition import Definition, Gate
from governance.law.eligibility import LINE_MANAGER, seat_for
from governance.law.gates import Standing, standings, text_of
from governance.law.pools import Facts, Person, Pool
from governance.record.commands import Signature
from governance.record.state import Initiative, Mark, Vote

YEAR_MS = 366 * DAY_MS
NO_CLOCK_MS = 30 * DAY_MS


def utc_day(at: int) -> str:
    """`21 Dec 2026`, in UTC."""
    day = EPOCH + timedelta(milliseconds=at)
    return f"{day.day} {day:%b %Y}"


@dataclass(frozen=True)
class Staff:
    """The people who exist: pools by stream, line managers and names by person; `calendar` is the definition's, and
    `day` says a moment (UTC ms) as a date.
    """

    pools: Mapping[str, Pool]
    managers: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    calendar: Calendar | None = None
    day: Callable[[int], str] = utc_day

    def name(self, person: str) -> str:
        """What a person is called."""
        return self.names.get(person, person)


@dataclass(frozen=True)
class Situation:
    """A record before a gate: its answers and tier, its owner ("" for somebody on no panel), who stood aside."""

    scoped: Scoped
    owner: str = ""
    aside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shortage:
    """A situation in which a gate lacks people. `stuck` for ever, `late` if it opens now, else `hindered`; `standing`
    is how far the law let it come. `since` and `until` (UTC ms, 0 for no end) bound what passes by itself.
    """

    gate: Gate
    situation: Situation
    extent: str
    standing: Standing
    since: int = 0
    until: int = 0

    @property
    def problem(self) -> bool:
        """Whether this forbids publication; else it is a note."""
        return self.extent in ("stuck", "late")


class Room:
    """One gate with the people who may ever sit there, asked again and again by the law itself."""

    def __init__(self, law: Definition, staff: Staff, gate: Gate, now: int) -> None:
        self.gate = gate
        self.staff = staff
        self.now = now
        self.alone = replace(gate, after=(), when=ALWAYS, ratifies=())
        self.law = replace(law, gates=(self.alone,))
        self.helping = tuple(dict.fromkeys(e.to for e in gate.escalate if e.to != "delegate"))
        self.pools = {name: staff.pools.get(name, Pool()) for name in (gate.panel, *self.helping)}
        self.classes = scope_classes(law, gate, tuple(self.pools.values()))
        self._heard: dict[object, Standing] = {}

    def shortages(self) -> Iterator[Shortage]:
        """Everything this gate lacks, the plainest first; what follows from the plainer is not told again."""
        for scoped in self.classes:
            plain = self._shortage(Situation(scoped), plain=True)
            if plain is not None:
                yield plain
            if plain is not None and plain.problem:
                continue
            yield from self._gaps(Situation(scoped))
            single = [found for each in self._single(scoped) if (found := self._shortage(each)) is not None]
            yield from single
            if not any(found.problem and found.situation.aside for found in single):
                yield from self._double(scoped, owners=not any(found.problem for found in single))

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Everyone who holds a grant or a delegation here from now on."""
        held = (h.person for pool in self.pools.values() for h in pool.holdings if h.until > self.now)
        lent = (d.to for pool in self.pools.values() for d in pool.lent if d.until > self.now)
        return tuple(dict.fromkeys((*held, *lent)))

    @cached_property
    def moments(self) -> tuple[int, ...]:
        """Now, and every moment of the coming year at which somebody comes or goes."""
        edges: set[int] = set()
        for pool in self.pools.values():
            edges |= {at for h in pool.holdings for at in (h.since, h.until)}
            edges |= {at for d in pool.lent for at in (d.since, d.until)}
            edges |= {at for person in self.people for period in (pool.absences or {}).get(person, ()) for at in period}
        return (self.now, *sorted(at for at in edges if self.now < at < self.now + YEAR_MS))

    def due(self, scoped: Scoped) -> int:
        """When a clock started now runs out; a month where the gate has none, or the calendar does not reach."""
        spans = dict(self.gate.within_by_tier)
        span = self.gate.clock(scoped.tier) or (max(spans.values(), key=lambda s: s.amount) if spans else None)
        if span is None or self.staff.calendar is None:
            return self.now + NO_CLOCK_MS
        try:
            return business_time.due(self.staff.calendar, self.now, span)
        except Refused:
            return self.now + NO_CLOCK_MS

    def heard(self, situation: Situation, at: int, *, helped: bool) -> Standing:
        """How the gate stands when everybody approves whom the law admits at this moment."""
        key = (situation, self._present(at), helped)
        if key not in self._heard:
            self._heard[key] = self._everybody(situation, at, helped=helped)
        return self._heard[key]

    def passes(self, situation: Situation, at: int, *, helped: bool) -> bool:
        """Whether enough people may decide at this moment, with or without those it is escalated to."""
        return self.heard(situation, at, helped=helped).state == "passed"

    def _present(self, at: int) -> tuple[object, ...]:
        """All that can differ between two moments."""
        return tuple(
            (
                tuple(h.since <= at < h.until for h in pool.holdings),
                tuple(d.since <= at < d.until for d in pool.lent),
                tuple(person for person in self.people if pool.away(person, at)),
            )
            for pool in self.pools.values()
        )

    def _everybody(self, situation: Situation, at: int, *, helped: bool) -> Standing:
        """Some order in which all are heard may fill more seats than another; a few are tried."""
        facts = self._facts(situation)
        start = self._opened(facts, situation, at, helped=helped)
        standing = self._vote(facts, start, at, 0)
        turns = len(self.people) if self.gate.panel.startswith("committee/") else 0
        for turn in range(1, turns):
            if standing.state == "passed":
                break
            other = self._vote(facts, start, at, turn)
            if other.state == "passed" or other.count.present > standing.count.present:
                standing = other
        return standing

    def _facts(self, situation: Situation) -> Facts:
        manager = self.staff.managers.get(situation.owner, "")
        return Facts(self.pools, self.staff.calendar, {situation.owner: Person(True, manager)}, self.law)

    def _opened(self, facts: Facts, situation: Situation, at: int, *, helped: bool) -> Initiative:
        scoped = situation.scoped
        mark = Mark("open", 1, at, joined=self.helping if helped else ())
        state = Initiative(
            owner=situation.owner, round=1, status="in review", answers=scoped.answers, tier=scoped.tier,
            marks={self.gate.name: mark},
        )  # fmt: skip
        for person in situation.aside:
            votes = state.votes.get(self.gate.name, ())
            seat = seat_for(self.law, facts, state, self.alone, votes, person, at)
            if isinstance(seat, str):
                state = self._voted(state, person, seat, at, aside=True)
        return state

    def _vote(self, facts: Facts, state: Initiative, at: int, turn: int) -> Standing:
        while True:
            standing = standings(self.law, facts, state, at)[self.gate.name]
            if standing.state != "open" or not standing.able:
                return standing
            person = standing.able[turn % len(standing.able)]
            seat = seat_for(self.law, facts, state, self.alone, standing.votes, person, at)
            state = self._voted(state, person, seat if isinstance(seat, str) else "", at)

    def _voted(self, state: Initiative, person: str, seat: str, at: int, *, aside: bool = False) -> Initiative:
        text = text_of(self.alone, state.sections)
        signature = Signature("", "", "", "password+totp")
        vote = Vote(person, seat, "recuse" if aside else "approve", text, 1, at, signature)
        return replace(state, votes={self.gate.name: (*state.votes.get(self.gate.name, ()), vote)})

    def _shortage(self, situation: Situation, *, plain: bool = False) -> Shortage | None:
        """What is lacking in a situation; `plain` is the one in which nobody is barred and nobody stands aside."""
        due = self.due(situation.scoped)
        soon = [at for at in self.moments if at < due]
        if any(self.passes(situation, at, helped=False) for at in soon):
            return None
        now = self.heard(situation, self.now, helped=False)
        until = next((at for at in self.moments if self.passes(situation, at, helped=False)), 0)
        if plain and not until:
            return Shortage(self.gate, situation, "stuck", now)
        if not any(self.passes(situation, at, helped=True) for at in self.moments):
            return Shortage(self.gate, situation, "stuck", self.heard(situation, self.now, helped=True))
        helped = any(self.passes(situation, at, helped=True) for at in soon)
        extent = "helped" if helped else "late" if plain else "hindered"
        return Shortage(self.gate, situation, extent, now, self.now, until)

    def _gaps(self, situation: Situation) -> Iterator[Shortage]:
        """Stretches of the coming year in which too few are there."""
        since = 0
        for at in self.moments:
            fine = self.passes(situation, at, helped=False)
            if not fine and not since:
                since = at
            elif fine and since:
                if since > self.now:
                    yield self._gap(situation, since, at)
                since = 0
        if since > self.now:
            yield self._gap(situation, since, 0)

    def _gap(self, situation: Situation, since: int, until: int) -> Shortage:
        return Shortage(self.gate, situation, "gap", self.heard(situation, since, helped=False), since, until)

    def _single(self, scoped: Scoped) -> Iterator[Situation]:
        """One cause: an owner who is on the panel or whose line manager is, or one member who stands aside."""
        yield from (Situation(scoped, owner=person) for person in self.people)
        if LINE_MANAGER in self.gate.never:
            managed = ((who, boss) for who, boss in self.staff.managers.items() if boss in self.people)
            first = {boss: who for who, boss in reversed(list(managed)) if who not in self.people}
            yield from (Situation(scoped, owner=who) for who in first.values())
        yield from (Situation(scoped, aside=(person,)) for person in self._members(scoped))

    def _members(self, scoped: Scoped) -> tuple[str, ...]:
        """Who may decide here now without an escalation, in order of grant; people away included."""
        return self.pools[self.gate.panel].members(self.now, scoped.answers)

    def _double(self, scoped: Scoped, *, owners: bool) -> Iterator[Shortage]:
        """Two causes at once, the first found: both of a seat stand aside, or one does while another owns it."""
        members, pool = self._members(scoped), self.pools[self.gate.panel]
        pairs: list[Situation] = []
        for seat in pool.seats():
            sat = sorted((h for h in pool.holdings if h.seat == seat), key=lambda h: h.alternate)
            both = tuple(dict.fromkeys(h.person for h in sat if h.covers(self.now, scoped.answers)))
            pairs += [Situation(scoped, aside=both)] if len(both) > 1 else []
        if owners:
            pairs += [Situation(scoped, owner=a, aside=(b,)) for a in members for b in members if a != b]
        for situation in pairs:
            found = self._shortage(situation)
            if found is not None and found.extent == "stuck":
                yield replace(found, extent="double")
                return


def shortages(law: Definition, staff: Staff, now: int) -> tuple[Shortage, ...]:
    """All that the panels of a definition lack now (UTC ms), gate by gate."""
    return tuple(found for gate in law.gates for found in Room(law, staff, gate, now).shortages())
