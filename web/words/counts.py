"""How many of something, in the form the reader's language has for that number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from web.words.translating import ngettext, pair

NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    "answer": pair("%(num)s answer", "%(num)s answers"),
    "approval": pair("%(num)s approval", "%(num)s approvals"),
    "business day": pair("%(num)s business day", "%(num)s business days"),
    "business hour": pair("%(num)s business hour", "%(num)s business hours"),
    "change": pair("%(num)s change", "%(num)s changes"),
    "condition": pair("%(num)s condition", "%(num)s conditions"),
    "day": pair("%(num)s day", "%(num)s days"),
    "decision": pair("%(num)s decision", "%(num)s decisions"),
    "entry": pair("%(num)s entry", "%(num)s entries"),
    "finding": pair("%(num)s finding", "%(num)s findings"),
    "gap": pair("%(num)s gap", "%(num)s gaps"),
    "gate": pair("%(num)s gate", "%(num)s gates"),
    "guarantee": pair("%(num)s guarantee", "%(num)s guarantees"),
    "hour": pair("%(num)s hour", "%(num)s hours"),
    "initiative": pair("%(num)s initiative", "%(num)s initiatives"),
    "minute": pair("%(num)s minute", "%(num)s minutes"),
    "month": pair("%(num)s month", "%(num)s months"),
    "open record": pair("%(num)s open record", "%(num)s open records"),
    "other": pair("%(num)s other", "%(num)s others"),
    "past record": pair("%(num)s past record", "%(num)s past records"),
    "question": pair("%(num)s question", "%(num)s questions"),
    "record": pair("%(num)s record", "%(num)s records"),
    "request": pair("%(num)s request", "%(num)s requests"),
    "seat": pair("%(num)s seat", "%(num)s seats"),
    "section": pair("%(num)s section", "%(num)s sections"),
    "session": pair("%(num)s session", "%(num)s sessions"),
    "version": pair("%(num)s version", "%(num)s versions"),
    "warning": pair("%(num)s warning", "%(num)s warnings"),
    "week": pair("%(num)s week", "%(num)s weeks"),
    "workflow": pair("%(num)s workflow", "%(num)s workflows"),
    "year": pair("%(num)s year", "%(num)s years"),
}


def counted(number: int, word: str) -> str:
    """“1 answer”, “2 answers”. A word that only a definition has stays as it declares it: “2 policies”."""
    if word in NOUNS:
        one, many = NOUNS[word]
        return ngettext(one, many, number, num=number)
    if number == 1:
        return f"1 {word}"
    return f"{number} {word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{number} {word}s"
