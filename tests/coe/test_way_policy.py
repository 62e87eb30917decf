"""A definition as a way, two definitions as one way with marks, and the command that draws them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from coe.cli.main import main
from coe.policy.definitions import compile_file, compile_text
from coe.way.policy import END, START, difference, difference_svg, policy_gates, svg
from governance.language.business_time import Duration
from governance.language.definition import Definition, Gate

LIBRARY = Path(__file__).parents[2] / "workflows" / "definitions"
FILES = sorted(path for path in LIBRARY.glob("*.yaml") if re.search(r"^workflow:", path.read_text(), re.MULTILINE))
LEAFLET = """
workflow: leaflet
title: Leaflet
record: leaflet
form:
  - section: text
    fields: [{name: title, kind: line, required: yes}, {name: claims, kind: yesno, required: yes}]
tiers: [{tier: T2, when: {claims: yes}}, {tier: T1}]
gates:
  - {gate: desk, panel: {role: editor}, decide: {approve: 1}, reviews: [text]}
  - {gate: medical, after: [desk], when: {tier: T2}, panel: {role: physician}, decide: {approve: 1}, reviews: [text]}
  - {gate: legal, after: [desk], panel: {role: lawyer}, decide: {approve: 1}, reviews: [text]}
"""


@pytest.fixture
def law() -> Definition:
    compiled = compile_text("leaflet.yaml", lambda _: LEAFLET.encode())
    assert compiled.definition is not None, compiled.problems
    return compiled.definition


def changed(law: Definition, **gates: Gate | None) -> Definition:
    kept = [gates.get(gate.name, gate) for gate in law.gates]
    more = [gate for name, gate in gates.items() if name not in law.gate_by_name]
    return replace(law, gates=tuple(gate for gate in (*kept, *more) if gate is not None))


def states(before: Definition, after: Definition) -> dict[str, str]:
    return {gate.key: gate.state for gate in difference(before, after) if gate.key not in (START, END)}


def test_policy_shows_which_gates_only_some_runs_need_and_where(law: Definition) -> None:
    start, desk, medical, legal, end = policy_gates(law)
    assert (desk.state, medical.state, legal.state) == ("always", "sometimes", "always")
    assert medical.note == "in T2"
    assert desk.after == (start.key,)
    assert end.after == ("medical", "legal")


def test_gate_that_ratifies_stands_behind_approval(law: Definition) -> None:
    board = replace(law.gates[0], name="board", title="Board", after=(), ratifies=("legal",))
    shown = policy_gates(changed(law, board=board))
    assert (shown[-1].key, shown[-1].after, shown[-1].note) == ("board", (END,), "confirms Legal")


def test_nothing_is_marked_between_a_definition_and_itself(law: Definition) -> None:
    assert set(states(law, law).values()) == {"always", "sometimes"}


def test_added_removed_and_changed_gates_are_marked(law: Definition) -> None:
    legal = replace(law.gate_by_name["legal"], within=Duration("business hours", 16))
    access = replace(law.gates[0], name="access", title="Access", after=("legal",))
    found = {gate.key: gate for gate in difference(law, changed(law, legal=legal, medical=None, access=access))}
    assert {key: gate.state for key, gate in found.items() if key not in (START, END)} == {
        "desk": "always", "legal": "changed", "access": "added", "medical": "removed",
    }  # fmt: skip
    assert found["legal"].caption == "no clock → 16 business hours"
    assert found["medical"].after == ("desk",)


def test_order_turned_round_is_told_and_can_be_drawn(law: Definition) -> None:
    desk = replace(law.gate_by_name["desk"], after=("legal",))
    legal = replace(law.gate_by_name["legal"], after=())
    turned = changed(law, desk=desk, legal=legal)
    found = {gate.key: gate for gate in difference(law, turned)}
    assert found["desk"].caption == "now after Legal"
    assert found["legal"].caption == "no longer after Desk"
    ET.fromstring(difference_svg(law, turned))


def test_removed_gate_that_would_close_a_circle_still_stands_in_the_drawing(law: Definition) -> None:
    before = changed(law, legal=replace(law.gate_by_name["legal"], after=("medical",)))
    after = changed(law, medical=None, desk=replace(law.gates[0], after=("legal",)),
                    legal=replace(law.gate_by_name["legal"], after=()))  # fmt: skip
    assert states(before, after)["medical"] == "removed"
    ET.fromstring(difference_svg(before, after))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"panel": "role/other"}, "other panel"),
        ({"always_again": True}, "other always again"),
        ({"never": ("budget_owner",), "meaning": "I say so"}, "other who may not decide and meaning"),
        ({"title": "Law"}, "was “Legal”"),
    ],
)
def test_each_change_of_a_gate_is_named(law: Definition, change: dict[str, object], said: str) -> None:
    legal = replace(law.gate_by_name["legal"], **change)  # type: ignore[arg-type] # the case names the field
    found = {gate.key: gate for gate in difference(law, changed(law, legal=legal))}
    assert found["legal"].caption == said


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_workflow_of_the_library_is_drawn_the_same_each_time(path: Path) -> None:
    found = compile_file(path).definition
    assert found is not None
    assert svg(found) == svg(found)
    root = ET.fromstring(svg(found))
    assert float(root.get("width", "0")) <= 1120
    assert all(gate.title in (root.findtext("{http://www.w3.org/2000/svg}desc") or "") for gate in found.gates)


def test_given_marks_replace_those_of_the_policy(law: Definition) -> None:
    assert "passed" in svg(law, marks={"desk": "passed"})
    assert svg(law, marks={"desk": "passed"}) != svg(law)


def test_command_draws_to_a_file_and_compares_two(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text(LEAFLET)
    other.write_text(LEAFLET.replace("title: Leaflet", "title: Leaflets").replace("gate: legal", "gate: law"))
    run = CliRunner().invoke
    assert ET.fromstring(run(main, ["workflow", "diagram", str(one)]).stdout).get("role") == "img"
    out = tmp_path / "way.svg"
    assert run(main, ["workflow", "diagram", str(other), "--against", str(one), "--out", str(out)]).exit_code == 0
    assert "Law: added" in out.read_text()
    assert "Legal: removed" in out.read_text()
    assert run(main, ["workflow", "diagram", str(one), "--bpmn"]).stdout.startswith("<?xml")
    assert run(main, ["workflow", "diagram", str(one), "--bpmn", "--against", str(other)]).exit_code == 2


def test_command_tells_what_is_wrong_with_a_file_and_draws_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("workflow: x\n")
    found = CliRunner().invoke(main, ["workflow", "diagram", str(path)])
    assert found.exit_code == 1
    assert "bad.yaml:1" in found.stderr
    assert found.stdout == ""
