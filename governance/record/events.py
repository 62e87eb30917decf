"""What happened: facts in the past tense. The first event of an entry answers its command and carries all of it; the
others are the consequences the law drew in the same breath.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from governance.formats.jcs import Json
from governance.record.commands import Ask, Obligation, Outcome, Signature
from governance.record.events_afterwards import (
    AfterwardsEvent,
    CheckedIn,
    CheckInAsked,
    Expired,
    NoticeGiven,
    Ratified,
    Renewed,
    Retired,
)
from governance.record.events_continuity import RestoreDrilled
from governance.record.events_credentials import (
    AccountClosed,
    AuthenticatorTested,
    CertificationDemanded,
    CredentialEvent,
    CredentialNoted,
    CredentialResetApproved,
    CredentialResetAsked,
    IdentityConfirmed,
    LossReported,
    SignaturesEnabled,
    SignaturesEvent,
)
from governance.record.events_dialogue import DialogueEvent, PassedOn, QuestionAnswered, QuestionAsked, QuestionClosed
from governance.record.events_elsewhere import (
    AbsenceDeclared,
    AbsenceNoted,
    CalendarDeclared,
    Delegated,
    DenialRecorded,
    ElsewhereEvent,
    Granted,
    KeyDeclared,
    ManagerRecorded,
    PersonEvent,
    PersonRegistered,
    PoolEvent,
    Published,
    Ungranted,
)
from governance.record.events_erasing import AnswerErased, PersonErased
from governance.record.events_incidents import IncidentAcknowledged, IncidentClosed, IncidentEvent, IncidentOpened
from governance.record.events_keys import KeyEvent, KeyRevoked, KeyRotated, WitnessesDeclared
from governance.record.events_oversight import ConfigurationRecorded, OversightEvent, ReviewRecorded
from governance.record.events_qualifications import (
    QualificationEvent,
    TrainingRecorded,
    UndertakingAccepted,
    UndertakingIssued,
)

__all__ = [
    "AbsenceDeclared", "AbsenceNoted", "AccountClosed", "AfterwardsEvent", "AnswerErased", "Approved",
    "AuthenticatorTested", "CalendarDeclared", "CarriedOver", "CertificationDemanded", "CheckInAsked", "CheckedIn",
    "ConditionMet", "ConditionVerified", "ConfigurationRecorded", "CredentialEvent", "CredentialNoted",
    "CredentialResetApproved", "CredentialResetAsked", "DecisionSigned", "Delegated", "DenialRecorded",
    "DialogueEvent", "ElsewhereEvent", "Escalated", "Event", "Expired", "Finding", "GateOpened", "GatePassed",
    "GateSettled", "GateSuspended", "Granted", "IdentityConfirmed", "IncidentAcknowledged", "IncidentClosed",
    "IncidentEvent", "IncidentOpened", "InitiativeEvent", "Judged", "KeyDeclared", "KeyEvent", "KeyRevoked",
    "KeyRotated", "LossReported", "ManagerRecorded", "Moved", "NoticeGiven", "OversightEvent", "PassedOn",
    "PersonErased", "PersonEvent", "PersonRegistered", "PoolEvent", "Published", "PutOnHold", "QualificationEvent",
    "QuestionAnswered", "QuestionAsked", "QuestionClosed", "Ratified", "Rebound", "Rejected", "Released", "Reminded",
    "Renewed", "RestoreDrilled", "Resumed", "Retired", "ReturnedToOwner", "ReviewRecorded", "Revoked",
    "SignaturesEnabled", "SignaturesEvent", "Submitted", "TierRaised", "TrainingRecorded", "UndertakingAccepted",
    "UndertakingIssued", "Ungranted", "Withdrawn", "WitnessesDeclared",
]  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What a check found: `id` names it within the submission, `inputs` is the digest of what it read."""

    id: str
    check: str
    severity: str
    concerns: str
    what: str
    cure: str
    inputs: str


@dataclass(frozen=True)
class Submitted:
    """A submission was frozen: answers to `Submit`; `sections` are its digests, `definition` the law it is judged by,
    `refers` the streams of the records its answers name, by field, `supersedes` the digest in force of the definition
    it proposes to replace.
    """

    workflow: str
    answers: Mapping[str, Json]
    edits: Mapping[str, tuple[str, ...]]
    replies: Mapping[str, str]
    definition: str
    number: str
    owner: str
    round: int
    tier: str
    sections: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    refers: Mapping[str, str] = field(default_factory=dict)
    supersedes: str = ""


