"""Calls of checks in a definition, held against the check's parameters and the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from governance.checks.base import IMPLIED, Parameter, Point
from governance.checks.library import CHECKS
from governance.formats.jcs import Json
from governance.language.conditions import ALWAYS
from governance.language.definition import CheckCall, Field
from governance.reading.conditions import read_condition
from governance.reading.source import SOURCE_WORDS, read_source
from governance.reading.words import Reading, join, listed, near, shown

MOST_CHECKS = 60
CALL_WORDS = ("when", "severity", *SOURCE_WORDS)
POINT_WORDS = ("points", "when", "says", "cure")
_RANGE = re.compile(r"([1-9][0-9]{0,3})\.\.([1-9][0-9]{0,3})", re.ASCII)


def read_checks(reading: Reading, value: Json, at: str, fields: Mapping[str, Field]) -> tuple[CheckCall, ...]:
    """A list of names, or of `name: {parameters}`. What is left out takes the check's default; severity is block."""
    calls: list[CheckCall] = []
    for where, entry in reading.entries(value, at, a="`checks`", most=MOST_CHECKS):
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
    written = [word for word, parameter in known.items() if parameter.kind not in IMPLIED]
    required = [word for word, parameter in known.items() if parameter.required]
    words = reading.mapping(value, at, (*written, *CALL_WORDS), required, a=f"the check `{name}`")
    severity = words.get("severity", "block")
    if severity not in ("block", "warn"):
        reading.refuse(join(at, "severity"), f"severity is block or warn, found {shown(severity)}.", "Choose one.")
    call = _Call(reading, known, fields)
    for word, parameter in known.items():
        where = join(at, word) if word in words else at
        call.filled[word] = call.value(word, parameter, words.get(word, parameter.default), where)
    if name == "message-length" and not (call.filled["words"] or call.filled["ranges"]):
        reading.refuse(at, "`message-length` says no length.", "Add words: 10..14, or ranges: {oncology: 10..14}.")
    when = read_condition(reading, words["when"], join(at, "when"), fields) if "when" in words else ALWAYS
    return CheckCall(
        name, "warn" if severity == "warn" else "block", call.filled, when=when, source=read_source(reading, words, at)
    )


