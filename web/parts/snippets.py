"""The passage in which words were found, those words marked; whatever a person wrote is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from coe.search.words import Query, Term, Word, words_of

BEFORE, LONGEST = 70, 260
MARK = Markup("<mark>%s</mark>")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that can be found, and what it is ("The story", "Request")."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a passage, with the words found in it marked."""

    label: str
    text: Markup


def marked(text: str, query: Query) -> Markup:
    """All of a text, with the words found in it marked."""
    return _marked(text, sorted(span for _, span in _hits(text, query)), (0, len(text)))


def snippets(passages: Sequence[Passage], query: Query, most: int, known: str = "") -> tuple[Snippet, ...]:
    """At most `most` passages, each with terms that stand neither in those before it nor in `known`; the one with the
    most new ones first.
    """
    found = {place: _hits(one.text, query) for place, one in enumerate(passages)}
    left = set(query.terms) - {term for term, _ in _hits(known, query)}
    shown: list[Snippet] = []
    while left and len(shown) < most:
        new = {place: {term for term, _ in hits} & left for place, hits in found.items()}
        place = max(new, key=lambda each: (len(new[each]), -each), default=None)
        if place is None or not new[place]:
            break
        hits, text = found.pop(place), passages[place].text
        first = min(span for term, span in hits if term in new[place])
        spans = sorted(span for _, span in hits)
        shown.append(Snippet(passages[place].label, _marked(text, spans, _window(text, first))))
        left -= new[place]
    return tuple(shown)


def _hits(text: str, query: Query) -> list[tuple[Term, Span]]:
    """Each term as often as it stands in a text, and where."""
    words = list(words_of(text))
    return [
        (term, _span(words, place, term))
        for place in range(len(words))
        for term in query.terms
        if term.at(words, place)
    ]


def _span(words: Sequence[Word], place: int, term: Term) -> Span:
    return words[place].start, words[place + len(term.words) - 1].end


def _window(text: str, first: Span) -> Span:
    """A part of the text around its first hit, beginning and ending between words."""
    start = max(0, first[0] - BEFORE)
    if start:
        start = max(text.find(" ", start, first[0]) + 1, 0) or first[0]
    end = min(len(text), max(start + LONGEST, first[1]))
    if end < len(text):
        end = max(text.rfind(" ", first[1], end), first[1])
    return start, end


def _marked(text: str, spans: Sequence[Span], window: Span) -> Markup:
    start, end = window
    inside = [span for span in _apart(spans) if start <= span[0] and span[1] <= end]
    edges = [start, *(edge for span in inside for edge in span), end]
    parts = (text[a:b] for a, b in pairwise(edges))
    body = Markup("").join(MARK % part if place % 2 else escape(part) for place, part in enumerate(parts))
    return Markup("%s%s%s") % ("… " if start else "", body, " …" if end < len(text) else "")


def _apart(spans: Sequence[Span]) -> Iterator[Span]:
    """Sorted spans without those that begin inside the one before."""
    last = 0
    for start, end in spans:
        if start >= last:
            yield start, end
            last = end
