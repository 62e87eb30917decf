"""The way, drawn: an ink line through the gates, solid where clear, hollow where not yet.

`draw_way` gives an SVG string for the packet (colours by attribute) and for the pages (colours by class; the page's
style sheet sets `.way-fill-ROLE{fill:…}` and `.way-stroke-ROLE{stroke:…}` for the roles in `coe.way.marks`).
"""

from dataclasses import dataclass, field
from html import escape

from coe.way.layout import CLEAR, Block, GateState, Order, Style, WayGate, clip, order_gates, text_width
from coe.way.marks import MARK_WORDS, Paint, Palette, Role, mark_shape

__all__ = ["GateState", "WayGate", "draw_way", "way_in_words"]
LINE = 5.0
MARGIN = 9.0
SQUEEZES = (1.0, 0.94, 0.88, 0.8, 0.72)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels that follow from the size of a label."""

    label: float

    @property
    def caption(self) -> float:
        return self.label - 1

    @property
    def pitch(self) -> float:
        return self.label * 2.9

    @property
    def lead(self) -> float:
        return self.label * 1.25

    @property
    def gap(self) -> float:
        return self.label * 1.3


@dataclass(slots=True)
class Sheet:
    """What is drawn so far, in layers: lines under marks under nothing."""

    paint: Paint
    sizes: Sizes
    lines: dict[Style, list[str]] = field(default_factory=lambda: {"bypassed": [], "open": [], "clear": []})
    marks: list[str] = field(default_factory=list)

    def line(self, style: Style, *points: Point) -> None:
        path = "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)
        if path not in self.lines[style]:
            self.lines[style].append(path)

    def text(self, at: Point, anchor: str, *spans: str) -> None:
        font = f' font-family="{escape(self.paint.palette.font)}"' if self.paint.palette else ""
        place = f'x="{_number(at[0])}" y="{_number(at[1])}" text-anchor="{anchor}"'
        if any(spans):
            self.marks.append(f"<text {place}{font}>{''.join(spans)}</text>")

    def title(self, text: str, role: Role) -> str:
        look = f'font-size="{self.sizes.label:g}" font-weight="600" {self.paint.fill(role)}'
        return f"<tspan {look}>{_safe(text)}</tspan>" if text else ""

    def caption(self, text: str, shift: float = 0) -> str:
        look = f'dx="{_number(shift)}" font-size="{self.sizes.caption:g}" {self.paint.fill("muted")}'
        return f"<tspan {look}>{_safe(text)}</tspan>" if text else ""

    def station(self, gate: WayGate, x: float, y: float) -> None:
        where = f'<g transform="translate({_number(x)} {_number(y)})">'
        self.marks.append(f"{where}{mark_shape(gate.state, self.paint)}</g>")


@dataclass(frozen=True, slots=True)
class Plan:
    """A block with the pixels it needs across, above and below the trunk; `columns` are its stations' slots."""

    block: Block
    columns: tuple[float, ...]
    width: float
    rise: float


def draw_way(
    gates: tuple[WayGate, ...], *, width: float, palette: Palette | None = None, label: float = 11.0, name: str = "way"
) -> str:
    """An SVG `width` pixels wide; without a palette colours are classes. `name` makes the ids unique on a page.

    Raises ValueError when the gates are none, unknown to one another, or wait in a circle.
    """
    order = order_gates(gates)
    sizes = Sizes(label)
    sheet = Sheet(Paint(palette), sizes)
    y = 0.0
    rows = _rows([_plan(block, order, sizes, width) for block in order.blocks], width)
    for place, row in enumerate(rows):
        rise = max(plan.rise for plan in row)
        trunk = y + rise + label * 2.4
        y = trunk + max(rise + label * 0.9, label * (2.9 if any(plan.block.gates[0].caption for plan in row) else 0.9))
        following = rows[place + 1][0].block if place + 1 < len(rows) else None
        y += label if following else 0
        preceding = rows[place - 1][-1].block if place else None
        _draw_row(sheet, order, row, (width, trunk), preceding, following)
    return _document(sheet, gates, (width, y), name)


def way_in_words(gates: tuple[WayGate, ...]) -> str:
    """The drawing as sentences, for people who hear it."""
    told = (f"{gate.title}: {MARK_WORDS[gate.state]}{', ' + gate.caption if gate.caption else ''}." for gate in gates)
    return " ".join(told)


