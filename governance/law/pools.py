"""Who holds which role or seat, when: the fold of `role/…` and `committee/…` streams, and what the law may ask of it.

One stream holds a whole pool, absences and delegations included, so that an extract cannot leave out a revocation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from governance.formats.jcs import Json
from governance.language.business_time import Calendar, later
from governance.language.definition import Charter, Definition
from governance.law.qualifications import Qualification
from governance.law.shelf import Shelf
from governance.record import events as e
from governance.record.identity import UNKNOWN, Identity
from governance.record.state import Initiative

SYSTEM = "system"
FOREVER = 1 << 62


@dataclass(frozen=True)
class Holding:
    """One grant: `person` holds `seat` ("" in a role pool) from `since` until `until` (exclusive)."""

    person: str
    seat: str
    alternate: bool
    since: int
    until: int
    scope: Mapping[str, tuple[str, ...]]

    def covers(self, at: int, answers: Mapping[str, Json]) -> bool:
        """Whether the grant is in force and its scope admits these answers; every chosen option must be in scope."""
        if not self.since <= at < self.until:
            return False
        for name, allowed in self.scope.items():
            answer = answers.get(name)
            chosen = answer if isinstance(answer, list) else [answer]
            if not all(isinstance(item, str) and item in allowed for item in chosen):
                return False
        return True


@dataclass(frozen=True)
class Lent:
    """Authority lent by `person` to `to` from `since` until `until` (exclusive)."""

    person: str
    to: str
    since: int
    until: int


@dataclass(frozen=True)
class Pool:
    """Everything recorded of one pool; `named` are the seats of a committee that has a charter."""

    holdings: tuple[Holding, ...] = ()
    absences: Mapping[str, tuple[tuple[int, int], ...]] | None = None
    lent: tuple[Lent, ...] = ()
    named: tuple[str, ...] = ()

    def away(self, person: str, at: int) -> bool:
        """Whether the person is declared absent at this moment."""
        periods = (self.absences or {}).get(person, ())
        return any(since <= at < until for since, until in periods)

    def away_until(self, person: str, at: int) -> int:
        """When the absence that lasts at this moment is over (UTC ms); 0 for somebody who is here."""
        end, periods = 0, (self.absences or {}).get(person, ())
        while later := max((until for since, until in periods if since <= (end or at) < until), default=0):
            end = later
        return end

    def seats(self) -> tuple[str, ...]:
        """The committee's seats: those of its charter, else as they were first filled; empty for a role pool."""
        return self.named or tuple(dict.fromkeys(h.seat for h in self.holdings if h.seat))

    def held(self, person: str, at: int, answers: Mapping[str, Json]) -> tuple[Holding, ...]:
        """The person's own grants in force."""
        return tuple(h for h in self.holdings if h.person == person and h.covers(at, answers))

    def held_until(self, person: str) -> int:
        """When the person's last grant ends or ended; 0 without one."""
        return max((h.until for h in self.holdings if h.person == person), default=0)

    def lenders(self, person: str, at: int) -> tuple[str, ...]:
        """Whose authority the person may use at this moment; one hop, chains do not add up."""
        return tuple(d.person for d in self.lent if d.to == person and d.since <= at < d.until)

    def members(self, at: int, answers: Mapping[str, Json]) -> tuple[str, ...]:
        """Everyone who holds a grant in force or a delegation from someone who does, in order of grant."""
        # A pool may hold thousands of grants, most of them past: the period is asked first, without a call.
        own = dict.fromkeys(h.person for h in self.holdings if h.since <= at < h.until and h.covers(at, answers))
        lent = dict.fromkeys(d.to for d in self.lent if d.since <= at < d.until and d.person in own)
        return tuple(own | lent)

    def admits(self, person: str, at: int, answers: Mapping[str, Json]) -> bool:
        """Whether the person is one of `members`, without judging everybody else."""
        return any(self.held(each, at, answers) for each in (person, *self.lenders(person, at)))


@dataclass(frozen=True)
class Person:
    """What a person's own stream says of them; `name` and `email` are commitments, `forgotten` those erased."""

    registered: bool = False
    manager: str = ""
    absences: tuple[tuple[int, int], ...] = ()
    name: str = ""
    email: str = ""
    forgotten: frozenset[str] = frozenset()
    identity: Identity = UNKNOWN


