"""The order of nodes within layers that has the fewest crossings.

Sweeps find it for nearly every way. Where they leave crossings, orders are compared exhaustively while that is
affordable; beyond, orders without any crossing are still found wherever there are some.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise, permutations
from math import factorial, inf
from typing import TypeAlias

Layer: TypeAlias = tuple[str, ...]
Layers: TypeAlias = tuple[Layer, ...]
Links: TypeAlias = tuple[tuple[tuple[str, str], ...], ...]
Pair: TypeAlias = tuple[str, str]

SWEEPS = 12
MOST_COMPARISONS = 60_000
MOST_TRIED = 4_000


def crossings(layers: Layers, links: Links) -> int:
    """How many pairs of links cross."""
    return sum(_between(*pair, joined) for pair, joined in zip(_gaps(layers), links, strict=True))


def untangled(layers: Layers, links: Links) -> Layers:
    """The layers in an order with as few crossings as any; the given order wins among equals it is one of."""
    best = _swept(layers, links)
    if crossings(best, links) == 0:
        return best
    sizes = [factorial(len(layer)) for layer in layers]
    if sum(one * other for one, other in pairwise(sizes)) <= MOST_COMPARISONS:
        return _compared(best, links)
    return _Flat(best, links).order() or best


def _gaps(layers: Layers) -> list[tuple[Layer, Layer]]:
    return list(pairwise(layers))


def _between(left: Layer, right: Layer, joined: Sequence[Pair]) -> int:
    at_left = {node: place for place, node in enumerate(left)}
    at_right = {node: place for place, node in enumerate(right)}
    ends = [(at_left[one], at_right[other]) for one, other in joined]
    return sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(ends, 2))


def _swept(layers: Layers, links: Links) -> Layers:
    """Each layer ordered by where its neighbours stand on average, to and fro; the best order met."""
    best, least = layers, crossings(layers, links)
    current = list(layers)
    for sweep in range(SWEEPS):
        if least == 0:
            break
        forward = sweep % 2 == 0
        for number in range(1, len(current)) if forward else range(len(current) - 2, -1, -1):
            fixed = current[number - 1] if forward else current[number + 1]
            joined = links[number - 1] if forward else [(b, a) for a, b in links[number]]
            current[number] = _by_neighbours(current[number], fixed, joined)
        count = crossings(tuple(current), links)
        if count < least:
            best, least = tuple(current), count
    return best


def _by_neighbours(layer: Layer, fixed: Layer, joined: Sequence[Pair]) -> Layer:
    place = {node: number for number, node in enumerate(fixed)}
    around: dict[str, list[int]] = {node: [] for node in layer}
    for one, other in joined:
        around[other].append(place[one])
    share = len(fixed) / len(layer)
    mean = {
        node: sum(near) / len(near) if near else number * share
        for number, (node, near) in enumerate(around.items())
    }  # fmt: skip
    return tuple(sorted(layer, key=lambda node: mean[node]))


def _compared(layers: Layers, links: Links) -> Layers:
    """The exact minimum: the cheapest way through all orders of each layer."""
    costs: dict[Layer, tuple[float, tuple[Layer, ...]]] = {order: (0, (order,)) for order in permutations(layers[0])}
    for layer, joined in zip(layers[1:], links, strict=True):
        following: dict[Layer, tuple[float, tuple[Layer, ...]]] = {}
        ranked = sorted(costs.items(), key=lambda known: known[1][0])
        for order in permutations(layer):
            least: tuple[float, tuple[Layer, ...]] = (inf, ())
            for before, (cost, path) in ranked:
                if cost >= least[0]:
                    break
                total = cost + _between(before, order, joined)
                if total < least[0]:
                    least = (total, (*path, order))
            following[order] = least
        costs = following
    return min(costs.values(), key=lambda known: known[0])[1]


class _Flat:
    """A search for orders without crossings: two links that do not meet need their ends in the same order.

    So the order of every pair follows from that of a few; those are chosen, with what follows by transitivity.
    """

    def __init__(self, layers: Layers, links: Links) -> None:
        self.layers = layers
        self.same: dict[Pair, list[Pair]] = {}
        for joined in links:
            for (a, b), (c, d) in combinations(joined, 2):
                if a != c and b != d:
                    for one, other in (((a, c), (b, d)), ((c, a), (d, b))):
                        self.same.setdefault(one, []).append(other)
                        self.same.setdefault(other, []).append(one)
        self.left = MOST_TRIED

    def order(self) -> Layers | None:
        """The layers in such an order, or None where there is none or none is found soon."""
        found = self._chosen({})
        if found is None:
            return None
        rank = {node: sum(found[(other, node)] for other in layer if other != node)
                for layer in self.layers for node in layer}  # fmt: skip
        return tuple(tuple(sorted(layer, key=lambda node: rank[node])) for layer in self.layers)

    def _chosen(self, known: Mapping[Pair, bool]) -> Mapping[Pair, bool] | None:
        pair = next((pair for layer in self.layers for pair in combinations(layer, 2) if pair not in known), None)
        if pair is None:
            return known
        for above in (True, False):
            self.left -= 1
            if self.left < 0:
                return None
            further = self._with(known, pair, above=above)
            found = None if further is None else self._chosen(further)
            if found is not None:
                return found
        return None

    def _with(self, known: Mapping[Pair, bool], pair: Pair, *, above: bool) -> Mapping[Pair, bool] | None:
        """What is known once this pair is ordered so; None where that contradicts itself."""
        told = dict(known)
        waiting = [(pair, above)]
        layer_of = {node: layer for layer in self.layers for node in layer}
        while waiting:
            (one, other), before = waiting.pop()
            if not before:
                one, other = other, one
            if (one, other) in told:
                if not told[(one, other)]:
                    return None
                continue
            told[(one, other)], told[(other, one)] = True, False
            waiting.extend((same, True) for same in self.same.get((one, other), ()))
            for third in layer_of[one]:
                if third not in (one, other):
                    if told.get((other, third)):
                        waiting.append(((one, third), True))
                    if told.get((third, one)):
                        waiting.append(((third, other), True))
        return told
