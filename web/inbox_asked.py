"""What the address of an inbox asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import url_for

PAGE = 50
"""Rows of a page."""

MOST_PAGES = 100
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """The order, which page, and which decision to show beside the list, "" for the first."""

    order: str = "risk"
    page: int = 1
    open: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """What can be shown of what was asked; what cannot be asked for is as if it were not there."""
        number = given.get("page", "1")
        page = int(number) if number.isascii() and number.isdecimal() and len(number) <= len(str(MOST_PAGES)) else 1
        return cls(given.get("order", "risk"), min(max(page, 1), MOST_PAGES), given.get("open", ""))

    @classmethod
    def again(cls, query: str) -> Asked:
        """What a query asked for, as a form sends it back."""
        return cls.of(dict(parse_qsl(query)) if len(query) <= LONGEST else {})

    def query(self, **other: object) -> str:
        """The query of the same with some of it changed; what is as usual is left out."""
        asked: dict[str, object] = {"order": self.order, "page": self.page, **other}
        usual = {"order": "risk", "page": 1}
        return urlencode({name: str(value) for name, value in asked.items() if value and value != usual.get(name)})

    def href(self, **other: object) -> str:
        """Its address."""
        query = self.query(**other)
        return f"{url_for('inbox.index')}?{query}" if query else url_for("inbox.index")
