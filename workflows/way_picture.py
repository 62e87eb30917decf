"""The way as a picture for mail, where no SVG and no font can be relied on: solid where clear, hollow where not yet."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from coe.way.layout import WayGate
from coe.way.marks import PRINT, Palette
from coe.way.scene import Line, Scene, Words, laid_out
from coe.words.vocabulary import MARKS

SCALE = 4  # drawn this much larger, then halved: sharp on dense screens, and its edges smooth
SHOWN = 2
LINE, LABEL = 5, 13

Point = tuple[float, float]


def way_png(gates: Sequence[WayGate], width: int, colours: Palette = PRINT) -> bytes:
    """A PNG to be shown `width` pixels wide, twice as dense. Raises ValueError when the gates do not form a way, or are
    called by letters that its font does not have.
    """
    said = {letter for gate in captioned(gates) for letter in f"{gate.title}{gate.caption}" if letter.isprintable()}
    if not said <= _letters():
        raise ValueError(f"Letters that the font does not have: {''.join(sorted(said - _letters()))}")
    sheet = _Sheet(laid_out(captioned(gates), width=width, label=LABEL), colours)
    return sheet.png()


def captioned(gates: Sequence[WayGate]) -> tuple[WayGate, ...]:
    """The gates, each with how it stands in words where nothing else is said beside it."""
    return tuple(replace(gate, caption=gate.caption or str(MARKS[gate.state])) for gate in gates)


class _Sheet:
    def __init__(self, scene: Scene, colours: Palette) -> None:
        self._colours = colours
        size = (round(scene.width * SCALE), round(scene.height * SCALE))
        self._image = Image.new("RGB", size, self._colours.page)
        self._draw = ImageDraw.Draw(self._image)
        for line in sorted(scene.lines, key=lambda line: line.style == "clear"):
            self._line(line)
        for station in scene.stations:
            self._station(station.gate, (station.x, station.y))
        for words in scene.words:
            self._words(words)

    def png(self) -> bytes:
        """The finished picture."""
        size = (self._image.width * SHOWN // SCALE, self._image.height * SHOWN // SCALE)
        made = BytesIO()
        small = self._image.resize(size, Image.Resampling.LANCZOS)
        small.quantize(200, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
        return made.getvalue()

    def _line(self, line: Line) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in line.points]
        clear = line.style == "clear"
        self._draw.line(scaled, self._colours.ink if clear else self._colours.control, LINE * SCALE, joint="curve")
        if not clear:
            self._draw.line(scaled, self._colours.page, (LINE - 3) * SCALE, joint="curve")

    def _words(self, words: Words) -> None:
        fonts = [_font(round(span.size), 600 if span.strong else 400) for span in words.spans]
        wide = sum(
            font.getlength(span.text) + span.shift * SCALE for font, span in zip(fonts, words.spans, strict=True)
        )
        x = words.x * SCALE - {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
        for font, span in zip(fonts, words.spans, strict=True):
            x += span.shift * SCALE
            self._draw.text((x, words.y * SCALE), span.text, self._colours.colour(span.role), font=font, anchor="ls")
            x += font.getlength(span.text)

    def _station(self, gate: WayGate, spot: Point) -> None:
        match gate.state:
            case "passed":
                self._disc(spot, 8, self._colours.passed, self._colours.passed)
                self._stroke(spot, [(-3.5, 0.2), (-1, 2.8), (3.7, -2.4)], self._colours.page)
            case "conditional":
                self._disc(spot, 7.5, self._colours.page, self._colours.attend)
                self._draw.chord(self._box(spot, 7.5), 90, 270, self._colours.attend)
            case "yours":
                self._shape(spot, [(0, -10), (10, 0), (0, 10), (-10, 0)], self._colours.way)
                self._disc(spot, 2.8, self._colours.page, self._colours.page)
            case "waiting":
                self._disc(spot, 7, self._colours.page, self._colours.ink)
                self._disc(spot, 2.6, self._colours.ink, self._colours.ink)
            case "sent_back":
                self._disc(spot, 9, self._colours.page, self._colours.page)
                arrow = [(-8, 0), (-0.5, -7), (-0.5, -2.8), (7.5, -2.8), (7.5, 2.8), (-0.5, 2.8), (-0.5, 7)]
                self._shape(spot, arrow, self._colours.attend)
            case "refused":
                self._shape(spot, [(-8, -8), (8, -8), (8, 8), (-8, 8)], self._colours.stop)
                self._stroke(spot, [(-3, -3), (3, 3)], self._colours.page)
                self._stroke(spot, [(3, -3), (-3, 3)], self._colours.page)
            case "on_hold":
                self._shape(spot, [(-8, -8), (8, -8), (8, 8), (-8, 8)], self._colours.ink)
                self._stroke(spot, [(-2.4, -3.5), (-2.4, 3.5)], self._colours.page)
                self._stroke(spot, [(2.4, -3.5), (2.4, 3.5)], self._colours.page)
            case _:
                self._disc(spot, 7, self._colours.page, self._colours.control)

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
def _letters() -> frozenset[str]:
    return frozenset(map(chr, TTFont(BytesIO(_outlines())).getBestCmap()))


def _outlines() -> bytes:
    return (files("fontpkg_schibsted_grotesk") / "files" / "SchibstedGrotesk[wght].ttf").read_bytes()


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(BytesIO(_outlines()), size * SCALE)
    font.set_variation_by_axes([weight])
    return font
