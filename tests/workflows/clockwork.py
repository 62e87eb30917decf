"""An office at work under the real law, with two gates side by side, clocks, and somebody to escalate to."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from sqlalchemy import Engine, select

from coe.acts import Confided, Judgement
from coe.clock import MovedClock
from coe.database import create, engine_for, reading
from coe.governance_law import Governance
from coe.ledger import entries
from coe.memory import folded
from coe.office import Office
from coe.policy.calendars import compile_calendar
from coe.policy.definitions import compile_text
from coe.requests import Receipt, Request
from coe.tables import notice
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law.gates import meaning, seen
from governance.record import commands as c
from governance.record.state import Initiative

HOUR = 3_600_000
MONDAY = int(datetime(2026, 11, 16, 8, tzinfo=UTC).timestamp() * 1000)  # 9:00 in Berlin, a working day begins


CALENDAR = {"name": "office", "zone": "Europe/Berlin", "days": "mon-fri", "hours": "09:00-17:00"}

PATH = b"""
workflow: leaflet
title: Leaflet
record: leaflet
calendar: office
form:
  - section: need
    title: Who needs this, and why
    fields:
      - {name: title, kind: line, label: Title, required: yes}
      - {name: message, kind: text, label: Key message, max: 500}
tiers:
  - {tier: T1, title: Everything}
gates:
  - gate: medical
    title: Medical
    panel: {role: medical_reviewer}
    decide: {approve: 1}
    reviews: [need]
    within: 16 business hours
    remind: [50%, 80%]
    escalate: [{at: 100%, to: delegate}, {at: 8 business hours late, to: medical_head}]
  - gate: legal
    title: Legal
    panel: {role: legal_reviewer}
    decide: {approve: 1}
    reviews: [need]
    within: 40 business hours
    remind: [50%]
    escalate: [{at: 8 business hours late, to: coordinator}]
rework: {within: 24 business hours}
guarantees:
  - {if: {tier: T1}, approval needs: [medical, legal]}
"""


@dataclass
class Clockwork:
    """The office, its clock, and the people: an owner, a reviewer for each gate, a head, a coordinator."""

    office: Office
    clock: MovedClock
    people: dict[str, str] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        return self.office.engine

    def send(self, stream: str, actor: str, command: c.Command, texts: Confided | None = None) -> Receipt:
        disclosures = tuple(texts.disclosures) if texts else ()
        return self.office.handle(Request(self.clock.new_id(), stream, actor, command, disclosures))

    def register(self, name: str, address: str, *roles: str) -> str:
        person = self.people[name] = self.clock.new_id()
        texts = self.confided(name)
        self.send(f"person/{person}", "system", c.RegisterPerson(texts.text(name), texts.text(address)), texts)
        for role in roles:
            why = self.confided(role + name)
            self.send(f"role/{role}", "system", c.Grant(person, 0, 0, why.text("founding")), why)
        return person

    def submit(self, title: str = "Cardiolex leaflet", message: str = "One tablet a day", owner: str = "Olga") -> str:
        initiative = self.clock.new_id()
        self._submit(initiative, {"title": title, "message": message}, owner, {})
        return initiative

    def resubmit(self, initiative: str, replies: dict[str, str], title: str = "Cardiolex leaflet") -> None:
        self._submit(initiative, {"title": title, "message": "One tablet a week"}, "Olga", replies)

    def _submit(self, initiative: str, answers: dict[str, Json], owner: str, replies: dict[str, str]) -> None:
        texts = self.confided(initiative + repr(replies))
        said = {request: texts.text(reply) for request, reply in replies.items()}
        self.send(f"initiative/{initiative}", self.people[owner], c.Submit("leaflet", answers, {}, said), texts)

    def decide(self, initiative: str, gate: str, who: str, given: Judgement) -> Receipt:
        texts = self.confided(f"{initiative}{gate}{self.clock.now()}")
        law, state = self.law(), self.state(initiative)
        means = meaning(law.gate_by_name[gate], given.outcome)
        command = c.SignDecision(
            gate=gate,
            outcome=given.outcome,
            signature=c.Signature(texts.text(who), means, seen(law, state, gate), "password+totp"),
            note=texts.text(given.note),
            requests=tuple(c.Ask(concerns, texts.text(text)) for concerns, text in given.requests),
            conditions=tuple(c.Obligation(texts.text(text), due) for text, due in given.conditions),
        )
        return self.send(f"initiative/{initiative}", self.people[who], command, texts)

    def law(self) -> Definition:
        compiled = compile_text("leaflet.yaml", lambda _: PATH)
        assert compiled.definition is not None, [str(problem) for problem in compiled.problems]
        return compiled.definition

    def state(self, initiative: str) -> Initiative:
        state: object = None
        with reading(self.engine) as connection:
            for entry in entries(connection, f"initiative/{initiative}"):
                state = folded(self.office.law, state, entry.events, entry.actor, entry.at)
        assert isinstance(state, Initiative)
        return state

    def notices(self, kind: str) -> list[tuple[str, str, str]]:
        """Person (by name), gate and step of every notice of a kind, in order."""
        named = {person: name for name, person in self.people.items()}
        statement = select(notice).where(notice.c.kind == kind).order_by(notice.c.seq, notice.c.place)
        with self.engine.connect() as connection:
            return [(named[row.person], row.gate, row.step) for row in connection.execute(statement)]

    @staticmethod
    def confided(seed: str) -> Confided:
        return Confided(hashlib.sha256(seed.encode()).digest())


def at_work(engine: Engine, start: int = MONDAY) -> Clockwork:
    """An empty database made into an office; unless told otherwise it is Monday, nine in Berlin."""
    create(engine)
    clock = MovedClock(start)
    work = Clockwork(Office(engine, Governance(), clock=clock), clock)
    compiled = compile_text("leaflet.yaml", lambda _: PATH)
    assert compiled.definition is not None, [str(problem) for problem in compiled.problems]
    year = datetime.fromtimestamp(start / 1000, UTC).year
    calendar = compile_calendar(CALENDAR, range(year, year + 3))
    texts = work.confided("founding")
    why = texts.text("founding")
    work.send("calendar/office", "system", c.DeclareCalendar(cast("Mapping[str, Json]", calendar.document), why), texts)
    work.send("definition/leaflet", "system", c.Publish(compiled.document, why), texts)
    work.register("Olga", "olga@example.org")
    work.register("Mia", "mia@example.org", "medical_reviewer")
    work.register("Leo", "leo@example.org", "legal_reviewer")
    work.register("Hana", "hana@example.org", "medical_head")
    work.register("Carl", "carl@example.org", "coordinator")
    return work


@contextmanager
def office_in(folder: Path, busy_ms: int = 2_000, start: int = MONDAY) -> Iterator[Clockwork]:
    """The same in a folder's SQLite file."""
    engine = engine_for(f"sqlite:///{folder}/office.sqlite", busy_ms=busy_ms)
    try:
        yield at_work(engine, start)
    finally:
        engine.dispose()


APPROVE = Judgement("approve")
CHANGES = Judgement("request changes", "Please correct", (("message", "Name the dose"),))