def _plan(block: Block, order: Order, sizes: Sizes, width: float) -> Plan:
    rise = (len(block.lanes) - 1) / 2 * sizes.pitch
    if block.single:
        gate = block.gates[0]
        wide = max(text_width(gate.title, sizes.label, strong=True), text_width(gate.caption, sizes.caption))
        slot = min(wide + sizes.gap, width / 3, 17 * sizes.label)
        return Plan(block, (slot,), slot, 0)
    first = min(order.depth[gate.key] for gate in block.gates)
    columns: dict[int, float] = {}
    for gate in block.gates:
        words = text_width(gate.title, sizes.label, strong=True) + text_width(gate.caption, sizes.caption)
        column = order.depth[gate.key] - first
        columns[column] = max(columns.get(column, 0.0), words + sizes.lead * 2)
    ends = 2 * rise + sizes.lead * 1.6
    room = width - ends - 2 * MARGIN
    total = sum(columns.values())
    share = min(1.0, room / total)
    slots = tuple(columns[column] * share for column in sorted(columns))
    return Plan(block, slots, sum(slots) + ends, rise)


def _rows(plans: list[Plan], width: float) -> list[list[Plan]]:
    """One row where squeezing the lanes' words a little allows it; else few rows, as even as their number allows."""
    for squeeze in SQUEEZES:
        tight = [_squeezed(plan, squeeze) for plan in plans]
        if sum(plan.width for plan in tight) <= width:
            return [tight]
    fewest = _broken(plans, width)
    share = max(sum(plan.width for plan in plans) / len(fewest), *(plan.width for plan in plans))
    for limit in range(int(share), int(width), 8):
        even = _broken(plans, limit)
        if len(even) == len(fewest):
            return even
    return fewest


def _squeezed(plan: Plan, share: float) -> Plan:
    if plan.block.single:
        return plan
    columns = tuple(column * share for column in plan.columns)
    return Plan(plan.block, columns, plan.width - sum(plan.columns) + sum(columns), plan.rise)


def _broken(plans: list[Plan], width: float) -> list[list[Plan]]:
    rows: list[list[Plan]] = [[]]
    used = 0.0
    for plan in plans:
        if rows[-1] and used + plan.width > width:
            rows.append([])
            used = 0.0
        rows[-1].append(plan)
        used += plan.width
    return rows


def _draw_row(
    sheet: Sheet, order: Order, row: list[Plan], frame: Point, preceding: Block | None, following: Block | None
) -> None:
    width, trunk = frame
    spare = _spare(row, width, last=following is None)
    x, before, left = 0.0, preceding, 0.0
    for place, plan in enumerate(row):
        room = plan.width + spare * (2 if not plan.block.single else 1)
        side = "start" if x == 0 else "end" if place == len(row) - 1 and following is None else "middle"
        if plan.block.single:
            at = {"start": MARGIN, "middle": x + room / 2, "end": x + room - MARGIN}[side]
            enter = leave = at
            _draw_trunk(sheet, plan, (at, trunk), side if len(row) > 1 else "start")
        else:
            enter, leave = x + (0 if before is None and place == 0 else sheet.sizes.lead), x + room
            if side == "end":
                leave = x + room - LINE / 2
            _draw_lanes(sheet, order, plan, (enter, leave, trunk))
        if before is not None:
            sheet.line(_between(order, before, plan.block), (left, trunk), (enter, trunk))
        x, before, left = x + room, plan.block, leave
    if following is not None and before is not None:
        sheet.line(_between(order, before, following), (left, trunk), (width, trunk))


def _spare(row: list[Plan], width: float, *, last: bool) -> float:
    """Pixels to add to each trunk slot (twice that to lanes) so a row fills its width without tearing apart."""
    weight = sum(1 if plan.block.single else 2 for plan in row)
    free = max(0.0, width - sum(plan.width for plan in row)) / weight
    return free if last or len(row) > 1 else 0.0


def _draw_trunk(sheet: Sheet, plan: Plan, at: Point, side: str) -> None:
    gate, (x, y), sizes = plan.block.gates[0], at, sheet.sizes
    sheet.station(gate, x, y)
    x += {"start": 1 - MARGIN, "middle": 0.0, "end": MARGIN - 1}[side]
    room = plan.width - sizes.gap / 2 + 1
    title = clip(gate.title, room, sizes.label, strong=True)
    caption = clip(gate.caption, room, sizes.caption)
    sheet.text((x, y - sizes.label * 1.45), side, sheet.title(title, _title_role(gate)))
    sheet.text((x, y + sizes.label * 2.2), side, sheet.caption(caption))


