"""What a proposed version of a workflow changes, for whoever reads or decides on the record that proposes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import url_for
from sqlalchemy import Connection

from governance.checker.policy_words import chapters
from governance.formats.jcs import Json
from governance.language.definition import Definition
from web.parts.answers import fingerprint
from web.parts.pages import PageFrame
from web.parts.pieces import Link
from web.policy.policies_page import ChangesPage, changes_page
from web.record.afterwards_parts import Proposal
from web.record.proposal_check import check_findings, proposed_document, readable_law
from web.rows.records import Record
from web.site.context import library
from web.words.translating import gettext

COMPARISONS_KEPT = 64
OPEN = ("in review", "in rework", "on hold")


@dataclass(frozen=True, slots=True)
class Laws:
    """The proposed definition, the one it was written against (None for the first), and the one in force now;
    `document` is the proposed one as it was submitted.
    """

    proposed: Definition
    base: Definition | None
    current: Definition | None
    document: Mapping[str, Json]


def laws_of(connection: Connection, record: Record) -> Laws | None:
    """What is compared; None where this record proposes no definition."""
    document = proposed_document(record.law, record.state.answers)
    proposed = readable_law(document)
    if proposed is None:
        return None
    known = library().by_digest(connection, {record.state.supersedes})
    current = library().in_force(connection).get(proposed.workflow)
    return Laws(proposed, known.get(record.state.supersedes), current, document)


def proposal(laws: Laws | None, status: str) -> Proposal | None:
    """The section “What this policy change does”: verdict, witnesses, and every change in a sentence."""
    if laws is None:
        return None
    new, old = laws.proposed, laws.base
    links = (
        [Link(gettext("Read the version in force"), url_for("policies.one", workflow=new.workflow))]
        if laws.current
        else []
    )
    if laws.current and laws.current.digest == new.digest and old:
        address = url_for("policies.changes", workflow=new.workflow, since=old.digest, until=new.digest)
        links.append(Link(gettext("The same comparison under Policy"), address))
    return Proposal(
        title=gettext("What this policy change does"),
        meta=gettext("%(digest)s to %(later)s", digest=fingerprint(old.digest), later=fingerprint(new.digest))
        if old
        else gettext("first, %(digest)s", digest=fingerprint(new.digest)),
        changes=_compared(_Pair(old.digest, new.digest, (old, new))) if old else None,
        rules=() if old else tuple((one.title, one.sentences) for one in chapters(new)),
        warning=_overtaken(laws, status),
        links=tuple(links),
        lacks=check_findings(new, laws.document) if status in OPEN else (),
    )


def _overtaken(laws: Laws, status: str) -> str:
    current = laws.current.digest if laws.current else ""
    if status not in OPEN or current == (laws.base.digest if laws.base else ""):
        return ""
    return gettext(
        "Another version (%(current)s) has come into force since this was submitted, so this "
        "cannot be approved: ask for changes, and its owner submits it again, against the "
        "version in force.",
        current=fingerprint(current),
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two versions, equal by what they are known by."""

    old: str
    new: str
    laws: tuple[Definition, Definition]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and (self.old, self.new) == (other.old, other.new)

    def __hash__(self) -> int:
        return hash((self.old, self.new))


@lru_cache(maxsize=COMPARISONS_KEPT)
def _compared(pair: _Pair) -> ChangesPage:
    """Comparing takes up to seconds, and the same two versions are read by every reviewer."""
    return changes_page(*pair.laws, PageFrame(""))
