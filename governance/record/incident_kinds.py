"""The kinds of incident, each with its words, severity and cure: the one place to add another. None is ever removed,
because stored logs name them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["critical", "major", "minor"]

HOURS: Final[Mapping[Severity, int]] = {"critical": 4, "major": 24, "minor": 72}
"""By when somebody answerable is to acknowledge it, in plain hours from its opening."""


@dataclass(frozen=True)
class Kind:
    """What an incident of this kind is called, what it means, and what to do."""

    title: str
    severity: Severity
    meaning: str
    cure: str


LOCK_OUT: Final = "lock-out"
"""Told to the person concerned, too."""

KINDS: Final[Mapping[str, Kind]] = {
    LOCK_OUT: Kind(
        "Account locked", "major",
        "Too many attempts to sign in or to sign failed. Somebody may be trying another person's credentials.",
        "Ask the person by another channel. If it was not they, end their sessions and have their credentials reset.",
    ),
    "anchor-overdue": Kind(
        "No outside anchor", "major",
        "What was recorded since the last checkpoint that somebody outside keeps could be rewritten unseen.",
        "Have the witness cosign now, and find out why it did not.",
    ),
    "log-refused": Kind(
        "Log not signed", "critical",
        "The log does not extend what was signed before: it may be a restored backup, or altered.",
        "Stop recording. Compare with the last checkpoint kept outside; restore the newest copy that extends it.",
    ),
    "verify-failed": Kind(
        "Verification failed", "critical",
        "The log, or what it rests on, is not what the office wrote. It counts as tampering until explained.",
        "Keep a copy of database and files as they are. Run “coe verify”, then find who could write there.",
    ),
    "drill-overdue": Kind(
        "Restore drill overdue", "minor",
        "For longer than agreed nobody has shown that a backup can be restored.",
        "Restore the newest backup elsewhere, verify it, and record the drill.",
    ),
    "drill-failed": Kind(
        "Restore drill failed", "critical",
        "The newest backup could not be restored and verified: at present there may be no usable copy.",
        "Make a new backup and restore it elsewhere until it verifies.",
    ),
    "review-overdue": Kind(
        "Review overdue", "minor",
        "A periodic review has not been done in time.",
        "Somebody who did not act in what is reviewed reads the report and records the review.",
    ),
    "configuration-drift": Kind(
        "Configuration changed unannounced", "major",
        "The office started with settings or libraries other than recorded last, and nobody had announced the change.",
        "Find who changed them and why. Announce changes with “coe config set” before they are made.",
    ),
    "misuse": Kind(
        "Suspected misuse", "critical",
        "Somebody may have used authority or credentials that were not theirs.",
        "End the sessions concerned, secure the trail of those days, and hear the people concerned.",
    ),
    "loss": Kind(
        "Authenticator lost", "major",
        "A device or password may be in other hands. Until it is replaced the person cannot sign.",
        "Check that the old one no longer works; replace it only after the person has proven who they are.",
    ),
    "other": Kind(
        "Incident", "major",
        "Somebody reported that something is not as it should be.",
        "Read what was reported, and ask whoever reported it.",
    ),
}  # fmt: skip
