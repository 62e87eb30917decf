"""Group commit without a writer thread: the first caller leads, later ones join its batch and wake after the commit.

One caller alone pays nothing for it. While a leader commits, others gather; it then hands the baton to their first.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from coe.office_errors import OfficeUnavailable

A = TypeVar("A")
B = TypeVar("B")
LARGEST_BATCH = 64


@dataclass(slots=True, eq=False)
class _Ticket(Generic[A, B]):
    wanted: Sequence[A]
    woken: threading.Event = field(default_factory=threading.Event)
    outcomes: list[B] | None = None
    failure: BaseException | None = None


class Baton(Generic[A, B]):
    """`run(all wanted) -> one outcome each`, by one thread at a time."""

    def __init__(self, run: Callable[[Sequence[A]], list[B]]) -> None:
        self._run = run
        self._lock = threading.Lock()
        self._waiting: list[_Ticket[A, B]] = []
        self._led = False

    def join(self, wanted: Sequence[A]) -> list[B]:
        """The outcomes of what is wanted, in order, however many others came along."""
        ticket: _Ticket[A, B] = _Ticket(wanted)
        with self._lock:
            self._waiting.append(ticket)
            follows, self._led = self._led, True
        if follows:
            self._wait(ticket)
        if ticket.outcomes is None and ticket.failure is None:
            self._lead()
        if ticket.failure is not None:
            raise ticket.failure
        return ticket.outcomes or []

    def _wait(self, ticket: _Ticket[A, B]) -> None:
        try:
            ticket.woken.wait()
        except BaseException:  # interrupted: somebody else must lead if it was this caller's turn
            with self._lock:
                queued = ticket in self._waiting
                if queued:
                    self._waiting.remove(ticket)
            if queued and ticket.woken.is_set():
                self._hand_on([])
            raise

    def _lead(self) -> None:
        with self._lock:
            batch = self._take()
        try:
            outcomes = iter(self._run([each for ticket in batch for each in ticket.wanted]))
            for ticket in batch:
                ticket.outcomes = [next(outcomes) for _ in ticket.wanted]
        except BaseException as error:
            for ticket in batch:
                ticket.failure = error if isinstance(error, Exception) else _interrupted()
            raise
        finally:
            self._hand_on(batch)

    def _take(self) -> list[_Ticket[A, B]]:
        count = total = 0
        for ticket in self._waiting:
            total += len(ticket.wanted)
            if count and total > LARGEST_BATCH:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    def _hand_on(self, batch: list[_Ticket[A, B]]) -> None:
        with self._lock:
            heir = self._waiting[0] if self._waiting else None
            self._led = heir is not None
        if heir is not None:
            heir.woken.set()
        for ticket in batch:
            ticket.woken.set()


def _interrupted() -> OfficeUnavailable:
    return OfficeUnavailable(
        "It is not known whether this was recorded.",
        "The program was interrupted while it was.",
        "Send the same again.",
    )
