"""Claims beside their evidence: the rows of a table whose definition says which column asserts and which carry it."""

from __future__ import annotations

from collections.abc import Mapping

from governance.formats.jcs import Json
from governance.language.definition import Field
from web.parts.answers import Reader, file_id, fingerprint
from web.parts.pieces import Answer, Claim, Link, Row
from web.parts.redline import Segment
from web.rows.records import Record
from web.words.translating import gettext

Cell = tuple[Segment, ...]
Files = Mapping[str, tuple[str, Link | None]]


def files_by_name(record: Record, reader: Reader) -> Files:
    """The files handed in, by their names: the digest of each, and where it is opened."""
    given = (record.state.answers.get(name) for name, asked in record.law.field_by_name.items() if asked.kind == "file")
    return {str(each["name"]): (_digest(each), reader.links.get(file_id(each))) for each in given if _named(each)}  # type: ignore[index,call-overload]  # a map with a name


def claims_of(field: Field, read: Answer, files: Files) -> tuple[Claim, ...]:
    """Each row of an answer as a claim with what carries it; nothing where the definition names no claims."""
    return tuple(_claim(field, row, files) for row in read.rows) if field.claim else ()


def _claim(field: Field, row: Row, files: Files) -> Claim:
    cells = dict(zip((column.name for column in field.columns), row.cells, strict=True))
    labels = {column.name: column.label for column in field.columns}
    *told, last = field.evidence
    place = cells[last]
    name = next((name for name in files if name in stands(place)), "")
    digest, link = files.get(name, ("", None))
    return Claim(
        row.kind,
        cells[field.claim],
        tuple((labels[n], cells[n]) for n in cells if cells[n] and n not in (field.claim, *field.evidence)),
        tuple((labels[n], cells[n]) for n in told if cells[n]),
        (labels[last], place),
        Link(name, link.href) if link else None,
        fingerprint(digest) if digest else "",
        "" if row.kind == "removed" else _missing(labels[last], [cells[n] for n in told], place),
    )


def stands(cell: Cell) -> str:
    """What a cell says now, without what was removed from it."""
    return "".join(text for kind, text in cell if kind != "removed").strip()


def _missing(label: str, told: list[Cell], place: Cell) -> str:
    if stands(place):
        return ""
    if not any(map(stands, told)):
        return gettext("No evidence handed in")
    return gettext("Not said where it can be read: “%(label)s” is empty", label=label)


def _named(value: Json) -> bool:
    return isinstance(value, dict) and bool(value.get("name"))


def _digest(value: Json) -> str:
    return str(value.get("file", "")) if isinstance(value, dict) else ""
