"""A person at a browser without JavaScript: forms are read off the page and posted as the page says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

Pairs = list[tuple[str, str]]


@dataclass
class Sheet:
    """One form of a page: where it goes and what its inputs hold."""

    action: str
    values: Pairs = field(default_factory=list)


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []
        self.inside: Sheet | None = None
        self.area: str | None = None
        self.select: str | None = None
        self.first: tuple[str, str] | None = None
        self.chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = Sheet(given.get("action", ""))
            self.sheets.append(self.inside)
        if self.inside is None:
            return
        name = given.get("name", "")
        match tag:
            case "input" if name and given.get("type") not in ("file", "submit"):
                ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
                if ticked:
                    self.inside.values.append((name, given.get("value", "")))
            case "textarea":
                self.area = name
                self.inside.values.append((name, ""))
            case "select":
                self.select, self.first, self.chosen = name, None, False
            case "option" if self.select:
                option = (self.select, given.get("value", ""))
                self.first = self.first or option
                if "selected" in given:
                    self.inside.values.append(option)
                    self.chosen = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        if tag == "textarea":
            self.area = None
        if tag == "select" and self.inside is not None:
            if not self.chosen and self.first:
                self.inside.values.append(self.first)
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.area and self.inside is not None:
            name, said = self.inside.values[-1]
            # WTForms writes a line break after the tag, which browsers drop.
            self.inside.values[-1] = (name, said + data if said else data.removeprefix("\r\n").removeprefix("\n"))


def sheets(html: str) -> list[Sheet]:
    """Every form of a page."""
    reading = _Reading()
    reading.feed(html)
    return reading.sheets


@dataclass
class Browser:
    """One browser; `page` is what it shows."""

    client: FlaskClient
    page: TestResponse | None = None

    def open(self, url: str) -> TestResponse:
        self.page = self.client.get(url)
        return self.page

    def follow(self) -> TestResponse:
        """Go where the last answer leads."""
        assert self.page is not None
        assert self.page.location, self.page.text[:2000]
        return self.open(self.page.location)

    def sheet(self, action: str) -> Sheet:
        """The form of the page whose action begins so."""
        assert self.page is not None
        found = [sheet for sheet in sheets(self.page.text) if sheet.action.startswith(action)]
        assert found, f"no form {action!r} on the page: {[sheet.action for sheet in sheets(self.page.text)]}"
        return found[0]

    def post(
        self,
        action: str,
        changes: Mapping[str, str | list[str] | None] | None = None,
        files: dict[str, tuple[bytes, str]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> TestResponse:
        """Post the page's form with these inputs changed (None takes one away); `files` are (content, name)."""
        sheet = self.sheet(action)
        changed = changes or {}
        values = [(name, value) for name, value in sheet.values if name not in changed]
        for name, value in changed.items():
            values += [(name, each) for each in ([value] if isinstance(value, str) else value or [])]
        data: MultiDict[str, object] = MultiDict(values)
        for name, (content, filename) in (files or {}).items():
            data.add(name, (BytesIO(content), filename))
        kind = "multipart/form-data"
        self.page = self.client.post(sheet.action, data=data, content_type=kind, headers=headers or {})
        return self.page
