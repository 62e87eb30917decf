"""What happens to a record once it is approved. Read through `events`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Ratified:
    """Consequence: the panel of a gate confirmed, after approval, what other gates had passed."""

    gate: str


@dataclass(frozen=True)
class NoticeGiven:
    """An approval's end was announced; `to` are the people it concerns."""

    term: int
    step: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Expired:
    """An approval ended by time: the work may not be used any more; `to` are the people it concerns."""

    term: int
    to: tuple[str, ...]


@dataclass(frozen=True)
class CheckInAsked:
    """The owner was asked for something, so long after release."""

    step: str


@dataclass(frozen=True)
class CheckedIn:
    """The owner answered what was asked."""

    step: str
    note: str


@dataclass(frozen=True)
class Renewed:
    """The approved record `by` gave this one another term, which ends at `expires`."""

    by: str
    expires: int


@dataclass(frozen=True)
class Retired:
    """What was approved is used no more, for a reason or because the approved record `by` says so."""

    reason: str = ""
    by: str = ""


AfterwardsEvent: TypeAlias = Ratified | NoticeGiven | Expired | CheckInAsked | CheckedIn | Renewed | Retired
