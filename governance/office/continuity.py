"""The law of continuity (EU GMP Annex 11 §7.2): a drill is recorded as it went, and a failed one never as restored."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from governance.errors import Forbidden, Refused
from governance.law.pools import SYSTEM
from governance.record import commands as c
from governance.record import events as e

CONTINUITY = "office/continuity"
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Drills:
    """When a drill was done last, and when one succeeded last (UTC ms, 0 for never); `last` is what the last said."""

    drilled: int = 0
    restored: int = 0
    last: e.RestoreDrilled | None = None


def evolve_drills(drills: Drills, event: e.RestoreDrilled, at: int) -> Drills:
    """The next state; total."""
    succeeded = at if event.result == "restored" else drills.restored
    return replace(drills, drilled=at, restored=succeeded, last=event)


def decide_drill(command: c.RecordRestoreDrill, actor: str) -> e.RestoreDrilled:
    """The record of a drill, or `Refused`."""
    if actor != SYSTEM:
        raise Forbidden(
            "system-only", "This is not recorded by hand.", "A drill records itself.", "Run `coe drill` at the machine."
        )
    whole = bool(_DIGEST.fullmatch(command.backup) and _DIGEST.fullmatch(command.root)) and command.entries > 0
    if not command.cause if command.result == "failed" else command.cause or not whole:
        raise Refused(
            "drill",
            "This drill cannot be recorded so.",
            "One that restored names backup, entries and root; one that failed names its cause.",
            "Run `coe drill` again.",
        )
    return e.RestoreDrilled(command.result, command.backup, command.entries, command.root, command.took, command.cause)
