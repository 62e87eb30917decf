"""A definition as BPMN elements: a task per gate, gateways for conditions, timers for clocks, lanes for panels.

A token stands for the record. Every gate gets one from each gate it comes after; where it is not needed, or where
something before it was sent back, the token passes it by. So every round ends in one verdict, as under the law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from coe.way.layout import reduced
from governance.checker.policy_words import gate_sentences, span
from governance.language.business_time import Duration
from governance.language.conditions import ALWAYS, sentence
from governance.language.definition import Definition, Escalation, Gate
from governance.law.form import labels
from governance.reading.words import listed

Kind = Literal[
    "startEvent", "endEvent", "userTask", "scriptTask", "exclusiveGateway", "parallelGateway", "boundaryEvent"
]
OWNER = "lane_owner"
PASSED = '("", "passed")'
HOURS_A_DAY = 8
OUTCOMES = "passed, changes or rejected"


@dataclass(frozen=True, slots=True)
class Node:
    """One element of the process. `column` counts steps from the left; `part` is its place within a gate's cell."""

    id: str
    kind: Kind
    name: str
    lane: str
    says: str = ""
    script: str = ""
    attached: str = ""
    timer: str = ""
    cell: str = ""
    part: int = 0
    default: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; taken where `condition` holds, a Python expression over what the tasks have set."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(slots=True)
class Process:
    """All elements, in reading order. `lanes` are (id, title); `depth` is the column of each gate's cell."""

    law: Definition
    names: Mapping[str, str]
    after: Mapping[str, tuple[str, ...]]
    lanes: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    depth: dict[str, int] = field(default_factory=dict)

    def add(self, node: Node) -> str:
        """The id of the element added."""
        self.nodes[node.id] = node
        return node.id

    def flow(self, source: str, target: str, name: str = "", condition: str = "") -> str:
        """The id of the flow added."""
        made = Flow(f"{source}-to-{target}", source, target, name, condition)
        self.flows.append(made)
        return made.id


def process_of(law: Definition) -> Process:
    """The gates as a process that can be walked; those that ratify come after approval and are left out."""
    gates = [gate for gate in law.in_order if not gate.ratifies]
    names = _identifiers(gates)
    made = Process(law, names, reduced({gate.name: tuple(n for n in gate.after if n in names) for gate in gates}))
    made.lanes[OWNER] = f"Owner of the {law.record}"
    for gate in gates:
        made.lanes.setdefault(_lane(gate), _panel(law, gate))
        made.depth[gate.name] = 1 + max((made.depth[name] for name in made.after[gate.name]), default=-1)
    opening = _opening(made)
    leaving = {gate.name: _cell(made, gate) for gate in gates}
    for gate in gates:
        for name in made.after[gate.name]:
            made.flow(leaving[name], _entry(made, gate))
        if not made.after[gate.name]:
            made.flow(opening, _entry(made, gate))
    waited = {name for gate in gates for name in made.after[gate.name]}
    _closing(made, [leaving[gate.name] for gate in gates if gate.name not in waited])
    return made


def _identifiers(gates: list[Gate]) -> dict[str, str]:
    """A name for each gate that serves as part of an XML id and of a variable's name."""
    found: dict[str, str] = {}
    for gate in gates:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", gate.name)
        count = sum(other.rstrip("0123456789").rstrip("_") == plain for other in found.values())
        found[gate.name] = f"{plain}_{count + 1}" if plain in found.values() else plain
    return found


def _lane(gate: Gate) -> str:
    return "lane_" + re.sub(r"[^A-Za-z0-9_]", "_", gate.panel)


def _panel(law: Definition, gate: Gate) -> str:
    name = gate.panel.partition("/")[2]
    charter = next(
        (one for one in law.charters.values() if gate.panel in (one.committee, f"committee/{one.committee}")), None
    )
    return charter.title if charter else name.replace("_", " ").replace("-", " ").capitalize()


