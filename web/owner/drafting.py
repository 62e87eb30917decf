"""A draft on somebody's desk: found or begun, with its law, the record it reworks, and what its answers lead to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy import Connection

from coe import drafts
from coe.database import reading
from coe.drafts import Draft
from coe.office_errors import UnknownRecord
from governance.errors import OutOfOrder
from governance.formats.jcs import Json
from governance.language.business_time import Calendar
from governance.language.definition import Definition, Field
from governance.law.form import asked
from governance.law.referring import numbers
from governance.ledger.commitments import Disclosure
from governance.record.state import Request
from web.owner.gaps import Gaps, gaps
from web.owner.rehearsed import reference_faults
from web.rows.initiatives import calendar_of, disclosures
from web.rows.live import Live, live
from web.rows.people_names import opened
from web.rows.records import Record, record_by_id
from web.site.context import clock, engine, library, office
from web.words.translating import gettext
from web.words.vocabulary import status_said

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Desk:
    """A draft and what stands around it. `record` is the initiative being reworked, `base` the answers it was last
    submitted with; `texts` open its commitments.
    """

    draft: Draft
    law: Definition
    calendar: Calendar | None
    record: Record | None
    texts: Mapping[str, str]
    begun: bool
    base: Mapping[str, Json] = field(default_factory=dict)

    @cached_property
    def live(self) -> Live:
        """The consequences of the answers as kept, and what is wrong with the records they name."""
        found = live(self.law, self.draft.answers, self.record.state.raised if self.record else "")
        if not numbers(self.law, found.clean):
            return found
        with reading(engine()) as connection:
            faults = reference_faults(connection, self.law, found.clean, f"initiative/{self.draft.id}")
        return replace(found, problems=(*found.problems, *faults))

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """The requests that wait for a reply: those of the round that just ended."""
        if self.record is None:
            return ()
        return tuple(r for r in self.record.state.requests if r.round == self.record.state.round)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The requests that have no reply yet."""
        return tuple(r.id for r in self.requests if not self.draft.replies.get(r.id))

    @cached_property
    def gaps(self) -> tuple[Gaps, ...]:
        """What each section lacks."""
        return gaps(self.law, self.draft.answers, self.live)

    @property
    def ready(self) -> bool:
        """Whether the form itself has nothing against a submission: all answered, nothing blocks."""
        blocks = any(finding.severity == "block" for finding in self.live.findings)
        return not (self.live.problems or blocks or self.unanswered)

    @property
    def version(self) -> int:
        """The version this becomes when it is submitted."""
        return self.record.state.round + 1 if self.record else 1

    @property
    def title(self) -> str:
        """What it is called so far."""
        return title_of(self.law, self.draft.answers)


def title_of(law: Definition, answers: Mapping[str, Json]) -> str:
    """The answer named `title`, else the first line of text, else a plain word."""
    for name in ("title", *(f.name for f in law.field_by_name.values() if f.kind == "line" and not f.personal)):
        answer = answers.get(name)
        if isinstance(answer, str) and answer:
            return answer
    return gettext("Untitled %(record)s", record=law.record)


def open_desk(id_: str, person: str, workflow: str = "") -> Desk:
    """The desk of a draft this person may edit; an initiative in rework is taken up by its owner, and a new id with a
    workflow begins one. Raises UnknownRecord, OutOfOrder.
    """
    if not ID.fullmatch(id_):
        raise _unknown()
    with reading(engine()) as connection:
        draft = drafts.find(connection, id_)
        record = _record(connection, id_)
        law = record.law if record else library().in_force(connection).get(draft.workflow if draft else workflow)
        if law is None or (draft is not None and not draft.may_edit(person)):
            raise _unknown()
        if record is not None:
            _reworkable(record, person, draft)
        texts = _texts(connection, record)
        held = {name: each.value for name, each in kept_disclosures(connection, record).items()}
        fresh = _begun(id_, person, law, record, held)
        calendar = calendar_of(connection, office().law, law.calendar)
        return Desk(draft or fresh, law, calendar, record, texts, draft is not None, fresh.answers)


def kept_disclosures(connection: Connection, record: Record | None) -> dict[str, Disclosure]:
    """What opens the personal answers of the last submission, by field."""
    if record is None:
        return {}
    held = {name: commit for name, value in record.state.answers.items() if (commit := commit_in(value))}
    found = disclosures(connection, held.values())
    return {name: found[commit] for name, commit in held.items() if commit in found}


def file_digests(law: Definition, answers: Mapping[str, Json]) -> tuple[str, ...]:
    """The digests of the files in these answers."""
    found = (answers.get(name) for name, field in law.field_by_name.items() if field.kind == "file")
    return tuple(dict.fromkeys(str(value["file"]) for value in found if isinstance(value, dict) and "file" in value))


def asked_fields(desk: Desk, section: str) -> tuple[Field, ...]:
    """The questions of a section that are put, given the answers so far."""
    return tuple(f for f in desk.law.section_by_name[section].fields if asked(f, desk.live.clean))


def _record(connection: Connection, id_: str) -> Record | None:
    try:
        return record_by_id(connection, library(), office().law, id_, clock().now())
    except UnknownRecord:
        return None


def _reworkable(record: Record, person: str, draft: Draft | None) -> None:
    if draft is None and person != record.state.owner:
        raise _unknown()
    if record.state.status != "in rework":
        raise OutOfOrder(
            "not-in-rework",
            gettext("This cannot be changed now."),
            gettext(
                "%(number)s is %(status)s; what reviewers read is frozen.",
                number=record.state.number,
                status=status_said(record.state.status),
            ),
            gettext("Wait until it comes back to you, or withdraw it on its page."),
        )


def _texts(connection: Connection, record: Record | None) -> dict[str, str]:
    if record is None:
        return {}
    commits = [commit_in(value) for value in record.state.answers.values()]
    return opened(connection, [*commits, *(text for r in record.state.requests for text in (r.text, r.reply))])


def _begun(id_: str, person: str, law: Definition, record: Record | None, held: Mapping[str, Json]) -> Draft:
    draft = Draft(id_, person, law.workflow)
    if record is None:
        return draft
    answers = {name: held.get(name, "") if commit_in(value) else value for name, value in record.state.answers.items()}
    earlier = dict.fromkeys(one for people in record.state.contributors.values() for one in people if one != person)
    return replace(draft, answers=answers, contributors=tuple(earlier))


def commit_in(value: Json) -> str:
    """The commitment a personal answer is, "" for any other answer."""
    return str(value["commit"]) if isinstance(value, dict) and value.keys() == {"commit"} else ""


def _unknown() -> UnknownRecord:
    why = gettext("It was submitted, thrown away, or is not yours.")
    return UnknownRecord(gettext("There is no such draft."), why, gettext("Check your list."))
