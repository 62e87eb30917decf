"""Changes of the head of a definition, its form and its examples, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from governance.checker.policy_words import signers_need, span
from governance.comparing.words import (
    Phrase,
    Told,
    attributes,
    condition,
    entries,
    flag,
    instead,
    names,
    ordered,
    shown,
    source,
)
from governance.language.definition import Definition, Field
from governance.law.form import labels

_TOLD_ELSEWHERE = (
    "digest", "sections", "tiers", "gates", "checks", "guarantees", "charters", "afterwards", "examples",
)  # fmt: skip


def head_told(old: Definition, new: Definition) -> Iterator[Told]:
    """Name, calendar, coordinators, rework, and whatever the language gains later."""
    phrases: dict[str, Phrase] = {
        "title": instead("The workflow", "is now called"),
        "purpose": instead("The workflow", "now says what it is for with"),
        "workflow": instead("The workflow", "now has the name"),
        "record": instead("One run", "is now called"),
        "prefix": instead("Numbers", "now begin with"),
        "calendar": lambda b, a: [f"Clocks now run in the calendar {_last(a)} instead of {_last(b)}."],
        "coordinators": lambda b, a: [f"The role {_last(a)} now coordinates instead of {_last(b)}."],
        "rework": _rework,
        "meeting_after_round": lambda b, a: [f"{_meeting(a)} now; before, {_meeting(b)[0].lower()}{_meeting(b)[1:]}."],
        "rework_source": source("The rework"),
        "signers": names("Signing", one="asks for", label=signers_need),
    }
    groups: Mapping[str, Any] = {"calendar": "calendars", "rework": "afterwards", "meeting_after_round": "afterwards"}
    for word, said in attributes(old, new, "The workflow", phrases, _TOLD_ELSEWHERE):
        pointer = "/rework" if word in ("rework", "meeting_after_round", "rework_source") else f"/{word}"
        key = ("signers",) if word == "signers" else ()
        yield Told(groups.get(word, "workflow"), pointer, "changed", said, key)


def _last(stream: str) -> str:
    return stream.partition("/")[2].replace("_", " ")


def _rework(before: Any, after: Any) -> Iterator[str]:
    if before and after and before.kind == after.kind:
        yield f"Returned for changes, the owner now has {after.amount} instead of {span(before)}."
    else:
        now, was = (span(each) if each else "no clock" for each in (after, before))
        yield f"Returned for changes, the owner now has {now} instead of {was}."


def _meeting(number: int | None) -> str:
    return f"A meeting is called after round {number}" if number else "No meeting is called"


def form_told(old: Definition, new: Definition) -> Iterator[Told]:
    """Sections and questions that came, went, moved, or ask otherwise."""
    ours, theirs = ({s.name: (n, s) for n, s in enumerate(law.sections)} for law in (old, new))
    for name, (place, section) in theirs.items():
        if name not in ours:
            yield Told("form", f"/form/{place}", "added", f"The section “{section.title}” is new.")
            continue
        phrases: dict[str, Phrase] = {
            "title": lambda b, a: [f"The section “{b}” is now called “{a}”."],
            "help": instead(f"The section “{section.title}”", "is now explained with"),
        }
        for word, said in attributes(ours[name][1], section, f"The section “{section.title}”", phrases, ("fields",)):
            yield Told("form", f"/form/{place}/{word}", "changed", said)
        if not ordered([f.name for f in ours[name][1].fields], [f.name for f in section.fields]):
            said = f"The questions of “{section.title}” stand in another order now."
            yield Told("form", f"/form/{place}/fields", "changed", said)
    for name, (place, section) in ours.items():
        if name not in theirs:
            yield Told("form", f"/form/{place}", "removed", f"The section “{section.title}” is gone.")
    if not ordered([*ours], [*theirs]):
        yield Told("form", "/form", "changed", "The sections stand in another order now.")
    yield from _questions(old, new)


def _questions(old: Definition, new: Definition) -> Iterator[Told]:
    ours, theirs = _places(old), _places(new)
    known = {**labels(old), **labels(new)}
    for name, (pointer, field) in theirs.items():
        key = ("field", name)
        if name not in ours:
            must = " and must be answered" if field.required else ""
            yield Told("form", pointer, "added", f"The question “{field.label}” is new{must}.", key)
            continue
        for word, said in attributes(
            ours[name][1], field, f"“{field.label}”", _field_phrases(field, known), ("columns",)
        ):
            yield Told("form", f"{pointer}/{word}", "changed", said, _field_key(name, word))
        yield from _columns(ours[name][1], field, pointer, key)
        sections = [law.section_of_field[name] for law in (old, new)]
        if sections[0] != sections[1]:
            here = new.section_by_name[sections[1]].title
            yield Told("form", pointer, "changed", f"“{field.label}” is now asked in “{here}”.", ("moved", name))
    for name, (pointer, field) in ours.items():
        if name not in theirs:
            yield Told("form", pointer, "removed", f"The question “{field.label}” is gone.", ("field", name))


def _field_key(name: str, word: str) -> tuple[str, ...]:
    """What an attribute of a question may change: whether it may be left open, what it takes, both, or nothing."""
    match word:
        case "label" | "help" | "claim" | "evidence":
            return ()
        case "required":
            return "field", name, "open"
        case "when":
            return "field", name
        case _:
            return "field", name, "taken"


def _places(law: Definition) -> Mapping[str, tuple[str, Field]]:
    return {
        f.name: (f"/form/{i}/fields/{j}", f)
        for i, section in enumerate(law.sections)
        for j, f in enumerate(section.fields)
    }


def _field_phrases(field: Field, known: Mapping[str, str]) -> dict[str, Phrase]:
    name = f"“{field.label}”"
    bound = {"number": "goes", "table": "has rows", "file": "takes bytes"}.get(field.kind, "takes characters")
    return {
        "label": lambda b, a: [f"The question “{b}” now reads “{a}”."],
        "kind": lambda b, a: [f"{name} is now answered with a {a} instead of a {b}."],
        "required": flag(f"{name} must be answered now.", f"{name} may be left open now."),
        "help": instead(name, "is now explained with"),
        "options": entries(name, "option"),
        "rows": entries(name, "row"),
        "at_least": lambda b, a: [f"{name} {bound} from {a} instead of {b}."],
        "most": lambda b, a: [f"{name} {bound} up to {_most(a)} instead of {_most(b)}."],
        "accept": instead(name, "now takes"),
        "personal": flag(
            f"{name} is personal now: it can be erased, and no rule reads it.", f"{name} is no longer personal."
        ),
        "when": condition(known, "always", f"brings the question {name}", f"{name} is now asked"),
        "state": lambda _, a: [f"{name} {'now asks for a record that is approved' if a else 'takes any record now'}."],
        "claim": instead(name, "now shows as its claims"),
        "evidence": instead(name, "now shows beside each claim"),
    }


def _most(number: int | None) -> str:
    return "any number" if number is None else str(number)


def _columns(before: Field, after: Field, pointer: str, key: tuple[str, ...]) -> Iterator[Told]:
    ours, theirs = ({c.name: c for c in each.columns} for each in (before, after))
    table = f"“{after.label}”"
    for name, column in theirs.items():
        if name not in ours:
            must = " and must be filled in" if column.required else ""
            yield Told("form", f"{pointer}/columns", "added", f"{table} has a new column “{column.label}”{must}.", key)
            continue
        for _, said in attributes(ours[name], column, f"“{column.label}”", _field_phrases(column, {})):
            yield Told("form", f"{pointer}/columns", "changed", f"In {table}: {said}", key)
    for name, column in ours.items():
        if name not in theirs:
            yield Told(
                "form", f"{pointer}/columns", "removed", f"{table} has the column “{column.label}” no longer.", key
            )
    if not ordered([*ours], [*theirs]):
        yield Told("form", f"{pointer}/columns", "changed", f"The columns of {table} stand in another order now.", key)


def examples_told(old: Definition, new: Definition) -> Iterator[Told]:
    """Examples that came, went, or end otherwise."""
    ours, theirs = ({x.title: x for x in law.examples} for law in (old, new))
    for place, (title, example) in enumerate(theirs.items()):
        if title not in ours:
            yield Told("examples", f"/examples/{place}", "added", f"The example “{title}” is new.")
            continue
        for word, said in attributes(ours[title], example, f"The example “{title}”", {"answers": _answers(title)}):
            yield Told("examples", f"/examples/{place}/{word}", "changed", said)
    for place, title in enumerate(ours):
        if title not in theirs:
            yield Told("examples", f"/examples/{place}", "removed", f"The example “{title}” is gone.")
    if not ordered([*ours], [*theirs]):
        yield Told("examples", "/examples", "changed", "The examples are listed in another order now.")


def _answers(title: str) -> Phrase:
    def told(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
        for name in dict.fromkeys((*after, *before)):
            if before.get(name) != after.get(name):
                now, was = shown(after.get(name)), shown(before.get(name))
                yield f"The example “{title}” now answers {name.replace('_', ' ')} with {now} instead of {was}."

    return told
