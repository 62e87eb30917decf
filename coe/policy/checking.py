"""Everything `coe workflow check` looks at, in one report: what publishing refuses on, wherever it is done.

A *problem* forbids publication, and there is no force. A *note* is told and forbids nothing: it depends on a day or on
people who come and go. Which is which is said where it is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from coe.policy.checking_deadlines import deadlines
from coe.policy.checking_sources import source_notes
from coe.policy.definitions import Compiled, Located, Part, located, proven
from governance.checker.panel_words import PanelFinding, panel_findings
from governance.checker.panels_checked import Staff
from governance.formats.jcs import Json
from governance.language.definition import Definition

OFFICE_WEEK: Mapping[str, object] = {"zone": "Europe/Berlin", "days": "mon-fri", "hours": "09:00-17:00"}
"""The week a calendar is read with when the file declares none; an office founded with this file would use it, too."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said about a file: problems and notes, each at its place, in the order of the file."""

    compiled: Compiled
    problems: tuple[Located, ...] = ()
    notes: tuple[Located, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether this may be published."""
        return self.compiled.definition is not None and not self.problems

    def lines(self) -> tuple[str, ...]:
        """What to print: one line for each problem, then one for each note."""
        return (*map(str, self.problems), *(_note(note) for note in self.notes))

    def json(self) -> dict[str, Json]:
        """The same for machines."""
        law = self.compiled.definition
        problems: list[Json] = [_json(each) for each in self.problems]
        notes: list[Json] = [_json(each) for each in self.notes]
        return {
            "file": self.compiled.name,
            "workflow": law.workflow if law else "",
            "digest": self.compiled.digest if law else "",
            "passed": self.passed,
            "problems": problems,
            "notes": notes,
        }


def check(compiled: Compiled, today: date, staff: Staff | None = None, now: int = 0) -> Report:
    """All that is wrong with a compiled file on this day; with `staff`, also with its panels at `now` (UTC ms)."""
    law = compiled.definition
    if law is None:
        return Report(compiled, compiled.problems)
    checked = proven(compiled)
    problems = [*checked.compiled.problems, *checked.broken()]
    notes = [located(compiled, note, "source") for note in source_notes(law, today)]
    for each in deadlines(law, _calendar(compiled, law), today):
        (problems if each.problem else notes).append(located(compiled, each.told, "deadline"))
    for found in panel_findings(law, staff, now) if staff is not None else ():
        (problems if found.problem else notes).append(located(compiled, found.told, "panel", _run(found)))
    return Report(compiled, tuple(_in_order(compiled, problems)), tuple(_in_order(compiled, notes)))


def _calendar(compiled: Compiled, law: Definition) -> Mapping[str, object]:
    name = law.calendar.partition("/")[2]
    declared = compiled.document.get("calendars")
    for each in declared if isinstance(declared, list) else ():
        if isinstance(each, dict) and each.get("name") == name:
            return each
    return {"name": name, **OFFICE_WEEK}


def _run(found: PanelFinding) -> Mapping[str, Json] | None:
    """The situation of a panel: enough to bring it about again."""
    if found.run is None:
        return None
    situation, aside = found.run.situation, list[Json](found.run.situation.aside)
    return {
        "gate": found.run.gate.name,
        "answers": {**situation.scoped.answers},
        "tier": situation.scoped.tier,
        "owner": situation.owner,
        "aside": aside,
        "since": found.run.since,
        "until": found.run.until,
    }


def _in_order(compiled: Compiled, found: list[Located]) -> Iterator[Located]:
    """In the order of the file, its own lines before those of included files."""
    yield from sorted(
        found, key=lambda each: (each.place.file != compiled.name, each.place.file, each.place.line, each.place.column)
    )


def _note(note: Located) -> str:
    place = note.place
    return f"{place.file}:{place.line}:{place.column}: note: {note.what}{' ' + note.cure if note.cure else ''}"


def _json(each: Located) -> dict[str, Json]:
    part: Part = each.part
    told: dict[str, Json] = {
        "part": part,
        "file": each.place.file,
        "line": each.place.line,
        "column": each.place.column,
        "pointer": each.pointer,
        "what": each.what,
        "cure": each.cure,
    }
    return told | ({"run": dict(each.run)} if each.run is not None else {})
