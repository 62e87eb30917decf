"""What happened to keep the record. Read through `events`."""

from __future__ import annotations

from dataclasses import dataclass

from governance.record.commands_continuity import DrillResult


@dataclass(frozen=True)
class RestoreDrilled:
    """A restore drill was done, well or not: answers to `RecordRestoreDrill`."""

    result: DrillResult
    backup: str
    entries: int
    root: str
    took: int
    cause: str = ""
