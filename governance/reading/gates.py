"""Gates as a definition writes them: panel, rule, clock, and what is looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from governance.formats.jcs import Json
from governance.language.definition import Field, Gate, Presence, Rule
from governance.reading.checklist import read_checklist
from governance.reading.checks import read_checks
from governance.reading.clocks import read_clock
from governance.reading.conditions import read_condition
from governance.reading.source import SOURCE_WORDS, read_source
from governance.reading.words import LONGEST_LINE, LONGEST_TEXT, STREAM, Reading, join, listed, shown, spoken

LINE_MANAGER = "line_manager_of_owner"
_SAME: Mapping[str, str] = {"line_manager_of_author": LINE_MANAGER, LINE_MANAGER: LINE_MANAGER}
GATE_WORDS = (
    "gate", "title", "help", "when", "after", "panel", "decide", "reviews", "checklist", "checks", "never", "within",
    "remind", "escalate", "always_again", "meaning", "ratifies", "together", *SOURCE_WORDS,
)  # fmt: skip
_PRESENT = re.compile(r"([^\[\]]*?)(?:\band\b)?\s*(?:\[([^\[\]]*)\])?")
_MOST_SEATS = 60


@dataclass(frozen=True, slots=True)
class Around:
    """What a gate may refer to: fields, the names of those in each section, tiers, and the seats of the committees that
    are declared.
    """

    fields: Mapping[str, Field]
    sections: Mapping[str, tuple[str, ...]]
    tiers: tuple[str, ...]
    committees: Mapping[str, tuple[str, ...]] | None


def read_gate(reading: Reading, value: Json, at: str, around: Around) -> Gate | None:
    """One gate; None where it has no usable name."""
    words = reading.mapping(value, at, GATE_WORDS, ("gate", "panel", "reviews"), a="a gate")
    name = reading.name(words["gate"], join(at, "gate"), a="a gate") if "gate" in words else ""
    if not name:
        return None
    panel = _panel(reading, words["panel"], join(at, "panel"), around) if "panel" in words else ""
    reviews = _reviews(reading, words, at, around)
    listed_ = read_checklist(reading, words, at, around.fields, [n for one in reviews for n in around.sections[one]])
    gate = Gate(
        name,
        _text(reading, words, at, "title") or spoken(name),
        panel,
        _rule(reading, words, at, panel, around),
        reviews,
        after=reading.names(words["after"], join(at, "after"), a="`after`") if "after" in words else (),
        checklist=listed_.entries,
        commented=listed_.commented,
        ticked_when=listed_.whens,
        checks=read_checks(reading, words["checks"], join(at, "checks"), around.fields) if "checks" in words else (),
        never=_never(reading, words, at, around),
        always_again="always_again" in words
        and reading.flag(words["always_again"], join(at, "always_again"), a="`always_again`"),
        meaning=_text(reading, words, at, "meaning"),
        ratifies=reading.names(words["ratifies"], join(at, "ratifies"), a="`ratifies`") if "ratifies" in words else (),
        source=read_source(reading, words, at),
        help=_text(reading, words, at, "help"),
        together="together" in words and reading.flag(words["together"], join(at, "together"), a="`together`"),
    )
    _together(reading, gate, join(at, "together"))
    if "when" in words:
        gate = replace(gate, when=read_condition(reading, words["when"], join(at, "when"), around.fields, around.tiers))
    return read_clock(reading, gate, words, at, around.tiers)


def _text(reading: Reading, words: Mapping[str, Json], at: str, word: str) -> str:
    if word not in words:
        return ""
    return reading.text(words[word], join(at, word), a=f"`{word}`", longest=LONGEST_TEXT if word == "help" else 300)


def read_role(reading: Reading, value: Json, at: str, *, a: str) -> str:
    """`{role: x}` as the stream of that role."""
    words = reading.mapping(value, at, ("role",), ("role",), a=a)
    name = reading.name(words["role"], join(at, "role"), a="a role", like=STREAM) if "role" in words else ""
    return f"role/{name}" if name else ""


def _panel(reading: Reading, value: Json, at: str, around: Around) -> str:
    if isinstance(value, dict):
        return read_role(reading, value, at, a="a panel")
    name = reading.name(value, at, a="a panel that is a committee", like=STREAM)
    if name and around.committees is not None and not reading.known(name, at, around.committees, a="committee"):
        return ""
    return f"committee/{name}" if name else ""


def _reviews(reading: Reading, words: Mapping[str, Json], at: str, around: Around) -> tuple[str, ...]:
    if "reviews" not in words:
        return ()
    where = join(at, "reviews")
    names = reading.names(words["reviews"], where, a="`reviews`")
    return tuple(name for name in names if reading.known(name, where, around.sections, a="section"))


def _never(reading: Reading, words: Mapping[str, Json], at: str, around: Around) -> tuple[str, ...]:
    """Who is barred beyond those the law bars everywhere: the owner's line manager, or whoever a person field names."""
    if "never" not in words:
        return ()
    where = join(at, "never")
    people = [name for name, field in around.fields.items() if field.kind == "person" and not field.personal]
    names = reading.names(words["never"], where, a="`never`")
    known = [
        name for name in names if reading.known(name, where, [*_SAME, *people], a="such relation or field of a person")
    ]
    return tuple(dict.fromkeys(_SAME.get(name, name) for name in known))


