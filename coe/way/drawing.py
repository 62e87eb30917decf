"""The way, drawn: an ink line through the gates, solid where clear, hollow where not yet.

`draw_way` gives an SVG string for the packet (colours by attribute) and for the pages (colours by class; the page's
style sheet sets `.way-fill-ROLE{fill:…}` and `.way-stroke-ROLE{stroke:…}` for the roles in `coe.way.marks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from coe.way.columns import LINE
from coe.way.layout import GateState, WayGate
from coe.way.marks import MARK_WORDS, Mark, Paint, Palette, mark_shape
from coe.way.scene import Line, Point, Scene, Span, Style, Words, laid_out

__all__ = ["GateState", "WayGate", "draw_mini", "draw_way", "way_in_words"]
HALF = 9


@dataclass(frozen=True, slots=True)
class Said:
    """What people hear of a drawing: its title, and the word for each state."""

    title: str = "The way through the gates"
    marks: Mapping[Mark, str] = field(default_factory=lambda: MARK_WORDS)


ENGLISH = Said()


def draw_way(
    gates: tuple[WayGate, ...],
    *,
    width: float,
    palette: Palette | None = None,
    label: float = 11.0,
    name: str = "way",
    fill: bool = True,
    said: Said = ENGLISH,
) -> str:
    """An SVG `width` pixels wide, or with `fill` off no wider than it needs to be; without a palette colours are
    classes. `name` makes the ids unique on a page, `said` what is heard of it. The same gates give
    the same bytes.

    Raises ValueError when the gates are none, too many, unknown to one another, or wait in a circle.
    """
    scene = laid_out(gates, width=width, label=label, fill=fill)
    paint = Paint(palette)
    size = f"{_number(scene.width)} {_number(scene.height)}"
    shown = min(1.0, width / scene.width)  # lines that need more than the sheet are drawn smaller
    wide, high = _number(scene.width * shown), _number(scene.height * shown)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {size}" role="img" '
        f'aria-labelledby="{escape(name)}-title {escape(name)}-desc">'
        f'<title id="{escape(name)}-title">{_safe(said.title)}</title>'
        f'<desc id="{escape(name)}-desc">{_safe(way_in_words(gates, said.marks))}</desc>'
        f"{_lines(scene, paint)}{_stations(scene, paint)}{''.join(_text(words, paint) for words in scene.words)}</svg>"
    )


def draw_mini(gates: tuple[WayGate, ...], *, width: float) -> str:
    """The way without a word, for a list on a page that has the shapes as symbols `#mark-STATE` (18 units square) and
    says the same beside it: small in bytes, because a list repeats it. Its classes are `way-rail`, `way-hollow`,
    `way-solid` and `way-dotted`.
    """
    scene = laid_out(gates, width=width, fill=False)
    shown = min(1.0, width / scene.width)
    wide, high = _number(scene.width * shown), _number(scene.height * shown)
    paths = {style: "".join(found) for style, found in _paths(scene).items()}
    drawn: tuple[tuple[str, Style], ...] = (
        ("dotted", "bypassed"), ("rail", "open"), ("hollow", "open"), ("solid", "clear"),
    )  # fmt: skip
    lines = (f'<path class="way-{name}" d="{paths[style]}"/>' for name, style in drawn if paths[style])
    marks = (
        f'<use href="#mark-{one.gate.state}" x="{_number(one.x - HALF)}" y="{_number(one.y - HALF)}" '
        'width="18" height="18"/>'
        for one in scene.stations
    )
    size = f"{_number(scene.width)} {_number(scene.height)}"
    return f'<svg width="{wide}" height="{high}" viewBox="0 0 {size}">{"".join((*lines, *marks))}</svg>'


def way_in_words(gates: tuple[WayGate, ...], marks: Mapping[Mark, str] = MARK_WORDS) -> str:
    """The drawing as sentences, for people who hear it."""
    return " ".join(f"{gate.title}: {', '.join(filter(None, _told(gate, marks)))}." for gate in gates)


def _told(gate: WayGate, marks: Mapping[Mark, str]) -> tuple[str, ...]:
    """Its state, then what else is written beside it; a caption may begin with the state itself."""
    word = str(marks[gate.state])
    return word, gate.caption.removeprefix(word).removeprefix(", "), gate.note


def _lines(scene: Scene, paint: Paint) -> str:
    """Hollow lines are a broad stroke under a narrower one in the page's colour; solid ones lie on top of all."""
    paths = _paths(scene)
    dotted = (f'<path d="{d}" {paint.stroke("control", 1)} stroke-dasharray="1 4"/>' for d in paths["bypassed"])
    rails = (f'<path d="{d}" {paint.stroke("control", LINE)}/>' for d in paths["open"])
    hollow = (f'<path d="{d}" {paint.stroke("page", LINE - 2.2)}/>' for d in paths["open"])
    solid = (f'<path d="{d}" {paint.stroke("ink", LINE)}/>' for d in paths["clear"])
    return "".join((*dotted, *rails, *hollow, *solid))


def _paths(scene: Scene) -> dict[Style, list[str]]:
    """Every line once, by how it is drawn."""
    paths: dict[Style, list[str]] = {"bypassed": [], "open": [], "clear": []}
    for line in scene.lines:
        path = _path(line)
        if path not in paths[line.style]:
            paths[line.style].append(path)
    return paths


def _path(line: Line) -> str:
    return "M" + "L".join(_at(point) for point in line.points)


def _stations(scene: Scene, paint: Paint) -> str:
    return "".join(
        f'<g{paint.turned(one.gate.state)} transform="translate({_at((one.x, one.y))})">'
        f"{mark_shape(one.gate.state, paint)}</g>"
        for one in scene.stations
    )


def _text(words: Words, paint: Paint) -> str:
    font = f' font-family="{escape(paint.palette.font)}"' if paint.palette else ""
    place = f'x="{_number(words.x)}" y="{_number(words.y)}" text-anchor="{words.anchor}"'
    return f"<text {place}{font}>{''.join(_span(span, paint) for span in words.spans)}</text>"


def _span(span: Span, paint: Paint) -> str:
    look = f'font-size="{span.size:g}" {paint.fill(span.role)}'
    if span.strong:
        look = f'font-size="{span.size:g}" font-weight="600" {paint.fill(span.role)}'
    if span.struck:
        look += ' text-decoration="line-through"'
    shift = f'dx="{_number(span.shift)}" ' if span.shift else ""
    return f"<tspan {shift}{look}>{_safe(span.text)}</tspan>"


def _safe(text: str) -> str:
    """Text for XML: markup escaped, control letters and direction overrides dropped so they cannot reorder a label."""
    return escape("".join(letter for letter in text if letter.isprintable()))


def _at(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if round(value, 2) else "0"
