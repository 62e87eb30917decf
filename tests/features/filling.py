"""Whole forms out of few answers, for any definition: what a scenario does not say is answered quietly.

Quiet is what the fewest conditions notice, so that a scenario turns on what it says and on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from coe.demo.answers import Setting, sketched
from coe.demo.respira import TECHNIQUE
from coe.founding import library_folder
from coe.policy.core_yaml import parse, plain
from coe.policy.definitions import compile_file
from governance.formats.damm import check_digit
from governance.formats.jcs import Json
from governance.language.conditions import Atom, holds, tests
from governance.language.definition import Definition, Field
from governance.law.form import asked
from tests.features.moments import MONDAY

Answers = dict[str, Json]
Inside = Mapping[str, Json]
STEM = "DE-2026-00017-"
LONGEST_LINE, ROWS = 200, 2


@dataclass(frozen=True)
class Known:
    """Whom and what a form may name: ids by person's name, numbers by record's title; somebody with no part in it."""

    people: Mapping[str, str]
    numbers: Mapping[str, str]
    bystander: str


def filled(law: Definition, said: Mapping[str, str], known: Known) -> Answers:
    """A complete form with the answers that are said, cells as YAML; an empty cell leaves the question open."""
    base: Answers = {}
    if law.workflow == "cx-initiative":  # the demonstration knows how to fill in the longest form of the library
        base = sketched(Setting(MONDAY, lambda _: known.bystander), TECHNIQUE)
    given: Answers = {**base, **{name: cell(law.field_by_name.get(name), text, known) for name, text in said.items()}}
    answers: Answers = {}
    for name, field in law.field_by_name.items():
        if name in given:
            answers[name] = _whole(field, given[name], known)
        elif field.required and asked(field, answers):
            answers[name] = _quiet(law, field, known)
    unknown = {name: answer for name, answer in given.items() if name not in answers}
    return {name: answer for name, answer in {**answers, **unknown}.items() if answer not in ("", None)}


def cell(field: Field | None, text: str, known: Known) -> Json:
    """What a cell of a feature means as an answer to this field."""
    if field is not None and field.kind in ("table", "matrix", "choices", "number"):
        node, faults = parse(text.encode())
        assert node is not None, text
        assert not faults, faults
        return _meant(field, plain(node), known)
    return _meant(field, text, known)


def _meant(field: Field | None, value: Json, known: Known) -> Json:
    """Names of people and titles of records become what stands for them."""
    columns = {column.name: column for column in field.columns} if field is not None else {}
    match value:
        case list() if columns:
            return [
                {name: _meant(columns.get(name), one, known) for name, one in row.items()}
                if isinstance(row, dict) else row
                for row in value
            ]  # fmt: skip
        case str() if field is not None and field.kind == "person":
            return known.people.get(value, value)
        case str() if field is not None and field.kind == "definition":
            return _proposed(value) if value else ""
        case str() if field is not None and field.kind == "record":
            return known.numbers.get(value, value)
        case int() if field is not None and field.kind != "number":
            return str(value)
        case _:
            return value


def _proposed(said: str) -> dict[str, Json]:
    """`travel-permit.yaml`, or the same `where signers are trained in gcp` or `where no decision is given again`."""
    name, _, change = said.partition(" where ")
    document = {**compile_file(library_folder() / name).document}
    gates = document["gates"]
    match change:
        case "":
            pass
        case "signers are trained in gcp":
            document["signers"] = {"trained": ["gcp"]}
        case "no decision is given again" if isinstance(gates, list):
            whole = [gate for gate in gates if isinstance(gate, dict)]
            document["gates"] = [{k: v for k, v in gate.items() if k != "always_again"} for gate in whole]
        case _:
            raise AssertionError(f"nobody knows a definition {said!r}")
    return document


def _whole(field: Field, given: Json, known: Known) -> Json:
    """Rows of a table get the columns that are required and not said; rows of a matrix their first column."""
    if field.kind == "matrix" and isinstance(given, dict):
        return {**{row: field.options[0][0] for row, _ in field.rows}, **given}
    if field.kind != "table" or not isinstance(given, list):
        return given
    return [_row(field, number, row, known) if isinstance(row, dict) else row for number, row in enumerate(given, 1)]


def _row(field: Field, number: int, row: Inside, known: Known) -> Json:
    wanted = (column for column in field.columns if column.required and column.name not in row)
    return {**row, **{column.name: _plain(column, known, number) for column in wanted}}


def _quiet(law: Definition, field: Field, known: Known) -> Json:
    """An answer that few conditions notice and no check objects to."""
    called = {(call.name, name) for call in law.checks for name in call.parameters.values() if isinstance(name, str)}
    if ("material-code", field.name) in called:
        return STEM + check_digit(STEM)
    if ("staffed-hours", field.name) in called and field.kind in ("line", "text"):
        return "Monday to Friday, 8 to 18"
    candidates = list(_candidates(field, known))
    return min(candidates, key=lambda answer: _noticed(law, field.name, answer))


def _noticed(law: Definition, name: str, answer: Json) -> int:
    rules = (*(tier.when for tier in law.tiers), *(gate.when for gate in law.gates))
    atoms: list[Atom] = [atom for when in rules for atom in tests(when)]
    return sum(holds(atom, {name: answer}) for atom in atoms if atom.name.partition(".")[0] == name)


def _candidates(field: Field, known: Known) -> Iterator[Json]:
    match field.kind:
        case "yesno":
            yield from ("no", "yes")
        case "choice":
            yield from (name for name, _ in field.options)
        case "choices":
            for name, _ in field.options:
                yield [name]
        case "matrix":
            yield {row: field.options[0][0] for row, _ in field.rows}
        case "table":
            count = min(max(ROWS, field.at_least), field.most or ROWS)
            yield [{column.name: _plain(column, known, row) for column in field.columns} for row in range(1, count + 1)]
        case _:
            yield _plain(field, known, 0)


def _plain(field: Field, known: Known, row: int) -> Json:
    """One value; texts differ from row to row and from column to column."""
    made: Mapping[str, Callable[[], Json]] = {
        "choice": lambda: field.options[0][0],
        "yesno": lambda: "no",
        "number": lambda: max(1, field.at_least),
        "amount": lambda: f"100 {field.accept[0]}",
        "date": lambda: f"2026-12-{max(1, row):02}",
        "person": lambda: known.bystander,
        "record": lambda: [*known.numbers.values(), ""][0],
        "file": lambda: {"file": "ab" * 32, "name": f"{field.name}.{field.accept[0]}", "size": 4711,
                         "type": field.accept[0]},
    }  # fmt: skip
    if field.kind in made:
        return made[field.kind]()
    return f"{field.label}{f', number {row}' if row else ''}: as it was agreed"[: field.most or LONGEST_LINE]
