"""What a page shows, and what its context holds: the difference is what templates say themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup
from wtforms import Form
from wtforms.fields import Field, FieldList, FormField

READ_OUT = ("aria-label", "placeholder", "alt", "data-unsaved", "data-offline", "data-saving")
LETTERS = re.compile(r"[^\W\d_]{2,}")
BETWEEN = "\x1f"
AROUND = " ·,.:;…“”"
ENOUGH = 80


class Shown(HTMLParser):
    """The texts of a page in their order, as eyes and ears get them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in READ_OUT and value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def held(value: Any) -> Iterator[str]:
    """Every text inside a page's context: its words are data, not the template's."""
    match value:
        case Markup():
            yield from Shown(str(value)).texts
        case str():
            yield value
        case Form() | Mapping():
            for name in value.data if isinstance(value, Form) else value:
                yield from held(value[name])
        case Field():
            yield from _of_field(value)
        case tuple() | list():
            for each in value:
                yield from held(each)
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from held(getattr(value, field.name))
        case _:
            pass


def own_words(html: str, context: Any, outside: Any) -> set[str]:
    """What the page shows that is neither translated nor of its context, cut short. `outside` drops the translated."""
    left = outside(BETWEEN.join(Shown(html).texts))
    for known in sorted({each.strip() for each in held(context) if each.strip()}, key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", left)
    return {" ".join(each.split()).strip(AROUND)[:ENOUGH] for each in left.split(BETWEEN) if LETTERS.search(each)}


def _of_field(field: Field) -> Iterator[str]:
    yield from (str(field.label.text), str(field.description or ""))
    yield from (str(each) for each in field.errors)
    if hasattr(field, "iter_choices"):
        yield from (str(choice.label) for choice in field.iter_choices())
    if isinstance(field, FieldList | FormField):
        for part in field:
            yield from held(part)
    if isinstance(field.data, str):
        yield field.data
