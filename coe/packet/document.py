"""A packet page as HTML with the pictures and type it needs, all in memory. Same page in, same bytes out."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import get_args

from coe.packet.page import PacketPage, Span, in_fours, short
from coe.way.drawing import draw_way, way_in_words
from coe.way.marks import PRINT, Mark, mark_image

TEMPLATES = Path(__file__).parent / "templates"
CONTENT_WIDTH = 658  # 174 mm in CSS pixels
BAR_WIDTH = 400
FONTS = {
    "fonts/schibsted.ttf": ("fontpkg_schibsted_grotesk", "SchibstedGrotesk[wght].ttf"),
    "fonts/serif.ttf": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
    "fonts/serif-italic.ttf": ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf"),
    "fonts/mono.ttf": ("fontpkg_ibm_plex_mono", "IBMPlexMono-Regular.ttf"),
    "fonts/mono-medium.ttf": ("fontpkg_ibm_plex_mono", "IBMPlexMono-Medium.ttf"),
}


@dataclass(frozen=True, slots=True)
class PacketHtml:
    """The document and its pictures; the document names them `packet:NAME`."""

    html: str
    images: dict[str, bytes]


@cache
def packet_fonts() -> dict[str, bytes]:
    """The three voices, from their packages: file contents by the names the style sheet uses."""
    return {name: (files(package) / "files" / file).read_bytes() for name, (package, file) in FONTS.items()}


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
    environment.filters |= {"fours": in_fours, "short": short, "plain": plain}
    style = (TEMPLATES / "packet.css").read_text(encoding="utf-8")
    half = (len(page.facts) + 1) // 2
    beside = [*page.facts[half:], None] if len(page.facts) % 2 else [*page.facts[half:]]
    html = environment.get_template("packet.html").render(
        page=page,
        style=style,
        fact_rows=list(zip(page.facts[:half], beside, strict=True)),
        way_words=way_in_words(page.way),
    )
    return PacketHtml(html, _images(page))


def plain(text: str) -> str:
    """The text without control letters and direction marks, which could reorder or hide what a reader sees."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")


def _images(page: PacketPage) -> dict[str, bytes]:
    images = {f"mark-{mark}.svg": mark_image(mark).encode() for mark in get_args(Mark)}
    images["logo.svg"] = _LOGO.encode()
    images["way.svg"] = draw_way(page.way, width=CONTENT_WIDTH, palette=PRINT).encode()
    images["fingerprint.svg"] = _qr(page.fingerprint)
    images |= {f"span-{place}.svg": _bar(span).encode() for place, span in enumerate(page.timeline)}
    return images


def _qr(text: str) -> bytes:
    import segno

    picture = BytesIO()
    segno.make_qr(text, error="m").save(
        picture, kind="svg", border=0, dark=PRINT.ink, xmldecl=False, svgclass=None, lineclass=None, scale=4
    )
    return picture.getvalue()


def _bar(span: Span) -> str:
    start, end = (max(0, min(at, 1000)) * BAR_WIDTH // 1000 for at in (span.start, span.end))
    wide = max(4, end - start)
    start = min(start, BAR_WIDTH - wide)
    box = f'x="{start}" y="2" width="{wide}" height="20"'
    slants = "".join(f"M{x} 22l20-20" for x in range(start - 20, start + wide, 9))
    hatch = f'<g clip-path="url(#c)"><path d="{slants}" stroke="{PRINT.ink}" stroke-width="2.2"/></g>'
    inside = f'x="{start + 1}" y="3" width="{wide - 2}" height="18"'
    edge = f'<rect {inside} fill="none" stroke="{PRINT.ink}" stroke-width="2"/>'
    solid = f'<rect {box} fill="{PRINT.ink}"/>'
    shape = solid if span.kind == "working" else f'<clipPath id="c"><rect {box}/></clipPath>{hatch}{edge}'
    track = f'<path d="M0 12H{BAR_WIDTH}" stroke="#D7DAE5" stroke-width="1.5"/>'
    size = f'width="{BAR_WIDTH}" height="24" viewBox="0 0 {BAR_WIDTH} 24"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{track}{shape}</svg>'


_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">'
    f'<path d="M9.4 0h5.2v8.6H9.4zM9.4 15.4h5.2V24H9.4z" fill="{PRINT.ink}"/>'
    f'<path d="M0 9.9h24v4.2H0z" fill="{PRINT.way}"/></svg>'
)
