"""Guarantees proven: over every answer that can be given, not over a sample.

Conditions only ask atomic questions, so two answers to a field that get the same replies are one class. Every class
has a representative; classes of several fields are searched together, and a branch is left as soon as what is already
chosen settles the question. A coordinator may raise the tier, so a promise must hold in every tier at or above the
computed one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from governance.checker.answer_classes import TooManyCases, classes_of, spoken_answers
from governance.errors import Problem
from governance.formats.jcs import Json
from governance.language.conditions import ALWAYS, All, AnyOf, Atom, Condition, Not, Rows, Test, holds, tests
from governance.language.definition import Definition, Field

# The cost of a search: its steps, each by the number of atoms it may have to look at.
MOST_STEPS = 1_500_000
MOST_UNPROVEN = 3


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Answers under which a definition breaks its word. `guarantee` counts from 0; `gate` is "" where nothing could be
    proven; `raised` says that a coordinator had raised the tier.
    """

    guarantee: int
    pointer: str
    gate: str
    answers: Mapping[str, Json]
    tier: str
    raised: bool
    words: str

    def __str__(self) -> str:
        """The words."""
        return self.words


def prove(definition: Definition) -> tuple[Counterexample, ...]:
    """One counterexample for each gate of each guarantee that some answers break; empty when all are proven."""
    found: list[Counterexample] = []
    unproven = 0
    for place, guarantee in enumerate(definition.guarantees):
        promised = [(gate, False) for gate in guarantee.needs] + [(gate, True) for gate in guarantee.never_opens]
        for gate, opens in promised:
            when = definition.gate_by_name[gate].when
            broken = All((guarantee.when, when if opens else Not(when)))
            if unproven == MOST_UNPROVEN:
                # A definition that has cost so much is not worth the same again for every other promise.
                found.append(_unproven(place, gate))
                continue
            try:
                case = first_case(definition, broken, raising=False) or first_case(definition, broken)
            except TooManyCases:
                unproven += 1
                found.append(_unproven(place, gate))
                continue
            if case is not None:
                words = _words(definition, case, gate, opens=opens)
                found.append(Counterexample(place, f"/guarantees/{place}", gate, *case, words))
    return tuple(found)


def unreachable(definition: Definition) -> tuple[Problem, ...]:
    """Tiers no answers reach, gates no answers need, and guarantees about no answers at all."""
    found: list[Problem] = []
    possible = _Possible(definition)
    for place, tier in enumerate(definition.tiers):
        if not possible.some(Test("tier", "is", tier.name), raising=False):
            found.append(
                Problem(
                    f"/tiers/{place}",
                    f"No answers lead to the tier {tier.name}.",
                    "Change the tiers before it, or remove it.",
                )
            )
    for place, gate in enumerate(definition.gates):
        if not possible.some(gate.when):
            found.append(
                Problem(
                    f"/gates/{place}",
                    f"No answers ever need the gate “{gate.title}”.",
                    "Change its `when`, or remove it.",
                )
            )
    for place, guarantee in enumerate(definition.guarantees):
        if not possible.some(guarantee.when):
            found.append(
                Problem(
                    f"/guarantees/{place}",
                    "No answers fit the `if` of this guarantee, so it promises nothing.",
                    "Change it, or remove it.",
                )
            )
    return tuple(found)


@dataclass(slots=True)
class _Possible:
    """Whether some answers fulfil a condition; a search that is too large holds nothing against the definition, and
    after a few such searches none is tried.
    """

    definition: Definition
    given_up: int = 0

    def some(self, condition: Condition, *, raising: bool = True) -> bool:
        """True where answers fulfil the condition, or where it cannot be said."""
        if self.given_up == MOST_UNPROVEN:
            return True
        try:
            return first_case(self.definition, condition, raising=raising) is not None
        except TooManyCases:
            self.given_up += 1
            return True


Case = tuple[Mapping[str, Json], str, bool]


def first_case(definition: Definition, condition: Condition, *, raising: bool = True) -> Case | None:
    """The first answers (with tier, and whether it was raised) that fulfil a condition, or None when none can."""
    return _Search(definition, condition, raising=raising).first()


def _unproven(place: int, gate: str) -> Counterexample:
    words = (
        f"Guarantee {place + 1} about “{gate}” has too many cases to be proven. Let its conditions read fewer answers."
    )
    return Counterexample(place, f"/guarantees/{place}", gate, {}, "", raised=False, words=words)


def _words(definition: Definition, case: Case, gate: str, *, opens: bool) -> str:
    answers, tier, raised = case
    said = [spoken_answers(definition.field_by_name, answers)] if answers else []
    if tier:
        said.append(f"the tier is {'raised to ' if raised else ''}{tier}")
    where = f"When {' and '.join(said)}, " if said else "Whatever is answered, "
    title = definition.gate_by_name[gate].title
    broken = "opens although it never may" if opens else "is not needed although approval needs it"
    return f"{where}the gate “{title}” {broken}."


TRUE, FALSE = ALWAYS, AnyOf(())
_Left = tuple[Condition, ...]


