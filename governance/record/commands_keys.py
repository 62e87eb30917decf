"""What may be asked of the log's keys and its witnesses. Read through `commands`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

HOURS = 24
APPROVAL_HOURS = 4


@dataclass(frozen=True)
class RotateKey:
    """The log's key `old` hands over to `vkey`, by `system` at the machine. `note` is the statement of it, a signed
    note by both keys; for `overlap` days the old key goes on signing beside the new one.
    """

    old: str
    vkey: str
    note: str
    reason: str
    overlap: int = 0


@dataclass(frozen=True)
class RevokeKey:
    """A key that was handed over is trusted no more for what it signed from `since` (UTC ms) on; by `system` at the
    machine.
    """

    vkey: str
    since: int
    reason: str


@dataclass(frozen=True)
class DeclareWitnesses:
    """An administrator says who cosigns the log, how many of them are needed, and for how many hours an entry, or an
    approval, may lie outside what they cosigned before it is an alarm.
    """

    vkeys: tuple[str, ...]
    needed: int
    reason: str
    hours: int = HOURS
    approval_hours: int = APPROVAL_HOURS


KeyCommand: TypeAlias = RotateKey | RevokeKey | DeclareWitnesses
