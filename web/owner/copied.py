"""What of a submitted record comes along when somebody begins a new one from it, and what does not, with the reason.

Plans whose day has come since are asked again; days that were past when they were written tell what happened, and stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from governance.formats.jcs import Json
from governance.language.conditions import ISO_DATE
from governance.language.definition import Definition, Field
from web.words.translating import gettext, lazy_gettext

PERSONAL = lazy_gettext("Personal: it is asked again, so that it can be erased here alone.")
CHANGED = lazy_gettext("Asked differently now.")
GONE = lazy_gettext("Not asked any more.")
PASSED = lazy_gettext("The day has come since; say what is planned now.")


@dataclass(frozen=True, slots=True)
class Source:
    """What is copied: the answers last submitted with the definition they answer, who wrote each section, and the ISO
    days of that submission and of today.
    """

    law: Definition
    answers: Mapping[str, Json]
    writers: Mapping[str, tuple[str, ...]]
    submitted: str
    today: str


@dataclass(frozen=True, slots=True)
class Copied:
    """The answers of the new draft and who wrote them, by section: they may not decide on their own words there either.
    `left` pairs what did not come along with the reason; `files` names those that came along by their digest.
    """

    answers: Mapping[str, Json]
    edits: Mapping[str, tuple[str, ...]]
    left: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


def copied(law: Definition, source: Source) -> Copied:
    """The source's answers under the definition now in force."""
    answers: dict[str, Json] = {}
    left: list[tuple[str, str]] = []
    files: list[str] = []
    for name, value in source.answers.items():
        field, before = law.field_by_name.get(name), source.law.field_by_name.get(name)
        if field is None or before is None or field.kind != before.kind:
            label = before.label if before else name.replace("_", " ")
            left.append((label, CHANGED if field and before else GONE))
        elif field.personal or before.personal:
            left.append((field.label, PERSONAL))
        else:
            kept, passed = _current(field, value, source)
            left += [(label, PASSED) for label in passed]
            if kept is not None:
                answers[name] = kept
            if field.kind == "file" and isinstance(value, dict):
                files.append(f"{field.label}: {value.get('name')}")
    order = {field.label: place for place, field in enumerate(law.field_by_name.values())}
    left.sort(key=lambda one: order.get(one[0].partition(", row")[0], len(order)))
    return Copied(answers, _edits(law, source, answers), tuple(left), tuple(files))


def _current(field: Field, value: Json, source: Source) -> tuple[Json, list[str]]:
    """The answer without plans that time has overtaken, and the places where one stood."""
    if field.kind == "date":
        return (None, [field.label]) if _overtaken(value, source) else (value, [])
    if field.kind != "table" or not isinstance(value, list):
        return value, []
    columns = {column.name: column.label for column in field.columns if column.kind == "date"}
    kept: list[Json] = []
    passed: list[str] = []
    for number, row in enumerate(value, 1):
        cells = row if isinstance(row, dict) else {}
        old = [name for name in cells if name in columns and _overtaken(cells[name], source)]
        passed += [
            gettext("%(label)s, row %(number)s: %(name)s", label=field.label, number=number, name=columns[name])
            for name in old
        ]
        kept.append({name: cell for name, cell in cells.items() if name not in old} if isinstance(row, dict) else row)
    return kept, passed


def _overtaken(value: Json, source: Source) -> bool:
    """Whether a day was ahead when it was submitted and is not any more. ISO days compare as texts."""
    return isinstance(value, str) and bool(ISO_DATE.fullmatch(value)) and source.submitted <= value < source.today


def _edits(law: Definition, source: Source, answers: Mapping[str, Json]) -> dict[str, tuple[str, ...]]:
    return {
        section.name: source.writers[section.name]
        for section in law.sections
        if source.writers.get(section.name) and any(field.name in answers for field in section.fields)
    }
