"""From an entry to the rows of the record tables: pure, and the same for the live office and for `coe rebuild`.

Tables that show what is now are the difference of two states; tables that show what happened are read off the entry.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from json import dumps
from typing import TypeVar, assert_never

from coe import tables as t
from coe.changes import Changes
from coe.law import id_of
from coe.outbox import notices
from coe.search.passages import title_of
from coe.search.projecting import project_words
from coe.statements import Row
from governance.language.definition import Definition, Gate
from governance.law import afterwards, clocks
from governance.law.dialogue import unanswered
from governance.law.pools import Facts, Holding, Lent, Person, Pool
from governance.office.incidents import Incident
from governance.record import events as e
from governance.record.entry import Entry
from governance.record.identity import Signatures
from governance.record.state import IN_USE, Initiative, Mark

COUNT_DIGITS = 4
MOST_ANSWERS = 10**COUNT_DIGITS - 1


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry with its stream's state before and after, and the facts that were consulted."""

    entry: Entry
    before: object
    after: object
    facts: Facts


def project(happened: Happened, changes: Changes) -> None:
    """Add what this entry changes in the record tables."""
    match happened.after:
        case Initiative():
            _initiative(happened, happened.after, changes)
        case Pool():
            _pool(happened, happened.after, changes)
        case Person():
            _person(happened, happened.after, changes)
        case Incident():
            changes.put(
                t.incident, {"id": id_of(happened.entry.stream), "seq": happened.entry.seq, **asdict(happened.after)}
            )
        case Signatures(demanded=demanded, enabled=enabled, reference=reference):
            row: Row = {"stream": happened.entry.stream, "demanded": demanded, "enabled": enabled}
            changes.put(t.certification, {**row, "reference": reference})
        case _:
            pass
    _told(happened, changes)
    for event in happened.entry.events:
        _recorded(event, happened.entry, changes)


def _told(happened: Happened, changes: Changes) -> None:
    """The notices of this entry; one that is about no initiative is read from the entry itself."""
    entry, after = happened.entry, happened.after
    facts = replace(happened.facts, law=happened.facts.to or happened.facts.law, to=None)
    record = id_of(entry.stream) if isinstance(after, Initiative) else ""
    for place, told in enumerate(notices(entry, after, facts)):
        row = {"seq": entry.seq, "place": place, "person": told.person, "kind": told.kind}
        changes.put(t.notice, row | {"initiative": record, "gate": told.gate, "step": told.step})


def _initiative(happened: Happened, after: Initiative, changes: Changes) -> None:
    entry, facts = happened.entry, happened.facts
    record = id_of(entry.stream)
    before = happened.before if isinstance(happened.before, Initiative) else Initiative()
    before_law, facts = facts.law, replace(facts, law=facts.to or facts.law, to=None)
    changes.put(t.initiative, _summary(entry, after, facts.law))
    if before.requests is not after.requests:
        changes.differ(t.request, _requests(record, before), _requests(record, after))
    if before.conditions is not after.conditions:
        changes.differ(t.condition, _conditions(record, before), _conditions(record, after))
    old, new = open_marks(before), open_marks(after)
    if facts.law is before_law:
        old, new = _only_different(old, new)
    if facts.law is not None and before_law is not None and (old or new):
        law = facts.law
        changes.differ(t.gate_open, _gates(record, before, old, before_law), _gates(record, after, new, law))
        changes.differ(t.clock_step, _steps(record, old, before_law, facts), _steps(record, new, law, facts))
    _afterwards(record, (before, before_law), (after, facts.law), changes)
    words(happened, changes)
    if before.status == "draft":
        _number(after, entry.at, changes)


def words(happened: Happened, changes: Changes) -> None:
    """Add what an entry of an initiative changes of what search finds; nothing for any other."""
    before, after, facts = happened.before, happened.after, happened.facts
    if isinstance(after, Initiative):
        old = before if isinstance(before, Initiative) else Initiative()
        project_words(happened.entry, (old, facts.law), (after, facts.to or facts.law), changes)


Judged = tuple[Initiative, Definition | None]


def _afterwards(record: str, before: Judged, after: Judged, changes: Changes) -> None:
    """What lies ahead of an approved record, among the steps of the clocks."""
    if before[0].approved or after[0].approved:
        changes.differ(t.clock_step, _moments(record, *before), _moments(record, *after))


def _moments(record: str, state: Initiative, law: Definition | None) -> Iterator[Row]:
    for moment in afterwards.moments(law, state) if law else ():
        row = {"initiative": record, "gate": "", "step": moment.step, "opening": moment.term}
        yield row | {"at": moment.at, "kind": moment.kind}