def _opening(made: Process) -> str:
    law = made.law
    asked = listed([f"“{section.title}”" for section in law.sections])
    needs = ", ".join(f"needs_{name}" for name in made.names.values())
    start = made.add(Node("begun", "startEvent", f"{law.record.capitalize()} begun", OWNER, part=0))
    says = f"The owner answers {asked}. The answers decide which gates are needed ({needs}: yes or no)."
    submit = made.add(Node("submit", "userTask", "Answer and submit", OWNER, says, part=1))
    merge = made.add(Node("round_begins", "exclusiveGateway", "", OWNER, "A round begins with a submission.", part=2))
    script = "\n".join(f'{name}_verdict = ""' for name in made.names.values())
    told = "Decisions on what did not change carry over: a gate that keeps its decision is not needed in this round."
    clear = made.add(Node("clear_verdicts", "scriptTask", "Open the round", OWNER, told, script=script, part=3))
    for one, other in ((start, submit), (submit, merge), (merge, clear)):
        made.flow(one, other)
    if sum(not before for before in made.after.values()) == 1:
        return clear
    fork = made.add(Node("open_gates", "parallelGateway", "", OWNER, part=4))
    made.flow(clear, fork)
    return fork


def _entry(made: Process, gate: Gate) -> str:
    name = made.names[gate.name]
    return next(found for kind in ("join", "open", "gate") if (found := f"{kind}_{name}") in made.nodes)


def _cell(made: Process, gate: Gate) -> str:
    """The elements of one gate; the one that others go on from."""
    name, lane = made.names[gate.name], _lane(gate)
    words = " ".join(gate_sentences(made.law, gate))
    last = ""
    if len(made.after[gate.name]) > 1:
        last = made.add(Node(f"join_{name}", "parallelGateway", "", lane, cell=gate.name, part=0))
    before = sorted(_all_before(made, gate.name), key=list(made.names).index)
    conditional = gate.when != ALWAYS
    task = Node(
        f"gate_{name}",
        "userTask",
        gate.title,
        lane,
        f"{words} Sets {name}_verdict: {OUTCOMES}.",
        cell=gate.name,
        part=2,
    )
    if not conditional and not before:
        made.add(task)
        if last:
            made.flow(last, task.id)
        last = task.id
    else:
        last = _conditional(made, gate, task, last, before)
    _clocks(made, gate, task)
    if sum(gate.name in others for others in made.after.values()) > 1:
        fork = made.add(Node(f"fork_{name}", "parallelGateway", "", lane, cell=gate.name, part=4))
        made.flow(last, fork)
        last = fork
    return last


def _conditional(made: Process, gate: Gate, task: Node, last: str, before: list[str]) -> str:
    name = made.names[gate.name]
    when = sentence(gate.when, labels(made.law))
    clear = " and ".join(f"{made.names[one]}_verdict in {PASSED}" for one in before)
    says = (f"Needed when {when}. " if when else "Always needed. ") + (
        "Opens once all before it have passed." if before else ""
    )
    past = f"open_{name}-to-done_{name}"
    split = made.add(
        Node(f"open_{name}", "exclusiveGateway", f"{gate.title} needed?" if when else "All passed so far?",
             task.lane, says.strip(), cell=gate.name, part=1, default=past)
    )  # fmt: skip
    if last:
        made.flow(last, split)
    made.add(task)
    done = made.add(Node(f"done_{name}", "exclusiveGateway", "", task.lane, cell=gate.name, part=3))
    needed = [f"needs_{name}"] if when else []
    made.flow(split, task.id, "yes", " and ".join([*needed, *([clear] if clear else [])]))
    made.flow(split, done, "no")
    made.flow(task.id, done)
    return done


def _all_before(made: Process, name: str) -> set[str]:
    found = set(made.after[name])
    for one in made.after[name]:
        found |= _all_before(made, one)
    return found


