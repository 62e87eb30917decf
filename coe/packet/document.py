"""A packet page as HTML with the pictures and type it needs, all in memory. Same page in, same bytes out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import get_args

from coe.packet.lettering import bare, visible
from coe.packet.page import Bar, PacketPage, in_fours, short
from coe.way.drawing import draw_way, way_in_words
from coe.way.marks import PRINT, Mark, mark_image

TEMPLATES = Path(__file__).parent / "templates"
CONTENT_WIDTH = 658  # 174 mm in CSS pixels
BAR_WIDTH = 400
LETTERS_A_HEADING, LETTERS_A_NOTE = 15, 23  # in 32 mm
CHAPTERS = (
    ("The verdict, claim by claim", "verdict"),
    ("The submission", "submission"),
    ("Rounds", "rounds"),
    ("Decisions", "decisions"),
    ("Conditions and other acts", "conditions"),
    ("Time and people", "time"),
    ("The definition", "rules"),
    ("The office’s own books", "books"),
    ("Appendix: the ledger", "ledger"),
)


@dataclass(frozen=True, slots=True)
class PacketHtml:
    """The document and its pictures; the document names them `packet:NAME`."""

    html: str
    images: dict[str, bytes]


def packet_html(page: PacketPage) -> PacketHtml:
    """Raises ValueError when the page's gates do not form a way. Texts are escaped: whatever they hold is inert."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"fours": in_fours, "short": short, "bare": bare, "plain": visible, "clip": clipped}
    environment.globals["tall"] = tall
    style = (TEMPLATES / "packet.css").read_text(encoding="utf-8")
    half = (len(page.facts) + 1) // 2
    beside = [*page.facts[half:], None] if len(page.facts) % 2 else [*page.facts[half:]]
    html = environment.get_template("packet.html").render(
        page=page,
        style=style,
        fact_rows=list(zip(page.facts[:half], beside, strict=True)),
        way_words=way_in_words(page.way),
        chapters=[
            (title, id_)
            for title, id_ in CHAPTERS
            if (page.claims or id_ != "verdict") and (page.submission or id_ != "submission")
        ],
    )
    return PacketHtml(html, _images(page))


def tall(heading: str, note: str = "") -> float:
    """How many points a heading and its note take in the label column, which is beside the text and holds no place."""
    return 13 * -(-len(heading) // LETTERS_A_HEADING) + 10.5 * -(-len(note) // LETTERS_A_NOTE) + 3


def clipped(text: str, most: int) -> str:
    """At most so many characters, for places that must not grow; what is cut is told by an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _images(page: PacketPage) -> dict[str, bytes]:
    images = {f"mark-{mark}.svg": mark_image(mark).encode() for mark in get_args(Mark)}
    images |= {"branch.svg": _BRANCH.encode(), "corner.svg": _CORNER.encode()}
    images["logo.svg"] = _LOGO.encode()
    way = tuple(replace(gate, title=bare(gate.title), caption=bare(gate.caption)) for gate in page.way)
    images["way.svg"] = draw_way(way, width=CONTENT_WIDTH, palette=PRINT).encode()
    images["fingerprint.svg"] = _qr(page.fingerprint)
    images |= {f"span-{place}.svg": _bars(span.bars).encode() for place, span in enumerate(page.timeline)}
    return images


def _qr(text: str) -> bytes:
    import segno

    picture = BytesIO()
    segno.make_qr(text, error="m").save(
        picture, kind="svg", border=0, dark=PRINT.ink, xmldecl=False, svgclass=None, lineclass=None, scale=4
    )
    return picture.getvalue()


def _bars(bars: Iterable[Bar]) -> str:
    """Stretches of time over a thin line: solid where it counted, hatched where it did not."""
    drawn = "".join(_bar(bar, place) for place, bar in enumerate(bars))
    track = f'<path d="M0 12H{BAR_WIDTH}" stroke="#D7DAE5" stroke-width="1.5"/>'
    size = f'width="{BAR_WIDTH}" height="24" viewBox="0 0 {BAR_WIDTH} 24"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{track}{drawn}</svg>'


def _bar(bar: Bar, place: int) -> str:
    start, end = (max(0, min(at, 1000)) * BAR_WIDTH // 1000 for at in (bar.start, bar.end))
    wide = max(4, end - start)
    start = min(start, BAR_WIDTH - wide)
    box = f'x="{start}" y="2" width="{wide}" height="20"'
    if bar.kind == "working":
        return f'<rect {box} fill="{PRINT.ink}"/>'
    slants = "".join(f"M{x} 22l20-20" for x in range(start - 20, start + wide, 9))
    hatch = f'<g clip-path="url(#c{place})"><path d="{slants}" stroke="{PRINT.ink}" stroke-width="2.2"/></g>'
    inside = f'x="{start + 1}" y="3" width="{wide - 2}" height="18"'
    edge = f'<rect {inside} fill="none" stroke="{PRINT.ink}" stroke-width="2"/>'
    return f'<clipPath id="c{place}"><rect {box}/></clipPath><rect {box} fill="{PRINT.page}"/>{hatch}{edge}'


_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
    f'<path d="M9.4 0h5.2v8.6H9.4zM9.4 15.4h5.2V24H9.4z" fill="{PRINT.ink}"/>'
    f'<path d="M0 9.9h24v4.2H0z" fill="{PRINT.way}"/></svg>'
)
_BRANCH = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="3.4mm" height="1.2pt" viewBox="0 0 34 4">'
    f'<path d="M0 0h34v4H0z" fill="{PRINT.ink}"/></svg>'
)
_CORNER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="3.82mm" height="3.27mm" viewBox="0 0 38.2 32.7">'
    f'<path d="M0 0h4.2v28.5h34v4.2H0z" fill="{PRINT.ink}"/></svg>'
)