def _draw_lanes(sheet: Sheet, order: Order, plan: Plan, frame: tuple[float, float, float]) -> None:
    enter, leave, trunk = frame
    sizes, block = sheet.sizes, plan.block
    stretch = max(0.0, leave - enter - 2 * plan.rise - sizes.lead - sum(plan.columns)) / len(plan.columns)
    starts = [enter + plan.rise + sizes.lead]
    for column in plan.columns:
        starts.append(starts[-1] + column + stretch)
    first = min(order.depth[gate.key] for gate in block.gates)
    place: dict[str, Point] = {}
    for row, lane in enumerate(block.lanes):
        y = trunk + (row - (len(block.lanes) - 1) / 2) * sizes.pitch
        for gate in lane:
            place[gate.key] = (starts[order.depth[gate.key] - first], y)
    known = {gate.key: gate for gate in block.gates}
    ends = {gate.key for gate in order.ends(block)}
    for gate in block.gates:
        x, y = place[gate.key]
        inside = sorted(order.after[gate.key] & known.keys())
        for key in inside:
            _draw_link(sheet, _style(known[key], gate), place[key], (x, y))
        if not inside:
            turn = enter + abs(y - trunk)
            sheet.line(_entry_style(gate), (enter, trunk), (turn, y), (x, y))
        if gate.key in ends:
            turn = leave - abs(y - trunk)
            sheet.line(_exit_style(gate), (x, y), (turn, y), (leave, trunk))
        _draw_lane_words(sheet, gate, (x, y), _room_for_words(plan, order.depth[gate.key] - first, stretch, sizes))


def _room_for_words(plan: Plan, column: int, stretch: float, sizes: Sizes) -> float:
    return plan.columns[column] + stretch - sizes.lead * 1.4


def _draw_link(sheet: Sheet, style: Style, start: Point, end: Point) -> None:
    """From one station to the next: along the first lane, then 45° just before the second."""
    drop = abs(end[1] - start[1])
    bend = max(start[0], end[0] - drop - sheet.sizes.lead)
    sheet.line(style, start, (bend, start[1]), (min(bend + drop, end[0]), end[1]), end)


def _draw_lane_words(sheet: Sheet, gate: WayGate, at: Point, room: float) -> None:
    (x, y), sizes = at, sheet.sizes
    sheet.station(gate, x, y)
    x, y = x + sizes.lead, y - sizes.label * 0.8
    title = clip(gate.title, room, sizes.label, strong=True)
    taken = text_width(title, sizes.label, strong=True) + sizes.label * 0.5
    caption = sheet.caption(clip(gate.caption, room - taken, sizes.caption), sizes.label * 0.65)
    sheet.text((x, y), "start", sheet.title(title, _title_role(gate)), caption)


def _title_role(gate: WayGate) -> Role:
    return "way" if gate.state == "yours" else "muted" if gate.state == "not_needed" else "ink"


def _style(before: WayGate, gate: WayGate) -> Style:
    return "clear" if before.state in CLEAR and gate.state != "not_open" else "open"


def _entry_style(gate: WayGate) -> Style:
    return "bypassed" if gate.state == "not_needed" else "open" if gate.state == "not_open" else "clear"


def _exit_style(gate: WayGate) -> Style:
    return "bypassed" if gate.state == "not_needed" else "clear" if gate.state in CLEAR else "open"


def _between(order: Order, before: Block, block: Block) -> Style:
    cleared = all(gate.state in CLEAR for gate in order.ends(before))
    reached = any(gate.state != "not_open" for gate in block.gates)
    return "clear" if cleared and reached else "open"


def _document(sheet: Sheet, gates: tuple[WayGate, ...], size: Point, name: str) -> str:
    paint, (width, height) = sheet.paint, size
    dotted = "".join(
        f'<path d="{d}" {paint.stroke("control", 1)} stroke-dasharray="1 4"/>' for d in sheet.lines["bypassed"]
    )
    rails = "".join(f'<path d="{d}" {paint.stroke("control", LINE)}/>' for d in sheet.lines["open"])
    hollow = "".join(f'<path d="{d}" {paint.stroke("page", LINE - 2.2)}/>' for d in sheet.lines["open"])
    solid = "".join(f'<path d="{d}" {paint.stroke("ink", LINE)}/>' for d in sheet.lines["clear"])
    box = f'width="{_number(width)}" height="{_number(height)}" viewBox="0 0 {_number(width)} {_number(height)}"'
    words = f'<title id="{escape(name)}-title">The way through the gates</title>'
    words += f'<desc id="{escape(name)}-desc">{_safe(way_in_words(gates))}</desc>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" '
    head += f'aria-labelledby="{escape(name)}-title {escape(name)}-desc">'
    return f"{head}{words}{dotted}{rails}{hollow}{solid}{''.join(sheet.marks)}</svg>"


def _safe(text: str) -> str:
    """Text for XML: markup escaped, control letters and direction overrides dropped so they cannot reorder a label."""
    return escape("".join(letter for letter in text if letter.isprintable()))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
