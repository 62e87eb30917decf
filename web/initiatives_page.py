"""My initiatives: whose turn each is, by when, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from flask import url_for

from coe.drafts import Draft
from coe.forecast.expected_office import Due as Expectation
from governance.afterwards import asked_for
from governance.definition import Definition
from governance.gates import binding, decided_in
from governance.why_words import who_next
from web.afterwards_page import asked_at
from web.drafting import title_of
from web.expected_open import brief
from web.live import live
from web.moments import due, owner_due
from web.pages import PageFrame
from web.parts import Due, State
from web.reasons import counted, gate_titles
from web.records import Record
from web.translating import gettext, lazy_gettext, ngettext
from web.way import mini_way
from web.work_pages import InitiativeGroup, InitiativeRow, InitiativesPage

YOURS, OTHERS, DONE, FINISHED = (
    lazy_gettext("Your turn"),
    lazy_gettext("With others"),
    lazy_gettext("Approved"),
    lazy_gettext("Finished"),
)
METAS = {
    YOURS: lazy_gettext("latest first"),
    OTHERS: lazy_gettext("by due date"),
    DONE: lazy_gettext("nothing left to decide"),
    FINISHED: lazy_gettext("the last ones"),
}
MOST_GAPS = 3

Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person owns or writes: submitted records, drafts, and the definitions in force by workflow."""

    records: Sequence[Record]
    drafts: Sequence[Draft]
    laws: Mapping[str, Definition]
    expected: Mapping[str, Expectation] = field(default_factory=dict)


def initiatives_page(
    mine: Mine, frame: PageFrame, person: str, now: int, name_of: Name, zone: tzinfo
) -> InitiativesPage:
    """The page; groups without rows are left out."""
    placed: list[tuple[str, InitiativeRow]] = []
    taken = {record.id for record in mine.records}
    for draft in mine.drafts:
        law = mine.laws.get(draft.workflow)
        if law is not None and draft.id not in taken:
            placed.append((YOURS, _draft_row(draft, law, person)))
    for record in mine.records:
        group, row = _record_row(record, person, now, name_of, zone)
        expected, band = brief(mine.expected.get(record.id), record.law.record, now, zone)
        placed.append((group, replace(row, expected=expected, band=band)))
    groups = tuple(_group(title, placed) for title in METAS if any(group == title for group, _ in placed))
    count = {title: sum(group == title for group, _ in placed) for title in METAS}
    summary = (
        ngettext(
            "%(num)s waits for you, %(others)s with others.",
            "%(num)s wait for you, %(others)s with others.",
            count[YOURS],
            num=count[YOURS],
            others=count[OTHERS],
        )
        if groups
        else ""
    )
    return InitiativesPage(frame, summary, groups, url_for("intake.begin"))


def _group(title: str, placed: Sequence[tuple[str, InitiativeRow]]) -> InitiativeGroup:
    rows = [row for group, row in placed if group == title]
    if title == OTHERS:
        rows.sort(key=lambda row: row.due.moment.utc if row.due else "9")
    return InitiativeGroup(title, METAS[title], tuple(rows))


def _draft_row(draft: Draft, law: Definition, person: str) -> InitiativeRow:
    found = live(law, draft.answers)
    gaps = _gaps(law, {problem.field for problem in found.problems})
    blocks = sum(finding.severity == "block" for finding in found.findings)
    gaps += (
        [ngettext("%(num)s finding blocks submission", "%(num)s findings block submission", blocks, num=blocks)]
        if blocks
        else []
    )
    whose = gettext("Yours: finish the intake") if gaps else gettext("Yours: check and submit")
    if person != draft.owner:
        whose = gettext("You contribute")
    href = url_for("intake.draft", id_=draft.id)
    return InitiativeRow(
        "Draft", title_of(law, draft.answers), href, found.tier.name, law.title, State("yours", whose), gaps=_few(gaps)
    )


def _gaps(law: Definition, fields: set[str]) -> list[str]:
    counts = {s.title: sum(f.name in fields for f in s.fields) for s in law.sections}
    return [
        gettext("%(number)s missing in %(title)s", number=counted(number, "answer"), title=title)
        for title, number in counts.items()
        if number
    ]


def _few(gaps: Sequence[str]) -> tuple[str, ...]:
    more = len(gaps) - MOST_GAPS
    return (*gaps[:MOST_GAPS], gettext("and %(more)s more", more=counted(more, "gap"))) if more > 0 else tuple(gaps)


def _record_row(record: Record, person: str, now: int, name_of: Name, zone: tzinfo) -> tuple[str, InitiativeRow]:
    group, turn, gaps = _asked_for(record, now, zone) or _turn(record, name_of)
    state = record.state
    row = InitiativeRow(
        number=state.number,
        title=record.title,
        href=url_for("initiative.show", number=state.number),
        tier=state.tier,
        status=gettext("%(status)s, round %(round)s", status=state.status.capitalize(), round=state.round)
        if state.round > 1
        else state.status.capitalize(),
        turn=turn,
        path_svg=mini_way(record, person, name_of, zone),
        due=earliest_due(record, now, zone),
        gaps=_few(gaps),
    )
    return group, row


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
            return FINISHED, State("refused", record.state.status.capitalize()), []


def _with_whom(record: Record, name_of: Name) -> str:
    open_ = [s for s in record.standings.values() if s.state == "open"]
    titles = gate_titles(record.law, tuple(s.gate.name for s in open_))
    if len(open_) != 1:
        return gettext("With %(titles)s", titles=titles) if open_ else gettext("With nobody")
    node = next(node for node in record.why.gates if node.gate == open_[0].gate.name)
    return (
        gettext("With %(node)s, %(titles)s", node=who_next(node, name_of), titles=titles)
        if node.next
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
