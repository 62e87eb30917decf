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
from web.way import mini_way
from web.work_pages import InitiativeGroup, InitiativeRow, InitiativesPage

YOURS, OTHERS, DONE, FINISHED = "Your turn", "With others", "Approved", "Finished"
METAS = {YOURS: "latest first", OTHERS: "by due date", DONE: "nothing left to decide", FINISHED: "the last ones"}
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
    waits = "waits" if count[YOURS] == 1 else "wait"
    summary = f"{count[YOURS]} {waits} for you, {count[OTHERS]} with others." if groups else ""
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
    gaps += [f"{counted(blocks, 'finding')} {'blocks' if blocks == 1 else 'block'} submission"] if blocks else []
    whose = "Yours: finish the intake" if gaps else "Yours: check and submit"
    if person != draft.owner:
        whose = "You contribute"
    href = url_for("intake.draft", id_=draft.id)
    return InitiativeRow(
        "Draft", title_of(law, draft.answers), href, found.tier.name, law.title, State("yours", whose), gaps=_few(gaps)
    )


def _gaps(law: Definition, fields: set[str]) -> list[str]:
    counts = {s.title: sum(f.name in fields for f in s.fields) for s in law.sections}
    return [f"{counted(number, 'answer')} missing in {title}" for title, number in counts.items() if number]


def _few(gaps: Sequence[str]) -> tuple[str, ...]:
    more = len(gaps) - MOST_GAPS
    return (*gaps[:MOST_GAPS], f"and {counted(more, 'gap')} more") if more > 0 else tuple(gaps)


def _record_row(record: Record, person: str, now: int, name_of: Name, zone: tzinfo) -> tuple[str, InitiativeRow]:
    group, turn, gaps = _asked_for(record, now, zone) or _turn(record, name_of)
    state = record.state
    row = InitiativeRow(
        number=state.number,
        title=record.title,
        href=url_for("initiative.show", number=state.number),
        tier=state.tier,
        status=f"{state.status.capitalize()}, round {state.round}" if state.round > 1 else state.status.capitalize(),
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
    turn = State("yours", f"Yours: asked for results since {since.text.partition(',')[0]}")
    return YOURS, turn, [f"{ask[:1].upper()}{ask[1:]}" for ask in asks if ask]


def _turn(record: Record, name_of: Name) -> tuple[str, State, list[str]]:
    match record.state.status:
        case "in rework":
            asked = [r for r in record.state.requests if r.round == record.state.round]
            return YOURS, State("yours", f"Yours: {counted(len(asked), 'request')} to answer"), []
        case "in review":
            return OTHERS, State("waiting", _with_whom(record, name_of)), []
        case "on hold":
            return OTHERS, State("on_hold", "On hold: all clocks are stopped"), []
        case "approved":
            return _approved(record, name_of)
        case "released":
            return FINISHED, State("passed", f"Released{_confirming(record)}"), []
        case "expired":
            return FINISHED, State("refused", "Expired: blocked from use"), []
        case "retired":
            return FINISHED, State("not_needed", "Retired"), []
        case "rejected" | "withdrawn" | "revoked" | "draft":
            return FINISHED, State("refused", record.state.status.capitalize()), []


def _with_whom(record: Record, name_of: Name) -> str:
    open_ = [s for s in record.standings.values() if s.state == "open"]
    titles = gate_titles(record.law, tuple(s.gate.name for s in open_))
    if len(open_) != 1:
        return f"With {titles}" if open_ else "With nobody"
    node = next(node for node in record.why.gates if node.gate == open_[0].gate.name)
    return f"With {who_next(node, name_of)}, {titles}" if node.next else f"{titles}: nobody can act now"


def _approved(record: Record, name_of: Name) -> tuple[str, State, list[str]]:
    bound = binding(record.law, record.state)
    conditions = [c for c in record.state.conditions if c.id in bound and c.status != "verified"]
    unmet = [c for c in conditions if c.status == "open"]
    if unmet:
        return YOURS, State("conditional", f"Yours: {counted(len(unmet), 'condition')} to meet"), []
    if conditions:
        return OTHERS, State("conditional", f"With {name_of(conditions[0].person)}, who verifies a condition"), []
    return YOURS, State("passed", f"Yours: release it{_confirming(record)}"), []


def _confirming(record: Record) -> str:
    """Who has yet to ratify the approval."""
    waiting = [s.gate.name for s in record.standings.values() if s.gate.ratifies and s.state in ("open", "waiting")]
    return f", to be ratified by {gate_titles(record.law, tuple(waiting))}" if waiting else ""
