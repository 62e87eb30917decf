"""How high each node stands: tracks in halves of a lane's pitch, straight where a stretch can be straight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from statistics import median

from coe.way.crossings import Layers
from coe.way.layout import Graph

SWEEPS = 24


def tracks(graph: Graph) -> dict[str, float]:
    """Where each node stands below the middle, in pitches; neighbours in a layer are at least one apart."""
    rails = _rails(graph)
    above = _above(graph.layers, rails)
    if above is None:  # rails that cross one another cannot all be straight
        rails = {node: node for layer in graph.layers for node in layer}
        above = _above(graph.layers, rails) or {}
    below: dict[str, set[str]] = {rail: set() for rail in above}
    for rail, uppers in above.items():
        for upper in uppers:
            below[upper].add(rail)
    top, bottom = _packed(above), _packed(below)
    high = {rail: (top[rail] - bottom[rail]) / 2 for rail in above}
    beside = _beside(graph, rails)
    ranked = sorted(high, key=lambda rail: high[rail])
    for sweep in range(SWEEPS):
        for rail in ranked if sweep % 2 else reversed(ranked):
            least = max((high[upper] + 1 for upper in above[rail]), default=-1e9)
            most = min((high[lower] - 1 for lower in below[rail]), default=1e9)
            wanted = median(high[other] for other in beside[rail]) if beside[rail] else high[rail]
            high[rail] = min(max(round(wanted * 2) / 2, least), most)
    return {node: high[rail] for node, rail in rails.items()}


def _rails(graph: Graph) -> dict[str, str]:
    """Nodes that belong on one straight line, each with the name of its line."""
    leaving: dict[str, list[str]] = {}
    arriving: dict[str, list[str]] = {}
    for links in graph.links:
        for one, other in links:
            leaving.setdefault(one, []).append(other)
            arriving.setdefault(other, []).append(one)
    rails = {node: node for layer in graph.layers for node in layer}
    for layer in graph.layers:
        for node in layer:
            before = arriving.get(node, [])
            if len(before) == 1 and len(leaving[before[0]]) == 1:
                rails[node] = rails[before[0]]
    return rails


def _above(layers: Layers, rails: Mapping[str, str]) -> dict[str, set[str]] | None:
    """The rails right above each; None where that goes in a circle."""
    above: dict[str, set[str]] = {rail: set() for rail in rails.values()}
    for layer in layers:
        for upper, lower in pairwise(layer):
            above[rails[lower]].add(rails[upper])
    placed: set[str] = set()
    while len(placed) < len(above):
        ready = [rail for rail in above if rail not in placed and above[rail] <= placed]
        if not ready:
            return None
        placed.update(ready)
    return above


def _packed(before: Mapping[str, Iterable[str]]) -> dict[str, float]:
    """Each rail as near to the edge as those before it allow; the deepest is 0 and the others are negative or 0."""
    steps: dict[str, int] = {}

    def step(rail: str) -> int:
        if rail not in steps:
            steps[rail] = 1 + max((step(other) for other in before[rail]), default=-1)
        return steps[rail]

    return {rail: float(step(rail)) for rail in before}


def _beside(graph: Graph, rails: Mapping[str, str]) -> dict[str, list[str]]:
    """The rails each is joined to, once for every link."""
    found: dict[str, list[str]] = {rail: [] for rail in rails.values()}
    for links in graph.links:
        for one, other in links:
            if rails[one] != rails[other]:
                found[rails[one]].append(rails[other])
                found[rails[other]].append(rails[one])
    return found