@dataclass(frozen=True)
class Facts:
    """What the law consults beyond the record itself, as folded from the streams named in the entry's `reads`: `to` is
    the version a move names, `shelves`, `records` and `qualified` are by stream; `qualified` None is a world in which
    everybody is qualified (the checker's, the forecast's), never the office's.
    """

    pools: Mapping[str, Pool]
    calendar: Calendar | None = None
    people: Mapping[str, Person] | None = None
    law: Definition | None = None
    to: Definition | None = None
    shelves: Mapping[str, Shelf] | None = None
    records: Mapping[str, Initiative] | None = None
    qualified: Mapping[str, Qualification] | None = None
    _sitting: dict[str, Pool] = field(default_factory=dict, init=False, repr=False, compare=False)

    def pool(self, stream: str) -> Pool:
        """The pool of a stream as its charter constitutes it; an unknown one is empty and admits nobody."""
        charter = self.charter(stream)
        if charter is None:
            return self.pools.get(stream) or Pool()
        # One judgement asks for a committee a dozen times; the facts it is constituted from do not change.
        if stream not in self._sitting:
            self._sitting[stream] = constituted(self.pools.get(stream) or Pool(), charter)
        return self._sitting[stream]

    def charter(self, stream: str) -> Charter | None:
        """The charter of a committee, where the definition has one."""
        kind, _, name = stream.partition("/")
        return self.law.charters.get(name) if self.law and self.law.charters and kind == "committee" else None

    def shelf(self, stream: str) -> Shelf:
        """The versions of a workflow; an unknown stream holds none."""
        return (self.shelves or {}).get(stream) or Shelf()

    def person(self, person: str) -> Person:
        """A person's own facts; an unknown one is not registered."""
        return (self.people or {}).get(person) or Person()


def under(law: Definition, facts: Facts) -> Facts:
    """The facts as this definition has them: its charters constitute the committees."""
    chartered = law.charters or (facts.law is not None and facts.law.charters)
    return replace(facts, law=law) if chartered and facts.law is not law else facts


def constituted(pool: Pool, charter: Charter) -> Pool:
    """The committee of a charter: its seats, alternates only where it has them, nobody beyond the term of office."""
    seats = tuple(name for name, _ in charter.seats)
    sitting = (h for h in pool.holdings if h.seat in seats and (charter.alternates or not h.alternate))
    return replace(pool, holdings=tuple(_for_a_term(h, charter) for h in sitting), named=seats)


def _for_a_term(holding: Holding, charter: Charter) -> Holding:
    if charter.term is None:
        return holding
    return replace(holding, until=min(holding.until, later(holding.since, charter.term)))


def facts_of(states: Mapping[str, object], law: Definition | None = None, to: Definition | None = None) -> Facts:
    """The facts in the folded states of the streams consulted, by stream; clocks run in the later law's calendar."""
    judging = to or law
    calendar = states.get(judging.calendar) if judging else None
    return Facts(
        {stream: state for stream, state in states.items() if isinstance(state, Pool)},
        calendar if isinstance(calendar, Calendar) else None,
        {stream.partition("/")[2]: state for stream, state in states.items() if isinstance(state, Person)},
        law,
        to,
        {stream: state for stream, state in states.items() if isinstance(state, Shelf)},
        {stream: state for stream, state in states.items() if isinstance(state, Initiative)},
        {stream: state for stream, state in states.items() if isinstance(state, Qualification)},
    )


def evolve_pool(pool: Pool, event: e.PoolEvent, at: int) -> Pool:
    """The next state of a pool; total."""
    match event:
        case e.Granted():
            holding = Holding(
                event.person, event.seat, event.alternate, event.since, event.until or FOREVER, event.scope or {}
            )
            absences = {**(pool.absences or {}), event.person: event.away} if event.away else pool.absences
            return replace(pool, holdings=(*pool.holdings, holding), absences=absences)
        case e.Ungranted(person=person):
            ended = (replace(h, until=min(h.until, at)) if h.person == person else h for h in pool.holdings)
            return replace(pool, holdings=tuple(ended))
        case e.Delegated():
            return replace(pool, lent=(*pool.lent, Lent(event.person, event.to, event.since, event.until)))
        case e.AbsenceNoted(person=person, since=since, until=until):
            known = (pool.absences or {}).get(person, ())
            return replace(pool, absences={**(pool.absences or {}), person: (*known, (since, until))})
        case _:
            assert_never(event)


def evolve_person(person: Person, event: e.PersonEvent) -> Person:
    """The next state of a person; total."""
    match event:
        case e.PersonRegistered(name=name, email=email):
            return replace(person, registered=True, name=name, email=email)
        case e.ManagerRecorded(manager=manager):
            return replace(person, manager=manager)
        case e.AbsenceDeclared(since=since, until=until):
            return replace(person, absences=(*person.absences, (since, until)))
        case e.PersonErased(commits=commits):
            return replace(person, forgotten=person.forgotten | {*commits})
        case _:
            assert_never(event)


def fold_pool(happened: Iterable[tuple[e.PoolEvent, int]]) -> Pool:
    """Fold (event, at) in order."""
    pool = Pool()
    for event, at in happened:
        pool = evolve_pool(pool, event, at)
    return pool
