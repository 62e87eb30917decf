"""Conditions and answers in the form's own words, for people: what a test asks, why a gate or tier applies."""

from __future__ import annotations

from collections.abc import Mapping

from governance.conditions import ALWAYS, WORDS, Atom, Condition, Rows, causes, sentence
from governance.definition import Definition, Field, Gate, Tier
from governance.form import labels
from governance.jcs import Json

MOST_CAUSES = 3
YES_NO = {"yes": "yes", "no": "no"}


def asked_words(law: Definition, test: Atom, tier: str = "") -> str:
    """One test as people read it: “Patients”: Affected, “Budget” is over 250 000 EUR, every T3 initiative."""
    if isinstance(test, Rows):
        return sentence(test, labels(law))
    name, _, row = test.name.partition(".")
    if name == "tier":
        return f"every {tier or _joined(_several(test.value))} {law.record}"
    field = law.field_by_name.get(name)
    label = dict(field.rows).get(row, row) if field and row else field.label if field else name.replace("_", " ")
    if test.count:
        return f"the number of “{label}” {WORDS[test.comparator]} {test.value}"
    if test.comparator in ("is", "one of"):
        return f"“{label}”: {_joined(tuple(_option(field, value) for value in _several(test.value)))}"
    return f"“{label}” {WORDS[test.comparator]} {grouped(str(test.value))}"


def because(law: Definition, condition: Condition, answers: Mapping[str, Json]) -> str:
    """Why a condition holds for these answers; empty where it always does."""
    held = causes(condition, answers)
    # The tier says least: it has causes of its own, shown beside it.
    telling = [test for test in held if test.name != "tier"] or held
    found = tuple(dict.fromkeys(asked_words(law, test, str(answers.get("tier", ""))) for test in telling))
    more = f" and {len(found) - MOST_CAUSES} more" if len(found) > MOST_CAUSES else ""
    return _joined_and(found[:MOST_CAUSES]) + more


def gate_reason(law: Definition, gate: Gate, answers: Mapping[str, Json]) -> str:
    """Why a gate applies, as one line under its name."""
    if gate.when == ALWAYS:
        return gate.help or f"Every {law.record} meets it"
    said = because(law, gate.when, answers)
    return _capital(said) or gate.help or "The answers call for it"


def tier_reason(law: Definition, tier: Tier, answers: Mapping[str, Json]) -> str:
    """Which answers put a record into this tier, after the tier's title."""
    said = because(law, tier.when, answers)
    title = tier.title or f"Tier {tier.name}"
    if tier.when == ALWAYS and len(law.tiers) > 1:
        return f"{title}: no answer so far calls for more."
    return f"{title}: {said}." if said else f"{title}."


def option_words(field: Field | None, value: Json) -> str:
    """A value as its option is called."""
    return _option(field, value)


def grouped(text: str) -> str:
    """Amounts and long numbers with narrow spaces between thousands."""
    number, blank, unit = text.partition(" ")
    return f"{int(number):,}".replace(",", "\u202f") + blank + unit if number.lstrip("-").isdecimal() else text


def gate_titles(law: Definition, names: tuple[str, ...]) -> str:
    """Titles of gates as a list in words."""
    return _joined_and(tuple(law.gate_by_name[name].title for name in names))


def _option(field: Field | None, value: Json) -> str:
    known = dict(field.options) if field and field.options else YES_NO
    return known.get(str(value), str(value).replace("_", " "))


def _several(value: str | int | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _joined(words: tuple[str, ...]) -> str:
    return " or ".join(words)


def _joined_and(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def counted(number: int, word: str) -> str:
    """“1 answer”, “2 answers”, “2 policies”."""
    if number == 1:
        return f"1 {word}"
    return f"{number} {word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{number} {word}s"
