"""Examples a definition brings along: answers, and what its authors say must come of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from governance.formats.jcs import Json
from governance.language.definition import Example, Field, Outcome
from governance.reading.words import Reading, join, shown

EXAMPLE_WORDS = ("example", "answers", "tier", "gates", "decisions", "outcome")
DECISIONS = ("approve", "request changes", "reject", "abstain")
MOST_EXAMPLES = 200
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


def read_examples(
    reading: Reading,
    words: Mapping[str, Json],
    fields: Mapping[str, Field],
    tiers: Collection[str],
    gates: Collection[str],
) -> tuple[Example, ...]:
    """The examples in order, each with a title of its own; the checker runs them."""
    found: dict[str, Example] = {}
    for at, entry in (
        reading.entries(words["examples"], "/examples", a="`examples`", most=MOST_EXAMPLES)
        if "examples" in words
        else ()
    ):
        example = _example(reading, entry, at, fields, tiers, gates)
        if example.title in found:
            reading.refuse(join(at, "example"), "two examples have this title.", "Rename one.")
        found.setdefault(example.title, example)
    return tuple(found.values())


def _example(
    reading: Reading,
    value: Json,
    at: str,
    fields: Mapping[str, Field],
    tiers: Collection[str],
    gates: Collection[str],
) -> Example:
    words = reading.mapping(value, at, EXAMPLE_WORDS, ("example", "answers"), a="an example")
    if not {"tier", "gates", "outcome"} & words.keys():
        reading.refuse(at, "this example says nothing about what comes of it.", "Add tier, gates or outcome.")
    tier = words.get("tier", "")
    if "tier" in words and not (isinstance(tier, str) and reading.known(tier, join(at, "tier"), tiers, a="tier")):
        tier = ""
    return Example(
        reading.text(words.get("example", ""), join(at, "example"), a="`example`") if "example" in words else "",
        _answers(reading, words.get("answers", {}), join(at, "answers"), fields),
        str(tier),
        _gates(reading, words, at, gates),
        _decisions(reading, words, at, gates),
        _outcome(reading, words, at),
    )


def _answers(reading: Reading, value: Json, at: str, fields: Mapping[str, Field]) -> Mapping[str, Json]:
    """Answers by field, as the form takes them; `yes` and `no` may come as true and false."""
    answers = reading.mapping(value, at, fields, a="the answers of an example")
    found: dict[str, Json] = {}
    for name, answer in answers.items():
        if name not in fields:
            continue
        if fields[name].personal:
            reading.refuse(join(at, name), f"`{name}` is personal, so no example answers it.", "Remove it.")
        spoken_word = {True: "yes", False: "no"}.get(answer) if isinstance(answer, bool) else None
        found[name] = spoken_word if fields[name].kind == "yesno" and spoken_word else answer
    return found


def _gates(reading: Reading, words: Mapping[str, Json], at: str, gates: Collection[str]) -> tuple[str, ...] | None:
    if "gates" not in words:
        return None
    where = join(at, "gates")
    if words["gates"] == []:
        return ()
    names = reading.names(words["gates"], where, a="`gates`")
    return tuple(name for name in names if reading.known(name, where, gates, a="gate"))


def _decisions(
    reading: Reading, words: Mapping[str, Json], at: str, gates: Collection[str]
) -> tuple[tuple[str, str], ...]:
    if "decisions" not in words:
        return ()
    where = join(at, "decisions")
    told = reading.mapping(words["decisions"], where, gates, a="`decisions`")
    found = []
    for gate in sorted(told.keys() & set(gates)):
        outcome = told[gate]
        if isinstance(outcome, str) and reading.known(outcome, join(where, gate), DECISIONS, a="decision"):
            found.append((gate, outcome))
        elif not isinstance(outcome, str):
            reading.refuse(join(where, gate), f"a decision is a word, found {shown(outcome)}.", "Write approve.")
    return tuple(found)


def _outcome(reading: Reading, words: Mapping[str, Json], at: str) -> Outcome | Literal[""]:
    value = words.get("outcome", "")
    for outcome in OUTCOMES:
        if value == outcome:
            return outcome
    if "outcome" in words:
        word = value if isinstance(value, str) else shown(value)
        reading.known(word, join(at, "outcome"), OUTCOMES, a="outcome")
    return ""
