"""The closed vocabulary of the law and of drawings as the face says it: states, statuses, roles, kinds of incident and
of review. What an entry records of them is their code; in its sentences they stay the law's own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from coe.review_report import SECTIONS
from coe.way.marks import MARK_WORDS, Mark
from governance.language.conditions import WORDS, Comparator
from governance.record import incident_kinds, review_kinds
from web.words.translating import gettext, lazy_gettext

MARKS: Final[Mapping[Mark, str]] = {mark: lazy_gettext(word) for mark, word in MARK_WORDS.items()}
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
SAID: Final[Mapping[str, str]] = {
    "draft": lazy_gettext("a draft"),
    "in review": lazy_gettext("in review"),
    "in rework": lazy_gettext("in rework"),
    "on hold": lazy_gettext("on hold"),
    "approved": lazy_gettext("approved"),
    "released": lazy_gettext("released"),
    "expired": lazy_gettext("expired"),
    "retired": lazy_gettext("retired"),
    "rejected": lazy_gettext("rejected"),
    "revoked": lazy_gettext("revoked"),
    "withdrawn": lazy_gettext("withdrawn"),
}
"""The same within a sentence."""
ROLES: Final[Mapping[str, str]] = {
    "administrator": lazy_gettext("Administrator"),
    "auditor": lazy_gettext("Auditor"),
    "coordinator": lazy_gettext("Coordinator"),
    "owner": lazy_gettext("Owner"),
    "policy_owner": lazy_gettext("Policy owner"),
    "quality": lazy_gettext("Quality"),
}
"""The roles every office has. A house's own are called as its definitions call them."""


def closed_words() -> Iterator[str]:
    """What the law calls things, each of which the catalogue has: pages look them up as they are."""
    yield from (*MARK_WORDS.values(), *WORDS.values())
    for incident in incident_kinds.KINDS.values():
        yield from (incident.title, incident.meaning, incident.cure)
    for review in review_kinds.KINDS.values():
        yield from (review.title, review.what)
    yield from (outcome.capitalize() for outcome in review_kinds.OUTCOMES)
    yield from (section.title for section in SECTIONS.values())


def status_word(status: str) -> str:
    """The status of a record as a heading: “In review”."""
    return str(STATUSES.get(status, status.capitalize()))


def status_said(status: str) -> str:
    """The status of a record within a sentence: “is in review”."""
    return str(SAID.get(status, status))


def role_words(pool: str) -> str:
    """`role/medical_reviewer` as “Medical reviewer”."""
    name = pool.rpartition("/")[2]
    return str(ROLES.get(name) or role_name(pool).capitalize())


def role_name(pool: str) -> str:
    """The same as sentences of the record have it, in its language: “medical reviewer”."""
    return pool.rpartition("/")[2].replace("_", " ").replace("-", " ")


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
