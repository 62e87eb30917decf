"""What an initiative is at one moment: the data classes that `state.evolve` folds its events into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from governance.formats.jcs import Json
from governance.record import events as e
from governance.record.commands import Outcome, Signature

Status = Literal[
    "draft", "in review", "in rework", "on hold", "approved", "released", "expired", "retired", "revoked", "rejected",
    "withdrawn",
]  # fmt: skip
OPEN: frozenset[Status] = frozenset({"in review", "in rework", "on hold"})
IN_USE: frozenset[Status] = frozenset({"approved", "released"})
GRANTED: frozenset[Status] = IN_USE | {"expired"}


@dataclass(frozen=True)
class Vote:
    """One signed decision as the rules count it: who, in which seat, on which text, in which round. A move keeps the
    digest it was given `under`, or lets it lapse.
    """

    person: str
    seat: str
    outcome: Outcome
    text: str
    round: int
    at: int
    signature: Signature
    note: str = ""
    under: str = ""
    lapsed: bool = False


@dataclass(frozen=True)
class Mark:
    """What has been recorded of a gate: its last opening and clock, and which pools joined it by escalation.

    The clock last started at `since`, having used `spent` ms before, and is that of `tier`; `due` is 0 without one.
    `steps` have been reached.
    """

    state: Literal["open", "passed", "settled", "suspended"]
    opening: int = 0
    opened: int = 0
    due: int = 0
    since: int = 0
    spent: int = 0
    joined: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    tier: str = ""


@dataclass(frozen=True)
class Request:
    """A requested change, with the owner's reply ("" until given)."""

    id: str
    gate: str
    person: str
    round: int
    concerns: str
    text: str
    reply: str = ""


@dataclass(frozen=True)
class Condition:
    """An obligation from an approval. It binds while the decision that set it stands."""

    id: str
    gate: str
    person: str
    text: str
    due: str
    bound: str
    round: int
    note: str = ""
    status: Literal["open", "met", "verified"] = "open"


@dataclass(frozen=True)
class Asked:
    """What the owner was asked after release, and when; `note` is the answer ("" until given)."""

    step: str
    at: int
    note: str = ""


@dataclass(frozen=True)
class Remark:
    """Something said to a question: who, what (commitment), when."""

    person: str
    text: str
    at: int


@dataclass(frozen=True)
class Question:
    """What a reviewer of `gate` asked without deciding: the field it concerns ("" for all of it), what was answered."""

    id: str
    gate: str
    person: str
    concerns: str
    text: str
    at: int
    answers: tuple[Remark, ...] = ()
    closed: bool = False


@dataclass(frozen=True)
class Passing:
    """A turn that `person` passed on, or a coordinator for them, `to` another in one opening of a gate."""

    gate: str
    opening: int
    person: str
    to: str
    reason: str
    at: int


@dataclass(frozen=True)
class Initiative:
    """State of one initiative. `marks`, `votes` are by gate; `sections` are digests; `contributors` is cumulative.

    `term` counts approval and renewals, `noticed` are the notices of its end; `used_as` is the status it expired in;
    `confided` are the commitments of every round by personal field, without those erased; `changed` is the round in
    which each answer changed last.
    """

    workflow: str = ""
    definition: str = ""
    number: str = ""
    owner: str = ""
    status: Status = "draft"
    round: int = 0
    submitted: int = 0
    answers: Mapping[str, Json] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    contributors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tier: str = ""
    raised: str = ""
    findings: tuple[e.Finding, ...] = ()
    votes: Mapping[str, tuple[Vote, ...]] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    requests: tuple[Request, ...] = ()
    conditions: tuple[Condition, ...] = ()
    held: int = 0
    resumes_as: Status = "in review"
    due: int = 0
    approved: int = 0
    expires: int = 0
    closed: int = 0
    refers: Mapping[str, str] = field(default_factory=dict)
    supersedes: str = ""
    publishes: str = ""
    code: str = ""
    renews: str = ""
    retires: str = ""
    term: int = 0
    noticed: tuple[str, ...] = ()
    used_as: Status = "approved"
    released: int = 0
    check_ins: tuple[Asked, ...] = ()
    renewed_by: tuple[str, ...] = ()
    confided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    passings: tuple[Passing, ...] = ()
