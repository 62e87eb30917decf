"""Sample contexts of what an owner does around an initiative: copy it, compare its versions, preview it."""

from __future__ import annotations

from dataclasses import replace

from tests.web.gallery_parts import HOSTILE, frame
from web.owner.start_pages import ConfirmPage, CopyPage
from web.parts.pieces import Answer, Change, Link, Row, State
from web.review.versions_page import ChangedSection, Version, VersionsPage

VERSIONS = (Version("1", "Version 1, 5 Nov, 12:30", chosen=True), Version("2", "Version 2, 12 Nov, 9:10", chosen=False))


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


def versions() -> VersionsPage:
    story = Answer("The story", (("same", "First the "), ("removed", "pill"), ("added", "patient"), ("same", ".")))
    row = Row("changed", ((("same", "Week 2"),), (("removed", "2,400"), ("added", "1,800"))))
    plan = Answer("Contact plan", columns=("From", "Contacts"), rows=(row, Row("added", ((("same", HOSTILE),),) * 2)))
    asked = (("Dr Sofia Brandt, Medical, asked: “Begin with her.”", "Answered: “Done.”"),)
    return VersionsPage(
        frame=frame("Versions of INI-2026-0151", "Initiatives", "Owner"),
        back=Link("INI-2026-0151", "/initiative"),
        number="INI-2026-0151",
        title=HOSTILE,
        summary="2 of 41 answers changed, in 2 sections; nobody asked for 1 of them.",
        first=VERSIONS,
        last=VERSIONS,
        sections=(
            ChangedSection(
                "Content and claims",
                "1 change, read by Medical",
                (Change(story, State("passed", "A change was asked for"), asked=asked),),
            ),
            ChangedSection("Channels", "1 change, read by Legal", (Change(plan, unrequested=True),)),
        ),
        unchanged="Nothing changed in Customer need, Responsibilities.",
        action="/versions",
    )


def versions_alone() -> VersionsPage:
    return replace(versions(), sections=(), alone="This is version 1.")


def confirm() -> ConfirmPage:
    return ConfirmPage(
        frame("Release", "Initiatives", "Owner"),
        "Release INI-2026-0151?",
        f"“{HOSTILE}” goes into use as approved. Every condition is verified.",
        "Release it",
        "/initiative",
        "/initiative",
        (("csrf_token", "token"), ("command_id", "1")),
    )
