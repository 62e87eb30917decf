"""Answers, signatures and events in the words a packet prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from governance.formats.jcs import Json
from governance.language.definition import Definition, Field
from governance.reading.document import definition_digest
from governance.record import events as e

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

SIGNED_HERE: dict[str, str] = {"password+totp": "password, second factor"}


def is_signature(method: str) -> bool:
    """Whether a decision was signed in this office; any other method is a record of one made elsewhere."""
    return method in SIGNED_HERE


def shown(field: Field, value: Json, name: Callable[[str], str]) -> str:
    """An answer as text: labels for options, a person's printed name by id, one line per table row, name and size of a
    file.
    """
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
            return "\n".join(_row(field, row, name) for row in value if isinstance(row, dict))
        case str() if field.kind == "person":
            return name(value)
        case list():
            return ", ".join(labels.get(str(item), str(item)) for item in value)
        case _:
            return labels.get(str(value), str(value))


def cells(field: Field, value: Json, name: Callable[[str], str]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table or matrix, cell by cell; none for any other answer."""
    match value:
        case list() if field.kind == "table":
            rows = (row for row in value if isinstance(row, dict))
            return tuple(tuple(_cell(column, row.get(column.name), name) for column in field.columns) for row in rows)
        case dict() if field.kind == "matrix":
            labels = dict(field.options)
            asked = ((label, str(value.get(row) or "")) for row, label in field.rows)
            return tuple((label, labels.get(chosen, chosen)) for label, chosen in asked)
        case _:
            return ()


def _cell(column: Field, value: Json, name: Callable[[str], str]) -> str:
    return "" if value in (None, "") else shown(column, value, name)


def _row(field: Field, row: dict[str, Json], name: Callable[[str], str]) -> str:
    told = ((column.label, _cell(column, row.get(column.name), name)) for column in field.columns)
    return "; ".join(f"{label}: {text}" for label, text in told if text)


def acted(record_words: str, event: e.Event) -> str:
    """What an act that is no decision did to a record, as a sentence without its actor; "" for any other event."""
    match event:
        case e.TierRaised(tier=tier):
            return f"Raised the tier to {tier}"
        case e.PutOnHold():
            return f"Put the {record_words} on hold"
        case e.Resumed():
            return f"Resumed the {record_words}"
        case e.Withdrawn():
            return f"Withdrew the {record_words}"
        case e.Revoked(gate=""):
            return "Revoked the approval"
        case e.Released():
            return f"Released the {record_words}"
        case e.Moved(definition=digest):
            return f"Moved the {record_words} to version {digest[:12]}… of its workflow"
        case e.PassedOn(gate=gate):
            return f"Passed on a turn at {gate.replace('_', ' ')}"
        case e.Retired():
            return f"Retired the {record_words}"
        case e.Renewed():
            return "Renewed the approval"
        case e.Expired():
            return "Recorded that the approval had ended by time"
        case e.NoticeGiven(step=step):
            return f"Gave notice that the approval ends ({step})"
        case e.CheckInAsked(step=step):
            return f"Asked for a check-in ({step} after release)"
        case e.CheckedIn(step=step):
            return f"Answered a check-in ({step} after release)"
        case _:
            return ""


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
        case e.GateOpened(gate=gate, opening=opening):
            return f"{law.title_of(gate)} opened" + (f" again, opening {opening}" if opening > 1 else "")
        case e.GatePassed(gate=gate):
            return f"{law.title_of(gate)} passed"
        case e.GateSettled(gate=gate):
            return f"{law.title_of(gate)} asks for changes"
        case e.GateSuspended(gate=gate):
            return f"{law.title_of(gate)} waits again"
        case e.CarriedOver(gate=gate):
            return f"{law.title_of(gate)} carried over"
        case e.Rejected(gate=gate):
            return f"rejected at {law.title_of(gate)}"
        case e.NoticeGiven(step=step):
            return f"notice of expiry given ({step})"
        case e.CheckInAsked(step=step):
            return f"check-in asked ({step} release)"
        case e.CheckedIn(step=step):
            return f"check-in answered ({step} release)"
        case e.QuestionAsked() | e.QuestionAnswered() | e.QuestionClosed() | e.PassedOn():
            return _beside(law, event)
        case _:
            words = "".join(f" {c.lower()}" if c.isupper() else c for c in type(event).__name__)
            return words.strip()


def _beside(law: Definition, event: e.DialogueEvent | e.PassedOn) -> str:
    match event:
        case e.PassedOn(gate=gate):
            return f"{law.title_of(gate)}: turn passed on"
        case e.QuestionAsked(gate=gate):
            return f"{law.title_of(gate)}: question asked"
        case e.QuestionAnswered(question=name):
            return f"question {name[1:]} answered"
        case e.QuestionClosed(question=name):
            return f"question {name[1:]} closed"
        case _:
            assert_never(event)
