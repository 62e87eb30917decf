"""BPMN 2.0 XML with diagram interchange, as process offices' tools read it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from coe.exchange.bpmn_model import Flow, Node, Process, process_of
from coe.exchange.bpmn_places import Box, Places, places
from governance.language.definition import Definition

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PREFIXES = {"bpmn": BPMN, "bpmndi": DI, "dc": DC, "di": DD, "xsi": XSI}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def bpmn_xml(law: Definition) -> str:
    """The definition as a BPMN document; the same definition gives the same text.

    Raises ValueError for a definition without a gate.
    """
    if not law.gates:
        raise ValueError(f"{law.workflow} has no gate to draw; add one")
    process = process_of(law)
    return HEAD + _text(_document(process, places(process))) + "\n"


def _document(process: Process, made: Places) -> ET.Element:
    law = process.law
    root = ET.Element(
        _b("definitions"),
        {"id": "clearway", "targetNamespace": f"urn:clearway:{law.workflow}", "exporter": "Clearway",
         "expressionLanguage": "https://www.python.org/", "typeLanguage": "http://www.w3.org/2001/XMLSchema"},
    )  # fmt: skip
    collaboration = ET.SubElement(root, _b("collaboration"), {"id": "office"})
    ET.SubElement(
        collaboration, _b("participant"), {"id": "pool", "name": law.title, "processRef": _process_id(process)}
    )
    body = ET.SubElement(root, _b("process"), {"id": _process_id(process), "name": law.title, "isExecutable": "true"})
    ET.SubElement(body, _b("documentation")).text = f"Compiled from the definition with the digest {law.digest}."
    _lanes(body, process)
    for node in process.nodes.values():
        _node(body, process, node)
    for flow in process.flows:
        _flow(body, flow)
    _diagram(root, process, made)
    return root


def _process_id(process: Process) -> str:
    return "run_" + "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in process.law.workflow)


def _lanes(body: ET.Element, process: Process) -> None:
    lanes = ET.SubElement(body, _b("laneSet"), {"id": "panels"})
    for lane, title in process.lanes.items():
        element = ET.SubElement(lanes, _b("lane"), {"id": lane, "name": title})
        for node in process.nodes.values():
            if node.lane == lane:
                ET.SubElement(element, _b("flowNodeRef")).text = node.id


def _node(body: ET.Element, process: Process, node: Node) -> None:
    attributes = {"id": node.id} | ({"name": node.name} if node.name else {})
    if node.default:
        attributes["default"] = node.default
    if node.kind == "boundaryEvent":
        attributes |= {"attachedToRef": node.attached, "cancelActivity": "false"}
    if node.kind == "scriptTask":
        attributes["scriptFormat"] = "python"
    element = ET.SubElement(body, _b(node.kind), attributes)
    if node.says:
        ET.SubElement(element, _b("documentation")).text = node.says
    for tag, flows in (
        ("incoming", [flow.id for flow in process.flows if flow.target == node.id]),
        ("outgoing", [flow.id for flow in process.flows if flow.source == node.id]),
    ):
        for name in flows:
            ET.SubElement(element, _b(tag)).text = name
    if node.timer:
        timer = ET.SubElement(element, _b("timerEventDefinition"), {"id": f"{node.id}_after"})
        ET.SubElement(timer, _b("timeDuration"), {f"{{{XSI}}}type": "bpmn:tFormalExpression"}).text = node.timer
    if node.script:
        ET.SubElement(element, _b("script")).text = node.script


def _flow(body: ET.Element, flow: Flow) -> None:
    attributes = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
    element = ET.SubElement(body, _b("sequenceFlow"), attributes | ({"name": flow.name} if flow.name else {}))
    if flow.condition:
        condition = ET.SubElement(element, _b("conditionExpression"), {f"{{{XSI}}}type": "bpmn:tFormalExpression"})
        condition.text = flow.condition


def _diagram(root: ET.Element, process: Process, made: Places) -> None:
    diagram = ET.SubElement(root, f"{{{DI}}}BPMNDiagram", {"id": "drawing"})
    plane = ET.SubElement(diagram, f"{{{DI}}}BPMNPlane", {"id": "plane", "bpmnElement": "office"})
    _shape(plane, "pool", made.pool, {"isHorizontal": "true"})
    for lane, box in made.lanes.items():
        _shape(plane, lane, box, {"isHorizontal": "true"})
    for node in process.nodes.values():
        marked = {"isMarkerVisible": "true"} if node.kind == "exclusiveGateway" else {}
        _labelled(_shape(plane, node.id, made.boxes[node.id], marked), made.labels.get(node.id))
    for flow in process.flows:
        edge = ET.SubElement(plane, f"{{{DI}}}BPMNEdge", {"id": f"{flow.id}_di", "bpmnElement": flow.id})
        for x, y in made.points[flow.id]:
            ET.SubElement(edge, f"{{{DD}}}waypoint", {"x": f"{x:g}", "y": f"{y:g}"})
        _labelled(edge, made.labels.get(flow.id))


def _shape(plane: ET.Element, name: str, box: Box, more: dict[str, str]) -> ET.Element:
    shape = ET.SubElement(plane, f"{{{DI}}}BPMNShape", {"id": f"{name}_di", "bpmnElement": name, **more})
    _bounds(shape, box)
    return shape


def _labelled(element: ET.Element, box: Box | None) -> None:
    if box is not None:
        _bounds(ET.SubElement(element, f"{{{DI}}}BPMNLabel"), box)


def _bounds(element: ET.Element, box: Box) -> None:
    sides = dict(zip(("x", "y", "width", "height"), (f"{side:g}" for side in box), strict=True))
    ET.SubElement(element, f"{{{DC}}}Bounds", sides)


def _b(tag: str) -> str:
    return f"{{{BPMN}}}{tag}"


def _text(root: ET.Element) -> str:
    for prefix, address in PREFIXES.items():
        ET.register_namespace(prefix, address)
    ET.indent(root)
    return ET.tostring(root, "unicode")
