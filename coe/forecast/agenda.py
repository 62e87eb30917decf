"""What is to happen when: the order of a simulation. At one moment, what was announced first happens first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any


@dataclass(slots=True)
class Agenda:
    """Things to come, UTC ms."""

    coming: list[tuple[int, int, Callable[..., None], tuple[Any, ...]]] = field(default_factory=list)
    number: int = 0

    def later(self, at: int, happen: Callable[..., None], *what: object) -> None:
        """`happen(at, *what)` at that moment."""
        self.number += 1
        heappush(self.coming, (at, self.number, happen, what))

    def step(self) -> bool:
        """Let the next thing happen; False when there is none."""
        if not self.coming:
            return False
        at, _, happen, what = heappop(self.coming)
        happen(at, *what)
        return True
