"""What may be asked about the office's own keeping: periodic reviews and its configuration. Read through `commands`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class RecordReview:
    """Somebody who did not act there has read the report of a period (`since` until `until`, exclusive), or `system`
    has verified the log. `report` is the digest of what was read, `outcome` one of `review_kinds`, `note` a commitment.
    """

    since: int
    until: int
    outcome: str
    note: str
    report: str


@dataclass(frozen=True)
class RecordConfiguration:
    """What governs this installation's behaviour is now other than recorded last; by `system` at the machine.

    `parts` maps each setting and library to its value or a digest of it, `digest` covers them all, `reason` is that of
    an announced change ("" for one that was found).
    """

    digest: str
    release: str
    parts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


OversightCommand: TypeAlias = RecordReview | RecordConfiguration
