"""One answer held against its field: what kind of value it is, and whether it fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from unicodedata import is_normalized

from governance.errors import NotADefinition
from governance.formats.jcs import MAX_INTEGER, Json
from governance.language.definition import Field
from governance.reading.conditions import is_date
from governance.reading.document import read
from governance.reading.words import near, shown

Answers: TypeAlias = Mapping[str, Json]
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,14}) ([A-Z]{3})", re.ASCII)
_PERSON = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_RECORD = re.compile(r"[A-Z]{2,5}-[0-9]{4}-[0-9]{1,9}", re.ASCII)
_LONGEST_NAME = 255
_LONGEST = 5000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What is wrong with the answer to `field` and how to clear it; `place` is where inside it (`2/kind` is row 2,
    column kind; `patient` is a row of a matrix), "" for the whole. `absent`: a part of it has no answer yet.
    """

    field: str
    what: str
    cure: str
    place: str = ""
    absent: bool = False


def is_answered(answer: Json) -> bool:
    """Whether there is an answer at all: empty text, lists and maps are none."""
    return answer is not None and answer not in ("", [], {}) and not (isinstance(answer, str) and not answer.strip())


def answer_problems(field: Field, answer: Json) -> Iterator[AnswerProblem]:
    """Every problem of an answer that is not empty."""
    if field.personal:
        if not is_commitment(answer):
            yield AnswerProblem(
                field.name, f"“{field.label}” is personal and must be a commitment.", "Commit to it first."
            )
        return
    match field.kind:
        case "choices":
            yield from _choices(field, answer)
        case "table":
            yield from _table(field, answer)
        case "matrix":
            yield from _matrix(field, answer)
        case "file":
            yield from _file(field, answer)
        case "definition":
            yield from _definition(field, answer)
        case _:
            fault = _scalar(field, answer)
            if fault:
                yield AnswerProblem(field.name, *fault)


def is_commitment(answer: Json) -> bool:
    """Whether the value is exactly `{"commit": 64 hex digits}`."""
    return isinstance(answer, dict) and answer.keys() == {"commit"} and _is_digest(answer["commit"])


def _is_digest(value: Json) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _scalar(field: Field, answer: Json) -> tuple[str, str] | None:
    """What is wrong with a single value, and the cure."""
    label = f"“{field.label}”"
    match field.kind:
        case "choice" | "yesno":
            options = dict(field.options) if field.kind == "choice" else {"yes": "Yes", "no": "No"}
            if isinstance(answer, str) and answer in options:
                return None
            return f"{label} has no option {shown(answer)}.", near(str(answer), options, "Options are")
        case "number":
            return _number(field, answer)
        case "amount":
            match = _AMOUNT.fullmatch(answer) if isinstance(answer, str) else None
            if match and match[1] in field.accept:
                return None
            return f"{label} is an amount in {' or '.join(field.accept)}.", f"Write it like 250000 {field.accept[0]}."
        case "date":
            fine = isinstance(answer, str) and is_date(answer)
            return None if fine else (f"{label} is a date.", "Write it like 2026-11-24.")
        case "person":
            fine = isinstance(answer, str) and _PERSON.fullmatch(answer) is not None
            return None if fine else (f"{label} is a person.", "Choose someone from the list.")
        case "record":
            fine = isinstance(answer, str) and _RECORD.fullmatch(answer) is not None
            return None if fine else (f"{label} is the number of a record.", "Write it like INI-2026-00042.")
        case _:
            return _words(field, answer)


def _number(field: Field, answer: Json) -> tuple[str, str] | None:
    label = f"“{field.label}”"
    if type(answer) is not int or abs(answer) > MAX_INTEGER:
        return f"{label} is a whole number.", "Write digits only."
    if answer < field.at_least:
        return f"{label} is below {field.at_least}.", f"Give {field.at_least} or more."
    if field.most is not None and answer > field.most:
        return f"{label} is above {field.most}.", f"Give {field.most} or less."
    return None


def _words(field: Field, answer: Json) -> tuple[str, str] | None:
    label, most = f"“{field.label}”", field.most or _LONGEST
    if not isinstance(answer, str):
        return f"{label} is text.", "Write it in words."
    if len(answer) > most:
        return f"{label} has {len(answer)} characters.", f"The limit is {most}; cut {len(answer) - most}."
    if _CONTROL.search(answer):
        return f"{label} holds characters that cannot be seen or kept.", "Type it again instead of pasting."
    if not is_normalized("NFC", answer):
        return f"{label} is not in Unicode form NFC.", "Normalise the text before it is submitted."
    if field.kind == "line" and ("\n" in answer or "\r" in answer):
        return f"{label} is one line.", "Remove the line breaks."
    return None


