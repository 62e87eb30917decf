"""A forecast drawn: for each gate the span from the tenth to the ninetieth of a hundred, waiting and working; for each
pool how busy it is. One self-contained SVG in the colours of the house, the same bytes for the same forecast.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from coe.forecast.results import Comparison, Forecast, GateForecast, Spread
from coe.way.marks import PRINT

WIDTH, LEFT, RIGHT = 760, 190, 30
ROW, BAR, TOP = 40, 9, 64
FONT = "Schibsted Grotesk, system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000, 2_000, 5_000)
MOST_STEPS = 6


def chart(found: Forecast | Comparison) -> str:
    """The SVG of one forecast, or of two: each gate and pool of the second stands under that of the first."""
    both = [found] if isinstance(found, Forecast) else [found.before, found.after]
    names = list(dict.fromkeys(gate.gate for each in both for gate in each.gates))
    pools = list(dict.fromkeys(pool.pool for each in both for pool in each.pools if pool.hours_a_week))
    row = ROW if len(both) == 1 else ROW * 2 - 10
    second = TOP + row * len(names) + 74
    height = second + (row - 14) * len(pools) + 34
    parts = [
        *_head(both, height),
        *_gates(both, names, row),
        *_text(0, second - 34, "How busy each pool is", size=15, weight=600),
        *_pools(both, pools, second, row - 14),
    ]
    return "\n".join([*parts, "</svg>", ""])


def _head(both: Sequence[Forecast], height: int) -> Iterator[str]:
    words = " and ".join(f"{each.workflow}: P50 {each.days.p50:.1f}, P90 {each.days.p90:.1f} days" for each in both)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="{FONT}" role="img" aria-label="Forecast. {escape(words)}">'
    )
    yield f'<rect width="{WIDTH}" height="{height}" fill="{PRINT.page}"/>'
    yield from _text(0, 20, "Hours at each gate, P10 to P90, the median marked", size=15, weight=600)
    yield from _key(LEFT, 40, PRINT.attend, "waiting")
    yield from _key(LEFT + 90, 40, PRINT.way, "working")
    if len(both) > 1:
        yield from _text(LEFT + 190, 44, "above: as it is; below: as proposed", colour=PRINT.muted)


def _gates(both: Sequence[Forecast], names: Sequence[str], row: int) -> Iterator[str]:
    known = [{gate.gate: gate for gate in each.gates} for each in both]
    most = max((gate.waiting.p90 for each in known for gate in each.values()), default=1.0) or 1.0
    bottom = TOP + row * len(names)
    scale = (WIDTH - LEFT - RIGHT) / most
    step = next((each for each in STEPS if most / each <= MOST_STEPS), STEPS[-1])
    for value in range(0, int(most) + 1, step):
        x = LEFT + value * scale
        yield f'<path d="M{x:.1f} {TOP - 6}V{bottom}" stroke="{PRINT.control}" stroke-opacity=".25"/>'
        yield from _text(x, bottom + 14, f"{value} h", anchor="middle", colour=PRINT.muted)
    for place, name in enumerate(names):
        y = TOP + place * row
        title = next(each[name].title for each in known if name in each)
        yield from _text(0, y + 15, title, weight=600)
        for below, each in enumerate(known):
            if name in each:
                yield from _gate(each[name], y + below * (ROW - 8), scale)


def _gate(gate: GateForecast, y: float, scale: float) -> Iterator[str]:
    yield from _bar(gate.waiting, y + 2, scale, PRINT.attend)
    yield from _bar(gate.working, y + 4 + BAR, scale, PRINT.way)


def _bar(found: Spread, y: float, scale: float, colour: str) -> Iterator[str]:
    x, wide = LEFT + found.p10 * scale, max(1.0, (found.p90 - found.p10) * scale)
    yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{BAR}" rx="2" fill="{colour}" fill-opacity=".3"/>'
    yield f'<rect x="{LEFT + found.p50 * scale - 1.5:.1f}" y="{y:.1f}" width="3" height="{BAR}" fill="{colour}"/>'


def _pools(both: Sequence[Forecast], pools: Sequence[str], top: int, row: int) -> Iterator[str]:
    wide = WIDTH - LEFT - RIGHT - 70
    known = [{pool.pool: pool for pool in each.pools} for each in both]
    for place, name in enumerate(pools):
        y = top + place * row
        yield from _text(0, y + 6, name.partition("/")[2].replace("_", " ").replace("-", " "), weight=600)
        for below, each in enumerate(known):
            if name not in each:
                continue
            pool, at = each[name], y - 3 + below * 18
            colour = PRINT.stop if pool.busy > 0.9 else PRINT.way  # noqa: PLR2004 - beyond this, queues run away
            bar = f'<rect x="{LEFT}" y="{at}" height="{BAR}" rx="2" '
            yield f'{bar}width="{wide}" fill="{PRINT.control}" fill-opacity=".18"/>'
            yield f'{bar}width="{min(1.0, pool.busy) * wide:.1f}" fill="{colour}"/>'
            yield from _text(LEFT + wide + 8, at + 9, f"{pool.busy:.0%}", colour=PRINT.muted)


def _key(x: float, y: float, colour: str, words: str) -> Iterator[str]:
    yield f'<rect x="{x:.1f}" y="{y - 5:.1f}" width="18" height="{BAR}" rx="2" fill="{colour}" fill-opacity=".3"/>'
    yield f'<rect x="{x + 8:.1f}" y="{y - 5:.1f}" width="3" height="{BAR}" fill="{colour}"/>'
    yield from _text(x + 24, y + 4, words, colour=PRINT.muted)


def _text(
    x: float, y: float, words: str, *, size: int = 12, weight: int = 400, anchor: str = "start", colour: str = PRINT.ink
) -> Iterator[str]:
    yield (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(words)}</text>'
    )