def _together(reading: Reading, gate: Gate, at: str) -> None:
    """What a glance at many records would make worthless: a committee's deliberation, a comment in one's own words, a
    look that is asked for anew each time, taking an approval back.
    """
    if not gate.together:
        return
    barred = (
        (gate.panel.startswith("committee/"), "a committee deliberates on each record, and its seats may veto."),
        (bool(gate.ratifies), "what ratifies may take an approval back, so it looks at each by itself."),
        (gate.always_again, "it is to look again each time (`always_again`), so at each by itself."),
        (bool(gate.commented), "its checklist asks for words of one's own on each record."),
    )
    for holds, why in barred:
        if holds:
            reading.refuse(at, f"records are not signed together here: {why}", "Remove `together`.")


def _rule(reading: Reading, words: Mapping[str, Json], at: str, panel: str, around: Around) -> Rule:
    """How the panel concludes. One approval is the rule of a role that says nothing; a committee must say."""
    where = join(at, "decide")
    committee = panel.removeprefix("committee/") if panel.startswith("committee/") else ""
    if "decide" not in words:
        if committee:
            reading.refuse(at, "a committee needs a rule.", "Add decide: {approve: majority, present: 60%}.")
        return Rule(1)
    if words["decide"] in ({}, None, [], ""):
        reading.refuse(where, "an empty rule approves nothing.", "Say at least {approve: 1}.")
        return Rule(1)
    rule = reading.mapping(words["decide"], where, ("approve", "present", "veto"), ("approve",), a="`decide`")
    presence, seats_at = Presence(), join(where, "present")
    if "present" in rule:
        presence = _presence(reading, rule["present"], seats_at)
    veto = reading.names(rule["veto"], join(where, "veto"), a="`veto`") if "veto" in rule else ()
    _seats(reading, presence.seats, seats_at, committee, around)
    _seats(reading, veto, join(where, "veto"), committee, around)
    approve = _approve(reading, rule.get("approve", 1), join(where, "approve"))
    size = len((around.committees or {}).get(committee, ())) or _MOST_SEATS
    if max(presence.number, approve if isinstance(approve, int) else 0) > size:
        reading.refuse(where, f"the rule asks for more people than the {size} seats.", "Lower the number or add seats.")
    return Rule(approve, presence, veto)


def _approve(reading: Reading, value: Json, at: str) -> int | Literal["majority", "two-thirds", "all"]:
    match value:
        case "majority" | "two-thirds" | "all":
            return value
        case str():
            reading.known(value, at, ("majority", "two-thirds", "all"), a="way to approve")
            return 1
        case _:
            return reading.whole(value, at, a="`approve`", least=1, most=_MOST_SEATS)


