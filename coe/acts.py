"""Acts as people do them, turned into commands: texts become commitments, the signature takes its words from the law.

Pages, the demo, the replay and the tests all speak through these, so that there is one way to say a thing.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law.gates import condition_seen, meaning, seen
from governance.ledger.commitments import Disclosure, disclose
from governance.reading.answers import is_answered, is_commitment
from governance.record import commands as c
from governance.record.state import Initiative


@dataclass
class Confided:
    """Commits texts for one command and keeps what opens them.

    Nonces come from `seed` (32 random bytes, a new one for each form shown) and the order of use, so that the same form
    sent twice is the same command byte for byte. The seed is never stored.
    """

    seed: bytes
    disclosures: list[Disclosure] = field(default_factory=list)

    def text(self, value: str) -> str:
        """The commitment to a text; "" for no text."""
        return self.value(value.strip()) if value.strip() else ""

    def value(self, value: Json) -> str:
        """The commitment to any value."""
        nonce = hmac.digest(self.seed, f"{len(self.disclosures)}".encode(), "sha256")
        self.disclosures.append(disclose(nonce, value))
        return self.disclosures[-1].commit


@dataclass(frozen=True)
class Act:
    """A command and what opens its commitments, ready for the office."""

    command: c.Command
    disclosures: tuple[Disclosure, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """What a reviewer enters at a gate. `requests` pair the field concerned ("" for the whole gate) with the text,
    `conditions` the text with the day it falls due ("" for none); `comments` are by entry of the checklist;
    `stated` and `scan` are those of a decision given on paper; `together` is what a page of several showed.
    """

    outcome: c.Outcome
    note: str = ""
    requests: tuple[tuple[str, str], ...] = ()
    conditions: tuple[tuple[str, str], ...] = ()
    checklist: tuple[str, ...] = ()
    acknowledged: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    stated: int = 0
    scan: str = ""
    together: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What an owner is about to submit: answers by field, the editors of each section, replies by request."""

    answers: Mapping[str, Json]
    edits: Mapping[str, Iterable[str]] = field(default_factory=dict)
    replies: Mapping[str, str] = field(default_factory=dict)


def submission(law: Definition, draft: Draft, seed: bytes, kept: Mapping[str, Disclosure]) -> Act:
    """Submit or resubmit. Personal answers are committed; `kept` opens those of the last submission by field, and an
    unchanged one keeps its commitment, so that its section's digest does not change by itself.
    """
    confided = Confided(seed)
    held: dict[str, Json] = {}
    for name, value in draft.answers.items():
        asked = law.field_by_name.get(name)
        before = kept.get(name)
        said = value.strip() if isinstance(value, str) else value
        if asked is None or not asked.personal or is_commitment(said):
            held[name] = value
        elif before is not None and before.value == said:
            held[name] = {"commit": before.commit}
        elif is_answered(said):
            held[name] = {"commit": confided.value(said)}
    replies = {request: confided.text(text) for request, text in draft.replies.items()}
    edited = {section: tuple(people) for section, people in draft.edits.items()}
    return Act(c.Submit(law.workflow, held, edited, replies), tuple(confided.disclosures))


@dataclass(frozen=True)
class Signer:
    """Who signs: the commitment to their printed name, the seed of their form, the digest of the page they saw ("" for
    the record as the caller just read it), and how they proved themselves.
    """

    name: str
    seed: bytes
    shown: str = ""
    method: c.Method = "password+totp"


def decision(law: Definition, state: Initiative, gate: str, given: Judgement, signer: Signer) -> Act:
    """A signed decision at a gate."""
    confided = Confided(signer.seed)
    means = meaning(law.gate_by_name[gate], given.outcome)
    command = c.SignDecision(
        gate=gate,
        outcome=given.outcome,
        signature=c.Signature(signer.name, means, signer.shown or seen(law, state, gate), signer.method),
        note=confided.text(given.note),
        requests=tuple(c.Ask(concerns, confided.text(text)) for concerns, text in given.requests if text.strip()),
        conditions=tuple(c.Obligation(confided.text(text), due) for text, due in given.conditions if text.strip()),
        checklist=given.checklist,
        acknowledged=given.acknowledged,
        comments={entry: confided.text(text) for entry, text in given.comments.items() if text.strip()},
        stated=given.stated,
        scan=given.scan,
        together=given.together,
    )
    return Act(command, tuple(confided.disclosures))


def verification(law: Definition, state: Initiative, condition: str, note: str, signer: Signer) -> Act:
    """A condition verified and signed."""
    confided = Confided(signer.seed)
    shown = signer.shown or condition_seen(law, state, condition)
    signature = c.Signature(signer.name, "verification", shown, signer.method)
    return Act(c.VerifyCondition(condition, signature, confided.text(note)), tuple(confided.disclosures))


def person(name: str, email: str, seed: bytes) -> Act:
    """A person becomes known."""
    confided = Confided(seed)
    return Act(c.RegisterPerson(confided.text(name), confided.text(email)), tuple(confided.disclosures))


def reasoned(make: Callable[[str], c.Command], reason: str, seed: bytes) -> Act:
    """Any command whose one text is its reason or note: `reasoned(c.Withdraw, "No budget", seed)`."""
    confided = Confided(seed)
    return Act(make(confided.text(reason)), tuple(confided.disclosures))