@dataclass(frozen=True)
class DecisionSigned:
    """A decision was signed: answers to `SignDecision`; `seat` is the seat it fills, `text` the digest of the gate's
    sections it is bound to; `stated` is when it was given on paper (0 for here), and `scan` the digest of that;
    `together` is each *seen* of the page on which it was signed beside others.
    """

    gate: str
    outcome: Outcome
    signature: Signature
    round: int
    seat: str
    text: str
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
class TierRaised:
    """The tier was raised by a coordinator; `due` holds the new due time of each open gate that is given longer."""

    tier: str
    reason: str
    due: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PutOnHold:
    """All clocks stopped."""

    reason: str


@dataclass(frozen=True)
class Resumed:
    """The clocks run again: for each open gate its new due time and the milliseconds `spent` before; `owner_due` is
    that of a rework.
    """

    due: Mapping[str, int]
    spent: Mapping[str, int]
    owner_due: int = 0


@dataclass(frozen=True)
class Withdrawn:
    """The owner took the initiative back."""

    reason: str


@dataclass(frozen=True)
class Revoked:
    """An approval was taken back: by a coordinator, or because the panel of `gate` refused to ratify it."""

    reason: str
    gate: str = ""


@dataclass(frozen=True)
class ConditionMet:
    """The owner said how a condition was met."""

    condition: str
    note: str


@dataclass(frozen=True)
class ConditionVerified:
    """A condition was verified as met."""

    condition: str
    signature: Signature
    note: str = ""


@dataclass(frozen=True)
class Released:
    """The approved work came into use."""


@dataclass(frozen=True)
class Rebound:
    """A gate that is the same in both versions: what it reviews had the digest `before` and has `now`. `anew` starts
    its clock again, because its times changed.
    """

    gate: str
    before: str
    now: str
    anew: bool = False


@dataclass(frozen=True)
class Moved:
    """Another version of the workflow judges the initiative from now on: answers to `MoveTo`. Decisions at the gates
    `carried` stand, those at `lapsed` gates do not; `dropped` answers are no longer asked; `edits` say who contributed
    to sections that took over another's questions.
    """

    definition: str
    reason: str
    tier: str
    sections: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    carried: tuple[Rebound, ...] = ()
    lapsed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    edits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reminded:
    """A reminder step was reached; `to` are the people it concerns."""

    gate: str
    opening: int
    step: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Escalated:
    """An escalation step was reached; the pool `panel` joins the gate for this opening ("" where delegates already
    may).
    """

    gate: str
    opening: int
    step: str
    panel: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class GateOpened:
    """Consequence: a gate is open; `due` is 0 for a gate without a clock. `opening` counts its openings from 1."""

    gate: str
    opening: int
    due: int


@dataclass(frozen=True)
class GateSuspended:
    """Consequence: an open gate waits again, because one before it opened again or it is no longer needed."""

    gate: str


@dataclass(frozen=True)
class GatePassed:
    """Consequence: a gate's rule is satisfied."""

    gate: str


@dataclass(frozen=True)
class CarriedOver:
    """Consequence: a gate stays passed after a resubmission, because nothing it reviews changed."""

    gate: str


@dataclass(frozen=True)
class GateSettled:
    """Consequence: a gate asks for changes; it has its verdict for this round."""

    gate: str


@dataclass(frozen=True)
class ReturnedToOwner:
    """Consequence: every open gate has a verdict and one asks for changes. `due` is 0 without a rework clock."""

    due: int
    meeting: bool = False


@dataclass(frozen=True)
class Approved:
    """Consequence: every needed gate is passed. `expires` is 0 without an expiry; `code` marks the material; the
    records (streams) it `renews` or `retires` hear of it next.
    """

    expires: int = 0
    code: str = ""
    renews: str = ""
    retires: str = ""
    publishes: str = ""


@dataclass(frozen=True)
class Rejected:
    """Consequence: a rejection carried its gate."""

    gate: str


@dataclass(frozen=True)
class Judged:
    """Last event of every entry of an initiative: the digest of its *why* tree as it then stood."""

    why: str


InitiativeEvent: TypeAlias = (
    Submitted | DecisionSigned | TierRaised | PutOnHold | Resumed | Withdrawn | Revoked | ConditionMet
    | ConditionVerified | Released | Moved | AnswerErased | Reminded | Escalated | GateOpened | GateSuspended
    | GatePassed | CarriedOver | GateSettled | ReturnedToOwner | Approved | Rejected | AfterwardsEvent
    | DialogueEvent | PassedOn | Judged
)  # fmt: skip
Event: TypeAlias = InitiativeEvent | ElsewhereEvent | QualificationEvent | CredentialEvent | SignaturesEvent
