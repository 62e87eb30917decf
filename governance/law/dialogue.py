"""The law of what is said beside a decision: reviewers ask, whoever the record concerns answers, the asker closes.

Nothing of it decides: no gate moves, no clock starts or stops, no due time changes, nobody's eligibility does. So no
consequences are drawn from it; its entry says how everything stood, and that is how it stands.
"""

from __future__ import annotations

from typing import assert_never

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.language.definition import Definition, Gate
from governance.law.eligibility import conflict, panels
from governance.law.gates import decided_in, standings
from governance.law.pools import Facts
from governance.law.standing import given
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import OPEN, Initiative, Question

CLOSED_RECORD = "What was asked and answered stays on record; nothing is added to it."


def talked(
    law: Definition, facts: Facts, state: Initiative, command: c.DialogueCommand, actor: str, at: int
) -> e.DialogueEvent:
    """The event of a question, an answer or a closing, or why it is refused."""
    match command:
        case c.AskQuestion(gate=name, concerns=concerns, text=text):
            refusal = may_ask(law, facts, state, name, actor, at)
            if refusal:
                raise refusal
            if concerns and concerns not in law.field_by_name:
                why = f"The form has no field {concerns[:40]!r}."
                raise Refused("unknown-field", "This question was not asked.", why, "Reload the page.")
            return e.QuestionAsked(name, concerns, _said(text))
        case c.AnswerQuestion(question=question, text=text):
            refusal = may_answer(law, facts, state, question, actor, at)
            if refusal:
                raise refusal
            return e.QuestionAnswered(question, _said(text))
        case c.CloseQuestion(question=question):
            refusal = may_close(law, state, question, actor)
            if refusal:
                raise refusal
            return e.QuestionClosed(question)
        case _:
            assert_never(command)


def unanswered(state: Initiative) -> tuple[Question, ...]:
    """The questions of an undecided record in which the asker had the last word: they wait for somebody to answer."""
    if state.status not in OPEN:
        return ()
    waiting = (one for one in state.questions if not one.closed)
    return tuple(one for one in waiting if not one.answers or one.answers[-1].person == one.person)


def may_ask(law: Definition, facts: Facts, state: Initiative, name: str, person: str, at: int) -> Refused | None:
    """Why this person may not ask at this gate now, or None: a panel member free of conflict, at a gate in review."""
    gate = law.gate_by_name.get(name)
    if gate is None:
        why = f"The workflow has no gate {name[:40]!r}."
        return Refused("unknown-gate", "This question was not asked.", why, "Reload the page.")
    barred = _not_reviewing(law, facts, state, gate, person, at)
    if barred:
        return barred
    if state.status not in decided_in(gate) or standings(law, facts, state, at)[name].state != "open":
        why = f"“{gate.title}” is not in review; the record is {state.status}."
        cure = "Questions are asked while a gate is open; the page says which are."
        return OutOfOrder("gate-not-open", "No question can be asked here now.", why, cure, {"gate": name})
    return None


def may_answer(law: Definition, facts: Facts, state: Initiative, name: str, person: str, at: int) -> Refused | None:
    """Why this person may not answer this question now, or None: owner, contributor, or a reviewer at any gate."""
    found = question_of(state, name)
    if found is None or found.closed:
        return _gone(found)
    if not _goes_on(law, state, found):
        why = f"The record is {state.status}."
        return OutOfOrder("record-closed", "This question cannot be answered any more.", why, CLOSED_RECORD)
    if person == state.owner or any(person in people for people in state.contributors.values()):
        return None
    if any(not _not_reviewing(law, facts, state, gate, person, at) for gate in law.gates):
        return None
    why = "Owner, contributors and the reviewers of this record answer its questions; you are none of them now."
    return Forbidden("not-concerned", "You cannot answer here.", why, "Ask the owner to say it.")


def may_close(law: Definition, state: Initiative, name: str, person: str) -> Refused | None:
    """Why this person may not close this question now, or None: it is for whoever asked it."""
    found = question_of(state, name)
    if found is None or found.closed:
        return _gone(found)
    if person != found.person:
        why = "A question is closed by whoever asked it."
        return Forbidden("not-asker", "You cannot close this question.", why, "Answer it, and the asker is told.")
    if not _goes_on(law, state, found):
        why = f"The record is {state.status}."
        return OutOfOrder("record-closed", "This question cannot be closed any more.", why, CLOSED_RECORD)
    return None


def question_of(state: Initiative, name: str) -> Question | None:
    """A question by its id."""
    return next((one for one in state.questions if one.id == name), None)


def _said(text: str) -> str:
    return given(text, "text")


def _gone(found: Question | None) -> Refused:
    if found is None:
        return Refused(
            "no-such-question", "There is no such question.", "Nothing was asked under this name.", "Reload the page."
        )
    return OutOfOrder(
        "question-closed", "This question is closed.", "Whoever asked it needs no more answers.", "Ask a new one."
    )


def _goes_on(law: Definition, state: Initiative, question: Question) -> bool:
    """Whether something may still be said: until the record is decided, or its ratifying gate is."""
    gate = law.gate_by_name.get(question.gate)
    return state.status in OPEN or (gate is not None and state.status in decided_in(gate))


def _not_reviewing(
    law: Definition, facts: Facts, state: Initiative, gate: Gate, person: str, at: int
) -> Refused | None:
    """Why this person is no reviewer at a gate: a conflict, no place on its panel, or that they stood aside there.

    What a definition asks of its signers is not asked here: asking is not signing.
    """
    barred = conflict(law, facts, state, gate, person)
    if barred:
        return Forbidden(barred.code, "You cannot ask here.", barred.why, barred.cure, barred.data)
    if any(vote.person == person and vote.outcome == "recuse" for vote in state.votes.get(gate.name, ())):
        why = "You stood aside from this initiative."
        return Forbidden("recused", "You cannot ask here.", why, "Another member of the panel asks.")
    if not any(facts.pool(panel).admits(person, at, state.answers) for panel in panels(gate, state)):
        why = f"You are not on the panel of “{gate.title}” for this initiative now."
        cure = "Ask an administrator for the role if you should have it."
        return Forbidden("not-on-panel", "You cannot ask here.", why, cure, {"panel": gate.panel})
    return None

