"""A real office under the real law with the workflow `cx-initiative`: people, accounts, and a portfolio at will.

Everything is done by commands through the one door; only the clock is moved.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from sqlalchemy import Engine

from coe import acts
from coe.blobs import Blobs
from coe.clock import MovedClock
from coe.database import create, engine_for
from coe.governance_law import Governance
from coe.home import Home
from coe.identity import accounts
from coe.identity.accounts import Invitation, NewAccount
from coe.identity.passwords import TEST_COST, Passwords
from coe.identity.totp import code_at
from coe.office import Office
from coe.opening import second_factor_key
from coe.policy.calendars import compile_calendar
from coe.policy.definitions import compile_file
from coe.reading import Reader
from coe.requests import Receipt, Request
from governance.formats.jcs import Json
from governance.language.asking import asking
from governance.language.definition import Definition
from governance.law.form import findings_for
from governance.ledger.commitments import Disclosure
from governance.reading.document import read
from governance.record import commands as c
from governance.record.state import Initiative

HOUR = 3_600_000
DAY = 24 * HOUR
MONDAY = int(datetime(2026, 11, 16, 8, tzinfo=UTC).timestamp() * 1000)  # 9:00 in Berlin, a working day begins
ANSWERS = Path(__file__).with_name("review_answers.json")
PASSWORD = "correct horse battery"
PASSWORDS = Passwords(TEST_COST)
DEFINITIONS = Path(__file__).parents[2] / "workflows" / "definitions"
CALENDAR = {"name": "office-berlin", "zone": "Europe/Berlin", "days": "mon-fri", "hours": "09:00-17:00"}
ROLES = {
    "astrid": "", "ben": "",
    "sofia": "role/medical_reviewer", "imre": "role/medical_reviewer",
    "jonas": "role/legal_reviewer", "lucia": "role/regulatory_reviewer",
    "karin": "role/coordinator", "aude": "role/auditor", "ada": "role/administrator", "uma": "role/administrator",
    "signe": "role/signatory",
}  # fmt: skip
NAMES = {
    "astrid": "Astrid Lindqvist", "ben": "Ben Okafor", "sofia": "Dr Sofia Brandt", "imre": "Dr Imre Szabó",
    "jonas": "Jonas Meier", "lucia": "Lucia Rossi", "karin": "Karin Amundsen", "aude": "Aude Martin",
    "ada": "Ada Silva", "uma": "Uma Sharma", "signe": "Signe Holm",
}  # fmt: skip


@dataclass
class ReviewOffice:
    """The office, who works there, and their accounts by first name."""

    home: Home
    office: Office
    clock: MovedClock
    law: Definition
    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    opened: dict[str, NewAccount] = field(default_factory=dict)
    streams: dict[str, str] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        return self.office.engine

    @property
    def reader(self) -> Reader:
        return Reader(self.engine, self.office.law)

    def seed(self) -> bytes:
        return hashlib.sha256(self.clock.new_id().encode()).digest()

    def send(self, stream: str, actor: str, act: acts.Act | c.Command) -> Receipt:
        made = act if isinstance(act, acts.Act) else acts.Act(act)
        who = self.ids.get(actor, actor)
        return self.office.handle(Request(self.clock.new_id(), stream, who, made.command, made.disclosures))

    def state(self, number: str) -> Initiative:
        found = self.reader.initiative_state(self.streams[number].partition("/")[2])
        assert found is not None
        return found

    def submit(self, title: str = "Cardiolex: heart-failure email series", **changes: Json) -> str:
        """A new initiative of Astrid's; its number."""
        stream = f"initiative/{self.clock.new_id()}"
        draft = acts.Draft({**answers(self.ids), "title": title, **changes})
        self.send(stream, "astrid", acts.submission(self.law, draft, self.seed(), {}))
        state = self.reader.initiative_state(stream.partition("/")[2])
        assert state is not None
        self.streams[state.number] = stream
        return state.number

    def resubmit(self, number: str, replies: dict[str, str], **changes: Json) -> Receipt:
        stream = self.streams[number]
        draft = acts.Draft({**self.state(number).answers, **changes}, {}, replies)
        return self.send(stream, "astrid", acts.submission(self.law, draft, self.seed(), {}))

    def decide(self, number: str, who: str, gate: str, outcome: c.Outcome = "approve", **given: object) -> Receipt:
        """Signed by a colleague, without a page; the ceremony is the pages' own test."""
        asked = asking(self.law.gate_by_name[gate], self.state(number).answers)
        if outcome.startswith("approve"):
            state = self.state(number)
            seen = tuple(f.id for f in findings_for(self.law, asked, state.findings))
            given = {"checklist": tuple(name for name, _ in asked.checklist), "acknowledged": seen} | given
        judgement = acts.Judgement(outcome, **given)  # type: ignore[arg-type]
        signer = acts.Signer(self.names[who], self.seed())
        return self.send(
            self.streams[number], who, acts.decision(self.law, self.state(number), gate, judgement, signer)
        )

    def code(self, who: str) -> str:
        """The code the person's authenticator shows now."""
        return code_at(self.opened[who].secret, self.clock.now())

    def _person(self, who: str) -> None:
        self.ids[who] = self.clock.new_id()
        act = acts.person(NAMES[who], f"{who}@example.org", self.seed())
        assert isinstance(act.command, c.RegisterPerson)
        self.names[who] = act.command.name
        self.send(f"person/{self.ids[who]}", "system", act)

    def grant(self, pool: str, who: str, by: str = "system", *, seat: str = "", alternate: bool = False) -> None:
        def make(reason: str) -> c.Command:
            return c.Grant(self.ids[who], 0, 0, reason, seat, alternate)

        self.send(pool, by, acts.reasoned(make, "founding", self.seed()))

    def republish(self, **words: Json) -> None:
        """Another version of the policy comes into force; no policy of policies stands here, so its owner publishes."""
        document = {**compile_file(DEFINITIONS / "cx-initiative.yaml").document, **words}
        stream, before = f"definition/{self.law.workflow}", self.law.digest
        self.grant("role/policy_owner", "uma", "ada")
        act = acts.reasoned(lambda why: c.Publish(document, why, before), "new version", self.seed())
        self.send(stream, "uma", act)
        self.law = read(document)

    def found(self) -> None:
        """People, calendar, definition, roles; administrators last, because they end the founding."""
        for who in NAMES:
            self._person(who)
        calendar = cast("dict[str, Json]", compile_calendar(CALENDAR, (2026, 2027, 2028)).document)
        name = "calendar/office-berlin"
        self.send(name, "system", acts.reasoned(lambda why: c.DeclareCalendar(calendar, why), "founding", self.seed()))
        document = compile_file(DEFINITIONS / "cx-initiative.yaml").document
        stream = f"definition/{self.law.workflow}"
        self.send(stream, "system", acts.reasoned(lambda why: c.Publish(document, why), "founding", self.seed()))
        for who, pool in ROLES.items():
            if pool and pool != "role/administrator":
                self.grant(pool, who)
        for seat, who in {"chair": "karin", "medical": "sofia", "legal": "jonas", "regulatory": "lucia"}.items():
            self.grant("committee/executive-steering", who, seat=seat)
        self.grant("role/administrator", "ada")
        self.grant("role/administrator", "uma", "ada")

    def open_accounts(self) -> None:
        key = second_factor_key(self.home)
        with self.engine.begin() as connection:
            for who, id_ in self.ids.items():
                invitation = Invitation(f"{who}@example.org", f"{who}@example.org", id_, PASSWORD)
                made = accounts.create_account(connection, invitation, PASSWORDS, key, self.clock.now())
                self.opened[who] = made


def opened_office(folder: Path) -> ReviewOffice:
    """A founded office in a folder of its own."""
    home = Home(folder / "home").prepare()
    engine = engine_for(f"sqlite:///{home.database}")
    create(engine)
    clock = MovedClock(MONDAY)
    compiled = compile_file(DEFINITIONS / "cx-initiative.yaml")
    assert compiled.definition is not None, compiled.problems
    made = ReviewOffice(
        home, Office(engine, Governance(), clock=clock, blobs=Blobs(home.blobs)), clock, compiled.definition
    )
    made.found()
    made.open_accounts()
    return made


def disclosed(*found: Disclosure) -> dict[str, str]:
    """The values of disclosures by commitment."""
    return {each.commit: str(each.value) for each in found}


def answers(ids: dict[str, str]) -> dict[str, Json]:
    """New branded material for cardiologists: tier T2, so Medical, Legal and Regulatory together."""
    said: dict[str, Json] = json.loads(ANSWERS.read_text("utf-8"))
    return said | {"sponsor": ids["signe"], "budget_owner": ids["ben"]}
