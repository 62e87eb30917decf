"""What is written at a gate, and the room it takes."""

from __future__ import annotations

from dataclasses import dataclass

from coe.way.layout import WayGate
from coe.way.letters import broken, clip, text_width

SQUARE = 10  # the half of the largest mark, with the air around it


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels that follow from the size of a label."""

    label: float

    @property
    def caption(self) -> float:
        """Size of the smaller words."""
        return self.label - 1

    @property
    def lead(self) -> float:
        """From where a column begins to a lane's mark, and from there to its words."""
        return self.label * 1.25

    @property
    def margin(self) -> float:
        """From the sheet's edge to the first and last mark."""
        return 9.0

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return self.label * 1.22

    @property
    def above(self) -> float:
        """How far a title stands above a mark on the trunk."""
        return self.label * 1.45

    @property
    def raised(self) -> float:
        """How far a title stands above its lane."""
        return self.label * 0.8

    @property
    def below(self) -> float:
        """How far the first line of words stands below a mark on the trunk."""
        return self.label * 2.2

    @property
    def beneath(self) -> float:
        """How far the first line of words stands below a lane."""
        return self.label * 1.4

    @property
    def bend(self) -> float:
        """The longest diagonal of a fan; beyond, lines run down together."""
        return self.label * 4.2


@dataclass(frozen=True, slots=True)
class Label:
    """Words above the line (the last beside smaller ones), and below it."""

    above: tuple[str, ...]
    beside: str
    below: tuple[str, ...]

    def width(self, sizes: Sizes) -> float:
        """Of its longest line."""
        lines = [text_width(text, sizes.label, strong=True) for text in self.above]
        if self.beside:
            lines[-1] += sizes.label * 0.65 + text_width(self.beside, sizes.caption)
        return max([*lines, *(text_width(text, sizes.caption) for text in self.below)], default=0.0)

    def reach(self, sizes: Sizes, *, trunk: bool) -> tuple[float, float]:
        """How far it reaches above and below the line."""
        lines = len([text for text in self.above if text] or ([self.beside] if self.beside else []))
        up, down = (sizes.above, sizes.below) if trunk else (sizes.raised, sizes.beneath)
        above = up + sizes.label * 0.85 + (lines - 1) * sizes.leading if lines else SQUARE
        below = down + sizes.label * 0.35 + (len(self.below) - 1) * sizes.leading if self.below else SQUARE
        return max(above, SQUARE), max(below, SQUARE)


def trunk_label(gate: WayGate, sizes: Sizes, room: float) -> Label:
    """Title above the mark, the rest below it, each on up to three lines."""
    below = tuple(line for text in (gate.caption, gate.note) for line in broken(text, room, sizes.caption, most=3))
    return Label(broken(gate.title, room, sizes.label, strong=True, most=3), "", tuple(text for text in below if text))


def lane_label(gate: WayGate, sizes: Sizes, room: float, *, stacked: bool) -> Label:
    """Title above the line with the caption beside it, or when stacked below it."""
    if stacked:
        return trunk_label(gate, sizes, room)
    title = clip(gate.title, room, sizes.label, strong=True)
    left = room - text_width(title, sizes.label, strong=True) - sizes.label * (0.65 if title else 0)
    note = clip(gate.note, room, sizes.caption)
    return Label((title,), clip(gate.caption, left, sizes.caption), (note,) if note else ())
