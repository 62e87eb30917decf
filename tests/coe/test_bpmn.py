"""The exported BPMN: well formed, drawn in full, and walked by an engine that is not ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.util.task import TaskState

from coe.exchange.bpmn import BPMN, DC, DD, DI, bpmn_xml
from coe.exchange.bpmn_model import elapsed
from coe.policy.definitions import compile_file, compile_text
from governance.language.business_time import Duration
from governance.language.definition import Definition, Escalation

LIBRARY = Path(__file__).parents[2] / "workflows" / "definitions"
FILES = sorted(path for path in LIBRARY.glob("*.yaml") if re.search(r"^workflow:", path.read_text(), re.MULTILINE))
NC_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
SMALL = """
workflow: leaflet
title: Leaflet
record: leaflet
form:
  - section: text
    fields: [{name: title, kind: line, required: yes}, {name: claims, kind: yesno, required: yes}]
tiers: [{tier: T1}]
gates:
  - {gate: desk, panel: {role: editor}, decide: {approve: 1}, reviews: [text]}
  - {gate: medical, after: [desk], when: {claims: yes}, panel: {role: physician}, decide: {approve: 1}, reviews: [text],
     within: 16 business hours, escalate: [{at: 50%, to: delegate}, {at: 8 business hours late, to: head}]}
  - {gate: legal, after: [desk], panel: {role: lawyer}, decide: {approve: 1}, reviews: [text]}
  - {gate: print_run, after: [medical, legal], panel: {role: editor}, decide: {approve: 1}, reviews: [text]}
