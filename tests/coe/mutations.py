"""Ways to break a workflow file: each takes a seeded Random and the text of a sound one, and gives the files to read."""

# ruff: noqa: E501 - broken lines would hide what the hostile words look like

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from random import Random
from typing import TypeAlias

from coe.policy.core_yaml import parse, plain
from governance.formats.jcs import Json
from tests.coe.mutations_hostile import HOSTILE

MAIN = "piece.yaml"
Files: TypeAlias = Mapping[str, bytes]
Mutation: TypeAlias = Callable[[Random, str], "str | bytes | Files"]
_Place: TypeAlias = "tuple[dict[str, Json], str] | tuple[list[Json], int]"

NUMBERS = (
    "1" + "0" * 400, "1e999", "-1e999", "-0", "+0", "0", "-1", "007", "0o777", "0xff", "0b1", "1_000", "1:30", ".5", "5.",
    ".inf", "-.INF", ".nan", "999999999999999", "9007199254740993", "-999999999999999", "1e3",
)  # fmt: skip
SPANS = (
    "16 business hours", "20000 business hours", "20001 business hours", "2500 business days", "120 months", "3660 days",
    "0 hours", "100000 hours", "999999 hours", "1 month", "-3 days", "8 business hours late", "100%", "0%", "999%", "50 %",
    "business hours", "١٦ business hours", "16  business   hours", "9" * 5000 + " hours", "2026-02-30", "9999-12-31",
    "0001-01-01", "0000-00-00", "2026-13-01", "0 EUR", "999999999999999 EUR", "1 USD", "-5 EUR", "1e5 EUR",
)  # fmt: skip
MARKS = (
    "\0", "\x1b[31m", "\ufeff", "\u202e", "\u2066", "\u200b", "\u200d", "e\u0301", "\U0001f600", "\U000e0001", "\ufffe",
    "\x85", "\u2028", "\xa0", "\x7f", "\x0b", "\x0c", "\ufffd", "ﷺ", "ß", "\u0130", "\U0010ffff", "\uac01",
)  # fmt: skip
VALUES = (
    "~", "null", "true", "no", "''", '""', "[]", "{}", "[[]]", "[{}]", "{a: {b: {}}}", "&a x", "*a", "!!str x", "! x",
    "!!python/object/apply:os.system [ls]", "!!binary aGk=", "|", ">-", "'", '"', "[", "{", "]", "}", '"\\u0000"',
    '"\\ud800"', '"\\e[31m"', '"\\N\\L\\P"', "? x", ":", "- -", "x: y: z", "# c", "%TAG", "---", "...", "60% and [chair",
    "'60% and [chair, chair]'", "'" + " " * 250 + "[x'", "a" * 5000, "{include: calendars.yaml}", "{include: piece.yaml}",
    "{include: [a.yaml, b.yaml]}", "all", "majority", "delegate", "tier", "round", "number", "owner", "{}{}", "@x", "`x`",
    "{role: coordinator}", "{number:05}", "{tier: T3}", "[[tier, T3]]", "x" * 49, "..", "1..0", "10..14", "__proto__",
)  # fmt: skip


def _edited(random: Random, text: str, edit: Callable[[list[str], int], None]) -> str:
    lines = text.split("\n")
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        edit(lines, random.randrange(len(lines)))
    return "\n".join(lines)


def _valued(line: str, value: str) -> str:
    """The line with another value behind its last colon, or the value alone."""
    head, colon, rest = line.rpartition(": ")
    closing = rest[len(rest.rstrip("]}")) :] if colon else ""
    return f"{head}: {value}{closing}" if colon else f"{line} {value}"


def lines_deleted(random: Random, text: str) -> str:
    def edit(lines: list[str], at: int) -> None:
        del lines[at : at + random.choice((1, 1, 2, 10))]
        lines.append("")

    return _edited(random, text, edit)


def lines_doubled(random: Random, text: str) -> str:
    return _edited(random, text, lambda lines, at: lines.insert(random.randrange(len(lines)), lines[at]))


def lines_swapped(random: Random, text: str) -> str:
    def edit(lines: list[str], at: int) -> None:
        other = random.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]

    return _edited(random, text, edit)


def lines_indented(random: Random, text: str) -> str:
    def edit(lines: list[str], at: int) -> None:
        lines[at] = random.choice((" ", "  ", "    ", "\t", "")) + lines[at][random.choice((0, 0, 1, 2)) :]

    return _edited(random, text, edit)


def wild_values(random: Random, text: str) -> str:
    return _edited(random, text, lambda ls, at: ls.__setitem__(at, _valued(ls[at], random.choice(VALUES))))


def wild_numbers(random: Random, text: str) -> str:
    return _edited(random, text, lambda ls, at: ls.__setitem__(at, _valued(ls[at], random.choice(NUMBERS))))


def wild_spans(random: Random, text: str) -> str:
    return _edited(random, text, lambda ls, at: ls.__setitem__(at, _valued(ls[at], random.choice(SPANS))))


def values_spliced(random: Random, text: str) -> str:
    def edit(lines: list[str], at: int) -> None:
        lines[at] = _valued(lines[at], random.choice(lines).rpartition(": ")[2])

    return _edited(random, text, edit)


