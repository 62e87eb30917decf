"""What a mail about a notice may say: the notice with the record as it stands at the time of sending."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, select

from coe.database import reading
from coe.law import OfficeLaw
from coe.letter_changes import unrequested
from coe.manifestation import signature_of
from coe.reading import Reader, values
from coe.tables import entry, person
from coe.way.gates import way_gates
from coe.way.layout import WayGate
from governance.formats.jcs import Json
from governance.language import business_time
from governance.language.business_time import Calendar, Duration
from governance.language.definition import Definition, Escalation, Gate
from governance.law import clocks
from governance.law.afterwards import asked_for
from governance.law.gates import Standing, binding, decided_in, standings
from governance.record.entry import read_entry
from governance.record.state import Initiative, Question

TO_DECIDE = ("your-turn", "reminder", "escalation")
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Clock:
    """A gate's clock: due (UTC ms), hours promised and hours left (below zero when late), in business time or not; the
    share of it that is left.
    """

    due: int
    hours: int
    left: int
    business: bool
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Point:
    """A request or a condition: the field or gate concerned, the text, what was answered, its state, its day.

    One with `asked` false is an answer that changed though nobody asked; it has no text.
    """

    concerns: str
    text: str
    answer: str = ""
    status: str = ""
    due: str = ""
    mine: bool = False
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Signed:
    """The signature a letter tells of: the name that was printed, when (UTC ms), and what it means."""

    name: str
    at: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything people wrote is still as they wrote it. `turn` says whether the recipient can decide now, `last_call`
    whether this is the last reminder before it is due.
    """

    kind: str
    step: str
    name: str
    address: str
    initiative: str
    number: str
    title: str
    tier: str
    round: int
    status: str
    record: str
    owner: str
    gate: str = ""
    gate_title: str = ""
    turn: bool = False
    due: int = 0
    clock: Clock | None = None
    upcoming: tuple[tuple[int, Escalation], ...] = ()
    points: tuple[Point, ...] = ()
    way: tuple[WayGate, ...] = ()
    expires: int = 0
    ask: str = ""
    signed: Signed | None = None
    person: str = ""
    last_call: bool = False


class Letters:
    """Reads letters; keeps folded states between them, so use one for a whole delivery."""

    def __init__(self, engine: Engine, law: OfficeLaw) -> None:
        self._engine = engine
        self._reader = Reader(engine, law)

    def read(self, notice: Mapping[str, object], now: int) -> Letter | None:
        """The letter for a row of `notice`; None when the record cannot be found. Raises OfficeUnavailable, Damaged."""
        record, recipient, name = str(notice["initiative"]), str(notice["person"]), str(notice["gate"])
        state = self._reader.initiative_state(record)
        law = self._reader.definition(state.definition, state.workflow) if state else None
        if state is None or law is None:
            return None
        facts = self._reader.facts(law, state.owner)
        found = standings(law, facts, state, now)
        with reading(self._engine) as connection:
            people = _people(connection, (recipient, state.owner))
            points = tuple(_points(connection, law, state, str(notice["kind"]), name, recipient))
            if notice["kind"] in TO_DECIDE:
                changed = unrequested(connection, law, state, record, name, recipient)
                points += tuple(Point(label, "", asked=False) for label in changed)
            points += tuple(_said(connection, law, q) for q in state.questions if q.id == notice["step"])
            signed = _signed(connection, notice)
        letter = Letter(
            kind=str(notice["kind"]),
            step=str(notice["step"]),
            name=people[recipient][0],
            address=people[recipient][1],
            initiative=record,
            number=state.number,
            title=_title(state, law),
            tier=state.tier,
            round=state.round,
            status=state.status,
            record=law.record,
            owner=people[state.owner][0],
            due=state.due,
            points=points,
            way=way_gates(law, state, found, recipient),
            expires=state.expires,
            ask=asked_for(law, str(notice["step"])),
            signed=signed,
            person=recipient,
        )
        gate = law.gate_by_name.get(name)
        return letter if gate is None else _at_gate(letter, gate, found[name], state, facts.calendar, now, recipient)


