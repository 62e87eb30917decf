"""bpmn.io's own viewer in a real browser: takes the file without a warning and draws every element."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page

from coe.exchange.bpmn import BPMN, bpmn_xml
from coe.policy.definitions import compile_file

pytestmark = pytest.mark.browser
HOUSE = Path(__file__).parents[2]
VIEWER = HOUSE / ".venv" / "viewer"
PICTURES = HOUSE / "build" / "bpmn"
LIBRARY = HOUSE / "workflows" / "definitions"
FILES = sorted(path for path in LIBRARY.glob("*.yaml") if re.search(r"^workflow:", path.read_text(), re.MULTILINE))
IMPORT = """async (xml) => {
  const viewer = new BpmnJS({ container: '#canvas' });
  const found = await viewer.importXML(xml);
  viewer.get('canvas').zoom('fit-viewport');
  const elements = viewer.get('elementRegistry').getAll().filter((element) => element.type !== 'label');
  return {
    warnings: found.warnings.map((warning) => warning.message),
    drawn: elements.map((element) => element.id),
    pale: elements.filter((element) => {
      const box = viewer.get('elementRegistry').getGraphics(element).getBBox();
      return box.width + box.height === 0;
    }).map((element) => element.id),
  };
}"""


@pytest.fixture
def page(browser: Browser) -> Page:
    """A page with the viewer in it, cut off from every network."""
    assert (VIEWER / "integrity").exists(), (
        "bpmn.io's viewer is not in .venv/viewer, so this cannot be tested. Run: make viewer (it needs npm)."
    )
    page = browser.new_page(viewport={"width": 2000, "height": 1400})
    page.route("**/*", lambda route: route.abort())
    styles = "".join((VIEWER / name).read_text() for name in ("diagram-js.css", "bpmn-js.css"))
    page.set_content(f"<style>{styles} body {{margin: 0}} #canvas {{height: 100vh}}</style><div id=canvas></div>")
    page.add_script_tag(content=(VIEWER / "bpmn-viewer.js").read_text())
    return page


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_bpmn_io_draws_every_element_without_a_warning(page: Page, path: Path) -> None:
    definition = compile_file(path).definition
    assert definition is not None
    xml = bpmn_xml(definition)
    found = page.evaluate(IMPORT, xml)
    assert found["warnings"] == []
    root = ET.fromstring(xml)
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    expected = {child.get("id") for child in process if child.get("id") and not child.tag.endswith("laneSet")}
    expected |= {lane.get("id") for lane in process.iter(f"{{{BPMN}}}lane")} | {"pool"}
    assert expected <= set(found["drawn"])
    assert found["pale"] == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{path.stem}.png"))


def test_bpmn_io_notices_what_is_not_drawn(page: Page) -> None:
    """The test above would fail, were an element without a place."""
    definition = compile_file(LIBRARY / "travel-permit.yaml").definition
    assert definition is not None
    broken = bpmn_xml(definition).replace('bpmnElement="gate_supervisor"', 'bpmnElement="gate_nobody"')
    found = page.evaluate(IMPORT, broken)
    assert found["warnings"] or "gate_supervisor" not in found["drawn"]
