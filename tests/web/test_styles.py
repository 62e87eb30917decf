"""What the styles promise as a whole."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "web" / "static"
STYLES = {each.name: each.read_text("utf-8") for each in sorted(STATIC.glob("*.css"))}
COLOURED = re.compile(
    r"(--[\w-]+|color|background|background-color|border(-[a-z-]+)?|fill|stroke|outline(-color)?): [^;]*light-dark\("
)
"""A declaration that may say two things: of a colour, or a token, all of which are colours."""
ONE = r"(#[0-9a-f]{6}|rgb\([^)]*\))"


def of_the_dark(styles: str) -> list[str]:
    """Declarations by which a page in the dark would differ in more than colours."""
    found = re.findall(r"[^{};]*prefers-color-scheme[^{]*", styles)
    found += [each for each in re.findall(r"[\w-]+: [^;{}]*light-dark\([^;]*", styles) if not COLOURED.match(each)]
    return list(found)


PHYSICAL = re.compile(
    r"(?<![\w-])((margin|padding|border)-(left|right)|left|right|border-(top|bottom)-(left|right)-radius)[\w-]*: "
    r"|(text-align|float|clear): (left|right)"
    r"|(?<![\w-])(margin|padding): [^\s;]+ (?P<side>[^\s;]+) [^\s;]+ (?!(?P=side);)[^\s;]+;"
)
"""What names a side of the page instead of where a line begins or ends; of four widths the sides must be alike."""
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SAID_OF_THE_TURNED = '[dir="rtl"]'


def test_no_style_names_a_side() -> None:
    """So pages turn with the language they are written in."""
    rules = [(name, rule) for name, styles in STYLES.items() for rule in COMMENT.sub("", styles).splitlines()]
    assert [each for each in rules if SAID_OF_THE_TURNED not in each[1] and PHYSICAL.search(each[1])] == []


@pytest.mark.parametrize(
    "side", ["margin-left: 1px;", "p { left: 0; }", "text-align: right;", "padding: 1px 2px 3px 4px;"]
)
def test_a_side_is_noticed(side: str) -> None:
    assert PHYSICAL.search(side)
    assert not PHYSICAL.search("margin-inline-end: 1px; inset-inline-end: 0; padding: 1px 2px 3px 2px;")


def test_in_the_dark_only_colours_differ() -> None:
    """So axe need not ask there what does not depend on colours."""
    assert {name: found for name, styles in STYLES.items() if (found := of_the_dark(styles))} == {}
    tokens = re.findall(r"--[\w-]+: light-dark\(([^;]*)\);", STYLES["tokens.css"])
    assert len(tokens) > 15
    assert [each for each in tokens if not re.fullmatch(rf"{ONE}, {ONE}", each)] == []
    assert "matchMedia" not in (STATIC / "clearway.js").read_text("utf-8")


def test_what_differs_in_more_than_colours_is_noticed() -> None:
    assert of_the_dark("@media (prefers-color-scheme: dark) { p { margin: 0 } }")
    assert of_the_dark("p { width: light-dark(1px, 2px); }")
    assert not of_the_dark("p { border-color: light-dark(#000000, #ffffff); }")
