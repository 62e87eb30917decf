"""What may be asked about continuity. Read through `commands`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

DrillResult: TypeAlias = Literal["restored", "failed"]


@dataclass(frozen=True)
class RecordRestoreDrill:
    """How a restore drill went; sent by `system`. `backup` is the SHA-256 of the archive ("" where none could be made),
    `entries` and `root` those of the log restored, `took` ms; `cause` is the program's own sentence for a failure.
    """

    result: DrillResult
    backup: str
    entries: int
    root: str
    took: int
    cause: str = ""
