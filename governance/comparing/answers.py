"""Whole answers for a witness: what a form asks of them, what it would take, how findings are cleared or provoked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from governance.checks.base import Parameters
from governance.checks.library import CHECKS
from governance.comparing.classes import Pair, Shared
from governance.formats.jcs import Json
from governance.language.conditions import holds
from governance.language.definition import CheckCall, Definition, Field
from governance.law import form
from governance.reading.answers import answer_problems, is_answered

Answers = Mapping[str, Json]
_TRIES = 60
_DIGEST = "0" * 64
_LONG = 5000


def person_id(name: str) -> str:
    """A person's id made from what they are called: the same everywhere, shaped like any id."""
    digits = sha256(name.encode()).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


def given_to(law: Definition, answers: Answers) -> dict[str, Json]:
    """The part of these answers that a definition's form asks for, as it is submitted: no more rows or columns than it
    has, personal answers as commitments.
    """
    found: dict[str, Json] = {}
    for name, field in law.field_by_name.items():
        answer = answers.get(name)
        if is_answered(answer) and holds(field.when, found):
            found[name] = as_asked(field, answer)
    return found


def as_asked(field: Field, answer: Json) -> Json:
    """One answer as its field takes it."""
    if field.personal:
        return {"commit": sha256(repr(answer).encode()).hexdigest()}
    if field.kind == "matrix" and isinstance(answer, dict):
        rows = dict(field.rows)
        return {row: told for row, told in answer.items() if row in rows}
    if field.kind == "table" and isinstance(answer, list):
        columns = {column.name for column in field.columns}
        return [{c: v for c, v in row.items() if c in columns} if isinstance(row, dict) else row for row in answer]
    return answer


def fits(field: Field, answer: Json) -> bool:
    """Whether the form takes this answer, whole as it is."""
    return not any(answer_problems(field, as_asked(field, answer)))


def refused(law: Definition, answers: Answers) -> int:
    """How much stands in the way of a submission: faults of the form, and findings that block."""
    told = given_to(law, answers)
    faults = form.problems(law, told)
    return len(faults) or sum(one.severity == "block" for one in form.findings(law, told))


