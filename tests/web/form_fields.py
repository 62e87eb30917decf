"""Every form of a page as a program finds it: where it goes, and each field with its kind and what it would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = ("text", "password", "email", "search", "number", "date", "time", "datetime-local", "tel", "url", "textarea")


@dataclass
class FoundField:
    """One control: its kind (an input's type, `textarea` or `select`), the value sent untouched, None for none, and the
    value it would send if chosen.
    """

    name: str
    kind: str
    value: str | None
    offered: str = ""


@dataclass
class FoundForm:
    """One form that posts."""

    action: str
    fields: list[FoundField] = field(default_factory=list)

    @property
    def untouched(self) -> list[tuple[str, str]]:
        """What a browser sends when nothing is touched and no button is named."""
        return [(one.name, one.value) for one in self.fields if one.value is not None]

    def changed(self, name: str, value: str) -> list[tuple[str, str]]:
        """The same, with another value for every control of this name."""
        return [*((each, given) for each, given in self.untouched if each != name), (name, value)]

    def named(self, *kinds: str) -> tuple[str, ...]:
        """The names of controls of these kinds, each once."""
        return tuple(dict.fromkeys(one.name for one in self.fields if one.kind in kinds))


class Forms(HTMLParser):
    """Reads the forms of a page that post."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[FoundForm] = []
        self._inside = False
        self._select = self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("method", "").lower() == "post"
            if self._inside:
                self.found.append(FoundForm(given.get("action", "")))
        elif self._inside and tag == "option" and self._select:
            self._option(given)
        elif self._inside and given.get("name"):
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name = given["name"]
        if tag == "textarea":
            self._area = name
            self.found[-1].fields.append(FoundField(name, tag, ""))
        elif tag == "select":
            self._select = name
            self.found[-1].fields.append(FoundField(name, tag, None))
        elif tag == "input":
            kind = given.get("type", "text")
            off = kind in ("radio", "checkbox") and "checked" not in given
            value = given.get("value", "")
            self.found[-1].fields.append(FoundField(name, kind, None if off else value, value))

    def _option(self, given: dict[str, str]) -> None:
        one = self.found[-1].fields[-1]
        if one.value is None or "selected" in given:
            one.value = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        self._area = "" if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._area:
            one = self.found[-1].fields[-1]
            one.value = (one.value or "") + data
