"""Words as search compares them, the same on every database: without case, accents and other marks.

Everything is folded here before it is stored and before it is asked for, so that no database's own idea of a word, a
letter or a locale matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

LONGEST_WORD = 64
LONGEST_TEXT = 100_000
LONGEST_QUERY = 1_000
MOST_TERMS = 12
SHORTEST_BEGINNING = 3
SHORTEST_LAST = 2

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]")
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "\u0131": "i", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"}
)
"""Letters that Unicode does not take apart, as people without them on their keys write them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, and where it stands in the text it was read from."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other; with `begins` the last one may go on."""

    words: tuple[str, ...]
    begins: bool

    def at(self, words: list[Word], place: int) -> bool:
        """Whether the term stands at this place among the words of a text."""
        found = words[place : place + len(self.words)]
        if len(found) < len(self.words) or any(a.word != b for a, b in zip(found[:-1], self.words, strict=False)):
            return False
        return found[-1].word.startswith(self.words[-1]) if self.begins else found[-1].word == self.words[-1]


@lru_cache(maxsize=4_096)
def _folded(letter: str) -> str:
    """A letter without case and marks; "" for a mark or a sign that is not seen, " " for what no word contains."""
    plain = normalize("NFKD", normalize("NFKD", letter).casefold()).translate(_LETTERS)
    return "".join(
        " " if category(each) == "Cc" else each for each in plain if category(each)[0] != "M" and category(each) != "Cf"
    )


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in order."""
    text = text[:LONGEST_TEXT]
    folded, places = text.lower(), range(len(text) + 1)
    if not text.isascii():
        parts = [_folded(letter) for letter in text]
        folded = "".join(parts)
        places = [at for at, part in enumerate(parts) for _ in part]  # type: ignore[assignment]  # both give a place
    for found in _WORD.finditer(folded):
        start, end = found.span()
        yield Word(found.group()[:LONGEST_WORD], places[start], places[end - 1] + 1)


def folded(text: str) -> str:
    """A text as it is indexed: its folded words, one space between them."""
    return " ".join(each.word for each in words_of(text))[:LONGEST_TEXT]


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asked for, all of it to be found; `cut` says that more was asked than is looked for."""

    terms: tuple[Term, ...]
    cut: bool = False

    @classmethod
    def of(cls, text: str) -> Query:
        """Any text is a query: quoted words follow each other exactly, all others are found by their beginning."""
        kept = text[:LONGEST_QUERY]
        quoted = [Term(words, begins=False) for each in _QUOTED.findall(kept) if (words := _split(each))]
        rest = [words for each in _QUOTED.sub(" ", kept).split() if (words := _split(each))]
        plain = [
            Term(words, len(words[-1]) >= (SHORTEST_LAST if place == len(rest) else SHORTEST_BEGINNING))
            for place, words in enumerate(rest, 1)
        ]
        terms = tuple(dict.fromkeys((*quoted, *plain)))
        return cls(terms[:MOST_TERMS], len(text) > LONGEST_QUERY or len(terms) > MOST_TERMS)


def _split(text: str) -> tuple[str, ...]:
    return tuple(each.word for each in words_of(text))
