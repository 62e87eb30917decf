"""The closed vocabulary as pages say it: that of `coe.words.vocabulary`, statuses as headings, comparisons, lists. What
an entry records of them is their code; in its sentences they stay the law's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coe.words.vocabulary import MARKS, ROLES, role_name, role_said, role_words, status_said
from governance.language.conditions import WORDS, Comparator
from governance.law.why_words import DONE
from web.words.translating import gettext, lazy_gettext

__all__ = [
    "COMPARATORS", "DID", "MARKS", "ROLES", "STATUSES", "either", "listed", "role_name", "role_said", "role_words",
    "status_said", "status_word",
]  # fmt: skip
STATUSES: Final[Mapping[str, str]] = {
    "draft": lazy_gettext("Draft"),
    "in review": lazy_gettext("In review"),
    "in rework": lazy_gettext("In rework"),
    "on hold": lazy_gettext("On hold"),
    "approved": lazy_gettext("Approved"),
    "released": lazy_gettext("Released"),
    "expired": lazy_gettext("Expired"),
    "retired": lazy_gettext("Retired"),
    "rejected": lazy_gettext("Rejected"),
    "revoked": lazy_gettext("Revoked"),
    "withdrawn": lazy_gettext("Withdrawn"),
}
COMPARATORS: Final[Mapping[Comparator, str]] = {name: lazy_gettext(said) for name, said in WORDS.items()}
DID: Final[Mapping[str, str]] = {outcome: lazy_gettext(said) for outcome, said in DONE.items()}
"""What somebody did by deciding so, within a sentence: “you approved for Legal”."""


def status_word(status: str) -> str:
    """The status of a record as a heading: “In review”."""
    return str(STATUSES.get(status, status.capitalize()))


def listed(words: tuple[str, ...]) -> str:
    """“A, B and C”."""
    if len(words) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(map(str, words))
    return gettext("%(all)s and %(last)s", all=", ".join(map(str, words[:-1])), last=words[-1])


def either(words: tuple[str, ...]) -> str:
    """“A, B or C”."""
    if len(words) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(map(str, words))
    return gettext("%(all)s or %(last)s", all=", ".join(map(str, words[:-1])), last=words[-1])
