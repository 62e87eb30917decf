"""What can be found of an initiative: its number, its title, its answers as they stand, and all that was said to it.

The one list of it, read by the index and by the page that shows where the words stand. Texts are commitments, opened by
whoever may; dates and people are not text: people are found where somebody wrote their name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coe.sealed_files import is_file
from governance.formats.jcs import Json
from governance.language.definition import Definition, Field
from governance.reading.answers import is_commitment
from governance.record import events as e
from governance.record.state import Initiative

Kind: TypeAlias = Literal["reason", "note", "comment", "request", "condition", "reply", "question", "remark"]
UNREAD = ("person", "date", "yesno", "number", "definition")
"""Kinds of answers nobody looks for by their words."""
OPTIONS = ("choice", "choices", "matrix")
"""Kinds whose words are the form's, not those of whoever answered."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text in an event: what it is, and its commitment."""

    kind: Kind
    commit: str


def said(event: e.Event) -> Iterator[Said]:
    """The texts that an event of an initiative carries, in a fixed order."""
    return (each for each in _said(event) if each.commit)


def _said(event: e.Event) -> Iterator[Said]:
    match event:
        case e.Submitted(replies=replies):
            yield from (Said("reply", text) for _, text in sorted(replies.items()))
        case e.DecisionSigned(note=note, requests=requests, conditions=conditions, comments=comments):
            yield Said("note", note)
            yield from (Said("request", ask.text) for ask in requests)
            yield from (Said("condition", one.text) for one in conditions)
            yield from (Said("comment", text) for _, text in sorted(comments.items()))
        case e.ConditionMet(note=text) | e.ConditionVerified(note=text) | e.CheckedIn(note=text):
            yield Said("note", text)
        case e.QuestionAsked(text=text):
            yield Said("question", text)
        case e.QuestionAnswered(text=text):
            yield Said("remark", text)
        case (
            e.TierRaised(reason=text) | e.PutOnHold(reason=text) | e.Withdrawn(reason=text) | e.Revoked(reason=text)
            | e.Moved(reason=text) | e.Retired(reason=text) | e.AnswerErased(reason=text) | e.PassedOn(reason=text)
        ):  # fmt: skip
            yield Said("reason", text)
        case _:
            return


def answer_text(field: Field | None, value: Json) -> str:
    """An answer in the words a reader sees: options by their label, a file by its name; "" for what is no text."""
    if field is not None and field.kind in UNREAD:
        return ""
    options = dict(field.options) if field is not None else {}
    columns = {each.name: each for each in field.columns} if field is not None else {}
    if isinstance(value, str):
        return options.get(value, value)
    if isinstance(value, list):
        return "; ".join(filter(None, (answer_text(field, each) for each in value)))
    if not isinstance(value, Mapping) or is_commitment(value):
        return ""
    if is_file(value):
        return str(value["name"])
    # In the order of the form: an entry that is read again has its maps sorted.
    order = {name: place for place, name in enumerate((*columns, *(dict(field.rows) if field is not None else ())))}
    cells = (
        answer_text(columns.get(name, field), value[name])
        for name in sorted(value, key=lambda name: (order.get(name, len(order)), name))
    )
    return ", ".join(filter(None, cells))


def title_of(state: Initiative, law: Definition | None) -> str:
    """The answer named `title`, else the form's first line of text; the number where both are missing or personal."""
    lines = [f.name for f in law.field_by_name.values() if f.kind == "line"] if law else []
    for name in ("title", *lines):
        answer = state.answers.get(name)
        if isinstance(answer, str) and answer:
            return answer
    return state.number


def chosen(law: Definition, answers: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """The options chosen, by field: what the scope of a grant is held against. A choice of none is ("field", "")."""
    for name, field in law.field_by_name.items():
        given = answers.get(name)
        if field.kind in ("choice", "yesno") and isinstance(given, str):
            yield name, given
        elif field.kind == "choices" and isinstance(given, list):
            yield from ((name, str(each)) for each in given or ("",))
