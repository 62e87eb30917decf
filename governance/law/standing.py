"""Guards several acts share: the right person, the right status, a reason given."""

from __future__ import annotations

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.language.definition import Definition
from governance.law.pools import Facts
from governance.record.state import Initiative, Status


def refuse_others(state: Initiative, actor: str) -> None:
    """Refuse whoever is not the owner."""
    if actor != state.owner:
        raise Forbidden("not-owner", "You cannot do this.", "It is for the owner of the initiative.", "Ask the owner.")


def coordinating(law: Definition, facts: Facts, state: Initiative, actor: str, at: int) -> None:
    """Refuse whoever is no coordinator of the workflow, and a coordinator who owns the initiative."""
    if state.status == "draft":
        refuse_unless(state, ("in review",), "changed")
    if actor not in facts.pool(law.coordinators).members(at, state.answers):
        raise Forbidden(
            "not-coordinator",
            "You cannot do this.",
            "It is for the coordinators of this workflow.",
            "Ask a coordinator.",
        )
    if actor == state.owner:
        raise Forbidden("own-initiative", "You cannot do this.", "You own this initiative.", "Ask another coordinator.")


def refuse_unless(state: Initiative, allowed: tuple[Status, ...], act: str) -> None:
    """Refuse an act outside of the statuses it belongs to."""
    if state.status not in allowed:
        raise OutOfOrder(
            "not-now",
            f"This cannot be {act} now.",
            f"The record is {state.status}.",
            f"It can be while it is {' or '.join(allowed)}.",
            {"status": state.status},
        )


def given(text: str, what: str) -> str:
    """A text that must be there, or the refusal of its absence."""
    if not text:
        raise Refused(
            "reason-missing", "This needs a reason.", f"No {what} was given.", "Write one sentence; auditors read it."
        )
    return text
