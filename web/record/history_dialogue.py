"""What was said beside a decision, as the history of an initiative tells it."""

from __future__ import annotations

from typing import assert_never

from coe.way.marks import Mark
from governance.language.definition import Definition
from governance.record import events as e
from web.parts.answers import ERASED, Reader


def told_beside(
    law: Definition, event: e.DialogueEvent | e.PassedOn, who: str, reader: Reader
) -> tuple[Mark, str, str, str, str]:
    """Mark, word, title, a person's own text, the product's words."""
    def text(commit: str) -> str:
        return reader.texts.get(commit, ERASED)

    match event:
        case e.PassedOn(gate=gate, to=to, reason=reason, person=person):
            whose = f"the turn of {reader.name_of(person)}" if person else "the turn"
            title = f"{who} passed {whose} for {law.title_of(gate)} on to {reader.name_of(to)}"
            return "waiting", "Passed on", title, text(reason), "Nobody gained or lost the right to decide."
        case e.QuestionAsked(gate=gate, concerns=concerns, text=said):
            field = law.field_by_name.get(concerns)
            about = f" about “{field.label}”" if field else ""
            title = f"{who} asked a question for {law.title_of(gate)}{about}"
            return "waiting", "Question", title, text(said), "Nothing was decided; the clocks run on."
        case e.QuestionAnswered(question=name, text=said):
            return "passed", "Answer", f"{who} answered question {name[1:]}", text(said), ""
        case e.QuestionClosed(question=name):
            return "passed", "Closed", f"{who} closed question {name[1:]}: no more answers needed", "", ""
        case _:
            assert_never(event)
