"""What may be asked of people, pools, definitions, calendars, keys and the security log. Read through `commands`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from governance.formats.jcs import Json
from governance.record.commands_continuity import RecordRestoreDrill
from governance.record.commands_erasing import ErasePerson
from governance.record.commands_incidents import IncidentCommand
from governance.record.commands_keys import KeyCommand
from governance.record.commands_oversight import OversightCommand


@dataclass(frozen=True)
class RegisterPerson:
    """A person becomes known under an opaque id, with name and address as commitments."""

    name: str
    email: str


@dataclass(frozen=True)
class RecordManager:
    """Who a person's line manager is ("" for nobody)."""

    manager: str


@dataclass(frozen=True)
class DeclareAbsence:
    """A person is away from `since` until `until`; by themselves or an administrator."""

    since: int
    until: int


@dataclass(frozen=True)
class Grant:
    """An administrator gives a person a role or a committee seat for a period. `scope` limits it to answers, such as
    `{"market": ["DE"]}`; an `alternate` sits when the seat's holder is recused or away. `until` 0 means open-ended.
    """

    person: str
    since: int
    until: int
    reason: str
    seat: str = ""
    alternate: bool = False
    scope: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Ungrant:
    """An administrator ends a person's grants in this pool, from now on."""

    person: str
    reason: str


@dataclass(frozen=True)
class Delegate:
    """A holder lends their authority in this pool to another person for a period."""

    person: str
    to: str
    since: int
    until: int


@dataclass(frozen=True)
class NoteAbsence:
    """An absence is copied into a pool its person belongs to; sent by `system`, follows DeclareAbsence."""

    person: str
    since: int
    until: int


@dataclass(frozen=True)
class Publish:
    """A definition (compiled JSON) comes into force for the one whose digest it `supersedes` ("" for none), its
    guarantees proven first. Sent by `system` where the approved record `by` (a stream) proposed it.
    """

    definition: Mapping[str, Json]
    reason: str = ""
    supersedes: str = ""
    by: str = ""


@dataclass(frozen=True)
class DeclareCalendar:
    """Working time as UTC intervals, replacing the calendar of that name."""

    calendar: Mapping[str, Json]
    reason: str


@dataclass(frozen=True)
class DeclareKey:
    """A log key comes into use, as a C2SP verifier key."""

    vkey: str


@dataclass(frozen=True)
class RecordDenial:
    """A denial that matters (failed signing, forbidden command), by `system`. `about` is the stream concerned."""

    person: str
    act: str
    about: str
    code: str


PersonCommand: TypeAlias = RegisterPerson | RecordManager | DeclareAbsence
PoolCommand: TypeAlias = Grant | Ungrant | Delegate | NoteAbsence
ElsewhereCommand: TypeAlias = (
    PersonCommand
    | PoolCommand
    | Publish
    | DeclareCalendar
    | DeclareKey
    | KeyCommand
    | RecordDenial
    | IncidentCommand
    | ErasePerson
    | OversightCommand
    | RecordRestoreDrill
)
