"""How wide the columns of a way are, how lines change lanes between them, and where the sheet starts a new row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Literal

from coe.way.labels import Label, Sizes, lane_label, trunk_label
from coe.way.layout import Graph

__all__ = ["LINE", "Columns", "Gap", "Row", "Sizes", "columns", "rows"]
LINE = 5.0
LEAST_PITCH = 2.9
# Tried in this order until one row is enough: (words below the lane, room on the trunk, room in a lane) in letter sizes
MANNERS = (
    (False, 26, 40), (False, 17, 40), (False, 13, 40), (False, 11, 36), (False, 11, 32), (True, 15, 24), (True, 13, 20),
    (False, 11, 26), (True, 11, 17),
)  # fmt: skip
AT_EASE, EASES = (15, 24), (1.0, 0.85, 0.7, 0.6)
TORN, DEAR = 0.3, 0.15  # what a lane cut costs, in rows, and a step of less ease
NARROWEST = 3.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Gap:
    """Between two columns: diagonals at its left or right end, none longer across than `bend`."""

    width: float
    side: Literal["left", "right"]
    longest: float

    def bend(self, start: Point, end: Point) -> list[Point]:
        """The points of a line from `start`, at the left edge, to `end`, both included."""
        (x, y), (u, v) = start, end
        drop = abs(v - y)
        if drop == 0:
            return [start, end]
        across = min(drop, 2 * self.longest)
        left = x if self.side == "left" else u - across
        if across == drop:
            return [start, (left, y), (left + drop, v), end]
        half, way = self.longest, self.longest if v > y else -self.longest
        return [start, (left, y), (left + half, y + way), (left + half, v - way), (left + 2 * half, v), end]


@dataclass(frozen=True, slots=True)
class Columns:
    """One column for each layer of the graph and the gaps between them; `labels` by gate."""

    graph: Graph
    sizes: Sizes
    labels: Mapping[str, Label]
    widths: tuple[float, ...]
    gaps: tuple[Gap, ...]
    pitch: float

    def trunk(self, number: int) -> bool:
        """Whether one gate stands alone in a column."""
        return _alone(self.graph, number)

    def stretch(self, number: int) -> int:
        """The shares of spare room a column takes."""
        if self.trunk(number):
            return 1
        return 2 if any(node in self.graph.gates for node in self.graph.layers[number]) else 0

    def across(self, start: int, end: int) -> float:
        """The width of a row of these columns; every row but the first begins with the gap before it."""
        inside = sum(self.widths[start:end]) + sum(gap.width for gap in self.gaps[max(0, start - 1) : end - 1])
        return inside + (0 if end == len(self.widths) else self.sizes.label)


@dataclass(frozen=True, slots=True)
class Row:
    """Columns from `start` up to `end`, and the width they need."""

    start: int
    end: int
    width: float


def columns(graph: Graph, high: Mapping[str, float], sizes: Sizes, width: float) -> Columns:
    """Columns that fit one row where squeezing the words a little allows it; else each at its ease, none too wide."""
    for stacked, trunk, lane in MANNERS:
        found = _columns(graph, high, sizes, (trunk, lane), stacked=stacked)
        if found.across(0, len(found.widths)) <= width:
            return found
    eases = [_at_ease(graph, high, sizes, share) for share in EASES]
    fitting = [(place, cut) for place, cut in enumerate(eases) if _widest(cut) <= width]
    if fitting:
        return min(fitting, key=lambda each: _best(each[1], width)[0] + each[0] * DEAR)[1]
    share = EASES[-1]
    while share > 0.1 and _widest(_at_ease(graph, high, sizes, share)) > width:  # noqa: PLR2004 - hardly a word is left
        share *= 0.85
    return _at_ease(graph, high, sizes, share)


def _at_ease(graph: Graph, high: Mapping[str, float], sizes: Sizes, share: float) -> Columns:
    return _columns(graph, high, sizes, (AT_EASE[0] * share, AT_EASE[1] * share), stacked=True)


def _widest(cut: Columns) -> float:
    return max(cut.across(number, number + 1) for number in range(len(cut.widths)))


def rows(cut: Columns, width: float) -> list[Row]:
    """Few rows and few lanes cut between them, then as even as possible."""
    ends = _best(cut, width)[2]
    return [Row(start, end, cut.across(start, end)) for start, end in zip((0, *ends[:-1]), ends, strict=True)]


def _best(cut: Columns, width: float) -> tuple[float, float, tuple[int, ...]]:
    """What the best rows cost, how uneven they are, and where each ends."""
    count = len(cut.widths)

    @cache
    def best(start: int) -> tuple[float, float, tuple[int, ...]]:
        if start == count:
            return 0.0, 0.0, ()
        found: list[tuple[float, float, tuple[int, ...]]] = []
        for end in range(start + 1, count + 1):
            across = cut.across(start, end)
            if across > width and end > start + 1:
                break
            cost, uneven, ends = best(end)
            torn = len({one for one, _ in cut.graph.links[end - 1]}) - 1 if end < count else 0
            found.append((cost + 1 + torn * TORN, uneven + (width - across) ** 2, (end, *ends)))
        return min(found, key=lambda each: each[:2])

    return best(0)


def _alone(graph: Graph, number: int) -> bool:
    layer = graph.layers[number]
    return len(layer) == 1 and layer[0] in graph.gates


def _columns(graph: Graph, high: Mapping[str, float], sizes: Sizes, rooms: Point, *, stacked: bool) -> Columns:
    labels: dict[str, Label] = {}
    widths: list[float] = []
    reach = [(0.0, 0.0)]
    for number, layer in enumerate(graph.layers):
        trunk = _alone(graph, number)
        room = sizes.label * max(rooms[0] if trunk else rooms[1], NARROWEST)
        wide = 0.0
        for gate in (graph.gates[node] for node in layer if node in graph.gates):
            label = trunk_label(gate, sizes, room) if trunk else lane_label(gate, sizes, room, stacked=stacked)
            labels[gate.key] = label
            wide = max(wide, label.width(sizes) + (sizes.label * 1.3 if trunk else 2 * sizes.lead + sizes.label * 0.6))
            if not trunk:
                reach.append(label.reach(sizes, trunk=False))
        inside = any(node in graph.gates for node in layer)
        widths.append(max(wide, sizes.label * 2) if inside else LINE / 2)
    air = max(up for up, _ in reach) + max(down for _, down in reach) + sizes.label * 0.35
    pitch = max(sizes.label * LEAST_PITCH, air)
    gaps = tuple(_gap(joined, high, pitch, sizes) for joined in graph.links)
    return Columns(graph, sizes, labels, tuple(widths), gaps, pitch)


def _gap(joined: tuple[tuple[str, str], ...], high: Mapping[str, float], pitch: float, sizes: Sizes) -> Gap:
    bent = [(one, other) for one, other in joined if high[one] != high[other]]
    if not bent:
        return Gap(sizes.label * 0.3, "left", inf)
    starts, ends = {one for one, _ in bent}, {other for _, other in bent}
    drop = max(abs(high[one] - high[other]) * pitch for one, other in bent)
    # Lines of one high fan may run down together; others would be taken for one another.
    fan = min(len(starts), len(ends)) == 1 and drop > 3 * sizes.bend
    longest = sizes.bend if fan else inf
    return Gap(min(drop, 2 * longest) + sizes.label * 0.3, "right" if len(ends) <= len(starts) else "left", longest)
