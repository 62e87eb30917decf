"""Sample contexts of search: what was found, nothing found, and hostile words."""

from __future__ import annotations

from dataclasses import replace

from coe.search.words import Query
from tests.web.gallery_parts import HOSTILE, frame
from web.oversight.search_page import FoundRow, SearchPage
from web.parts.pieces import Choice, Moment, State
from web.parts.snippets import Passage, marked, snippets

ASKED = Query.of("heart shorter")
TITLE = "Cardiolex: heart-failure email series"


def _row(title: str, *said: Passage, yours: State | None = None) -> FoundRow:
    return FoundRow(
        "INI-2026-0142", marked(title, ASKED), "/initiative", "T2", "CX initiative", "Astrid Lindqvist",
        State("waiting", "In review"), "With Dr Sofia Brandt", yours, Moment("Tue 24 Nov, 11:00", "2026-11-24T10:00Z"),
        snippets(said, ASKED, 2, title),
    )  # fmt: skip


def search() -> SearchPage:
    asked = Passage("Request", "Make the second message shorter, so that it can be read between two patients. " * 4)
    return SearchPage(
        frame=frame("Search: heart shorter", "Initiatives", "Owner"),
        text="heart shorter",
        summary="30 records found",
        rows=(
            _row(TITLE, asked, yours=State("yours", "Your turn")),
            _row("Discharge checklist", Passage("The story", "A heart that needs a shorter list.")),
        ),
        states=(
            Choice("All", "/search", 30, current=True),
            Choice("Under way", "/search", 28),
            Choice("Over", "/s", 2),
        ),
        works=(("", "Any kind of work"), ("cx-initiative", "CX initiative (30)"), ("piece", "Promotional piece (2)")),
        notes=("Only the first 12 words or quotes are looked for, within the first 1000 characters.",),
        place="1 to 25 of 30",
        next_href="/search",
    )


def search_hostile() -> SearchPage:
    rows = (_row(HOSTILE, Passage(HOSTILE, f"heart {HOSTILE} shorter")),)
    return replace(search(), text=HOSTILE, summary=HOSTILE, rows=rows, works=(("", HOSTILE), (HOSTILE, HOSTILE)))


def search_filtered() -> SearchPage:
    return replace(search(), rows=(), state="over", work="piece", whole_href="/search", place="", next_href="")


def search_nothing() -> SearchPage:
    return SearchPage(frame("Search: zebra", "Initiatives", "Owner"), "zebra", "0 records found", ())
