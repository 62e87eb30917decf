"""The order of a travel permit on one page, to tell a corruption the law let pass from one that broke no rule.

Owner, then each gate the declared answers call for in the order of `GATES`, each by its own role; a request for changes
goes back to the owner and begins anew. Shares nothing with the law but the steps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coe.replay.answers import GATES
from coe.replay.plan import Status, Step


@dataclass(slots=True)
class _Permit:
    status: Status = "draft"
    waiting: list[str] = field(default_factory=list)


def admits(steps: Sequence[Step], index: int) -> bool:
    """Whether `steps[index]` is in order after those before it in its record, what was out of order left aside."""
    asked = steps[index]
    permit = _Permit()
    for step in steps[:index]:
        if step.record == asked.record and _in_order(permit, step):
            _take(permit, step)
    return _in_order(permit, asked)


def _in_order(permit: _Permit, step: Step) -> bool:
    match step.kind:
        case "submit" | "resubmit":
            awaited = "draft" if step.kind == "submit" else "in rework"
            return step.role == "owner" and permit.status == awaited
        case "withdraw":
            return step.role == "owner" and permit.status in {"in review", "in rework"}
        case "revoke":
            return step.role == "coordinator" and permit.status == "approved"
        case "approve" | "request_changes":
            return permit.status == "in review" and permit.waiting[0] == step.gate == step.role


def _take(permit: _Permit, step: Step) -> None:
    match step.kind:
        case "submit" | "resubmit":
            needed = step.answers.gates if step.answers else frozenset[str]()
            permit.waiting = [gate for gate in GATES if gate in needed]
            permit.status = "in review"
        case "approve":
            permit.waiting = permit.waiting[1:]
            permit.status = "in review" if permit.waiting else "approved"
        case "request_changes":
            permit.status = "in rework"
        case "withdraw":
            permit.status = "withdrawn"
        case "revoke":
            permit.status = "revoked"
