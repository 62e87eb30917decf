"""The law of periodic reviews (EU GMP Annex 11 §9, §11, §12; 21 CFR 11.300(b)): every period is reviewed, one after the
other without a gap, by somebody who did nothing of what is reviewed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from governance.errors import Forbidden, Refused
from governance.law.consulted import ADMINISTRATORS, QUALITY
from governance.law.pools import SYSTEM, Facts
from governance.law.standing import given
from governance.record import commands as c
from governance.record import events as e
from governance.record.entry import HEX64
from governance.record.review_kinds import KINDS, OUTCOMES, ReviewKind


@dataclass(frozen=True)
class Reviews:
    """What a review's stream says: how many there were, and up to when (UTC ms) all is reviewed."""

    count: int = 0
    until: int = 0


def evolve_reviews(reviews: Reviews, event: e.ReviewRecorded) -> Reviews:
    """The next state; total."""
    return replace(reviews, count=reviews.count + 1, until=event.until)


def decide_review(
    name: str, state: Reviews, facts: Facts, stamped: c.Stamped[c.RecordReview]
) -> tuple[e.ReviewRecorded, ...]:
    """The event of a review of the kind `name`, or `Refused`."""
    command, at = stamped.command, stamped.at
    kind = KINDS.get(name)
    if kind is None:
        raise Refused("kind", "This is no kind of review.", f"Known are {', '.join(KINDS)}.", "Choose one of them.")
    _able(kind, facts, stamped)
    if command.since != state.until or not command.since < command.until <= at:
        why = "It begins where the last reviewed one ended, and ends after that and not in the future."
        raise Refused("period", "This period cannot be reviewed.", why, "Reload the page.", {"since": state.until})
    if command.outcome not in OUTCOMES:
        raise Refused("outcome", "This is no outcome.", f"Known are {', '.join(OUTCOMES)}.", "Choose one of them.")
    if not HEX64.fullmatch(command.report):
        raise Refused("report", "It is not said what was read.", "The report has no digest.", "Open it, then record.")
    given(command.note, "note")
    return (e.ReviewRecorded(command.since, command.until, command.outcome, command.note, command.report),)


def _able(kind: ReviewKind, facts: Facts, stamped: c.Stamped[c.RecordReview]) -> None:
    actor, at = stamped.actor, stamped.at
    if kind.itself != (actor == SYSTEM):
        why = "The office records this itself." if kind.itself else "A review asks for a person's judgement."
        raise Forbidden("not-by-hand" if kind.itself else "by-hand", "This cannot be recorded.", why, "Nothing to do.")
    if kind.itself:
        return
    if not any(facts.pool(pool).admits(actor, at, {}) for pool in (ADMINISTRATORS, QUALITY)):
        raise Forbidden("not-quality", "You cannot do this.", "It is for administrators and quality.", "Ask one.")
    if stamped.own:
        raise Forbidden(
            "own-acts",
            "You cannot review this period.",
            f"{stamped.own} of the entries reviewed are your own.",
            "Ask somebody who did nothing of it.",
            {"own": stamped.own},
        )
