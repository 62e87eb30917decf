"""What one definition lets pass and another does not: the gates, and what each of them asks.

See `comparing` for what *lets pass* means. Every difference found is first a symbolic one, over all classes of answers;
then a witness is built for it and replayed. One that has no witness is kept: it is possible, and said to be unproven.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from governance.checker.answer_classes import TooManyCases, spoken_answers
from governance.checker.guarantees import FALSE, TRUE, after_answering
from governance.comparing.answers import Writer
from governance.comparing.classes import Pair, Raw
from governance.comparing.replay import Script, Witness, distinguishes, panels_of, played, voter
from governance.comparing.rules import passes_more, seats_of
from governance.formats.jcs import Json
from governance.language.asking import ticks_more
from governance.language.conditions import All, AnyOf, Condition, Not, causes, tests
from governance.language.definition import Definition, Field, Gate

MOST_CASES = 6
MOST_TOLD = 2
Key = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Something `more` lets pass and `less` does not. `looser` says that the new definition is `more`; `key` is what
    makes the difference: ("gate", name, aspect), ("field", name), ("check", name), ("guarantee", gate) or ("gates",).
    """

    key: Key
    looser: bool
    witness: Witness | None


@dataclass(frozen=True)
class Direction:
    """One way to look at a pair: `more` is asked for what it lets pass and `less` does not."""

    pair: Pair
    looser: bool
    writer: Writer

    @property
    def more(self) -> Raw:
        """The definition that lets the witness pass."""
        return self.pair.new if self.looser else self.pair.old

    @property
    def less(self) -> Raw:
        """The definition that does not."""
        return self.pair.old if self.looser else self.pair.new

    @property
    def sides(self) -> tuple[Definition, Definition]:
        """Who must let it be submitted, the passing one first."""
        return self.more.law, self.less.law

    def gates(self) -> Iterator[tuple[Gate, Gate]]:
        """The gates both have, as `more` and as `less` have them."""
        for name, gate in self.more.law.gate_by_name.items():
            if name in self.less.law.gate_by_name:
                yield gate, self.less.law.gate_by_name[name]

    def draft(self, answers: Mapping[str, Json], raised: str, **other: Any) -> Witness:
        """A witness without its acts."""
        larger = other.pop("panels", {})
        panels = panels_of(self.pair.old.law, self.pair.new.law, larger)
        return Witness(self.looser, answers, (), raised, panels=panels, **other)

    def proven(self, witness: Witness, script: Script, because: str, told: tuple[str, ...]) -> Witness | None:
        """The witness with its acts and words, if it replays."""
        found = played(self.more.law, witness, script)
        if found is None or not distinguishes(self.pair.old.law, self.pair.new.law, found):
            return None
        return replace(found, words=self._words(found, because, told))

    def search(
        self,
        goal: Condition,
        raised: str,
        script: Script,
        because: str,
        fixed: Mapping[str, Json] | None = None,
        **other: Any,
    ) -> tuple[bool, Witness | None]:
        """Whether any answers fulfil the goal, and a witness among them."""
        possible, writer = False, self.writer
        try:
            for number, partial in enumerate(self.pair.cases(goal, fixed)):
                possible = True
                if number >= MOST_CASES:
                    break
                for sides in (self.sides, self.sides[:1]):
                    answers = writer.whole(partial, sides)
                    if answers is None:
                        continue
                    told = self._told(goal, answers, fixed or {})
                    found = self.proven(self.draft(answers, raised, **other), script, because, told)
                    if found is not None:
                        return True, found
        except TooManyCases:
            possible = True
        return possible, None

    def _told(self, goal: Condition, answers: Mapping[str, Json], fixed: Mapping[str, Json]) -> tuple[str, ...]:
        """The answers that matter, in the order of the form."""
        places = {name: place for place, name in enumerate(self.pair.fields)}
        absent = {atom.name for part in _parts(goal) if isinstance(part, Not) for atom in tests(part)}
        few = sorted(absent) if len(absent) <= MOST_TOLD else ()
        named = dict.fromkeys((*(atom.name for atom in causes(goal, answers)), *few, *fixed))
        known = [name for name in named if answers.get(name.partition(".")[0]) is not None]
        return tuple(sorted(known, key=lambda name: places[name.partition(".")[0]]))

    def reworded(self, witness: Witness, because: str) -> Witness:
        """The same witness with another reason."""
        before, name, _ = witness.words.partition(f"under the {'old' if self.looser else 'new'} one ")
        return replace(witness, words=f"{before}{name}{because}.")

    def _words(self, witness: Witness, because: str, told: tuple[str, ...]) -> str:
        fields = {**self.less.law.field_by_name, **self.more.law.field_by_name}
        shown = _shown_answers(fields, witness.answers, told)
        said = [spoken_answers(fields, shown)] if shown else []
        if witness.raised:
            said.append(f"the tier is raised to {witness.raised}")
        case = f"When {' and '.join(said)}, " if said else "Whatever is answered, "
        mine, other = ("new", "old") if self.looser else ("old", "new")
        number = len(witness.acts)
        acts = "one decision approves" if number == 1 else f"{number} decisions approve"
        return f"{case}{acts} it under the {mine} definition; under the {other} one {because}."


