"""Conditions and answers in the form's own words, for people: what a test asks, why a gate or tier applies."""

from __future__ import annotations

from collections.abc import Mapping

from governance.formats.jcs import Json
from governance.language.conditions import ALWAYS, Atom, Comparator, Condition, Rows, causes, sentence
from governance.language.definition import Definition, Field, Gate, Tier
from governance.law.form import labels
from web.words.translating import gettext, lazy_gettext
from web.words.vocabulary import COMPARATORS, either, listed

MOST_CAUSES = 3
YES_NO = {"yes": lazy_gettext("yes"), "no": lazy_gettext("no")}


def asked_words(law: Definition, test: Atom, tier: str = "") -> str:
    """One test as people read it: “Patients”: Affected, “Budget” is over 250 000 EUR, every T3 initiative."""
    if isinstance(test, Rows):
        return sentence(test, labels(law))
    name, _, row = test.name.partition(".")
    if name == "tier":
        return gettext("every %(tier)s %(record)s", tier=tier or either(_several(test.value)), record=law.record)
    field = law.field_by_name.get(name)
    label = dict(field.rows).get(row, row) if field and row else field.label if field else name.replace("_", " ")
    if test.count:
        return gettext(
            "the number of “%(label)s” %(compared)s %(value)s",
            label=label, compared=_compared(test.comparator), value=test.value,
        )  # fmt: skip
    if test.comparator in ("is", "one of"):
        return f"“{label}”: {either(tuple(_option(field, value) for value in _several(test.value)))}"
    return gettext(
        "“%(label)s” %(compared)s %(value)s",
        label=label, compared=_compared(test.comparator), value=grouped(str(test.value)),
    )  # fmt: skip


def because(law: Definition, condition: Condition, answers: Mapping[str, Json]) -> str:
    """Why a condition holds for these answers; empty where it always does."""
    held = causes(condition, answers)
    # The tier says least: it has causes of its own, shown beside it.
    telling = [test for test in held if test.name != "tier"] or held
    found = tuple(dict.fromkeys(asked_words(law, test, str(answers.get("tier", ""))) for test in telling))
    if len(found) <= MOST_CAUSES:
        return listed(found)
    return listed((*found[:MOST_CAUSES], gettext("%(others)s more", others=len(found) - MOST_CAUSES)))


def gate_reason(law: Definition, gate: Gate, answers: Mapping[str, Json]) -> str:
    """Why a gate applies, as one line under its name."""
    if gate.when == ALWAYS:
        return gettext("Every %(record)s meets it", record=law.record)
    return _capital(because(law, gate.when, answers)) or gettext("The answers call for it")


def tier_reason(law: Definition, tier: Tier, answers: Mapping[str, Json]) -> str:
    """Which answers put a record into this tier, after the tier's title."""
    said = because(law, tier.when, answers)
    title = tier.title or gettext("Tier %(tier)s", tier=tier.name)
    if tier.when == ALWAYS and len(law.tiers) > 1:
        return gettext("%(title)s: no answer so far calls for more.", title=title)
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
    return listed(tuple(law.gate_by_name[name].title for name in names))


def _option(field: Field | None, value: Json) -> str:
    known = dict(field.options) if field and field.options else YES_NO
    return str(known.get(str(value), str(value).replace("_", " ")))


def _several(value: str | int | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _compared(comparator: Comparator) -> str:
    return str(COMPARATORS[comparator])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
