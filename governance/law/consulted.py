"""Which streams the law consults for a command: their heads become the entry's `reads`.

For an initiative it is a constant of its definition, so that an extract cannot leave out a revocation, an absence or a
delegation, and a verifier knows what to demand.
"""

from __future__ import annotations

from governance.language.definition import Definition
from governance.law.pools import SYSTEM
from governance.law.proposing import proposed
from governance.record import commands as c
from governance.record.state import Initiative

ADMINISTRATORS = "role/administrator"
QUALITY = "role/quality"
POLICY_OWNERS = "role/policy_owner"
POLICY_CHANGE = "definition/policy-change"
"""Once a definition stands here that publishes, policy governs itself: nobody publishes by hand any more."""

ENTITLING = (ADMINISTRATORS, POLICY_OWNERS)
"""Who may grant, declare and publish; an extract carries these for the grants and publications it holds."""


def of_initiative(law: Definition, owner: str) -> tuple[str, ...]:
    """Every stream consulted for an initiative under this definition, sorted."""
    pools = {gate.panel for gate in law.gates} | {law.coordinators}
    pools |= {escalation.to for gate in law.gates for escalation in gate.escalate if "/" in escalation.to}
    named = {f"definition/{law.workflow}", law.calendar, f"person/{owner}", *pools, *law.signers}
    return tuple(sorted(named - {""}))


def streams(
    stream: str,
    command: c.Command,
    state: Initiative | None,
    law: Definition | None,
    actor: str,
    to: Definition | None = None,
) -> tuple[str, ...]:
    """The streams consulted for this command on this stream. `law` is the initiative's definition, None elsewhere; `to`
    the version a move names.
    """
    if law is not None:
        owner = state.owner if state and state.owner else actor
        consulted = {name for each in (law, to) if each is not None for name in of_initiative(each, owner)}
        return tuple(sorted(consulted | _asking(command) | _proposing(command, state, law) | _erasing(command)))
    match command:
        case c.Grant(person=person) | c.Delegate(to=person) | c.RecordTraining(person=person):
            return tuple(sorted({ADMINISTRATORS, f"person/{person}"} - {stream}))
        case c.RecordManager(manager=manager) if manager:
            return tuple(sorted({ADMINISTRATORS, f"person/{manager}"} - {stream}))
        case c.Publish():
            return tuple(sorted({ADMINISTRATORS, POLICY_OWNERS, POLICY_CHANGE} - {stream} | _asking(command)))
        case c.AcceptUndertaking():
            return (f"person/{actor}",)
        case c.OpenIncident() if actor != SYSTEM:
            return tuple(sorted({ADMINISTRATORS, f"person/{actor}"}))
        case c.AcknowledgeIncident() | c.RecordReview():
            return (ADMINISTRATORS, QUALITY)
        case (
            c.NoteAbsence() | c.DeclareKey() | c.RotateKey() | c.RevokeKey() | c.RecordDenial()
            | c.RecordConfiguration() | c.RecordRestoreDrill() | c.TestAuthenticator() | c.NoteCredential()
        ):  # fmt: skip
            return ()
        case _:
            return tuple({ADMINISTRATORS} - {stream})


def _asking(command: c.Command) -> set[str]:
    """The record that another one says it acts for."""
    by = command.by if isinstance(command, c.Renew | c.Retire | c.Publish) else ""
    return {by} if by.startswith("initiative/") else set()


def _erasing(command: c.Command) -> set[str]:
    """Who may have an answer erased."""
    return {ADMINISTRATORS} if isinstance(command, c.EraseAnswer) else set()


def _proposing(command: c.Command, state: Initiative | None, law: Definition) -> set[str]:
    """The definition that a proposal would replace."""
    answers = command.answers if isinstance(command, c.Submit) else state.answers if state else {}
    return {proposed(law, answers)} - {""}
