"""What people do with one initiative, as data: who does what, and when. The demonstration is told in these words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from governance.formats.jcs import Json
from governance.record.commands import Outcome


@dataclass(frozen=True, slots=True)
class Submit:
    """The owner submits or resubmits.

    `answers` are those that are new or changed (None takes one away), `replies` answer requests by id, `files` are the
    bytes of the files that answers name.
    """

    who: str
    answers: Mapping[str, Json]
    replies: Mapping[str, str] = field(default_factory=dict)
    files: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Decide:
    """A reviewer signs a decision at a gate, with every point of its checklist ticked where it approves. `conditions`
    pair a text with the day it falls due ("" for none), `requests` the field concerned with a text.
    """

    who: str
    gate: str
    outcome: Outcome = "approve"
    note: str = ""
    requests: tuple[tuple[str, str], ...] = ()
    conditions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Meet:
    """The owner says how a condition was met."""

    who: str
    condition: str
    note: str


@dataclass(frozen=True, slots=True)
class Verify:
    """Somebody at the gate that set a condition signs that it is met."""

    who: str
    condition: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """The owner puts the approved work into use."""

    who: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A coordinator stops the clocks."""

    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The owner takes it back."""

    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Revoke:
    """A coordinator takes an approval back."""

    who: str
    reason: str


Deed: TypeAlias = Submit | Decide | Meet | Verify | Release | Hold | Withdraw | Revoke


@dataclass(frozen=True, slots=True)
class Step:
    """A deed, so many working hours before the demonstration began."""

    hours_ago: float
    deed: Deed


@dataclass(frozen=True, slots=True)
class Story:
    """One initiative from its submission to where it stands; the first step submits. `name` makes its command ids."""

    name: str
    steps: tuple[Step, ...]
    workflow: str = "cx-initiative"