class _Search:
    """A depth-first search in the order of the form, so that whether a field is asked is settled before it is answered.

    What is left of the conditions after some answers is simplified; the same remainder is searched once.
    """

    def __init__(self, definition: Definition, condition: Condition, *, raising: bool) -> None:
        self.raising = raising
        self.work = 0
        self.reads_tier = any(test.name == "tier" for test in tests(condition))
        self.tiers = tuple(tier.name for tier in definition.tiers)
        whens = tuple(tier.when for tier in definition.tiers) if self.reads_tier else ()
        self.start = tuple(after_answering(part, "", {}) for part in (condition, *whens))
        self.fields = _cone(definition, self.start)
        asked = (*self.start, *(field.when for field in self.fields))
        # What one step costs: every atom that is asked may be simplified.
        self.weight = 1 + sum(1 for part in asked for _ in tests(part))
        self.classes = {field.name: classes_of(field, _tests_on(field, asked)) for field in self.fields}
        self.hopeless: set[tuple[int, _Left]] = set()

    def first(self) -> Case | None:
        """The first class of answers that fulfils the condition."""
        whens = tuple(after_answering(field.when, "", {}) for field in self.fields)
        return self._from(0, (*self.start, *whens), {})

    def _from(self, place: int, left: _Left, chosen: Mapping[str, Json]) -> Case | None:
        self.work += self.weight
        if self.work > MOST_STEPS:
            raise TooManyCases
        outcome = self._outcome(left)
        if outcome == FALSE or (place, left) in self.hopeless:
            return None
        if place == len(self.fields):
            return self._case(left, chosen)
        field, fields_left = self.fields[place], len(self.fields) - place
        asked = left[-fields_left] == TRUE
        keep = left[:-fields_left] + left[len(left) - fields_left + 1 :]
        for answer in self._offered(field, asked=asked):
            given = {} if answer is None else {field.name: answer}
            after = tuple(after_answering(part, field.name, given) for part in keep)
            case = self._from(place + 1, after, {**chosen, **given})
            if case is not None:
                return case
        self.hopeless.add((place, left))
        return None

    def _offered(self, field: Field, *, asked: bool) -> tuple[Json, ...]:
        """The answers a field may have; None is no answer."""
        if not asked:
            return (None,)
        return self.classes[field.name] if field.required else (*self.classes[field.name], None)

    def _possible_tiers(self, left: _Left) -> tuple[int, ...]:
        """The tiers that may still apply, the computed ones last."""
        whens = left[1 : 1 + len(self.tiers)]
        computed: list[int] = []
        for place, when in enumerate(whens):
            if when != FALSE:
                computed.append(place)
            if when == TRUE:
                break
        return tuple(range(max(computed) + 1)) if self.raising else tuple(computed)

    def _outcome(self, left: _Left) -> Condition:
        """What the condition comes to, as far as the tiers that may still apply agree."""
        if not self.reads_tier:
            return left[0]
        outcomes = {after_answering(left[0], "tier", {"tier": self.tiers[i]}) for i in self._possible_tiers(left)}
        return outcomes.pop() if len(outcomes) == 1 else left[0]

    def _case(self, left: _Left, chosen: Mapping[str, Json]) -> Case | None:
        """All is answered: the computed tier is tried first, then those above it."""
        if not self.reads_tier:
            return (chosen, "", False) if left[0] == TRUE else None
        whens = left[1 : 1 + len(self.tiers)]
        computed = whens.index(TRUE)
        for place in range(computed, -1, -1) if self.raising else (computed,):
            if after_answering(left[0], "tier", {"tier": self.tiers[place]}) == TRUE:
                return chosen, self.tiers[place], place != computed
        return None


def _cone(definition: Definition, conditions: tuple[Condition, ...]) -> tuple[Field, ...]:
    """The fields these conditions read, and those that decide whether they are asked, in the order of the form."""
    wanted: set[str] = set()
    names = [test.name for condition in conditions for test in tests(condition)]
    while names:
        name = names.pop().partition(".")[0]
        if name not in wanted and name in definition.field_by_name:
            wanted.add(name)
            names += [test.name for test in tests(definition.field_by_name[name].when)]
    return tuple(field for name, field in definition.field_by_name.items() if name in wanted)


def _tests_on(field: Field, conditions: tuple[Condition, ...]) -> tuple[Atom, ...]:
    found = (test for condition in conditions for test in tests(condition) if test.name.partition(".")[0] == field.name)
    return tuple(dict.fromkeys(found))


def after_answering(condition: Condition, name: str, answers: Mapping[str, Json]) -> Condition:
    """What is left of a condition once the field `name` has its answer (or, with empty `answers`, none)."""
    match condition:
        case Test() | Rows():
            if condition.name.partition(".")[0] != name:
                return condition
            return TRUE if holds(condition, answers) else FALSE
        case Not(part):
            inner = after_answering(part, name, answers)
            return FALSE if inner == TRUE else TRUE if inner == FALSE else Not(inner)
        case All(parts):
            left = dict.fromkeys(after_answering(part, name, answers) for part in parts)
            return _joined(left, neutral=TRUE, decisive=FALSE, join=All)
        case AnyOf(parts):
            left = dict.fromkeys(after_answering(part, name, answers) for part in parts)
            return _joined(left, neutral=FALSE, decisive=TRUE, join=AnyOf)
        case _:
            assert_never(condition)


def _joined(
    parts: Mapping[Condition, None], *, neutral: Condition, decisive: Condition, join: type[All | AnyOf]
) -> Condition:
    if decisive in parts:
        return decisive
    left = tuple(part for part in parts if part != neutral)
    return join(left) if len(left) != 1 else left[0]
