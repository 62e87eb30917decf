"""The page of search: how much was found, and each record with where it stands and the passage with its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cached_property
from typing import Final

from flask import url_for
from markupsafe import Markup

from coe.search.finding import MOST_WEIGHED, weighed
from coe.search.words import LONGEST_QUERY, MOST_TERMS, Query
from governance.law.gates import decided_in
from governance.record.state import IN_USE, OPEN
from web.parts.moments import moment
from web.parts.pages import PageFrame
from web.parts.pieces import Choice, Moment, State
from web.parts.snippets import Passage, Snippet, marked, snippets
from web.parts.why_shown import status_state
from web.rows.records import Record
from web.words.translating import gettext, lazy_gettext, ngettext
from web.words.vocabulary import listed

ROWS: Final = 25
MOST_PASSAGES = 2
MOST_NAMED = 2
STATES: Final = {
    "open": (lazy_gettext("Under way"), (*sorted(OPEN),)),
    "granted": (lazy_gettext("Approved"), (*sorted(IN_USE),)),
    "over": (lazy_gettext("Over"), ("expired", "retired", "revoked", "rejected", "withdrawn")),
}
KINDS: Final = {
    "reason": lazy_gettext("Reason"), "note": lazy_gettext("Note"), "comment": lazy_gettext("Comment"),
    "request": lazy_gettext("Request"), "condition": lazy_gettext("Condition"), "reply": lazy_gettext("Reply"),
    "question": lazy_gettext("Question"), "remark": lazy_gettext("Answer to a question"),
    "code": lazy_gettext("Material code"),
}  # fmt: skip
"""What was said to a record; an answer of its form is called what the form calls it."""

Name = Callable[[str], str]
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Wanted:
    """What the address asks for: words, one of STATES ("" for all), a workflow ("" for all), and which page."""

    text: str
    state: str
    work: str
    page: int

    @classmethod
    def of(cls, text: str, state: str, work: str, page: int) -> Wanted:
        """What can be shown of what was asked."""
        return cls(" ".join(text.replace("\0", " ").split()), state if state in STATES else "", work, max(1, page))

    @cached_property
    def query(self) -> Query:
        """What is looked for."""
        return Query.of(self.text)

    @property
    def shown(self) -> str:
        """The words as far as they are looked at."""
        return self.text[:LONGEST_QUERY]

    @property
    def heading(self) -> str:
        """What the page is called."""
        return gettext("Search: %(text)s", text=self.text[:60]) if self.text else gettext("Search")

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses wanted, none for all."""
        return STATES[self.state][1] if self.state else ()

    @property
    def first(self) -> int:
        """How many are on the pages before."""
        return (self.page - 1) * ROWS

    def count(self, counts: Counts, state: str, work: str) -> int:
        """How many are found in this state and of this work."""
        within = STATES[state][1] if state else ()
        return sum(
            number for (one, status), number in counts.items() if work in ("", one) and (not state or status in within)
        )

    def within(self, counts: Counts) -> Wanted:
        """The last page where there are not so many; every kind of work where none of this one is found."""
        work = self.work if any(one == self.work for one, _ in counts) else ""
        total = self.count(counts, self.state, work)
        return replace(self, work=work, page=min(self.page, max(1, -(-total // ROWS))))

    def href(self, **changes: str | int) -> str:
        """The address of this with something else."""
        asked = {"q": self.shown, "state": self.state, "work": self.work, "page": self.page} | changes
        given = {name: value for name, value in asked.items() if value and value != 1}
        return url_for("search.index", **given)  # type: ignore[arg-type]  # the values are of the address


@dataclass(frozen=True, slots=True)
class Hit:
    """A record, and the passages in which the words were found."""

    record: Record
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found: how many by workflow and status, and the records of this page."""

    wanted: Wanted
    counts: Counts
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One initiative that was found. `status` has its shape, and so has whose turn it is where it is `yours`."""

    number: str
    title: Markup
    href: str
    tier: str
    work: str
    owner: str
    status: State
    turn: str
    yours: State | None
    updated: Moment
    passages: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`works` are (workflow, title and count) of a selection, shown where more than one was found; `whole_href` is the
    same words without filters, "" where none is set; `notes` say what was not looked for.
    """

    frame: PageFrame
    text: str
    summary: str
    rows: tuple[FoundRow, ...]
    states: tuple[Choice, ...] = ()
    state: str = ""
    works: tuple[tuple[str, str], ...] = ()
    work: str = ""
    notes: tuple[str, ...] = ()
    whole_href: str = ""
    place: str = ""
    previous_href: str = ""
    next_href: str = ""


def search_page(
    outcome: Outcome, frame: PageFrame, titles: Mapping[str, str], person: str, name: Name, zone: tzinfo
) -> SearchPage:
    """The page; without words it says what can be found."""
    wanted, counts = outcome.wanted, outcome.counts
    total, end = wanted.count(counts, wanted.state, wanted.work), wanted.first + len(outcome.hits)
    place = gettext("%(first)s to %(last)s of %(total)s", first=wanted.first + 1, last=end, total=total)
    return SearchPage(
        frame=frame,
        text=wanted.shown,
        summary=_summary(wanted, total),
        rows=tuple(_row(hit, wanted.query, person, name, zone) for hit in outcome.hits),
        states=tuple(_states(wanted, counts)) if counts else (),
        state=wanted.state,
        works=tuple(_works(wanted, counts, titles)),
        work=wanted.work,
        notes=tuple(_notes(wanted, sum(counts.values()))),
        whole_href=wanted.href(state="", work="", page=1) if wanted.state or wanted.work else "",
        place=place if total > ROWS else "",
        previous_href=wanted.href(page=wanted.page - 1) if wanted.first else "",
        next_href=wanted.href(page=wanted.page + 1) if end < total else "",
    )


def _summary(wanted: Wanted, total: int) -> str:
    if not wanted.query.terms:
        return ""
    return ngettext("%(num)s record found", "%(num)s records found", total, num=total)


def _notes(wanted: Wanted, found: int) -> Iterator[str]:
    if wanted.text and not wanted.query.terms:
        yield gettext("There is no letter or digit in what you typed, so there is nothing to look for.")
    if not weighed(wanted.query, found):
        yield gettext(
            "More than %(most)s records have this word: those with it in their title come first, then the latest. "
            "Another word narrows it.",
            most=MOST_WEIGHED,
        )
    if wanted.query.cut:
        yield gettext(
            "Only the first %(terms)s words or quotes are looked for, within the first %(letters)s characters.",
            terms=MOST_TERMS,
            letters=LONGEST_QUERY,
        )


def _states(wanted: Wanted, counts: Counts) -> Iterator[Choice]:
    """The same words by how the records stand."""
    for state, label in {"": gettext("All"), **{state: label for state, (label, _) in STATES.items()}}.items():
        count = wanted.count(counts, state, wanted.work)
        yield Choice(label, wanted.href(state=state, page=1), count, wanted.state == state)


def _works(wanted: Wanted, counts: Counts, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    found = sorted({work for work, _ in counts}, key=lambda work: titles.get(work, work))
    if len(found) > 1:
        yield "", gettext("Any kind of work")
        for work in found:
            yield work, f"{titles.get(work, work)} ({wanted.count(counts, wanted.state, work)})"


def _row(hit: Hit, query: Query, person: str, name: Name, zone: tzinfo) -> FoundRow:
    record, state = hit.record, hit.record.state
    people = _next(record)
    changed = record.entries[-1].at if record.entries else state.submitted
    return FoundRow(
        number=state.number,
        title=marked(record.title, query),
        href=url_for("initiative.show", number=state.number),
        tier=state.tier,
        work=record.law.title,
        owner=name(state.owner),
        status=status_state(state.status),
        turn=_turn(people, name),
        yours=State("yours", gettext("Your turn")) if person in people else None,
        updated=moment(changed, record.at, zone),
        passages=snippets(hit.passages, query, MOST_PASSAGES, f"{record.title} {state.number}"),
    )


def _next(record: Record) -> list[str]:
    """Everybody who can act now."""
    law, status = record.law, record.state.status
    open_ = (node for node in record.why.gates if node.state == "open")
    deciding = [one for node in open_ if status in decided_in(law.gate_by_name[node.gate]) for one in node.next]
    return list(dict.fromkeys([*deciding, *record.why.next]))


def _turn(people: list[str], name: Name) -> str:
    """Whose turn it is, whoever reads."""
    if not people:
        return gettext("Nobody’s turn")
    named, more = tuple(map(name, people[:MOST_NAMED])), len(people) - MOST_NAMED
    if more > 0:
        return gettext("With %(names)s and %(more)s more", names=", ".join(named), more=more)
    return gettext("With %(names)s", names=listed(named))
