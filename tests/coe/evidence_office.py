"""A real office on the real law with one small workflow, for what evidence and packets say of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from coe import acts
from coe.acts import Act, Draft, Judgement, Signer
from coe.blobs import Blobs
from coe.clock import MovedClock
from coe.database import create, engine_for
from coe.governance_law import Governance
from coe.home import Home
from coe.migrate import migrate
from coe.office import Office
from coe.reading import Reader
from coe.requests import Receipt, Request
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.ledger.commitments import Disclosure, disclose
from governance.record import commands as c
from governance.record.state import Initiative
from tests.governance.proven_office import CALENDAR, DEFINITION, HOUR, START

SECTION: dict[str, Json] = {
    "section": "need",
    "fields": [
        {"name": "title", "kind": "line", "required": "yes"},
        {"name": "rush", "kind": "yesno"},
        {"name": "who", "kind": "line", "personal": "yes"},
        {"name": "story", "kind": "text"},
    ],
}
LAW: dict[str, Json] = {**DEFINITION, "form": [SECTION]}


@dataclass
class Bureau:
    """Owner, one medical reviewer, a board of two, a coordinator, an administrator. Each act takes half an hour."""

    office: Office
    clock: MovedClock
    home: Home
    people: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    record: str = ""

    @property
    def engine(self) -> Engine:
        return self.office.engine

    @property
    def stream(self) -> str:
        return f"initiative/{self.record}"

    def text(self, value: str) -> Disclosure:
        return disclose(hashlib.sha256(value.encode()).digest(), value)

    def send(self, stream: str, actor: str, command: c.Command, *opened: Disclosure) -> Receipt:
        self.clock.advance(HOUR // 2)
        return self.office.handle(Request(self.clock.new_id(), stream, actor, command, opened))

    def person(self, name: str, printed: str = "", by: str = "system") -> str:
        shown, email = self.text(printed or f"Dr {name.title()}"), self.text(f"{name}@example.org")
        self.people[name], self.names[name] = self.clock.new_id(), shown.commit
        register = c.RegisterPerson(shown.commit, email.commit)
        self.send(f"person/{self.people[name]}", self.people.get(by, by), register, shown, email)
        return self.people[name]

    def grants(self, stream: str, name: str, seat: str = "", by: str = "system") -> None:
        why = self.text("founding")
        actor = self.people.get(by, by)
        self.send(stream, actor, c.Grant(self.people[name], 0, 0, why.commit, seat), why)

    def submits(self, answers: Mapping[str, Json], replies: Mapping[str, str] | None = None) -> Receipt:
        self.record = self.record or self.clock.new_id()
        act = acts.submission(self.law(), Draft(answers, {}, replies or {}), self._seed(), {})
        return self.does("olga", act)

    def does(self, name: str, act: Act) -> Receipt:
        return self.send(self.stream, self.people.get(name, name), act.command, *act.disclosures)

    def says(self, name: str, gate: str, given: Judgement, method: c.Method = "password+totp") -> Receipt:
        signer = Signer(self.names[name], self._seed(), method=method)
        return self.does(name, acts.decision(self.law(), self.state(), gate, given, signer))

    def verifies(self, name: str, condition: str, note: str = "", method: c.Method = "password+totp") -> Receipt:
        signer = Signer(self.names[name], self._seed(), method=method)
        return self.does(name, acts.verification(self.law(), self.state(), condition, note, signer))

    def reasoned(self, kind: type[c.Hold | c.Withdraw | c.Revoke], name: str, reason: str = "because") -> Receipt:
        why = self.text(reason)
        return self.does(name, Act(kind(why.commit), (why,)))

    def state(self) -> Initiative:
        state = Reader(self.engine, Governance()).initiative_state(self.record)
        assert state is not None
        return state

    def law(self) -> Definition:
        found = Reader(self.engine, Governance()).definition("", "piece")
        assert found is not None
        return found

    def _seed(self) -> bytes:
        return hashlib.sha256(self.clock.new_id().encode()).digest()


def bureau(
    folder: Path, owner: str = "", url: str = "", *, migrated: bool = False, law: dict[str, Json] | None = None
) -> Bureau:
    """An office founded in a folder, on the empty database of `url` if given; dispose of its engine afterwards."""
    home = Home(folder / "home")
    home.prepare()
    engine = engine_for(url or f"sqlite:///{folder / 'office.sqlite'}")
    if migrated:
        migrate(engine)
    else:
        create(engine)
    clock = MovedClock(START)
    made = Bureau(Office(engine, Governance(), clock=clock, blobs=Blobs(home.blobs)), clock, home)
    why = made.text("founding")
    for name in ("olga", "mia", "cora", "leo", "kim", "ada"):
        made.person(name, owner if name == "olga" else "")
    made.send("calendar/office", "system", c.DeclareCalendar(CALENDAR, why.commit), why)
    made.send("definition/piece", "system", c.Publish(law or LAW, why.commit), why)
    made.grants("role/medical", "mia")
    made.grants("committee/board", "cora", "chair")
    made.grants("committee/board", "leo", "legal")
    made.grants("role/coordinator", "kim")
    made.grants("role/administrator", "ada")
    return made
