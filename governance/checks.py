"""Checks by name: pure functions of the answers that say what is wrong and how to clear it.

A check is `(parameters, answers) -> Found, …`. Its parameters name fields of the form; reading a definition validates
them and fills in what was left out, so that a check never looks for a field that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from governance.jcs import Json

Answers: TypeAlias = Mapping[str, Json]
Parameters: TypeAlias = Mapping[str, Json]
ParameterKind = Literal["table", "matrix", "field", "column", "whole", "range", "option", "options", "row", "rows"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: the field it concerns, what is wrong, and how to clear it."""

    concerns: str
    what: str
    cure: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `of` names the parameter that holds its table, matrix or column; None as default means it may be
    left out, a missing default (`required`) that it may not.
    """

    kind: ParameterKind
    default: Json = None
    required: bool = False
    of: str = "in"


@dataclass(frozen=True, slots=True)
class Check:
    """A check the law knows: what it is for, what it may be told, and how it looks."""

    purpose: str
    parameters: Mapping[str, Parameter]
    look: Callable[[Parameters, Answers], Iterator[Found]]

    def reads(self, parameters: Parameters) -> tuple[str, ...]:
        """The fields it reads, sorted: the digest of its inputs covers them."""
        kinds = ("table", "matrix", "field")
        named = (parameters.get(name) for name, parameter in self.parameters.items() if parameter.kind in kinds)
        return tuple(sorted({name for name in named if isinstance(name, str)}))


def rows(answers: Answers, table: Json) -> list[dict[str, Json]]:
    """The rows of a table answer; none where it is missing or committed."""
    answer = answers.get(str(table))
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []


def given(answers: Answers, field: Json) -> bool:
    """Whether a field has an answer at all."""
    return isinstance(field, str) and answers.get(field) not in (None, "", [], {})


def words_in(text: Json) -> int:
    """How many words a message has."""
    return len(text.split()) if isinstance(text, str) else 0


def _listed(value: Json) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def _said(name: str) -> str:
    return name.replace("_", " ")


def _evidence_present(parameters: Parameters, answers: Answers) -> Iterator[Found]:
    table, least = str(parameters["in"]), parameters["at_least"]
    found = rows(answers, table)
    if isinstance(least, int) and len(found) < least:
        yield Found(
            table,
            f"There are {len(found)} pieces of evidence where at least {least} must show the need.",
            "Add what customers said or did, with where it comes from.",
        )
    yield from _covers(parameters, answers)


def _covers(parameters: Parameters, answers: Answers) -> Iterator[Found]:
    """One row at least has one of the wanted words in the column, unless the field that waives it is answered."""
    table, column, wanted = str(parameters["in"]), str(parameters["column"]), _listed(parameters["any_of"])
    found = rows(answers, table)
    if (
        not wanted
        or not found
        or given(answers, parameters["unless"])
        or any(row.get(column) in wanted for row in found)
    ):
        return
    waiver = f", or say in “{_said(str(parameters['unless']))}” why not" if parameters["unless"] else ""
    yield Found(
        table,
        f"No row has as its {_said(column)} one of: {', '.join(map(_said, wanted))}.",
        f"Add one{waiver}.",
    )


def _measures_complete(parameters: Parameters, answers: Answers) -> Iterator[Found]:
    table, column = str(parameters["in"]), str(parameters["column"])
    found = rows(answers, table)
    needed = _listed(parameters["columns"])
    for number, row in enumerate(found, 1):
        missing = [name for name in needed if row.get(name) in (None, "")]
        if missing:
            yield Found(table, f"Measure {number} lacks {', '.join(map(_said, missing))}.", "Complete the row.")
    for horizon in _listed(parameters["needs"]):
        if not any(row.get(column) == horizon for row in found):
            yield Found(
                table,
                f"No measure has the {_said(column)} “{_said(horizon)}”.",
                "Add one, so that the return is judged over both the quarter and the long haul.",
            )


def _message_length(parameters: Parameters, answers: Answers) -> Iterator[Found]:
    table, column = str(parameters["in"]), str(parameters["column"])
    least, _, most = str(parameters["words"]).partition("..")
    for number, row in enumerate(rows(answers, table), 1):
        if parameters["specialty"] and row.get(str(parameters["by"])) != parameters["specialty"]:
            continue
        count = words_in(row.get(column))
        if int(least) <= count <= int(most):
            continue
        whom = f" for {_said(str(parameters['specialty']))}" if parameters["specialty"] else ""
        cure = f"Cut at least {count - int(most)}." if count > int(most) else f"Add at least {int(least) - count}."
        yield Found(table, f"Message {number} has {count} words; {least} to {most} work best{whom}.", cure)


def _reference_per_claim(parameters: Parameters, answers: Answers) -> Iterator[Found]:
    table, column = str(parameters["in"]), str(parameters["column"])
    for number, row in enumerate(rows(answers, table), 1):
        if row.get(column) in (None, ""):
            yield Found(table, f"Message {number} names no reference.", "Cite the source that carries the claim.")


def _audience_answered(parameters: Parameters, answers: Answers) -> Iterator[Found]:
    matrix, main = str(parameters["in"]), parameters["main"]
    answer = answers.get(matrix)
    answered = answer if isinstance(answer, dict) else {}
    for row in _listed(parameters["rows"]):
        if answered.get(row) in (None, ""):
            yield Found(
                matrix, f"How this affects “{_said(row)}” is not answered.", "Choose an answer; not affected is fine."
            )
    if main and answered and main not in answered.values():
        yield Found(matrix, "No audience is the main one.", f"Say for one audience at least: {_said(str(main))}.")


def _orphan_tactic(parameters: Parameters, answers: Answers) -> Iterator[Found]:
    table, column, content = str(parameters["in"]), str(parameters["column"]), str(parameters["content"])
    if not given(answers, parameters["under"]):
        yield Found(
            str(parameters["under"]), "No objective stands above this initiative.", "Name the objective it serves."
        )
    messages = len(rows(answers, content))
    for number, row in enumerate(rows(answers, table), 1):
        carried = row.get(column)
        if not isinstance(carried, int) or not 1 <= carried <= messages:
            yield Found(
                table,
                f"Contact {number} carries key message {carried or '(none)'}; there are {messages}.",
                "Give the number of the key message it carries, so that content comes before tactics.",
            )


def _shared_ownership(parameters: Parameters, answers: Answers) -> Iterator[Found]:
    matrix, owns, least = str(parameters["in"]), parameters["as"], parameters["at_least"]
    answer = answers.get(matrix)
    owners = [row for row, role in answer.items() if role == owns] if isinstance(answer, dict) else []
    if isinstance(least, int) and len(owners) < least:
        yield Found(
            matrix,
            f"{len(owners)} functions have “{_said(str(owns))}” where at least {least} share the work.",
            "Agree with another function and enter it here.",
        )
    for row in _listed(parameters["needs"]):
        if row not in owners:
            yield Found(matrix, f"“{_said(row)}” is not among those with “{_said(str(owns))}”.", "Enter it here.")


def _preferred_channel(parameters: Parameters, answers: Answers) -> Iterator[Found]:
    """Share of planned contacts outside the channel that those contacted prefer; doctors report 55 % on average."""
    table, limit = str(parameters["in"]), parameters["limit"]
    found = rows(answers, table)
    planned, outside = (
        sum(n for row in found if isinstance(n := row.get(str(parameters[column])), int))
        for column in ("planned", "outside")
    )
    if isinstance(limit, int) and planned and outside * 100 > limit * planned:
        too_many = -(-(outside * 100 - limit * planned) // 100)
        yield Found(
            table,
            f"{outside * 100 // planned} % of the contacts are planned outside the preferred channel; "
            f"the limit is {limit} %.",
            f"Move at least {too_many} of {planned} contacts, or ask for preferences first.",
        )


CHECKS: Mapping[str, Check] = {
    "evidence-present": Check(
        "the need is shown by evidence, some of it unstructured or its absence explained",
        {
            "in": Parameter("table", "evidence"),
            "at_least": Parameter("whole", 1),
            "column": Parameter("column", "kind"),
            "any_of": Parameter("options", [], of="column"),
            "unless": Parameter("field"),
        },
        _evidence_present,
    ),
    "covers": Check(
        "at least one row of a table has one of the wanted words, or its absence is explained",
        {
            "in": Parameter("table", required=True),
            "column": Parameter("column", required=True),
            "any_of": Parameter("options", required=True, of="column"),
            "unless": Parameter("field"),
        },
        _covers,
    ),
    "measures-complete": Check(
        "every measure is filled in, and there is one for each horizon",
        {
            "in": Parameter("table", "measures"),
            "column": Parameter("column", "horizon"),
            "needs": Parameter("options", ["short", "long"], of="column"),
        },
        _measures_complete,
    ),
    "message-length": Check(
        "messages have as many words as work best",
        {
            "in": Parameter("table", "key_messages"),
            "column": Parameter("column", "message"),
            "words": Parameter("range", required=True),
            "by": Parameter("column", "specialty"),
            "specialty": Parameter("option", of="by"),
        },
        _message_length,
    ),
    "reference-per-claim": Check(
        "every key message cites what carries its claim",
        {"in": Parameter("table", "key_messages"), "column": Parameter("column", "reference")},
        _reference_per_claim,
    ),
    "audience-answered": Check(
        "every audience is answered, and one of them is the main one",
        {"in": Parameter("matrix", "audiences"), "main": Parameter("option", of="in")},
        _audience_answered,
    ),
    "orphan-tactic": Check(
        "an objective stands above the initiative, and every contact carries a key message that exists",
        {
            "under": Parameter("field", "objective"),
            "in": Parameter("table", "contact_plan"),
            "column": Parameter("column", "message_number"),
            "content": Parameter("table", "key_messages"),
        },
        _orphan_tactic,
    ),
    "shared-ownership": Check(
        "more than one function owns the work",
        {
            "in": Parameter("matrix", "responsibilities"),
            "as": Parameter("option", required=True, of="in"),
            "at_least": Parameter("whole", 2),
            "needs": Parameter("rows", []),
        },
        _shared_ownership,
    ),
    "preferred-channel": Check(
        "contacts are planned in the channels that people prefer",
        {
            "in": Parameter("table", "contact_plan"),
            "planned": Parameter("column", "planned"),
            "outside": Parameter("column", "outside"),
            "limit": Parameter("whole", 40),
        },
        _preferred_channel,
    ),
}
