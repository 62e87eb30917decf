"""Letters a packet's type can show, and what stands in for the others: their code points, so that nothing is hidden.

Whatever could reorder, hide or fake text (direction marks, control and zero-width characters) is no letter here either.
The exact text is in `evidence.json`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from io import BytesIO

from markupsafe import Markup, escape

FONTS = {
    "fonts/schibsted.ttf": ("fontpkg_schibsted_grotesk", "SchibstedGrotesk[wght].ttf"),
    "fonts/serif.ttf": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
    "fonts/serif-italic.ttf": ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf"),
    "fonts/mono.ttf": ("fontpkg_ibm_plex_mono", "IBMPlexMono-Regular.ttf"),
    "fonts/mono-medium.ttf": ("fontpkg_ibm_plex_mono", "IBMPlexMono-Medium.ttf"),
}
EVERYWHERE = "fonts/serif.ttf"
SHAPELESS = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
BREAKS = "\n\t"


@cache
def packet_fonts() -> dict[str, bytes]:
    """The three voices, from their packages: file contents by the names the style sheet uses."""
    return {name: (files(package) / "files" / file).read_bytes() for name, (package, file) in FONTS.items()}


def visible(text: str) -> Markup:
    """The text as HTML; each run of characters that cannot be shown stands as code points in a frame of its own."""
    text, shown, last = text.replace("\r\n", "\n"), Markup(), 0
    for found in _unshown().finditer(text):
        frame = Markup('<span class="code-point">{}</span>').format(_codes(found[0]))
        shown, last = shown + escape(text[last : found.start()]) + frame, found.end()
    return shown + escape(text[last:])


def bare(text: str) -> str:
    """The same where no markup can stand: attributes, titles."""
    return _unshown().sub(lambda found: f"[{_codes(found[0])}]", text)


def _codes(letters: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in letters)


@cache
def _unshown() -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(BREAKS)}{''.join(_ranges(sorted(_covered())))}]+")


def _covered() -> Iterator[int]:
    """What the serif has, which every line of type falls back on, and has a shape: the same letters on any machine."""
    from fontTools.ttLib import TTFont

    known = TTFont(BytesIO(packet_fonts()[EVERYWHERE]), lazy=True).getBestCmap()
    return (code for code in known if unicodedata.category(chr(code)) not in SHAPELESS)


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    """Neighbouring code points as ranges of a character class."""
    first = last = -2
    for code in codes:
        if code != last + 1:
            yield from _range(first, last)
            first = code
        last = code
    yield from _range(first, last)


def _range(first: int, last: int) -> Iterator[str]:
    if first >= 0:
        yield f"\\U{first:08x}-\\U{last:08x}"
