"""Declared answers as people read them: values in the words of the form, tables as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as declared_as
from datetime import date

from governance.formats.jcs import Json
from governance.language.conditions import ISO_DATE
from governance.language.definition import Field
from governance.language.definition import Section as Declared
from governance.law.form import asked
from governance.reading.document import definition_digest
from governance.record.events import Submitted
from web.parts.forms import definition_words, megabytes
from web.parts.pieces import Answer, Link, Row, Section
from web.parts.redline import Segment
from web.rows.records import Happened
from web.words.reasons import grouped, option_words
from web.words.translating import date_words, gettext, lazy_gettext

ERASED = lazy_gettext("erased at a person’s request")
MACHINE = ("file", "record")


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading answers needs: the name of a person by id, the texts behind commitments, and where numbers of other
    records and digests of proposed definitions lead.
    """

    name_of: Callable[[str], str]
    texts: Mapping[str, str]
    links: Mapping[str, Link] = declared_as(default_factory=dict)


def shown(field: Field, value: Json, reader: Reader) -> str:
    """A single answer as text; "" where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict) and value.keys() == {"commit"}:
        return _plain(field, reader.texts.get(str(value["commit"]), str(ERASED)), reader)
    match field.kind:
        case "choices":
            return ", ".join(option_words(field, each) for each in value) if isinstance(value, list) else str(value)
        case "definition":
            return definition_words(value)
        case "file" if isinstance(value, dict):
            digest = str(value.get("file", ""))
            return f"{value.get('name')}, {megabytes(value.get('size'))}, sha256 {' '.join(quads(digest)[:4])}"
        case _:
            return _plain(field, value, reader)


def personal(entries: Iterable[Happened]) -> set[str]:
    """The commitments of personal answers in these entries."""
    frozen = (event.answers for each in entries for event in each.events if isinstance(event, Submitted))
    given = (value for answers in frozen for value in answers.values())
    return {str(value["commit"]) for value in given if isinstance(value, dict) and value.keys() == {"commit"}}


def answer(field: Field, value: Json, reader: Reader) -> Answer:
    """An answer to read, unmarked: text, or a table."""
    if field.kind == "table" and isinstance(value, list) and value:
        rows = tuple(Row("same", tuple(_cell(text) for text in row)) for row in table_rows(field, value, reader))
        return Answer(field.label, columns=tuple(column.label for column in field.columns), rows=rows, name=field.name)
    if field.kind == "matrix" and isinstance(value, dict) and value:
        rows = tuple(Row("same", tuple(_cell(text) for text in row)) for row in matrix_rows(field, value))
        return Answer(field.label, columns=(gettext("For"), gettext("Answer")), rows=rows, name=field.name)
    text = shown(field, value, reader)
    voice = "person" if field.kind in ("text", "line") else "machine" if field.kind in MACHINE else "product"
    return Answer(field.label, _cell(text), voice=voice, link=_leads(field, value, reader), name=field.name)  # type: ignore[arg-type]  # one of the three voices


def _leads(field: Field, value: Json, reader: Reader) -> Link | None:
    """Where the record or definition that an answer names is read, for whoever may read it."""
    if field.kind == "record":
        return reader.links.get(str(value))
    if field.kind == "definition" and reader.links and isinstance(value, dict):
        return reader.links.get(definition_digest(value))
    return reader.links.get(file_id(value)) if field.kind == "file" else None


def file_id(value: Json) -> str:
    """What names the file in an answer: its digest, or the commitment to a personal one; "" for none."""
    return str(value.get("file") or value.get("commit") or "") if isinstance(value, dict) else ""


def table_rows(field: Field, value: Json, reader: Reader) -> tuple[tuple[str, ...], ...]:
    """The cells of a table's answer as text."""
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return tuple(tuple(shown(column, row.get(column.name), reader) for column in field.columns) for row in rows)


def matrix_rows(field: Field, value: Json) -> tuple[tuple[str, str], ...]:
    """The rows of a matrix and what was chosen in each."""
    chosen = value if isinstance(value, dict) else {}
    return tuple((label, option_words(field, chosen[row]) if row in chosen else "") for row, label in field.rows)


def section(declared: Declared, answers: Mapping[str, Json], reader: Reader, **more: str) -> Section:
    """A section to read: every question that was put, answered or not."""
    fields = [field for field in declared.fields if asked(field, answers)]
    read = tuple(answer(field, answers.get(field.name), reader) for field in fields)
    given = sum(1 for each in read if each.segments or each.rows)
    meta = more.get("meta") or gettext("%(given)s of %(asked)s answered", given=given, asked=len(read))
    return Section(declared.title, meta, read, more.get("change_href", ""))


def quads(digest: str) -> list[str]:
    """A digest in groups of four, to compare by eye or aloud."""
    return [digest[start : start + 4] for start in range(0, len(digest), 4)]


def fingerprint(digest: str) -> str:
    """A digest short enough for a line: “4b7e 19c2 … d390”. What is no digest, as in a forged form, is shown whole."""
    groups = quads(digest)
    return f"{groups[0]} {groups[1]} … {groups[-1]}" if len(groups) > 2 else digest  # noqa: PLR2004 - first, last


def _plain(field: Field, value: Json, reader: Reader) -> str:
    text = str(value)
    match field.kind:
        case "choice" | "yesno":
            return option_words(field, value)[:1].upper() + option_words(field, value)[1:]
        case "person":
            return reader.name_of(text)
        case "date" if ISO_DATE.fullmatch(text):
            return _day(text)
        case "amount" | "number":
            return grouped(text)
        case _:
            return text


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return date_words(day, "yMMMd")


def _cell(text: str) -> tuple[Segment, ...]:
    return (("same", text),) if text else ()
