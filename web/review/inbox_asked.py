"""What the address of an inbox asks for: what of it, in which order, which page, and what beside the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final
from urllib.parse import parse_qsl, urlencode

from flask import url_for

PAGE: Final = 50
"""Rows of a page."""

MOST_PAGES: Final = 100
LONGEST: Final = 100
LONGEST_QUERY: Final = 1_000

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "order": ("risk", "due", "size", "age"),
    "review": ("first", "again"),
    "size": ("few", "some", "many"),
    "clock": ("late", "likely"),
    "snoozed": ("yes",),
}
"""What can be asked for by these names; by the others, whatever gates, workflows and tiers there are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """"" asks for nothing. `gate` is where the reader decides, `work` the workflow; `open` is shown beside the list."""

    gate: str = ""
    work: str = ""
    tier: str = ""
    review: str = ""
    size: str = ""
    clock: str = ""
    snoozed: str = ""
    order: str = "risk"
    page: int = 1
    open: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> tuple[Asked, tuple[tuple[str, str], ...]]:
        """What can be shown of what was asked, and what was left out, by name."""
        asked: dict[str, str] = {}
        left: list[tuple[str, str]] = []
        for name in (one.name for one in fields(cls)):
            value = given.get(name, "")
            if value and _sound(name, value):
                asked[name] = value
            elif value and name != "open":
                left.append((name, value))
        page = int(asked.pop("page", "1"))
        # What is asked to be shown and cannot be is told where it would stand.
        shown = asked.pop("open", "-" if given.get("open") else "")
        return cls(**asked, page=page, open=shown), tuple(left)

    @classmethod
    def again(cls, query: str) -> Asked:
        """What a query asked for, as a form sends it back."""
        return cls.of(dict(parse_qsl(query)) if len(query) <= LONGEST_QUERY else {})[0]

    @property
    def narrowed(self) -> Mapping[str, str]:
        """What the list is narrowed by."""
        return {name: getattr(self, name) for name in NARROWING if getattr(self, name)}

    def query(self, **other: object) -> str:
        """The query of the same with some of it changed; what is as usual is left out."""
        usual = {"order": "risk", "page": 1}
        asked: dict[str, object] = {**self.narrowed, "order": self.order, "page": self.page, **other}
        return urlencode({name: str(value) for name, value in asked.items() if value and value != usual.get(name)})

    def href(self, **other: object) -> str:
        """Its address."""
        query = self.query(**other)
        return f"{url_for('inbox.index')}?{query}" if query else url_for("inbox.index")


NARROWING: Final = tuple(one.name for one in fields(Asked) if one.name not in ("order", "page", "open"))


def _sound(name: str, value: str) -> bool:
    if name == "page":
        return value.isascii() and value.isdecimal() and 1 <= int(value[: len(str(MOST_PAGES)) + 1]) <= MOST_PAGES
    return value in CHOICES[name] if name in CHOICES else len(value) <= LONGEST and value.isprintable()
