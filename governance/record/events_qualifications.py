"""What happened to trainings and undertakings. Read through `events`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class TrainingRecorded:
    """A person is trained for a period."""

    person: str
    since: int
    until: int
    evidence: str


@dataclass(frozen=True)
class UndertakingIssued:
    """A text came into force under its digest; whoever accepted an earlier one accepts anew."""

    title: str
    text: str
    reason: str
    version: str


@dataclass(frozen=True)
class UndertakingAccepted:
    """The actor accepted the text of this digest."""

    digest: str


QualificationEvent: TypeAlias = TrainingRecorded | UndertakingIssued | UndertakingAccepted
