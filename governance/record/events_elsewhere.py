"""What happened outside initiatives: people, pools, definitions, calendars, keys, denials. Read through `events`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from governance.formats.jcs import Json
from governance.record.events_continuity import RestoreDrilled
from governance.record.events_erasing import PersonErased
from governance.record.events_incidents import IncidentEvent
from governance.record.events_keys import KeyEvent
from governance.record.events_oversight import OversightEvent


@dataclass(frozen=True)
class PersonRegistered:
    """A person became known; name and address as commitments."""

    name: str
    email: str


@dataclass(frozen=True)
class ManagerRecorded:
    """A line manager was recorded."""

    manager: str


@dataclass(frozen=True)
class AbsenceDeclared:
    """A person is away for a period."""

    since: int
    until: int


@dataclass(frozen=True)
class Granted:
    """A person holds a role or seat. `away` copies the absences already declared, so that one stream holds the pool."""

    person: str
    since: int
    until: int
    reason: str
    seat: str = ""
    alternate: bool = False
    scope: Mapping[str, tuple[str, ...]] | None = None
    away: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Ungranted:
    """A person's grants in a pool ended."""

    person: str
    reason: str


@dataclass(frozen=True)
class Delegated:
    """Authority was lent for a period."""

    person: str
    to: str
    since: int
    until: int


@dataclass(frozen=True)
class AbsenceNoted:
    """An absence was copied into a pool."""

    person: str
    since: int
    until: int


@dataclass(frozen=True)
class Published:
    """A definition came into force; `digest` is its identity, `number` that of the approved record it came `by`."""

    definition: Mapping[str, Json]
    reason: str
    digest: str
    supersedes: str = ""
    by: str = ""
    number: str = ""


@dataclass(frozen=True)
class CalendarDeclared:
    """A calendar came into force."""

    calendar: Mapping[str, Json]
    reason: str


@dataclass(frozen=True)
class KeyDeclared:
    """A log key came into use."""

    vkey: str


@dataclass(frozen=True)
class DenialRecorded:
    """A denial that matters."""

    person: str
    act: str
    about: str
    code: str


PersonEvent: TypeAlias = PersonRegistered | ManagerRecorded | AbsenceDeclared | PersonErased
PoolEvent: TypeAlias = Granted | Ungranted | Delegated | AbsenceNoted
ElsewhereEvent: TypeAlias = (
    PersonEvent
    | PoolEvent
    | Published
    | CalendarDeclared
    | KeyDeclared
    | KeyEvent
    | DenialRecorded
    | IncidentEvent
    | OversightEvent
    | RestoreDrilled
)