def _choices(field: Field, answer: Json) -> Iterator[AnswerProblem]:
    options = dict(field.options)
    if not isinstance(answer, list):
        yield AnswerProblem(field.name, f"“{field.label}” is a list of options.", "Choose from the list.")
        return
    for chosen in answer:
        if not isinstance(chosen, str) or chosen not in options:
            cure = near(str(chosen), options, "Options are")
            yield AnswerProblem(field.name, f"“{field.label}” has no option {shown(chosen)}.", cure)
    texts = [chosen for chosen in answer if isinstance(chosen, str)]
    if len(set(texts)) < len(texts):
        yield AnswerProblem(field.name, f"“{field.label}” holds an option twice.", "Choose each once.")


def _table(field: Field, answer: Json) -> Iterator[AnswerProblem]:
    if not isinstance(answer, list):
        yield AnswerProblem(field.name, f"“{field.label}” is a table.", "Give a list of rows.")
        return
    if len(answer) < field.at_least:
        yield AnswerProblem(field.name, f"“{field.label}” needs at least {field.at_least} rows.", "Add rows.")
    if field.most is not None and len(answer) > field.most:
        yield AnswerProblem(field.name, f"“{field.label}” has {len(answer)} rows.", f"The limit is {field.most}.")
    for number, row in enumerate(answer, 1):
        if isinstance(row, dict):
            yield from _row(field, number, row)
        else:
            yield AnswerProblem(
                field.name, f"Row {number} of “{field.label}” is no row.", "Fill its columns.", str(number)
            )


def _row(field: Field, number: int, row: Mapping[str, Json]) -> Iterator[AnswerProblem]:
    where = f"Row {number} of “{field.label}”"
    for column in field.columns:
        place, value = f"{number}/{column.name}", row.get(column.name)
        if not is_answered(value):
            if column.required:
                what = f"{where}: “{column.label}” is empty."
                yield AnswerProblem(field.name, what, "Fill it in, or remove the row.", place, absent=True)
            elif column.name in row:
                yield AnswerProblem(
                    field.name, f"{where}: “{column.label}” has an empty answer.", "Leave it out.", place
                )
            continue
        fault = _scalar(column, value)
        if fault:
            yield AnswerProblem(field.name, f"{where}: {fault[0]}", fault[1], place)
    known = {column.name: column.label for column in field.columns}
    for name in sorted(row.keys() - known.keys()):
        yield AnswerProblem(
            field.name, f"{where} has no column “{name[:40]}”.", near(name, known, "Columns are"), str(number)
        )


def _matrix(field: Field, answer: Json) -> Iterator[AnswerProblem]:
    rows, columns = dict(field.rows), dict(field.options)
    if not isinstance(answer, dict):
        yield AnswerProblem(field.name, f"“{field.label}” is answered row by row.", "Choose an answer in each row.")
        return
    for row, label in field.rows:
        chosen = answer.get(row)
        if not is_answered(chosen):
            cure = f"Choose from {', '.join(columns.values())}."
            yield AnswerProblem(field.name, f"{label}: choose an answer.", cure, row, absent=True)
        elif not isinstance(chosen, str) or chosen not in columns:
            cure = near(str(chosen), columns, "Answers are")
            yield AnswerProblem(field.name, f"{label}: there is no answer {shown(chosen)}.", cure, row)
    for row in sorted(answer.keys() - rows.keys()):
        yield AnswerProblem(
            field.name, f"“{field.label}” has no row “{row[:40]}”.", near(row, rows, "Rows are"), row[:40]
        )


def _definition(field: Field, answer: Json) -> Iterator[AnswerProblem]:
    """The compiled document; the faults of the language one by one, each with the place in the document."""
    if not isinstance(answer, dict):
        yield AnswerProblem(field.name, f"“{field.label}” is no workflow file.", "Add the file again.")
        return
    try:
        read(answer)
    except NotADefinition as error:
        for problem in error.problems:
            yield AnswerProblem(field.name, problem.what, problem.cure, problem.pointer)


def _file(field: Field, answer: Json) -> Iterator[AnswerProblem]:
    """`{"file": SHA-256 hex, "name": …, "size": bytes, "type": one of the accepted words}`."""
    keys = {"file", "name", "size", "type"}
    if not isinstance(answer, dict) or answer.keys() != keys or not _is_digest(answer["file"]):
        yield AnswerProblem(field.name, f"“{field.label}” is no file.", "Add the file again.")
        return
    name, size = answer["name"], answer["size"]
    if (
        not isinstance(name, str)
        or not 0 < len(name) <= _LONGEST_NAME
        or _CONTROL.search(name)
        or "/" in name
        or not is_normalized("NFC", name)
    ):
        yield AnswerProblem(field.name, f"The name of the file in “{field.label}” cannot be kept.", "Rename the file.")
    if answer["type"] not in field.accept:
        what = f"“{field.label}” does not take {shown(answer['type'])}."
        yield AnswerProblem(field.name, what, f"It takes {', '.join(field.accept)}.")
    if type(size) is not int or size <= 0:
        yield AnswerProblem(field.name, f"The file in “{field.label}” is empty.", "Add the right file.")
    elif field.most is not None and size > field.most:
        yield AnswerProblem(field.name, f"The file in “{field.label}” has {size} bytes.", f"The limit is {field.most}.")
