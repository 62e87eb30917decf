"""Passing the baton between callers."""

import threading
from collections.abc import Sequence

import pytest

from coe.baton import LARGEST_BATCH, Baton
from coe.office_errors import OfficeUnavailable


class Slow:
    """A run that stops until it may go on, and keeps the batches it was given."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun = threading.Semaphore(0)
        self.may_go_on = threading.Semaphore(0)

    def __call__(self, wanted: Sequence[int]) -> list[int]:
        self.batches.append(list(wanted))
        self.begun.release()
        assert self.may_go_on.acquire(timeout=30)
        return [-each for each in wanted]


def started(baton: Baton[int, int], wanted: Sequence[int], found: dict[int, object]) -> threading.Thread:
    def call() -> None:
        try:
            found.update(zip(wanted, baton.join(wanted), strict=True))
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            found[wanted[0]] = error

    thread = threading.Thread(target=call)
    thread.start()
    return thread


def queued(baton: Baton[int, int], count: int) -> None:
    while len(baton._waiting) < count:  # noqa: SLF001 - no other sign that a caller has joined
        threading.Event().wait(0.001)


def test_callers_who_come_while_one_leads_share_the_next_batch() -> None:
    run, found = Slow(), dict[int, object]()
    baton = Baton(run)
    threads = [started(baton, [1], found)]
    assert run.begun.acquire(timeout=30)
    for number in (2, 3, 4):
        threads.append(started(baton, [number], found))
        queued(baton, number - 1)
    run.may_go_on.release(2)
    for thread in threads:
        thread.join(30)
    assert run.batches == [[1], [2, 3, 4]]
    assert found == {1: -1, 2: -2, 3: -3, 4: -4}


def test_a_batch_stays_below_its_limit_unless_one_caller_alone_wants_more() -> None:
    run, found = Slow(), dict[int, object]()
    baton = Baton(run)
    threads = [started(baton, [0], found)]
    assert run.begun.acquire(timeout=30)
    many = list(range(1, LARGEST_BATCH + 10))
    threads.append(started(baton, many, found))
    queued(baton, 1)
    threads.append(started(baton, [1000], found))
    queued(baton, 2)
    run.may_go_on.release(3)
    for thread in threads:
        thread.join(30)
    assert run.batches == [[0], many, [1000]]


def test_an_interruption_of_the_leader_is_not_the_interruption_of_those_who_joined() -> None:
    class Interrupted(Slow):
        def __call__(self, wanted: Sequence[int]) -> list[int]:
            outcomes = super().__call__(wanted)
            if 2 in wanted:
                raise KeyboardInterrupt
            return outcomes

    run, found = Interrupted(), dict[int, object]()
    baton = Baton(run)
    threads = [started(baton, [1], found)]
    assert run.begun.acquire(timeout=30)
    for number in (2, 3):
        threads.append(started(baton, [number], found))
        queued(baton, number - 1)
    run.may_go_on.release(3)
    for thread in threads:
        thread.join(30)
    assert isinstance(found[2], KeyboardInterrupt)
    assert isinstance(found[3], OfficeUnavailable)
    assert baton.join([4]) == [-4]


def test_an_error_reaches_every_caller_of_its_batch_and_the_next_leads_on() -> None:
    def broken(_: Sequence[int]) -> list[int]:
        raise ValueError("broken")

    baton = Baton[int, int](broken)
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            baton.join([1])
