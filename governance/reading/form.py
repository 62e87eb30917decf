"""The form of a definition: sections, their fields, and what each kind of field may say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from governance.formats.jcs import Json
from governance.language.definition import Field, Kind, Section
from governance.reading.conditions import read_condition
from governance.reading.words import LONGEST_TEXT, OPTION, Reading, join, listed, near, shown, spoken

KINDS: tuple[Kind, ...] = get_args(Kind)
COLUMN_KINDS: tuple[Kind, ...] = ("line", "text", "choice", "yesno", "number", "amount", "date", "person")
RESERVED = ("tier", "round")
SECTION_WORDS = ("section", "title", "help", "fields")
_COMMON = ("name", "kind", "label", "help", "required", "when", "personal")
_WORDS: Mapping[Kind, tuple[str, ...]] = {
    "line": ("max",),
    "text": ("max",),
    "choice": ("options",),
    "choices": ("options",),
    "yesno": (),
    "number": ("at_least", "max"),
    "amount": ("currency",),
    "date": (),
    "person": (),
    "table": ("rows", "columns", "claim", "evidence"),
    "matrix": ("rows", "columns"),
    "file": ("accept", "max"),
    "record": ("state",),
    "definition": (),
}
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    "choice": ("options",),
    "choices": ("options",),
    "table": ("columns",),
    "matrix": ("rows", "columns"),
    "file": ("accept",),
}
_LONGEST: Mapping[Kind, int] = {"line": 200, "text": 5000}
_MOST_ROWS = 200
MOST_FIELDS, MOST_SECTIONS, MOST_COLUMNS = 400, 60, 60
_SIZE = re.compile(r"([1-9][0-9]{0,5}) ?(KB|MB)", re.ASCII)
_LARGEST_FILE = 500_000_000


def read_form(reading: Reading, value: Json, at: str) -> tuple[Section, ...]:
    """The sections in order; names are unique over the whole form, a condition reads only what is asked before it."""
    sections: dict[str, Section] = {}
    asked: dict[str, Field] = {}
    for where, entry in reading.entries(value, at, a="the form", most=MOST_SECTIONS):
        words = reading.mapping(entry, where, SECTION_WORDS, ("section", "fields"), a="a section")
        name = reading.name(words["section"], join(where, "section"), a="a section") if "section" in words else ""
        if name in sections:
            reading.refuse(join(where, "section"), f"there are two sections `{name}`.", "Rename one.")
        fields = []
        for place, field_entry in reading.entries(words.get("fields", [None]), join(where, "fields"), a="`fields`"):
            field = read_field(reading, field_entry, place, asked)
            if field is None:
                continue
            if len(asked) == MOST_FIELDS:
                reading.refuse(place, f"the form asks more than {MOST_FIELDS} questions.", "Ask fewer, or use tables.")
                return tuple(sections.values())
            if field.name in asked:
                reading.refuse(join(place, "name"), f"the form asks `{field.name}` twice.", "Rename one of the fields.")
            asked.setdefault(field.name, field)
            fields.append(field)
        sections.setdefault(
            name, Section(name, _title(reading, words, where, name), tuple(fields), _help(reading, words, where))
        )
    return tuple(sections.values())


def _title(reading: Reading, words: Mapping[str, Json], at: str, name: str) -> str:
    return reading.text(words["title"], join(at, "title"), a="`title`") if "title" in words else spoken(name)


def _help(reading: Reading, words: Mapping[str, Json], at: str) -> str:
    return reading.text(words["help"], join(at, "help"), a="`help`", longest=LONGEST_TEXT) if "help" in words else ""


def read_field(reading: Reading, value: Json, at: str, asked: Mapping[str, Field]) -> Field | None:
    """One question, or None when it has no usable name or kind; `asked` are the fields before it."""
    kind = _kind(reading, value, at, KINDS)
    if kind is None or not isinstance(value, dict):
        return None
    field = _field(reading, value, at, kind)
    if field is None:
        return None
    if "when" in value:
        field = replace(field, when=read_condition(reading, value["when"], join(at, "when"), asked))
    return field


def _kind(reading: Reading, value: Json, at: str, kinds: tuple[Kind, ...]) -> Kind | None:
    """The kind of a field; everything else about it depends on that."""
    if not isinstance(value, dict):
        reading.refuse(at, f"a field is a map of words, found {shown(value)}.", "Write {name: …, kind: …}.")
        return None
    word = value.get("kind")
    for kind in kinds:
        if word == kind:
            return kind
    cure = near(word, kinds, "Kinds are") if isinstance(word, str) else f"Kinds are {listed(kinds)}."
    reading.refuse(join(at, "kind") if "kind" in value else at, f"a field needs a kind, found {shown(word)}.", cure)
    return None


def _field(reading: Reading, value: dict[str, Json], at: str, kind: Kind) -> Field | None:
    known = (*_COMMON, *_WORDS[kind])
    words = reading.mapping(value, at, known, ("name", *_NEEDED.get(kind, ())), a=f"a field of kind {kind}")
    if "name" not in words:
        return None
    name = reading.name(words["name"], join(at, "name"), a="a field")
    if kind == "definition" and words.get("personal") in (True, "yes"):
        reading.refuse(join(at, "personal"), "a definition is never personal.", "Remove it.")
    if name in RESERVED:
        reading.refuse(join(at, "name"), f"`{name}` is a word of the law itself.", "Choose another name.")
    label = reading.text(words["label"], join(at, "label"), a="`label`") if "label" in words else spoken(name)
    field = Field(
        name,
        kind,
        label,
        required=_flag(reading, words, at, "required"),
        personal=_flag(reading, words, at, "personal"),
        help=_help(reading, words, at),
    )
    return _particulars(reading, field, words, at) if name else None


def _flag(reading: Reading, words: Mapping[str, Json], at: str, word: str) -> bool:
    return reading.flag(words[word], join(at, word), a=f"`{word}`") if word in words else False


def _particulars(reading: Reading, field: Field, words: Mapping[str, Json], at: str) -> Field:
    """What only this kind of field says."""
    match field.kind:
        case "line" | "text":
            longest = _LONGEST[field.kind]
            if "max" in words:
                longest = reading.whole(words["max"], join(at, "max"), a="`max`", least=1, most=20_000)
            return replace(field, most=longest)
        case "choice" | "choices":
            return replace(field, options=_labelled(reading, words, at, "options"))
        case "number":
            least = reading.whole(words.get("at_least", 0), join(at, "at_least"), a="`at_least`")
            most = reading.whole(words["max"], join(at, "max"), a="`max`", least=least) if "max" in words else None
            return replace(field, at_least=least, most=most)
        case "amount":
            return replace(field, accept=(_currency(reading, words, at),))
        case "table":
            return _table(reading, field, words, at)
        case "record":
            state = str(words.get("state", ""))
            wanted = "state" in words and reading.known(state, join(at, "state"), ("approved",), a="state")
            return replace(field, state="approved" if wanted else "")
        case "matrix":
            return replace(
                field, rows=_labelled(reading, words, at, "rows"), options=_labelled(reading, words, at, "columns")
            )
        case "file":
            accept = (
                reading.names(words["accept"], join(at, "accept"), a="`accept`", like=OPTION)
                if "accept" in words
                else ()
            )
            return replace(field, accept=accept, most=_size(reading, words, at))
        case _:
            return field


def _labelled(reading: Reading, words: Mapping[str, Json], at: str, word: str) -> tuple[tuple[str, str], ...]:
    return reading.labelled(words[word], join(at, word), a=f"`{word}`") if word in words else ()


def _currency(reading: Reading, words: Mapping[str, Json], at: str) -> str:
    """One currency for each amount: a threshold compares nothing with another one."""
    value = words.get("currency", "EUR")
    if isinstance(value, str) and re.fullmatch(r"[A-Z]{3}", value):
        return value
    reading.refuse(
        join(at, "currency"), f"a currency is three capital letters, found {shown(value)}.", "Write it like EUR."
    )
    return "EUR"


def _size(reading: Reading, words: Mapping[str, Json], at: str) -> int:
    value = words.get("max", "20 MB")
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    size = int(match[1]) * (1_000 if match[2] == "KB" else 1_000_000) if match else 0
    if not 0 < size <= _LARGEST_FILE:
        reading.refuse(
            join(at, "max"), f"the size of a file is up to 500 MB, found {shown(value)}.", "Write it like 50 MB."
        )
    return size


def _table(reading: Reading, field: Field, words: Mapping[str, Json], at: str) -> Field:
    least, most = 0, _MOST_ROWS
    if "rows" in words:
        where = join(at, "rows")
        rows = reading.mapping(words["rows"], where, ("at_least", "at_most"), a="`rows` of a table")
        least = reading.whole(rows.get("at_least", 0), join(where, "at_least"), a="`at_least`", most=_MOST_ROWS)
        most = reading.whole(
            rows.get("at_most", _MOST_ROWS), join(where, "at_most"), a="`at_most`", least=max(1, least), most=_MOST_ROWS
        )
    columns: dict[str, Field] = {}
    for where, entry in reading.entries(
        words.get("columns", [None]), join(at, "columns"), a="`columns`", most=MOST_COLUMNS
    ):
        column = _column(reading, entry, where)
        if column is None:
            continue
        if column.name in columns:
            reading.refuse(where, f"the table has two columns `{column.name}`.", "Rename one.")
        columns.setdefault(column.name, column)
    told = replace(field, columns=tuple(columns.values()), at_least=least, most=most)
    return _claims(reading, told, words, at)


def _claims(reading: Reading, field: Field, words: Mapping[str, Json], at: str) -> Field:
    """Which column asserts something, and which carry it; one is not said without the other."""
    if "claim" not in words and "evidence" not in words:
        return field
    if "claim" not in words or "evidence" not in words:
        missing = "evidence" if "claim" in words else "claim"
        reading.refuse(at, f"a claim is read beside its evidence; `{missing}` is missing.", f"Name the `{missing}`.")
        return field
    known = [column.name for column in field.columns]
    claim = reading.name(words["claim"], join(at, "claim"), a="`claim`")
    named = reading.names(words["evidence"], join(at, "evidence"), a="`evidence`")
    evidence = tuple(name for name in named if reading.known(name, join(at, "evidence"), known, a="column"))
    if not claim or not reading.known(claim, join(at, "claim"), known, a="column"):
        return field
    if claim in evidence:
        reading.refuse(join(at, "evidence"), f"`{claim}` cannot carry itself.", "Name another column.")
    return replace(field, claim=claim, evidence=evidence)


def _column(reading: Reading, entry: Json, at: str) -> Field | None:
    """A column: its name alone for a required line, or a field without sections of its own."""
    if isinstance(entry, str):
        name = reading.name(entry, at, a="a column")
        return Field(name, "line", spoken(name), required=True, most=_LONGEST["line"]) if name else None
    kind = _kind(reading, entry, at, COLUMN_KINDS)
    if kind is None or not isinstance(entry, dict):
        return None
    for word in ("when", "personal"):
        if word in entry:
            reading.refuse(join(at, word), f"a column has no word `{word}`.", "Say it of the whole table.")
    return _field(reading, {word: entry[word] for word in entry if word not in ("when", "personal")}, at, kind)
