"""Submitted answers held against the form: every problem at once, the digests of sections, what checks find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import cast

from governance.answers import AnswerProblem, Answers, answer_problems, is_answered
from governance.checks import CHECKS
from governance.conditions import holds
from governance.definition import CheckCall, Definition, Field, Gate
from governance.events import Finding
from governance.gates import applicable, tier_of
from governance.jcs import Json, NotCanonical, encode
from governance.reading_words import near

__all__ = ["AnswerProblem", "asked", "findings", "findings_for", "labels", "problems", "section_digest"]


def asked(field: Field, answers: Answers) -> bool:
    """Whether this question is put, given the other answers."""
    return holds(field.when, answers)


def problems(definition: Definition, answers: Answers) -> tuple[AnswerProblem, ...]:
    """Everything wrong with these answers, in the order of the form; empty when they may be submitted."""
    known = definition.field_by_name
    found: list[AnswerProblem] = []
    for name, field in known.items():
        answer = answers.get(name)
        if not asked(field, answers):
            if name in answers:
                found.append(AnswerProblem(name, f"“{field.label}” is answered but not asked.", "Leave it out."))
        elif not is_answered(answer):
            if field.required:
                found.append(AnswerProblem(name, f"“{field.label}” is not answered.", _ask(field)))
            elif name in answers:
                found.append(AnswerProblem(name, f"“{field.label}” has an empty answer.", "Leave it out."))
        else:
            found += answer_problems(field, answer)
    for name in sorted(answers.keys() - known.keys()):
        found.append(AnswerProblem(name, f"The form does not ask “{name[:40]}”.", near(name, list(known), "It asks")))
    return tuple(found)


def _ask(field: Field) -> str:
    match field.kind:
        case "choice" | "choices" | "yesno":
            return "Choose an answer."
        case "table":
            return f"Add at least {max(1, field.at_least)} row{'s' if field.at_least > 1 else ''}."
        case "file":
            return "Add a file."
        case "person":
            return "Choose a person."
        case _:
            return "Answer it."


def section_digest(definition: Definition, section: str, answers: Answers) -> str:
    """SHA-256 (hex) of a section's answers under this definition; commitments and digests stand for what they hide."""
    asks = definition.section_by_name[section].fields
    values: dict[str, Json] = {field.name: answers[field.name] for field in asks if field.name in answers}
    body: dict[str, Json] = {"definition": definition.digest, "section": section, "values": values}
    return sha256(b"clearway/section/v1\0" + encode(body)).hexdigest()


def findings(definition: Definition, answers: Answers, raised: str = "") -> tuple[Finding, ...]:
    """What the definition's checks and those of the gates these answers meet find; the same call is made once.

    `raised` is the tier a coordinator raised the record to, "" for none.
    """
    met = applicable(definition, answers, tier_of(definition, answers, raised))
    gates = (gate for gate in definition.gates if gate.name in met)
    calls: list[CheckCall] = []
    for call in (*definition.checks, *(call for gate in gates for call in gate.checks)):
        if call not in calls:
            calls.append(call)
    numbers: dict[str, int] = {}
    return tuple(finding for call in calls for finding in _findings_of(call, answers, numbers))


def findings_for(definition: Definition, gate: Gate, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that concern a gate: of the checks it lists, and on the sections it reviews."""
    listed = {call.name for call in gate.checks}
    return tuple(
        one for one in found if one.check in listed or definition.section_of_field.get(one.concerns) in gate.reviews
    )


def _findings_of(call: CheckCall, answers: Answers, numbers: dict[str, int]) -> Iterator[Finding]:
    """The findings of one call; ids count per check within the submission."""
    check = CHECKS[call.name]
    try:
        inputs = finding_inputs(call, answers)
    except NotCanonical:
        # Only a draft gets here: `problems` names such answers, and they are never submitted.
        return
    parameters = _json(call)
    for found in check.look(parameters, answers):
        numbers[call.name] = numbers.get(call.name, 0) + 1
        name = f"{call.name}.{numbers[call.name]}"
        yield Finding(name, call.name, call.severity, found.concerns, found.what, found.cure, inputs)


def _json(call: CheckCall) -> dict[str, Json]:
    """The parameters of a call; reading put JSON there and nothing else."""
    return cast("dict[str, Json]", dict(call.parameters))


def finding_inputs(call: CheckCall, answers: Answers) -> str:
    """SHA-256 (hex) of all a check reads: a finding is stale when this changes."""
    parameters = _json(call)
    read: dict[str, Json] = {name: answers.get(name) for name in CHECKS[call.name].reads(parameters)}
    body: dict[str, Json] = {"check": call.name, "parameters": parameters, "answers": read}
    return sha256(b"clearway/finding/v1\0" + encode(body)).hexdigest()


def labels(definition: Definition) -> Mapping[str, str]:
    """What people read for each name that conditions use: the rows of a matrix (`audiences.patient`) and the columns of
    a table (`evidence/kind`) included.
    """
    found = {"tier": "Tier"}
    for name, field in definition.field_by_name.items():
        found[name] = field.label
        found |= {f"{name}.{row}": f"{field.label}: {label}" for row, label in field.rows if field.kind == "matrix"}
        found |= {f"{name}/{column.name}": column.label for column in field.columns}
    return found
