"""Where BPMN elements stand: a lane for each panel, a cell for each gate, flows that run level or upright."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coe.exchange.bpmn_model import OWNER, Flow, Node, Process

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # x, y, width, height

TASK, GATEWAY, EVENT = (130.0, 80.0), (50.0, 50.0), (36.0, 36.0)
HEAD, LANE_HEAD, MARGIN = 30.0, 30.0, 40.0
PARTS = (30.0, 90.0, 255.0, 395.0, 465.0)  # centres within a gate's cell: join, condition, task, merge, fork
CELL, CHANNEL, TRACK = 500.0, 60.0, 12.0
OPENING = (30.0, 140.0, 260.0, 380.0, 490.0)
OPENING_WIDE = 520.0
CLOSING = (40.0, 150.0, 300.0, 300.0, 345.0)
ABOVE, BELOW, CLOCKS = 75.0, 60.0, 75.0
BYPASS = 55.0
CLOCK_STEP = 84.0
LABEL_HIGH = 28.0


@dataclass(slots=True)
class Places:
    """Boxes of elements, lanes and the pool, and the points of flows, by id."""

    boxes: dict[str, Box] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    pool: Box = (0, 0, 0, 0)
    points: dict[str, list[Point]] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)


def places(process: Process) -> Places:
    """A place for everything; the same process gives the same places."""
    made = Places()
    rows = _rows(process)
    far = [flow for flow in process.flows if _gap(process, flow) is None]
    left = MARGIN + HEAD + LANE_HEAD
    wide = LANE_HEAD + OPENING_WIDE + (1 + max(process.depth.values())) * (CELL + CHANNEL) + CHANNEL + 450.0
    y = MARGIN
    middles: dict[str, float] = {}
    for lane in process.lanes:
        top = y
        y += 90.0 + (len(far) + 1) * TRACK if lane == OWNER else 0.0
        for row in range(max((row for row in rows.values() if row[0] == lane), default=(lane, 0))[1] + 1):
            here = [gate for gate, found in rows.items() if found == (lane, row)]
            clocked = any(node.kind == "boundaryEvent" and node.cell in here for node in process.nodes.values())
            middles.update(dict.fromkeys(here, y + ABOVE))
            if lane == OWNER:
                middles.setdefault("", y + ABOVE)
            y += ABOVE + BELOW + (CLOCKS if clocked or lane == OWNER else 0.0)
        made.lanes[lane] = (left - LANE_HEAD, top, wide, y - top)
    made.pool = (MARGIN, MARGIN, wide + HEAD, y - MARGIN)
    for node in process.nodes.values():
        made.boxes[node.id] = _box(process, node, middles, left)
        if node.name and not node.kind.endswith("Task"):
            made.labels[node.id] = _label(node, made.boxes[node.id])
    _Roads(process, made, far).all()
    for flow in process.flows:
        if flow.name:
            made.labels[flow.id] = _flow_label(made.points[flow.id])
    return made


def _rows(process: Process) -> dict[str, tuple[str, int]]:
    """Gates of one lane share a row where they stand in different columns."""
    taken: dict[tuple[str, int], int] = {}
    rows: dict[str, tuple[str, int]] = {}
    for gate, column in process.depth.items():
        lane = process.nodes[f"gate_{process.names[gate]}"].lane
        rows[gate] = (lane, taken.get((lane, column), 0))
        taken[(lane, column)] = rows[gate][1] + 1
    return rows


def _column(process: Process, node: Node) -> int:
    """-1 for what stands before the gates, the number of columns for what stands behind them."""
    if node.cell == ">":
        return 1 + max(process.depth.values())
    return process.depth[node.cell] if node.cell else -1


def _gap(process: Process, flow: Flow) -> int | None:
    """The channel between neighbouring columns that a flow runs through; None where it must go round."""
    one, other = (_column(process, process.nodes[name]) for name in (flow.source, flow.target))
    if process.nodes[flow.source].cell == process.nodes[flow.target].cell:
        return -2
    return one if other == one + 1 else None


def _box(process: Process, node: Node, middles: Mapping[str, float], left: float) -> Box:
    size = TASK if node.kind.endswith("Task") else EVENT if node.kind.endswith("Event") else GATEWAY
    columns = left + OPENING_WIDE + CHANNEL
    middle = middles[node.cell if node.cell in middles else ""]
    if node.attached:
        x = columns + process.depth[node.cell] * (CELL + CHANNEL) + PARTS[2] - TASK[0] / 2
        x += 23.0 + (node.part - 1) * CLOCK_STEP
        middle += TASK[1] / 2 if node.kind == "boundaryEvent" else TASK[1] / 2 + 62.0
    elif node.cell == ">":
        x = columns + (1 + max(process.depth.values())) * (CELL + CHANNEL)
        x += CLOSING[node.part]
        middle += {2: 90.0, 4: -85.0}.get(node.part, 0.0)
    elif node.cell:
        x = columns + process.depth[node.cell] * (CELL + CHANNEL) + PARTS[node.part]
    else:
        x = left + OPENING[node.part]
    return x - size[0] / 2, middle - size[1] / 2, *size


def _label(node: Node, box: Box) -> Box:
    """Beside a clock and what it calls, the first to the left and the others to the right; below everything else."""
    x, y, wide, high = box
    if node.attached and node.part == 1:
        return (x - 48.0, y + 24.0, 46.0, 14.0) if node.timer else (x - 98.0, y + 8.0, 92.0, LABEL_HIGH)
    if node.attached:
        return x + wide + 6.0, y + 8.0, 92.0, LABEL_HIGH
    if node.id == "verdict":
        return x - 62.0, y + high - 6.0, 60.0, LABEL_HIGH
    return x + wide / 2 - 52.0, y + high + 4.0, 104.0, LABEL_HIGH


def _flow_label(points: list[Point]) -> Box:
    """Just behind where the flow's last but one stretch begins, or its only one."""
    (x, y), (u, v) = points[-3:-1] if len(points) > 3 else points[-2:]  # noqa: PLR2004 - up, along, down
    return min(x, u) + 4.0, v + 2.0 if y == v and len(points) > 3 else v - 18.0, max(20.0, abs(u - x) - 24.0), 14.0  # noqa: PLR2004


