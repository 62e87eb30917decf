"""Gates and checks in the JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping

from coe.policy.schema_parts import (
    ROLE,
    SOURCED,
    SPAN,
    Schema,
    either,
    flag,
    many,
    one_of,
    part,
    pattern,
    ref,
    several,
    text,
    whole,
    words,
)
from governance.checks.base import IMPLIED, Parameter
from governance.checks.library import CHECKS
from governance.formats.jcs import Json
from governance.reading.checklist import CHECKLIST_WORDS
from governance.reading.checks import CALL_WORDS, POINT_WORDS
from governance.reading.clocks import ELSE, ESCALATION_WORDS
from governance.reading.gates import GATE_WORDS
from governance.reading.words import LONGEST_TEXT


def check_schema() -> Schema:
    """The call of a check: its name, or its name with parameters."""
    plain = [name for name, check in CHECKS.items() if not any(p.required for p in check.parameters.values())]
    called: dict[str, Json] = {name: _call(check.parameters, check.purpose) for name, check in CHECKS.items()}
    told: Schema = {"type": "object", "properties": called, "additionalProperties": False}
    return either(one_of(plain), {**told, "minProperties": 1, "maxProperties": 1})


def _call(parameters: Mapping[str, Parameter], purpose: str) -> Schema:
    written = {name: _parameter(each) for name, each in parameters.items() if each.kind not in IMPLIED}
    required = [name for name, each in parameters.items() if each.required]
    further: Schema = {"allOf": [ref("call")], "unevaluatedProperties": False}
    return {"description": f"Whether {purpose}.", **words(written, written, required, closed=False), **further}


def call_schema() -> Schema:
    """The words every call of a check may have."""
    described: dict[str, Schema] = {"when": ref("condition"), "severity": one_of(["block", "warn"]), **SOURCED}
    return words(CALL_WORDS, described, closed=False)


def _parameter(parameter: Parameter) -> Schema:
    match parameter.kind:
        case "whole":
            return whole(1, 1000)
        case "range":
            return pattern(r"[1-9][0-9]{0,3}\.\.[1-9][0-9]{0,3}", "Like 10..14.")
        case "ranges":
            return {"type": "object", "additionalProperties": {"type": "string"}}
        case "options" | "rows" | "columns":
            return {"type": "array", "items": {"type": "string"}}
        case "points":
            described: dict[str, Schema] = {
                "points": whole(1, 1000),
                "when": ref("condition"),
                "says": text("What earns them."),
                "cure": text("How to earn them."),
            }
            return many(words(POINT_WORDS, described, POINT_WORDS))
        case _:
            return {"type": "string"}


def gate_schema() -> Schema:
    """A gate."""
    listed = several(ref("name"))
    described: dict[str, Schema] = {
        "gate": ref("name"),
        "title": text("What people read."),
        "help": text("What it is for.", LONGEST_TEXT),
        "when": {**ref("condition"), "description": "Needed only then; else always."},
        "after": {**listed, "description": "Gates that come before."},
        "panel": either(ROLE, {**ref("stream"), "description": "A committee."}),
        "decide": part(_rule()),
        "reviews": {**listed, "description": "Sections it reads."},
        "checklist": part(_checklist()),
        "checks": many(ref("check")),
        "never": {**listed, "description": "line_manager_of_owner, or fields of kind person."},
        "within": either(SPAN, {"type": "object", "additionalProperties": SPAN, "minProperties": 1,
                                "description": f"One for each tier, `{ELSE}` for all others."}),
        "remind": {"type": "array", "items": pattern("[1-9][0-9]? ?%", "Like 50%."), "minItems": 1},
        "escalate": many(_escalation()),
        "always_again": flag("Never carried over."),
        "meaning": text("What signing here says."),
        "together": flag("Several records may be approved here in one sitting."),
        "ratifies": {**listed, "description": "Gates it confirms after approval."},
        **SOURCED,
    }  # fmt: skip
    return words(GATE_WORDS, described, ("gate", "panel", "reviews"))


def _rule() -> Schema:
    share = pattern("[1-9][0-9]{0,2} ?%", "Like 60%.")
    seats = several(ref("name"))
    in_words = words(("number", "share", "seats"), {"number": whole(1, 60), "share": share, "seats": seats})
    described: dict[str, Schema] = {
        "approve": either(whole(1, 60), one_of(["majority", "two-thirds", "all"])),
        "present": either(whole(1, 60), seats, {"type": "string"}, in_words),
        "veto": seats,
    }
    return words(("approve", "present", "veto"), described, ("approve",))


def _checklist() -> Schema:
    described: dict[str, Schema] = {
        "name": ref("option"),
        "says": text("What people tick."),
        "comment": one_of(["required"]),
        "when": ref("condition"),
    }
    entry = either(ref("option"), words(CHECKLIST_WORDS, described, ("name",)), _one_label(), ref("include"))
    return {"type": "array", "items": entry, "minItems": 1}


def _one_label() -> Schema:
    return {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1, "maxProperties": 1}


def _escalation() -> Schema:
    at = pattern(r"([1-9][0-9]{0,2} ?%|.{1,40} late)", "Like 100%, or 8 business hours late.")
    return words(ESCALATION_WORDS, {"at": at, "to": ref("stream")}, ESCALATION_WORDS)
