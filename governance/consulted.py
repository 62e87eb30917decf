"""Which streams the law consults for a command: their heads become the entry's `reads`.

For an initiative it is a constant of its definition, so that an extract cannot leave out a revocation, an absence or a
delegation, and a verifier knows what to demand.
"""

from __future__ import annotations

from governance import commands as c
from governance.definition import Definition
from governance.state import Initiative

ADMINISTRATORS = "role/administrator"
POLICY_OWNERS = "role/policy_owner"


def of_initiative(law: Definition, owner: str) -> tuple[str, ...]:
    """Every stream consulted for an initiative under this definition, sorted."""
    pools = {gate.panel for gate in law.gates} | {law.coordinators}
    pools |= {escalation.to for gate in law.gates for escalation in gate.escalate if "/" in escalation.to}
    return tuple(sorted({f"definition/{law.workflow}", law.calendar, f"person/{owner}", *pools} - {""}))


def streams(
    stream: str, command: c.Command, state: Initiative | None, law: Definition | None, actor: str
) -> tuple[str, ...]:
    """The streams consulted for this command on this stream. `law` is the initiative's definition, None elsewhere."""
    if law is not None:
        return of_initiative(law, state.owner if state and state.owner else actor)
    match command:
        case c.Grant(person=person) | c.Delegate(to=person):
            return tuple(sorted({ADMINISTRATORS, f"person/{person}"} - {stream}))
        case c.RecordManager(manager=manager) if manager:
            return tuple(sorted({ADMINISTRATORS, f"person/{manager}"} - {stream}))
        case c.Publish():
            return (ADMINISTRATORS, POLICY_OWNERS)
        case c.NoteAbsence() | c.DeclareKey() | c.RecordDenial():
            return ()
        case _:
            return tuple({ADMINISTRATORS} - {stream})
