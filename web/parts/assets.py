"""Styles, scripts, fonts and icons under hashed URLs, from `web/static` and installed packages."""

from __future__ import annotations

import gzip
import hashlib
import importlib.resources
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from flask import Flask, Response, abort, request, url_for
from lucide.jinja import lucide
from markupsafe import Markup

from coe.way.marks import MARK_WORDS, Paint, mark_shape
from web.parts.fonts import FONTS, Font

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
"""What every page of this package holds to: no inline style, script or event handler anywhere."""

STYLES: Final = (
    "tokens.css",
    "base.css",
    "states.css",
    "forms.css",
    "parts.css",
    "pages.css",
    "inbox.css",
    "afterwards.css",
    "owner.css",
    "narrow.css",
    "print.css",
)
POINTING: Final = frozenset({"corner-down-right", "log-out", "send"})
"""Icons that begin where a line does: a page written from right to left turns them."""
_STATIC: Final = Path(__file__).parents[1] / "static"
_FOREVER: Final = "public, max-age=31536000, immutable"
_TYPES: Final[Mapping[str, str]] = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One served file. `file` is its hashed name; `read` yields its bytes, `packed` the gzipped ones or None."""

    file: str
    read: Callable[[], bytes]
    packed: bytes | None = None

    @property
    def mimetype(self) -> str:
        """By the ending of the file name."""
        return _TYPES[self.file.rpartition(".")[2]]


def load_assets(cache_dir: Path) -> Mapping[str, Asset]:
    """Every asset by its plain name (`clearway.css`). Fonts are cut on first request and kept in `cache_dir`."""
    fonts = {f"{font.name}.woff2": _font_asset(font, cache_dir) for font in FONTS}
    faces = "".join(_face(font, fonts[f"{font.name}.woff2"].file) for font in FONTS)
    css = faces + "".join((_STATIC / name).read_text(encoding="utf-8") for name in STYLES)
    htmx = importlib.resources.files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js"
    return fonts | {
        "clearway.css": _text_asset("clearway.css", css.encode()),
        "clearway.js": _text_asset("clearway.js", (_STATIC / "clearway.js").read_bytes()),
        "mark.svg": _text_asset("mark.svg", (_STATIC / "mark.svg").read_bytes()),
        "htmx.js": _text_asset("htmx.js", htmx.read_bytes()),
    }


def install_assets(app: Flask, cache_dir: Path) -> None:
    """Adds the endpoint `assets` and the template functions `asset(name)` (URL), `icon(name, size)` and `sprite()`."""
    assets = load_assets(cache_dir)
    served = {asset.file: asset for asset in assets.values()}

    def serve(file: str) -> Response:
        found = served.get(file)
        return _response(found) if found else abort(404)

    def asset(name: str) -> str:
        return url_for("assets", file=assets[name].file)

    app.add_url_rule("/assets/<file>", "assets", serve)
    app.jinja_env.globals.update(asset=asset, icon=icon, sprite=sprite)


@cache
def icon(name: str, size: int = 16) -> Markup:
    """A lucide icon as inline SVG, hidden from assistive technology: the word stands beside it. `size` in px."""
    turned = {"class": "onward"} if name in POINTING else {}
    return Markup(lucide(name, size=size, aria_hidden="true", stroke_width="1.75", **turned))  # noqa: S704


@cache
def sprite() -> Markup:
    """The state shapes as SVG symbols `#mark-<name>` (18 units square) and the hatch for work over a limit."""
    paint = Paint(None)
    symbols = (
        f'<symbol id="mark-{mark}" viewBox="-9 -9 18 18">{mark_shape(mark, paint)}</symbol>' for mark in MARK_WORDS
    )
    hatch = (
        '<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="2.6" height="5" class="way-fill-stop"/></pattern>'
    )
    return Markup(f'<svg class="sprite" aria-hidden="true">{"".join(symbols)}{hatch}</svg>')  # noqa: S704


def _response(asset: Asset) -> Response:
    zipped = asset.packed is not None and request.accept_encodings["gzip"] > 0
    response = Response(asset.packed if zipped else asset.read(), mimetype=asset.mimetype)
    if zipped:
        response.content_encoding = "gzip"
    response.headers["Cache-Control"] = _FOREVER
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _text_asset(name: str, content: bytes) -> Asset:
    return Asset(
        _hashed(name, hashlib.sha256(content).hexdigest()), lambda: content, gzip.compress(content, 9, mtime=0)
    )


def _font_asset(font: Font, cache_dir: Path) -> Asset:
    return Asset(_hashed(f"{font.name}.woff2", font.digest()), lambda: font.woff2(cache_dir))


def _hashed(name: str, digest: str) -> str:
    stem, _, extension = name.rpartition(".")
    return f"{stem}.{digest[:8]}.{extension}"


def _face(font: Font, file: str) -> str:
    return (
        f'@font-face{{font-family:"{font.family}";font-weight:{font.weights};font-style:normal;font-display:swap;'
        f'src:url("{file}") format("woff2")}}\n'
    )
