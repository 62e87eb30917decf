"""Acts out what demonstration people do: reads the record as they would, signs through the ceremony, sends commands.

Nothing is written but commands and challenges. Command ids derive from names, so that nothing happens twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from secrets import token_bytes, token_urlsafe
from typing import assert_never

from sqlalchemy import Connection, select

from coe import acts
from coe.clock import MovedClock, named_id, step_id
from coe.database import reading, writing
from coe.demo import story
from coe.demo.people import PASSWORD, login
from coe.identity.accounts import Account, find_by_login
from coe.identity.ceremony import Attempt, Ceremony
from coe.identity.totp import STEP_MS, code_at
from coe.ledger import read_head
from coe.office import Office
from coe.office_errors import UnknownRecord
from coe.reading import DueStep, Reader, steps_due
from coe.requests import Before, Receipt, Request
from coe.tables import disclosure, entry, person
from governance.errors import Refused
from governance.formats.jcs import decode
from governance.language.asking import asking
from governance.language.definition import Definition
from governance.law.gates import condition_seen, seen
from governance.law.pools import SYSTEM
from governance.ledger.commitments import Disclosure
from governance.record import commands as c
from governance.record.state import Initiative

SEED_BYTES = 32
MOST_STEPS = 10_000


@dataclass(frozen=True, slots=True, repr=False)
class Actor:
    """A person with an account, and the commitment to their printed name."""

    account: Account
    name: str

    @property
    def id(self) -> str:
        """The person's id."""
        return self.account.person_id