def words_misspelt(random: Random, text: str) -> str:
    def edit(lines: list[str], at: int) -> None:
        letters = [place for place, letter in enumerate(lines[at]) if letter.isalpha()]
        if letters:
            place = random.choice(letters)
            lines[at] = lines[at][:place] + random.choice(("", "x", "-", "_", "é", "Z")) + lines[at][place + 1 :]

    return _edited(random, text, edit)


def typed(random: Random, text: str) -> str:
    for _ in range(random.choice((1, 1, 3))):
        at = random.randrange(len(text))
        slip = "".join(random.choices("\t \n:-[]{}&*!|>'\"%@`#,?~0a<=\\", k=random.randrange(1, 5)))
        text = text[:at] + slip + text[at + random.randrange(4) :]
    return text


def odd_unicode(random: Random, text: str) -> str:
    for _ in range(random.choice((1, 1, 4))):
        at = random.randrange(len(text))
        text = text[:at] + random.choice(MARKS) + text[at:]
    return text


def truncated(random: Random, text: str) -> bytes:
    data = text.encode()
    return data[: random.randrange(len(data))]


def bytes_flipped(random: Random, text: str) -> bytes:
    data = bytearray(text.encode())
    for _ in range(random.choice((1, 2, 8))):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(data)


def line_ends(random: Random, text: str) -> bytes:
    ends = random.choice((["\r\n"], ["\r"], ["\x85"], ["\u2028"], ["\n", "\r\n", "\r"], ["\n", "\x85", "\u2029"]))
    return "".join(line + random.choice(ends) for line in text.split("\n")).encode()


def encodings(random: Random, text: str) -> bytes:
    kind = random.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "utf-7", "cp037"))
    return text.encode(kind, "replace") if random.random() < 0.8 else text.encode() + b"\xc0\xaf\xed\xa0\x80"


def random_bytes(random: Random, text: str) -> bytes:
    return random.randbytes(random.randrange(1, 2_000)) if text else b""


@lru_cache(maxsize=32)
def _tree(text: str) -> Json:
    root, _ = parse(text.encode())
    return plain(root) if root is not None else {}


def _places(value: Json) -> Iterator[_Place]:
    if isinstance(value, dict):
        for word in value:
            yield value, word
            yield from _places(value[word])
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield value, place
            yield from _places(part)


def _regrown(random: Random, text: str, edit: Callable[[list[_Place]], None]) -> str:
    """The text as JSON, which is YAML, after edits of its tree."""
    tree = deepcopy(_tree(text))
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        places = list(_places(tree))
        if places:
            edit(places)
    return json.dumps(tree, indent=1, ensure_ascii=False)


def _at(place: _Place) -> Json:
    holder, word = place
    return holder[word]  # type: ignore[index]  # the pair fits by construction


def _put(place: _Place, value: Json) -> None:
    holder, word = place
    holder[word] = value  # type: ignore[index]  # as above


def keys_deleted(random: Random, text: str) -> str:
    def edit(places: list[_Place]) -> None:
        holder, word = random.choice(places)
        del holder[word]  # type: ignore[arg-type]  # as above

    return _regrown(random, text, edit)


def types_changed(random: Random, text: str) -> str:
    wild: tuple[Json, ...] = (
        None, True, False, 0, -1, 10**15 - 1, "", "x", [], {}, [None], [[]], [{}], {"": None}, {"x": []}, ["x", "x"], "yes",
        {"role": "x"}, {"any": []}, {"not": {}}, {"all rows": {}}, [1, "a", None, {}], {"include": "a.yaml"},
    )  # fmt: skip
    return _regrown(random, text, lambda places: _put(random.choice(places), deepcopy(random.choice(wild))))


def parts_moved(random: Random, text: str) -> str:
    def edit(places: list[_Place]) -> None:
        _put(random.choice(places), deepcopy(_at(random.choice(places))))

    return _regrown(random, text, edit)


def leaves_exchanged(random: Random, text: str) -> str:
    def edit(places: list[_Place]) -> None:
        leaves = [place for place in places if isinstance(_at(place), str)]
        _put(random.choice(leaves), _at(random.choice(leaves)))

    return _regrown(random, text, edit)


def keys_renamed(random: Random, text: str) -> str:
    def edit(places: list[_Place]) -> None:
        maps = [(holder, word) for holder, word in places if isinstance(holder, dict) and isinstance(word, str)]
        holder, word = random.choice(maps)
        other = random.choice(maps)[1]
        holder[random.choice((other, word + "s", word[1:], "<<", "include", "", "\u202e"))] = holder.pop(word)

    return _regrown(random, text, edit)


def lists_doubled(random: Random, text: str) -> str:
    def edit(places: list[_Place]) -> None:
        lists = [found for place in places if isinstance(found := _at(place), list) and found]
        if lists:
            chosen = random.choice(lists)
            chosen.insert(random.randrange(len(chosen) + 1), deepcopy(random.choice(chosen)))
            if random.random() < 0.5:
                random.shuffle(chosen)

    return _regrown(random, text, edit)


KINDS: Mapping[str, Mutation] = {
    each.__name__.replace("_", " "): each
    for each in (
        lines_deleted, lines_doubled, lines_swapped, lines_indented, wild_values, wild_numbers, wild_spans, values_spliced,
        words_misspelt, typed, odd_unicode, truncated, bytes_flipped, line_ends, encodings, random_bytes, keys_deleted,
        types_changed, parts_moved, leaves_exchanged, keys_renamed, lists_doubled, *HOSTILE,
    )
}  # fmt: skip
