"""The decision page of one reviewer at one gate: what changed for them, what they may do, and what they would sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from coe.manifestation import IMPORTED, NOT_SIGNED, manifested
from coe.source_words import source_words
from governance.formats.jcs import Json
from governance.language.asking import asking
from governance.language.definition import Definition, Gate
from governance.language.definition import Section as Declared
from governance.law.form import asked
from governance.law.passing import receivers
from governance.record.events import Finding as Found
from governance.record.state import Request
from web.parts.answers import Reader, answer, fingerprint
from web.parts.moments import day_of, due
from web.parts.pages import PageFrame
from web.parts.pieces import Answer, Change, Choice, Due, FieldError, Finding, Link, Moment, Section, State
from web.parts.redlined import redlined
from web.parts.sources import policy_link
from web.parts.way import way
from web.parts.why_shown import gate_why
from web.record import history, outcomes
from web.record.afterwards_parts import Proposal
from web.record.claims import claims_of, files_by_name
from web.record.decision_form import DecisionForm, to_acknowledge
from web.record.questions import Talk
from web.record.work_pages import DecisionPage
from web.rows.changes import Changed, Reading, reading_for, submissions, unchanged_since, whole_gate
from web.rows.records import Record
from web.words.reasons import tier_reason
from web.words.translating import Recorded, beside, gettext, ngettext
from web.words.vocabulary import listed

ALL = "all"
PURPOSES = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """What a decision page is made of: the record, the gate, who reads it in which seat, and what opens its texts."""

    record: Record
    gate: Gate
    person: str
    seat: str
    reader: Reader
    zone: tzinfo = UTC
    proposal: Proposal | None = None

    @property
    def reading(self) -> Reading:
        """What this person has to read here."""
        return reading_for(self.record.law, self.record.state, self.record.entries, self.gate, self.person)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The decisions before and after this one in the inbox, and where this one stands ("2 of 7")."""

    previous_href: str = ""
    next_href: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What the web knows and the record does not: frame, addresses, and which answers were asked for."""

    frame: PageFrame
    inbox: str
    here: str
    packet: str = ""
    neighbours: Neighbours = Neighbours()
    everything: bool = False
    talk: Talk = field(default_factory=Talk)


def decision_page(desk: Desk, around: Around, form: DecisionForm, errors: tuple[FieldError, ...] = ()) -> DecisionPage:
    """The whole page."""
    record, gate, state, reading = desk.record, desk.gate, desk.record.state, desk.reading
    drawn = way(record, desk.person, desk.reader.name_of, desk.zone)
    purpose, said = purposes(desk)
    return DecisionPage(
        frame=around.frame,
        back=Link(gettext("Inbox"), around.inbox),
        number=state.number,
        title=record.title,
        tier=state.tier,
        tier_because=tier_words(record.law, state.tier, state.answers),
        round=state.round,
        version=state.round,
        gate=gate.title,
        audience=audience(record.law, state.answers),
        owner=desk.reader.name_of(state.owner),
        due=due_here(desk),
        path_svg=drawn.svg,
        path_small_svg=drawn.small,
        path_text=drawn.text,
        since=gettext("version %(since)s", since=reading.since) if reading.since else "",
        changes=own_changes(desk, reading, everything=around.everything),
        views=_views(around, reading),
        purpose=purpose,
        purpose_meta=said,
        unchanged=rest(desk, reading),
        findings=tuple(_warning(f) for f in to_acknowledge(record.law, state, gate)),
        outcomes=outcomes.choices(record, gate, desk.person, desk.seat, desk.reader.name_of),
        checklist=tuple((name, "") for name, _ in asking(gate, state.answers).checklist),
        form=form,
        action=around.here,
        fingerprint=fingerprint(str(form.seen.data)),
        history=history.history(record, desk.reader, desk.person, desk.zone),
        why=gate_why(record, desk.person, gate.name, desk.reader.name_of, desk.zone),
        errors=errors,
        packet_href=around.packet,
        **asdict(around.neighbours),
        **_rule(desk, around),
    )


def _rule(desk: Desk, around: Around) -> dict[str, Any]:
    """Where the gate's rule comes from and is read, what it asked before, what is proposed, what ratifying means; and
    what was said beside it.
    """
    return {
        "talk": around.talk,
        "whole": asked_of_all(desk),
        "source": source_words(desk.gate.source),
        "policy": policy_link(desk.record.law),
        "proposal": desk.proposal,
        "confirming": confirming_words(desk),
        "passable": bool(receivers(desk.record.standings[desk.gate.name], desk.person)),
    }


def confirming_words(desk: Desk) -> str:
    """What a gate that ratifies decides on; "" for every other."""
    state = desk.record.state
    if not desk.gate.ratifies:
        return ""
    passed = listed(tuple(desk.record.law.gate_by_name[name].title for name in desk.gate.ratifies))
    use = gettext("is in use already") if state.status == "released" else gettext("may be released already")
    when = day_of(state.approved, desk.record.at, desk.zone)
    return gettext(
        "Approved on %(when)s at %(passed)s; it %(use)s. You confirm that approval, or your panel takes it back.",
        when=when,
        passed=passed,
        use=use,
    )


def due_here(desk: Desk) -> Due:
    """When this gate is due; a gate without a clock says so."""
    mark = desk.record.state.marks.get(desk.gate.name)
    found = due(desk.record.facts.calendar, desk.gate, mark, desk.record.at, desk.zone) if mark else None
    return found or Due(Moment(gettext("no due time"), ""), gettext("this gate has no clock"), 0)


def change(desk: Desk, one: Changed, reading: Reading) -> Change:
    """One answer: redlined when it changed, with the requests it may answer and the owner's replies."""
    if one.changed:
        read = redlined(one.field, one.before, one.after, desk.reader)
    else:
        read = answer(one.field, one.after, desk.reader)
    flag = None
    if one.requests and reading.since:
        flag = _answers(one, desk.person) if one.changed else State("warning", gettext("Asked for, and not changed"))
    elif one.requests:
        flag = State("passed", gettext("A change was asked for"))
    claims = claims_of(one.field, read, files_by_name(desk.record, desk.reader)) if one.field.claim else ()
    asked = tuple(_asked(desk, r) for r in one.requests)
    return Change(read, flag, asked=asked, unrequested=not one.asked, claims=claims)


