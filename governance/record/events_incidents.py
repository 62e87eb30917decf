"""What happened to incidents. Read through `events`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class IncidentOpened:
    """Something went wrong; `about` is the stream concerned."""

    kind: str
    about: str
    reason: str


@dataclass(frozen=True)
class IncidentAcknowledged:
    """Somebody answerable has seen it."""

    reason: str


@dataclass(frozen=True)
class IncidentClosed:
    """It was closed with its root cause."""

    root_cause: str
    note: str = ""


IncidentEvent: TypeAlias = IncidentOpened | IncidentAcknowledged | IncidentClosed