class Writer:
    """Fills in what a class of answers leaves open, so that both definitions, or one, let it be submitted."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.bases: dict[tuple[str, ...], dict[str, Json]] = {}

    def whole(self, partial: Answers, sides: tuple[Definition, ...]) -> dict[str, Json] | None:
        """Complete answers of this class that each side lets be submitted; None when none was found."""
        return self._cleared(self._filled(partial, sides, self._base(sides)), partial, sides)

    def _base(self, sides: tuple[Definition, ...]) -> Mapping[str, Json]:
        """Answers to everything that no finding blocks, found once; as near as was found where that fails."""
        key = tuple(law.digest for law in sides)
        if key not in self.bases:
            self.bases[key] = self._filled({}, sides, {})
            self.bases[key] = self._nearest(self.bases[key], {}, sides)
        return self.bases[key]

    def _filled(self, partial: Answers, sides: tuple[Definition, ...], base: Answers) -> dict[str, Json]:
        """The class with every required answer given; what it leaves open (None) stays so."""
        answers: dict[str, Json] = {name: answer for name, answer in base.items() if name not in partial}
        for name, answer in partial.items():
            if answer is not None:
                answers[name] = completed(self.pair.fields[name], answer, base.get(name))
        for _ in range(2):  # the forms may ask in different orders
            for law in sides:
                told: dict[str, Json] = {}
                for name, field in law.field_by_name.items():
                    if not holds(field.when, told):
                        continue
                    if field.required and name not in answers and name not in partial:
                        answers[name] = usual(self.pair.fields[name])
                    if name in answers:
                        told[name] = answers[name]
        return answers

    def _cleared(
        self, answers: dict[str, Json], kept: Answers, sides: tuple[Definition, ...]
    ) -> dict[str, Json] | None:
        if any(refused(law, answers) for law in sides):
            answers = self._nearest(answers, kept, sides)
        return None if any(refused(law, answers) for law in sides) else answers

    def _nearest(self, answers: dict[str, Json], kept: Answers, sides: tuple[Definition, ...]) -> dict[str, Json]:
        """The answers changed, one at a time and each time for the better, until nothing blocks or nothing helps."""
        for _ in range(_TRIES):
            for law, call in _blocking(sides):
                if _findings(law, call, answers):
                    better = next(self._better(answers, kept, sides, call), None)
                    if better is not None:
                        answers = better
                        break
            else:
                return answers
        return answers

    def _better(
        self, answers: dict[str, Json], kept: Answers, sides: tuple[Definition, ...], call: CheckCall
    ) -> Iterator[dict[str, Json]]:
        """Variants with fewer findings, all checks that read the changed answer taken together."""
        for name in reads(call.name, call.parameters):
            calls = [one for one in _blocking(sides) if name in reads(one[1].name, one[1].parameters)]
            before = sum(_findings(law, each, answers) for law, each in calls)
            for tried in self.variants(answers, (name,)):
                if name in kept and _shape(kept[name]) != _shape(tried.get(name)):
                    continue
                if not self._taken(name, tried, sides):
                    continue
                if sum(_findings(law, each, tried) for law, each in calls) < before:
                    yield tried

    def _taken(self, name: str, answers: Answers, sides: tuple[Definition, ...]) -> bool:
        fields = (law.field_by_name[name] for law in sides if name in law.field_by_name)
        if answers.get(name) is None:
            return not any(field.required for field in fields)
        return all(fits(field, answers[name]) for field in fields)

    def variants(self, answers: Answers, names: tuple[str, ...]) -> Iterator[dict[str, Json]]:
        """The same answers with one of the named ones changed or left out."""
        for name in names:
            if name not in self.pair.fields:
                continue
            for other in others(self.pair.fields[name], answers.get(name)):
                changed = dict(answers)
                if other is None:
                    changed.pop(name, None)
                else:
                    changed[name] = other
                yield changed


def _blocking(sides: tuple[Definition, ...]) -> tuple[tuple[Definition, CheckCall], ...]:
    """The calls that may block, each with its definition."""
    calls = ((law, c) for law in sides for c in (*law.checks, *(c for gate in law.gates for c in gate.checks)))
    return tuple((law, call) for law, call in calls if call.severity == "block")


def _findings(law: Definition, call: CheckCall, answers: Answers) -> int:
    told = given_to(law, answers)
    return sum(1 for _ in CHECKS[call.name].find(call.parameters, told)) if holds(call.when, told) else 0


def reads(check: str, parameters: Parameters) -> tuple[str, ...]:
    """The fields a call of a check looks at."""
    return CHECKS[check].reads(parameters)


def _shape(answer: Json) -> Json:
    """What stays of an answer when the words in it change: options, and how many rows with which options."""
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        return len(answer)
    return answer


def usual(shared: Shared) -> Json:
    """An answer that both forms take, where there is one."""
    tried = list(candidates(shared))
    sides = [side for side in shared.sides if side]
    both = (answer for answer in tried if all(fits(side, answer) for side in sides))
    one = (answer for answer in tried if any(fits(side, answer) for side in sides))
    return next(both, next(one, None))


def completed(shared: Shared, answer: Json, base: Json = None) -> Json:
    """A representative made whole: words for “…”, and every column of its rows, as in the `base` answer."""
    if answer == "…":
        return usual(shared) if base is None else base
    if isinstance(answer, list) and any(isinstance(row, dict) for row in answer):
        pattern = usual(shared) if base is None else base
        whole = [row for row in pattern if isinstance(row, dict)] if isinstance(pattern, list) else []
        if whole:
            rows = (row for row in answer if isinstance(row, dict))
            return [{**whole[place % len(whole)], **row} for place, row in enumerate(rows)]
    return answer


def candidates(shared: Shared) -> Iterator[Any]:
    """Answers that a form might take or not: usual ones first, then one beyond every bound."""
    for side in (shared.new, shared.old):
        if side:
            yield from _of(side, shared)


def _of(field: Field, shared: Shared) -> Iterator[Any]:
    sides = [side for side in shared.sides if side]
    match field.kind:
        case "line" | "text":
            lengths = [1, *(side.most or _LONG for side in sides)]
            yield from ("Written here"[: field.most or _LONG], *("x" * n for n in lengths), "two\nlines")
        case "yesno":
            yield from ("no", "yes")
        case "choice":
            yield from (name for side in sides for name, _ in side.options)
        case "choices":
            yield from ([name] for side in sides for name, _ in side.options)
        case "number":
            least = [side.at_least for side in sides]
            top = [side.most for side in sides if side.most is not None]
            yield from (*(max(1, n) for n in least), *least, *top, *(n + 1 for n in top), 10**9)
        case "amount":
            yield from (f"0 {currency}" for side in sides for currency in side.accept)
        case "date":
            yield from ("2026-12-01", "2026-01-01", "2030-01-01")
        case "person":
            yield person_id("somebody else")
        case "record":
            yield "REC-2026-1"
        case "definition":
            yield _DOCUMENT
        case "file":
            sizes = [1, *(side.most for side in sides if side.most)]
            kinds = [kind for side in sides for kind in side.accept]
            yield from ({"file": _DIGEST, "name": f"a.{k}", "size": n, "type": k} for n in sizes for k in kinds)
        case "matrix":
            yield from _matrix(sides)
        case "table":
            yield from _table(shared)


_DOCUMENT: dict[str, Json] = {
    "workflow": "example",
    "title": "Example",
    "record": "example",
    "form": [{"section": "all", "fields": [{"name": "title", "kind": "line", "required": "yes"}]}],
    "tiers": [{"tier": "T1"}],
    "gates": [{"gate": "one", "panel": {"role": "one"}, "reviews": ["all"]}],
}


def _matrix(sides: list[Field]) -> Iterator[Any]:
    """Every row the same, then one row at a time different."""
    rows = tuple(dict.fromkeys(row for side in sides for row, _ in side.rows))
    columns = tuple(dict.fromkeys(column for side in sides for column, _ in side.options))
    yield from (dict.fromkeys(rows, column) for column in columns)
    for most in columns:
        yield from ({**dict.fromkeys(rows, most), row: column} for row in rows for column in columns if column != most)


def _columns(shared: Shared) -> Mapping[str, Shared]:
    """The columns of a table as questions of their own."""
    old, new = ({c.name: c for c in side.columns} if side else {} for side in shared.sides)
    return {name: Shared(name, old.get(name), new.get(name)) for name in dict.fromkeys((*new, *old))}


def _table(shared: Shared) -> Iterator[Any]:
    """Rows that show every option, then fewer or more of them, then one cell at a time at its bounds or empty."""
    columns = _columns(shared)
    sides = [side for side in shared.sides if side]
    shown = max((len(column.options) for side in sides for column in side.columns), default=1)
    least = max(1, *(side.at_least for side in sides))
    number = min(max(shown, least), *(side.most or _LONG for side in sides))
    base = _rows(columns, number)
    yield base
    counts = {bound + step for side in sides for bound in (side.at_least, side.most or 0) for step in (0, 1)}
    yield from (_rows(columns, count) for count in sorted({*counts, 1}) if count)
    for name, column in columns.items():
        yield [{c: v for c, v in row.items() if c != name} for row in base]
        for cell in _cells(column):
            yield [{**row, name: cell} for row in base]


def _cells(column: Shared) -> list[Json]:
    return [cell for cell in candidates(column) if isinstance(cell, str | int)]


def _rows(columns: Mapping[str, Shared], number: int) -> list[dict[str, Json]]:
    """Rows that both forms take where that is possible: other words in every cell, one option after the other."""
    fitting: dict[str, list[Json]] = {}
    for name, column in columns.items():
        cells = _cells(column)
        fitting[name] = [cell for cell in cells if all(fits(side, cell) for side in column.sides if side)] or cells

    def cell(name: str, place: int) -> Json:
        field = columns[name].new or columns[name].old
        kind = field.kind if field else "line"
        if kind in ("line", "text"):
            words = f"{name} {place + 1}"
            return words if all(fits(side, words) for side in columns[name].sides if side) else fitting[name][0]
        if kind == "date":
            return f"{2027 + place % 50}-01-01"
        return fitting[name][place % len(fitting[name])] if kind == "choice" else fitting[name][0]

    return [{name: cell(name, place) for name in columns} for place in range(number)]


def others(shared: Shared, answer: Json) -> Iterator[Any]:
    """Other answers to the same question, near the present one first."""
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        yield from _other_rows(shared, [row for row in answer if isinstance(row, dict)])
    if shared.name and any(side and side.kind in ("line", "text") for side in shared.sides):
        yield from _worded()
    yield from (other for other in candidates(shared) if other != answer)
    if answer is not None:
        yield None


def _worded() -> Iterator[str]:
    """Texts of many lengths, in words, and codes with every check digit."""
    yield from (" ".join(["word"] * number) for number in (1, 2, 5, 8, 10, 12, 14, 15, 20, 40))
    yield from (f"XX-2026-0001{digit}" for digit in range(10))


def _other_rows(shared: Shared, rows: list[dict[str, Json]]) -> Iterator[Any]:
    yield from (rows[:count] for count in range(1, min(len(rows), 4)))
    for name, column in _columns(shared).items():
        cells = _cells(column)
        if any(side and side.kind in ("line", "text") for side in column.sides):
            cells += _worded()
        if any(side and side.kind == "number" for side in column.sides):
            cells = [0, 1, 2, 100, *cells]
        yield from ([{**row, name: cell} for row in rows] for cell in cells)
        yield [{c: v for c, v in row.items() if c != name} for row in rows]
        if len(cells) > 1:
            yield [{**row, name: cells[place % len(cells)]} for place, row in enumerate(rows)]
    yield from (rows[:1] * count for count in (1, 2, 3, 5))