def _presence(reading: Reading, value: Json, at: str) -> Presence:
    """`3`, `60%`, `[chair, medical]`, `60% and [chair, medical]`, or the same as {number, share, seats}."""
    match value:
        case int() if not isinstance(value, bool):
            return Presence(reading.whole(value, at, a="`present`", least=1, most=_MOST_SEATS))
        case list():
            return Presence(seats=reading.names(value, at, a="`present`"))
        case dict():
            return _presence_words(reading, value, at)
        case str():
            return _presence_sentence(reading, value, at)
        case _:
            reading.refuse(at, f"`present` says who must take part, found {shown(value)}.", "Write 3, 60% or [chair].")
            return Presence()


def _presence_words(reading: Reading, value: Json, at: str) -> Presence:
    words = reading.mapping(value, at, ("number", "share", "seats"), a="`present`")
    if not words:
        reading.refuse(at, "an empty rule asks for nobody.", "Say number, share or seats.")
    return Presence(
        reading.whole(words.get("number", 1), join(at, "number"), a="`number`", least=1, most=_MOST_SEATS),
        reading.percent(words["share"], join(at, "share"), a="`share`", most=100) if "share" in words else 0,
        reading.names(words["seats"], join(at, "seats"), a="`seats`") if "seats" in words else (),
    )


def _presence_sentence(reading: Reading, value: str, at: str) -> Presence:
    match = _PRESENT.fullmatch(value.strip()) if len(value) <= LONGEST_LINE else None
    amount = match[1].strip() if match else value
    seats: tuple[str, ...] = ()
    if match and match[2] is not None:
        seats = reading.names([seat.strip() for seat in match[2].split(",")], at, a="the seats in `present`")
    if not amount and seats:
        return Presence(seats=seats)
    if amount.isascii() and amount.isdecimal() and len(amount) <= len(str(_MOST_SEATS)):
        return Presence(reading.whole(int(amount), at, a="`present`", least=1, most=_MOST_SEATS), seats=seats)
    return Presence(share=reading.percent(amount, at, a="`present`", most=100), seats=seats)


def _seats(reading: Reading, seats: tuple[str, ...], at: str, committee: str, around: Around) -> None:
    """Seats belong to a committee; where its charter is declared, they are seats of that charter."""
    if seats and not committee:
        reading.refuse(at, "a role has no seats.", "Name a committee as the panel, or leave the seats out.")
        return
    declared = (around.committees or {}).get(committee)
    for seat in seats:
        if declared is not None:
            reading.known(seat, at, declared, a=f"seat in `{committee}`")


def order_problems(reading: Reading, gates: tuple[tuple[str, Gate], ...]) -> None:
    """`after` names known gates and never leads back to the gate itself. Each gate comes with its pointer."""
    names = tuple(gate.name for _, gate in gates)
    before = {gate.name: tuple(name for name in gate.after if name in names) for _, gate in gates}
    for at, gate in gates:
        for name in gate.after:
            reading.known(name, join(at, "after"), names, a="gate")
        _ratifies(reading, at, gate, {other.name: other for _, other in gates})
        path = _circle(gate.name, before)
        if path and gate.name == min(path):
            reading.refuse(
                join(at, "after"), f"these gates wait for each other: {listed(path)}.", "Remove one `after`."
            )


def _ratifies(reading: Reading, at: str, gate: Gate, gates: Mapping[str, Gate]) -> None:
    """A gate that confirms others comes after approval, so it waits for none and nothing waits for it."""
    for name in gate.ratifies:
        if reading.known(name, join(at, "ratifies"), gates, a="gate") and (name == gate.name or gates[name].ratifies):
            reading.refuse(join(at, "ratifies"), f"`{name}` is confirmed by nobody: it confirms.", "Name another gate.")
    if gate.ratifies and gate.after:
        reading.refuse(join(at, "after"), f"`{gate.name}` ratifies, so it opens upon approval.", "Remove `after`.")
    for name in gate.after:
        if name in gates and gates[name].ratifies:
            reading.refuse(join(at, "after"), f"`{name}` opens after approval; nothing waits for it.", "Remove it.")


def _circle(name: str, before: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The gates of a circle through this one, or nothing."""
    trails: list[tuple[str, ...]] = [(name,)]
    met: set[str] = set()
    while trails:
        trail = trails.pop()
        for following in before[trail[-1]]:
            if following == name:
                return trail
            if following not in met:
                met.add(following)
                trails.append((*trail, following))
    return ()
