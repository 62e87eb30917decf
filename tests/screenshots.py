"""Pictures of the pages on the demonstration's office: `python -m tests.screenshots OUT`.

Every page at 1440 and 390 px, light and dark, whole; and the few that README and documentation show, as windows.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select

from coe.database import reading
from coe.packet.build import build_packet
from coe.tables import initiative
from tests.browser import launched
from tests.journeys.served import DESK, PHONE, Served, cut_fonts, founded, serving, visitor
from tests.journeys.tour import DECISION, Pages, everything, foreseen

SLOWEST_MS = 60_000
"""A forecast is made while its reader waits."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture for the documentation: what a window of this size shows."""

    name: str
    who: str
    path: str
    size: tuple[int, int] = (1440, 1000)
    dark: bool = False


def main(arguments: Sequence[str]) -> int:
    """Take all pictures; what a page complained about, or what scrolled sideways, ends with exit code 1."""
    if len(arguments) != 1:
        sys.stderr.write("Say where the pictures go: python -m tests.screenshots build/screenshots\n")
        return 2
    out = Path(arguments[0])
    (out / "docs").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fonts = cut_fonts(Path(folder) / "fonts")
        served = founded(Path(folder), fonts, portfolio=True)
        packet_page(served, out / "docs" / "packet.png")
        # Ten people sign in four times within a minute or two, from one address.
        served.home.configure(**{"limit-sign-in": "6000/minute"})
        with serving(served), sync_playwright() as playwright:
            browser = launched(playwright)
            foreseen(served, browser)
            pages = everything(served)
            for one in shown(pages):
                window(served, browser, one, out / "docs" / f"{one.name}.png")
            faults = [
                fault
                for size in (DESK, PHONE)
                for dark in (False, True)
                for who in pages
                for fault in whole_pages(served, browser, out, (who, pages[who]), size, dark=dark)
            ]
            browser.close()
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


def shown(pages: Mapping[str, Pages]) -> tuple[Shown, ...]:
    """The pictures of README and documentation."""
    need = next(path for name, path in pages["tomas.herrera"] if name == "intake-need")
    return (
        Shown("intake", "tomas.herrera", need),
        Shown("inbox", "jonas.meier", "/inbox", (1440, 700)),
        Shown("decision", "jonas.meier", DECISION, (1440, 1060)),
        Shown("decision-dark", "jonas.meier", DECISION, (1440, 1060), dark=True),
        Shown("decision-phone", "jonas.meier", DECISION, PHONE),
        Shown("initiative", "tomas.herrera", "/initiatives/INI-2026-0009"),
        Shown("trail", "oskar.lind", "/trail"),
    )


def window(served: Served, browser: Browser, one: Shown, to: Path) -> None:
    """One picture of what the window shows."""
    reader = visitor(served, browser, one.size, dark=one.dark)
    reader.sign_in(one.who)
    reader.open(one.path)
    reader.page.screenshot(path=to)
    reader.page.context.close()


def whole_pages(
    served: Served,
    browser: Browser,
    out: Path,
    plan: tuple[str, Pages],
    size: tuple[int, int],
    *,
    dark: bool,
) -> list[str]:
    """One person's pages, whole; what is wrong with them."""
    who, pages = plan
    reader = visitor(served, browser, size, dark=dark)
    reader.page.set_default_timeout(SLOWEST_MS)
    if who:
        reader.sign_in(who)
    wrong = []
    for name, path in pages:
        reader.open(path)
        reader.page.screenshot(path=out / f"{name}-{size[0]}-{'dark' if dark else 'light'}.png", full_page=True)
        if reader.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name} scrolls sideways at {size[0]} px")
    # A refused page is a picture too; its status is what the browser reports.
    wrong += [f"{who}: {fault}" for fault in reader.faults if "Failed to load resource" not in fault]
    reader.page.context.close()
    return wrong


def packet_page(served: Served, to: Path) -> None:
    """The first page of the packet of the initiative that went all the way."""
    with reading(served.office.engine) as connection:
        found = connection.execute(select(initiative.c.id).where(initiative.c.number == "INI-2026-0002")).scalar_one()
    made = build_packet(served.office, served.home, found)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(made.pdf)
        file.flush()
        page = to.with_suffix("")
        subprocess.run(["pdftoppm", "-png", "-r", "90", "-f", "1", "-singlefile", file.name, str(page)], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
