"""What happened to the office's own keeping. Read through `events`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class ReviewRecorded:
    """A period was reviewed."""

    since: int
    until: int
    outcome: str
    note: str
    report: str


@dataclass(frozen=True)
class ConfigurationRecorded:
    """The configuration changed; `changed` names every part that is new, gone or other than before."""

    digest: str
    release: str
    parts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    changed: tuple[str, ...] = ()


OversightEvent: TypeAlias = ReviewRecorded | ConfigurationRecorded
