"""Conditions, shares of votes and clocks for the naive law, each in the slowest way that is plainly right."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import product
from typing import Any

from governance.language.business_time import Calendar, Duration
from governance.language.conditions import All, AnyOf, Condition, Not, Rows, Test
from governance.language.definition import Escalation

HOUR = 3_600_000
Cast = tuple[tuple[str, bool], ...]


def true(condition: Condition, answers: dict[str, Any]) -> bool:
    """Whether a condition holds, from its grammar."""
    if isinstance(condition, All):
        return False not in [true(part, answers) for part in condition.parts]
    if isinstance(condition, AnyOf):
        return True in [true(part, answers) for part in condition.parts]
    if isinstance(condition, Not):
        return not true(condition.part, answers)
    if isinstance(condition, Rows):
        replies = [true(condition.part, row) for row in answers.get(condition.name) or []]
        return bool(replies) and (False not in replies if condition.every else True in replies)
    answer = answers.get(condition.name)
    if "." in condition.name:  # a row of a matrix
        matrix, row = condition.name.split(".")
        rows = answers.get(matrix)
        answer = rows.get(row) if isinstance(rows, dict) else None
    if answer is None or answer == "":
        return False
    if condition.count:
        return isinstance(answer, (list, dict)) and compare(len(answer), condition)
    if isinstance(answer, list):
        wanted = [condition.value] if condition.comparator == "is" else condition.value
        return condition.comparator in ("is", "one of") and isinstance(wanted, list | tuple) and shared(answer, wanted)
    return compare(answer, condition)


def shared(chosen: Iterable[Any], wanted: Iterable[Any]) -> bool:
    return any(option == one for option in chosen for one in wanted)


def compare(answer: Any, test: Test) -> bool:
    if test.comparator == "is":
        return bool(answer == test.value) and isinstance(answer, bool) == isinstance(test.value, bool)
    if test.comparator == "one of":
        return isinstance(test.value, tuple) and answer in test.value
    left, right = measured(answer), measured(test.value)
    if left is None or right is None or left[1] != right[1]:
        return False
    found: dict[str, bool] = {
        "over": left[0] > right[0],
        "under": left[0] < right[0],
        "at least": left[0] >= right[0],
        "at most": left[0] <= right[0],
    }
    return found[test.comparator]


def measured(value: Any) -> tuple[Any, str] | None:
    """A quantity and its unit: whole numbers, `250 EUR`, `2026-03-29`."""
    if type(value) is int:
        return value, ""
    if not isinstance(value, str):
        return None
    first, *rest = value.split(" ", 1)
    if first.lstrip("-").isdigit() and first.isascii():
        return int(first), rest[0] if rest else ""
    parts = value.split("-")
    if [len(part) for part in parts] == [4, 2, 2] and all(part.isascii() and part.isdigit() for part in parts):
        return value, "date"
    return None


@cache
def concluded(share: str, cast: Cast, missing: tuple[bool, ...], *, enough: bool) -> str:
    """The verdict of a share rule. `cast` are (word, from a veto seat), `missing` says which seats have one."""
    if ("reject", True) in cast:
        return "rejected"
    if not enough:
        return "pending"
    words = ("approve", "request", "reject", "abstain")
    ends = {final(share, (*cast, *zip(rest, missing, strict=True))) for rest in product(words, repeat=len(missing))}
    return ends.pop() if len(ends) == 1 else "pending"


@cache
def final(share: str, cast: Cast) -> str:
    """The result when everyone has voted."""
    voices = [word for word, _ in cast if word != "abstain"]
    if ("reject", True) in cast or carries(share, voices.count("reject"), len(voices)):
        return "rejected"
    if ("request", True) in cast:
        return "changes"
    return "passed" if carries(share, voices.count("approve"), len(voices)) else "changes"


def carries(share: str, voices: int, of: int) -> bool:
    if voices == 0:
        return False
    return {"majority": voices / of > 1 / 2, "two-thirds": 3 * voices >= 2 * of, "all": voices == of}[share]


@cache
def working_hours(calendar: Calendar) -> frozenset[int]:
    return frozenset(hour for start, end in calendar.intervals for hour in range(start, end, HOUR))


class NaiveClock:
    """A clock that knows the hours it has run; all moments are whole hours. Overdrawn, it starts again at its end."""

    def __init__(self, calendar: Calendar | None, within: Duration | None, at: int) -> None:
        self.calendar, self.within, self.since, self.used = calendar, within, at, 0

    def ticks(self, hour: int, kind: str) -> bool:
        assert self.calendar is not None
        return not kind.startswith("business") or hour in working_hours(self.calendar)

    def walk(self, start: int, hours: int, kind: str) -> int:
        at = start
        while hours > 0:
            hours -= self.ticks(at, kind)
            at += HOUR
        return at

    def hours(self, duration: Duration) -> int:
        assert self.calendar is not None
        days = {"business days": self.calendar.hours_per_day, "days": 24}
        return duration.amount * days.get(duration.kind, 1)

    def reached(self, percent: int) -> int:
        """When this share has been used."""
        assert self.within is not None
        return self.walk(self.since, self.hours(self.within) * percent // 100 - self.used, self.within.kind)

    def due(self) -> int:
        return self.reached(100) if self.within else 0

    def step(self, escalation: Escalation) -> int:
        if escalation.late:
            return self.walk(self.due(), self.hours(escalation.late), escalation.late.kind)
        return self.reached(escalation.percent or 100)

    def stop(self, at: int) -> None:
        if self.within:
            self.used += sum(self.ticks(hour, self.within.kind) for hour in range(self.since, at, HOUR))

    def go_on(self, at: int) -> None:
        self.since = at
