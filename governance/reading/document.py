"""A definition read from its compiled JSON: the language's words, then what the words refer to.

The identity of a definition is the SHA-256 of that JSON's JCS bytes. The JSON is what the ledger keeps, so reading does
not depend on the order of a map.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from governance.errors import NotADefinition, Problem
from governance.formats.jcs import Json, NotCanonical, encode
from governance.language.conditions import ALWAYS
from governance.language.definition import Definition, Field, Gate, Guarantee, Section, Tier
from governance.reading.afterwards import read_afterwards, read_rework
from governance.reading.charters import read_charters, seats_of
from governance.reading.checks import read_checks
from governance.reading.conditions import read_condition
from governance.reading.examples import read_examples
from governance.reading.form import read_form
from governance.reading.gates import Around, order_problems, read_gate, read_role
from governance.reading.source import SOURCE_WORDS, read_source
from governance.reading.words import STREAM, Reading, join, listed, shown, spoken

WORDS = (
    "workflow", "title", "purpose", "record", "prefix", "calendar", "calendars", "committees", "coordinators", "form",
    "checks", "tiers", "gates", "rework", "signers", "guarantees", "afterwards", "examples",
)  # fmt: skip
REQUIRED = ("workflow", "title", "record", "form", "tiers", "gates")
TIER_WORDS = ("tier", "title", "when", *SOURCE_WORDS)
SIGNERS_WORDS = ("trained", "accepted")
PROMISES = ("approval needs", "never opens")
GUARANTEE_WORDS = ("if", *PROMISES, *SOURCE_WORDS)
DEFAULT_CALENDAR = "office"
MOST_TIERS, MOST_GATES, MOST_GUARANTEES = 20, 60, 100
_TIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,15}", re.ASCII)


def definition_digest(document: Mapping[str, Json]) -> str:
    """SHA-256 (hex) of the document's JCS bytes: what a definition is known by. `NotCanonical` outside the profile."""
    return sha256(encode(dict(document))).hexdigest()


def read(document: Mapping[str, Json]) -> Definition:
    """The definition of a compiled document. Raises NotADefinition with every problem found."""
    reading = Reading()
    words = reading.mapping(dict(document), "", WORDS, REQUIRED, a="a definition")
    try:
        definition = _definition(reading, words, document)
    except NotADefinition as error:
        raise NotADefinition(_in_order(error.problems)) from None
    if reading.problems:
        raise NotADefinition(_in_order(tuple(reading.problems)))
    return definition


def _in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.pointer))


def _definition(reading: Reading, words: Mapping[str, Json], document: Mapping[str, Json]) -> Definition:
    sections = read_form(reading, words["form"], "/form") if "form" in words else ()
    fields = {field.name: field for section in reversed(sections) for field in reversed(section.fields)}
    tiers = _tiers(reading, words["tiers"], fields) if "tiers" in words else ()
    charters = read_charters(reading, words)
    within = {section.name: tuple(field.name for field in section.fields) for section in sections}
    around = Around(fields, within, tuple(t.name for t in tiers), seats_of(charters))
    gates = _gates(reading, words["gates"], around) if "gates" in words else ()
    _needs_title(reading, fields, sections)
    _all_reviewed(reading, sections, gates)
    rework, meeting, rework_source = read_rework(reading, words)
    named = {word: _named(reading, words, word) for word in ("workflow", "prefix", "calendar")}
    return Definition(
        digest=_digest(reading, document),
        workflow=named["workflow"],
        title=_text(reading, words, "title"),
        record=_text(reading, words, "record"),
        prefix=named["prefix"],
        calendar=f"calendar/{named['calendar']}",
        sections=sections,
        tiers=tiers,
        gates=gates,
        checks=read_checks(reading, words["checks"], "/checks", fields) if "checks" in words else (),
        guarantees=_guarantees(reading, words, around, gates),
        rework=rework,
        meeting_after_round=meeting,
        coordinators=_coordinators(reading, words),
        charters=charters or {},
        examples=read_examples(reading, words, fields, around.tiers, tuple(gate.name for gate in gates)),
        afterwards=read_afterwards(reading, words, fields),
        rework_source=rework_source,
        signers=_signers(reading, words),
        purpose=reading.text(words["purpose"], "/purpose", a="`purpose`") if "purpose" in words else "",
    )


def _digest(reading: Reading, document: Mapping[str, Json]) -> str:
    try:
        return definition_digest(document)
    except NotCanonical as error:
        reading.refuse("", f"this cannot be ledgered, at {error.where}: {error.what}.", "Write it otherwise.")
        return ""


def _text(reading: Reading, words: Mapping[str, Json], word: str) -> str:
    return reading.text(words[word], f"/{word}", a=f"`{word}`") if word in words else ""


def _named(reading: Reading, words: Mapping[str, Json], word: str) -> str:
    """`workflow`, `calendar` and `prefix`; a prefix left out is the first three letters of the record's name."""
    if word == "prefix":
        value = words.get("prefix", "".join(filter(str.isalpha, str(words.get("record", "rec"))))[:3].upper())
        if isinstance(value, str) and re.fullmatch(r"[A-Z]{2,5}", value):
            return value
        reading.refuse(
            "/prefix", f"`prefix` is two to five capital letters, found {shown(value)}.", "Write it like INI."
        )
        return ""
    value = words.get(word, DEFAULT_CALENDAR if word == "calendar" else None)
    if word == "calendar":
        declared = _declared(words, "calendars", "name")
        if declared and isinstance(value, str):
            reading.known(value, f"/{word}", declared, a="calendar")
    if value is None:
        return ""
    return reading.name(value, f"/{word}", a=f"`{word}`", like=STREAM)


