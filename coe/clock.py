"""The one place that reads time and makes ids. Times are UTC milliseconds, ids UUIDv7 text in lowercase."""

import threading
import time
import uuid
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

import uuid6

NANOSECONDS_A_MS = 1_000_000
_NAMED = uuid.UUID("5b1f0a52-1f0c-5d7e-9a43-6f6c6c6f7773")


class Clock(Protocol):
    """What the office asks for the time and for ids."""

    def now(self) -> int:
        """UTC milliseconds."""
        ...

    def new_id(self) -> str:
        """A fresh UUIDv7."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        """UTC milliseconds."""
        return time.time_ns() // NANOSECONDS_A_MS

    def new_id(self) -> str:
        """A fresh UUIDv7."""
        return str(uuid6.uuid7())


@dataclass(slots=True)
class MovedClock:
    """A clock that stands where it was put: for the demo, replays and tests. The same seed gives the same ids."""

    at: int
    seed: int = 0
    _random: Random = field(init=False, repr=False)
    _lock: threading.Lock = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - reproducible ids for demos and tests are the purpose
        self._lock = threading.Lock()

    def now(self) -> int:
        """Where the clock stands."""
        return self.at

    def set(self, at: int) -> None:
        """Put the clock to a moment, earlier ones included; the ledger's own times never go back."""
        self.at = at

    def advance(self, milliseconds: int) -> None:
        """Move the clock on."""
        self.at += milliseconds

    def new_id(self) -> str:
        """The next UUIDv7 of this seed, carrying the clock's time."""
        with self._lock:
            noise = self._random.getrandbits(74)
        value = (self.at & (1 << 48) - 1) << 80 | (noise >> 62) << 64 | noise & (1 << 62) - 1
        return str(uuid6.UUID(int=value, version=7))


def follow_id(entry_hash: str, index: int) -> str:
    """The id of the command that follows an entry: always the same, so that it is carried out once."""
    return named_id(f"{entry_hash}/{index}")


def step_id(initiative: str, gate: str, opening: int, step: str) -> str:
    """The id of the command for one step of one opening's clock: however often a flow ticks, it is recorded once."""
    return named_id(f"step/{initiative}/{gate}/{opening}/{step}")


def named_id(name: str) -> str:
    """A UUIDv5: the same name, the same id."""
    return str(uuid.uuid5(_NAMED, name))


def is_named_id(command_id: str) -> bool:
    """Whether an id may come from `named_id`."""
    return command_id[14:15] == "5"
