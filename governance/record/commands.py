"""What may be asked of the office: imperatives. Each is answered by one entry in one stream, or refused.

Texts that people write arrive as commitments (see `commitments`), never in the clear; "" means not given.
Ids are opaque. Times are UTC milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar

from governance.formats.jcs import Json
from governance.record.commands_continuity import DrillResult, RecordRestoreDrill
from governance.record.commands_credentials import (
    ApproveCredentialReset,
    AskCredentialReset,
    CloseAccount,
    ConfirmIdentity,
    CredentialCommand,
    DemandCertification,
    EnableSignatures,
    NoteCredential,
    ReportLoss,
    SignaturesCommand,
    TestAuthenticator,
)
from governance.record.commands_dialogue import AnswerQuestion, AskQuestion, CloseQuestion, DialogueCommand, PassOn
from governance.record.commands_elsewhere import (
    DeclareAbsence,
    DeclareCalendar,
    DeclareKey,
    Delegate,
    ElsewhereCommand,
    Grant,
    NoteAbsence,
    PersonCommand,
    PoolCommand,
    Publish,
    RecordDenial,
    RecordManager,
    RegisterPerson,
    Ungrant,
)
from governance.record.commands_erasing import EraseAnswer, ErasePerson
from governance.record.commands_incidents import (
    AcknowledgeIncident,
    CloseIncident,
    IncidentCommand,
    OpenIncident,
)
from governance.record.commands_keys import DeclareWitnesses, KeyCommand, RevokeKey, RotateKey
from governance.record.commands_oversight import OversightCommand, RecordConfiguration, RecordReview
from governance.record.commands_qualifications import (
    AcceptUndertaking,
    IssueUndertaking,
    QualificationCommand,
    RecordTraining,
)

__all__ = [
    "AcceptUndertaking", "AcknowledgeIncident", "AnswerQuestion", "ApproveCredentialReset", "Ask", "AskCheckIn",
    "AskCredentialReset", "AskQuestion", "C_co", "CheckIn", "CloseAccount", "CloseIncident", "CloseQuestion",
    "Command", "ConfirmIdentity", "CredentialCommand", "DeclareAbsence", "DeclareCalendar", "DeclareKey",
    "DeclareWitnesses", "Delegate", "DemandCertification", "DialogueCommand", "DrillResult", "ElsewhereCommand",
    "EnableSignatures", "EraseAnswer", "ErasePerson", "Escalate", "Expire", "GiveNotice", "Grant", "Hold",
    "IncidentCommand", "InitiativeCommand", "IssueUndertaking", "KeyCommand", "MeetCondition", "Method", "MoveTo",
    "NoteAbsence", "NoteCredential", "Obligation", "OpenIncident", "Outcome", "OversightCommand", "PassOn",
    "PersonCommand", "PoolCommand", "Publish", "QualificationCommand", "RaiseTier", "RecordConfiguration",
    "RecordDenial", "RecordManager", "RecordRestoreDrill", "RecordReview", "RecordTraining", "RegisterPerson",
    "Release", "Remind", "Renew", "ReportLoss", "Resume", "Retire", "Revoke", "RevokeKey", "RotateKey", "SignDecision",
    "Signature", "SignaturesCommand", "Stamped", "Submit", "TestAuthenticator", "Ungrant", "VerifyCondition",
    "Withdraw",
]  # fmt: skip

Outcome = Literal["approve", "approve with conditions", "request changes", "reject", "abstain", "recuse"]
Method = Literal["password+totp", "imported"]


@dataclass(frozen=True)
class Signature:
    """What a person asserted by signing (21 CFR 11.50): printed name (commitment), meaning, and how they proved it.

    The time is the entry's; `seen` is the digest of all that was displayed. Method `imported` is never shown as a
    signature.
    """

    name: str
    meaning: str
    seen: str
    method: Method


@dataclass(frozen=True)
class Ask:
    """One requested change: the field it concerns ("" for the whole gate) and its text (commitment)."""

    concerns: str
    text: str


@dataclass(frozen=True)
class Obligation:
    """A condition attached to an approval: its text (commitment) and the day it falls due (ISO date or "")."""

    text: str
    due: str = ""


@dataclass(frozen=True)
class Submit:
    """Submit, or resubmit after rework. `answers` maps field to value or `{"commit": hex}` for personal fields; `edits`
    maps section to the people who edited it since the last submission; `replies` request id to a text (commitment).
    """

    workflow: str
    answers: Mapping[str, Json]
    edits: Mapping[str, tuple[str, ...]]
    replies: Mapping[str, str]


@dataclass(frozen=True)
class SignDecision:
    """A reviewer's signed act at a gate. `requests` come with *request changes*, `conditions` with *approve with
    conditions*, `note` is the reason; `checklist` lists the items ticked, `acknowledged` the findings, `comments` maps
    items to what is said of them (commitments). One given on paper has when that was (`stated`) and the digest of its
    `scan`. One signed beside others has what their page showed (`together`): every *seen*, its own too, in its order.
    """

    gate: str
    outcome: Outcome
    signature: Signature
    note: str = ""
    requests: tuple[Ask, ...] = ()
    conditions: tuple[Obligation, ...] = ()
    checklist: tuple[str, ...] = ()
    acknowledged: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    stated: int = 0
    scan: str = ""
    together: tuple[str, ...] = ()


@dataclass(frozen=True)
class RaiseTier:
    """A coordinator raises the tier; never lowers it."""

    tier: str
    reason: str


@dataclass(frozen=True)
class Hold:
    """A coordinator stops all clocks."""

    reason: str


@dataclass(frozen=True)
class Resume:
    """A coordinator starts the clocks again with what remained of them."""


@dataclass(frozen=True)
class Withdraw:
    """The owner takes the initiative back before it is approved."""

    reason: str


@dataclass(frozen=True)
class Revoke:
    """A coordinator takes an approval or release back."""

    reason: str


@dataclass(frozen=True)
class MeetCondition:
    """The owner says how a condition was met."""

    condition: str
    note: str


@dataclass(frozen=True)
class VerifyCondition:
    """Somebody eligible at the gate that set the condition verifies that it is met, and signs."""

    condition: str
    signature: Signature
    note: str = ""


@dataclass(frozen=True)
class Release:
    """The owner puts the approved work into use; waits for every condition."""


@dataclass(frozen=True)
class GiveNotice:
    """An approval ends soon: the notice `step` of this `term` (1 from the approval on) has come; sent by `system`."""

    term: int
    step: str


@dataclass(frozen=True)
class Expire:
    """The approval's `term` has ended; sent by `system`."""

    term: int


