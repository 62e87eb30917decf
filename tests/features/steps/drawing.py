"""Steps that look at what is drawn and exported."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pytest_bdd import parsers, step

from coe.exchange.bpmn import BPMN, bpmn_xml
from coe.exchange.xes import write_xes
from coe.policy.definitions import compile_text
from coe.replay.eventlog import LogCase, read_cases
from coe.way.policy import difference_svg, svg
from governance.language.definition import Definition
from tests.features.house import House
from tests.features.steps.founding import POLICIES

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def sheet() -> dict[str, str]:
    """What was drawn or exported last."""
    return {}


@pytest.fixture
def cases() -> list[LogCase]:
    """The traces of the exported log."""
    return []


def compiled(text: str) -> Definition:
    found = compile_text("policy.yaml", lambda _: text.encode())
    assert found.definition is not None, found.problems
    return found.definition


def published(name: str) -> str:
    return (POLICIES / f"{name}.yaml").read_text("utf-8")


@step(parsers.re(r"the policy “(?P<name>\w+)” is drawn$"))
def drawn(sheet: dict[str, str], name: str) -> None:
    law = compiled(published(name))
    sheet["svg"], sheet["again"] = svg(law), svg(law)


@step(parsers.re(r"the change of “(?P<name>\w+)” is drawn$"))
def change_drawn(sheet: dict[str, str], files: dict[str, str], name: str) -> None:
    sheet["svg"] = difference_svg(compiled(published(name)), compiled(files[name]))


@step(parsers.re(r"the drawing says “(?P<words>.+)”"))
def drawing_says(sheet: dict[str, str], words: str) -> None:
    told = ET.fromstring(sheet["svg"]).findtext(f"{SVG}desc") or ""
    assert words in told, told


@step("it is drawn the same each time")
def drawn_alike(sheet: dict[str, str]) -> None:
    assert sheet["svg"] == sheet["again"]


@step(parsers.re(r"the policy “(?P<name>\w+)” is exported as BPMN"))
def exported_as_bpmn(sheet: dict[str, str], name: str) -> None:
    sheet["bpmn"] = bpmn_xml(compiled(published(name)))


@step(parsers.re(r"the BPMN has a user task “(?P<title>[^”]+)” in the lane “(?P<lane>[^”]+)”"))
def bpmn_has_task(sheet: dict[str, str], title: str, lane: str) -> None:
    root = ET.fromstring(sheet["bpmn"])
    task = next(task for task in root.iter(f"{{{BPMN}}}userTask") if task.get("name") == title)
    lanes = {
        one.get("name"): [ref.text for ref in one.iter(f"{{{BPMN}}}flowNodeRef")]
        for one in root.iter(f"{{{BPMN}}}lane")
    }
    assert task.get("id") in lanes[lane], lanes


@step("the log is exported as XES")
def exported_as_xes(house: House, cases: list[LogCase], sheet: dict[str, str], tmp_path: Path) -> None:
    out = StringIO()
    write_xes(house.office.engine, out, house.reader.definition)
    sheet["xes"] = out.getvalue()
    path = tmp_path / "exported.xes"
    path.write_text(out.getvalue(), "utf-8")
    cases.extend(read_cases(path))


@step(parsers.re(r"its only trace tells: (?P<steps>.+)"))
def trace_tells(cases: list[LogCase], steps: str) -> None:
    (case,) = cases
    assert case.flaws == ()
    assert [event.activity for event in case.events if event.lifecycle == "complete"] == steps.split(", ")


@step(parsers.re(r"the export names neither (?P<names>.+)"))
def names_nobody(sheet: dict[str, str], names: str) -> None:
    for name in names.replace(" nor ", ", ").split(", "):
        assert name not in sheet["xes"], name
