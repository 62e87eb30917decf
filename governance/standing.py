"""Guards several acts share: the right person, the right status, a reason given."""

from __future__ import annotations

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.state import Initiative, Status


def refuse_others(state: Initiative, actor: str) -> None:
    """Refuse whoever is not the owner."""
    if actor != state.owner:
        raise Forbidden("not-owner", "You cannot do this.", "It is for the owner of the initiative.", "Ask the owner.")


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
