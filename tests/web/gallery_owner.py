"""Sample contexts of what an owner does around an initiative: copy it, compare its versions, preview it."""

from __future__ import annotations

from dataclasses import replace

from tests.web.gallery_parts import HOSTILE, frame
from web.parts import Link
from web.start_pages import CopyPage


def copy() -> CopyPage:
    return CopyPage(
        frame=frame("Copy as new", "Initiatives", "Owner"),
        back=Link("INI-2026-0151", "/initiative"),
        title="Oncavia: help through the first treatment cycle",
        lead="A draft of yours with the answers of version 2. Nothing happens to INI-2026-0151.",
        along=(
            ("Customer need", "8 answers"),
            ("Objective and measures", "7 answers"),
            ("Content and claims", "9 answers"),
        ),
        files=("The final file: leaflet-v2.pdf",),
        left=(
            ("Who said it?", "Personal: it is asked again, so that it can be erased here alone."),
            ("Contact plan, row 1: From", "The day has come since; say what is planned now."),
            ("Decisions, conditions, requests and their replies", "They stay with the record they belong to."),
        ),
        action="/copy",
        hidden=(("csrf_token", "token"), ("draft", "01a1e35f-3530-7fbb-aabc-a8d0b341facd")),
    )


def copy_bare() -> CopyPage:
    return replace(copy(), title=HOSTILE, along=((HOSTILE, "0 answers"),), files=(HOSTILE,), left=((HOSTILE, HOSTILE),))
