"""Properties of the way on any gates: no needless crossing, nothing on top of anything else."""

from itertools import combinations, pairwise, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coe.way.crossings import Layers, crossings
from coe.way.layout import GateState, Graph, WayGate, order_gates
from coe.way.letters import text_width
from coe.way.scene import Point, Scene, Station, Words, laid_out

STATES: tuple[GateState, ...] = ("passed", "waiting", "not_open", "yours", "not_needed", "sometimes", "removed")
HALF = 6.0  # the ink of a mark around its centre
Box = tuple[float, float, float, float]


@st.composite
def ways(draw: st.DrawFn, most: int = 6, *, titles: bool = True) -> tuple[WayGate, ...]:
    count = draw(st.integers(1, most))
    text = st.text("abcdefg hiMWÄ可", max_size=60) if titles else st.just("Gate")
    waits = [draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set() for number in range(count)]
    made = [
        WayGate(
            f"g{number}",
            draw(text),
            draw(st.sampled_from(STATES)),
            draw(text),
            tuple(f"g{before}" for before in sorted(waits[number])),
            draw(st.sampled_from(("", "in T3", "if anything at all is ready to be looked at by anybody"))),
        )
        for number in range(count)
    ]
    return tuple(draw(st.permutations(made)))


def fewest(graph: Graph) -> int:
    """By brute force: the cheapest of all orders of all layers."""
    return min(crossings(tuple(orders), graph.links) for orders in product(*map(permutations, graph.layers)))


def small(layers: Layers) -> bool:
    count = 1
    for layer in layers:
        for factor in range(2, len(layer) + 1):
            count *= factor
    return count <= 3_000


@settings(max_examples=150, deadline=None)
@given(ways(titles=False))
def test_no_order_of_the_lanes_has_fewer_crossings(gates: tuple[WayGate, ...]) -> None:
    graph = order_gates(gates)
    found = crossings(graph.layers, graph.links)
    if found and small(graph.layers):
        assert found == fewest(graph)


def gate(key: str, *after: str) -> WayGate:
    return WayGate(key, key, "not_open", "", after)


def test_way_that_cannot_do_without_a_crossing_has_one() -> None:
    ring = [gate(f"b{one}{other}", one, other) for one, other in combinations("abcd", 2)]
    graph = order_gates((gate("s"), *(gate(letter, "s") for letter in "abcd"), *ring))
    assert small(graph.layers[:2])
    assert crossings(graph.layers, graph.links) > 0


def test_joint_step_of_many_and_many_crosses_nothing() -> None:
    first = [gate(f"a{number}") for number in range(8)]
    second = [gate(f"b{number}", *(one.key for one in first)) for number in range(8)]
    graph = order_gates((*first, *second))
    assert crossings(graph.layers, graph.links) == 0


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(7)), st.permutations(range(7)))
def test_wide_flat_way_is_found_flat_however_its_gates_are_listed(one: list[int], other: list[int]) -> None:
    """A band of triangles: too wide to compare all orders, and flat in one order (and its mirror) only."""
    first = [gate(f"a{number}", "s") for number in one]
    second = [gate(f"b{number}", f"a{number}", f"a{(number + 1)}") for number in other if number < 6]
    third = [gate(f"c{number}", f"b{number}", f"b{number + 1}") for number in range(5)]
    graph = order_gates((gate("s"), *first, *second, *reversed(third)))
    assert crossings(graph.layers, graph.links) == 0


@settings(max_examples=120, deadline=None)
@given(ways(most=12), st.sampled_from((358.0, 658.0, 1120.0, 1360.0)), st.sampled_from((11.0, 14.0)), st.booleans())
def test_nothing_lies_on_anything_else(gates: tuple[WayGate, ...], width: float, label: float, fill: bool) -> None:  # noqa: FBT001
    proven(laid_out(gates, width=width, label=label, fill=fill))


@pytest.mark.parametrize("count", [4, 8, 13, 20, 40])
@pytest.mark.parametrize("width", [358.0, 658.0, 1360.0])
def test_long_titles_of_many_parallel_gates_stay_apart(count: int, width: float) -> None:
    title = "Executive steering committee of the north-western region"
    middle = [WayGate(f"g{number}", title, "waiting", title, ("s",), title) for number in range(count - 2)]
    end = WayGate("z", title, "not_open", title, tuple(one.key for one in middle))
    proven(laid_out((WayGate("s", title, "passed", title), *middle, end), width=width))


def proven(scene: Scene) -> None:
    boxes = [written(words) for words in scene.words]
    marks = [marked(station) for station in scene.stations]
    for box in (*boxes, *marks):
        assert inside(box, scene), f"{box} leaves {scene.width} x {scene.height}"
    for one, other in combinations((*boxes, *marks), 2):
        assert not meet(one, other), f"{one} lies on {other}"
    for line in scene.lines:
        for start, end in pairwise(line.points):
            for box in boxes:
                assert not passes(start, end, box), f"{start} to {end} runs through the words at {box}"
            for station in scene.stations:
                at = (station.x, station.y)
                if at not in (line.points[0], line.points[-1]):
                    assert not passes(start, end, marked(station)), f"{start} to {end} runs through {station}"


def written(words: Words) -> Box:
    wide = sum(text_width(span.text, span.size, strong=span.strong) + span.shift for span in words.spans)
    size = max(span.size for span in words.spans)
    left = words.x - {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    return left, words.y - size * 0.72, left + wide, words.y + size * 0.2


def marked(station: Station) -> Box:
    return station.x - HALF, station.y - HALF, station.x + HALF, station.y + HALF


def inside(box: Box, scene: Scene) -> bool:
    return box[0] >= -0.1 and box[1] >= 0 and box[2] <= scene.width + 0.1 and box[3] <= scene.height


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def passes(start: Point, end: Point, box: Box) -> bool:
    """Whether a stretch, half a line broad, enters a box; cut off at its four sides in turn."""
    (x, y), (u, v) = start, end
    low, high = 0.0, 1.0
    for origin, way, least, most in ((x, u - x, box[0], box[2]), (y, v - y, box[1] - 2.0, box[3] + 2.0)):
        if abs(way) < 1e-9:
            if not least < origin < most:
                return False
            continue
        near, far = sorted(((least - origin) / way, (most - origin) / way))
        low, high = max(low, near), min(high, far)
    return low < high - 1e-9
