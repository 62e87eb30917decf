"""Changes of a rule in sentences: what anything is now, and instead of what.

Every attribute of the data classes is compared. Those that have a phrase are told in it, any other one by its name, so
that nothing added to the language later goes untold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from governance.checker.policy_words import span
from governance.language.business_time import Duration
from governance.language.conditions import All, AnyOf, Condition, Rows, Test, sentence
from governance.language.definition import Source
from governance.reading.words import listed

Kind = Literal["added", "removed", "changed"]
Group = Literal[
    "workflow", "form", "tiers", "gates", "checks", "guarantees", "afterwards", "committees", "calendars", "examples"
]


@dataclass(frozen=True)
class Told:
    """One change in words. `key` says what it is a change of, as `law.Difference` does; `pointer` leads into
    the new document, or into the old one for what was removed.
    """

    group: Group
    pointer: str
    kind: Kind
    sentence: str
    key: tuple[str, ...] = ()


Labels = Mapping[str, str]
Phrase = Callable[[Any, Any], Iterable[str]]


def attributes(
    old: Any, new: Any, subject: str, phrases: Mapping[str, Phrase], apart: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """(attribute, sentence) for every attribute in which two of a kind differ; `apart` are told elsewhere."""
    for one in fields(new):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before == after or one.name in apart:
            continue
        said = list(phrases.get(one.name, lambda _a, _b: ())(before, after))
        word = one.name.replace("_", " ")
        for told in said or [f"{subject}: the {word} is now {shown(after)} instead of {shown(before)}."]:
            yield one.name, told


def shown(value: Any) -> str:
    """Any value in words."""
    match value:
        case None | "" | () | []:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case str():
            return f"“{value}”"
        case Duration():
            return span(value)
        case Test() | All() | AnyOf() | Rows():
            return sentence(value, {}) or "always"
        case Mapping():
            return listed([f"{name}: {shown(inner)}" for name, inner in value.items()])
        case tuple() | list():
            return listed([shown(inner) for inner in value])
        case _ if is_dataclass(value):
            told = ((one.name, getattr(value, one.name)) for one in fields(value))
            return ", ".join(
                f"{name.replace('_', ' ')} {shown(inner)}" for name, inner in told if inner not in (None, "", ())
            )
        case _:
            return str(value)


def instead(subject: str, verb: str) -> Phrase:
    """`subject` `verb` one thing instead of another."""
    return lambda before, after: [f"{subject} {verb} {shown(after)} instead of {shown(before)}."]


def clock(subject: str) -> Phrase:
    """“Legal” now has 16 instead of 40 business hours."""

    def told(before: Duration | None, after: Duration | None) -> Iterable[str]:
        if before is None and after is not None:
            return [f"{subject} now has {span(after)}; it had no clock."]
        if after is None and before is not None:
            return [f"{subject} has no clock any more; it had {span(before)}."]
        if before is None or after is None:
            return []
        if before.kind == after.kind:
            return [f"{subject} now has {after.amount} instead of {span(before).replace(' ', ' ', 1)}."]
        return [f"{subject} now has {span(after)} instead of {span(before)}."]

    return told


def names(here: str, *, one: str, label: Callable[[str], str] = str) -> Phrase:
    """What joined a list of names and what left it, or that its order changed."""

    def told(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
        yield from (f"{here} {one} {label(name)} now, too." for name in after if name not in before)
        yield from (f"{here} {one} {label(name)} no longer." for name in before if name not in after)
        if sorted(before) == sorted(after):
            yield f"{here}: the order is now {listed([label(name) for name in after])}."

    return told


def entries(here: str, what: str) -> Phrase:
    """The same for pairs of a name and what people read, with what is called otherwise now."""

    def told(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[str]:
        old, new = dict(before), dict(after)
        yield from (f"{here} has the {what} “{label}” now." for name, label in new.items() if name not in old)
        yield from (f"{here} has the {what} “{label}” no longer." for name, label in old.items() if name not in new)
        for name, label in new.items():
            if label != old.get(name, label):
                yield f"{here}: the {what} “{old[name]}” now reads “{label}”."
        if set(old) == set(new) and [*old] != [*new]:
            order = listed([f"“{label}”" for label in new.values()])
            yield f"{here}: each {what} stands in another order now: {order}."

    return told


def flag(on: str, off: str) -> Phrase:
    """One sentence for a word that is now said, one for a word no longer said."""
    return lambda _before, after: [on if after else off]


def source(subject: str) -> Phrase:
    """Where a rule comes from."""

    def told(before: Source | None, after: Source | None) -> Iterable[str]:
        return [f"{subject} now rests on {_source(after)} instead of {_source(before)}."]

    return told


def _source(one: Source | None) -> str:
    if one is None:
        return "no stated source"
    dated = f", in effect {one.effective}" if one.effective else ""
    return f"“{one.says}”{dated}{f', reviewed {one.reviewed}' if one.reviewed else ''}"


def condition(labels: Labels, otherwise: str, effect: str, effect_still: str) -> Phrase:
    """A condition that changed: by its one test that did, by what an *any* gained and lost, or as a whole. `effect`
    goes behind a test (`leads to T3`), `effect_still` before the whole (`T3 applies`).
    """

    def whole(one: Condition) -> str:
        words = sentence(one, labels)
        return f"when {words}" if words else otherwise

    def told(before: Condition, after: Condition) -> Iterable[str]:
        swapped = _swapped(before, after)
        if swapped:
            old, new = swapped
            value = sentence(old, labels).removeprefix(_until_value(old, labels))
            return [f"{_plain(sentence(new, labels))} instead of {value.strip()} {effect}."]
        ours, theirs = _parts(before), _parts(after)
        if ours and theirs and set(ours) != set(theirs):
            gained = [f"{sentence(part, labels)} now {effect}, too." for part in theirs if part not in ours]
            return [*gained, *(f"{sentence(part, labels)} no longer {effect}." for part in ours if part not in theirs)]
        return [f"{effect_still} {whole(after)} instead of {whole(before)}."]

    return told


def _plain(words: str) -> str:
    """“Budget” over 250000 EUR: as one says it before *leads to*."""
    return words.replace("” is ", "” ", 1)


def _until_value(test: Test, labels: Labels) -> str:
    shown_value = " or ".join(test.value) if isinstance(test.value, tuple) else str(test.value)
    words = sentence(test, labels)
    return words[: len(words) - len(shown_value.replace("_", " "))]


def _parts(one: Condition) -> tuple[Condition, ...]:
    """The alternatives of a condition; none of a conjunction."""
    return one.parts if isinstance(one, AnyOf) else () if isinstance(one, All) else (one,)


def _swapped(before: Condition, after: Condition) -> tuple[Test, Test] | None:
    """The one test that asks for another value now, where all else is the same and it stands among alternatives."""
    ours, theirs = _parts(before), _parts(after)
    if len(ours) != len(theirs):
        return None
    changed = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    if len(changed) != 1:
        return None
    a, b = changed[0]
    if not isinstance(a, Test) or not isinstance(b, Test):
        return None
    return (a, b) if (a.name, a.comparator, a.count) == (b.name, b.comparator, b.count) else None


def ordered(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether what both have stands in the same order."""
    return [n for n in before if n in after] == [n for n in after if n in before]
