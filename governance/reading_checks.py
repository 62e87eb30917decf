"""Calls of checks in a definition, held against the check's parameters and the form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from governance.checks import CHECKS, Parameter
from governance.definition import CheckCall, Field
from governance.jcs import Json
from governance.reading_words import Reading, join, listed, near, shown


def read_checks(reading: Reading, value: Json, at: str, fields: Mapping[str, Field]) -> tuple[CheckCall, ...]:
    """A list of names, or of `name: {parameters}`. What is left out takes the check's default; severity is block."""
    calls: list[CheckCall] = []
    for where, entry in reading.entries(value, at, a="`checks`"):
        words: Json
        match entry:
            case str():
                name, words, inside = entry, {}, where
            case dict() if len(entry) == 1:
                ((name, words),) = entry.items()
                inside = join(where, name)
            case _:
                reading.refuse(
                    where,
                    f"a check is a name or {{name: {{…}}}}, found {shown(entry)}.",
                    f"There are {listed(CHECKS)}.",
                )
                continue
        if reading.known(name, inside, CHECKS, a="check"):
            calls.append(_call(reading, name, words, inside, fields))
    return tuple(calls)


def _call(reading: Reading, name: str, value: Json, at: str, fields: Mapping[str, Field]) -> CheckCall:
    known = CHECKS[name].parameters
    required = [word for word, parameter in known.items() if parameter.required]
    words = reading.mapping(value, at, (*known, "severity"), required, a=f"the check `{name}`")
    severity = words.get("severity", "block")
    if severity not in ("block", "warn"):
        reading.refuse(join(at, "severity"), f"severity is block or warn, found {shown(severity)}.", "Choose one.")
    filled: dict[str, Json] = {}
    for word, parameter in known.items():
        where = join(at, word) if word in words else at
        filled[word] = _parameter(reading, word, parameter, words.get(word, parameter.default), where, filled, fields)
    if name == "measures-complete":
        filled["columns"] = [column.name for column in _columns(filled, fields) if column.required]
    if name == "audience-answered":
        filled["rows"] = [row for row, _ in fields[str(filled["in"])].rows] if filled["in"] in fields else []
    return CheckCall(name, "warn" if severity == "warn" else "block", filled)


def _parameter(
    reading: Reading,
    word: str,
    parameter: Parameter,
    value: Json,
    at: str,
    filled: Mapping[str, Json],
    fields: Mapping[str, Field],
) -> Json:
    """One parameter, checked; None stands for one left out or refused."""
    if value is None:
        return None
    match parameter.kind:
        case "table" | "matrix" | "field":
            kind = None if parameter.kind == "field" else parameter.kind
            return value if _is_field(reading, word, value, at, kind, fields) else None
        case "whole":
            return reading.whole(value, at, a=f"`{word}`", least=1, most=1000)
        case "range":
            match = re.fullmatch(r"([1-9][0-9]{0,3})\.\.([1-9][0-9]{0,3})", value) if isinstance(value, str) else None
            if match and int(match[1]) <= int(match[2]):
                return value
            reading.refuse(at, f"`{word}` is a range, found {shown(value)}.", "Write it like 10..14.")
            return "1..1"
        case _:
            return _word_of(reading, word, parameter, value, at, filled, fields)


def _is_field(reading: Reading, word: str, value: Json, at: str, kind: str | None, fields: Mapping[str, Field]) -> bool:
    among = [name for name, field in fields.items() if (kind is None or field.kind == kind) and not field.personal]
    if isinstance(value, str) and value in among:
        return True
    a = kind or "field that is not personal"
    cure = near(value, among, "There are") if isinstance(value, str) else ""
    reading.refuse(at, f"`{word}` names no {a} of the form: {shown(value)}.", cure or f"Declare it, or say `{word}`.")
    return False


def _columns(filled: Mapping[str, Json], fields: Mapping[str, Field]) -> tuple[Field, ...]:
    field = fields.get(str(filled.get("in")))
    return field.columns if field else ()


def _choices(parameter: Parameter, filled: Mapping[str, Json], fields: Mapping[str, Field]) -> list[str] | None:
    """What a parameter may say, from the table, matrix or column it belongs to; None where nothing limits it."""
    field = fields.get(str(filled.get("in")))
    if field is None:
        return None
    match parameter.kind:
        case "column":
            return [column.name for column in field.columns]
        case "row" | "rows":
            return [row for row, _ in field.rows]
        case _ if parameter.of == "in":
            return [option for option, _ in field.options]
        case _:
            column = next((c for c in field.columns if c.name == filled.get(parameter.of)), None)
            return [option for option, _ in column.options] if column and column.options else None


def _word_of(
    reading: Reading,
    word: str,
    parameter: Parameter,
    value: Json,
    at: str,
    filled: Mapping[str, Json],
    fields: Mapping[str, Field],
) -> Json:
    several = parameter.kind in ("options", "rows")
    if several != isinstance(value, list) or not (several or isinstance(value, str)):
        reading.refuse(
            at,
            f"`{word}` is {'a list' if several else 'one word'}, found {shown(value)}.",
            "Write [a, b]." if several else "",
        )
        return [] if several else None
    choices = _choices(parameter, filled, fields)
    if choices is None or (word == "by" and value not in choices and value == parameter.default):
        return value
    given = value if isinstance(value, list) else [value]
    a = parameter.kind.removesuffix("s") + (f" of `{filled.get('in')}`")
    fine = all(isinstance(one, str) and reading.known(one, at, choices, a=a) for one in given)
    return value if fine else [] if several else None
