"""The gates of a way as a layered graph: which stand in a column, what joins and forks between them, in which order.

Pure combinatorics without lengths: the same gates give the same graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from coe.way.crossings import Layers, Links, untangled
from coe.way.marks import Mark

GateState = Literal[
    "passed", "conditional", "yours", "waiting", "not_open", "sent_back", "refused", "on_hold", "not_needed",
    "always", "sometimes", "added", "removed", "changed",
]  # fmt: skip
CLEAR: frozenset[Mark] = frozenset({"passed", "conditional", "not_needed"})
MOST_GATES = 40


@dataclass(frozen=True, slots=True)
class WayGate:
    """One gate: `after` names the keys of the gates it waits for; `caption` and `note` are words beside its title."""

    key: str
    title: str
    state: GateState
    caption: str = ""
    after: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A stretch from one gate or joint to another, through the nodes of the layers between (both ends included)."""

    path: tuple[str, ...]

    @property
    def start(self) -> str:
        """Where it leaves."""
        return self.path[0]

    @property
    def end(self) -> str:
        """Where it arrives."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Graph:
    """Layers from left to right, each from top to bottom. A node is a gate's key, a joint, or a stretch passing by."""

    gates: Mapping[str, WayGate]
    layers: Layers
    edges: tuple[Edge, ...]

    @property
    def links(self) -> Links:
        """Between each layer and the next, who is joined to whom."""
        found: list[list[tuple[str, str]]] = [[] for _ in self.layers[1:]]
        layer = {node: number for number, nodes in enumerate(self.layers) for node in nodes}
        for edge in self.edges:
            for one, other in pairwise(edge.path):
                found[layer[one]].append((one, other))
        return tuple(tuple(dict.fromkeys(links)) for links in found)


def order_gates(gates: tuple[WayGate, ...]) -> Graph:
    """Raises ValueError for no gates, too many, a repeated key, an unknown gate waited for, or a circle."""
    known = _known(gates)
    after = reduced({gate.key: gate.after for gate in gates})
    waits, joints = _with_joints(after)
    depth = _depths(waits)
    layers: list[list[str]] = [[] for _ in range(1 + max(depth.values()))]
    for node in (*known, *joints):
        layers[depth[node]].append(node)
    edges = []
    for node, before in waits.items():
        for start in before:
            passing = [f"{start}→{node}·{layer}" for layer in range(depth[start] + 1, depth[node])]
            for layer, passer in enumerate(passing, depth[start] + 1):
                layers[layer].append(passer)
            edges.append(Edge((start, *passing, node)))
    start_order = tuple(tuple(layer) for layer in layers)
    drafted = Graph(known, start_order, tuple(edges))
    return Graph(known, untangled(start_order, drafted.links), drafted.edges)


def _known(gates: tuple[WayGate, ...]) -> dict[str, WayGate]:
    if not 1 <= len(gates) <= MOST_GATES:
        raise ValueError(f"the way: {len(gates)} gates; draw 1 to {MOST_GATES}")
    known = {gate.key: gate for gate in gates}
    if len(known) != len(gates):
        raise ValueError("the way: a gate's key appears twice; give each gate its own")
    for gate in gates:
        for key in gate.after:
            if key not in known:
                raise ValueError(f"the way: gate {gate.key!r} waits for {key!r}, which is not among the gates")
    return known


def reduced(after: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What each gate waits for, without the waits that follow from others. Raises ValueError for a circle."""
    before = {key: set(waits) for key, waits in after.items()}
    for _ in after:
        for reached in before.values():
            for key in tuple(reached):
                reached.update(before[key])
    for key, reached in before.items():
        if key in reached:
            raise ValueError(f"the way: gate {key!r} waits for itself; break the circle")
    return {
        key: tuple(one for one in dict.fromkeys(waits) if not any(one in before[other] for other in waits))
        for key, waits in after.items()
    }


def _with_joints(after: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Gates that wait for the same several gates do so through one point; so do several first and several last gates.

    A point turns the m × n lines of a joint step into m + n, which need not cross.
    """
    waits = dict(after)
    joints: list[str] = []
    groups: dict[frozenset[str], list[str]] = {}
    for key, before in after.items():
        groups.setdefault(frozenset(before), []).append(key)
    for before_all, members in groups.items():
        if len(members) > 1 and len(before_all) != 1:
            joint = f"·joint{len(joints)}"
            joints.append(joint)
            waits[joint] = tuple(key for key in after if key in before_all)
            waits.update(dict.fromkeys(members, (joint,)))
    waited = {key for before in after.values() for key in before}
    last = tuple(key for key in after if key not in waited)
    if len(last) > 1:
        joints.append("·joined")
        waits["·joined"] = last
    return waits, tuple(joints)


def _depths(waits: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    depth: dict[str, int] = {}

    def deep(node: str) -> int:
        if node not in depth:
            depth[node] = 1 + max((deep(before) for before in waits[node]), default=-1)
        return depth[node]

    for node in waits:
        deep(node)
    return depth