@dataclass(frozen=True)
class AskCheckIn:
    """So long after release the owner is asked for something; sent by `system`."""

    step: str


@dataclass(frozen=True)
class CheckIn:
    """The owner answers what was asked (`note` is a commitment)."""

    step: str
    note: str


@dataclass(frozen=True)
class Renew:
    """The approved record `by` (a stream) says this one is good for another term; sent by `system`."""

    by: str


@dataclass(frozen=True)
class Retire:
    """What was approved is used no more: its owner or a coordinator gives the reason, or `system` sends it because the
    approved record `by` (a stream) says so.
    """

    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class MoveTo:
    """A coordinator has an open initiative judged, from now on, by a later version of its workflow (a digest)."""

    definition: str
    reason: str


@dataclass(frozen=True)
class Remind:
    """The clock's step (`50`, `80` per cent, `overdue`) of one opening of a gate has come; sent by `system`."""

    gate: str
    opening: int
    step: str


@dataclass(frozen=True)
class Escalate:
    """The clock's escalation step of one opening of a gate has come; sent by `system`."""

    gate: str
    opening: int
    step: str


InitiativeCommand: TypeAlias = (
    Submit
    | SignDecision
    | RaiseTier
    | Hold
    | Resume
    | Withdraw
    | Revoke
    | MeetCondition
    | VerifyCondition
    | Release
    | MoveTo
    | EraseAnswer
    | Remind
    | Escalate
    | GiveNotice
    | Expire
    | AskCheckIn
    | CheckIn
    | Renew
    | Retire
    | DialogueCommand
    | PassOn
)
Command: TypeAlias = InitiativeCommand | ElsewhereCommand | QualificationCommand | CredentialCommand | SignaturesCommand

C_co = TypeVar("C_co", bound=Command, covariant=True)


@dataclass(frozen=True)
class Stamped(Generic[C_co]):
    """A command with what the office stamped inside the lock: who (`system` or a person id), when (UTC ms), the human
    number a new record would get, the stream of each record that a submission names by its number, by field, and how
    many entries of what a review covers are the actor's `own`.
    """

    command: C_co
    actor: str
    at: int
    number: str = ""
    refers: Mapping[str, str] = field(default_factory=dict)
    own: int = 0
