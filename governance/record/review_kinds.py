"""The periodic reviews, each with its clause and what it covers: the one place to add another. None is ever removed,
because stored logs name them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

OUTCOMES: Final = ("in order", "findings")
RECORDS: Final = ("initiative", "meeting", "thread")
PEOPLE: Final = ("role", "committee", "training", "undertaking")
RULES: Final = ("definition", "calendar", "key", "office")
PERSONAL: Final = ("declare-absence", "accept-undertaking")
"""What people say of themselves alone; whoever did no more than that has not acted in what is reviewed."""


@dataclass(frozen=True)
class ReviewKind:
    """`covers` are the kinds of stream whose entries are reviewed: nobody reviews a period in which they acted there.

    A period is reviewed at the latest `days` and `grace` days after its beginning; settings may change the days. What
    the office does `itself` nobody records by hand.
    """

    title: str
    clause: str
    what: str
    covers: tuple[str, ...]
    days: int
    grace: int
    itself: bool = False


KINDS: Final[Mapping[str, ReviewKind]] = {
    "trail": ReviewKind(
        "Audit trail", "Annex 11 §9", "What was done and undone, by whom, and whether the reasons hold.",
        (*RECORDS, *PEOPLE, *RULES, "person"), 31, 14,
    ),
    "access": ReviewKind(
        "Access", "Annex 11 §12", "Who holds which role or seat, and whether each still needs it.",
        ("role", "committee"), 92, 14,
    ),
    "credentials": ReviewKind(
        "Credentials", "21 CFR 11.300(b)", "Accounts, authenticators, resets and losses.",
        ("person",), 92, 14,
    ),
    "evaluation": ReviewKind(
        "Periodic evaluation", "Annex 11 §11", "Whether the system as a whole is still fit and under control.",
        RULES, 366, 31,
    ),
    "verification": ReviewKind(
        "Verification of the log", "21 CFR 11.10(a)", "The whole log read distrustfully and judged again.",
        (), 1, 1, itself=True,
    ),
}  # fmt: skip
