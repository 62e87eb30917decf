"""What a workflow is: the data classes of a definition, as the law reads them.

A definition is known by the SHA-256 of its JSON's JCS bytes. These classes are built by `reading.read` from that JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from governance.formats.jcs import Json
from governance.language.business_time import Duration
from governance.language.conditions import ALWAYS, Condition

Kind = Literal[
    "line", "text", "choice", "choices", "yesno", "number", "amount", "date", "person", "table", "matrix", "file",
    "record", "definition",
]  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Where a rule comes from: a clause, SOP or charter in words, since when it holds, when it was last reviewed (ISO
    dates or "").
    """

    says: str
    effective: str = ""
    reviewed: str = ""


@dataclass(frozen=True)
class Field:
    """One question. `options` for choice, choices and matrix columns; `columns` for tables; `personal` answers are
    ledgered as commitments, so that they can be erased. In a table whose rows assert something, `claim` is the column
    that does and `evidence` those that carry it, the place where it can be read last. `state` is what the record named
    must be when it is named: "approved", or "" for whatever it is.
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
    claim: str = ""
    evidence: tuple[str, ...] = ()
    state: Literal["approved", ""] = ""


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
    source: Source | None = None


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
    """A check by name with its parameters and the severity of what it finds; made only where `when` holds."""

    name: str
    severity: Literal["block", "warn"]
    parameters: Mapping[str, object] = field(default_factory=dict)
    when: Condition = ALWAYS
    source: Source | None = None


@dataclass(frozen=True)
class Gate:
    """Point where one function must agree. `panel` is a stream: `role/…` or `committee/…`.

    `within_by_tier` goes before `within`. `commented` are the checklist entries an approval must say something about,
    `ticked_when` those asked only where a condition on what the gate reviews holds (see `asking`). A gate that
    `ratifies` others confirms them after approval: it never delays one. At one that is `together` several records may
    be signed in one sitting.
    """

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
    within_by_tier: tuple[tuple[str, Duration], ...] = ()
    commented: tuple[str, ...] = ()
    ticked_when: tuple[tuple[str, Condition], ...] = ()
    ratifies: tuple[str, ...] = ()
    source: Source | None = None
    together: bool = False

    def clock(self, tier: str) -> Duration | None:
        """How long it may take in this tier; None without a clock."""
        return dict(self.within_by_tier).get(tier, self.within)


@dataclass(frozen=True)
class Guarantee:
    """A sentence about all runs: where `when` holds, approval needs these gates, or they never open."""

    when: Condition
    needs: tuple[str, ...] = ()
    never_opens: tuple[str, ...] = ()
    source: Source | None = None


@dataclass(frozen=True)
class Charter:
    """A committee as its charter constitutes it: seats (name, title), whose seat is the chair's ("" for none), whether
    seats have alternates, and how long one may sit (None for ever).
    """

    committee: str
    title: str
    seats: tuple[tuple[str, str], ...]
    chair: str = ""
    alternates: bool = True
    term: Duration | None = None
    source: Source | None = None


Outcome = Literal["approved", "rejected", "returned", "blocked", "incomplete"]


@dataclass(frozen=True)
class Example:
    """A case the authors have thought through: answers, and what must come of them. `tier` "" and `gates` None where it
    does not say. `decisions` are (gate, outcome), gates not named approve; `outcome` "" where it does not say.
    """

    title: str
    answers: Mapping[str, Json]
    tier: str = ""
    gates: tuple[str, ...] | None = None
    decisions: tuple[tuple[str, str], ...] = ()
    outcome: Outcome | Literal[""] = ""


@dataclass(frozen=True)
class CheckIn:
    """So long after release the owner is asked for something."""

    at: Duration
    ask: str


@dataclass(frozen=True)
class Code:
    """How an approved record is marked: `{field}`, `{year}`, `{number}` or `{number:05}` in the pattern, and a check
    digit behind it.
    """

    pattern: str
    check: Literal["damm", ""] = ""


@dataclass(frozen=True)
class Afterwards:
    """What happens once a record is approved. `publishes`, `renews` and `retires` name the field whose definition comes
    into force, or whose record runs anew or ends; `declares` the choice that says how that definition compares.
    """

    expires: Duration | None = None
    notify: tuple[Duration, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    code: Code | None = None
    publishes: str = ""
    declares: str = ""
    renews: str = ""
    retires: str = ""


@dataclass(frozen=True)
class Definition:
    """One workflow, as compiled. `digest` is its identity; `calendar` names the stream its clocks run in, `signers` the
    streams of the trainings and undertakings that everybody who signs must have, `purpose` says what it is for.
    """

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
    coordinators: str = "role/coordinator"
    charters: Mapping[str, Charter] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    afterwards: Afterwards = Afterwards()
    rework_source: Source | None = None
    signers: tuple[str, ...] = ()
    purpose: str = ""

    @property
    def expires(self) -> Duration | None:
        """How long an approval lasts; None for ever."""
        return self.afterwards.expires

    @cached_property
    def gate_by_name(self) -> Mapping[str, Gate]:
        """Gates by name."""
        return {gate.name: gate for gate in self.gates}

    def title_of(self, gate: str) -> str:
        """The title of a gate; its name in words where a move to this version took the gate away."""
        return self.gate_by_name[gate].title if gate in self.gate_by_name else gate.replace("_", " ")

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
