"""Where the stations and stretches of the way lie: gates in an order become rows of trunk stations and branches.

Pure geometry in pixels: the same gates and width give the same places. Text widths are estimated, never measured.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from coe.way.marks import Mark

GateState = Literal[
    "passed", "conditional", "yours", "waiting", "not_open", "sent_back", "refused", "on_hold", "not_needed"
]
Style = Literal["clear", "open", "bypassed"]
CLEAR: frozenset[Mark] = frozenset({"passed", "conditional", "not_needed"})
MOST_GATES = 40
FIRST_WIDE = "\u2e80"  # CJK and what follows is as wide as it is high


@dataclass(frozen=True, slots=True)
class WayGate:
    """One gate: `after` names the keys of the gates it waits for."""

    key: str
    title: str
    state: GateState
    caption: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Gates between two points every run passes: one gate on the trunk, or lanes side by side."""

    lanes: tuple[tuple[WayGate, ...], ...]

    @property
    def gates(self) -> tuple[WayGate, ...]:
        """Every gate, lane by lane."""
        return tuple(gate for lane in self.lanes for gate in lane)

    @property
    def single(self) -> bool:
        """Whether one gate stands on the trunk."""
        return len(self.gates) == 1


@dataclass(frozen=True, slots=True)
class Order:
    """The gates by depth, without waits that follow from others, cut into blocks."""

    depth: dict[str, int]
    after: dict[str, frozenset[str]]
    blocks: tuple[Block, ...]

    def ends(self, block: Block) -> tuple[WayGate, ...]:
        """The gates of a block that nothing else in it waits for."""
        waited = {key for gate in block.gates for key in self.after[gate.key]}
        return tuple(gate for gate in block.gates if gate.key not in waited)


def order_gates(gates: tuple[WayGate, ...]) -> Order:
    """Raises ValueError for no gates, too many, a repeated key, an unknown gate waited for, or a circle."""
    if not 1 <= len(gates) <= MOST_GATES:
        raise ValueError(f"the way: {len(gates)} gates; draw 1 to {MOST_GATES}")
    known = {gate.key: gate for gate in gates}
    if len(known) != len(gates):
        raise ValueError("the way: a gate's key appears twice; give each gate its own")
    for gate in gates:
        for key in gate.after:
            if key not in known:
                raise ValueError(f"the way: gate {gate.key!r} waits for {key!r}, which is not among the gates")
    before = _all_before(gates)
    after = {
        gate.key: frozenset(key for key in gate.after if not any(key in before[other] for other in gate.after))
        for gate in gates
    }
    depth: dict[str, int] = {}
    for gate in sorted(gates, key=lambda gate: len(before[gate.key])):
        depth[gate.key] = 1 + max((depth[key] for key in after[gate.key]), default=-1)
    ranked = sorted(gates, key=lambda gate: depth[gate.key])
    return Order(depth, after, tuple(_blocks(ranked, depth, after)))


def _all_before(gates: tuple[WayGate, ...]) -> dict[str, set[str]]:
    before = {gate.key: set(gate.after) for gate in gates}
    for _ in gates:
        for reached in before.values():
            for key in tuple(reached):
                reached.update(before[key])
    for key, reached in before.items():
        if key in reached:
            raise ValueError(f"the way: gate {key!r} waits for itself; break the circle")
    return before


def _blocks(ranked: list[WayGate], depth: dict[str, int], after: dict[str, frozenset[str]]) -> Iterable[Block]:
    current: list[WayGate] = []
    for place, gate in enumerate(ranked):
        current.append(gate)
        later = ranked[place + 1 :]
        if later and depth[later[0].key] == depth[gate.key]:
            continue
        mine = {one.key for one in current}
        ends = frozenset(mine - {key for one in current for key in after[one.key]})
        crossing = [after[one.key] & mine for one in later]
        if all(keys == ends for keys in crossing if keys):
            yield Block(_lanes(current, after))
            current = []


def _lanes(gates: list[WayGate], after: dict[str, frozenset[str]]) -> tuple[tuple[WayGate, ...], ...]:
    lanes: list[list[WayGate]] = []
    for gate in gates:
        lane = next((lane for lane in lanes if lane[-1].key in after[gate.key]), None)
        if lane is None:
            lanes.append([gate])
        else:
            lane.append(gate)
    return tuple(tuple(lane) for lane in lanes)


def text_width(text: str, size: float, *, strong: bool = False) -> float:
    """An estimate in pixels, a little generous, for Schibsted Grotesk."""
    return sum(_share(letter) for letter in text) * size * (1.06 if strong else 1.0)


def _share(letter: str) -> float:
    if letter in "iljtfrI.,:;'|!()[] ":
        return 0.3
    if letter in "mwMW@%—":
        return 0.88
    if letter >= FIRST_WIDE:
        return 1.0
    return 0.64 if letter.isupper() else 0.525


def clip(text: str, room: float, size: float, *, strong: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis; empty when not even two letters fit."""
    if text_width(text, size, strong=strong) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size, strong=strong) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,;") + "…" if len(kept) > 1 else ""
