"""The page of two versions compared: how much changed, each change marked, and who reads it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from flask import url_for

from governance.language.definition import Section
from governance.record.state import Request
from web.parts.answers import Reader
from web.parts.compared import compared, readers, summary
from web.parts.moments import moment
from web.parts.pages import PageFrame
from web.parts.pieces import Change, Link, State
from web.parts.redlined import redlined
from web.rows.changes import Changed, Submission, submissions
from web.rows.records import Record
from web.words.counts import counted
from web.words.reasons import gate_titles
from web.words.translating import gettext


@dataclass(frozen=True, slots=True)
class Version:
    """A version to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section with changes: how many, who reads it, and the changes."""

    title: str
    meta: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Two versions of a record; `first` and `last` are all versions to choose from, `alone` says why there is nothing
    to compare yet.
    """

    frame: PageFrame
    back: Link
    number: str
    title: str
    summary: str
    first: tuple[Version, ...]
    last: tuple[Version, ...]
    sections: tuple[ChangedSection, ...]
    unchanged: str
    action: str
    alone: str = ""


def versions_page(
    record: Record, reader: Reader, two: tuple[Submission, Submission], frame: PageFrame, now: int, zone: tzinfo
) -> VersionsPage:
    """The whole page."""
    before, after = two
    between = tuple(one for one in record.state.requests if before.round <= one.round < after.round)
    found = compared(record.law, before.answers, after.answers, between)
    given = len((before.answers.keys() | after.answers.keys()) & record.law.field_by_name.keys())
    told = tuple(_section(record, reader, section, found) for section in record.law.sections)
    same = [section.title for section, one in zip(record.law.sections, told, strict=True) if not one.changes]
    every = submissions(record.entries)
    return VersionsPage(
        frame=frame,
        back=Link(record.state.number, url_for("initiative.show", number=record.state.number)),
        number=record.state.number,
        title=record.title,
        summary=summary(found, given),
        first=_choices(every, before, now, zone),
        last=_choices(every, after, now, zone),
        sections=tuple(one for one in told if one.changes),
        unchanged=gettext("Nothing changed in %(same)s.", same=", ".join(same)) if same else "",
        action=url_for("versions.show", number=record.state.number),
        alone="" if len(every) > 1 else gettext("This is version 1. A second one is there once it is submitted again."),
    )


def change_of(record: Record, reader: Reader, one: Changed) -> Change:
    """One change with its redline, whether it was asked for, and each request beside its reply."""
    asked = tuple(asked_of(record, reader, request) for request in one.requests)
    flag = None
    if one.requests and not one.changed:
        flag = State("warning", gettext("Asked for, and not changed"))
    elif one.changed and one.asked:
        flag = State("passed", gettext("A change was asked for"))
    return Change(
        redlined(one.field, one.before, one.after, reader), flag, asked=asked, unrequested=one.changed and not one.asked
    )


def asked_of(record: Record, reader: Reader, one: Request) -> tuple[str, str]:
    """A request in the words of who asked, and the reply ("" before there is one)."""
    who = f"{reader.name_of(one.person)}, {record.law.title_of(one.gate)},"
    said = gettext("%(who)s asked: “%(get)s”", who=who, get=reader.texts.get(one.text, "erased at a person’s request"))
    reply = reader.texts.get(one.reply, "")
    return said, gettext("Answered: “%(reply)s”", reply=reply) if reply else ""


def _section(record: Record, reader: Reader, section: Section, found: tuple[Changed, ...]) -> ChangedSection:
    mine = tuple(one for one in found if one.section == section.name)
    count = counted(sum(one.changed for one in mine), "change")
    called = tuple(gate for gate in readers(record.law, section.name) if record.standings[gate].state != "not needed")
    gates = gate_titles(record.law, called)
    changes = tuple(change_of(record, reader, one) for one in mine)
    return ChangedSection(
        section.title, gettext("%(count)s, read by %(gates)s", count=count, gates=gates) if gates else count, changes
    )


def _choices(every: tuple[Submission, ...], chosen: Submission, now: int, zone: tzinfo) -> tuple[Version, ...]:
    return tuple(
        Version(
            str(one.round),
            gettext("Version %(round)s, %(when)s", round=one.round, when=moment(one.at, now, zone).text),
            one.round == chosen.round,
        )
        for one in every
    )
