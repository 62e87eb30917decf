"""Two definitions compared: every change in a sentence, and whether the new one lets more pass, or less.

**Lets pass.** A case is the answers of an initiative, who wrote which section, the tier a coordinator asks for, and the
acts in order: who says what at which gate, with which ticks and comments, which findings they leave unread, and at most
one return to the owner who submits the same again. A definition lets it pass when the record is approved in the end,
each form being given those answers, rows and columns that it asks for, acts that the law refuses being left out, and
the tier raised if the law allows it. So gates, panels and questions are told apart by name. The new definition is
*looser* when it lets a case pass that the old one does not, *stricter* the other way round, *both* when both are so,
and *equal* when neither is.

**Compared:** which gates approval needs (for every class of answers that a condition of either can tell apart, in every
tier), whose panel, the rule over every course of votes on small panels, sections under review (nobody decides on what
they wrote, and a decision falls when they change), checklist, `never`, `always_again`, order; what signers must have
(which no case shows, since everybody in one has it); questions and what they take; checks that block, and findings that
must be acknowledged; promises (a guarantee dropped is *looser* though no initiative shows it: a later definition may
now do what this one was barred from).

**Not compared**, only told in sentences: clocks, reminders, escalation and delegation, calendars, the words people read
(titles, help, meanings, sources, examples), who coordinates, whether several records
may be signed in one sitting, and what comes after approval, ratification included.

**Honest:** *looser* and *stricter* carry a witness, the shortest found, that replays through the engine. A difference
that could not be excluded and for which no witness was found counts, too, with the witness None: never *equal* by
default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from governance.comparing import law as law_of
from governance.comparing import submission
from governance.comparing.classes import Pair
from governance.comparing.form_told import examples_told, form_told, head_told
from governance.comparing.gates_told import (
    afterwards_told,
    calls_told,
    committees_told,
    gates_told,
    guarantees_told,
    tiers_told,
)  # fmt: skip
from governance.comparing.law import Difference, directions
from governance.comparing.promises import guarantees
from governance.comparing.replay import Witness, distinguishes, replay
from governance.comparing.words import Group, Kind, Told, shown
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law.form import labels

__all__ = ["GROUPS", "Change", "Comparison", "Verdict", "Witness", "compare", "distinguishes", "replay"]
Verdict = Literal["looser", "stricter", "equal", "both"]
Documents = tuple[Mapping[str, Json], Mapping[str, Json]]
GROUPS: tuple[Group, ...] = (
    "workflow", "form", "tiers", "gates", "checks", "guarantees", "afterwards", "committees", "calendars", "examples",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One change. `pointer` leads into the new document, or into the old one where `kind` is removed; `aspect` is
    one of GROUPS. `verdict` is what this change does to what passes; `witness` shows it, None where nothing does.
    """

    pointer: str
    aspect: Group
    sentence: str
    verdict: Verdict
    witness: Witness | None
    kind: Kind = "changed"


@dataclass(frozen=True)
class Comparison:
    """Everything that changed, in the order of GROUPS, and the verdict on the whole. `aspects` has a verdict for each
    group with a change; `witnesses` are the shortest of those that show the verdict: looser, then stricter.
    """

    verdict: Verdict
    changes: tuple[Change, ...]
    aspects: Mapping[Group, Verdict]
    witnesses: tuple[Witness, ...]


def compare(old: Definition, new: Definition, written: Documents | None = None) -> Comparison:
    """What changed from `old` to `new`. With the compiled documents (`written`), calendars are compared as well."""
    told = sorted(told_of(old, new, written), key=lambda one: GROUPS.index(one.group))
    found = tuple(_differences(old, new)) if told else ()
    assigned = _assigned(told, found)
    changes = tuple(_change(one, assigned[place]) for place, one in enumerate(told))
    aspects = {
        group: _verdict(d for n, one in enumerate(told) if one.group == group for d in assigned[n])
        for group in GROUPS
        if any(one.group == group for one in told)
    }
    shortest = (_shortest(one for one in found if one.looser is looser) for looser in (True, False))
    return Comparison(_verdict(found), changes, aspects, tuple(one for one in shortest if one))


