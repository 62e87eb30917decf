"""My initiatives: whose turn each is, by when, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from flask import url_for

from coe.drafts import Draft
from coe.forecast.expected_office import Due as Expectation
from governance.language.definition import Definition
from governance.law.afterwards import asked_for
from governance.law.dialogue import unanswered
from governance.law.gates import binding, decided_in
from web.owner.afterwards_page import asked_at
from web.owner.drafting import title_of
from web.owner.expected_open import brief
from web.owner.gaps import Gaps, gaps, lacking
from web.parts.moments import due, owner_due
from web.parts.pages import PageFrame
from web.parts.pieces import Choice, Due, Link, State
from web.parts.way import mini_way
from web.record.work_pages import InitiativeGroup, InitiativeRow, InitiativesPage
from web.rows import initiatives as mine
from web.rows.live import live
from web.rows.records import Record
from web.words.counts import counted
from web.words.reasons import gate_titles
from web.words.translating import gettext, lazy_gettext, ngettext
from web.words.vocabulary import either, status_word

YOURS, OTHERS, FINISHED = lazy_gettext("Your turn"), lazy_gettext("With others"), lazy_gettext("Finished")
METAS = {
    YOURS: lazy_gettext("latest first"),
    OTHERS: lazy_gettext("by due date"),
    FINISHED: lazy_gettext("latest first"),
}
TURNS = {mine.YOURS: YOURS, mine.OTHERS: OTHERS, mine.FINISHED: FINISHED}
ROWS = 25
FEW = 8
LONGEST = 80
MOST_GAPS = 3
MOST_NAMED = 3

Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person owns or writes: submitted records, drafts, and the definitions in force by workflow."""

    records: Sequence[Record]
    drafts: Sequence[Draft]
    laws: Mapping[str, Definition]
    expected: Mapping[str, Expectation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: whose turn ("" for all), a text in title or number, and which page."""

    turn: str
    text: str
    page: int

    @classmethod
    def of(cls, turn: str, text: str, page: int) -> Wanted:
        """What can be shown of what was asked."""
        return cls(turn if turn in TURNS else "", text.strip()[:LONGEST], max(1, page))

    def names(self, title: str) -> bool:
        """Whether the text is in this title."""
        return self.text.casefold() in title.casefold()

    def href(self, **changes: str | int) -> str:
        """The address of this with something else."""
        asked = {"turn": self.turn, "text": self.text, "page": self.page} | changes
        given = {name: value for name, value in asked.items() if value and value != 1}
        return url_for("initiatives.index", **given)  # type: ignore[arg-type]  # the values are of the address


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the list: its place, and how many there are by whose turn it is."""

    wanted: Wanted
    counts: Mapping[str, int]
    first: int
    end: int
    total: int

    @classmethod
    def of(cls, wanted: Wanted, drafts: int, counts: Mapping[str, int]) -> Part:
        """The page that is wanted, the last one where there are not so many."""
        found = {turn: counts.get(turn, 0) + (drafts if turn == mine.YOURS else 0) for turn in TURNS}
        total = found[wanted.turn] if wanted.turn else sum(found.values())
        page = min(wanted.page, max(1, -(-total // ROWS)))
        first = (page - 1) * ROWS
        return cls(replace(wanted, page=page), found, first, min(total, first + ROWS), total)

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set."""
        return bool(self.wanted.turn or self.wanted.text)


def initiatives_page(
    own: Mine, part: Part, frame: PageFrame, person: str, now: int, name_of: Name, zone: tzinfo
) -> InitiativesPage:
    """The page; groups without rows are left out."""
    placed = [(YOURS, _draft_row(draft, own.laws[draft.workflow], person)) for draft in own.drafts]
    for record in own.records:
        group, row = _record_row(record, person, now, name_of, zone)
        expected, band = brief(own.expected.get(record.id), record.law.record, now, zone)
        placed.append((group, replace(row, expected=expected, band=band)))
    count = {TURNS[turn]: number for turn, number in part.counts.items()}
    groups = tuple(_group(title, placed, count[title]) for title in METAS if any(group == title for group, _ in placed))
    wanted = part.wanted
    return InitiativesPage(
        frame,
        _summary(part),
        groups,
        url_for("intake.begin"),
        turns=_choices(part) if part.narrowed or sum(part.counts.values()) > FEW else (),
        turn=wanted.turn,
        text=wanted.text,
        action=url_for("initiatives.index"),
        whole_href=url_for("initiatives.index") if part.narrowed else "",
        place=_place(part) if part.total > ROWS else "",
        previous_href=wanted.href(page=wanted.page - 1) if part.first else "",
        next_href=wanted.href(page=wanted.page + 1) if part.end < part.total else "",
    )


def _summary(part: Part) -> str:
    total, yours, others = sum(part.counts.values()), part.counts[mine.YOURS], part.counts[mine.OTHERS]
    if part.wanted.text:
        return ngettext(
            "%(num)s initiative with “%(text)s” in title or number.",
            "%(num)s initiatives with “%(text)s” in title or number.",
            total,
            num=total,
            text=part.wanted.text,
        )
    said = ngettext(
        "%(num)s waits for you, %(others)s with others.",
        "%(num)s wait for you, %(others)s with others.",
        yours,
        num=yours,
        others=others,
    )
    return said if total else ""


def _place(part: Part) -> str:
    return gettext("%(first)s to %(last)s of %(total)s", first=part.first + 1, last=part.end, total=part.total)


def _choices(part: Part) -> tuple[Choice, ...]:
    """The same list by whose turn it is."""
    wanted = part.wanted
    every = Choice(gettext("All"), wanted.href(turn="", page=1), sum(part.counts.values()), not wanted.turn)
    rest = (
        Choice(title, wanted.href(turn=turn, page=1), part.counts[turn], wanted.turn == turn)
        for turn, title in TURNS.items()
    )
    return (every, *rest)


def _group(title: str, placed: Sequence[tuple[str, InitiativeRow]], count: int) -> InitiativeGroup:
    rows = [row for group, row in placed if group == title]
    if title == OTHERS:
        rows.sort(key=lambda row: row.due.moment.utc if row.due else "9")
    return InitiativeGroup(title, METAS[title], tuple(rows), max(count, len(rows)))


def _draft_row(draft: Draft, law: Definition, person: str) -> InitiativeRow:
    found = live(law, draft.answers)
    open_ = [each for each in gaps(law, draft.answers, found) if not each.complete]
    whose = gettext("Yours: finish the intake") if open_ else gettext("Yours: check and submit")
    if person != draft.owner:
        whose = gettext("You contribute")
    href = url_for("intake.draft", id_=draft.id)
    number, title = gettext("Draft"), title_of(law, draft.answers)
    return InitiativeRow(
        number, title, href, found.tier.name, law.title, State("yours", whose), gaps=_lacking(open_)
    )  # fmt: skip


def _lacking(open_: Sequence[Gaps]) -> tuple[str, ...]:
    """What the intake counts too: “5 answers missing”, and where."""
    if not open_:
        return ()
    where = open_[0].section.title if len(open_) == 1 else counted(len(open_), "section")
    return (gettext("In %(where)s: %(lacking)s", where=where, lacking=lacking(open_)),)


def _few(gaps: Sequence[str]) -> tuple[str, ...]:
    more = len(gaps) - MOST_GAPS
    return (*gaps[:MOST_GAPS], gettext("and %(more)s more", more=counted(more, "gap"))) if more > 0 else tuple(gaps)


def _record_row(record: Record, person: str, now: int, name_of: Name, zone: tzinfo) -> tuple[str, InitiativeRow]:
    group, turn, gaps = _asked_for(record, now, zone) or _turn(record, name_of)
    state, question = record.state, _question(record)
    if question and group == OTHERS:
        group, turn, gaps = YOURS, State("yours", gettext("Yours: answer a question")), [turn.word, *gaps]
    row = InitiativeRow(
        number=state.number,
        title=record.title,
        href=url_for("initiative.show", number=state.number),
        tier=state.tier,
        status=gettext("%(status)s, round %(round)s", status=status_word(state.status), round=state.round)
        if state.round > 1
        else status_word(state.status),
        turn=turn,
        path_svg=mini_way(record, person, name_of, zone),
        due=earliest_due(record, now, zone),
        gaps=_few(gaps),
        question=question,
    )
    return group, row


def _question(record: Record) -> Link | None:
    """What somebody asked and nobody has answered; the first of several."""
    waiting = unanswered(record.state)
    if not waiting:
        return None
    said = ngettext(
        "A question waits for you", "%(num)s questions wait for you", len(waiting), num=len(waiting)
    )
    return Link(said, url_for("initiative.show", number=record.state.number, _anchor=waiting[0].id))


def earliest_due(record: Record, now: int, zone: tzinfo) -> Due | None:
    """The clock that ends first: of an open gate, or of the owner's rework."""
    if record.state.status == "in rework":
        return owner_due(record.state.due, now, zone)
    marks = record.state.marks
    standing = [s.gate for s in record.standings.values() if s.state == "open" and s.gate.name in marks]
    open_ = [gate for gate in standing if record.state.status in decided_in(gate)]
    if not open_:
        return None
    first = min(open_, key=lambda gate: marks[gate.name].due or 1 << 62)
    return due(record.facts.calendar, first, marks[first.name], now, zone)


def _asked_for(record: Record, now: int, zone: tzinfo) -> tuple[str, State, list[str]] | None:
    """What the owner was asked after release and has not answered; None where nothing waits."""
    since = asked_at(record, now, zone)
    if since is None or record.state.status not in ("released", "expired", "retired"):
        return None
    asks = [asked_for(record.law, one.step) for one in record.state.check_ins if not one.note]
    turn = State("yours", gettext("Yours: asked for results since %(when)s", when=since.text.partition(",")[0]))
    return YOURS, turn, [f"{ask[:1].upper()}{ask[1:]}" for ask in asks if ask]


def _turn(record: Record, name_of: Name) -> tuple[str, State, list[str]]:
    match record.state.status:
        case "in rework":
            asked = [r for r in record.state.requests if r.round == record.state.round]
            return (
                YOURS,
                State("yours", gettext("Yours: %(asked)s to answer", asked=counted(len(asked), "request"))),
                [],
            )
        case "in review":
            return OTHERS, State("waiting", _with_whom(record, name_of)), []
        case "on hold":
            return OTHERS, State("on_hold", gettext("On hold: all clocks are stopped")), []
        case "approved":
            return _approved(record, name_of)
        case "released":
            return FINISHED, State("passed", gettext("Released%(confirming)s", confirming=_confirming(record))), []
        case "expired":
            return FINISHED, State("refused", gettext("Expired: blocked from use")), []
        case "retired":
            return FINISHED, State("not_needed", gettext("Retired")), []
        case "rejected" | "withdrawn" | "revoked" | "draft":
            return FINISHED, State("refused", status_word(record.state.status)), []


def _some(names: tuple[str, ...]) -> str:
    """“A, B or C”, “A, B and 4 others”."""
    if len(names) <= MOST_NAMED:
        return either(names)
    first = names[: MOST_NAMED - 1]
    return gettext("%(all)s and %(last)s", all=", ".join(first), last=counted(len(names) - len(first), "other"))


def _with_whom(record: Record, name_of: Name) -> str:
    open_ = [s for s in record.standings.values() if s.state == "open"]
    titles = gate_titles(record.law, tuple(s.gate.name for s in open_))
    if len(open_) != 1:
        return gettext("With %(titles)s", titles=titles) if open_ else gettext("With nobody")
    node = next(node for node in record.why.gates if node.gate == open_[0].gate.name)
    return (
        gettext("With %(node)s, %(titles)s", node=_some(tuple(map(name_of, node.next))), titles=titles)
        if node.next
        else gettext("%(titles)s: who may decide is away", titles=titles)
        if open_[0].away
        else gettext("%(titles)s: nobody can act now", titles=titles)
    )


def _approved(record: Record, name_of: Name) -> tuple[str, State, list[str]]:
    bound = binding(record.law, record.state)
    conditions = [c for c in record.state.conditions if c.id in bound and c.status != "verified"]
    unmet = [c for c in conditions if c.status == "open"]
    if unmet:
        return (
            YOURS,
            State("conditional", gettext("Yours: %(unmet)s to meet", unmet=counted(len(unmet), "condition"))),
            [],
        )
    if conditions:
        return (
            OTHERS,
            State(
                "conditional",
                gettext("With %(person)s, who verifies a condition", person=name_of(conditions[0].person)),
            ),
            [],
        )
    return YOURS, State("passed", gettext("Yours: release it%(confirming)s", confirming=_confirming(record))), []


def _confirming(record: Record) -> str:
    """Who has yet to ratify the approval."""
    waiting = [s.gate.name for s in record.standings.values() if s.gate.ratifies and s.state in ("open", "waiting")]
    return (
        gettext(", to be ratified by %(waiting)s", waiting=gate_titles(record.law, tuple(waiting))) if waiting else ""
    )
