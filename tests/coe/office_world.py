"""A small office for tests: a law of one page with the real law's signatures, people, and a clock that is moved."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Engine, select

from coe.blobs import Blobs
from coe.clock import MovedClock
from coe.database import create
from coe.office import Office
from coe.requests import Before, Receipt, Request
from coe.tables import RECORD_TABLES, entry
from governance.errors import Forbidden, OutOfOrder, Refused
from governance.formats.jcs import Json
from governance.language.business_time import Duration, calendar_from
from governance.language.definition import Definition, Escalation, Field, Gate, Rule, Section
from governance.law.pools import Facts, Person, Pool, evolve_person, evolve_pool
from governance.ledger.commitments import Disclosure, disclose
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative, evolve

START = 1_769_000_000_000
HOUR = 3_600_000
DIGEST = "d" * 64
WHY = "0" * 64
SPANS = [0, 90_000 * HOUR]
CALENDAR: dict[str, int | list[int]] = {
    "valid_from": START - 1000 * HOUR, "valid_to": START + 100_000 * HOUR, "hours_per_day": 8, "spans": SPANS,
}  # fmt: skip
LATE = Escalation("4 hours late", "role/medical_head", late=Duration("hours", 4))


def gate(name: str) -> Gate:
    within = Duration("business hours", 16)
    rule, remind = Rule(approve=1), (50, 80)
    return Gate(name, name.title(), f"role/{name}", rule, ("need",), within=within, remind=remind, escalate=(LATE,))


DEFINITION = Definition(
    DIGEST, "cx", "CX initiative", "initiative", "INI", "calendar/office",
    (Section("need", "Need", (Field("title", "line", "Title"),)),), (), (gate("medical"), gate("legal")),
)  # fmt: skip


class SmallLaw:
    # ruff: noqa: ARG002 - the real law's signatures
    """Two gates at once, one approval each; the owner never decides."""

    def advance(self, state: object, event: e.Event, actor: str, at: int) -> object:
        match event:
            case e.PersonRegistered() | e.ManagerRecorded() | e.AbsenceDeclared() | e.PersonErased():
                return evolve_person(state if isinstance(state, Person) else Person(), event)
            case e.Granted() | e.Ungranted() | e.Delegated() | e.AbsenceNoted():
                return evolve_pool(state if isinstance(state, Pool) else Pool(), event, at)
            case e.CalendarDeclared(calendar=calendar):
                return calendar_from(calendar)
            case e.Published() | e.KeyDeclared() | e.DenialRecorded() | e.IncidentOpened():
                return (state if isinstance(state, int) else 0) + 1
            case e.KeyRotated() | e.KeyRevoked() | e.WitnessesDeclared():
                return (state if isinstance(state, int) else 0) + 1
            case e.IncidentAcknowledged() | e.IncidentClosed() | e.RestoreDrilled():
                return (state if isinstance(state, int) else 0) + 1
            case _:
                initiative = state if isinstance(state, Initiative) else Initiative()
                return evolve(initiative, cast("e.InitiativeEvent", event), actor, at)  # it sees nothing else

    def consulted(
        self,
        stream: str,
        command: c.Command,
        state: object,
        law: Definition | None,
        actor: str,
        to: Definition | None = None,
    ) -> tuple[str, ...]:
        if law is not None:
            return ("calendar/office", "definition/cx", "role/coordinator", "role/legal", "role/medical")
        return (f"person/{command.person}",) if isinstance(command, c.Grant) else ()

    def judge(self, stream: str, state: object, facts: Facts, stamped: c.Stamped[c.Command]) -> tuple[e.Event, ...]:
        match stamped.command:
            case c.RegisterPerson(name=name, email=email):
                return (e.PersonRegistered(name, email),)
            case c.Grant(person=person, since=since, until=until, reason=reason):
                if not facts.person(person).registered:
                    raise Refused("unknown-person", "Unknown.", "Nobody.", "Invite first.")
                return (e.Granted(person, since, until, reason),)
            case c.Ungrant(person=person, reason=reason):
                return (e.Ungranted(person, reason),)
            case c.DeclareAbsence(since=since, until=until):
                return (e.AbsenceDeclared(since, until),)
            case c.NoteAbsence(person=person, since=since, until=until):
                return (e.AbsenceNoted(person, since, until),)
            case c.Publish(definition=definition, reason=reason):
                return (e.Published(definition, reason, DIGEST),)
            case c.DeclareCalendar(calendar=calendar, reason=reason):
                return (e.CalendarDeclared(calendar, reason),)
            case c.RecordDenial(person=person, act=act, about=about, code=code):
                return (e.DenialRecorded(person, act, about, code),)
            case c.DeclareKey(vkey=vkey):
                return (e.KeyDeclared(vkey),)
            case _:
                return _initiative(state if isinstance(state, Initiative) else Initiative(), facts, stamped)

    def follow_ups(
        self, stream: str, events: tuple[e.Event, ...], pools: tuple[str, ...], after: object = None
    ) -> tuple[tuple[str, c.Command], ...]:
        person = stream.partition("/")[2]
        absences = [event for event in events if isinstance(event, e.AbsenceDeclared)]
        return tuple((pool, c.NoteAbsence(person, away.since, away.until)) for away in absences for pool in pools)

    def definition_in(self, shelf: object, digest: str) -> Definition | None:
        return DEFINITION if shelf else None


def _initiative(state: Initiative, facts: Facts, stamped: c.Stamped[c.Command]) -> tuple[e.Event, ...]:
    due = stamped.at + 16 * HOUR
    match stamped.command:
        case c.Submit() as asked:
            if facts.law is None:
                raise Refused("no-definition", "No.", "Nothing is published.", "Publish.")
            number = stamped.number or state.number
            sections = {"need": hashlib.sha256(repr(sorted(asked.answers.items())).encode()).hexdigest()}
            submitted = e.Submitted(
                asked.workflow, asked.answers, asked.edits, asked.replies, DIGEST, number, stamped.actor,
                state.round + 1, "T2", sections,
            )  # fmt: skip
            opened = (e.GateOpened(name, state.round + 1, due) for name in ("medical", "legal"))
            return submitted, *opened, e.Judged(WHY)
        case c.SignDecision() as asked:
            return _signed(state, asked, stamped.actor)
        case c.Hold(reason=reason):
            return e.PutOnHold(reason), e.Judged(WHY)
        case c.Resume():
            dues = {name: due for name, mark in state.marks.items() if mark.state == "open"}
            return e.Resumed(dues, dict.fromkeys(dues, HOUR)), e.Judged(WHY)
        case c.Remind(gate=name, opening=opening, step=step):
            return e.Reminded(name, opening, step, facts.pool(f"role/{name}").members(stamped.at, {})), e.Judged(WHY)
        case _:
            raise OutOfOrder("not-now", "No.", "Not now.", "Wait.")


def _signed(state: Initiative, asked: c.SignDecision, actor: str) -> tuple[e.Event, ...]:
    if actor == state.owner:
        raise Forbidden("own-initiative", "No.", "You own it.", "Ask another.")
    mark = state.marks.get(asked.gate)
    if mark is None or mark.state != "open":
        raise OutOfOrder("not-open", "No.", "The gate is not open.", "Wait.")
    signed = e.DecisionSigned(
        asked.gate, asked.outcome, asked.signature, state.round, "", WHY, asked.note, asked.requests, asked.conditions,
    )  # fmt: skip
    if asked.outcome == "request changes":
        return signed, e.GateSettled(asked.gate), e.Judged(WHY)
    passed = [name for name, other in state.marks.items() if other.state == "passed"]
    last = (e.Approved(),) if len(passed) == 1 else ()
    return signed, e.GatePassed(asked.gate), *last, e.Judged(WHY)


@dataclass
class World:
    """An office with an owner, two reviewers a gate, a definition and a calendar."""

    office: Office
    clock: MovedClock
    owner: str = ""
    medical: str = ""
    legal: str = ""

    @property
    def engine(self) -> Engine:
        return self.office.engine

    def text(self, value: str) -> Disclosure:
        return disclose(hashlib.sha256(value.encode()).digest(), value)

    def send(
        self, stream: str, actor: str, command: c.Command, *texts: str, before: Before | None = None, id_: str = ""
    ) -> Receipt:
        return self.office.handle(self.request(stream, actor, command, *texts, before=before, id_=id_))

    def request(
        self, stream: str, actor: str, command: c.Command, *texts: str, before: Before | None = None, id_: str = ""
    ) -> Request:
        return Request(id_ or self.clock.new_id(), stream, actor, command, tuple(map(self.text, texts)), (), before)

    def person(self, name: str, *roles: str) -> str:
        person = self.clock.new_id()
        address = f"{name}@example.org"
        register = c.RegisterPerson(self.text(name).commit, self.text(address).commit)
        self.send(f"person/{person}", "system", register, name, address)
        for role in roles:
            grant = c.Grant(person, 0, 0, self.text("founding").commit)
            self.send(f"role/{role}", "system", grant, "founding")
        return person

    def submit(self, title: str = "Leaflet", stream: str = "") -> str:
        stream = stream or f"initiative/{self.clock.new_id()}"
        self.send(stream, self.owner, submission(title))
        return stream

    def decide(self, stream: str, gate_name: str, outcome: c.Outcome = "approve", actor: str = "") -> Receipt:
        person = actor or (self.medical if gate_name == "medical" else self.legal)
        return self.send(stream, person, self.decision(gate_name, outcome), "Dr Reviewer", "because")

    def decision(self, gate_name: str, outcome: c.Outcome = "approve") -> c.SignDecision:
        signature = c.Signature(self.text("Dr Reviewer").commit, "I approve", "5" * 64, "password+totp")
        asks = (c.Ask("title", self.text("because").commit),) if outcome == "request changes" else ()
        return c.SignDecision(gate_name, outcome, signature, self.text("because").commit, asks)

    def sizes(self) -> dict[str, int]:
        return {name: len(rows) for name, rows in contents(self.engine).items()}


def submission(title: str) -> c.Submit:
    return c.Submit("cx", {"title": title}, {}, {})


def founded(engine: Engine, blobs: Blobs | None = None) -> World:
    """An empty database made into an office at work."""
    create(engine)
    clock = MovedClock(START)
    world = World(Office(engine, SmallLaw(), clock=clock, blobs=blobs), clock)
    founding = world.text("founding")
    publish = c.Publish({"workflow": "cx", "title": "CX initiative"}, founding.commit)
    world.send("definition/cx", "system", publish, "founding")
    calendar = cast("dict[str, Json]", CALENDAR)
    world.send("calendar/office", "system", c.DeclareCalendar(calendar, founding.commit), "founding")
    world.owner = world.person("olga")
    world.medical = world.person("mia", "medical")
    world.legal = world.person("leo", "legal")
    return world


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every record table's rows, in the order of its key."""
    with engine.connect() as connection:
        return {table.name: sorted(tuple(row) for row in connection.execute(select(table))) for table in RECORD_TABLES}


def stored(engine: Engine) -> list[bytes]:
    """The bytes of every entry in order."""
    with engine.connect() as connection:
        return [bytes(data) for data in connection.execute(select(entry.c.bytes).order_by(entry.c.seq)).scalars()]


def counting(*, refuse: bool = False) -> tuple[Before, Callable[[], int]]:
    """A `before` that counts its calls, and the count."""
    calls: list[int] = []

    def before(_: object, at: int) -> None:
        calls.append(at)
        if refuse:
            raise Forbidden("used", "No.", "Used.", "Again.")

    return before, lambda: len(calls)