def _at_gate(
    letter: Letter,
    gate: Gate,
    standing: Standing,
    state: Initiative,
    calendar: Calendar | None,
    now: int,
    recipient: str,
) -> Letter:
    letter = replace(letter, gate=gate.name, gate_title=gate.title)
    mark = state.marks.get(gate.name)
    if mark is None or standing.state != "open" or state.status not in decided_in(gate):
        return letter
    steps = clocks.steps(calendar, gate, mark)
    later = {step.name: step.at for step in steps if step.at > now}
    before_due = [step.name for step in steps if step.kind == "remind" and step.at < mark.due]
    upcoming = ((later[each.step], each) for each in gate.escalate if each.step in later)
    return replace(
        letter,
        turn=recipient in standing.able,
        due=mark.due,
        last_call=letter.kind == "reminder" and letter.step in before_due[-1:],
        clock=_clock(gate.clock(mark.tier), mark.due, calendar, now),
        upcoming=tuple(sorted(upcoming, key=lambda pair: pair[0])),
    )


def _clock(within: Duration | None, due: int, calendar: Calendar | None, now: int) -> Clock | None:
    if within is None or not due:
        return None
    if within.kind.startswith("business") and calendar is not None:
        whole = business_time.working_ms(calendar, within)
        left = business_time.between(calendar, now, due)
        return Clock(due, whole // HOUR_MS, _hours(left), business=True, share=left / whole)
    whole = 0 if within.kind.startswith("business") else business_time.later(0, within)
    return Clock(due, 0, _hours(due - now), business=False, share=(due - now) / whole if whole else 1.0)


def _hours(milliseconds: int) -> int:
    """Whole hours, towards what is already used: 90 minutes left are 1, 90 minutes late are -2."""
    return milliseconds // HOUR_MS


def _title(state: Initiative, law: Definition) -> str:
    lines = (name for name, asked in law.field_by_name.items() if asked.kind == "line")
    answers = (state.answers.get(name) for name in ("title", *lines))
    return next((answer for answer in answers if isinstance(answer, str) and answer), state.number)


def _signed(connection: Connection, notice: Mapping[str, object]) -> Signed | None:
    """The signature in the entry that the notice comes from (21 CFR 11.50(b))."""
    data = connection.execute(select(entry.c.bytes).where(entry.c.seq == notice["seq"])).scalar()
    if data is None:
        return None
    found = read_entry(bytes(data))
    signature = signature_of(found.events[0])
    if signature is None:
        return None
    name = _text(values(connection, [signature.name]), signature.name)
    return Signed(name, found.at, signature.meaning)


def _people(connection: Connection, people: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Name and address of each; empty where erased or unknown."""
    rows = connection.execute(select(person).where(person.c.id.in_(people))).all()
    shown = values(connection, [commit for row in rows for commit in (row.name, row.email)])
    known = {row.id: (_text(shown, row.name), _text(shown, row.email)) for row in rows}
    return {each: known.get(each, ("", "")) for each in people}


def _text(shown: Mapping[str, Json], commit: str) -> str:
    value = shown.get(commit)
    return value if isinstance(value, str) else ""


def _said(connection: Connection, law: Definition, asked: Question) -> Point:
    """A question with what was said to it last."""
    last = asked.answers[-1].text if asked.answers else ""
    shown, field = values(connection, [asked.text, last]), law.field_by_name.get(asked.concerns)
    where = field.label if field else law.title_of(asked.gate)
    return Point(where, _text(shown, asked.text), _text(shown, last), "closed" if asked.closed else "open")


def _points(
    connection: Connection, law: Definition, state: Initiative, kind: str, gate: str, recipient: str
) -> Iterator[Point]:
    """To a reviewer: how the earlier requests of the gate were answered. To the owner: what is asked or set."""
    asked, bound = law.field_by_name, binding(law, state)
    match kind:
        case _ if kind in TO_DECIDE:
            requests = [r for r in state.requests if r.gate == gate and r.round < state.round]
        case "changes-requested":
            requests = [r for r in state.requests if r.gate == gate and r.round == state.round]
        case "returned":
            requests = [r for r in state.requests if r.round == state.round]
        case _:
            requests = []
    status = {"condition-set": "open", "condition-met": "met", "condition-verified": "verified"}.get(kind, "-")
    conditions = [x for x in state.conditions if x.gate == gate and x.status == status and x.id in bound]
    shown = values(connection, [commit for r in requests for commit in (r.text, r.reply)])
    shown |= values(connection, [commit for x in conditions for commit in (x.text, x.note)])
    for r in requests:
        title = law.title_of(r.gate)
        where = asked[r.concerns].label if r.concerns in asked else title
        yield Point(where, _text(shown, r.text), _text(shown, r.reply), title, mine=r.person == recipient)
    for x in conditions:
        yield Point(law.title_of(x.gate), _text(shown, x.text), _text(shown, x.note), x.status, x.due)