def _summary(entry: Entry, state: Initiative, law: Definition | None) -> Row:
    waiting = open_marks(state)
    dues = [mark.due for mark in waiting.values() if mark.due]
    return {
        "id": id_of(entry.stream),
        "seq": entry.seq,
        "version": entry.version,
        "number": state.number,
        "title": title_of(state, law),
        "workflow": state.workflow,
        "definition": state.definition,
        "owner": state.owner,
        "status": state.status,
        "round": state.round,
        "tier": state.tier,
        "submitted": state.submitted,
        "updated": entry.at,
        "due": min(dues, default=state.due),
        "waiting": ",".join((*(["owner"] if _owner_awaited(state) else []), *waiting)),
        "expires": state.expires,
    }


def _owner_awaited(state: Initiative) -> bool:
    """Whether the owner is to submit again, to answer a question, or to answer what was asked after release."""
    asked = any(not one.note for one in state.check_ins)
    afterwards = asked and state.status in ("released", "expired", "retired")
    return state.status == "in rework" or bool(unanswered(state)) or afterwards


Marks = Mapping[str, Mark]


def open_marks(state: Initiative) -> Marks:
    """The gates somebody may decide at now: in review, or once approved those that ratify."""
    if state.status != "in review" and state.status not in IN_USE:
        return {}
    return {name: mark for name, mark in state.marks.items() if mark.state == "open"}


def _only_different(old: Marks, new: Marks) -> tuple[Marks, Marks]:
    """Each without what it shares with the other."""
    return (
        {name: mark for name, mark in old.items() if new.get(name) is not mark},
        {name: mark for name, mark in new.items() if old.get(name) is not mark},
    )


def _gates(record: str, state: Initiative, marks: Marks, law: Definition) -> Iterator[Row]:
    for name, mark in marks.items():
        gate, changes = law.gate_by_name[name], _changed(state, law.gate_by_name[name], law)
        for panel in (gate.panel, *mark.joined):
            row = {"initiative": record, "gate": name, "panel": panel, "title": gate.title}
            yield row | {"opening": mark.opening, "opened": mark.opened, "due": mark.due, "changes": changes}


def _changed(state: Initiative, gate: Gate, law: Definition) -> str:
    """How many answers there are to read at this gate for who signed there last in round 0 (never), 1, 2 and so on: a
    number of `COUNT_DIGITS` each.
    """
    mine = [name for name, section in law.section_of_field.items() if section in gate.reviews]
    rounds = [state.changed.get(name, 0) for name in mine]
    first = sum(name in state.answers for name in mine)
    later = (sum(changed > signed for changed in rounds) for signed in range(1, state.round))
    return "".join(f"{min(count, MOST_ANSWERS):0{COUNT_DIGITS}}" for count in (first, *later))


def _steps(record: str, marks: Marks, law: Definition, facts: Facts) -> Iterator[Row]:
    for name, mark in marks.items():
        for step in clocks.steps(facts.calendar, law.gate_by_name[name], mark):
            if step.name not in mark.steps:
                row = {"initiative": record, "gate": name, "step": step.name, "opening": mark.opening}
                yield row | {"at": step.at, "kind": step.kind}


def _requests(record: str, state: Initiative) -> Iterator[Row]:
    for each in state.requests:
        row = {"initiative": record, "id": each.id, "gate": each.gate, "person": each.person, "round": each.round}
        yield row | {"concerns": each.concerns, "text": each.text, "reply": each.reply}


def _conditions(record: str, state: Initiative) -> Iterator[Row]:
    for each in state.conditions:
        row = {"initiative": record, "id": each.id, "gate": each.gate, "person": each.person, "round": each.round}
        yield row | {"text": each.text, "due": each.due, "note": each.note, "status": each.status}


def _pool(happened: Happened, after: Pool, changes: Changes) -> None:
    pool = happened.entry.stream
    before = happened.before if isinstance(happened.before, Pool) else Pool()
    old, new = _only_moved(before.holdings, after.holdings)
    changes.differ(t.pool_member, _members(pool, old), _members(pool, new))
    changes.differ(t.delegation, *(_lent(pool, some) for some in _only_moved(before.lent, after.lent)))


_Part = TypeVar("_Part")
Placed = list[tuple[int, _Part]]


def _only_moved(old: Sequence[_Part], new: Sequence[_Part]) -> tuple[Placed[_Part], Placed[_Part]]:
    """Each with its places, without what stands in the same place in both: a pool of thousands changes by one."""
    return (
        [(place, part) for place, part in enumerate(old) if place >= len(new) or new[place] is not part],
        [(place, part) for place, part in enumerate(new) if place >= len(old) or old[place] is not part],
    )


