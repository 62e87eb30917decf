"""Sources of rules: when each was last read again, and whether it holds already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from governance.errors import Problem
from governance.language.definition import Definition, Source

MONTHS = 12


def source_notes(law: Definition, today: date) -> tuple[Problem, ...]:
    """Sources reviewed more than twelve months before `today`, and those that take effect after it."""
    return tuple(note for at, what, source in named_sources(law) for note in _notes(at, what, source, today))


def named_sources(law: Definition) -> Iterator[tuple[str, str, Source]]:
    """Every source with its JSON pointer and what rests on it, in the order of the file's words."""
    for place, charter in enumerate(law.charters.values()):
        yield from _if(f"/committees/{place}", f"The charter of {charter.title}", charter.source)
    for place, call in enumerate(law.checks):
        yield from _if(f"/checks/{place}", f"The check `{call.name}`", call.source)
    for place, tier in enumerate(law.tiers):
        yield from _if(f"/tiers/{place}", f"Tier {tier.name}", tier.source)
    for place, gate in enumerate(law.gates):
        yield from _if(f"/gates/{place}", f"“{gate.title}”", gate.source)
        for number, call in enumerate(gate.checks):
            at = f"/gates/{place}/checks/{number}"
            yield from _if(at, f"The check `{call.name}` of “{gate.title}”", call.source)
    yield from _if("/rework", "Rework", law.rework_source)
    for place, guarantee in enumerate(law.guarantees):
        yield from _if(f"/guarantees/{place}", f"Guarantee {place + 1}", guarantee.source)


def _if(at: str, what: str, source: Source | None) -> Iterator[tuple[str, str, Source]]:
    if source is not None:
        yield at, what, source


def _notes(at: str, what: str, source: Source, today: date) -> Iterator[Problem]:
    if source.reviewed and date.fromisoformat(source.reviewed) < _a_year_before(today):
        yield Problem(
            f"{at}/reviewed",
            f"{what} rests on {source.says}, last reviewed on {source.reviewed}: more than twelve months ago.",
            "Read it again and write the day into `reviewed`.",
        )
    if source.effective and date.fromisoformat(source.effective) > today:
        yield Problem(
            f"{at}/source",
            f"{what} rests on {source.says}, which takes effect on {source.effective}, after the rule.",
            "Publish the rule then, or correct the date.",
        )


def _a_year_before(day: date) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - MONTHS // 12, day=last)
