"""The JSON Schema (2020-12) of workflow files, generated from the words the law reads.

It describes a file as it is written, `include:` and all. It knows words, kinds and shapes; that a name is declared, or
that a promise is kept, only the checker knows. A word the law reads and this module does not describe is an error here.
"""

from __future__ import annotations

import json

from coe.policy import calendars
from coe.policy.schema_form import condition_schema, field_schema, section_schema
from coe.policy.schema_gates import call_schema, check_schema, gate_schema
from coe.policy.schema_parts import (
    DAYS_OR_MONTHS,
    INCLUDE,
    LABELLED,
    ROLE,
    SOURCED,
    SPAN,
    Schema,
    either,
    flag,
    many,
    named,
    one_of,
    part,
    pattern,
    ref,
    several,
    text,
    whole,
    words,
)
from governance.formats.jcs import Json
from governance.reading.afterwards import AFTERWARDS_WORDS, CHECK_IN_WORDS, CODE_WORDS, EXPIRES_WORDS
from governance.reading.charters import CHARTER_WORDS
from governance.reading.document import GUARANTEE_WORDS, PROMISES, REQUIRED, SIGNERS_WORDS, TIER_WORDS, WORDS
from governance.reading.examples import DECISIONS, EXAMPLE_WORDS, OUTCOMES
from governance.reading.form import COLUMN_KINDS, KINDS

ID = "https://clearway.example/workflow.schema.json"


def schema_text() -> str:
    """The schema as it is printed and kept in the documentation: indented JSON with a newline at its end."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def schema() -> dict[str, Json]:
    """The schema of a workflow file."""
    definitions: dict[str, Json] = {
        "include": INCLUDE,
        "name": named("NAME"),
        "stream": named("STREAM"),
        "option": named("OPTION"),
        "date": pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "A day, like 2026-11-24."),
        "condition": condition_schema(),
        "source": _source(),
        "section": section_schema(),
        "field": field_schema(KINDS, ()),
        "column": either(ref("name"), field_schema(COLUMN_KINDS, ("when", "personal"))),
        "check": check_schema(),
        "call": call_schema(),
        "gate": gate_schema(),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Clearway workflow file",
        "description": "One workflow: what is asked, which gates must agree, and what is promised.",
        **_file(),
        "$defs": definitions,
    }


def _file() -> Schema:
    described: dict[str, Schema] = {
        "workflow": {**ref("stream"), "description": "Name of the workflow; its identity in the ledger."},
        "title": text("How people call the workflow."),
        "purpose": text("What it is for, in one sentence: read where work is begun."),
        "record": text("How people call one run of it."),
        "prefix": pattern("[A-Z]{2,5}", "Two to five capitals that begin the numbers of its runs."),
        "calendar": {**ref("stream"), "description": "The calendar its clocks run in."},
        "calendars": many(_calendar()),
        "committees": many(_charter()),
        "coordinators": part(ROLE),
        "form": many(ref("section")),
        "checks": many(ref("check")),
        "tiers": many(_tier()),
        "gates": many(ref("gate")),
        "rework": part(_rework()),
        "signers": part(_signers()),
        "guarantees": many(_guarantee()),
        "afterwards": part(_afterwards()),
        "examples": many(_example()),
    }
    top = words(WORDS, described)
    properties = {**_properties(top), "include": either(text("A file."), many(text("A file.")))}
    # Words that are needed may stand in a file that is included.
    whole_file: Schema = {"if": {"not": {"required": ["include"]}}, "then": {"required": list[Json](REQUIRED)}}
    return {**top, "properties": properties, **whole_file}


def _properties(schema: Schema) -> dict[str, Json]:
    found = schema["properties"]
    return dict(found) if isinstance(found, dict) else {}


def _source() -> Schema:
    told = words(("says", "effective"), {"says": text("Clause or SOP."), "effective": ref("date")}, ("says",))
    return either(text("Where a rule comes from: a clause, an SOP."), told)


def _tier() -> Schema:
    described: dict[str, Schema] = {
        "tier": pattern("[A-Za-z][A-Za-z0-9_]{0,15}", "Like T2."),
        "title": text("What people read."),
        "when": {**ref("condition"), "description": "The last tier has none."},
        **SOURCED,
    }
    return words(TIER_WORDS, described, ("tier",))


def _rework() -> Schema:
    told = words(("within", "source", "reviewed"), {"within": SPAN, **SOURCED})
    return {**told, "patternProperties": {"^after round [1-9][0-9]?$": {"const": "meeting"}}, "minProperties": 1}


def _signers() -> Schema:
    named = several(ref("stream"))
    return {**words(SIGNERS_WORDS, dict.fromkeys(SIGNERS_WORDS, named)), "minProperties": 1}


def _guarantee() -> Schema:
    gates = several(ref("name"))
    described: dict[str, Schema] = {"if": ref("condition"), **dict.fromkeys(PROMISES, gates), **SOURCED}
    promised: list[Json] = [{"required": [promise]} for promise in PROMISES]
    return {**words(GUARANTEE_WORDS, described, ("if",)), "anyOf": promised}


def _afterwards() -> Schema:
    notice = pattern("[0-9]{1,6} ?days?", "Like 30 days.")
    code: dict[str, Schema] = {"pattern": text("Like {prefix}-{year}-{number:05}."), "check": one_of(["damm", ""])}
    described: dict[str, Schema] = {
        "expires": words(EXPIRES_WORDS, {"after": DAYS_OR_MONTHS, "notify": many(notice)}, ("after",)),
        "check_ins": many(words(CHECK_IN_WORDS, {"at": DAYS_OR_MONTHS, "ask": text("What for.")}, CHECK_IN_WORDS)),
        "code": words(CODE_WORDS, code, ("pattern",)),
        **dict.fromkeys(("publishes", "declares", "renews", "retires"), ref("name")),
    }
    return {**words(AFTERWARDS_WORDS, described), "minProperties": 1}


def _charter() -> Schema:
    described: dict[str, Schema] = {
        "committee": ref("stream"),
        "title": text("What people read."),
        "seats": LABELLED,
        "chair": ref("name"),
        "alternates": flag("Whether a seat may have one."),
        "term": DAYS_OR_MONTHS,
        **SOURCED,
    }
    return words(CHARTER_WORDS, described, ("committee", "seats"))


def _example() -> Schema:
    decided: Schema = {"type": "object", "additionalProperties": one_of(list(DECISIONS))}
    described: dict[str, Schema] = {
        "example": text("What case it is."),
        "answers": {"type": "object"},
        "tier": {"type": "string"},
        "gates": {"type": "array", "items": ref("name")},
        "decisions": {**decided, "description": "Gates that are not named approve."},
        "outcome": one_of(list(OUTCOMES)),
    }
    return words(EXAMPLE_WORDS, described, ("example", "answers"))


def _calendar() -> Schema:
    hours = pattern(r"[0-2][0-9]:[0-5][0-9] ?- ?[0-2][0-9]:[0-5][0-9]", "Like 09:00-17:00.")
    days = either(text("Like mon-fri."), {"type": "array", "items": {"type": "string"}})
    described: dict[str, Schema] = {
        "name": {"type": "string"},
        "zone": text("IANA, like Europe/Berlin."),
        "days": days,
        "hours": either(hours, {"type": "array", "items": hours, "minItems": 1}),
        "hours_per_day": whole(1, 24),
        "holidays": text("Like DE or DE/BE."),
        "closed": either(ref("date"), {"type": "array", "items": ref("date")}, {"type": "null"}),
    }
    return words(sorted(calendars.KEYS), described, ("name", "zone", "days", "hours"))
