"""A page reduced to its structure: what axe judges by, without words, ids of records and what is merely repeated.

Of an element stay its tag, its classes, the attributes that say what it is and in which state, where its references
lead, and whether it holds text. Rows alike are one row. Pages alike in this differ in words, and in how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Final

VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
WORTH: Final = frozenset(
    {"role", "type", "scope", "tabindex", "autocomplete", "lang", "dir", "colspan", "rowspan", "target", "translate"}
)
"""Attributes whose value says what the element is; so do those of aria that are neither words nor references."""
WORDS: Final = frozenset({"alt", "title", "placeholder", "value", "aria-label", "aria-description", "content"})
"""Attributes of which it matters only whether they say anything."""
REFERENCES: Final = frozenset(
    {"for", "headers", "list", "form", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns",
     "aria-errormessage", "aria-details", "aria-activedescendant", "aria-flowto"}
)  # fmt: skip
LISTS: Final = frozenset({"ul", "ol", "dl", "tbody", "select", "datalist", "optgroup", "tr"})
"""Where the order of what is unlike says nothing."""


@dataclass
class Element:
    """One element, as it was read."""

    tag: str
    attributes: Mapping[str, str]
    inside: list[Element] = field(default_factory=list)
    says: bool = False

    def everything(self) -> Iterator[Element]:
        """It and all within it."""
        yield self
        for each in self.inside:
            yield from each.everything()


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        depth = next((at for at in range(len(self.open) - 1, 0, -1) if self.open[at].tag == tag), 0)
        if depth:
            del self.open[depth:]

    def handle_data(self, data: str) -> None:
        self.open[-1].says |= bool(data.strip())


@dataclass(frozen=True, slots=True)
class Structure:
    """A page's own part, and the frame around it, which is alike on all pages of one reader."""

    content: str
    frame: str


@lru_cache(maxsize=1)
def read(html: str) -> Element:
    """The tree of a page; to read it costs more than what is then asked of it."""
    reading = _Reading()
    reading.feed(html)
    return reading.root


def structure(html: str) -> Structure:
    """What axe has to see of this page once, by the two parts of which every page is made."""
    root = read(html)
    targets = {one.attributes["id"]: one.tag for one in root.everything() if "id" in one.attributes}
    main = next((one for one in root.everything() if one.tag == "main"), Element("", {}))
    return Structure(_told(main, targets), _told(root, targets, leave=main))


def broken(html: str) -> list[str]:
    """Ids given twice and references that lead nowhere: what a page can have wrong across its two parts."""
    everything = list(read(html).everything())
    ids = [one.attributes["id"] for one in everything if one.attributes.get("id")]
    found = [f"id twice: {each}" for each in sorted({each for each in ids if ids.count(each) > 1})]
    for one in everything:
        for name in REFERENCES & one.attributes.keys():
            found += [f"{one.tag} {name} leads nowhere: {to}" for to in one.attributes[name].split() if to not in ids]
    return found


def _told(one: Element, targets: Mapping[str, str], leave: Element | None = None) -> str:
    inside: list[str] = []
    for each in () if one is leave else one.inside:
        told = _told(each, targets, leave)
        if told not in (inside if one.tag in LISTS else inside[-1:]):
            inside.append(told)
    said = "…" if one.says else ""
    return f"{one.tag}[{' '.join(sorted(_attributes(one, targets)))}]{said}({','.join(inside)})"


def _attributes(one: Element, targets: Mapping[str, str]) -> Iterator[str]:
    for name, value in one.attributes.items():
        if name == "class":
            yield ".".join(["", *sorted(value.split())])
        elif name in REFERENCES:
            yield f"{name}→{'+'.join(targets.get(each, 'nowhere') for each in value.split())}"
        elif name in WORDS:
            yield f"{name}{'…' if value.strip() else ''}"
        elif name in WORTH or name.startswith("aria-"):
            yield f"{name}={value}"
        else:
            yield name
