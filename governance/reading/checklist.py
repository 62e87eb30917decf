"""What a reviewer ticks at a gate, as a definition writes it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from governance.formats.jcs import Json
from governance.language.conditions import Condition, tests
from governance.language.definition import Field
from governance.reading.conditions import read_condition
from governance.reading.words import Reading, join, shown

CHECKLIST_WORDS = ("name", "says", "comment", "when")


@dataclass(frozen=True, slots=True)
class Checklist:
    """Entries with what people read, those an approval must say something about, and when some of them are asked."""

    entries: tuple[tuple[str, str], ...] = ()
    commented: tuple[str, ...] = ()
    whens: tuple[tuple[str, Condition], ...] = ()


def read_checklist(
    reading: Reading, words: Mapping[str, Json], at: str, fields: Mapping[str, Field], reviewed: Collection[str]
) -> Checklist:
    """`- whole_study: Whole-study context`, or with more words
    `- {name: whole_study, says: Whole-study context, comment: required, when: {promotional: yes}}`. Its condition reads
    only fields that are `reviewed`: else a decision could carry over that has not ticked what is asked now.
    """
    if "checklist" not in words:
        return Checklist()
    value, where = words["checklist"], join(at, "checklist")
    plain: list[Json] = []
    commented: list[str] = []
    whens: list[tuple[str, Condition]] = []
    for place, entry in enumerate(value if isinstance(value, list) else []):
        if not isinstance(entry, dict) or "name" not in entry:
            plain.append(entry)
            continue
        here = join(where, place)
        told = reading.mapping(entry, here, CHECKLIST_WORDS, ("name",), a="an entry of a checklist")
        name = told.get("name")
        plain.append({name: told["says"]} if isinstance(name, str) and "says" in told else name)
        if isinstance(name, str):
            commented += _commented(reading, name, told, here)
            whens += ((name, when) for when in _when(reading, told, here, fields, reviewed))
    entries = reading.labelled(plain if isinstance(value, list) else value, where, a="`checklist`")
    return Checklist(entries, tuple(commented), tuple(whens))


def _commented(reading: Reading, name: str, told: Mapping[str, Json], at: str) -> Iterator[str]:
    if "comment" not in told:
        return
    if told["comment"] == "required":
        yield name
    else:
        cure = "Write comment: required, or leave it out."
        reading.refuse(join(at, "comment"), f"found {shown(told['comment'])}.", cure)


def _when(
    reading: Reading, told: Mapping[str, Json], at: str, fields: Mapping[str, Field], reviewed: Collection[str]
) -> Iterator[Condition]:
    if "when" not in told:
        return
    where = join(at, "when")
    when = read_condition(reading, told["when"], where, fields)
    for test in tests(when):
        name = test.name.partition(".")[0]
        if name not in reviewed:
            reading.refuse(
                where,
                f"`{name}` is in no section this gate reviews.",
                "Ask about an answer it reviews, or let it review that section, too.",
            )
    yield when
