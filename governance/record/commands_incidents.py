"""What may be asked of incidents. Read through `commands`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class OpenIncident:
    """Something went wrong: by `system` as an alarm, or by any registered person. `kind` is one of `incident_kinds`,
    `about` the stream concerned ("" for none), `reason` what was found (commitment).
    """

    kind: str
    about: str
    reason: str


@dataclass(frozen=True)
class AcknowledgeIncident:
    """Somebody answerable has seen it and says what they do about it."""

    reason: str


@dataclass(frozen=True)
class CloseIncident:
    """An administrator closes it with its root cause (EU GMP Annex 11 §13); `note` is what was done (commitments)."""

    root_cause: str
    note: str = ""


IncidentCommand: TypeAlias = OpenIncident | AcknowledgeIncident | CloseIncident
