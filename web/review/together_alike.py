"""In what records differ that are nearly the same: whoever reads twelve alike is led to what is not alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from governance.formats.jcs import Json
from governance.language.definition import Field
from web.parts.answers import answer, file_id
from web.review.decision_page import Desk
from web.words.translating import gettext, ngettext
from web.words.vocabulary import listed

MOST_NAMED = 6


def differing(desks: Sequence[Desk]) -> frozenset[str]:
    """The fields whose answers are not the same in all of these records, as they are read. Empty where nothing is told
    by it: under several definitions, or where most answers differ.
    """
    asked = _asked(desks)
    apart = frozenset(field.name for field in asked if len({_read(desk, field) for desk in desks}) > 1)
    return apart if len(apart) * 2 <= len(asked) else frozenset()


def alike_words(desks: Sequence[Desk], apart: frozenset[str]) -> str:
    """In what they differ, as a sentence; "" where they have too little in common."""
    asked = _asked(desks)
    labels = [field.label for field in asked if field.name in apart]
    if labels:
        more = len(labels) - MOST_NAMED
        named = [f"“{label}”" for label in labels[:MOST_NAMED]]
        if more > 0:
            named.append(ngettext("%(num)s other answer", "%(num)s other answers", more, num=more))
        fields = listed(tuple(named))
        return gettext("They differ in %(fields)s; every other answer is the same in all of them.", fields=fields)
    if asked and all(len({_read(desk, field) for desk in desks}) == 1 for field in asked):
        return gettext("Every answer is the same in all of them.")
    return ""


def _asked(desks: Sequence[Desk]) -> list[Field]:
    """The fields that any of them answers, in the order of the form."""
    laws = {desk.record.law.digest: desk.record.law for desk in desks}
    if len(laws) != 1 or len(desks) < 2:  # noqa: PLR2004 - one alone differs from nothing
        return []
    given = [desk.record.state.answers for desk in desks]
    fields = next(iter(laws.values())).field_by_name.values()
    return [field for field in fields if any(field.name in answers for answers in given)]


def _read(desk: Desk, field: Field) -> tuple[object, ...]:
    """What is read of an answer, and which files it hands in: two files may have one name."""
    value = desk.record.state.answers.get(field.name)
    said = answer(field, value, desk.reader)
    rows = tuple(row.cells for row in said.rows)
    return said.segments, rows, tuple(_files(value)), file_id(value) if field.kind == "file" else ""


def _files(value: Json) -> Iterator[str]:
    match value:
        case dict():
            for name, each in value.items():
                if name == "file":
                    yield str(each)
                else:
                    yield from _files(each)
        case list():
            for each in value:
                yield from _files(each)
        case _:
            pass
