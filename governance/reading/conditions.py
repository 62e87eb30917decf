"""Conditions as a definition writes them, held against the form: the field is declared and has that option."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import get_args

from governance.formats.jcs import Json
from governance.language.conditions import ALWAYS, All, AnyOf, Comparator, Condition, Not, Rows, Test
from governance.language.definition import Field
from governance.reading.words import Reading, join, near, shown, some

COMPARATORS: tuple[Comparator, ...] = tuple(word for word in get_args(Comparator) if word not in ("is", "one of"))
COUNTS: Mapping[str, Comparator] = {f"count {word}": word for word in COMPARATORS}
NESTING = ("any", "all", "not")
QUANTIFIERS: Mapping[str, bool] = {"any row": False, "all rows": True}
DEEPEST = 8
_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,14}) ([A-Z]{3})", re.ASCII)


def read_condition(
    reading: Reading,
    value: Json,
    at: str,
    fields: Mapping[str, Field],
    tiers: Collection[str] = (),
    depth: int = DEEPEST,
) -> Condition:
    """A map means all of its tests, a list any of its conditions. `tiers` are the names `tier` may be compared with,
    empty where the tier is not known yet. Tests are read in the order of their names, because JSON has no other.
    """
    if not depth:
        reading.refuse(at, "this condition is nested too deep.", f"Keep it within {DEEPEST} levels.")
        return ALWAYS
    match value:
        case list() if value:
            parts = [read_condition(reading, v, w, fields, tiers, depth - 1) for w, v in _placed(value, at)]
            return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
        case dict() if value:
            parts = [_part(reading, w, value[w], join(at, w), fields, tiers, depth) for w in sorted(value)]
            return parts[0] if len(parts) == 1 else All(tuple(parts))
        case _:
            reading.refuse(
                at, f"a condition is a map of tests or a list, found {shown(value)}.", "Write it like {tier: T3}."
            )
            return ALWAYS


def _placed(values: list[Json], at: str) -> list[tuple[str, Json]]:
    return [(join(at, place), value) for place, value in enumerate(values)]


def _part(
    reading: Reading, word: str, value: Json, at: str, fields: Mapping[str, Field], tiers: Collection[str], depth: int
) -> Condition:
    if word == "not":
        return Not(read_condition(reading, value, at, fields, tiers, depth - 1))
    if word in ("any", "all"):
        return _group(reading, word, value, at, fields, tiers, depth)
    if word == "tier":
        return _tier(reading, value, at, tiers)
    if word not in fields:
        reading.refuse(
            at, f"no field `{word[:40]}` is declared before this.", near(word, [*fields, *NESTING], "There are")
        )
        return ALWAYS
    field = fields[word]
    if field.personal:
        reading.refuse(at, f"`{word}` is personal, so the law never reads it.", "Ask a question that is not personal.")
        return ALWAYS
    if field.kind == "matrix":
        return _matrix(reading, field, value, at)
    if field.kind == "table":
        return _table(reading, field, value, at, depth)
    return _test(reading, field, value, at)


def _group(
    reading: Reading, word: str, value: Json, at: str, fields: Mapping[str, Field], tiers: Collection[str], depth: int
) -> Condition:
    if not isinstance(value, list) or not value:
        reading.refuse(
            at, f"`{word}` is a list of conditions, found {shown(value)}.", f"Write it like {word}: [{{a: b}}]."
        )
        return ALWAYS
    parts = tuple(read_condition(reading, v, w, fields, tiers, depth - 1) for w, v in _placed(value, at))
    return AnyOf(parts) if word == "any" else All(parts)


def _tier(reading: Reading, value: Json, at: str, tiers: Collection[str]) -> Condition:
    if not tiers:
        reading.refuse(at, "the tier is not known here: it follows from the answers.", "Test the answers themselves.")
        return ALWAYS
    return _among(reading, "tier", value, at, tiers, "tier")


def _among(reading: Reading, name: str, value: Json, at: str, options: Collection[str], a: str) -> Condition:
    """Equals one option, or is one of several."""
    if isinstance(value, list) and value:
        chosen = tuple(str(v) for w, v in _placed(value, at) if _is_option(reading, v, w, options, a))
        return Test(name, "one of", chosen) if chosen else ALWAYS
    if _is_option(reading, value, at, options, a) and isinstance(value, str):
        return Test(name, "is", value)
    return ALWAYS


def _is_option(reading: Reading, value: Json, at: str, options: Collection[str], a: str) -> bool:
    if isinstance(value, str):
        return reading.known(value, at, options, a=a)
    reading.refuse(at, f"expected the name of one {a}, found {shown(value)}.", f"There are {some(options)}.")
    return False


def _matrix(reading: Reading, field: Field, value: Json, at: str) -> Condition:
    """`audiences: {patient: main}` reads one row: its test is named `audiences.patient`."""
    rows, columns = dict(field.rows), dict(field.options)
    if not isinstance(value, dict) or not value:
        reading.refuse(at, f"`{field.name}` is a matrix, so a test names a row.", f"Rows are {some(rows)}.")
        return ALWAYS
    parts = [
        _among(reading, f"{field.name}.{row}", value[row], join(at, row), columns, f"column of `{field.name}`")
        for row in sorted(value)
        if reading.known(row, join(at, row), rows, a=f"row of `{field.name}`")
    ]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _table(reading: Reading, field: Field, value: Json, at: str, depth: int) -> Condition:
    """`evidence: {any row: {kind: survey}, count over: 2}`: the rows, and how many there are."""
    if not isinstance(value, dict) or not value:
        reading.refuse(
            at,
            f"`{field.name}` is a table; a condition asks about its rows.",
            f"Write {{{field.name}: {{any row: {{…}}}}}} or {{{field.name}: {{count over: 1}}}}.",
        )
        return ALWAYS
    columns = {column.name: column for column in field.columns}
    parts: list[Condition] = []
    for word in sorted(value):
        where = join(at, word)
        if word in QUANTIFIERS:
            part = read_condition(reading, value[word], where, columns, depth=depth - 1)
            parts.append(Rows(field.name, QUANTIFIERS[word], part))
        elif reading.known(word, where, (*QUANTIFIERS, *COUNTS), a="question about a table"):
            parts.append(Test(field.name, COUNTS[word], reading.whole(value[word], where, a="a count"), count=True))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _test(reading: Reading, field: Field, value: Json, at: str) -> Condition:
    if isinstance(value, dict):
        return _comparison(reading, field, value, at)
    match field.kind:
        case "yesno":
            words = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            return _among(reading, field.name, words, at, ("yes", "no"), f"answer to `{field.name}`")
        case "choice" | "choices":
            return _among(reading, field.name, value, at, dict(field.options), f"option of `{field.name}`")
        case "number" | "amount" | "date":
            found = _bound(reading, field, value, at)
            return ALWAYS if found is None else Test(field.name, "is", found)
        case _:
            reading.refuse(
                at, f"`{field.name}` is a {field.kind}; conditions do not read what is in it.", "Ask a choice or yesno."
            )
            return ALWAYS


def _comparison(reading: Reading, field: Field, value: dict[str, Json], at: str) -> Condition:
    allowed: Mapping[str, Comparator] = {}
    if field.kind in ("number", "amount", "date"):
        allowed = {word: word for word in COMPARATORS}
    elif field.kind == "choices":
        allowed = COUNTS
    if not value or not allowed:
        reading.refuse(at, f"`{field.name}` is a {field.kind} and cannot be compared like this.", _how(field))
        return ALWAYS
    parts: list[Condition] = []
    for word in sorted(value):
        where = join(at, word)
        if not reading.known(word, where, allowed, a=f"comparison of a {field.kind}"):
            continue
        counts = word in COUNTS
        bound: str | int | None
        bound = reading.whole(value[word], where, a="a count") if counts else _bound(reading, field, value[word], where)
        if bound is not None:
            parts.append(Test(field.name, allowed[word], bound, count=counts))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _how(field: Field) -> str:
    return f"Options are {some(dict(field.options))}." if field.options else "Write the answer itself."


def _bound(reading: Reading, field: Field, value: Json, at: str) -> str | int | None:
    """A number, amount or date as answers to this field spell it."""
    if field.kind == "number":
        return reading.whole(value, at, a=f"a value of `{field.name}`")
    if field.kind == "amount":
        match = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
        if match and match[2] in field.accept:
            return match[0]
        reading.refuse(
            at,
            f"`{field.name}` is an amount in {field.accept[0]}, found {shown(value)}.",
            f"Write it like 250000 {field.accept[0]}.",
        )
        return None
    if isinstance(value, str) and is_date(value):
        return value
    reading.refuse(at, f"`{field.name}` is a date, found {shown(value)}.", "Write it like 2026-11-24.")
    return None


def is_date(text: str) -> bool:
    """Whether the text is a civil date in the ISO form 2026-11-24."""
    try:
        return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII) is not None and bool(
            date.fromisoformat(text)
        )
    except ValueError:
        return False
