"""What a search of runs has found, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from governance.checker.answer_classes import spoken_answers
from governance.checker.exploring_panels import Panel
from governance.checker.exploring_runs import MOST_PEOPLE, Run, seats_of
from governance.language.definition import Definition, Gate
from governance.law.gates import tier_of
from governance.record import commands as c


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a gate: pointer below the gate's, sentence, cure."""

    pointer: str
    what: str
    cure: str


def never_passes(law: Definition, gate: Gate) -> Fault:
    """Why a gate can never pass, as far as its rule tells."""
    rule, seats = gate.rule, seats_of(law, gate.panel)
    missing = [seat for seat in (*rule.present.seats, *rule.veto) if seat not in seats]
    if missing:
        where = "/decide/veto" if missing[0] in rule.veto else "/decide/present"
        what = f"“{gate.title}” can never pass: it waits for the seat “{missing[0]}”, which its panel does not have."
        return Fault(where, what, "Name a seat of the panel.")
    asked = max(n for n in (rule.approve, rule.present.number, 0) if isinstance(n, int))
    most = len(seats) or MOST_PEOPLE
    if asked > most:
        what = f"“{gate.title}” can never pass: it asks for {asked} people where its panel has {most}."
        return Fault("/decide", what, "Lower the number, or add seats.")
    what = f"“{gate.title}” can never pass: even if everybody approves, its rule is not fulfilled."
    return Fault("/decide", what, "Ask for less.")


def unending(gate: Gate, panel: Panel) -> Fault:
    """A gate that waits although everybody has been heard."""
    rows = panel.rounds_to("stuck") or ((),)
    said = [outcome for row in rows for _, outcome in row]
    number = {outcome: said.count(outcome) for outcome in dict.fromkeys(said)}
    votes = " and ".join(f"{count} × {outcome}" for outcome, count in number.items())
    what = f"“{gate.title}” can wait for ever: after {votes} nobody is left to decide, and it has no verdict."
    return Fault("/decide", what, "Let `approve` be a share, such as majority: then the votes cast decide.")


def told(law: Definition, run: Run) -> tuple[str, ...]:
    """A run in sentences, for somebody who has not read the file."""
    fields = law.field_by_name
    answers = {name: answer for name, answer in run.answers.items() if name in fields}
    case = f" where {spoken_answers(fields, answers)}" if answers else ""
    tier = tier_of(law, run.answers, "")
    first = f"The owner submits{case}; the tier is {tier}."
    return (first, *_sentences(law, run)) if run.steps else ()


def _sentences(law: Definition, run: Run) -> Iterator[str]:
    for step in run.steps[1:]:
        match step.command:
            case c.Submit(answers=answers):
                titles = {f"remark on {section.name}": section.title for section in law.sections}
                newest = {title for name, title in titles.items() if name in answers}
                yield "The owner submits again" + (f"; changed by now: {', '.join(sorted(newest))}." if newest else ".")
            case c.SignDecision(gate=gate, outcome=outcome):
                yield f"{step.actor} says “{outcome}” at “{law.gate_by_name[gate].title}”."
            case c.RaiseTier(tier=tier):
                yield f"{step.actor} raises the tier to {tier}."
            case c.Escalate(gate=gate, step=when):
                yield f"The clock of “{law.gate_by_name[gate].title}” reaches {when}: it escalates."
            case _:
                yield f"{step.actor}: {type(step.command).__name__}."
