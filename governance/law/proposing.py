"""A submission whose answer is a definition: what the proposal must satisfy, and which version it would replace.

Policy governs itself. The same proofs are asked when it is proposed and when it comes into force; there is no force.
"""

from __future__ import annotations

from collections.abc import Mapping

from governance.errors import OutOfOrder
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law.pools import Facts
from governance.record.entry import STREAM
from governance.record.state import Initiative


def proposed(law: Definition, answers: Mapping[str, Json]) -> str:
    """The stream whose definition these answers would replace; "" where this workflow publishes nothing."""
    document = answers.get(law.afterwards.publishes) if law.afterwards.publishes else None
    name = document.get("workflow") if isinstance(document, dict) else None
    return f"definition/{name}" if isinstance(name, str) and STREAM.fullmatch(f"definition/{name}") else ""


def base(law: Definition, facts: Facts, answers: Mapping[str, Json]) -> str:
    """The digest in force of what these answers would replace; "" for nothing."""
    stream = proposed(law, answers)
    return facts.shelf(stream).current if stream else ""


def refuse_outdated(law: Definition, facts: Facts, state: Initiative) -> None:
    """Refuse the approval of a proposal that another publication has overtaken."""
    stream = proposed(law, state.answers)
    if stream and facts.shelf(stream).current != state.supersedes:
        raise OutOfOrder(
            "superseded",
            "This change cannot be approved.",
            f"Another version of “{stream.partition('/')[2]}” came into force after it was submitted.",
            "Request changes; the owner submits it again, against the version now in force.",
        )
