"""A real office under the real law for the features: people with accounts, a record under discussion, a moved clock.

Everything is done by commands through the one door; decisions are signed in the real ceremony.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, event

from coe import acts
from coe.blobs import Blobs
from coe.clock import MovedClock
from coe.database import engine_for, reading, writing
from coe.founding import new_seed
from coe.governance_law import Governance
from coe.home import Home
from coe.identity import accounts
from coe.identity.accounts import Invitation, NewAccount
from coe.identity.ceremony import Attempt, Ceremony
from coe.identity.credential_errors import CredentialRefused
from coe.identity.passwords import TEST_COST, Passwords
from coe.identity.totp import STEP_MS, TotpKey, code_at
from coe.office import Office
from coe.policy.calendars import compile_calendar
from coe.policy.definitions import Compiled
from coe.reading import Reader
from coe.requests import Receipt, Request
from coe.watch import Watch
from governance.errors import LawError, Refused
from governance.formats.jcs import Json
from governance.language.asking import asking
from governance.language.definition import Definition, Gate
from governance.law.form import findings_for
from governance.law.gates import seen
from governance.law.pools import SYSTEM, Facts
from governance.law.why import GateWhy, Why, why
from governance.record import commands as c
from governance.record.codec import tag_of
from governance.record.state import Initiative
from tests.features.moments import MONDAY

PASSWORD = "correct horse battery"
ADMINISTRATORS = "role/administrator"
TOTP_KEY = TotpKey(bytes(range(32)))
REASON = "So that the promise can be heard"


@dataclass(frozen=True)
class Kept:
    """A founded office in a folder, and who is there."""

    folder: Path
    people: Mapping[str, str]
    names: Mapping[str, str]
    accounts: Mapping[str, NewAccount]
    seats: Mapping[str, str]
    administrator: str
    workflow: str


@dataclass
class House:
    """The office and all that a scenario speaks of. `record` is the stream under discussion, `refusal` the last one."""

    home: Home
    office: Office
    clock: MovedClock
    ceremony: Ceremony
    reader: Reader
    people: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, NewAccount] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)
    administrator: str = SYSTEM
    policy: Compiled | None = None
    workflow: str = ""
    record: str = ""
    last: Receipt | None = None
    refusal: Exception | None = None
    counters: dict[str, int] = field(default_factory=dict)

    def kept(self, folder: Path) -> Kept:
        """A copy of this office, for others to begin from."""
        self.office.engine.dispose()  # the last connection takes the log into the database file
        shutil.copytree(self.home.folder, folder)
        return Kept(
            folder, dict(self.people), dict(self.names), dict(self.accounts), dict(self.seats),
            self.administrator, self.workflow,
        )  # fmt: skip

    def restore(self, kept: Kept) -> None:
        """Begin from a copy."""
        self.office.engine.dispose()
        shutil.copytree(kept.folder, self.home.folder, dirs_exist_ok=True)
        self.people, self.names, self.accounts = dict(kept.people), dict(kept.names), dict(kept.accounts)
        self.seats, self.administrator, self.workflow = dict(kept.seats), kept.administrator, kept.workflow

    def reopen(self) -> None:
        """Another process takes over: everything it knows comes from the database."""
        law = Governance()
        self.office.engine.dispose()
        self.office = Office(self.office.engine, law, clock=self.clock, blobs=Blobs(self.home.blobs))
        self.reader = Reader(self.office.engine, law)

    def person(self, who: str) -> str:
        """The name meant: a name, or the holder of a seat."""
        name = who.removeprefix("the ")
        return name if name in self.people else self.seats[name]

    def send(self, stream: str, actor: str, act: acts.Act, command_id: str = "") -> Receipt:
        """Through the one door; `actor` is a name or `system`. Raises what the office raises."""
        who = self.people.get(actor, actor)
        wanted = Request(command_id or self.clock.new_id(), stream, who, act.command, act.disclosures)
        self.last = self.office.handle(wanted)
        return self.last

    def try_to(self, act: Callable[[], object]) -> None:
        """Do what may be refused; the next step speaks of the refusal."""
        assert self.refusal is None, f"nobody spoke of the last refusal: {self.refusal}"
        try:
            act()
        except (LawError, CredentialRefused) as refused:
            self.refusal = refused

    def refused(self) -> Exception:
        """The last refusal, now spoken of."""
        refusal, self.refusal = self.refusal, None
        assert refusal is not None, "it was not refused"
        return refusal

    def register(self, name: str) -> None:
        """A person becomes known and gets an account with both factors."""
        person = self.clock.new_id()
        act = acts.person(name, f"{name.lower()}@example.org", new_seed())
        assert isinstance(act.command, c.RegisterPerson)
        self.people[name], self.names[name] = person, act.command.name
        self.send(f"person/{person}", self.administrator, act)
        invitation = Invitation(f"{name.lower()}@example.org", f"{name.lower()}@example.org", person, PASSWORD)
        with writing(self.office.engine) as connection:
            self.accounts[name] = accounts.create_account(
                connection, invitation, self.ceremony.passwords, self.ceremony.key, self.clock.now()
            )

    def grant(self, name: str, pool: str, seat: str = "", *, alternate: bool = False, until: int = 0) -> None:
        """A role or a seat, given by an administrator (by `system` while the office is founded)."""

        def make(reason: str) -> c.Command:
            return c.Grant(self.people[name], self.clock.now(), until, reason, seat, alternate)

        self.send(pool, self.administrator, acts.reasoned(make, REASON, new_seed()))
        if seat and not alternate:
            self.seats[seat] = name
        if pool == ADMINISTRATORS and self.administrator == SYSTEM:
            self.administrator = name

    def publish(self, document: Mapping[str, Json], actor: str = SYSTEM) -> None:
        """A definition comes into force."""
        current = self.reader.definition("", str(document["workflow"]))
        replaces = current.digest if current else ""
        act = acts.reasoned(lambda reason: c.Publish(document, reason, replaces), REASON, new_seed())
        self.send(f"definition/{document['workflow']}", actor, act)
        self.workflow = str(document["workflow"])

    def declare_calendar(self, name: str) -> None:
        """Monday to Friday, nine to five in Berlin."""
        document = calendar(name)
        act = acts.reasoned(lambda reason: c.DeclareCalendar(document, reason), REASON, new_seed())
        self.send(f"calendar/{name}", self.administrator, act)

    def submit(self, owner: str, draft: acts.Draft, *, new: bool = True) -> None:
        """A submission, or the next one of the record under discussion."""
        record = f"initiative/{self.clock.new_id()}" if new else self.record
        law = self.law() if not new else self.in_force()
        self.send(record, owner, acts.submission(law, draft, new_seed(), {}))
        self.record = record

    def judgement(self, gate: Gate, outcome: c.Outcome, given: Mapping[str, object]) -> acts.Judgement:
        """What a reviewer enters; whoever approves has ticked the checklist and read the findings."""
        ready: dict[str, object] = {"note": "" if outcome.startswith("approve") else "For this reason"}
        if outcome.startswith("approve"):
            mine, gate = findings_for(self.law(), gate, self.state().findings), asking(gate, self.state().answers)
            ready |= {"checklist": tuple(name for name, _ in gate.checklist)}
            ready |= {"comments": dict.fromkeys(gate.commented, "As it should be")}
            ready |= {"acknowledged": tuple(each.id for each in mine if each.severity == "warn")}
        return acts.Judgement(outcome, **{**ready, **given})  # type: ignore[arg-type]  # known fields

    def decide(
        self, who: str, gate: str, outcome: c.Outcome, shown: str = "", command_id: str = "", **given: object
    ) -> Receipt:
        """A decision, signed in the ceremony on what is shown now or was `shown` before."""
        name, law = self.person(who), self.law()
        judged = self.judgement(law.gate_by_name[gate], outcome, given)
        signer = acts.Signer(self.names[name], new_seed(), shown)
        act = acts.decision(law, self.state(), gate, judged, signer)
        page = shown or seen(law, self.state(), gate)
        return self.sign(name, act, f"decide {gate} {self.record}", page, command_id)

    def sign(self, name: str, act: acts.Act, what: str, page: str, command_id: str = "") -> Receipt:
        """Login, password and code of this moment, checked, then used up inside the decision's transaction."""
        self.fresh_code(name)
        return self.signed(name, act, self.attempt(name, what, page), command_id)

    def signed(self, name: str, act: acts.Act, attempt: Attempt, command_id: str = "") -> Receipt:
        """As the page does it: the components are checked first, a refusal of theirs is on record."""
        try:
            with reading(self.office.engine) as connection:
                checked = self.ceremony.check(connection, attempt, self.clock.now())
        except CredentialRefused as refused:
            self.office.deny(self.people[name], tag_of(act.command), self.record, refused.code)
            if refused.counts:
                Watch(self.office).failed(self.office.engine, self.ceremony, attempt.account_id, self.clock.now())
            raise

        def before(connection: Connection, at: int) -> None:
            self.ceremony.consume(connection, checked, at)

        command_id = command_id or self.clock.new_id()
        self.last = self.office.handle(replace(self.request(name, act, command_id), before=before))
        return self.last

    def request(self, name: str, act: acts.Act, command_id: str) -> Request:
        """A command on the record under discussion, without a ceremony."""
        return Request(command_id, self.record, self.people[name], act.command, act.disclosures)

    def attempt(self, name: str, what: str, page: str) -> Attempt:
        """The components somebody gives at this moment, all right."""
        account, now = self.accounts[name], self.clock.now()
        with writing(self.office.engine) as connection:
            token = self.ceremony.issue_challenge(connection, account.id, f"session of {name}", page, what, now)
        login = f"{name.lower()}@example.org"
        password = self.passwords.get(name, PASSWORD)
        return Attempt(account.id, password, self.code(name), token, page, what, f"session of {name}", login)

    def code(self, name: str) -> str:
        """What the person's authenticator shows now."""
        return code_at(self.accounts[name].secret, self.clock.now())

    def fresh_code(self, name: str) -> None:
        """Wait until the authenticator shows a code that was not used: at most half a minute."""
        step = max(self.clock.now() // STEP_MS, self.counters.get(name, -1) + 1)
        self.counters[name] = step
        self.clock.set(max(self.clock.now(), step * STEP_MS))

    def state(self) -> Initiative:
        """The record under discussion as it stands."""
        found = self.reader.initiative_state(self.record_id())
        assert found is not None, "nothing was submitted"
        return found

    def record_id(self) -> str:
        return self.record.partition("/")[2]

    def law(self) -> Definition:
        """The definition the record under discussion runs under."""
        found = self.reader.definition(self.state().definition, self.workflow)
        assert found is not None
        return found

    def in_force(self) -> Definition:
        """The definition a new record would run under."""
        found = self.reader.definition("", self.workflow)
        assert found is not None, f"{self.workflow} was never published"
        return found

    def facts(self) -> Facts:
        return self.reader.facts_for(self.record_id())

    def why(self) -> Why:
        """The *why* tree of this moment."""
        return why(self.law(), self.facts(), self.state(), self.clock.now())

    def gate(self, name: str) -> GateWhy:
        return next(gate for gate in self.why().gates if gate.gate == name)

    def name(self, person: str) -> str:
        """Who an id stands for."""
        return next((name for name, known in self.people.items() if known == person), person)

    def version(self) -> int:
        """How many entries the record under discussion has."""
        return self.reader.look(self.record)[0].version


@lru_cache
def calendar(name: str) -> dict[str, Json]:
    declared = {"name": name, "zone": "Europe/Berlin", "days": "mon-fri", "hours": "09:00-17:00", "holidays": "DE/BE"}
    return cast("dict[str, Json]", compile_calendar(declared, (2026, 2027)).document)


def empty(folder: Path, seed: int) -> House:
    """An office whose database holds nothing yet, with its keys in a folder; `seed` makes its ids its own."""
    home = Home(folder / "home").prepare()
    engine = engine_for(f"sqlite:///{home.database}")
    # A hundred offices are founded; that commits survive a power cut is the office's own test.
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    clock, law = MovedClock(MONDAY, seed), Governance()
    ceremony = Ceremony(Passwords(TEST_COST), TOTP_KEY)
    office = Office(engine, law, clock=clock, blobs=Blobs(home.blobs))
    return House(home, office, clock, ceremony, Reader(engine, law))


def with_wrong(attempt: Attempt, **components: str | None) -> Attempt:
    """The same attempt with some components replaced."""
    return replace(attempt, **components)  # type: ignore[arg-type]  # known fields


def said(refusal: Exception) -> str:
    """A refusal as it is read to the person."""
    return f"{refusal.what} {refusal.why} {refusal.cure}" if isinstance(refusal, Refused) else str(refusal)
