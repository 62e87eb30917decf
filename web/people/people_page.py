"""The pages about people: who there is, what they hold and held, when they are away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any

from sqlalchemy import Row

from governance.language.definition import Definition
from governance.law.pools import FOREVER
from governance.record import events as e
from web.parts.moments import day_of, moment
from web.parts.pages import PersonRow, RoleView
from web.parts.pieces import HistoryEntry, State
from web.rows import entry_words
from web.rows.entry_words import Words
from web.rows.people_names import Person
from web.rows.records import Happened
from web.words.translating import Recorded, as_recorded, gettext, lazy_gettext
from web.words.vocabulary import role_words

OFFICES = ("role/administrator", "role/auditor", "role/policy_owner", "role/quality")
SEAT = "#"
HOUR_MS = 3_600_000
MOST_TOLD = 40

ACTIVE = State("passed", lazy_gettext("Can sign in"))
AWAY = State("on_hold", lazy_gettext("Away"))
CLOSED = State("refused", lazy_gettext("Account closed"))
NO_ACCOUNT = State("not_open", lazy_gettext("No account"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides how a person is shown: open accounts, and who is away now."""

    accounts: Mapping[str, bool]
    away: frozenset[str]

    def of(self, person: str) -> State:
        """Away first, because it says who will not answer."""
        if person in self.away:
            return AWAY
        return {True: ACTIVE, False: CLOSED}.get(self.accounts.get(person, None), NO_ACCOUNT)  # type: ignore[arg-type]  # None is no account


def rows(
    people: Iterable[Person], roles: Mapping[str, tuple[str, ...]], standing: Standing, address: Callable[[str], str]
) -> tuple[PersonRow, ...]:
    """The list of everybody."""
    return tuple(
        PersonRow(
            one.name or gettext("a person no longer named"),
            one.email,
            address(one.id),
            ", ".join(role_words(name) for name in roles.get(one.id, ())),
            standing.of(one.id),
        )
        for one in people
    )


def grantable(
    laws: Iterable[Definition], seats: Iterable[tuple[str, str]], pools: Iterable[str]
) -> list[tuple[str, str]]:
    """What can be granted: every pool the definitions in force name, the offices, and the committees' seats."""
    known, sitting = set(OFFICES) | {name for name in pools if name.startswith("role/")}, set(seats)
    for law in laws:
        known.add(law.coordinators)
        for gate in law.gates:
            known |= {each.to for each in gate.escalate if each.to.startswith("role/")}
            if gate.panel.startswith("role/"):
                known.add(gate.panel)
            else:
                sitting |= {(gate.panel, seat) for seat in (*gate.rule.present.seats, *gate.rule.veto)}
    roles = [(name, pool_title(name)) for name in sorted(known)]
    return roles + [(f"{pool}{SEAT}{seat}", seat_words(pool, seat)) for pool, seat in sorted(sitting)]


def seat_words(pool: str, seat: str) -> str:
    """“Executive steering: medical seat”."""
    return gettext(
        "%(pool)s: %(seat)s seat", pool=pool_title(pool), seat=entry_words.plain(seat)
    )


def pool_title(pool: str) -> str:
    """A role or a committee by its name."""
    return role_words(pool) if pool.startswith("role/") else entry_words.pool_words(pool).capitalize()


def role_views(
    grants: Sequence[Row[Any]], granted: Mapping[tuple[str, str, int], str], now: int, zone: tzinfo = UTC
) -> tuple[RoleView, ...]:
    """Every grant with its period and who granted it; those that have ended say so."""
    found = []
    for row in grants:
        name = seat_words(row.pool, row.seat) if row.seat else pool_title(row.pool)
        since = day_of(row.since, now, zone) if row.since else gettext("the beginning")
        until = day_of(row.until - HOUR_MS, now, zone) if row.until not in (0, FOREVER) else ""
        by = granted.get((row.pool, row.seat, row.since), "")
        if row.alternate:
            name = gettext("%(role)s, alternate", role=name)
        if row.until <= now:
            name = gettext("%(role)s (ended)", role=name)
        found.append(RoleView(name, since, until, by))
    return tuple(found)


def granted_by(entries: Iterable[Happened], person: str, name: Callable[[str], str]) -> dict[tuple[str, str, int], str]:
    """Who granted what: by pool, seat and beginning."""
    return {
        (each.stream, event.seat, event.since): name(each.actor)
        for each in entries
        for event in each.events
        if isinstance(event, e.Granted) and event.person == person
    }


def about(entries: Iterable[Happened], person: str) -> list[Happened]:
    """The entries that concern this person: their own stream, and theirs in pools."""
    return [
        each
        for each in entries
        if each.stream == f"person/{person}" or any(_names(event, person) for event in each.events)
    ]


def history(entries: Sequence[Happened], words: Words, now: int, zone: tzinfo = UTC) -> tuple[HistoryEntry, ...]:
    """What happened to a person's standing, newest first."""
    shown = []
    for each in entries[:MOST_TOLD]:
        told = entry_words.told(each, words)
        with as_recorded():
            by = f"By {words.name(each.actor)}."
        shown.append(
            HistoryEntry(
                moment(each.at, now, zone),
                State(told.mark, told.word),
                told.title,
                Recorded(f"{told.detail} {by}".strip()),
                told.quote,
            )
        )
    return tuple(shown)


def absence_lines(
    away: Sequence[Row[Any]], lent: Sequence[Row[Any]], name: Callable[[str], str], now: int, zone: tzinfo = UTC
) -> tuple[tuple[str, str], ...]:
    """Absences that last or come, each with who stands in then."""
    found = []
    for row in away:
        standing_in = dict.fromkeys(name(one.to) for one in lent if one.since < row.until and row.since < one.until)
        period = gettext(
            "%(when)s to %(until)s", when=day_of(row.since, now, zone), until=day_of(row.until - HOUR_MS, now, zone)
        )
        found.append(
            (
                period,
                gettext("%(standing_in)s stands in", standing_in=", ".join(standing_in))
                if standing_in
                else gettext("nobody stands in"),
            )
        )
    return tuple(found)


def _names(event: e.Event, person: str) -> bool:
    match event:
        case e.Granted(person=who) | e.Ungranted(person=who):
            return who == person
        case e.Delegated(person=lender, to=borrower):
            return person in (lender, borrower)
        case _:
            return False
