"""What a workflow is: the data classes of a definition, as the law reads them.

A definition is known by the SHA-256 of its JSON's JCS bytes. These classes are built by `reading.read` from that JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from governance.business_time import Duration
from governance.conditions import ALWAYS, Condition

Kind = Literal[
    "line", "text", "choice", "choices", "yesno", "number", "amount", "date", "person", "table", "matrix", "file"
]


@dataclass(frozen=True)
class Field:
    """One question. `options` for choice, choices and matrix columns; `columns` for tables; `personal` answers are
    ledgered as commitments, so that they can be erased.
    """

    name: str
    kind: Kind
    label: str
    required: bool = False
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    columns: tuple[Field, ...] = ()
    at_least: int = 0
    most: int | None = None
    accept: tuple[str, ...] = ()
    personal: bool = False
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Section:
    """The part of a form that a gate reviews and a digest covers."""

    name: str
    title: str
    fields: tuple[Field, ...]
    help: str = ""


@dataclass(frozen=True)
class Tier:
    """A risk class; the first whose condition holds applies, the last has none."""

    name: str
    title: str
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Presence:
    """Who must take part before a gate can pass: a number, a share of the seats in per cent (rounded up), named
    seats.
    """

    number: int = 1
    share: int = 0
    seats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """How a panel concludes. `approve` is a count of approvals without objection, or a share of the votes cast."""

    approve: int | Literal["majority", "two-thirds", "all"]
    present: Presence = Presence()
    veto: tuple[str, ...] = ()


@dataclass(frozen=True)
class Escalation:
    """When a clock has run this far past its start (`percent`) or its end (`late`), `to` joins the gate."""

    step: str
    to: str
    percent: int | None = None
    late: Duration | None = None


@dataclass(frozen=True)
class CheckCall:
    """A check by name with its parameters and the severity of what it finds."""

    name: str
    severity: Literal["block", "warn"]
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Gate:
    """Point where one function must agree. `panel` is a stream: `role/…` or `committee/…`."""

    name: str
    title: str
    panel: str
    rule: Rule
    reviews: tuple[str, ...]
    after: tuple[str, ...] = ()
    when: Condition = ALWAYS
    within: Duration | None = None
    remind: tuple[int, ...] = ()
    escalate: tuple[Escalation, ...] = ()
    checklist: tuple[tuple[str, str], ...] = ()
    checks: tuple[CheckCall, ...] = ()
    never: tuple[str, ...] = ()
    always_again: bool = False
    meaning: str = ""
    help: str = ""


@dataclass(frozen=True)
class Guarantee:
    """A sentence about all runs: where `when` holds, approval needs these gates, or they never open."""

    when: Condition
    needs: tuple[str, ...] = ()
    never_opens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """One workflow, as compiled. `digest` is its identity; `calendar` names the stream its clocks run in."""

    digest: str
    workflow: str
    title: str
    record: str
    prefix: str
    calendar: str
    sections: tuple[Section, ...]
    tiers: tuple[Tier, ...]
    gates: tuple[Gate, ...]
    checks: tuple[CheckCall, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    rework: Duration | None = None
    meeting_after_round: int | None = None
    expires: Duration | None = None
    coordinators: str = "role/coordinator"

    @cached_property
    def gate_by_name(self) -> Mapping[str, Gate]:
        """Gates by name."""
        return {gate.name: gate for gate in self.gates}

    @cached_property
    def in_order(self) -> tuple[Gate, ...]:
        """Gates, each behind all it comes after; the file's order where that leaves a choice."""
        placed: dict[str, Gate] = {}
        left = list(self.gates)
        while left:
            ready = next((gate for gate in left if all(name in placed for name in gate.after)), left[0])
            placed[ready.name] = ready
            left.remove(ready)
        return tuple(placed.values())

    @cached_property
    def section_by_name(self) -> Mapping[str, Section]:
        """Sections by name."""
        return {section.name: section for section in self.sections}

    @cached_property
    def field_by_name(self) -> Mapping[str, Field]:
        """Top-level fields by name; names are unique over the form."""
        return {f.name: f for section in self.sections for f in section.fields}

    @cached_property
    def section_of_field(self) -> Mapping[str, str]:
        """The section that asks each field."""
        return {f.name: section.name for section in self.sections for f in section.fields}
