"""The way as a drawing: where lines run, what is solid, and what a screen reader hears."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from coe.way.drawing import WayGate, draw_way, way_in_words
from coe.way.layout import GateState, order_gates
from coe.way.letters import clip, text_width
from coe.way.marks import DARK, PRINT
from coe.way.tracks import tracks
from tests.coe.packet_sample import HOSTILE, sample_way

SVG = "{http://www.w3.org/2000/svg}"


def gate(key: str, *after: str, state: GateState = "not_open", caption: str = "") -> WayGate:
    return WayGate(key, key.title(), state, caption, after)


def layers(gates: tuple[WayGate, ...]) -> list[list[str]]:
    return [list(layer) for layer in order_gates(gates).layers]


def drawn(gates: tuple[WayGate, ...], width: float = 658) -> ET.Element:
    return ET.fromstring(draw_way(gates, width=width, palette=PRINT))


def lines(root: ET.Element, colour: str) -> list[str]:
    return [path.get("d", "") for path in root.findall(f"{SVG}path") if path.get("stroke") == colour]


def test_gates_in_a_row_stand_on_the_trunk() -> None:
    assert layers((gate("a"), gate("b", "a"), gate("c", "b"))) == [["a"], ["b"], ["c"]]


def test_gates_that_wait_for_the_same_gate_run_side_by_side_and_join() -> None:
    gates = (gate("a"), gate("b", "a"), gate("c", "a"), gate("d", "b", "c"))
    assert layers(gates) == [["a"], ["b", "c"], ["d"]]


def test_two_joint_steps_meet_in_a_point_between_them() -> None:
    gates = (gate("s"), gate("a", "s"), gate("b", "s"), gate("c", "a", "b"), gate("d", "a", "b"), gate("z", "c", "d"))
    assert layers(gates) == [["s"], ["a", "b"], ["·joint0"], ["c", "d"], ["z"]]


def test_several_first_and_last_gates_share_a_beginning_and_an_end() -> None:
    assert layers((gate("a"), gate("b"))) == [["·joint0"], ["a", "b"], ["·joined"]]


def test_lane_of_several_gates_stays_one_lane() -> None:
    gates = (gate("a"), gate("b", "a"), gate("c", "a"), gate("d", "b"), gate("e", "c", "d"))
    graph = order_gates(gates)
    high = tracks(graph)
    assert high["b"] == high["d"]
    assert high["c"] == high["c→e·2"]


def test_wait_that_follows_from_another_draws_no_line_of_its_own() -> None:
    gates = (gate("a"), gate("b", "a"), gate("c", "a"), gate("d", "b"), gate("e", "a", "b", "c", "d"))
    assert {(edge.start, edge.end) for edge in order_gates(gates).edges if edge.end == "e"} == {("c", "e"), ("d", "e")}


def test_line_is_solid_up_to_the_open_gate_and_hollow_after_it() -> None:
    root = drawn((gate("a", state="passed"), gate("b", "a", state="waiting"), gate("c", "b")))
    solid, hollow = lines(root, PRINT.ink), lines(root, PRINT.control)
    assert len(solid) == 1
    assert len(hollow) == 1
    assert solid[0].split("L")[1] == hollow[0].split("L")[0].removeprefix("M")


def test_join_is_hollow_while_one_branch_is_open() -> None:
    states: tuple[GateState, ...] = ("passed", "sent_back")
    branches = tuple(gate(f"b{n}", "a", state=state) for n, state in enumerate(states))
    gates = (gate("a", state="passed"), *branches, gate("z", "b0", "b1"))
    waiting = lines(drawn(gates), PRINT.control)
    cleared = lines(
        drawn((*gates[:2], gate("b1", "a", state="passed"), gate("z", "b0", "b1", state="waiting"))), PRINT.control
    )
    assert len(waiting) == 2
    assert cleared == []


def test_gate_that_is_not_needed_is_bypassed_and_blocks_nothing() -> None:
    gates = (
        gate("a", state="passed"),
        gate("b", "a", state="passed"),
        gate("c", "a", state="not_needed"),
        gate("d", "b", "c", state="waiting"),
    )
    dotted = [path for path in drawn(gates).findall(f"{SVG}path") if path.get("stroke-dasharray")]
    assert len(dotted) == 2
    assert [path for path in lines(drawn(gates), PRINT.control) if path not in {one.get("d") for one in dotted}] == []


def test_lines_run_level_upright_or_at_45_degrees() -> None:
    root = drawn(sample_way())
    for path in lines(root, PRINT.ink):
        points = [tuple(float(number) for number in point.split()) for point in path.removeprefix("M").split("L")]
        for (x, y), (u, v) in pairwise(points):
            assert y == v or x == u or abs(abs(u - x) - abs(v - y)) < 0.02


def test_summary_of_ten_gates_fits_one_row_of_the_packet() -> None:
    root = drawn(sample_way())
    assert root.get("width") == "658"
    assert float(root.get("height", "0")) < 215


@pytest.mark.parametrize("width", [350.0, 658.0, 1376.0])
@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_every_station_and_line_lies_on_the_sheet(width: float, count: int) -> None:
    gates = tuple(
        gate(f"gate number {n}", *([f"gate number {n - 1}"] if n else []), caption="3 Nov") for n in range(count)
    )
    root = drawn(gates, width)
    places = [group.get("transform", "")[10:-1].split() for group in root.findall(f"{SVG}g")]
    assert len(places) == count
    assert all(0 < float(x) < width and 0 < float(y) < float(root.get("height", "0")) for x, y in places)


def test_same_gates_give_the_same_bytes() -> None:
    assert draw_way(sample_way(), width=658, palette=PRINT) == draw_way(sample_way(), width=658, palette=PRINT)


def test_pages_get_classes_and_no_inline_style_print_gets_colours() -> None:
    page, print_, dark = (draw_way(sample_way(), width=658, palette=palette) for palette in (None, PRINT, DARK))
    assert 'class="way-fill-pass"' in page
    assert "#" not in page
    assert "style=" not in page + print_ + dark
    assert 'class="' not in print_ + dark
    assert PRINT.ink in print_
    assert DARK.ink in dark


def test_drawing_is_told_in_words() -> None:
    gates = (gate("legal", state="conditional", caption="1 condition open"),)
    root = drawn(gates)
    assert way_in_words(gates) == "Legal: passed with a condition, 1 condition open."
    assert root.findtext(f"{SVG}desc") == way_in_words(gates)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "way-title way-desc"


def test_hostile_titles_are_inert_and_long_ones_are_clipped() -> None:
    svg = draw_way((WayGate("a", HOSTILE, "passed", HOSTILE), gate("b", "a")), width=400, palette=PRINT)
    assert "<script" not in svg
    assert "\u202e" not in svg
    texts = ["".join(text.itertext()) for text in ET.fromstring(svg).findall(f"{SVG}text")]
    assert max(len(text) for text in texts) < 60


def test_clip_keeps_what_fits() -> None:
    assert clip("Regulatory", 500, 11) == "Regulatory"
    assert clip("Regulatory", 40, 11).endswith("…")
    assert text_width(clip("Regulatory", 40, 11), 11) <= 40
    assert clip("Regulatory", 3, 11) == ""


@pytest.mark.parametrize(
    ("gates", "why"),
    [
        ((), "0 gates"),
        ((gate("a", "b"), gate("b", "a")), "circle"),
        ((gate("a", "nowhere"),), "not among"),
        ((gate("a"), gate("a")), "twice"),
    ],
)
def test_gates_that_form_no_way_are_refused(gates: tuple[WayGate, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        draw_way(gates, width=658)
