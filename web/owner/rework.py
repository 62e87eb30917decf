"""What would follow if a draft in rework were submitted now: which answers changed unasked, which gates decide again.

The law itself is asked: its own event is made of the draft and folded, so that page and office cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for

from governance.language.definition import Definition
from governance.law.gates import standings
from governance.record.events import Submitted
from governance.record.state import Initiative, Request, evolve
from web.owner.drafting import Desk
from web.parts.answers import ERASED, Reader
from web.parts.compared import compared, readers, summary
from web.parts.forms import input_id
from web.parts.pieces import Change, Finding, State
from web.parts.redlined import redlined
from web.record.check_pages import Resubmitted
from web.record.work_pages import Consequence
from web.rows.changes import Changed
from web.rows.live import asked_answers, confided
from web.rows.records import Record
from web.words.reasons import gate_titles
from web.words.translating import gettext

AGAIN, STANDS = State("not_open", "Decides again"), State("passed", "Stands")
UNASKED = State("warning", "Nobody asked for this")
CHANGED = "changed"
REPLIED = "0" * 64


@dataclass(frozen=True, slots=True)
class Again:
    """`changed` are the answers that differ from the last version, `decides` the gates that would decide again, first
    or later, and `stands` those whose decisions would carry over.
    """

    changed: tuple[Changed, ...] = ()
    decides: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()

    def unasked(self, law: Definition, gate: str = "") -> tuple[str, ...]:
        """The labels of the answers nobody asked to change; those a gate reads, if one is named."""
        found = (one for one in self.changed if one.changed and not one.asked)
        return tuple(one.field.label for one in found if not gate or gate in readers(law, one.section))


def again(desk: Desk) -> Again | None:
    """What a submission now would bring; None for a first version."""
    record = desk.record
    if record is None:
        return None
    law = desk.law
    before, after = asked_answers(law, desk.base), asked_answers(law, desk.draft.answers)
    found = compared(law, before, after, desk.requests)
    moved = {one.section for one in found if one.changed}
    state = _submitted(desk, record, moved)
    places = standings(law, record.facts, state, record.at)
    passed = tuple(name for name, each in places.items() if each.state == "passed")
    decides = tuple(n for n, each in places.items() if each.state in ("open", "waiting") and not each.gate.ratifies)
    return Again(found, decides, passed)


def notes(desk: Desk, found: Again | None) -> Mapping[str, str]:
    """What stands beside each changed answer, by field: that it changed, and who reads it again unasked."""
    if found is None or desk.record is None:
        return {}
    version = desk.record.state.round
    said = {}
    for one in found.changed:
        if one.changed and not one.asked:
            gates = tuple(gate for gate in readers(desk.law, one.section) if gate in found.decides)
            verb = "reads" if len(gates) == 1 else "read"
            again_ = f"; {gate_titles(desk.law, gates)} {verb} it again because of it" if gates else ""
            said[one.field.name] = f"Changed since version {version}. Nobody asked for this{again_}."
        elif one.changed:
            said[one.field.name] = f"Changed since version {version}, as was asked."
    return said


def _submitted(desk: Desk, record: Record, moved: set[str]) -> Initiative:
    """The record as the law would have it: the digests of sections that did not change stay what they are."""
    last = next(e for each in reversed(record.entries) for e in each.events if isinstance(e, Submitted))
    event = replace(
        last,
        answers=confided(desk.law, desk.live.clean),
        sections={name: CHANGED if name in moved else kept for name, kept in record.state.sections.items()},
        replies={request.id: REPLIED for request in desk.requests},
        edits=desk.draft.edits,
        round=record.state.round + 1,
        tier=desk.live.tier.name,
        findings=desk.live.findings,
    )
    return evolve(record.state, event, record.state.owner, record.at)


def resubmitted(desk: Desk, found: Again | None, reader: Reader) -> Resubmitted | None:
    """What this version changes, as its reviewers will read it; None for a first version."""
    if found is None:
        return None
    given = len((desk.base.keys() | desk.draft.answers.keys()) & desk.law.field_by_name.keys())
    whole = (one for one in desk.requests if one.concerns not in desk.law.field_by_name)
    changes = (_change(desk, one, reader) for one in found.changed)
    return Resubmitted(
        summary(found.changed, given), tuple(changes), tuple(_reply(desk, one, reader) for one in whole)
    )


def _change(desk: Desk, one: Changed, reader: Reader) -> Change:
    flag = None
    if one.requests and not one.changed:
        flag = State("warning", gettext("Asked for, and not changed"))
    elif one.changed and one.asked:
        flag = State("passed", gettext("A change was asked for"))
    asked = tuple(_reply(desk, each, reader) for each in one.requests)
    read = redlined(one.field, one.before, one.after, reader)
    return Change(read, flag, asked=asked, unrequested=one.changed and not one.asked)


def _reply(desk: Desk, request: Request, reader: Reader) -> tuple[str, str]:
    who = f"{reader.name_of(request.person)}, {desk.law.title_of(request.gate)},"
    said = gettext("%(who)s asked: “%(get)s”", who=who, get=reader.texts.get(request.text, ERASED))
    reply = desk.draft.replies.get(request.id, "")
    return said, gettext("Your reply: “%(reply)s”", reply=reply) if reply else gettext("No reply yet")


def previewed(desk: Desk, found: Again | None, shown: Consequence) -> Consequence:
    """The gates as this submission would leave them: those that decide again with the cause, the rest as they stand."""
    if found is None or desk.record is None:
        return shown
    asking = {request.gate for request in desk.requests}
    titles = {desk.law.title_of(name): name for name in (*found.decides, *found.stands)}
    stands, decides = [], []
    for gate in shown.gates:
        name = titles.get(gate.title, "")
        if name in found.stands:
            stands.append(replace(gate, state=STANDS, reason="Nothing it reviews changed.", promise=""))
        else:
            decides.append(replace(gate, state=AGAIN, reason=_cause(desk, found, name, asking) or gate.reason))
    return replace(shown, gates=tuple(decides), stands=tuple(stands))


def flagged(desk: Desk, found: Again | None) -> tuple[Finding, ...]:
    """The answers that changed though nobody asked, each with who reads it again because of it."""
    if found is None:
        return ()
    said = notes(desk, found)
    unasked = (one for one in found.changed if one.changed and not one.asked)
    return tuple(
        Finding(UNASKED, one.field.label, _readers(said[one.field.name]), "", _at(desk, one)) for one in unasked
    )


def _readers(said: str) -> str:
    words = said.partition("; ")[2] or "nobody reads it again."
    return words[:1].upper() + words[1:]


def _at(desk: Desk, one: Changed) -> str:
    return f"{url_for('intake.section', id_=desk.draft.id, section=one.section)}#{input_id(one.field)}"


def _cause(desk: Desk, found: Again, gate: str, asking: set[str]) -> str:
    unasked = " and ".join(f"“{label}”" for label in found.unasked(desk.law, gate))
    if gate in asking:
        return f"It asked for changes, and reads {unasked} too." if unasked else "It asked for changes."
    if unasked:
        return f"Because of {unasked}, which nobody asked to change."
    moved = any(one.changed and gate in readers(desk.law, one.section) for one in found.changed)
    return "It reviews what was changed for others." if moved else ""
