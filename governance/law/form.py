"""Submitted answers held against the form: every problem at once, the digests of sections, what checks find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import cast

from governance.checks.base import RECORDED, Check, Naming, Parameters, fields_of, points
from governance.checks.library import CHECKS
from governance.formats.jcs import Json, NotCanonical, encode
from governance.language.conditions import holds
from governance.language.definition import CheckCall, Definition, Field, Gate
from governance.law.gates import applicable, tier_of
from governance.reading.answers import AnswerProblem, Answers, answer_problems, is_answered
from governance.reading.words import near
from governance.record.events import Finding

__all__ = [
    "AnswerProblem", "asked", "findings", "findings_for", "findings_of", "labels", "problems", "section_digest",
    "wanted",
]  # fmt: skip


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


def section_digest(definition: Definition, section: str, answers: Answers, supersedes: str = "") -> str:
    """SHA-256 (hex) of a section's answers under this definition; commitments and digests stand for what they hide. A
    proposal is read against the definition it `supersedes`.
    """
    asks = definition.section_by_name[section].fields
    values: dict[str, Json] = {field.name: answers[field.name] for field in asks if field.name in answers}
    body: dict[str, Json] = {"definition": definition.digest, "section": section, "values": values}
    if supersedes and definition.afterwards.publishes in values:
        body["supersedes"] = supersedes
    return sha256(b"clearway/section/v1\0" + encode(body)).hexdigest()


def findings(
    definition: Definition,
    answers: Answers,
    raised: str = "",
    facts: Mapping[str, Json] | None = None,
    naming: Naming = RECORDED,
) -> tuple[Finding, ...]:
    """What the definition's checks and those of the gates these answers meet find; the same call is made once, and only
    where its condition holds.

    `raised` is the tier a coordinator raised the record to, "" for none; `facts` are what is known of other records, by
    the names under which checks ask for them. What is recorded is said by the names of the definition; `naming`
    says the same findings otherwise.
    """
    calls = _made(definition, answers, raised)
    known, numbers = {**answers, **(facts or {})}, dict[str, int]()
    return tuple(finding for call in calls for finding in findings_of(CHECKS[call.name], call, known, numbers, naming))


def wanted(definition: Definition, answers: Answers, raised: str = "") -> frozenset[str]:
    """The columns, as `table/column`, that the form leaves open and a check that blocks does not: no row may leave one
    empty.
    """
    calls = (call for call in _made(definition, answers, raised) if call.severity == "block")
    return frozenset(place for call in calls for place in CHECKS[call.name].wanted(call.parameters))


def _made(definition: Definition, answers: Answers, raised: str) -> list[CheckCall]:
    """The checks these answers meet: the same call once, and only where its condition holds."""
    met = applicable(definition, answers, tier_of(definition, answers, raised))
    gates = (gate for gate in definition.gates if gate.name in met)
    calls: list[CheckCall] = []
    for call in (*definition.checks, *(call for gate in gates for call in gate.checks)):
        if call not in calls and holds(call.when, answers):
            calls.append(call)
    return calls


def findings_for(definition: Definition, gate: Gate, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that concern a gate: of the checks it lists, and on the sections it reviews."""
    listed = {call.name for call in gate.checks}
    return tuple(
        one for one in found if one.check in listed or definition.section_of_field.get(one.concerns) in gate.reviews
    )


def findings_of(
    check: Check, call: CheckCall, known: Answers, numbers: dict[str, int], naming: Naming = RECORDED
) -> Iterator[Finding]:
    """The findings of one call of a check; ids count per check within the submission."""
    try:
        inputs = _inputs(check, call, known)
    except NotCanonical:
        # Only a draft gets here: `problems` names such answers, and they are never submitted.
        return
    for found in check.find(call.parameters, known, naming):
        numbers[call.name] = numbers.get(call.name, 0) + 1
        name = f"{call.name}.{numbers[call.name]}"
        yield Finding(name, call.name, call.severity, found.concerns, found.what, found.cure, inputs)


def _inputs(check: Check, call: CheckCall, known: Answers) -> str:
    """SHA-256 (hex) of all a check reads and of when it is made: a finding is stale when this changes."""
    names = {*check.reads(call.parameters), *fields_of(call.when)}
    read: dict[str, Json] = {name: known.get(name) for name in sorted(names)}
    body: dict[str, Json] = {"check": call.name, "parameters": _written(call.parameters), "answers": read}
    return sha256(b"clearway/finding/v1\0" + encode(body)).hexdigest()


def _written(parameters: Parameters) -> dict[str, Json]:
    """The parameters of a call as JSON; reading put JSON there, or points that know how they were written."""
    told = {name: [p.written for p in points(value)] if points(value) else value for name, value in parameters.items()}
    return cast("dict[str, Json]", told)


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
