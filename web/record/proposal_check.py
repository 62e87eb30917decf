"""What the checker finds wrong with a proposed workflow in this office: told to its owner and to whoever decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from coe.database import reading
from coe.ledger import read_head
from coe.office import Office
from coe.policy.checking_people import check_in_office
from coe.policy.definitions import Compiled
from governance.errors import NotADefinition
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.reading.document import read
from web.parts.pieces import Finding, State
from web.site.context import context, engine, office
from web.site.frame import DEFAULT_ZONE

REPORTS_KEPT = 64
WARNING = State("warning", "The checker warns")


def proposed_document(law: Definition, answers: Mapping[str, Json]) -> Mapping[str, Json]:
    """The document of the definition that these answers propose; empty where they propose none."""
    document = answers.get(law.afterwards.publishes) if law.afterwards.publishes else None
    return document if isinstance(document, dict) else {}


def readable_law(document: Mapping[str, Json]) -> Definition | None:
    """The definition of a document; None where it is none."""
    try:
        return read(document) if document else None
    except NotADefinition:
        return None


def check_findings(law: Definition, document: Mapping[str, Json]) -> tuple[Finding, ...]:
    """What `coe workflow check --home` calls a problem here and now."""
    zone = context().home.config().get("zone", DEFAULT_ZONE)
    with reading(engine()) as connection:
        size = read_head(connection).size
    found = _problems(_Asked(law.digest, size, zone, law, document, office()))
    return tuple(Finding(WARNING, what.rstrip("."), "", cure) for what, cure in found)


@dataclass(frozen=True)
class _Asked:
    """A definition held against an office as it stands after `size` entries."""

    digest: str
    size: int
    zone: str
    law: Definition = field(compare=False)
    document: Mapping[str, Json] = field(compare=False)
    office: Office = field(compare=False)


@lru_cache(maxsize=REPORTS_KEPT)
def _problems(asked: _Asked) -> tuple[tuple[str, str], ...]:
    """Checking takes up to half a second, and the same proposal is read by every reviewer."""
    compiled = Compiled(asked.law.workflow, dict(asked.document), asked.digest, asked.law, (), {}, {})
    report = check_in_office(compiled, asked.office, asked.zone)
    return tuple((each.what, each.cure) for each in report.problems)
