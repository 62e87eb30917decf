"""Sections, fields and conditions in the JSON Schema."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from coe.policy.schema_parts import (
    LABELLED,
    Schema,
    either,
    flag,
    many,
    named,
    one_of,
    pattern,
    ref,
    several,
    text,
    whole,
    words,
)
from governance.formats.jcs import Json
from governance.reading.conditions import COMPARATORS, COUNTS, NESTING, QUANTIFIERS
from governance.reading.form import _COMMON as FIELD_WORDS
from governance.reading.form import _NEEDED as NEEDED_OF_KIND
from governance.reading.form import _WORDS as WORDS_OF_KIND
from governance.reading.form import SECTION_WORDS
from governance.reading.words import LONGEST_TEXT


def condition_schema() -> Schema:
    """A condition: tests by field, any, all and not; a list means any."""
    nested: dict[str, Schema] = {"any": _conditions(), "all": _conditions(), "not": ref("condition")}
    compared: dict[str, Json] = {word: {"type": ["integer", "string"]} for word in COMPARATORS}
    compared |= {word: whole(0) for word in COUNTS} | dict.fromkeys(QUANTIFIERS, ref("condition"))
    test = either(
        one_of(["yes", "no", True, False]),
        {"type": ["integer", "string"]},
        several({"type": "string"}),
        {"type": "object", "properties": compared, "additionalProperties": False, "minProperties": 1},
        {
            "type": "object",
            "propertyNames": ref("option"),
            "additionalProperties": either({"type": "string"}, several({"type": "string"})),
            "minProperties": 1,
        },
    )
    names: Schema = {_key("NAME"): test}
    a_map: Schema = {**words(NESTING, nested), "patternProperties": names, "minProperties": 1}
    shown = {**_conditions(), "description": "Any of these."}
    return either({**a_map, "description": "All of these."}, shown, ref("include"))


def _key(which: str) -> str:
    """The pattern of a name that is none of the nesting words, which have schemas of their own."""
    spelt = named(which)["pattern"]
    return f"^(?!(?:{'|'.join(NESTING)})$){str(spelt).removeprefix('^')}"


def _conditions() -> Schema:
    return several(ref("condition"))


def section_schema() -> Schema:
    """A section of the form."""
    described: dict[str, Schema] = {
        "section": ref("name"),
        "title": text("What people read."),
        "help": text("What it is about.", LONGEST_TEXT),
        "fields": many(ref("field")),
    }
    return words(SECTION_WORDS, described, ("section", "fields"))


def field_schema(kinds: Collection[str], without: tuple[str, ...]) -> Schema:
    """A map whose further words depend on its kind."""
    common: dict[str, Schema] = {
        "name": ref("name"),
        "kind": one_of(list(kinds)),
        "label": text("The question."),
        "help": text("How to answer it.", LONGEST_TEXT),
        "required": flag("It must be answered."),
        "when": ref("condition"),
        "personal": flag("Kept so that it can be erased; no rule reads it."),
    }
    asked = {word: common[word] for word in FIELD_WORDS if word not in without}
    further: list[Json] = []
    for kind in kinds:
        told = words(WORDS_OF_KIND[kind], _of_kind(kind), NEEDED_OF_KIND.get(kind, ()), closed=False)  # type: ignore[index,call-overload]  # a Kind, from KINDS
        if told["properties"]:
            of_kind: dict[str, Json] = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
            further.append({"if": of_kind, "then": told})
    base = words(asked, asked, ("name", "kind"), closed=False)
    return {**base, "allOf": further, "unevaluatedProperties": False}


def _of_kind(kind: str) -> Mapping[str, Schema]:
    match kind:
        case "line" | "text":
            return {"max": whole(1, 20_000)}
        case "choice" | "choices":
            return {"options": LABELLED}
        case "number":
            return {"at_least": whole(0), "max": whole(0)}
        case "amount":
            return {"currency": pattern("[A-Z]{3}", "Like EUR.")}
        case "table":
            rows = words(("at_least", "at_most"), {"at_least": whole(0, 200), "at_most": whole(1, 200)})
            beside = {"claim": ref("name"), "evidence": several(ref("name"))}
            return {"rows": rows, "columns": many(ref("column")), **beside}
        case "record":
            return {"state": one_of(["approved"])}
        case "matrix":
            return {"rows": LABELLED, "columns": LABELLED}
        case "file":
            return {"accept": many(ref("option")), "max": pattern("[1-9][0-9]{0,5} ?(KB|MB)", "Like 50 MB.")}
        case _:
            return {}
