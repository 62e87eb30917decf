"""Answers that two definitions tell apart: one search over the questions of both.

A condition is first written over the raw answers: a question its definition does not ask is without an answer, and
`tier` is replaced by the conditions that lead to it. Then both definitions' conditions speak of the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from governance.checker.answer_classes import TooManyCases, classes_of
from governance.checker.guarantees import FALSE, TRUE, after_answering
from governance.formats.jcs import Json
from governance.language.conditions import All, AnyOf, Atom, Condition, Not, Rows, Test, holds, tests
from governance.language.definition import Definition, Field
from governance.reading.answers import answer_problems, is_answered

MOST_STEPS = 30_000


class Raw:
    """One definition's conditions, written over the raw answers."""

    def __init__(self, law: Definition) -> None:
        self.law = law
        self.names = tuple(tier.name for tier in law.tiers)
        self.asks: dict[str, Condition] = {}
        for name, field in law.field_by_name.items():
            self.asks[name] = self.over(field.when)
        self.whens = tuple(self.over(tier.when) for tier in law.tiers)
        self.known: dict[tuple[str, str], Condition] = {}

    def asked(self, name: str) -> Condition:
        """When the field is put; never, where the form does not have it."""
        return self.asks.get(name, FALSE)

    def over(self, condition: Condition, raised: str = "") -> Condition:
        """The condition over raw answers, where a coordinator asked for the tier `raised` ("" for nobody did)."""
        return after_answering(self._over(condition, raised), "", {})

    def _over(self, condition: Condition, raised: str) -> Condition:
        match condition:
            case All(parts):
                return All(tuple(self._over(part, raised) for part in parts))
            case AnyOf(parts):
                return AnyOf(tuple(self._over(part, raised) for part in parts))
            case Not(part):
                return Not(self._over(part, raised))
            case Test(name="tier"):
                return AnyOf(tuple(self._tier(i, raised) for i, t in enumerate(self.names) if _fits(condition, t)))
            case Test() | Rows():
                asked = self.asked(condition.name.partition(".")[0])
                return condition if asked == TRUE else All((asked, condition))

    def _tier(self, place: int, raised: str) -> Condition:
        """The record ends up in this tier: it is computed, or raised to from a later one."""
        before = tuple(Not(when) for when in self.whens[:place])
        top = self.names.index(raised) if raised in self.names else len(self.names)
        if place > top:
            return FALSE
        return All(before) if place == top else All((*before, self.whens[place]))

    def needs(self, gate: str, raised: str) -> Condition:
        """When approval needs the gate. A raise into a tier without any gate is refused, so the computed one stays."""
        if (gate, raised) not in self.known:
            here, some = self._needs(gate, raised), self._some(raised) if raised else TRUE
            back = FALSE if some == TRUE else _both(Not(some), self._needs(gate, ""))
            self.known[gate, raised] = _either(here, back)
        return self.known[gate, raised]

    def _needs(self, gate: str, raised: str) -> Condition:
        found = self.law.gate_by_name.get(gate)
        return FALSE if found is None or found.ratifies else self.over(found.when, raised)

    def _some(self, raised: str) -> Condition:
        if ("", raised) not in self.known:
            self.known["", raised] = _either(*(self._needs(gate.name, raised) for gate in self.law.gates))
        return self.known["", raised]

    def lets_in(self, raised: str) -> Condition:
        """When some gate applies: nothing is approved by default."""
        return _either(self._some(raised), self._some("")) if raised else self._some("")


def _fits(test: Test, tier: str) -> bool:
    return holds(test, {"tier": tier})


def _either(*parts: Condition) -> Condition:
    return after_answering(AnyOf(parts), "", {})


def _both(*parts: Condition) -> Condition:
    return after_answering(All(parts), "", {})


@dataclass(frozen=True)
class Shared:
    """One question as either definition puts it; None where it does not."""

    name: str
    old: Field | None
    new: Field | None

    @property
    def sides(self) -> tuple[Field | None, Field | None]:
        """Old, then new."""
        return self.old, self.new


def shared_fields(old: Definition, new: Definition) -> Mapping[str, Shared]:
    """Every question of either form, in the order of the new one."""
    names = dict.fromkeys((*new.field_by_name, *old.field_by_name))
    return {name: Shared(name, old.field_by_name.get(name), new.field_by_name.get(name)) for name in names}


class Pair:
    """Two definitions and the searches over what either asks."""

    def __init__(self, old: Definition, new: Definition) -> None:
        self.old, self.new = Raw(old), Raw(new)
        self.fields = shared_fields(old, new)
        self.raises = _raises(old, new)
        self.known: dict[Condition, Mapping[str, Json] | None] = {}

    def possible(self, goal: Condition) -> bool:
        """Whether some answers fulfil the goal; True where there are too many cases to tell."""
        goal = _both(goal)
        if goal == FALSE:
            return False
        if goal == TRUE:
            return True
        if goal not in self.known:
            try:
                self.known[goal] = next(self.cases(goal), None)
            except TooManyCases:
                return True
        return self.known[goal] is not None

    def cases(self, goal: Condition, fixed: Mapping[str, Json] | None = None) -> Iterator[dict[str, Json]]:
        """Answers that both forms take and that fulfil the goal; None is a question left open. `fixed` answers are
        given as they are, whether a form takes them or not.
        """
        return _Search(self, goal, fixed or {}).all()


def _raises(old: Definition, new: Definition) -> tuple[str, ...]:
    """No raise, then every tier a coordinator may raise to."""
    return ("", *dict.fromkeys(tier.name for law in (new, old) for tier in law.tiers[:-1]))


