"""A way laid out on a sheet: where lines run and how they look, where stations stand, what is written beside them.

Pure geometry in pixels; `coe.way.drawing` turns a scene into SVG, and mail into a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from coe.way.columns import LINE, Columns, Row, Sizes, columns, rows
from coe.way.labels import Label
from coe.way.layout import CLEAR, Edge, Graph, WayGate, order_gates
from coe.way.marks import Role
from coe.way.tracks import tracks

Style = Literal["clear", "open", "bypassed"]
Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
SURE = frozenset({"always", "added", "changed"})
POLICY = SURE | {"sometimes", "removed"}
FULL_ENOUGH = 0.6
AIR = 2.0


@dataclass(frozen=True, slots=True)
class Line:
    """One stroke through these points."""

    style: Style
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Station:
    """Where a gate's mark stands."""

    gate: WayGate
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one size and role; `shift` pixels before it."""

    text: str
    role: Role
    size: float
    strong: bool = False
    shift: float = 0.0
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on its baseline."""

    x: float
    y: float
    anchor: Anchor
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything on the sheet, in pixels from its upper left corner."""

    width: float
    height: float
    lines: tuple[Line, ...]
    stations: tuple[Station, ...]
    words: tuple[Words, ...]


def laid_out(gates: tuple[WayGate, ...], *, width: float, label: float = 11.0, fill: bool = True) -> Scene:
    """The way on a sheet `width` wide, or with `fill` off no wider than it needs; wider where lines alone need it.

    Raises ValueError when the gates are none, too many, unknown to one another, or wait in a circle.
    """
    graph = order_gates(gates)
    high = tracks(graph)
    cut = columns(graph, high, Sizes(label), width)
    laid = rows(cut, width)
    wide = max(width, *(row.width for row in laid))
    return _Sheet(graph, high, cut, laid, wide, fill=fill).scene()


class _Sheet:
    """Places every node, then draws every edge through the places."""

    def __init__(
        self, graph: Graph, high: dict[str, float], cut: Columns, laid: list[Row], width: float, *, fill: bool
    ) -> None:
        self.graph, self.high, self.cut, self.rows = graph, high, cut, laid
        self.width = width if fill else min(width, max(row.width for row in laid))
        self.layer = {node: number for number, nodes in enumerate(graph.layers) for node in nodes}
        self.left: dict[str, float] = {}
        self.right: dict[str, float] = {}
        self.at: dict[str, float] = {}
        self.trunk: dict[int, float] = {}
        self.words: list[Words] = []
        self.height = 0.0

    def scene(self) -> Scene:
        """The whole sheet."""
        for row in self.rows:
            self._place(row)
        stations = tuple(Station(gate, self.at[key], self._y(key)) for key, gate in self.graph.gates.items())
        lines: dict[Line, None] = {}
        for edge in self.graph.edges:
            lines.update(dict.fromkeys(self._lines(edge)))
        for key in self.graph.gates if len(self.graph.gates) == 1 else ():
            lines[Line("open", ((self.at[key], self._y(key)), (self.width - LINE / 2, self._y(key))))] = None
        return Scene(self.width, self.height, tuple(lines), stations, tuple(self.words))

    def _y(self, node: str) -> float:
        return self.trunk[self.layer[node]] + self.high[node] * self.cut.pitch

    def _place(self, row: Row) -> None:
        sizes, cut = self.cut.sizes, self.cut
        layers = range(row.start, row.end)
        nodes = [node for number in layers for node in self.graph.layers[number]]
        heights = [self._reach(node) for node in nodes]
        before = () if row.start == 0 else self.graph.layers[row.start - 1]
        passing = [self.high[node] * cut.pitch for node in before]
        top = min([low for low, _ in heights] + [y - LINE for y in passing]) - AIR
        bottom = max([deep for _, deep in heights] + [y + LINE for y in passing]) + AIR
        trunk = self.height + (sizes.label if self.height else 0) - top
        self.height = trunk + bottom
        self.trunk.update(dict.fromkeys(layers, trunk))
        spare = self._spare(row)
        x = 0.0
        for number in layers:
            x += cut.gaps[number - 1].width if number > 0 and (number > row.start or row.start > 0) else 0.0
            room = cut.widths[number] + spare * cut.stretch(number)
            for node in self.graph.layers[number]:
                self.left[node], self.right[node] = x, x + room
                self._stand(node, number, row, room)
            x += room

    def _spare(self, row: Row) -> float:
        """Pixels to widen a column by (lanes take two shares), so that a row fills the sheet without tearing apart."""
        shares = sum(self.cut.stretch(number) for number in range(row.start, row.end))
        whole = len(self.rows) == 1 or row.width > self.width * FULL_ENOUGH
        return max(0.0, self.width - row.width) / shares if whole and shares else 0.0

    def _reach(self, node: str) -> tuple[float, float]:
        """How far a node and its words reach up and down from the trunk."""
        y = self.high[node] * self.cut.pitch
        label = self.cut.labels.get(node)
        if label is None:
            return y - LINE, y + LINE
        up, down = label.reach(self.cut.sizes, trunk=self.cut.trunk(self.layer[node]))
        return y - up, y + down

    def _stand(self, node: str, number: int, row: Row, room: float) -> None:
        label, sizes = self.cut.labels.get(node), self.cut.sizes
        left = self.left[node]
        if label is None:
            self.at[node] = left
            return
        if not self.cut.trunk(number):
            self.at[node] = left + sizes.lead
            self._write(node, label, self.at[node] + sizes.lead, "start", raised=sizes.raised)
            return
        last = number == len(self.graph.layers) - 1
        if number == row.start == 0:
            self.at[node] = left + sizes.margin
            self._write(node, label, left + 1, "start", raised=sizes.above)
        elif last and (self.rows[0] is row or room + left > self.width - 1):
            self.at[node] = left + room - sizes.margin
            self._write(node, label, left + room - 1, "end", raised=sizes.above)
        else:
            self.at[node] = left + room / 2
            self._write(node, label, self.at[node], "middle", raised=sizes.above)

    def _write(self, node: str, label: Label, x: float, anchor: Anchor, *, raised: float) -> None:
        gate, sizes, y = self.graph.gates[node], self.cut.sizes, self._y(node)
        role: Role = "way" if gate.state == "yours" else "muted" if gate.state in ("not_needed", "removed") else "ink"
        struck = gate.state == "removed"
        for place, text in enumerate(reversed(label.above)):
            spans = [Span(text, role, sizes.label, strong=True, struck=struck)] if text else []
            if place == 0 and label.beside:
                spans.append(Span(label.beside, "muted", sizes.caption, shift=sizes.label * 0.65))
            if spans:
                self.words.append(Words(x, y - raised - place * sizes.leading, anchor, tuple(spans)))
        drop = sizes.below if self.cut.trunk(self.layer[node]) else sizes.beneath
        for place, text in enumerate(label.below):
            spans = [Span(text, "muted", sizes.caption)]
            self.words.append(Words(x, y + drop + place * sizes.leading, anchor, tuple(spans)))

    def _lines(self, edge: Edge) -> list[Line]:
        """The edge from mark to mark; its first and last stretch look as all that share them do."""
        style = self._style(edge)
        points: list[list[Point]] = [[(self.at[edge.start], self._y(edge.start))]]
        for one, other in pairwise(edge.path):
            y, v, number = self._y(one), self._y(other), self.layer[one]
            points[-1].append((self.right[one], y))
            if self.trunk[number] != self.trunk[number + 1] or self.left[other] < self.right[one] - 1:
                points[-1].append((self.width, y))
                y = self.trunk[number + 1] + self.high[one] * self.cut.pitch
                points.append([(0.0, y)])
                points[-1] += self.cut.gaps[number].bend((0.0, y), (self.left[other], v))
            else:
                points[-1] += self.cut.gaps[number].bend((self.right[one], y), (self.left[other], v))
        points[-1].append((self.at[edge.end], self._y(edge.end)))
        return self._pieces(edge, style, points)

    def _pieces(self, edge: Edge, style: Style, points: list[list[Point]]) -> list[Line]:
        made: list[Line] = []
        out, into = self._stub(edge.start, leaving=True), self._stub(edge.end, leaving=False)
        if out != style or self._shared(edge.start, leaving=True):
            made.append(Line(out, _clean(points[0][:2])))
            points[0] = points[0][1:]
        if into != style or self._shared(edge.end, leaving=False):
            made.append(Line(into, _clean(points[-1][-2:])))
            points[-1] = points[-1][:-1]
        made += [Line(style, _clean(piece)) for piece in points]
        return [line for line in made if len(line.points) > 1]

    def _shared(self, node: str, *, leaving: bool) -> bool:
        return node in self.graph.gates and sum((e.start if leaving else e.end) == node for e in self.graph.edges) > 1

    def _style(self, edge: Edge) -> Style:
        before, gate = self.graph.gates.get(edge.start), self.graph.gates.get(edge.end)
        states = {one.state for one in (before, gate) if one}
        if states & {"not_needed", "removed"}:
            return "bypassed"
        if states & POLICY:
            return "clear"
        if before is None:
            return "clear" if self._cleared(edge.start) and self._reached(edge.end) else "open"
        if before.state not in CLEAR:
            return "open"
        return "clear" if gate is None or self._joined(edge.end) or self._reached(edge.end) else "open"

    def _stub(self, node: str, *, leaving: bool) -> Style:
        """The stretch of a column that all edges on one side of its mark share: the clearest of them on leaving; on
        arriving, clear once all are.
        """
        gate = self.graph.gates.get(node)
        styles = [self._style(edge) for edge in self.graph.edges if (edge.start if leaving else edge.end) == node]
        if gate is not None and gate.state in ("not_needed", "removed"):
            return "bypassed"
        firm: list[Style] = [style for style in styles if style != "bypassed"] or ["bypassed"]
        if gate is not None and gate.state in POLICY:
            return "open" if gate.state == "sometimes" else "clear"
        if leaving or not self._joined(node):
            return "clear" if "clear" in firm else firm[0]
        return "clear" if self._cleared(node) and self._reached(node) else "open"

    def _joined(self, node: str) -> bool:
        return sum(edge.end == node for edge in self.graph.edges) > 1

    def _cleared(self, node: str) -> bool:
        """Whether all that stand before a node have cleared."""
        starts = (edge.start for edge in self.graph.edges if edge.end == node)
        return all(
            self.graph.gates[one].state in CLEAR if one in self.graph.gates else self._cleared(one) for one in starts
        )

    def _reached(self, node: str) -> bool:
        gate = self.graph.gates.get(node)
        return gate is None or gate.state != "not_open"


def _clean(points: list[Point]) -> tuple[Point, ...]:
    """The same stroke without points that stand on top of each other or in the middle of a straight stretch."""
    kept: list[Point] = []
    for point in points:
        if kept and max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) < 0.01:  # noqa: PLR2004 - a hair
            continue
        if len(kept) > 1 and kept[-2][1] == kept[-1][1] == point[1]:
            kept.pop()
        kept.append(point)
    return tuple(kept)
