"""Several decisions signed in one sitting: shown on one page and ticked one by one, each with a signature of its own.

Where a gate is declared `together: yes`, a reviewer may approve several records that wait there with one proof of who
they are. Each signature names the digests of all that the page showed, its own among them, in the order of the page.
"""

from __future__ import annotations

from typing import Final

from governance.errors import Refused
from governance.language.definition import Definition, Gate
from governance.law.form import findings_for
from governance.record import commands as c
from governance.record.entry import HEX64
from governance.record.state import Initiative

MOST_TOGETHER: Final = 12


def may_join(law: Definition, state: Initiative, gate: Gate) -> Refused | None:
    """Why this record is not decided beside others at this gate; None where it may be."""
    if not gate.together:
        return _alone(f"The policy does not let records be signed together at “{gate.title}”.")
    if len(law.tiers) > 1 and state.tier == law.tiers[0].name:
        return _alone(f"In {state.tier}, the strictest tier, every record is decided by itself.")
    if findings_for(law, gate, state.findings):
        return _alone("A check found something; it is read and acknowledged where it stands.")
    return None


def refuse_joint(law: Definition, state: Initiative, gate: Gate, command: c.SignDecision) -> None:
    """A signature given beside others is lawful where its gate and record allow it, approves, and is of this page."""
    listed = command.together
    if not listed:
        return
    barred = may_join(law, state, gate)
    if barred is not None:
        raise barred
    if command.outcome != "approve":
        raise _alone("Together one only approves.")
    if command.stated:
        raise _alone("What was decided on paper is transcribed by itself.")
    if command.signature.seen not in listed:
        raise _alone("The page that was signed did not show this record.")
    once = len(set(listed)) == len(listed) and all(map(HEX64.fullmatch, listed))
    if not once or not 1 < len(listed) <= MOST_TOGETHER:
        raise _alone(f"A page shows 2 to {MOST_TOGETHER} records, each once, by the digest of what it says.")


def _alone(why: str) -> Refused:
    return Refused("not-together", "This is not signed together with others.", why, "Decide it on its own page.")