def _parts(goal: Condition) -> tuple[Condition, ...]:
    return goal.parts if isinstance(goal, All) else (goal,)


def _shown_answers(
    fields: Mapping[str, Field], answers: Mapping[str, Json], told: tuple[str, ...]
) -> Mapping[str, Json]:
    """The answers to be told: of a matrix the rows that matter, of a person nothing but what the reason says."""
    shown: dict[str, Json] = {}
    for each in told:
        name, _, row = each.partition(".")
        answer, before = answers[name], shown.get(name)
        if fields[name].kind == "person":
            continue
        if row and isinstance(answer, dict):
            shown[name] = {**(before if isinstance(before, dict) else {}), row: answer.get(row)}
        else:
            shown[name] = answer
    return shown


def directions(pair: Pair) -> tuple[Direction, Direction]:
    """Looser first."""
    writer = Writer(pair)
    return Direction(pair, looser=True, writer=writer), Direction(pair, looser=False, writer=writer)


def both(*parts: Condition) -> Condition:
    """All of these, simplified."""
    return after_answering(All(parts), "", {})


def either(*parts: Condition) -> Condition:
    """Any of these, simplified."""
    return after_answering(AnyOf(parts), "", {})


def signing(way: Direction) -> Iterator[Difference]:
    """Trainings and undertakings that only `less` asks of signers; without a witness, for in a case all have them."""
    if set(way.less.law.signers) - set(way.more.law.signers):
        yield Difference(("signers",), way.looser, None)


def gates_needed(way: Direction) -> Iterator[Difference]:
    """Gates that approval needs under `less` and not under `more`, and answers for which `less` has no gate at all."""
    known: dict[Condition, tuple[bool, Witness | None]] = {}
    for name, gate in way.less.law.gate_by_name.items():
        goals = {
            raised: both(way.less.needs(name, raised), Not(way.more.needs(name, raised))) for raised in way.pair.raises
        }
        possible, witness = _over_raises(way, goals, f"approval needs “{gate.title}” as well", known)
        if possible:
            yield Difference(("gate", name, "needed"), way.looser, witness)
    goals = {raised: both(Not(way.less.lets_in(raised))) for raised in way.pair.raises}
    possible, witness = _over_raises(way, goals, "no gate applies", known)
    if possible:
        yield Difference(("gates",), way.looser, witness)


def _over_raises(
    way: Direction, goals: Mapping[str, Condition], because: str, known: dict[Condition, tuple[bool, Witness | None]]
) -> tuple[bool, Witness | None]:
    """The first witness over every tier that may be asked for, the computed one first. The same goal is searched once;
    only the words differ.
    """
    possible = False
    for raised, wanted in goals.items():
        goal = both(way.more.lets_in(raised), wanted)
        if goal == FALSE:
            continue
        if goal not in known:
            known[goal] = way.search(goal, raised, Script(), because)
        found = known[goal]
        if found[1] is not None:
            return True, way.reworded(found[1], because)
        possible = possible or found[0]
    return possible, None


@dataclass(frozen=True)
class Asked:
    """One thing `less` asks at a gate and `more` does not: how to show it."""

    aspect: str
    because: str
    scripts: tuple[Script, ...] = (Script(),)
    fixed: Mapping[str, Json] | None = None
    other: Mapping[str, Any] | None = None
    shown: bool = True
    where: Condition = TRUE


def gates_asking(way: Direction) -> Iterator[Difference]:
    """What gates ask that both need for some answers."""
    for gate, other in way.gates():
        for asked in _asked_more(way, gate, other):
            possible, witness = _shown(way, gate.name, asked)
            if possible:
                yield Difference(("gate", gate.name, asked.aspect), way.looser, witness)


def _shown(way: Direction, name: str, asked: Asked, *also: str) -> tuple[bool, Witness | None]:
    """Whether answers exist that need the gate (and others) under both, and a witness."""
    possible = False
    for raised in way.pair.raises:
        needs = (raw.needs(gate, raised) for raw in (way.more, way.less) for gate in (name, *also))
        goal = both(*needs, asked.where)
        if goal == FALSE or not (asked.fixed or way.pair.possible(goal)):
            continue
        possible = True
        for script in asked.scripts if asked.shown else ():
            _, witness = way.search(goal, raised, script, asked.because, asked.fixed, **(asked.other or {}))
            if witness is not None:
                return True, witness
    return possible, None