def _members(pool: str, holdings: Placed[Holding]) -> Iterator[Row]:
    for place, held in holdings:
        row = {"pool": pool, "place": place, "person": held.person, "seat": held.seat, "alternate": held.alternate}
        scope = dumps({name: [*allowed] for name, allowed in held.scope.items()}, sort_keys=True)
        yield row | {"since": held.since, "until": held.until, "scope": scope}


def _lent(pool: str, delegations: Placed[Lent]) -> Iterator[Row]:
    for place, lent in delegations:
        row = {"pool": pool, "place": place, "person": lent.person, "to": lent.to}
        yield row | {"since": lent.since, "until": lent.until}


def _person(happened: Happened, after: Person, changes: Changes) -> None:
    person = id_of(happened.entry.stream)
    before = happened.before if isinstance(happened.before, Person) else Person()
    changes.differ(t.absence, _away(person, before), _away(person, after))
    if after.identity != before.identity:
        changes.put(t.signer, {"person": person, **asdict(after.identity)})


def _away(person: str, state: Person) -> Iterator[Row]:
    for place, (since, until) in enumerate(state.absences):
        yield {"person": person, "place": place, "since": since, "until": until}


def _recorded(event: e.Event, entry: Entry, changes: Changes) -> None:
    match event:
        case e.DecisionSigned():
            row = {"seq": entry.seq, "initiative": id_of(entry.stream), "round": event.round, "gate": event.gate}
            row |= {"person": entry.actor, "seat": event.seat, "outcome": event.outcome, "note": event.note}
            row |= {"meaning": event.signature.meaning, "at": entry.at, "method": event.signature.method}
            changes.put(t.decision, row)
        case e.Approved():
            changes.put(t.approval, {"seq": entry.seq, "initiative": id_of(entry.stream), "at": entry.at})
        case e.PersonRegistered(name=name, email=email):
            row = {"id": id_of(entry.stream), "name": name, "email": email, "registered": entry.at}
            changes.put(t.person, row)
        case e.ManagerRecorded(manager=manager):
            changes.put(t.line_manager, {"person": id_of(entry.stream), "manager": manager})
        case e.Published(definition=document, digest=digest):
            row = {"digest": digest, "workflow": id_of(entry.stream), "title": str(document.get("title", ""))}
            changes.put(t.definition, row | {"seq": entry.seq, "published": entry.at})
        case e.TrainingRecorded() | e.UndertakingIssued() | e.UndertakingAccepted():
            _qualified(event, entry, changes)
        case e.CalendarDeclared():
            changes.put(t.calendar, {"name": id_of(entry.stream), "seq": entry.seq, "declared": entry.at})
        case e.DenialRecorded(person=person, act=act, about=about, code=code):
            row = {"seq": entry.seq, "person": person, "act": act, "about": about, "code": code, "at": entry.at}
            changes.put(t.denial, row)
        case e.PersonErased(commits=commits) | e.AnswerErased(commits=commits):
            for commit in commits:  # no record table; so a restored office forgets again when it is rebuilt
                changes.drop(t.disclosure, (commit,))
        case e.ReviewRecorded():
            row = {"subject": id_of(entry.stream), "seq": entry.seq, "person": entry.actor, "at": entry.at}
            changes.put(t.review, row | asdict(event))
        case _:
            pass


def _qualified(event: e.QualificationEvent, entry: Entry, changes: Changes) -> None:
    row: Row = {"name": id_of(entry.stream), "at": entry.at}
    match event:
        case e.TrainingRecorded():
            given = {"since": event.since, "until": event.until, "evidence": event.evidence, "by": entry.actor}
            changes.put(t.training, {**row, **given, "person": event.person})
        case e.UndertakingIssued():
            issued = {"digest": event.version, "title": event.title, "text": event.text, "by": entry.actor}
            changes.put(t.undertaking, {**row, **issued})
        case e.UndertakingAccepted(digest=digest):
            changes.put(t.acceptance, {**row, "person": entry.actor, "digest": digest})
        case _:
            assert_never(event)


def year_of(at: int) -> int:
    """The year in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC).year


def number_for(prefix: str, at: int, last: int) -> str:
    """The human number after the last one given to this prefix in this year: `INI-2026-0001`."""
    return f"{prefix}-{year_of(at)}-{last + 1:04}"


def _number(state: Initiative, at: int, changes: Changes) -> None:
    stem, _, count = state.number.rpartition("-")
    prefix, _, year = stem.rpartition("-")
    if count.isdecimal() and year == str(year_of(at)):
        changes.put(t.numbering, {"prefix": prefix, "year": int(year), "last": int(count)})
