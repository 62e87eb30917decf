"""A section of a draft as its reviewers will read it: the same answers, claims beside their evidence, no field."""

from __future__ import annotations

from flask import url_for

from governance.language.definition import Field
from governance.law.form import asked
from web.owner.drafting import Desk
from web.owner.gaps import Gaps
from web.owner.steps import section_state
from web.parts.answers import Reader, answer
from web.parts.pieces import Change
from web.record.check_pages import SectionRead
from web.record.claims import Files, claims_of
from web.rows.live import asked_answers
from web.words.reasons import gate_titles
from web.words.translating import gettext, ngettext


def read_section(desk: Desk, found: Gaps, reader: Reader) -> SectionRead:
    """What is answered, in the order of the form; what is left open is said by its name."""
    given = asked_answers(desk.law, desk.draft.answers)
    fields = [field for field in found.section.fields if asked(field, given)]
    readers = tuple(g.name for g in desk.law.in_order if g.name in desk.live.gates and found.section.name in g.reviews)
    marked = None if found.complete else "1"
    return SectionRead(
        title=found.section.title,
        state=section_state(desk, found),
        readers=_read_by(desk, readers),
        changes=tuple(_read(desk, field, reader) for field in fields if field.name in given),
        left=tuple(field.label for field in fields if field.name not in given),
        change_href=url_for("intake.section", id_=desk.draft.id, section=found.section.name, missing=marked),
        complete=found.complete,
    )


def _read(desk: Desk, field: Field, reader: Reader) -> Change:
    read = answer(field, desk.draft.answers.get(field.name), reader)
    return Change(read, claims=claims_of(field, read, _files(desk)) if field.claim else ())


def _files(desk: Desk) -> Files:
    """The files of this draft by their names. None can be opened before it is submitted."""
    given = (desk.draft.answers.get(f.name) for f in desk.law.field_by_name.values() if f.kind == "file")
    named = (one for one in given if isinstance(one, dict) and "name" in one)
    return {str(one["name"]): (str(one.get("file", "")), None) for one in named}


def _read_by(desk: Desk, gates: tuple[str, ...]) -> str:
    if not gates:
        return gettext("No gate reads it")
    titles = gate_titles(desk.law, gates)
    return ngettext("%(titles)s reads it", "%(titles)s read it", len(gates), titles=titles)
