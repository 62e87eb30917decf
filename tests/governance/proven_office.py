"""A small log written entry by entry without an office, as its operator could write it: lawful, or forged.

`Log.does` asks the law for the events; `Log.forges` takes them as given. Both keep the chain, the tree and the reads as
a real log has them, so that only the forgery itself can be noticed.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from governance.errors import LawError, NotADefinition, Refused
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law.consulted import ENTITLING, streams
from governance.law.gates import meaning, seen
from governance.law.pools import facts_of
from governance.law.shelf import Shelf
from governance.ledger.commitments import Disclosure, disclose
from governance.ledger.merkle import inclusion_proof, leaf_hash, nodes_of_list, root_of
from governance.ledger.note import Checkpoint, Key, assemble, signature_line
from governance.office.office_law import State, advance, judge
from governance.reading.document import definition_digest
from governance.record import codec
from governance.record import commands as c
from governance.record import events as e
from governance.record.entry import Entry, command_digest, entry_hash
from governance.record.state import Initiative
from governance.verifier.evidence import Evidence, Proven
from governance.verifier.judging import Pass

HOUR = 3_600_000
START = 1_790_000_000_000
ORIGIN = "clearway.test/log"
SUBJECT = "initiative/i1"
OWNER, MEDICAL, CHAIR, LAWYER = "olga", "mia", "cora", "leo"
CALENDAR: dict[str, Json] = {
    "valid_from": START - 100 * HOUR,
    "valid_to": START + 1000 * HOUR,
    "hours_per_day": 8,
    "spans": [50 * HOUR, 900 * HOUR],
}
DEFINITION: dict[str, Json] = {
    "workflow": "piece",
    "title": "Piece",
    "record": "piece",
    "prefix": "PCE",
    "calendar": "office",
    "committees": [{"committee": "board", "seats": ["chair", "legal"]}],
    "form": [
        {
            "section": "need",
            "fields": [
                {"name": "title", "kind": "line", "required": "yes"},
                {"name": "rush", "kind": "yesno"},
                {"name": "who", "kind": "line", "personal": "yes"},
            ],
        }
    ],
    "tiers": [{"tier": "T2", "when": {"rush": "yes"}}, {"tier": "T1"}],
    "gates": [
        {
            "gate": "medical",
            "panel": {"role": "medical"},
            "decide": {"approve": 1},
            "reviews": ["need"],
            "within": "8 business hours",
            "remind": ["50%"],
            "escalate": [{"at": "100%", "to": "delegate"}],
        },
        {
            "gate": "board",
            "after": ["medical"],
            "panel": "board",
            "decide": {"approve": 2, "veto": ["chair"]},
            "reviews": ["need"],
        },
    ],
}


@cache
def signer(name: str = ORIGIN) -> Ed25519PrivateKey:
    """The key of a log, the same every time for a name."""
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(b"a throw-away key", name.encode(), "sha256"))


def public(name: str = ORIGIN) -> Key:
    return Key(name, signer(name).public_key().public_bytes_raw())


def opened(value: Json) -> Disclosure:
    """A commitment whose nonce follows from the value."""
    return disclose(hmac.digest(b"nonce", str(value).encode(), "sha256"), value)


@dataclass
class Head:
    version: int = 0
    hash: str = ""
    state: State = None


@dataclass
class Log:
    """Entries in order, and what their streams have come to."""

    entries: list[Entry] = field(default_factory=list)
    kept: list[bytes] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)
    disclosed: list[Disclosure] = field(default_factory=list)
    at: int = START

    def text(self, value: Json, *, erased: bool = False) -> str:
        """The commitment to a value, which the evidence will open unless it was erased."""
        disclosure = opened(value)
        if disclosure not in self.disclosed and not erased:
            self.disclosed.append(disclosure)
        return disclosure.commit

    def head(self, stream: str) -> Head:
        return self.heads.get(stream, Head())

    def reads(self, stream: str, command: c.Command, actor: str) -> dict[str, int]:
        state = self.head(stream).state
        known = state if isinstance(state, Initiative) else None
        names = streams(stream, command, known, self.law(stream, command), actor, self.target(stream, command))
        return {name: self.head(name).version for name in names if name != stream}

    def law(self, stream: str, command: c.Command) -> Definition | None:
        if not stream.startswith("initiative/"):
            return None
        state = self.head(stream).state
        workflow = state.workflow if isinstance(state, Initiative) else getattr(command, "workflow", "")
        shelf = self.head(f"definition/{workflow}").state
        digest = state.definition if isinstance(state, Initiative) else ""
        return shelf.law(digest) if isinstance(shelf, Shelf) else None

    def target(self, stream: str, command: c.Command) -> Definition | None:
        """The version a move names."""
        state = self.head(stream).state
        if not isinstance(command, c.MoveTo) or not isinstance(state, Initiative):
            return None
        shelf = self.head(f"definition/{state.workflow}").state
        known = isinstance(shelf, Shelf) and command.definition in shelf.documents
        return shelf.law(command.definition) if isinstance(shelf, Shelf) and known else None

    def judged(self, stream: str, command: c.Command, actor: str) -> tuple[e.Event, ...]:
        """What the law makes of a command now; nothing is recorded."""
        held = {name: self.heads[name].state for name in self.reads(stream, command, actor) if name in self.heads}
        facts = facts_of(held, self.law(stream, command), self.target(stream, command))
        return judge(stream, self.head(stream).state, facts, c.Stamped(command, actor, self.at, "P-1"))

    def does(self, stream: str, command: c.Command, actor: str) -> Entry:
        return self.forges(stream, self.judged(stream, command, actor), actor)

    def refused(self, stream: str, command: c.Command, actor: str) -> str:
        """The code of the refusal, or `not-a-definition`."""
        with pytest.raises(LawError) as raised:
            self.judged(stream, command, actor)
        refusal = raised.value
        if isinstance(refusal, NotADefinition):
            return "not-a-definition"
        assert isinstance(refusal, Refused)
        assert refusal.what
        assert refusal.why
        assert refusal.cure
        return refusal.code

    def forges(
        self,
        stream: str,
        events: tuple[e.Event, ...],
        actor: str,
        reads: Mapping[str, int] | None = None,
        **other: Any,
    ) -> Entry:
        """An entry with these events, whatever the law says. `other` replaces parts of it."""
        command = codec.answers_to(events[0])
        head = self.head(stream)
        entry = Entry(
            seq=len(self.entries),
            stream=stream,
            version=head.version + 1,
            prev=head.hash,
            reads=self.reads(stream, command, actor) if reads is None else reads,
            command_id=f"c{len(self.entries)}",
            command_type=codec.tag_of(command),
            command_digest=command_digest(command),
            actor=actor,
            at=self.at,
            events=events,
            commits=tuple(sorted(_commits(codec.command_json(command)) & {d.commit for d in self.disclosed})),
        )
        return self.appends(replace(entry, **other))

    def appends(self, entry: Entry) -> Entry:
        data = entry.encode()
        state = self.head(entry.stream).state
        with suppress(LookupError):  # an operator may write what cannot be folded
            for event in entry.events:
                state = advance(state, event, entry.actor, entry.at)
        self.entries.append(entry)
        self.kept.append(data)
        self.heads[entry.stream] = Head(entry.version, entry_hash(data), state)
        self.at += HOUR // 2
        return entry

    def checkpoint(self, origin: str = ORIGIN, key: str = "") -> bytes:
        text = Checkpoint(origin, len(self.kept), root_of(map(leaf_hash, self.kept))).text()
        name = key or origin
        return assemble(text, [signature_line(name, public(name).public, signer(name).sign(text.encode()))])

    def evidence(self, subject: str = SUBJECT, *, left_out: Iterable[int] = ()) -> Evidence:
        """The extract for a subject, as the office takes it."""
        own = [entry for entry in self.entries if entry.stream == subject]
        most = {name: max(x.reads.get(name, 0) for x in own) for x in own for name in x.reads}
        for stream in reversed(ENTITLING):
            read = [x.reads.get(stream, 0) for x in self.entries if x.version <= most.get(x.stream, 0)]
            most[stream] = max([*read, most.get(stream, 0)])
        chosen = [
            entry
            for entry in self.entries
            if entry.seq not in left_out and (entry.stream == subject or entry.version <= most.get(entry.stream, 0))
        ]
        node = nodes_of_list([leaf_hash(data) for data in self.kept])
        walk = Pass()
        why: dict[int, Json] = {}
        for entry in chosen:
            walk.follow(entry, self.kept[entry.seq], decided=False)
            tree = walk.tree(subject, entry.at) if entry.stream == subject else None
            if tree is not None:
                why[entry.seq] = tree.as_json()
        proven = (Proven(x.seq, self.kept[x.seq], inclusion_proof(node, x.seq, len(self.kept))) for x in chosen)
        committed = {commit for entry in chosen for commit in entry.commits}
        disclosed = tuple(d for d in self.disclosed if d.commit in committed)
        return Evidence(subject, self.checkpoint(), tuple(proven), disclosed, why)

    def signing(self, gate: str, outcome: c.Outcome, person: str, **words: Any) -> c.SignDecision:
        """A complete decision on the page as it stands."""
        state = self.head(SUBJECT).state
        assert isinstance(state, Initiative)
        law = self.law(SUBJECT, c.Resume())
        assert law
        signature = c.Signature(
            self.text(f"Dr {person}"), meaning(law.gate_by_name[gate], outcome), seen(law, state, gate), "password+totp"
        )
        return c.SignDecision(gate, outcome, signature, **words)

    def says(self, person: str, gate: str, outcome: c.Outcome = "approve", **words: Any) -> Entry:
        return self.does(SUBJECT, self.signing(gate, outcome, person, **words), person)


def _commits(value: object) -> set[str]:
    if isinstance(value, dict):
        return {found for part in value.values() for found in _commits(part)}
    if isinstance(value, list | tuple):
        return {found for part in value for found in _commits(part)}
    return {value} if isinstance(value, str) and len(value) == len("ab" * 32) else set()


def submission(log: Log, title: str = "Leaflet", replies: Mapping[str, str] | None = None) -> c.Submit:
    who: dict[str, Json] = {"commit": log.text("Nurse Ada")}
    return c.Submit("piece", {"title": title, "who": who}, {}, replies or {})


def founded() -> Log:
    """Owner, one reviewer, a board of two, an administrator (`ada`) and an owner of the policy (`pia`)."""
    log = Log()
    because = log.text("founding")
    for person in (OWNER, MEDICAL, CHAIR, LAWYER, "ada", "pia"):
        register = c.RegisterPerson(log.text(f"Dr {person}"), log.text(f"{person}@example.org", erased=True))
        log.does(f"person/{person}", register, "system")
    log.does("calendar/office", c.DeclareCalendar(CALENDAR, because), "system")
    log.does("definition/piece", c.Publish(DEFINITION, because), "system")
    log.does("role/medical", c.Grant(MEDICAL, 0, 0, because), "system")
    log.does("committee/board", c.Grant(CHAIR, 0, 0, because, "chair"), "system")
    log.does("committee/board", c.Grant(LAWYER, 0, 0, because, "legal"), "system")
    log.does("role/policy_owner", c.Grant("pia", 0, 0, because), "system")
    log.does("role/administrator", c.Grant("ada", 0, 0, because), "system")
    return log


def submitted() -> Log:
    log = founded()
    log.does(SUBJECT, submission(log), OWNER)
    return log


def approved() -> Log:
    """A whole lawful journey: submitted, medical and board approve."""
    log = submitted()
    log.says(MEDICAL, "medical")
    log.says(CHAIR, "board")
    log.says(LAWYER, "board")
    return log


def document(**changes: Json) -> dict[str, Json]:
    """The definition with other words."""
    return {**DEFINITION, **changes}


def digest_of(changed: Mapping[str, Json]) -> str:
    return definition_digest(changed)
