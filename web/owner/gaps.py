"""What a draft lacks, counted once for every page: by question, not by cell, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from governance.formats.jcs import Json
from governance.language.definition import Definition, Section
from governance.record.events import Finding
from web.rows.live import Live
from web.words.counts import counted
from web.words.translating import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Gaps:
    """What one section lacks: the questions `missing` an answer or part of one, those answered `wrong`, the findings
    that block and those that warn. `begun`: something in it is answered.
    """

    section: Section
    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    blocks: tuple[Finding, ...]
    warns: tuple[Finding, ...]
    begun: bool

    @property
    def complete(self) -> bool:
        """Whether nothing in it is in the way."""
        return not (self.missing or self.wrong or self.blocks)


def gaps(law: Definition, answers: Mapping[str, Json], live: Live) -> tuple[Gaps, ...]:
    """Section by section. What a check warns of waits until its section is begun."""
    return tuple(_gaps(section, answers, live) for section in law.sections)


def _gaps(section: Section, answers: Mapping[str, Json], live: Live) -> Gaps:
    names = [field.name for field in section.fields]
    begun = any(name in answers for name in names)
    found = [one for one in live.findings if one.concerns.partition(".")[0] in names]
    faulty = [name for name in names if any(problem.field == name for problem in live.problems)]
    missing = tuple(name for name in faulty if _absent(name, live))
    return Gaps(
        section,
        missing,
        tuple(name for name in faulty if name not in missing),
        tuple(one for one in found if one.severity == "block"),
        tuple(one for one in found if one.severity == "warn" and begun),
        begun,
    )


def _absent(name: str, live: Live) -> bool:
    """Whether all that is wrong with a question is that it, or a part of it, has no answer."""
    return name in live.missing or all(each.absent for each in live.problems if each.field == name)


def lacking(found: Iterable[Gaps]) -> str:
    """“3 answers missing, 1 answer to correct, 2 findings block submission”; "" where nothing is in the way."""
    every = tuple(found)
    missing, wrong, blocks = (
        sum(len(part) for part in parts)
        for parts in ([one.missing for one in every], [one.wrong for one in every], [one.blocks for one in every])
    )
    said = [
        gettext("%(missing)s missing", missing=counted(missing, "answer")) if missing else "",
        gettext("%(wrong)s to correct", wrong=counted(wrong, "answer")) if wrong else "",
        blocking(blocks) if blocks else "",
    ]
    return ", ".join(part for part in said if part)


def blocking(blocks: int) -> str:
    """“1 finding blocks submission”."""
    return ngettext("%(num)s finding blocks submission", "%(num)s findings block submission", blocks, num=blocks)
