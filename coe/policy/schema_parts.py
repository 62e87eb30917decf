"""The small parts a JSON Schema is put together from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from governance.formats.jcs import Json
from governance.language.business_time import Kind
from governance.reading import words as reading_words
from governance.reading.words import LONGEST_LINE, SPANS

Schema: TypeAlias = dict[str, Json]
INCLUDE: Schema = {
    "type": "object",
    "properties": {"include": {"type": "string"}},
    "required": ["include"],
    "additionalProperties": False,
    "description": "What stands in that file of the same folder.",
}


def words(
    known: Iterable[str], described: Mapping[str, Schema], required: Iterable[str] = (), *, closed: bool = True
) -> Schema:
    """A map with these words, and when `closed` no others. KeyError for a word the law reads and nobody described, or
    the reverse.
    """
    names = tuple(known)
    if set(names) != set(described):
        raise KeyError(*sorted(set(names) ^ set(described)))
    properties: dict[str, Json] = {name: described[name] for name in names}
    needed: list[Json] = list(required)
    found: Schema = {"type": "object", "properties": properties}
    found |= {"additionalProperties": False} if closed else {}
    return {**found, "required": needed} if needed else found


def ref(name: str) -> Schema:
    """What `$defs` describes under this name."""
    return {"$ref": f"#/$defs/{name}"}


def either(*schemas: Schema) -> Schema:
    """Any of these."""
    return {"anyOf": list[Json](schemas)}


def several(entry: Schema) -> Schema:
    """A list that is not empty."""
    return {"type": "array", "items": entry, "minItems": 1}


def many(entry: Schema) -> Schema:
    """A list that is not empty; files may be included for it, or among its entries."""
    return either({"type": "array", "items": either(entry, ref("include")), "minItems": 1}, ref("include"))


def one_of(values: Iterable[str | bool]) -> Schema:
    """One of these words."""
    return {"enum": list[Json](values)}


def flag(description: str) -> Schema:
    """`yes` or `no`."""
    return {**one_of(["yes", "no", True, False]), "description": description}


def part(schema: Schema) -> Schema:
    """What may be included from a file, too."""
    return either(schema, ref("include"))


def whole(least: int, most: int | None = None) -> Schema:
    """A whole number."""
    found: Schema = {"type": "integer", "minimum": least}
    return found if most is None else {**found, "maximum": most}


def text(description: str, longest: int = LONGEST_LINE) -> Schema:
    """Words for people."""
    return {"type": "string", "minLength": 1, "maxLength": longest, "description": description}


def pattern(spelt: str, description: str) -> Schema:
    """A word that is spelt so from its first letter to its last."""
    return {"type": "string", "pattern": f"^(?:{spelt})$", "description": description}


def named(which: str) -> Schema:
    """A name as the law reads it: NAME, STREAM or OPTION of `reading_words`."""
    return {"type": "string", "pattern": f"^{getattr(reading_words, which).pattern}$"}


def span(kinds: Iterable[Kind]) -> Schema:
    """A duration of one of these kinds, in any case and spacing."""
    units = "|".join(kind.removesuffix("s").replace(" ", " +") for kind in kinds)
    listed = ", ".join(kinds)
    return pattern(f" *[0-9]{{1,6}} *(?:{units})s? *", f"A span in {listed}, like 16 {next(iter(kinds))}.")


_LABELLED: Schema = {
    "description": "Names, or `name: What people read`; their order counts.",
    "type": "array",
    "minItems": 1,
    "items": either(
        ref("option"),
        {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1, "maxProperties": 1},
        ref("include"),
    ),
}
LABELLED = part(_LABELLED)
SPAN = span(SPANS)
DAYS_OR_MONTHS = span(("days", "months"))
SOURCED: Mapping[str, Schema] = {"source": ref("source"), "reviewed": ref("date")}
ROLE = words(("role",), {"role": ref("stream")}, ("role",))
