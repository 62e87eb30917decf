"""What may be asked about being qualified to sign: trainings and undertakings. Read through `commands`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class RecordTraining:
    """An administrator records that a person is trained from `since` until `until`; it replaces what was recorded of
    them in this training. `evidence` (commitment) says where that can be looked up (21 CFR 11.10(i)).
    """

    person: str
    since: int
    until: int
    evidence: str


@dataclass(frozen=True)
class IssueUndertaking:
    """An administrator issues what signers must accept (21 CFR 11.10(j)), replacing the text before it. `reason` is a
    commitment.
    """

    title: str
    text: str
    reason: str


@dataclass(frozen=True)
class AcceptUndertaking:
    """A person accepts, for themselves, the text of this digest."""

    digest: str


QualificationCommand: TypeAlias = RecordTraining | IssueUndertaking | AcceptUndertaking