def _declared(words: Mapping[str, Json], word: str, key: str) -> list[str]:
    entries = words.get(word)
    names = [entry.get(key) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return [name for name in names if isinstance(name, str)]


def _coordinators(reading: Reading, words: Mapping[str, Json]) -> str:
    if "coordinators" not in words:
        return "role/coordinator"
    return read_role(reading, words["coordinators"], "/coordinators", a="`coordinators`")


def _signers(reading: Reading, words: Mapping[str, Json]) -> tuple[str, ...]:
    """The streams of what signers need: `trained` names trainings, `accepted` undertakings."""
    if "signers" not in words:
        return ()
    found = reading.mapping(words["signers"], "/signers", SIGNERS_WORDS, a="`signers`")
    if not found:
        reading.refuse("/signers", "this asks nothing of signers.", "Name a training or an undertaking, or remove it.")
    kinds = zip(SIGNERS_WORDS, ("training", "undertaking"), strict=True)
    return tuple(
        f"{kind}/{name}"
        for word, kind in kinds
        if word in found
        for name in reading.names(found[word], join("/signers", word), a=f"`{word}`", like=STREAM)
    )


def _tiers(reading: Reading, value: Json, fields: Mapping[str, Field]) -> tuple[Tier, ...]:
    """First match wins, so the last has no condition and the others have one."""
    tiers: dict[str, Tier] = {}
    entries = list(reading.entries(value, "/tiers", a="`tiers`", most=MOST_TIERS))
    for place, (at, entry) in enumerate(entries, 1):
        words = reading.mapping(entry, at, TIER_WORDS, ("tier",), a="a tier")
        raw = words.get("tier")
        if not isinstance(raw, str) or not _TIER.fullmatch(raw):
            reading.refuse(join(at, "tier"), f"a tier is a short name, found {shown(raw)}.", "Write it like T2.")
            continue
        if raw in tiers:
            reading.refuse(join(at, "tier"), f"there are two tiers `{raw}`.", "Rename one.")
        title = reading.text(words["title"], join(at, "title"), a="`title`") if "title" in words else spoken(raw)
        last = place == len(entries)
        if last and "when" in words:
            reading.refuse(
                join(at, "when"),
                "the last tier takes all that is left, so it has no `when`.",
                "Remove it, or add a tier.",
            )
        if not last and "when" not in words:
            reading.refuse(
                at, f"`{raw}` has no `when`, so no tier after it is ever reached.", "Add one, or make it the last."
            )
        when = read_condition(reading, words["when"], join(at, "when"), fields) if "when" in words else ALWAYS
        tiers.setdefault(raw, Tier(raw, title, when, read_source(reading, words, at)))
    return tuple(tiers.values())


def _gates(reading: Reading, value: Json, around: Around) -> tuple[Gate, ...]:
    gates: dict[str, tuple[str, Gate]] = {}
    for at, entry in reading.entries(value, "/gates", a="`gates`", most=MOST_GATES):
        gate = read_gate(reading, entry, at, around)
        if gate is None:
            continue
        if gate.name in gates:
            reading.refuse(join(at, "gate"), f"there are two gates `{gate.name}`.", "Rename one.")
        gates.setdefault(gate.name, (at, gate))
    order_problems(reading, tuple(gates.values()))
    return tuple(gate for _, gate in gates.values())


def _needs_title(reading: Reading, fields: Mapping[str, Field], sections: tuple[Section, ...]) -> None:
    title = fields.get("title")
    if sections and (title is None or title.kind != "line" or not title.required):
        reading.refuse("/form", "the form does not ask for a title.", "Add {name: title, kind: line, required: yes}.")


def _all_reviewed(reading: Reading, sections: tuple[Section, ...], gates: tuple[Gate, ...]) -> None:
    reviewed = {name for gate in gates for name in gate.reviews}
    for place, section in enumerate(sections):
        if section.name not in reviewed:
            reading.refuse(
                f"/form/{place}", f"no gate reviews the section `{section.name}`.", "Add it to a gate's `reviews`."
            )


def _guarantees(
    reading: Reading, words: Mapping[str, Json], around: Around, gates: tuple[Gate, ...]
) -> tuple[Guarantee, ...]:
    if "guarantees" not in words:
        return ()
    found: list[Guarantee] = []
    names = [gate.name for gate in gates]
    for at, entry in reading.entries(words["guarantees"], "/guarantees", a="`guarantees`", most=MOST_GUARANTEES):
        words_here = reading.mapping(entry, at, GUARANTEE_WORDS, ("if",), a="a guarantee")
        if not set(PROMISES) & words_here.keys():
            reading.refuse(
                at, "this guarantee promises nothing.", f"Add {listed(['`approval needs`'])} or `never opens`."
            )
        needs, never = (
            tuple(
                g
                for g in reading.names(words_here[kind], join(at, kind), a=f"`{kind}`")
                if reading.known(g, join(at, kind), names, a="gate")
            )
            if kind in words_here
            else ()
            for kind in PROMISES
        )
        if "if" in words_here:
            when = read_condition(reading, words_here["if"], join(at, "if"), around.fields, around.tiers)
            found.append(Guarantee(when, needs, never, read_source(reading, words_here, at)))
    return tuple(found)