def _differences(old: Definition, new: Definition) -> Iterator[Difference]:
    for way in directions(Pair(old, new)):
        yield from law_of.gates_needed(way)
        yield from law_of.gates_asking(way)
        yield from law_of.order(way)
        yield from law_of.signing(way)
        yield from guarantees(way)
        yield from submission.questions(way)
        yield from submission.checks(way)


def _verdict(found: Iterable[Difference]) -> Verdict:
    ways = {one.looser for one in found}
    if len(ways) > 1:
        return "both"
    return "equal" if not ways else "looser" if True in ways else "stricter"


def _shortest(found: Iterable[Difference]) -> Witness | None:
    known = [one.witness for one in found if one.witness]
    return min(known, key=lambda one: (len(one.acts), len(one.words)), default=None)


def _change(told: Told, found: tuple[Difference, ...]) -> Change:
    return Change(told.pointer, told.group, told.sentence, _verdict(found), _shortest(found), told.kind)


def told_of(old: Definition, new: Definition, written: Documents | None) -> Iterator[Told]:
    """Every change in a sentence, not yet judged; nothing where the documents are the same."""
    if old.digest == new.digest:
        return
    said: list[Told] = []
    for tell in (
        head_told, form_told, tiers_told, gates_told, guarantees_told, afterwards_told, committees_told, examples_told,
    ):  # fmt: skip
        said += tell(old, new)
    if old.checks != new.checks:
        said += calls_told(old.checks, new.checks, {**labels(old), **labels(new)}, "/checks", "At submission")
    said += _calendars(written) if written else ()
    yield from said
    if not said:
        words = "The definitions are written differently, but every rule is the same."
        if not written:
            words = "The definitions differ in nothing but their calendars, or in how they are written."
        yield Told("workflow", "", "changed", words)


def _calendars(written: Documents) -> Iterator[Told]:
    """Working calendars that came, went, or work otherwise; the law reads them elsewhere, so documents are compared."""
    ours, theirs = ({name: (n, each) for n, (name, each) in enumerate(_declared(one))} for one in written)
    for name, (place, calendar) in theirs.items():
        if name not in ours:
            yield Told("calendars", f"/calendars/{place}", "added", f"The calendar {name} is new.")
            continue
        before = ours[name][1]
        for word in dict.fromkeys((*calendar, *before)):
            if calendar.get(word) != before.get(word):
                now, was = shown(calendar.get(word)), shown(before.get(word))
                said = f"In the calendar {name}, {word.replace('_', ' ')} is now {now} instead of {was}."
                yield Told("calendars", f"/calendars/{place}/{word}", "changed", said)
    for name, (place, _) in ours.items():
        if name not in theirs:
            yield Told("calendars", f"/calendars/{place}", "removed", f"The calendar {name} is gone.")


def _declared(document: Mapping[str, Json]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    found = document.get("calendars")
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, dict):
            yield str(each.get("name", "")), each


def _assigned(told: list[Told], found: tuple[Difference, ...]) -> Mapping[int, tuple[Difference, ...]]:
    """Which difference in law comes of which change: the one that says so, else those that may have caused it."""
    given: dict[int, list[Difference]] = {place: [] for place in range(len(told))}
    for one in found:
        for causes in _causes(one):
            places = [n for n, each in enumerate(told) if causes(each)]
            if places:
                for place in places:
                    given[place].append(one)
                break
    return {place: tuple(each) for place, each in given.items()}


def _causes(one: Difference) -> Iterator[Callable[[Told], bool]]:
    """Tests of a change, the closest first; the last takes any change."""
    if one.key[0] == "guarantee":
        yield lambda each: each.key[:1] == ("guarantee",) and one.key[1] in each.key
    yield lambda each: each.key == one.key
    if one.key[0] == "field":
        yield lambda each: each.key[:2] == one.key[:2]
    if one.key[-1] == "rule":
        yield lambda each: each.key[:1] == ("committee",)
    if one.key[-1] == "reviews":
        yield lambda each: each.key[:1] == ("moved",)
    if one.key == ("gates",):
        yield lambda each: each.key[-1:] == ("needed",)
    yield lambda each: each.key == ("tiers",)
    yield lambda each: each.key[-1:] == ("needed",)
    yield lambda each: each.key[:1] in (("field",), ("check",))
    yield lambda each: bool(each.key)
    yield lambda _: True
