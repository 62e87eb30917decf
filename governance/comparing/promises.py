"""What one definition promises and another does not."""

from __future__ import annotations

from collections.abc import Iterator

from governance.comparing.classes import Raw
from governance.comparing.law import Difference, Direction, both, either
from governance.language.conditions import Condition, Not


def guarantees(way: Direction) -> Iterator[Difference]:
    """Promises of `less` that `more` does not make. No initiative shows it: a promise is about later definitions."""
    for opens in (False, True):
        names = dict.fromkeys(n for g in way.less.law.guarantees for n in (g.never_opens if opens else g.needs))
        for name in names:
            goals = (
                both(
                    _promised(way.less, name, raised, opens=opens), Not(_promised(way.more, name, raised, opens=opens))
                )
                for raised in way.pair.raises
            )
            if any(way.pair.possible(goal) for goal in goals):
                yield Difference(("guarantee", name), way.looser, None)


def _promised(raw: Raw, name: str, raised: str, *, opens: bool) -> Condition:
    promises = (g for g in raw.law.guarantees if name in (g.never_opens if opens else g.needs))
    return either(*(raw.over(promise.when, raised) for promise in promises))
