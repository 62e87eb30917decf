"""The closed vocabulary of the law and of drawings as pages and mails say it: marks, statuses, roles, and every word
the catalogue takes from the law as it is. What an entry records of them is their code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, get_args

from coe.review_report import SECTIONS
from coe.way.marks import MARK_WORDS, Mark
from coe.words.speaking import lazy_gettext
from governance.language.conditions import WORDS
from governance.law.why_words import DONE
from governance.record import incident_kinds, review_kinds
from governance.record.commands_credentials import CredentialChange

MARKS: Final[Mapping[Mark, str]] = {mark: lazy_gettext(word) for mark, word in MARK_WORDS.items()}
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
"""Statuses of a record, within a sentence."""
ROLES: Final[Mapping[str, str]] = {
    "administrator": lazy_gettext("Administrator"),
    "auditor": lazy_gettext("Auditor"),
    "coordinator": lazy_gettext("Coordinator"),
    "owner": lazy_gettext("Owner"),
    "policy_owner": lazy_gettext("Policy owner"),
    "quality": lazy_gettext("Quality"),
}
"""The roles every office has. A house's own are called as its definitions call them."""
ROLES_SAID: Final[Mapping[str, str]] = {
    "administrator": lazy_gettext("administrator"),
    "auditor": lazy_gettext("auditor"),
    "coordinator": lazy_gettext("coordinator"),
    "owner": lazy_gettext("owner"),
    "policy_owner": lazy_gettext("policy owner"),
    "quality": lazy_gettext("quality"),
}
"""The same within a sentence."""
SEVERITIES: Final[Mapping[incident_kinds.Severity, str]] = {
    "critical": lazy_gettext("critical"),
    "major": lazy_gettext("major"),
    "minor": lazy_gettext("minor"),
}
"""How grave an incident is, within a sentence."""


def closed_words() -> Iterator[str]:
    """What the law calls things, each of which the catalogue has: pages and mails look them up as they are."""
    yield from (*MARK_WORDS.values(), *WORDS.values())
    for incident in incident_kinds.KINDS.values():
        yield from (incident.title, incident.meaning, incident.cure)
    for review in review_kinds.KINDS.values():
        yield from (review.title, review.what)
    yield from (outcome.capitalize() for outcome in review_kinds.OUTCOMES)
    yield from (section.title for section in SECTIONS.values())
    yield from get_args(CredentialChange)
    yield from DONE.values()


def status_said(status: str) -> str:
    """The status of a record within a sentence: “is in review”."""
    return str(SAID.get(status, status))


def role_words(pool: str) -> str:
    """`role/medical_reviewer` as “Medical reviewer”."""
    name = pool.rpartition("/")[2]
    return str(ROLES.get(name) or role_name(pool).capitalize())


def role_said(pool: str) -> str:
    """The same within a sentence: “medical reviewer”."""
    return str(ROLES_SAID.get(pool.rpartition("/")[2]) or role_name(pool))


def role_name(pool: str) -> str:
    """The same as sentences of the record have it, in its language: “medical reviewer”."""
    return pool.rpartition("/")[2].replace("_", " ").replace("-", " ")