def _answers(one: Changed, person: str) -> State:
    mine = [r for r in one.requests if r.person == person]
    numbers = [r.id.removeprefix("r") for r in mine or one.requests]
    told, count = ", ".join(numbers), len(numbers)
    if mine:
        said = ngettext("Answers your request %(numbers)s", "Answers your requests %(numbers)s", count, numbers=told)
    else:
        said = ngettext("Answers request %(numbers)s", "Answers requests %(numbers)s", count, numbers=told)
    return State("passed", said)


def _asked(desk: Desk, one: Request) -> tuple[str, str]:
    """A request in the words of who asked, and the owner's reply ("" before there is one)."""
    texts, state = desk.reader.texts, desk.record.state
    votes = [v for v in state.votes.get(one.gate, ()) if v.person == one.person and v.round == one.round]
    who = gettext("You") if one.person == desk.person else desk.reader.name_of(one.person)
    said = gettext("%(who)s asked: “%(words)s”", who=who, words=texts.get(one.text, "erased"))
    if votes:
        signature, name = votes[-1].signature, desk.reader.name_of(one.person)
        signed = f"{manifested(name, votes[-1].at, desk.zone, signature.meaning)}."
        said = beside(said, NOT_SIGNED if signature.method == IMPORTED else signed)
    return said, gettext(
        "%(owner)s replied: “%(reply)s”", owner=desk.reader.name_of(state.owner), reply=texts.get(one.reply, "erased")
    ) if one.reply else ""


def _views(around: Around, reading: Reading) -> tuple[Choice, ...]:
    """The two ways to read a second time; a first reading has one."""
    if not reading.since or not reading.others:
        return ()
    both = len(reading.mine) + len(reading.others)
    return (
        Choice(gettext("Your sections"), around.here, len(reading.mine), not around.everything),
        Choice(gettext("Everything"), f"{around.here}?show={ALL}", both, around.everything),
    )


def own_changes(desk: Desk, reading: Reading, *, everything: bool) -> tuple[Change, ...]:
    """The reviewer's own changes first; all of them where everything is asked for."""
    shown = (*reading.mine, *reading.others) if everything else reading.mine
    return tuple(change(desk, one, reading) for one in shown)