class _Roads:
    """The points of every flow. Neighbouring columns are joined through their channel, each source on a track of its
    own; other flows go round by tracks at the top of the pool.
    """

    def __init__(self, process: Process, made: Places, far: list[Flow]) -> None:
        self.process, self.made, self.far = process, made, far
        self.used: dict[int, list[str]] = {}

    def all(self) -> None:
        """Draw all flows."""
        for flow in self.process.flows:
            gap = _gap(self.process, flow)
            if gap is None:
                self.made.points[flow.id] = self._round(flow)
            elif gap == -2:  # noqa: PLR2004 - within one cell
                self.made.points[flow.id] = self._inside(flow)
            else:
                self.made.points[flow.id] = self._through(flow, gap)

    def _side(self, name: str, side: str) -> Point:
        x, y, wide, high = self.made.boxes[name]
        return {
            "left": (x, y + high / 2), "right": (x + wide, y + high / 2),
            "top": (x + wide / 2, y), "bottom": (x + wide / 2, y + high),
        }[side]  # fmt: skip

    def _inside(self, flow: Flow) -> list[Point]:
        source, target = self.process.nodes[flow.source], self.process.nodes[flow.target]
        if source.kind == "boundaryEvent":
            return [self._side(flow.source, "bottom"), self._side(flow.target, "top")]
        if source.id == "verdict" and target.id != "approved":
            (x, y), (u, v) = (
                self._side("verdict", "bottom" if target.id == "rejected" else "top"),
                self._side(target.id, "left"),
            )
            return [(x, y), (x, v), (u, v)]
        if target.part == source.part + 2 and source.cell not in ("", ">"):
            (x, y), (u, v) = self._side(flow.source, "top"), self._side(flow.target, "top")
            high = y + GATEWAY[1] / 2 - BYPASS
            return [(x, y), (x, high), (u, high), (u, v)]
        return [self._side(flow.source, "right"), self._side(flow.target, "left")]

    def _track(self, gap: int, source: str) -> float:
        """Where a source runs up and down in a channel, from the channel's right edge."""
        users = self.used.setdefault(gap, [])
        if source not in users:
            users.append(source)
        return 14.0 + (users.index(source) * 9.0) % (CHANNEL - 18.0)

    def _channel(self, gap: int) -> float:
        """The right edge of the channel behind a column."""
        return MARGIN + HEAD + LANE_HEAD + OPENING_WIDE + CHANNEL + (gap + 1) * (CELL + CHANNEL)

    def _through(self, flow: Flow, gap: int) -> list[Point]:
        (x, y), (u, v) = self._side(flow.source, "right"), self._side(flow.target, "left")
        if y == v:
            return [(x, y), (u, v)]
        middle = self._channel(gap) - self._track(gap, flow.source)
        return [(x, y), (middle, y), (middle, v), (u, v)]

    def _round(self, flow: Flow) -> list[Point]:
        high = self.made.pool[1] + 22.0 + TRACK * self.far.index(flow)
        if flow.target == "round_begins":
            (x, y), (u, v) = self._side(flow.source, "top"), self._side(flow.target, "top")
            return [(x, y), (x, high), (u, high), (u, v)]
        source, target = self.process.nodes[flow.source], self.process.nodes[flow.target]
        (x, y), (u, v) = self._side(flow.source, "right"), self._side(flow.target, "left")
        here, there = _column(self.process, source), _column(self.process, target) - 1
        out = self._channel(here) - self._track(here, flow.source)
        into = self._channel(there) - self._track(there, f"→{flow.target}")
        return [(x, y), (out, y), (out, high), (into, high), (into, v), (u, v)]
