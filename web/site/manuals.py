"""The manual that ships with the release (21 CFR 11.10(k)(1)): every page says which release it belongs to, and a page
asked for by an older release's address says that it is obsolete.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Final

from flask import Blueprint, render_template, request, url_for
from markdown_it import MarkdownIt
from markupsafe import Markup

from coe.configuration import DISTRIBUTION
from coe.office_errors import UnknownRecord
from web.parts.pages import PageFrame
from web.parts.pieces import Link
from web.site.frame import frame
from web.words.translating import gettext

pages = Blueprint("manual", __name__)

FOLDER: Final = Path(__file__).parents[1] / "manual"
ORDER: Final = ("submit-and-answer", "decide-and-sign", "decide-on-paper", "incidents", "reviews", "configuration")


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page, or with an empty `body` the list of all. `asked` is another release it was asked as, "" for this."""

    frame: PageFrame
    title: str
    body: Markup
    release: str
    links: tuple[Link, ...]
    fingerprint: str = ""
    asked: str = ""
    current: str = ""


@pages.get("/manual")
def index() -> str:
    """Every page of the manual."""
    page = ManualPage(frame(gettext("Manual")), gettext("Manual"), Markup(), release(), tuple(map(link, ORDER)))
    return render_template("manual.html", page=page)


@pages.get("/manual/<name>")
def one(name: str) -> str:
    """One page; its address carries the release, so that a kept one is known to be obsolete later."""
    if name not in ORDER:
        raise UnknownRecord(
            gettext("There is no such page."),
            gettext("The manual of this release has none of that name."),
            gettext("Look at all."),
        )
    title, body, fingerprint = rendered(name)
    asked = request.args.get("release", release())
    page = ManualPage(
        frame(title), title, body, release(), (Link(gettext("Manual"), url_for("manual.index")),), fingerprint,
        asked[:40] if asked != release() else "", link(name).href,
    )  # fmt: skip
    return render_template("manual.html", page=page)


def link(name: str) -> Link:
    """A page's title, and its address with the release."""
    return Link(rendered(name)[0], url_for("manual.one", name=name, release=release()))


@cache
def release() -> str:
    """The running release."""
    return metadata.version(DISTRIBUTION)


@cache
def rendered(name: str) -> tuple[str, Markup, str]:
    """Title, body and SHA-256 of a page; HTML in the source is text."""
    source = (FOLDER / f"{name}.md").read_text("utf-8")
    head, _, rest = source.partition("\n")
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(rest)
    return head.removeprefix("# ").strip(), Markup(body), sha256(source.encode()).hexdigest()  # noqa: S704 - our own text, HTML off