"""


def law(text: str = SMALL) -> Definition:
    compiled = compile_text("leaflet.yaml", lambda _: text.encode())
    assert compiled.definition is not None, compiled.problems
    return compiled.definition


class Engine(PythonScriptEngine):  # type: ignore[misc] # published without types
    """Spiff reads a timer as Python; ours are plain ISO 8601, as every other tool reads them."""

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        if re.fullmatch(r"P[0-9DHMT]+", expression):
            return expression
        return super().evaluate(task, expression, external_context)


def begun(definition: Definition) -> Any:  # a BpmnWorkflow, published without types
    parser = BpmnParser()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "exported.bpmn"
        path.write_text(bpmn_xml(definition), "utf-8")
        parser.add_bpmn_file(str(path))
    (process,) = parser.get_process_ids()
    walk = BpmnWorkflow(parser.get_spec(process), script_engine=Engine())
    walk.do_engine_steps()
    return walk


def ready(walk: Any) -> list[str]:
    return sorted(task.task_spec.bpmn_id for task in walk.get_tasks(state=TaskState.READY, manual=True))


def done(walk: Any, name: str, **says: object) -> None:
    (task,) = [one for one in walk.get_tasks(state=TaskState.READY, manual=True) if one.task_spec.bpmn_id == name]
    task.data.update(says)
    task.run()
    walk.do_engine_steps()


def ended(walk: Any) -> list[str]:
    found = [task.task_spec.bpmn_id for task in walk.get_tasks(state=TaskState.COMPLETED)]
    return [name for name in found if name in ("approved", "rejected")]


def submitted(walk: Any, definition: Definition, without: tuple[str, ...] = ()) -> None:
    needs = {f"needs_{gate.name}": gate.name not in without for gate in definition.gates}
    done(walk, "submit", **needs)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_workflow_of_the_library_can_be_walked_to_its_approval(path: Path) -> None:
    definition = compile_file(path).definition
    assert definition is not None
    walk = begun(definition)
    submitted(walk, definition)
    visited = []
    while waiting := ready(walk):
        visited.append(waiting[0])
        done(walk, waiting[0], **{f"{waiting[0].removeprefix('gate_')}_verdict": "passed"})
    assert sorted(visited) == sorted(f"gate_{gate.name}" for gate in definition.gates if not gate.ratifies)
    assert ended(walk) == ["approved"]
    assert walk.is_completed()


def test_gate_whose_condition_fails_is_passed_by() -> None:
    definition = law()
    walk = begun(definition)
    submitted(walk, definition, without=("medical",))
    done(walk, "gate_desk", desk_verdict="passed")
    assert ready(walk) == ["gate_legal"]
    done(walk, "gate_legal", legal_verdict="passed")
    done(walk, "gate_print_run", print_run_verdict="passed")
    assert ended(walk) == ["approved"]


def test_gates_side_by_side_wait_for_one_another() -> None:
    definition = law()
    walk = begun(definition)
    submitted(walk, definition)
    done(walk, "gate_desk", desk_verdict="passed")
    assert ready(walk) == ["gate_legal", "gate_medical"]
    done(walk, "gate_medical", medical_verdict="passed")
    assert ready(walk) == ["gate_legal"]


def test_changes_asked_for_close_what_comes_after_and_lead_through_rework_to_a_new_round() -> None:
    definition = law()
    walk = begun(definition)
    submitted(walk, definition)
    done(walk, "gate_desk", desk_verdict="changes")
    assert ready(walk) == ["rework"]
    done(walk, "rework")
    done(walk, "gate_desk", desk_verdict="passed")
    done(walk, "gate_medical", medical_verdict="passed")
    done(walk, "gate_legal", legal_verdict="passed")
    done(walk, "gate_print_run", print_run_verdict="passed")
    assert ended(walk) == ["approved"]


def test_rejection_ends_the_run_though_another_gate_asked_for_changes() -> None:
    definition = law()
    walk = begun(definition)
    submitted(walk, definition)
    done(walk, "gate_desk", desk_verdict="passed")
    done(walk, "gate_medical", medical_verdict="changes")
    done(walk, "gate_legal", legal_verdict="rejected")
    assert ended(walk) == ["rejected"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_element_is_drawn_once_and_has_a_valid_name(path: Path) -> None:
    definition = compile_file(path).definition
    assert definition is not None
    root = ET.fromstring(bpmn_xml(definition))
    names = [name for element in root.iter() if (name := element.get("id"))]
    assert all(NC_NAME.fullmatch(name) for name in names)
    assert len(set(names)) == len(names)
    drawn = [element.get("bpmnElement") for element in root.iter() if element.tag.startswith(f"{{{DI}}}BPMN")]
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    elements = [child.get("id") for child in process if child.get("id") and not child.tag.endswith("laneSet")]
    lanes = [lane.get("id") for lane in process.iter(f"{{{BPMN}}}lane")]
    assert sorted(filter(None, drawn)) == sorted(filter(None, ["office", "pool", *lanes, *elements]))
    referred = [ref.text for ref in process.iter(f"{{{BPMN}}}flowNodeRef")]
    nodes = [
        child.get("id")
        for child in process
        if child.tag.rpartition("}")[2] not in ("laneSet", "sequenceFlow", "documentation")
    ]
    assert sorted(filter(None, referred)) == sorted(filter(None, nodes))


def boxes(root: ET.Element) -> Mapping[str, tuple[float, float, float, float]]:
    found = {}
    for shape in root.iter(f"{{{DI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        assert bounds is not None
        x, y, wide, high = (float(bounds.get(side, "nan")) for side in ("x", "y", "width", "height"))
        found[shape.get("bpmnElement", "")] = (x, y, x + wide, y + high)
    return found


@pytest.mark.parametrize("path", [*FILES, None], ids=lambda path: path.stem if path else "small")
def test_shapes_lie_in_their_lane_and_apart_and_no_flow_runs_through_one(path: Path | None) -> None:
    definition = compile_file(path).definition if path else law()
    assert definition is not None
    root = ET.fromstring(bpmn_xml(definition))
    shapes = dict(boxes(root))
    pool = shapes.pop("pool")
    lanes = {lane.get("id", ""): shapes.pop(lane.get("id", "")) for lane in root.iter(f"{{{BPMN}}}lane")}
    for lane in root.iter(f"{{{BPMN}}}lane"):
        for ref in lane.iter(f"{{{BPMN}}}flowNodeRef"):
            assert within(shapes[ref.text or ""], lanes[lane.get("id", "")]), ref.text
    assert all(within(lane, pool) for lane in lanes.values())
    clocks = {event.get("id", "") for event in root.iter(f"{{{BPMN}}}boundaryEvent")}
    solid = {name: box for name, box in shapes.items() if name not in clocks}
    names = sorted(solid)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            assert not overlap(solid[one], solid[other]), (one, other)
    for edge in root.iter(f"{{{DI}}}BPMNEdge"):
        points = [(float(p.get("x", "")), float(p.get("y", ""))) for p in edge.iter(f"{{{DD}}}waypoint")]
        for (x, y), (u, v) in pairwise(points):
            assert x == u or y == v
            thick = (0.5, -0.1) if y == v else (-0.1, 0.5)
            stretch = (min(x, u) + thick[0], min(y, v) + thick[1], max(x, u) - thick[0], max(y, v) - thick[1])
            for name, box in solid.items():
                assert not overlap(stretch, box), (edge.get("bpmnElement"), name)


def within(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] >= other[0] and one[1] >= other[1] and one[2] <= other[2] and one[3] <= other[3]


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_each_gate_says_its_rules_and_its_clocks_do_not_end_it() -> None:
    root = ET.fromstring(bpmn_xml(law()))
    task = next(task for task in root.iter(f"{{{BPMN}}}userTask") if task.get("id") == "gate_medical")
    assert "16 business hours" in (task.findtext(f"{{{BPMN}}}documentation") or "")
    clocks = list(root.iter(f"{{{BPMN}}}boundaryEvent"))
    assert [clock.findtext(f".//{{{BPMN}}}timeDuration") for clock in clocks] == ["PT8H", "PT24H"]
    assert {clock.get("cancelActivity") for clock in clocks} == {"false"}


@pytest.mark.parametrize(
    ("within", "step", "iso"),
    [
        (Duration("business hours", 16), Escalation("a", "delegate", percent=100), "PT16H"),
        (Duration("business hours", 15), Escalation("a", "delegate", percent=50), "PT7H30M"),
        (Duration("business days", 5), Escalation("a", "delegate", late=Duration("business hours", 8)), "P5DT8H"),
        (Duration("business days", 5), Escalation("a", "delegate", percent=50), "PT20H"),
        (Duration("days", 5), Escalation("a", "delegate", percent=100), "P5D"),
        (Duration("months", 1), Escalation("a", "delegate", percent=100), "P1M"),
    ],
)
def test_clocks_become_iso_durations(within: Duration, step: Escalation, iso: str) -> None:
    assert elapsed(within, step) == iso


def test_same_definition_gives_the_same_text() -> None:
    assert bpmn_xml(law()) == bpmn_xml(law())
