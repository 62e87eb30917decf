"""The definition of a packet in sentences, chapter by chapter, and the sources its rules come from."""

from __future__ import annotations

from collections.abc import Iterator

from coe.packet.page import Cited
from coe.source_words import day_words
from governance.checker.policy_words import Chapter, chapters
from governance.language.definition import Definition, Source

LEFT_OUT = ("Form: ", "Examples")


def rules(law: Definition) -> tuple[Chapter, ...]:
    """Every rule; the questions of the form stand beside their answers, and examples are no rules."""
    return tuple(each for each in chapters(law) if not each.title.startswith(LEFT_OUT))


def sources(law: Definition) -> tuple[Cited, ...]:
    """Each source once, with what rests on it, when it took effect and when it was last reviewed."""
    behind: dict[Source, list[str]] = {}
    for source, rule in _named(law):
        if source is not None and rule not in behind.setdefault(source, []):
            behind[source].append(rule)
    return tuple(
        Cited(
            source.says,
            ", ".join(names),
            day_words(source.effective) if source.effective else "",
            day_words(source.reviewed) if source.reviewed else "",
        )
        for source, names in behind.items()
    )


def _named(law: Definition) -> Iterator[tuple[Source | None, str]]:
    yield from ((tier.source, f"tier {tier.name}") for tier in law.tiers)
    yield from ((call.source, f"check {call.name}") for call in law.checks)
    for gate in law.gates:
        yield gate.source, gate.title
        yield from ((call.source, f"check {call.name}") for call in gate.checks)
    yield from ((charter.source, charter.title) for charter in law.charters.values())
    yield law.rework_source, "rework"
    yield from ((promise.source, "guarantee") for promise in law.guarantees)
