"""The way as a picture for mail, where no SVG and no font can be relied on: solid where clear, hollow where not yet."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from coe.way.layout import CLEAR, Block, WayGate, order_gates
from coe.way.marks import MARK_WORDS, PRINT

SCALE = 4  # drawn this much larger, then halved: sharp on dense screens, and its edges smooth
SHOWN = 2
PITCH, LINE, MARGIN, TOP = 40, 5, 14, 24
LABEL, CAPTION = 13, 12
BESIDE = 1.9

Point = tuple[float, float]


def way_png(gates: Sequence[WayGate], width: int) -> bytes:
    """A PNG to be shown `width` pixels wide, twice as dense. Raises ValueError when the gates do not form a way."""
    blocks = order_gates(tuple(gates)).blocks
    lanes = max(len(block.lanes) for block in blocks)
    depth = (lanes - 1) * PITCH
    sheet = _Sheet(width, round(TOP + max(depth + 26, depth / 2 + 50)))
    unit = (width - 2 * MARGIN) / sum(map(_share, blocks))
    x, trunk, clear = float(MARGIN), TOP + depth / 2, True
    for block in blocks:
        right = x + unit * _share(block)
        sheet.block(block, (x, right, trunk), clear=clear, last=block is blocks[-1])
        clear = all(gate.state in CLEAR for gate in block.gates)
        x = right
    return sheet.png()


def _share(block: Block) -> float:
    """The room a block takes, in stations on the trunk; words beside a lane need more."""
    return max(map(len, block.lanes)) * (1.0 if len(block.lanes) == 1 else BESIDE)


class _Sheet:
    def __init__(self, width: int, height: int) -> None:
        self._image = Image.new("RGB", (width * SCALE, height * SCALE), PRINT.page)
        self._draw = ImageDraw.Draw(self._image)

    def png(self) -> bytes:
        """The finished picture."""
        size = (self._image.width * SHOWN // SCALE, self._image.height * SHOWN // SCALE)
        made = BytesIO()
        small = self._image.resize(size, Image.Resampling.LANCZOS)
        small.quantize(200, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
        return made.getvalue()

    def block(self, block: Block, place: tuple[float, float, float], *, clear: bool, last: bool) -> None:
        """One gate on the trunk, or lanes that leave it and come back."""
        left, right, trunk = place
        alone, most = len(block.lanes) == 1, max(map(len, block.lanes))
        slope = 0.0 if alone else min((len(block.lanes) - 1) / 2 * PITCH, (right - left) * 0.2)
        start = left + slope + (0 if alone else 12)
        step = (right - slope - start) / most
        drawn: list[tuple[WayGate, Point]] = []
        for number, lane in enumerate(block.lanes):
            y = trunk + (number - (len(block.lanes) - 1) / 2) * PITCH
            bend = min(abs(y - trunk), slope)
            spots = [(start + step * (spot + (0.5 if alone else 0)), y) for spot in range(len(lane))]
            passed = clear
            path: list[Point] = [(left, trunk), (left + bend, y)]
            for gate, spot in zip(lane, spots, strict=True):
                self._line([*path, spot], clear=passed)
                passed, path = gate.state in CLEAR, [spot]
                drawn.append((gate, spot))
            if not (last and alone):
                self._line([*path, (right - bend, y), (right, trunk)], clear=passed)
        for gate, spot in drawn:
            self._station(gate, spot)
            self._words(gate, spot, step, below=alone)

    def _line(self, points: list[Point], *, clear: bool) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(scaled, PRINT.ink if clear else PRINT.control, LINE * SCALE, joint="curve")
        if not clear:
            self._draw.line(scaled, PRINT.page, (LINE - 3) * SCALE, joint="curve")

    def _words(self, gate: WayGate, spot: Point, step: float, *, below: bool) -> None:
        room, word = step - (8 if below else 22), MARK_WORDS[gate.state]
        title = _fitting(gate.title, LABEL, 600, room)
        if below:
            self._text((spot[0], spot[1] + 14), title, LABEL, 600, PRINT.ink, "ma")
            self._text((spot[0], spot[1] + 31), _fitting(word, CAPTION, 400, room), CAPTION, 400, PRINT.muted, "ma")
            return
        self._text((spot[0] + 13, spot[1] - 5), title, LABEL, 600, PRINT.ink, "ls")
        self._text((spot[0] + 13, spot[1] + 6), _fitting(word, CAPTION, 400, room), CAPTION, 400, PRINT.muted, "la")

    def _text(self, at: Point, text: str, size: int, weight: int, colour: str, anchor: str) -> None:
        place = (at[0] * SCALE, at[1] * SCALE)
        self._draw.text(place, text, colour, _font(size, weight), anchor=anchor)

    def _station(self, gate: WayGate, spot: Point) -> None:
        match gate.state:
            case "passed":
                self._disc(spot, 8, PRINT.passed, PRINT.passed)
                self._stroke(spot, [(-3.5, 0.2), (-1, 2.8), (3.7, -2.4)], PRINT.page)
            case "conditional":
                self._disc(spot, 7.5, PRINT.page, PRINT.attend)
                self._draw.chord(self._box(spot, 7.5), 90, 270, PRINT.attend)
            case "yours":
                self._shape(spot, [(0, -10), (10, 0), (0, 10), (-10, 0)], PRINT.way)
                self._disc(spot, 2.8, PRINT.page, PRINT.page)
            case "waiting":
                self._disc(spot, 7, PRINT.page, PRINT.ink)
                self._disc(spot, 2.6, PRINT.ink, PRINT.ink)
            case "sent_back":
                self._disc(spot, 9, PRINT.page, PRINT.page)
                arrow = [(-8, 0), (-0.5, -7), (-0.5, -2.8), (7.5, -2.8), (7.5, 2.8), (-0.5, 2.8), (-0.5, 7)]
                self._shape(spot, arrow, PRINT.attend)
            case "refused":
                self._shape(spot, [(-8, -8), (8, -8), (8, 8), (-8, 8)], PRINT.stop)
                self._stroke(spot, [(-3, -3), (3, 3)], PRINT.page)
                self._stroke(spot, [(3, -3), (-3, 3)], PRINT.page)
            case "on_hold":
                self._shape(spot, [(-8, -8), (8, -8), (8, 8), (-8, 8)], PRINT.ink)
                self._stroke(spot, [(-2.4, -3.5), (-2.4, 3.5)], PRINT.page)
                self._stroke(spot, [(2.4, -3.5), (2.4, 3.5)], PRINT.page)
            case _:
                self._disc(spot, 7, PRINT.page, PRINT.control)

    def _box(self, spot: Point, radius: float) -> tuple[float, float, float, float]:
        x, y, r = spot[0] * SCALE, spot[1] * SCALE, radius * SCALE
        return x - r, y - r, x + r, y + r

    def _disc(self, spot: Point, radius: float, fill: str, rim: str) -> None:
        self._draw.ellipse(self._box(spot, radius), fill, rim, 2 * SCALE)

    def _shape(self, spot: Point, corners: list[Point], fill: str) -> None:
        self._draw.polygon([((spot[0] + x) * SCALE, (spot[1] + y) * SCALE) for x, y in corners], fill)

    def _stroke(self, spot: Point, points: list[Point], colour: str) -> None:
        moved = [((spot[0] + x) * SCALE, (spot[1] + y) * SCALE) for x, y in points]
        self._draw.line(moved, colour, 2 * SCALE, joint="curve")


def mark_png() -> bytes:
    """The product's mark for the dark bar, 24 pixels at twice the density."""
    image = Image.new("RGB", (24 * SCALE, 24 * SCALE), PRINT.ink)
    draw = ImageDraw.Draw(image)
    for box, colour in (
        ((9.4, 1, 14.6, 8.6), "#FFFFFF"),
        ((9.4, 15.4, 14.6, 23), "#FFFFFF"),
        ((1, 9.9, 23, 14.1), "#8C9DFF"),
    ):
        draw.rectangle(tuple(round(side * SCALE) for side in box), colour)
    made = BytesIO()
    image.resize((24 * SHOWN, 24 * SHOWN), Image.Resampling.LANCZOS).save(made, "PNG", optimize=True)
    return made.getvalue()


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    data = (files("fontpkg_schibsted_grotesk") / "files" / "SchibstedGrotesk[wght].ttf").read_bytes()
    font = ImageFont.truetype(BytesIO(data), size * SCALE)
    font.set_variation_by_axes([weight])
    return font


def _fitting(text: str, size: int, weight: int, room: float) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    font = _font(size, weight)
    if font.getlength(text) <= room * SCALE:
        return text
    while text and font.getlength(text + "…") > room * SCALE:
        text = text[:-1]
    return text.rstrip() + "…" if text else ""
