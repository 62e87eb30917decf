"""Checks of who does the work and on what: every function has a part, several own it, codes are real."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from governance.checks.base import Answers, Check, Found, Naming, Parameter, Parameters, chosen, count, listed, text
from governance.formats import damm


def _shared_ownership(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    matrix, owns, least = str(parameters["in"]), parameters["as"], count(parameters["at_least"])
    owners = [row for row, role in chosen(answers, matrix).items() if role == owns]
    if len(owners) < least:
        yield Found(
            matrix,
            f"{len(owners)} functions have “{naming.option(matrix, owns)}” where at least {least} share the work.",
            "Agree with another function and enter it here.",
        )
    for row in listed(parameters["needs"]):
        if row not in owners:
            what = f"“{naming.row(matrix, row)}” is not among those with “{naming.option(matrix, owns)}”."
            yield Found(matrix, what, "Enter it here.")


def _responsibilities_complete(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    matrix, idle = str(parameters["in"]), parameters["idle"]
    parts = chosen(answers, matrix)
    for row in listed(parameters["rows"]):
        if parts.get(row) in (None, ""):
            what = f"“{naming.row(matrix, row)}” is left out."
            yield Found(matrix, what, "Say what it does; not involved is an answer.")
    for row in listed(parameters["needs"]):
        if idle and parts.get(row) == idle:
            yield Found(
                matrix,
                f"“{naming.row(matrix, row)}” has “{naming.option(matrix, idle)}”, and this work cannot do without it.",
                "Agree on its part with that function and enter it here.",
            )


def _material_code(parameters: Parameters, answers: Answers, _: Naming) -> Iterator[Found]:
    field = str(parameters["in"])
    code = text(answers.get(field))
    if code and not damm.valid(code):
        yield Found(
            field,
            f"“{code}” is no code that was ever given out: its check digit is wrong.",
            "Copy it from the approved material; a digit is wrong or missing, or two are swapped.",
        )


PEOPLE: Mapping[str, Check] = {
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
    "responsibilities-complete": Check(
        "no function is left out",
        {
            "in": Parameter("matrix", "responsibilities"),
            "rows": Parameter("its rows", of="in"),
            "needs": Parameter("rows", []),
            "idle": Parameter("option", of="in"),
        },
        _responsibilities_complete,
    ),
    "material-code": Check(
        "the code of approved material is one that was given out",
        {"in": Parameter("field", required=True, like=("line",))},
        _material_code,
    ),
}
