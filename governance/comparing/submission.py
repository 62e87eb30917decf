"""What one definition lets be submitted and another does not: questions, and checks that block or want to be read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from governance.checker.answer_classes import TooManyCases
from governance.checker.guarantees import FALSE
from governance.comparing.answers import Writer, candidates, fits, given_to, reads, refused
from governance.comparing.classes import Raw, Shared
from governance.comparing.law import MOST_CASES, Difference, Direction, both, either
from governance.comparing.replay import Script, Witness
from governance.formats.jcs import Json
from governance.language.conditions import Condition, Not
from governance.language.definition import CheckCall, Field
from governance.law import form
from governance.reading.answers import is_answered


def questions(way: Direction) -> Iterator[Difference]:
    """Answers, or their absence, that `more` takes and `less` refuses."""
    for name, shared in way.pair.fields.items():
        mine, other = (shared.new, shared.old) if way.looser else (shared.old, shared.new)
        asked = (way.more.asked(name), way.less.asked(name))
        if mine == other and asked[0] == asked[1]:
            continue
        possible, witness = _left_open(way, name, mine, other, asked)
        if possible:
            yield Difference(("field", name, "open"), way.looser, witness)
        possible, witness = _answered(way, name, shared, mine, other, asked)
        if possible:
            yield Difference(("field", name, "taken"), way.looser, witness)


def _left_open(
    way: Direction, name: str, mine: Field | None, other: Field | None, asked: tuple[Condition, Condition]
) -> tuple[bool, Witness | None]:
    if other is None or not other.required:
        return False, None
    optional = Not(asked[0]) if mine is not None and mine.required else both()
    goal = both(asked[1], optional, way.more.lets_in(""))
    because = f"“{other.label}” must be answered"
    return (False, None) if goal == FALSE else way.search(goal, "", Script(), because, {name: None})


def _answered(
    way: Direction,
    name: str,
    shared: Shared,
    mine: Field | None,
    other: Field | None,
    asked: tuple[Condition, Condition],
) -> tuple[bool, Witness | None]:
    if mine is None or other is None:
        return False, None
    goal = both(*asked, way.more.lets_in(""))
    if goal == FALSE:
        return False, None
    possible = mine.kind != other.kind and way.pair.possible(goal)
    because = f"“{other.label}” does not take this answer"
    for answer in candidates(shared):
        if is_answered(answer) and fits(mine, answer) and not fits(other, answer):
            found = way.search(goal, "", Script(), because, {name: answer})
            possible = possible or found[0]
            if found[1] is not None:
                return found
            break
    return possible, None


def checks(way: Direction) -> Iterator[Difference]:
    """Findings that block under `less`, or want to be acknowledged there, and do not under `more`."""
    calls = {_key(call): call for call in _calls(way.less)}
    for call in calls.values():
        yield from _seen_otherwise(way, call)
        if _places(way.less, call) == _places(way.more, call):
            continue
        for blocks in (True, False):
            goal = both(
                way.more.lets_in(""),
                _region(way.less, call, exactly=True, blocks=blocks),
                Not(_region(way.more, call, exactly=False, blocks=blocks)),
            )
            if goal == FALSE or not way.pair.possible(goal):
                continue
            yield Difference(("check", call.name), way.looser, _provoked(way, goal, call, blocks=blocks))
            break
    yield from _listed(way)


def _seen_otherwise(way: Direction, call: CheckCall) -> Iterator[Difference]:
    """A check may find something where its question is put, or has a row or column, under one definition only."""
    made = both(way.more.lets_in(""), _region(way.less, call, exactly=True, blocks=False))
    for name in reads(call.name, call.parameters):
        shared = way.pair.fields.get(name)
        if shared is None:
            continue
        mine, other = way.more.asked(name), way.less.asked(name)
        goals = [both(made, mine, Not(other)), both(made, other, Not(mine))] if mine != other else []
        old, new = ({*dict(f.rows), *(c.name for c in f.columns)} if f else set() for f in shared.sides)
        if old != new and mine == other:
            goals.append(made)
        goals = [goal for goal in goals if goal != FALSE and way.pair.possible(goal)]
        found = [_provoked(way, goal, call, blocks=call.severity == "block") for goal in goals]
        if goals:
            yield Difference(("field", name, "seen"), way.looser, next((w for w in found if w), None))


def _calls(raw: Raw) -> Iterator[CheckCall]:
    yield from raw.law.checks
    for gate in raw.law.gates:
        yield from gate.checks


def _key(call: CheckCall) -> str:
    return json.dumps([call.name, dict(call.parameters)], sort_keys=True, default=str)


def _places(raw: Raw, call: CheckCall) -> list[tuple[str, str, Condition]]:
    """Where a call is made. Where both make it in the same places, only the gates differ, and that is told of them."""
    return [
        (gate, each.severity, raw.over(each.when))
        for gate, listed in (("", raw.law.checks), *((gate.name, gate.checks) for gate in raw.law.gates))
        for each in listed
        if _key(each) == _key(call) and (not gate or not raw.law.gate_by_name[gate].ratifies)
    ]


def _region(raw: Raw, call: CheckCall, *, exactly: bool, blocks: bool) -> Condition:
    """When a call is made (one that blocks, or any): at the submission, or with a gate that these answers need.

    Not `exactly`: calls count that find all this one finds.
    """

    def counts(each: CheckCall) -> bool:
        fine = _key(each) == _key(call) if exactly else stricter(each, call)
        return fine and (each.severity == "block" or not blocks)

    parts = [raw.over(each.when) for each in raw.law.checks if counts(each)]
    parts += [
        both(raw.over(gate.when), raw.over(each.when)) for gate in raw.law.gates for each in gate.checks if counts(each)
    ]
    return either(*parts)


# What a larger value, or a longer list, of a parameter does to the findings of a check: more (1) or fewer (-1).
_GROWS: Mapping[tuple[str, str], int] = {
    ("evidence-present", "at_least"): 1,
    ("measures-complete", "needs"): 1,
    ("measures-complete", "columns"): 1,
    ("audience-answered", "rows"): 1,
    ("shared-ownership", "at_least"): 1,
    ("shared-ownership", "needs"): 1,
    ("preferred-channel", "limit"): -1,
}


def stricter(one: CheckCall, other: CheckCall) -> bool:
    """Whether a call is known to find all that another finds; False where that is not known."""
    if one.name != other.name or one.parameters.keys() != other.parameters.keys():
        return False
    return all(
        value == other.parameters[name] or _grown(_GROWS.get((one.name, name), 0), value, other.parameters[name])
        for name, value in one.parameters.items()
    )


def _grown(way: int, value: object, other: object) -> bool:
    if isinstance(value, int) and isinstance(other, int):
        return way != 0 and (value - other) * way >= 0
    if isinstance(value, list) and isinstance(other, list):
        return way != 0 and (set(value) >= set(other) if way > 0 else set(value) <= set(other))
    return False


def _provoked(way: Direction, goal: Condition, call: CheckCall, *, blocks: bool) -> Witness | None:
    """A witness with answers that the check finds something in, and nothing else in the way."""
    title = call.name.replace("-", " ")
    because = f"the check “{title}” blocks it" if blocks else f"what the check “{title}” finds must be acknowledged"
    writer = way.writer
    try:
        for number, partial in enumerate(way.pair.cases(goal)):
            if number >= MOST_CASES:
                return None
            for answers in _tried(way, writer, partial, call):
                if not _finds(way, answers, call, blocks=blocks):
                    continue
                draft = way.draft(answers, "", ignores="" if blocks else call.name)
                told = tuple(name for name in reads(call.name, call.parameters) if name in answers)
                found = way.proven(draft, Script(), because, told)
                if found is not None:
                    return found
    except TooManyCases:
        return None
    return None


def _tried(
    way: Direction, writer: Writer, partial: Mapping[str, Json], call: CheckCall
) -> Iterator[Mapping[str, Json]]:
    """Answers that `more` lets be submitted, and the same with one answer changed that the check reads."""
    base = writer.whole(partial, way.sides) or writer.whole(partial, way.sides[:1])
    if base is None:
        return
    yield base
    names = reads(call.name, call.parameters)
    yield from writer.variants(base, names)


def _finds(way: Direction, answers: Mapping[str, Json], call: CheckCall, *, blocks: bool) -> bool:
    """Whether `more` takes the answers and `less` finds something there."""
    law = way.less.law
    told = given_to(law, answers)
    found = any(one.check == call.name and (one.severity == "block") is blocks for one in form.findings(law, told))
    return found and not refused(way.more.law, answers)


def _listed(way: Direction) -> Iterator[Difference]:
    """Findings that deciders acknowledge at a gate of `less` and not at that of `more`, though the check is made."""
    for gate, other in way.gates():
        mine, theirs = ({x.name for x in each.checks if x.severity == "warn"} for each in (gate, other))
        if any(call.name in theirs - mine for call in _calls(way.more)):
            yield Difference(("gate", gate.name, "checks"), way.looser, None)
