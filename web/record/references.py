"""The other records that one names, or that renewed or retired it: their numbers, and where they may be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Connection

from governance.formats.jcs import Json
from governance.reading.document import definition_digest
from governance.record.events import Retired
from governance.record.state import IN_USE
from web.parts.answers import file_id
from web.parts.pieces import Link, Notice
from web.rows.changes import submissions
from web.rows.records import Record, records
from web.rows.reviews import rows_of
from web.site.context import clock, library, office
from web.site.guards import may_read
from web.words.translating import gettext
from web.words.vocabulary import status_said

PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Named:
    """Another record: its number, what it is called, and its address, empty for whoever may not read it."""

    number: str
    title: str
    href: str


def named_by(connection: Connection, record: Record, person: str) -> Mapping[str, Named]:
    """The records concerned, by stream; at most three statements however many there are."""
    streams = (*record.state.refers.values(), *record.state.renewed_by, *retired_by(record))
    ids = {stream.partition("/")[2] for stream in streams if stream}
    if not ids:
        return {}
    found = records(connection, library(), office().law, rows_of(connection, ids), clock().now())
    return {f"initiative/{one.id}": _named(one, person) for one in found}


def answer_links(record: Record, known: Mapping[str, Named]) -> Mapping[str, Link]:
    """Where answers lead: the number of a readable record to its page, a proposed definition to what it changes, a
    file to itself.
    """
    links = {one.number: Link(one.number, one.href) for one in known.values() if one.href}
    for name, asked in record.law.field_by_name.items():
        answer = record.state.answers.get(name)
        if asked.kind == "definition" and isinstance(answer, dict):
            links[definition_digest(answer)] = Link(gettext("What it changes"), f"#{PROPOSAL}")
    return {**links, **file_links(record)}


def file_links(record: Record) -> Mapping[str, Link]:
    """Where each file of each version is opened: by its own name, so that a page opens the very file it shows."""
    number, label = record.state.number, gettext("Open the file")
    return {id_: Link(label, url_for("files.show", number=number, id_=id_)) for id_ in files_of(record)}


def files_of(record: Record) -> Mapping[str, Json]:
    """The answers that are files, of every version, by what names them."""
    names = {name for name, asked in record.law.field_by_name.items() if asked.kind == "file"}
    given = (one.answers.get(name) for one in submissions(record.entries) for name in names)
    return {id_: value for value in given if (id_ := file_id(value))}


def lapsed(connection: Connection, found: Iterable[Record]) -> tuple[Notice, ...]:
    """What is to be said before a signature where a record leans on another that had to be approved, and is in use no
    more. The law judges it when a version is handed in and not again when it is signed: whoever signs is told. At most
    one statement.
    """
    leans = [
        (record.law.field_by_name[name].label, stream.partition("/")[2])
        for record in found
        for name, stream in record.state.refers.items()
        if name in record.law.field_by_name and record.law.field_by_name[name].state
    ]
    rows = {row.id: row for row in rows_of(connection, {id_ for _, id_ in leans})} if leans else {}
    return tuple(
        Notice(
            "attend",
            gettext(
                "“%(label)s” names %(number)s, which is %(status)s now",
                label=label, number=rows[id_].number, status=status_said(rows[id_].status),
            ),
            gettext("It was approved when this was handed in. Your approval is taken all the same."),
            gettext("Ask its owner first, or request changes."),
        )
        for label, id_ in dict.fromkeys(leans)
        if id_ in rows and rows[id_].status not in IN_USE
    )  # fmt: skip


def retired_by(record: Record) -> Iterable[str]:
    """The stream of the record that retired this one, if one did."""
    return [event.by for each in record.entries for event in each.events if isinstance(event, Retired) and event.by]


def _named(record: Record, person: str) -> Named:
    number = record.state.number
    href = url_for("initiative.show", number=number) if may_read(record, person) else ""
    return Named(number, record.title, href)
