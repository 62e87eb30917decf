"""The rows of a table before and after, each new row beside the old one it came from: for pages and packets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias

ALIKE: Final = 0.3
MOST_ALIGNED: Final = 200

Cells: TypeAlias = tuple[str, ...]


def paired(old: Sequence[Cells], new: Sequence[Cells]) -> Iterator[tuple[Cells, Cells]]:
    """Old row and new row in order, () standing for none. Rows kept stand as they are; of those replaced, each new one
    is held against the old one most like it, if any is like it at all.
    """
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((row, row) for row in new[new_from:new_to])
        else:
            yield from _replaced(list(old[old_from:old_to]), new[new_from:new_to])


def _replaced(left: list[Cells], new: Sequence[Cells]) -> Iterator[tuple[Cells, Cells]]:
    for row in new:
        like = max(left, key=lambda before: _likeness(before, row), default=None) if len(left) <= MOST_ALIGNED else None
        if like is None or _likeness(like, row) < ALIKE:
            yield (), row
            continue
        while left[0] != like:
            yield left.pop(0), ()
        yield left.pop(0), row
    yield from ((row, ()) for row in left)


def _likeness(old: Cells, new: Cells) -> float:
    """The share of filled cells that are equal, or of words, whichever is more."""
    filled = [(before, after) for before, after in zip(old, new, strict=True) if before or after]
    equal = sum(before == after for before, after in filled) / max(1, len(filled))
    known, found = set(" ".join(old).split()), set(" ".join(new).split())
    return max(equal, len(known & found) / max(1, len(known | found)))