class _Search:
    """Depth first in the order of the form; what is left of the goal is simplified, and searched once."""

    def __init__(self, pair: Pair, goal: Condition, fixed: Mapping[str, Json]) -> None:
        self.pair, self.fixed = pair, fixed
        self.goal = after_answering(goal, "", {})
        self.fields = tuple(field for name, field in pair.fields.items() if name in self._cone())
        self.atoms = tuple(dict.fromkeys((*tests(self.goal), *self._asked_atoms())))
        self.offers = {field.name: self._offers(field) for field in self.fields}
        self.hopeless: set[tuple[int, Condition]] = set()
        self.steps = 0

    def _cone(self) -> frozenset[str]:
        """The goal's fields. What an open or odd answer adds to the goal reads only fields asked before it."""
        left = [atom.name for atom in tests(self.goal)] + list(self.fixed)
        seen: set[str] = set()
        while left:
            name = left.pop().partition(".")[0]
            if name in seen or name not in self.pair.fields:
                continue
            seen.add(name)
            for raw in (self.pair.old, self.pair.new):
                left += [atom.name for atom in tests(raw.asked(name))]
        return frozenset(seen)

    def _asked_atoms(self) -> Iterator[Atom]:
        for field in self.fields:
            for raw in (self.pair.old, self.pair.new):
                yield from tests(raw.asked(field.name))

    def _offers(self, field: Shared) -> tuple[tuple[Json, Condition], ...]:
        """Answers that differ in a reply or in who takes them, each with what must hold for both forms to take it."""
        if field.name in self.fixed:
            return ((self.fixed[field.name], TRUE),)
        mine = tuple(atom for atom in self.atoms if atom.name.partition(".")[0] == field.name)
        found: dict[tuple[bool, ...], tuple[Json, Condition]] = {}
        for answer in shared_classes(field, mine):
            given = {} if answer is None else {field.name: answer}
            taken = tuple(side is None or takes(side, answer) for side in field.sides)
            asked = (self.pair.old.asked(field.name), self.pair.new.asked(field.name))
            duty = _both(*(Not(when) for when, fine in zip(asked, taken, strict=True) if not fine))
            key = (*(holds(atom, given) for atom in mine), *taken)
            if duty != FALSE:
                found.setdefault(key, (answer, duty))
        return tuple(found.values())

    def all(self) -> Iterator[dict[str, Json]]:
        """Every class that fulfils the goal, as far as it has to be chosen."""
        yield from self._from(0, self.goal, {})

    def _from(self, place: int, left: Condition, chosen: dict[str, Json]) -> Iterator[dict[str, Json]]:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooManyCases
        if left == FALSE or (place, left) in self.hopeless:
            return
        if left == TRUE:
            yield {**chosen, **self.fixed}
        if left == TRUE or place == len(self.fields):
            return
        field, lucky = self.fields[place], False
        for answer, duty in self.offers[field.name]:
            given = {} if answer is None else {field.name: answer}
            after = after_answering(_both(left, duty), field.name, given)
            for case in self._from(place + 1, after, {**chosen, field.name: answer}):
                lucky = True
                yield case
        if not lucky:
            self.hopeless.add((place, left))


def takes(field: Field, answer: Json) -> bool:
    """Whether the form would take a representative: texts and rows stand for any, so only choices and bounds count."""
    if answer is None or not is_answered(answer):
        return not field.required
    match field.kind:
        case "line" | "text" | "person" | "file" | "record" | "definition":
            return isinstance(answer, str | dict)
        case "table":
            most = field.most if field.most is not None else len(answer) if isinstance(answer, list) else 0
            return isinstance(answer, list) and field.at_least <= len(answer) <= most
        case _ if field.personal:
            return True
        case "matrix" if isinstance(answer, dict):
            rows = {row for row, _ in field.rows}
            return not any(answer_problems(field, {row: told for row, told in answer.items() if row in rows}))
        case _:
            return not any(answer_problems(field, answer))


def shared_classes(field: Shared, asked: tuple[Atom, ...]) -> tuple[Json, ...]:
    """Representatives of every class of answers to a question that one or both forms put; None, left open, is last."""
    old, new = field.sides
    if old is None or new is None:
        only = old or new
        return (*classes_of(only, asked), None) if only else (None,)
    if old.kind != new.kind:
        return (*classes_of(old, asked), *classes_of(new, asked), None)
    told = (*asked, *_bounds(old, new))
    merged = _merged(old, new)
    found = [*classes_of(merged, told)]
    if old.kind == "amount" and old.accept != new.accept:
        found += classes_of(old, asked)
    return (*found, None)


def _merged(old: Field, new: Field) -> Field:
    """One field that offers what either does."""
    most = None if old.most is None or new.most is None else max(old.most, new.most)
    return replace(
        new,
        options=tuple({**dict(old.options), **dict(new.options)}.items()),
        rows=tuple({**dict(old.rows), **dict(new.rows)}.items()),
        columns=tuple({column.name: column for column in (*old.columns, *new.columns)}.values()),
        at_least=min(old.at_least, new.at_least),
        most=most,
        required=old.required and new.required,
    )


def _bounds(old: Field, new: Field) -> Iterator[Test]:
    """Questions no policy asks that tell apart what only one form takes."""
    ours, theirs = {name for name, _ in old.options}, {name for name, _ in new.options}
    names = [f"{new.name}.{row}" for row, _ in (*old.rows, *new.rows)] if new.kind == "matrix" else [new.name]
    for only in (tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours))):
        if only:
            yield from (Test(name, "one of", only) for name in dict.fromkeys(names))
    limits = {old.at_least, new.at_least} if old.at_least != new.at_least else set()
    limits |= {most for most in (old.most, new.most) if most is not None} if old.most != new.most else set()
    if new.kind in ("number", "table"):
        yield from (Test(new.name, "at least", limit, count=new.kind == "table") for limit in sorted(limits))