def rest(desk: Desk, reading: Reading) -> tuple[Section, ...]:
    """Every section, the gate's own first, with what is known of it; at a first reading without those read above."""
    law, found = desk.record.law, submissions(desk.record.entries)
    own = [section for section in law.sections if section.name in desk.gate.reviews]
    others = [section for section in law.sections if section.name not in desk.gate.reviews]
    shown = [*(own if reading.since else ()), *others]
    moved = {one.field.name for one in (*reading.mine, *reading.others) if one.changed}
    return tuple(
        _section(desk, section, found[-1].answers, moved, unchanged_since(found, _names(section))) for section in shown
    )


def _names(section: Declared) -> tuple[str, ...]:
    return tuple(field.name for field in section.fields)


def _section(desk: Desk, declared: Declared, given: Mapping[str, Json], moved: set[str], since: int) -> Section:
    fields = [f for f in declared.fields if asked(f, given) and f.name not in moved and f.name in given]
    changed = sum(f.name in moved for f in declared.fields)
    first = (
        gettext("as submitted")
        if desk.record.state.round == 1
        else gettext("unchanged since version %(since)s", since=since)
    )
    where = gettext("above") if declared.name in desk.gate.reviews else gettext("under “Everything”")
    meta = (
        gettext("%(changed)s changed, %(where)s; the rest as before", changed=changed, where=where)
        if changed
        else first
    )
    return Section(declared.title, meta, tuple(answer(f, given.get(f.name), desk.reader) for f in fields))


def purposes(desk: Desk) -> tuple[tuple[Answer, ...], str]:
    """What the work is for: the form's first text, and what its second section asks first and measures first."""
    law, given = desk.record.law, desk.record.state.answers
    if len(law.sections) <= 1 or {law.sections[0].name, law.sections[1].name} <= set(desk.gate.reviews):
        return (), ""
    wanted = [
        next((f for f in law.sections[0].fields if f.kind == "text" and f.name in given), None),
        next((f for f in law.sections[1].fields if f.kind in ("line", "text") and f.name in given), None),
        next((f for f in law.sections[1].fields if f.kind == "table" and f.name in given), None),
    ]
    fields = [field for field in wanted if field is not None][:PURPOSES]
    since = unchanged_since(submissions(desk.record.entries), (f.name for f in fields))
    told = tuple(_brief(answer(field, given[field.name], desk.reader)) for field in fields)
    return told, gettext("unchanged since version %(since)s", since=since) if desk.record.state.round > 1 else ""


def _brief(full: Answer) -> Answer:
    """An answer short enough to stand in a third of the page: of a table its first row."""
    if not full.rows:
        return full
    first = [text for cell in full.rows[0].cells for _, text in cell]
    more = gettext(" and %(rows)s more", rows=len(full.rows) - 1) if len(full.rows) > 1 else ""
    named = dict(zip(full.columns, ("".join(text for _, text in cell) for cell in full.rows[0].cells), strict=True))
    pair = [named[key] for key in ("Baseline", "Target") if named.get(key)]
    said = first[0] if first else ""
    if len(pair) == 2:  # noqa: PLR2004 - from where to where
        said = gettext("%(what)s: %(now)s to %(then)s", what=said, now=pair[0], then=pair[1])
    said = f"{said}{more}"
    return Answer(full.label, (("same", said),), voice="product")


def audience(law: Definition, given: Mapping[str, Json]) -> str:
    """Whom it is for: the rows of the form's first matrix answered with its first column."""
    field = next((f for f in law.field_by_name.values() if f.kind == "matrix" and f.name in given), None)
    chosen = given.get(field.name) if field else None
    if field is None or not isinstance(chosen, dict) or not field.options:
        return law.title
    return ", ".join(label for name, label in field.rows if chosen.get(name) == field.options[0][0]) or law.title


def tier_words(law: Definition, tier: str, given: Mapping[str, Json]) -> str:
    """Why this tier, in the words of the form."""
    found = next((one for one in law.tiers if one.name == tier), None)
    return tier_reason(law, found, given) if found else ""


def _warning(finding: Found) -> Finding:
    return Finding(State("warning", gettext("Warning")), Recorded(finding.what), Recorded(finding.cure))


def asked_of_all(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Earlier requests of this gate about all of it, each with the reply."""
    return tuple(_asked(desk, one) for one in whole_gate(desk.record.state, desk.gate.name, desk.reading.since))