@dataclass(frozen=True, slots=True)
class _Call:
    """The call that is being read: `filled` are the parameters so far, those that others are `of` among them."""

    reading: Reading
    known: Mapping[str, Parameter]
    fields: Mapping[str, Field]
    filled: dict[str, object] = field(default_factory=dict)

    def value(self, word: str, parameter: Parameter, value: Json, at: str) -> object:
        """One parameter, checked; None stands for one left out or refused."""
        if parameter.kind in IMPLIED:
            return self._implied(parameter)
        if value is None:
            return None
        match parameter.kind:
            case "table" | "matrix" | "field":
                return value if self._is_field(word, parameter, value, at) else None
            case "whole":
                return self.reading.whole(value, at, a=f"`{word}`", least=1, most=1000)
            case "range":
                return self._range(word, value, at)
            case "ranges":
                return self._ranges(word, parameter, value, at)
            case "points":
                return tuple(self._points(value, at))
            case _:
                return self._word(word, parameter, value, at)

    def _implied(self, parameter: Parameter) -> Json:
        """What the form itself says: all rows of a matrix, all options of a field, the required columns of a table."""
        owner = self.fields.get(str(self.filled.get(parameter.of)))
        match parameter.kind:
            case "its rows":
                return [row for row, _ in owner.rows] if owner else []
            case "its options":
                return [option for option, _ in owner.options] if owner else []
            case _:
                return [column.name for column in owner.columns if column.required] if owner else []

    def _is_field(self, word: str, parameter: Parameter, value: Json, at: str) -> bool:
        like = parameter.like if parameter.kind == "field" else (parameter.kind,)
        among = [n for n, known in self.fields.items() if (not like or known.kind in like) and not known.personal]
        if isinstance(value, str) and value in among:
            return True
        a = " or ".join(like) or "field that is not personal"
        cure = near(value, among, "There are") if isinstance(value, str) else ""
        self.reading.refuse(
            at, f"`{word}` names no {a} of the form: {shown(value)}.", cure or f"Declare it, or say `{word}`."
        )
        return False

    def _range(self, word: str, value: Json, at: str) -> str:
        match = _RANGE.fullmatch(value) if isinstance(value, str) else None
        if match and int(match[1]) <= int(match[2]):
            return match[0]
        self.reading.refuse(at, f"`{word}` is a range, found {shown(value)}.", "Write it like 10..14.")
        return "1..1"

    def _ranges(self, word: str, parameter: Parameter, value: Json, at: str) -> Json:
        """`{oncology: 10..14, nursing: 6..16}`: a range for some of the options."""
        choices = self._choices(parameter)
        told = self.reading.mapping(value, at, value if choices is None and isinstance(value, dict) else choices or (),
                                    a=f"`{word}`")  # fmt: skip
        return {name: self._range(name, told[name], join(at, name)) for name in sorted(told)}

    def _points(self, value: Json, at: str) -> Iterator[Point]:
        for where, entry in self.reading.entries(value, at, a="`points`"):
            words = self.reading.mapping(entry, where, POINT_WORDS, POINT_WORDS, a="an entry of `points`")
            if any(word not in words for word in POINT_WORDS):
                continue
            yield Point(
                self.reading.whole(words["points"], join(where, "points"), a="`points`", least=1, most=1000),
                self.reading.text(words["says"], join(where, "says"), a="`says`"),
                self.reading.text(words["cure"], join(where, "cure"), a="`cure`"),
                read_condition(self.reading, words["when"], join(where, "when"), self.fields),
                cast("Json", dict(words)),
            )

    def _choices(self, parameter: Parameter) -> list[str] | None:
        """What a parameter may say, from the table, matrix, field or column it is of; None where nothing limits it."""
        above = self.known[parameter.of]
        owner = self.fields.get(str(self.filled.get(parameter.of)))
        if above.kind == "column":
            table = self.fields.get(str(self.filled.get(above.of)))
            columns = table.columns if table else ()
            owner = next((column for column in columns if column.name == self.filled.get(parameter.of)), None)
            return [option for option, _ in owner.options] if owner and owner.options else None
        if owner is None:
            return None
        match parameter.kind:
            case "column" | "columns":
                return [c.name for c in owner.columns if not parameter.like or c.kind in parameter.like]
            case "row" | "rows":
                return [row for row, _ in owner.rows]
            case _:
                return [option for option, _ in owner.options]

    def _word(self, word: str, parameter: Parameter, value: Json, at: str) -> Json:
        several = parameter.kind in ("options", "rows", "columns")
        if several != isinstance(value, list) or not (several or isinstance(value, str)):
            self.reading.refuse(
                at,
                f"`{word}` is {'a list' if several else 'one word'}, found {shown(value)}.",
                "Write [a, b]." if several else "Write its name, in quotes where it looks like a number or like yes.",
            )
            return [] if several else None
        wrong = next((one for one in value if not isinstance(one, str)), None) if isinstance(value, list) else None
        if wrong is not None:
            self.reading.refuse(at, f"`{word}` is a list of words, found {shown(wrong)} in it.", "Write [a, b].")
            return []
        choices = self._choices(parameter)
        if choices is None or (parameter.may_miss and value not in choices and value == parameter.default):
            return value
        given = value if isinstance(value, list) else [value]
        kinds = f" of the kind {' or '.join(parameter.like)}" if parameter.like else ""
        a = f"{parameter.kind.removesuffix('s')} of `{self.filled.get(parameter.of)}`{kinds}"
        fine = all(isinstance(one, str) and self.reading.known(one, at, choices, a=a) for one in given)
        return value if fine else [] if several else None
