"""Answers, signatures and events in the words a packet prints."""

from __future__ import annotations

from governance import events as e
from governance.definition import Definition, Field
from governance.jcs import Json
from governance.reading import definition_digest

OUTCOMES = {
    "approve": "Approved",
    "approve with conditions": "Approved with conditions",
    "request changes": "Asked for changes",
    "reject": "Rejected",
    "abstain": "Abstained",
    "recuse": "Stood aside",
}
ACTS = {
    "approve": "approve",
    "approve with conditions": "approve, with conditions,",
    "request changes": "request changes to",
    "reject": "reject",
    "abstain": "abstain on",
    "recuse": "stand aside from deciding on",
}


def shown(field: Field, value: Json) -> str:
    """An answer as text: labels for options, one line per table row, name and size of a file."""
    labels = dict(field.options)
    match value:
        case None | "":
            return "not answered"
        case {"commit": str()}:
            return "(erased)"
        case dict() if field.kind == "definition":
            return f"definition of {value.get('workflow')}, SHA-256 {definition_digest(value)}"
        case {"file": str(), **rest}:
            return f"{rest.get('name', 'file')}, {rest.get('size', '?')} bytes"
        case "yes" | "no" if field.kind == "yesno":
            return value.capitalize()
        case dict() if field.kind == "matrix":
            rows = dict(field.rows)
            return "\n".join(f"{rows.get(row, row)}: {labels.get(str(v), str(v))}" for row, v in value.items())
        case list() if field.kind == "table":
            return "\n".join(_row(field, row) for row in value if isinstance(row, dict))
        case list():
            return ", ".join(labels.get(str(item), str(item)) for item in value)
        case _:
            return labels.get(str(value), str(value))


def _row(field: Field, row: dict[str, Json]) -> str:
    cells = ((column.label, shown(column, row.get(column.name))) for column in field.columns if row.get(column.name))
    return "; ".join(f"{label}: {text}" for label, text in cells)


def spoken(law: Definition, event: e.Event) -> str:
    """An event in a few words, for lists of entries."""
    match event:
        case e.Submitted(round=number):
            return f"submitted, round {number}"
        case e.DecisionSigned(gate=gate, outcome=outcome):
            return f"{law.title_of(gate)}: {OUTCOMES[outcome].lower()}"
        case e.Moved(definition=digest, lapsed=lapsed):
            gone = ", ".join(law.title_of(gate) for gate in lapsed)
            kept = f"decisions lapse at {gone}" if gone else "every decision stands"
            return f"moved to version {digest[:12]}…; {kept}"
        case e.Reminded(gate=gate, step=step):
            return f"{law.title_of(gate)}: reminded ({step})"
        case e.Escalated(gate=gate, step=step):
            return f"{law.title_of(gate)}: escalated ({step})"
        case e.NoticeGiven(step=step):
            return f"notice of expiry given ({step})"
        case e.CheckInAsked(step=step):
            return f"check-in asked ({step} release)"
        case e.CheckedIn(step=step):
            return f"check-in answered ({step} release)"
        case e.ConditionMet():
            return "condition met"
        case e.ConditionVerified():
            return "condition verified"
        case _:
            words = "".join(f" {c.lower()}" if c.isupper() else c for c in type(event).__name__)
            return words.strip()