def _asked_more(way: Direction, gate: Gate, other: Gate) -> Iterator[Asked]:
    """Everything `other` (of `less`) asks that `gate` (of `more`) does not."""
    title = f"“{other.title}”"
    first = _first_voter(way, gate)
    if gate.panel != other.panel:
        yield Asked("panel", f"others decide at {title}")
    else:
        told = passes_more((way.more.law, gate), (way.less.law, other))
        if told.possible:
            script = Script(course={gate.name: told.course or ()})
            panels = {gate.panel: told.seats} if told.seats else {}
            because = f"these votes do not pass {title}"
            yield Asked("rule", because, (script,), other={"panels": panels}, shown=told.course is not None)
    for what, words, when in ticks_more(gate, other):
        wanted = "one tick more" if what == "tick" else "a written comment"
        yield Asked("checklist", f"{title} asks for {wanted}: {words}", where=way.less.over(when))
    for section in other.reviews:
        if section not in gate.reviews:
            because = f"nobody decides at {title} on a section they wrote"
            yield Asked("reviews", because, (Script(first=(first,)),), other={"edits": {section: (first,)}})
    yield from _barred(way, other, gate, title, first)
    if other.always_again and not gate.always_again:
        yield from _again(way, gate, title)
    if _moved(way, gate, other):
        yield Asked("reviews", "", shown=False)


def _again(way: Direction, gate: Gate, title: str) -> Iterator[Asked]:
    """A decision stands when the record comes back. It only can where the gate passes before another one objects, or
    where one vote does not settle it.
    """
    because = f"{title} decides again after every submission"
    earlier = _before(way.more.law, gate.name) | {gate.name}
    later = (name for name in way.more.law.gate_by_name if name not in earlier)
    scripts = [Script(returned=(gate.name, name)) for name in later]
    if gate.rule.approve != 1 or gate.rule.present.number > 1 or gate.panel.startswith("committee/"):
        scripts.append(Script(course={gate.name: (("1", "approve"), ("2", "request changes"))}))
    if scripts:
        yield Asked("always_again", because, tuple(scripts))


def _barred(way: Direction, other: Gate, gate: Gate, title: str, first: str) -> Iterator[Asked]:
    """Relations that bar at `other` only, or whose question only `less` puts."""
    for relation in other.never:
        unnamed = both(way.less.asked(relation), Not(way.more.asked(relation)))
        if relation in gate.never and not way.pair.possible(unnamed):
            continue
        because = f"{title} bars the {relation.replace('_', ' ')}"
        script = (Script(first=(first,)),)
        if relation == "line_manager_of_owner":
            yield Asked("never", because, script, other={"manager": first})
        else:
            yield Asked("never", because, script, fixed={relation: first})


def _moved(way: Direction, gate: Gate, other: Gate) -> bool:
    """Whether `other` reviews a question that both forms ask and that `gate`, reviewing the same sections, does not."""
    mine, theirs = (
        {f.name for name in each.reviews for f in law.section_by_name[name].fields}
        for each, law in ((gate, way.more.law), (other, way.less.law))
    )
    return set(other.reviews) <= set(gate.reviews) and any(name in way.more.law.field_by_name for name in theirs - mine)


def _first_voter(way: Direction, gate: Gate) -> str:
    panels = panels_of(way.pair.old.law, way.pair.new.law)
    seats = seats_of(way.more.law, gate.panel) or panels[gate.panel]
    other = seats_of(way.less.law, gate.panel) or panels[gate.panel]
    return voter(gate.panel, next((seat for seat in seats if seat in other), seats[0]))


def order(way: Direction) -> Iterator[Difference]:
    """Gates that wait for another under `less` and not under `more`, whatever stands between them."""
    for gate, other in way.gates():
        for before in sorted(_before(way.less.law, other.name) - _before(way.more.law, gate.name)):
            if before not in way.more.law.gate_by_name:
                continue
            title = way.less.law.gate_by_name[before].title
            because = f"“{other.title}” waits for “{title}”"
            possible, witness = _shown(way, gate.name, Asked("after", because, (Script(last=(before,)),)), before)
            if possible:
                yield Difference(("gate", gate.name, "after"), way.looser, witness)
                break


def _before(law: Definition, name: str) -> frozenset[str]:
    """Every gate a gate comes after, directly or through others."""
    found: set[str] = set()
    left = list(law.gate_by_name[name].after)
    while left:
        each = left.pop()
        if each not in found:
            found.add(each)
            left += law.gate_by_name[each].after
    return frozenset(found)
