"""What happened to the log's keys and its witnesses. Read through `events`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from governance.record.commands_keys import APPROVAL_HOURS, HOURS


@dataclass(frozen=True)
class KeyRotated:
    """One log key handed over to another; both signed the statement `note`."""

    old: str
    vkey: str
    note: str
    reason: str
    overlap: int = 0


@dataclass(frozen=True)
class KeyRevoked:
    """What this key signed from `since` (UTC ms) on is worth nothing."""

    vkey: str
    since: int
    reason: str


@dataclass(frozen=True)
class WitnessesDeclared:
    """Who cosigns from now on, how many are needed, and the greatest age of the last outside anchor."""

    vkeys: tuple[str, ...]
    needed: int
    reason: str
    hours: int = HOURS
    approval_hours: int = APPROVAL_HOURS


KeyEvent: TypeAlias = KeyRotated | KeyRevoked | WitnessesDeclared
