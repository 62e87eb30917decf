"""What callers hand to the office and what they get back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection

from governance.ledger.commitments import Disclosure
from governance.record.commands import Command
from governance.record.events import Event

Before: TypeAlias = Callable[[Connection, int], None]
"""`before(connection, now)`: runs inside the transaction, after the duplicate check and before the law decides; what it
wrote is undone when it or the law refuses. `now` is the machine's time (UTC ms), which the entry's may be ahead of."""


@dataclass(frozen=True)
class Request:
    """A command for a stream by an actor (`system` or a person id). `disclosures` open the commitments that are new,
    `blobs` are digests of files already in the store.
    """

    command_id: str
    stream: str
    actor: str
    command: Command
    disclosures: tuple[Disclosure, ...] = ()
    blobs: tuple[str, ...] = ()
    before: Before | None = None


@dataclass(frozen=True)
class Receipt:
    """What was recorded: the entry's place, its stream's version, its time (UTC ms), its events; `repeated` when this
    command had been recorded before.
    """

    seq: int
    stream: str
    version: int
    at: int
    events: tuple[Event, ...]
    repeated: bool = False


Outcome: TypeAlias = Receipt | Exception
