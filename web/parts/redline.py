"""What changed between two texts, word by word, as people read it."""

from __future__ import annotations

import re
from typing import Final, Literal

from diff_match_patch import diff_match_patch

SegmentKind = Literal["same", "removed", "added"]
Segment = tuple[SegmentKind, str]

_WORD: Final = re.compile(r"\s+|\S+")
_KINDS: Final[dict[int, SegmentKind]] = {-1: "removed", 0: "same", 1: "added"}
# The private-use planes hold one character per distinct word: 131,068, more than any answer has.
_FIRST_CODE: Final = 0xF0000
# The library's own semantic clean-up swallows kept phrases beside long changes and so overstates what changed; these
# two numbers do less: a kept "of" between two changes joins them, and a text that keeps next to nothing is a rewrite.
_CONFETTI: Final = 3
_REWRITE: Final = 0.2


def redline(old: str, new: str) -> tuple[Segment, ...]:
    """The segments that turn `old` into `new`; only whole words change.

    Joined without the added segments they give `old`, without the removed ones `new`.
    """
    if old == new:
        return (("same", new),) if new else ()
    words: dict[str, str] = {}
    coded_old, coded_new = _encode(old, words), _encode(new, words)
    decode = {code: word for word, code in words.items()}
    differ = diff_match_patch()
    differ.Diff_Timeout = 0.2  # seconds; then a coarser answer, never a wrong one
    diffs = differ.diff_main(coded_old, coded_new, False)
    segments = [(_KINDS[kind], "".join(decode[code] for code in text)) for kind, text in diffs if text]
    kept = sum(len(text.strip()) for kind, text in segments if kind == "same")
    if kept < _REWRITE * min(len(old), len(new)):
        return _change(old, new)
    return _phrases(segments)


def _encode(text: str, words: dict[str, str]) -> str:
    return "".join(words.setdefault(word, chr(_FIRST_CODE + len(words))) for word in _WORD.findall(text))


def _phrases(segments: list[Segment]) -> tuple[Segment, ...]:
    """Joins changes that only a space or a very short word keeps apart; removed stands before added."""
    phrases: list[Segment] = []
    removed = added = ""
    for position, (kind, text) in enumerate(segments):
        between = bool(removed or added) and position < len(segments) - 1
        if kind == "same" and not (between and len(text.strip()) <= _CONFETTI):
            phrases += (*_change(removed, added), (kind, text))
            removed = added = ""
        else:
            removed += text if kind != "added" else ""
            added += text if kind != "removed" else ""
    return (*phrases, *_change(removed, added))


def _change(removed: str, added: str) -> tuple[Segment, ...]:
    pair: tuple[Segment, ...] = (("removed", removed), ("added", added))
    return tuple(segment for segment in pair if segment[1])