def _clocks(made: Process, gate: Gate, task: Node) -> None:
    within = gate.within or (gate.within_by_tier[-1][1] if gate.within_by_tier else None)
    for number, step in enumerate(gate.escalate if within else (), 1):
        when = f"{span(step.late)} late" if step.late else f"at {step.percent} %"
        timer = made.add(
            Node(f"clock_{number}_{made.names[gate.name]}", "boundaryEvent", when, task.lane,
                 f"In time of the calendar “{made.law.calendar}”. A clock running out approves nothing.",
                 attached=task.id, timer=elapsed(within, step) if within else "", cell=gate.name, part=number)
        )  # fmt: skip
        to = (
            "Delegates may decide"
            if step.to == "delegate"
            else f"{step.to.partition('/')[2].replace('_', ' ').capitalize()} joins"
        )
        called = made.add(
            Node(
                f"called_{number}_{made.names[gate.name]}",
                "endEvent",
                to,
                task.lane,
                attached=timer,
                cell=gate.name,
                part=number,
            )
        )
        made.flow(timer, called)


def elapsed(within: Duration, step: Escalation) -> str:
    """When a step of escalation comes, as an ISO 8601 duration; its hours and days are those of the calendar."""
    parts = {"M": 0, "D": 0, "h": 0, "m": 0}
    if step.percent not in (None, 100):
        hours = {"business hours": 1, "hours": 1, "business days": HOURS_A_DAY, "days": 24, "months": 24 * 30}
        minutes = within.amount * hours[within.kind] * 60 * (step.percent or 0) // 100
        parts["h"], parts["m"] = divmod(minutes, 60)
    else:
        for each in (within, *([step.late] if step.late else [])):
            parts["h" if each.kind.endswith("hours") else "M" if each.kind == "months" else "D"] += each.amount
    date = "".join(f"{parts[unit]}{unit}" for unit in "MD" if parts[unit])
    time = "".join(f"{parts[unit]}{unit.upper()}" for unit in "hm" if parts[unit])
    return f"P{date}{'T' if time or not date else ''}{time or ('' if date else '0S')}"


def _closing(made: Process, last: list[str]) -> None:
    law = made.law
    if len(last) > 1:
        join = made.add(Node("all_decided", "parallelGateway", "", OWNER, cell=">", part=0))
        for one in last:
            made.flow(one, join)
        last = [join]
    says = "A rejection that carries its gate ends the run at once; it is drawn here, where all ways have met."
    verdict = made.add(
        Node(
            "verdict",
            "exclusiveGateway",
            "How did it end?",
            OWNER,
            says,
            cell=">",
            part=1,
            default="verdict-to-approved",
        )
    )
    made.flow(last[0], verdict)
    approved = made.add(
        Node("approved", "endEvent", "Approved", OWNER, "Every gate that is needed has passed.", cell=">", part=3)
    )
    rejected = made.add(Node("rejected", "endEvent", "Rejected", OWNER, cell=">", part=2))
    rework = made.add(Node("rework", "userTask", "Rework", OWNER, " ".join(_rework(law)), cell=">", part=4))
    verdicts = [f"{name}_verdict" for name in made.names.values()]
    made.flow(verdict, approved, "all passed")
    made.flow(verdict, rejected, "rejected", " or ".join(f'{one} == "rejected"' for one in verdicts))
    no_rejection = " and ".join(f'{one} != "rejected"' for one in verdicts)
    changes = " or ".join(f'{one} == "changes"' for one in verdicts)
    made.flow(verdict, rework, "changes asked for", f"({changes}) and {no_rejection}")
    made.flow(rework, "round_begins")


def _rework(law: Definition) -> Iterator[str]:
    yield "The owner answers every request and submits again, which begins the next round."
    if law.rework:
        yield f"It has {span(law.rework)}."
    if law.meeting_after_round:
        yield f"After round {law.meeting_after_round} a live meeting is called."
