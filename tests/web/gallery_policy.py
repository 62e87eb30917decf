"""Sample contexts of two versions of a policy compared, which an office has only after a policy changed."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from coe.policy.definitions import compile_text
from coe.way.policy import difference_svg
from governance.language.definition import Definition
from governance.reading.document import read
from tests.web.gallery_parts import HOSTILE, frame
from web.parts.pieces import Link, State
from web.policy.policies_page import WIDE, Aspect, ChangesPage

LEAFLET = Path(__file__).parent / "leaflet.yaml"
PANEL = "    panel: {role: legal_reviewer}"
STRICTER, LOOSER = State("passed", "Stricter"), State("warning", "Looser")


def _law(text: str) -> Definition:
    return read(compile_text(LEAFLET.name, lambda _: text.encode()).document)


def policy_changes() -> ChangesPage:
    text = LEAFLET.read_text("utf-8")
    drawn = difference_svg(
        _law(text), _law(text.replace(PANEL, f"    when: {{market: fr}}\n{PANEL}")), palette=None, width=WIDE
    )
    return ChangesPage(
        frame("Policy"), "What changed in “Patient leaflet”", "3f1c 99d0 to 8ae2 41b7 · 3 changes", LOOSER,
        "A leaflet may pass that did not pass before.",
        ("A leaflet for Germany passes without Legal.", f"A leaflet that says {HOSTILE} does, too."),
        Markup(drawn),
        (
            Aspect("Gates", ((LOOSER, "Legal decides only when the market is France.", "A leaflet for Germany."),)),
            Aspect(
                "Times",
                (
                    (STRICTER, "Legal has 8 business hours instead of 24.", ""),
                    (LOOSER, "Medical has 80 business hours instead of 40.", "A leaflet decided on the ninth day."),
                ),
            ),
        ),
        Link("Patient leaflet", "/policy/leaflet"),
    )  # fmt: skip


def policy_changes_none() -> ChangesPage:
    law = _law(LEAFLET.read_text("utf-8"))
    drawn = Markup(difference_svg(law, law, palette=None, width=WIDE))
    return ChangesPage(
        frame("Policy"), "What changed in “Patient leaflet”", "3f1c 99d0 to 3f1c 99d0 · no change",
        State("passed", "Equal"), "Exactly what passed before passes now.", (), drawn, (),
        Link("Patient leaflet", "/policy/leaflet"),
    )  # fmt: skip
