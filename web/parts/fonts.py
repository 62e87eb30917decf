"""The three voices as woff2 files, cut from the installed font packages once and kept in a cache directory.

A font's digest covers its source bytes, the recipe below and the fontTools version, so its URL is known before the
file is cut: cutting takes seconds and must not delay the start of the web app.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.resources
import io
import os
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

# Latin, Latin-1, Latin Extended A, B and Additional, punctuation, currency, letter-like, arrows, a few operators.
_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x202F, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2122),
    (0x2190, 0x2199),
    (0x21B3, 0x21B3),
    (0x2212, 0x2212),
    (0x2260, 0x2265),
)
# No tnum: in Schibsted Grotesk it widens commas and colons.
_FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk"]
_CUTTING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Font:
    """One font file: CSS family and weight range, the package that carries it, the variable axes to keep or pin."""

    name: str
    family: str
    weights: str
    package: str
    file: str
    axes: tuple[tuple[str, float | tuple[float, float]], ...] = ()

    def source(self) -> bytes:
        """The whole font as its package carries it."""
        return (importlib.resources.files(self.package) / "files" / self.file).read_bytes()

    def digest(self) -> str:
        """SHA-256 (hex) of everything the cut file depends on."""
        recipe = repr((_RANGES, _FEATURES, self.axes, importlib.metadata.version("fonttools")))
        return hashlib.sha256(self.source() + recipe.encode()).hexdigest()

    def woff2(self, cache: Path) -> bytes:
        """The cut font; made on first use and kept in `cache`."""
        kept = cache / f"{self.name}.{self.digest()[:16]}.woff2"
        with _CUTTING:
            if not kept.exists():
                _keep(kept, self._cut())
        return kept.read_bytes()

    def _cut(self) -> bytes:
        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont
        from fontTools.varLib.instancer import instantiateVariableFont

        font = TTFont(io.BytesIO(self.source()))
        if "meta" in font:
            del font["meta"]
        options = Options()
        options.layout_features = _FEATURES
        options.hinting = False
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[point for first, last in _RANGES for point in range(first, last + 1)])
        subsetter.subset(font)
        if self.axes:
            font = instantiateVariableFont(font, dict(self.axes))
        font.flavor = "woff2"
        cut = io.BytesIO()
        font.save(cut)
        return cut.getvalue()


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(partial).replace(path)


FONTS = (
    Font(
        "schibsted-grotesk",
        "Schibsted Grotesk",
        "400 700",
        "fontpkg_schibsted_grotesk",
        "SchibstedGrotesk[wght].ttf",
        (("wght", (400, 700)),),
    ),
    Font(
        "source-serif",
        "Source Serif 4",
        "400 600",
        "fontpkg_source_serif_4",
        "SourceSerif4[opsz,wght].ttf",
        (("opsz", 14), ("wght", (400, 600))),
    ),
    Font("plex-mono", "IBM Plex Mono", "400", "fontpkg_ibm_plex_mono", "IBMPlexMono-Regular.ttf"),
    Font("plex-mono-600", "IBM Plex Mono", "600", "fontpkg_ibm_plex_mono", "IBMPlexMono-SemiBold.ttf"),
)


def cut_all(cache: Path) -> None:
    """Make every font that `cache` does not hold yet."""
    for font in FONTS:
        font.woff2(cache)
