"""The travel log as commands to come: per case the steps of its permits, who takes each, and what the log concludes.

Knows nothing of the engine. What the log's words are read as:
SUBMITTED = submission of a round; a rejection by a gate = request for changes, back to the owner; REJECTED by EMPLOYEE
after it = the owner taking note, no step; while in review = withdrawn by the owner; REJECTED by MISSING = revoked.
A permit revoked or withdrawn stays so: submitting again starts a new record of the same case.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from coe.replay.answers import GATES, Answers, PermitEvent, permit_events
from coe.replay.eventlog import LogCase

AGAIN = "put before"
Kind = Literal["submit", "resubmit", "withdraw", "approve", "request_changes", "revoke"]
Status = Literal["draft", "in review", "in rework", "approved", "revoked", "withdrawn"]


class UnmatchedAnswers(Exception):
    """The frozen answers are not those of this log; the message names the case and the cure."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command to come. `role` acts, at `gate` if it is a decision; `record` counts the permits of the case from 0.

    `answers` are declared with a submit or resubmit. `activity` is the log's own wording.
    """

    at: datetime
    kind: Kind
    role: str
    activity: str
    record: int
    gate: str = ""
    answers: Answers | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A case ready to replay: `final` is the log's conclusion, `oddities` what in the log no lawful path explains."""

    case: str
    starts: str
    ends: str
    steps: tuple[Step, ...]
    final: Status
    oddities: tuple[str, ...]

    @property
    def order_breaks(self) -> tuple[str, ...]:
        """The oddities that are decisions in another order than that of the gates: director before supervisor."""
        return tuple(odd for odd in self.oddities if not odd.startswith(AGAIN))


def plan_case(case: LogCase, frozen: Mapping[str, tuple[Answers, ...]]) -> Plan:
    """The plan of one case under its frozen answers; raises UnmatchedAnswers when they are missing or too few or many.

    `starts` and `ends` are the trip's days (ISO 8601, empty where the log is silent).
    """
    events = permit_events(case)
    answers = frozen.get(case.name)
    submissions = sum(event.verb == "SUBMITTED" for event in events)
    if answers is None or len(answers) != submissions:
        had = "none" if answers is None else str(len(answers))
        cure = "make the file again with `python -m coe.replay.answers LOG`"
        raise UnmatchedAnswers(f"{case.name}: {submissions} submissions in the log, frozen answers for {had}; {cure}")
    days = {event.activity: event.at.date().isoformat() for event in case.events}
    starts, ends = days.get("Start trip", ""), days.get("End trip", "")
    return Plan(case.name, starts, ends, tuple(_steps(events, answers)), final_status(events), _oddities(events))


def final_status(events: Iterable[PermitEvent]) -> Status:
    """What the log itself says became of the permit: its words alone, whatever the order of the gates.

    A draft saved after something was submitted changes nothing: drafts are no evidence.
    """
    status: Status = "draft"
    for event in events:
        match event.verb, event.role:
            case "SUBMITTED", _:
                status = "in review"
            case "FINAL_APPROVED", _:
                status = "approved"
            case "REJECTED", "coordinator":
                status = "revoked"
            case "REJECTED", "owner":
                status = "withdrawn" if status in {"in review", "approved"} else status
            case "REJECTED", _:
                status = "in rework"
            case _:
                pass
    return status


def title(plan: Plan) -> str:
    """What the owner calls the trip: the log keeps its purpose silent, so the name of the case stands for it."""
    return plan.case[:1].upper() + plan.case[1:]


def declared(plan: Plan, answers: Answers) -> dict[str, str]:
    """The whole form of travel-permit.yaml at one submission: field to value."""
    trip = {"title": title(plan), "starts": plan.starts, "ends": plan.ends}
    needed = {"budget_owner_needed": answers.budget_owner_needed, "director_needed": answers.director_needed}
    return {
        **{name: value for name, value in trip.items() if value},
        "first_check": answers.first_check,
        **{name: "yes" if value else "no" for name, value in needed.items()},
    }


def interleaved(plans: Iterable[Plan]) -> Iterator[tuple[Plan, int, Step]]:
    """Every step of every case, with its index in its plan, in the order of real time.

    Ties keep the order of `plans`; a case keeps its own order, a step dated before its predecessor waits for it.
    """
    streams = (_in_own_order(place, plan) for place, plan in enumerate(plans))
    return (
        (plan, index, step) for _at, _place, index, plan, step in heapq.merge(*streams, key=lambda entry: entry[:3])
    )


def disagreement(plan: Plan, refused: Iterable[str], status: str) -> str:
    """The category of a case whose replay was refused something or ended elsewhere than the log; empty if neither.

    `refused` are the activities of refused steps, `status` that of the case's last record.
    """
    refused = tuple(refused)
    if status == plan.final and not refused:
        return ""
    return "; ".join(plan.oddities) or f"unexplained: log {plan.final}, replay {status}, refused {list(refused)}"


def _in_own_order(place: int, plan: Plan) -> Iterator[tuple[datetime, int, int, Plan, Step]]:
    latest: datetime | None = None
    for index, step in enumerate(plan.steps):
        latest = step.at if latest is None else max(latest, step.at)
        yield latest, place, index, plan, replace(step, at=latest)


def _steps(events: Iterable[PermitEvent], answers: tuple[Answers, ...]) -> Iterator[Step]:
    declared = iter(answers)
    record, phase = -1, "ended"
    for event in events:
        kind = _kind(event, phase)
        if kind is None:
            continue
        record += kind == "submit"
        gate = event.role if kind in {"approve", "request_changes"} else ""
        said = next(declared) if kind in {"submit", "resubmit"} else None
        yield Step(event.event.at, kind, event.role, event.event.activity, max(record, 0), gate, said)
        match kind:
            case "submit" | "resubmit":
                phase = "review"
            case "request_changes":
                phase = "rework"
            case "withdraw" | "revoke":
                phase = "ended"
            case "approve":
                pass


def _kind(event: PermitEvent, phase: str) -> Kind | None:
    match event.verb, event.role:
        case "SUBMITTED", _:
            return "submit" if phase == "ended" else "resubmit"
        case (("APPROVED" | "FINAL_APPROVED"), _):
            return "approve"
        case "REJECTED", "coordinator":
            return "revoke"
        case "REJECTED", "owner":
            return "withdraw" if phase == "review" else None
        case "REJECTED", _:
            return "request_changes"
        case _:
            return None


def _oddities(events: Iterable[PermitEvent]) -> tuple[str, ...]:
    found: list[str] = []
    decided: list[PermitEvent] = []
    for event in events:
        if event.verb == "SUBMITTED":
            decided = []
        elif event.verb == "FOR_APPROVAL":
            found.append(f"{AGAIN} {spoken(event.role)} once more, which is no command here")
        elif event.role in GATES:
            early = [other for other in decided if GATES.index(other.role) > GATES.index(event.role)]
            found.extend(_before(other, event) for other in early)
            decided.append(event)
    return tuple(found)


def _before(first: PermitEvent, second: PermitEvent) -> str:
    when = " in the same second" if first.event.at == second.event.at else ""
    return f"{spoken(first.role)} before {spoken(second.role)}{when}"


def spoken(role: str) -> str:
    """A role in words: pre-approver, budget owner."""
    return role.replace("_", "-") if role == "pre_approver" else role.replace("_", " ")