class Stage:
    """Where the people act: an office whose clock is moved, and the ceremony they sign in."""

    def __init__(self, office: Office, clock: MovedClock, ceremony: Ceremony) -> None:
        self.office = office
        self.clock = clock
        self.reader = Reader(office.engine, office.law)
        self._ceremony = ceremony
        self._sessions: dict[str, str] = {}

    def perform(self, tale: story.Story, place: int, at: int) -> Receipt | None:
        """Do one step of a story at a moment (UTC ms); None when it was done before. Raises what the office raises."""
        command_id = named_id(f"demo/{tale.name}/{place}")
        if self._stream_of(command_id):
            return None
        stream = self.stream(tale) or f"initiative/{self.clock.new_id()}"
        deed = tale.steps[place].deed
        actor = self.actor(deed.who)
        self._move(at, actor)
        act, before = self._act(tale, stream, deed, actor)
        blobs = self._files(deed)
        return self.office.handle(Request(command_id, stream, actor.id, act.command, act.disclosures, blobs, before))

    def stream(self, tale: story.Story) -> str:
        """The stream of a story's initiative, "" before it was submitted."""
        return self._stream_of(named_id(f"demo/{tale.name}/0"))

    def state(self, stream: str) -> Initiative:
        """The initiative as it stands. Raises UnknownRecord."""
        found = self.reader.initiative_state(stream.partition("/")[2])
        if found is None:
            raise UnknownRecord("There is no such record.", f"Nothing was submitted in {stream}.", "Submit it first.")
        return found

    def law(self, state: Initiative) -> Definition:
        """The definition an initiative follows. Raises UnknownRecord."""
        return self._law(state.definition, state.workflow)

    def actor(self, who: str) -> Actor:
        """The demonstration person of this short name. Raises UnknownRecord."""
        with reading(self.office.engine) as connection:
            found = find_by_login(connection, login(who))
            name = select(person.c.name).where(person.c.id == found.person_id) if found else None
            commit = connection.execute(name).scalar() if name is not None else None
        if found is None or commit is None:
            raise UnknownRecord("There is no such person.", f"Nobody signs in as {login(who)}.", "Found it first.")
        return Actor(found, commit)

    def clockwork(self, until: int) -> int:
        """Send every reminder, escalation and expiry that is due by `until` (UTC ms), each at its moment; how many."""
        count = 0
        with reading(self.office.engine) as connection:
            due = steps_due(connection, until, MOST_STEPS)
        for step in due:
            self._move(step.at)
            request = Request(_step_id(step), f"initiative/{step.initiative}", SYSTEM, step.command())
            try:
                count += not self.office.handle(request).repeated
            except Refused:  # a decision at the same moment came first
                continue
        return count

    def _move(self, at: int, actor: Actor | None = None) -> None:
        """Put the clock to the moment, or as soon after it as the ledger's time and the person's last code allow."""
        with reading(self.office.engine) as connection:
            moment = max(at, read_head(connection).at)
        last = actor.account.totp_counter if actor else None
        self.clock.set(moment if last is None else max(moment, (last + 1) * STEP_MS))

    def _act(self, tale: story.Story, stream: str, deed: story.Deed, actor: Actor) -> tuple[acts.Act, Before | None]:
        """The command of a deed, and the ceremony that goes with it when it is signed."""
        seed = token_bytes(SEED_BYTES)
        match deed:
            case story.Submit():
                return self._submission(tale, stream, deed, actor, seed), None
            case story.Decide():
                state = self.state(stream)
                law, gate = self.law(state), deed.gate
                act = acts.decision(law, state, gate, _judgement(law, state, deed), acts.Signer(actor.name, seed))
                return act, self._signed(actor, f"{deed.outcome} {gate} {stream}", seen(law, state, gate))
            case story.Verify(condition=condition, note=note):
                state = self.state(stream)
                law = self.law(state)
                act = acts.verification(law, state, condition, note, acts.Signer(actor.name, seed))
                return act, self._signed(actor, f"verify {condition} {stream}", condition_seen(law, state, condition))
            case story.Meet(condition=condition, note=note):
                return acts.reasoned(partial(c.MeetCondition, condition), note, seed), None
            case story.Release():
                return acts.Act(c.Release()), None
            case story.Hold(reason=reason):
                return acts.reasoned(c.Hold, reason, seed), None
            case story.Withdraw(reason=reason):
                return acts.reasoned(c.Withdraw, reason, seed), None
            case story.Revoke(reason=reason):
                return acts.reasoned(c.Revoke, reason, seed), None
            case _:
                assert_never(deed)

    def _submission(self, tale: story.Story, stream: str, deed: story.Submit, actor: Actor, seed: bytes) -> acts.Act:
        state = self.reader.initiative_state(stream.partition("/")[2])
        if state is None:
            return acts.submission(self._law("", tale.workflow), acts.Draft(deed.answers), seed, {})
        law, kept = self.law(state), self._kept(state)
        opened = {name: each.value for name, each in kept.items()}
        answers = {n: value for n, value in {**state.answers, **opened, **deed.answers}.items() if value is not None}
        edits = {
            section.name: (actor.id,)
            for section in law.sections
            if any(field.name in deed.answers for field in section.fields)
        }
        return acts.submission(law, acts.Draft(answers, edits, deed.replies), seed, kept)

    def _kept(self, state: Initiative) -> dict[str, Disclosure]:
        """What opens the personal answers of the last submission."""
        commits = {
            str(value["commit"]): name
            for name, value in state.answers.items()
            if isinstance(value, dict) and value.keys() == {"commit"}
        }
        with reading(self.office.engine) as connection:
            rows = connection.execute(select(disclosure).where(disclosure.c.commit.in_(list(commits)))).all()
        return {commits[row.commit]: Disclosure(row.commit, row.nonce, decode(row.value.encode())) for row in rows}

    def _law(self, digest: str, workflow: str) -> Definition:
        found = self.reader.definition(digest, workflow)
        if found is None:
            raise UnknownRecord("There is no such workflow.", f"“{workflow}” was never published.", "Publish it first.")
        return found

    def _files(self, deed: story.Deed) -> tuple[str, ...]:
        """Keep the files of a submission in the store; their digests."""
        if not isinstance(deed, story.Submit) or not deed.files or self.office.blobs is None:
            return ()
        return tuple(self.office.blobs.put(BytesIO(data)) for data in deed.files)

    def _signed(self, actor: Actor, act: str, shown: str) -> Before:
        """Login, password and the code of this moment, checked now and used up inside the decision's transaction."""
        now, account = self.clock.now(), actor.account
        session = self._sessions.setdefault(account.id, token_urlsafe(SEED_BYTES))
        sealed = account.totp_secret or ""
        code = code_at(self._ceremony.key.open(sealed, account.id), now)
        with writing(self.office.engine) as connection:
            token = self._ceremony.issue_challenge(connection, account.id, session, shown, act, now)
        attempt = Attempt(account.id, PASSWORD, code, token, shown, act, session, account.login)
        with reading(self.office.engine) as connection:
            checked = self._ceremony.check(connection, attempt, now)

        def before(connection: Connection, at: int) -> None:
            self._ceremony.consume(connection, checked, at)

        return before

    def _stream_of(self, command_id: str) -> str:
        with reading(self.office.engine) as connection:
            found = connection.execute(select(entry.c.stream).where(entry.c.command == command_id)).scalar()
        return found or ""


def _judgement(law: Definition, state: Initiative, deed: story.Decide) -> acts.Judgement:
    """What the reviewer enters; whoever approves has ticked the checklist and read the findings."""
    approves = deed.outcome in ("approve", "approve with conditions")
    here = asking(law.gate_by_name[deed.gate], state.answers)
    checklist = tuple(name for name, _ in here.checklist) if approves else ()
    read = tuple(finding.id for finding in state.findings if finding.severity == "warn") if approves else ()
    said = dict.fromkeys(here.commented, "Checked against the references.") if approves else {}
    return acts.Judgement(deed.outcome, deed.note, deed.requests, deed.conditions, checklist, read, said)


def _step_id(step: DueStep) -> str:
    return step_id(step.initiative, step.gate, step.opening, step.step)


def in_order(tales: tuple[story.Story, ...]) -> Iterator[tuple[story.Story, int]]:
    """Every step of every story in the order of time; within a story as told."""
    places = [(tale, place) for tale in tales for place in range(len(tale.steps))]
    yield from sorted(places, key=lambda each: -each[0].steps[each[1]].hours_ago)
