"""A verdict on one page of paper: 80 columns, 60 lines. What is not established stands there as loudly as what is.

Texts of the record are written on one line each, without letters that could move a terminal's cursor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from textwrap import wrap

from governance.verifier.verdict import FOUND, Answer, Claim, Found, Verdict

COLUMNS = 80
LINES = 60
QUESTIONS = {
    "intact": "Intact?  ",
    "signed": "Signed by whom we trust?",
    "lawful": "Lawful?  ",
}
_ONE_LINE = {"signatures"}
"""Claims whose grounds are cut to one line each on paper, so that many fit; the whole stands in the JSON."""
_ROOM = COLUMNS - len("    + ")
_SIGNS: Mapping[Found, str] = {"established": "+", "not established": "-", "contradicted": "x"}
_MOST = (40, 30, 20, 16, 12, 8, 5, 4, 3, 2, 1)
"""How many lines of one kind are shown under one heading; the page takes the first number with which it fits."""


def inert(text: str) -> str:
    """The text on one line, without letters that could move a terminal's cursor or turn what is read around."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def page(name: str, sha256: str, verdict: Verdict) -> str:
    """The whole answer: name and digest of the file (both "" for a whole log), the three answers with every *no*, the
    verdict.
    """
    pages = (_page(name, sha256, verdict, most) for most in _MOST)
    shown: list[str] = []
    for shown in pages:
        if len(shown) <= LINES:
            break
    return "\n".join(shown) + "\n"


def _page(name: str, sha256: str, verdict: Verdict, most: int) -> list[str]:
    lines = [*_wrapped(name, ""), f"sha256 {sha256}", ""] if name else []
    for answer in verdict.answers:
        lines += _answer(answer, most)
    lines += ["", *_wrapped(f"VERDICT on {verdict.about}", "")]
    for found in FOUND:
        claims = [claim for claim in verdict.claims if claim.found == found]
        if claims:
            lines += ["", found.upper(), *_claims(claims, most)]
    return lines


def _answer(answer: Answer, most: int) -> Iterator[str]:
    yield f"{QUESTIONS[answer.question]}  {answer.say.upper()}"
    yield from _listed(answer.contradictions, "x", "  ", most)
    if answer.say == "not asked":
        yield from _listed(answer.limits, "-", "  ", most)


def _claims(claims: list[Claim], most: int) -> Iterator[str]:
    """The claims, and under those that share it their ground, once."""
    for _, some in groupby(claims, lambda each: (each.grounds, each.limits)):
        alike = tuple(some)
        for claim in alike:
            yield from _wrapped(f"* {claim.says}", "  ")
        last = alike[-1]
        grounds = [_cut(each) for each in last.grounds] if last.id in _ONE_LINE else last.grounds
        yield from _listed(grounds, _SIGNS[last.found], "    ", most)
        yield from _listed(last.limits, "but:", "    ", most)


def _cut(text: str) -> str:
    shown = inert(text)
    return shown if len(shown) <= _ROOM else f"{shown[: _ROOM - 1]}…"


def _listed(lines: Iterable[str], sign: str, indent: str, most: int) -> Iterator[str]:
    told = tuple(lines)
    for line in told[:most]:
        yield from _wrapped(f"{indent}{sign} {line}", indent + " " * (len(sign) + 1))
    if len(told) > most:
        yield f"{indent}{sign} … and {len(told) - most} more; --json shows all"


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(inert(text), COLUMNS, subsequent_indent=indent, drop_whitespace=True) or [""]
