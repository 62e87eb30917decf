"""Two states of the same answers held against one another: what changed, whether it was asked for, who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.record.state import Request
from web.rows.changes import Changed
from web.words.counts import counted
from web.words.translating import gettext


def compared(
    law: Definition, before: Mapping[str, Json], after: Mapping[str, Json], requests: Iterable[Request]
) -> tuple[Changed, ...]:
    """Every answer that differs or was asked to, in the order of the form; `requests` are those between the two."""
    open_ = tuple(requests)
    found = (_held(law, before, after, open_, name) for name in law.field_by_name)
    return tuple(one for one in found if one.changed or one.requests)


def summary(found: Iterable[Changed], of: int) -> str:
    """“6 of 41 answers changed, in 3 sections; nobody asked for 2 of them.”"""
    changed = [one for one in found if one.changed]
    if not changed:
        return gettext("None of %(of)s changed.", of=counted(of, "answer"))
    sections = len({one.section for one in changed})
    unasked = sum(not one.asked for one in changed)
    said = gettext(
        "%(changed)s of %(of)s changed, in %(sections)s",
        changed=len(changed),
        of=counted(of, "answer"),
        sections=counted(sections, "section"),
    )
    asked = (
        gettext("; nobody asked for %(unasked)s of them.", unasked=unasked)
        if unasked
        else gettext("; each was asked for.")
    )
    return said + asked


def readers(law: Definition, section: str) -> tuple[str, ...]:
    """The gates that review a section."""
    return tuple(gate.name for gate in law.gates if section in gate.reviews)


def _held(
    law: Definition, before: Mapping[str, Json], after: Mapping[str, Json], requests: tuple[Request, ...], name: str
) -> Changed:
    section, old, new = law.section_of_field[name], before.get(name), after.get(name)
    direct = tuple(one for one in requests if one.concerns == name)
    whole = any(not one.concerns and one.gate in readers(law, section) for one in requests)
    changed = old != new
    return Changed(section, law.field_by_name[name], old, new, direct, bool(direct) or whole or not changed, changed)
