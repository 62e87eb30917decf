"""Moments of a log's cases: where a case stands after each of its events, and which view of that tells most."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from statistics import mean, median, stdev
from types import MappingProxyType

from coe.forecast.expected import Expecting, Past, Seen, learnt, near_for
from coe.forecast.logs import Trace
from governance.language.business_time import DAY_MS

Keys = tuple[Hashable, ...]
View = Callable[[Sequence[str]], Keys]
MOST_SEEN = 60_000
MOST_REMEMBERED = 100
MOST_TRIED = 4_000
LATER = 0.8
TWO = 2
FEWEST_COMPARED = 20


def _last(done: Sequence[str]) -> Keys:
    return (done[-1],)


def _counted(done: Sequence[str]) -> Keys:
    return ((done[-1], sum(name == done[-1] for name in done)), done[-1])


def _pair(done: Sequence[str]) -> Keys:
    return (tuple(done[-TWO:]), done[-1])


def _passed(done: Sequence[str]) -> Keys:
    return ((frozenset(done), done[-1]), tuple(done[-TWO:]), done[-1])


def _bag(done: Sequence[str]) -> Keys:
    return ((frozenset(Counter(done).items()), done[-1]), *_passed(done))


VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "the last step": _last,
        "the last step and how often it was taken": _counted,
        "the last two steps": _pair,
        "the steps taken and the last": _passed,
        "the steps taken, how often, and the last": _bag,
    }
)


def began(trace: Trace) -> int:
    """When a case began, UTC ms."""
    first = trace.events[0]
    return min(first.end_ms, first.start_ms if first.start_ms is not None else first.end_ms)


def ended(trace: Trace) -> int:
    """When its last event ended, UTC ms."""
    return trace.events[-1].end_ms


def moments(trace: Trace, view: View, *, last: bool = False) -> Iterable[Seen]:
    """The case after each of its events but the last (with `last`, after that too), in days."""
    names = [event.activity for event in trace.events]
    ends = [event.end_ms for event in trace.events]
    for place in range(len(ends) - (not last)):
        now = ends[place]
        stay = ends[place + 1] - now if place + 1 < len(ends) else 0
        age, left = now - ends[0], ends[-1] - now
        done = names[max(0, place + 1 - MOST_REMEMBERED) : place + 1]
        yield Seen(trace.case, view(done), age / DAY_MS, stay / DAY_MS, left / DAY_MS)


def recent(traces: Sequence[Trace]) -> list[Trace]:
    """The cases that ended last, as many as can be learnt from in the time there is, in order of their begin."""
    kept, size = list[Trace](), 0
    for trace in sorted(traces, key=lambda one: (ended(one), one.case), reverse=True):
        size += len(trace.events)
        if kept and size > MOST_SEEN:
            break
        kept.append(trace)
    return sorted(kept, key=lambda one: (began(one), one.case))


def learnt_from(traces: Sequence[Trace]) -> tuple[Expecting, str]:
    """What these cases teach, and the view chosen: the plainest that no richer one beats by more than chance when the
    earlier cases forecast the later ones.
    """
    kept = recent(traces)
    chosen = _chosen(kept)
    return learnt([seen for trace in kept for seen in moments(trace, VIEWS[chosen])]), chosen


def _chosen(traces: Sequence[Trace]) -> str:
    names = list(VIEWS)
    cut = int(len(traces) * LATER)
    if cut >= len(traces):
        return names[0]
    split = began(traces[cut])
    before, after = [one for one in traces[:cut] if ended(one) < split], traces[cut:]
    after = after[:: max(1, sum(len(one.events) for one in after) // MOST_TRIED)]
    best, errors = names[0], _errors(before, after, VIEWS[names[0]])
    for name in names[1:]:
        others = _errors(before, after, VIEWS[name])
        gains = [errors[case] - others[case] for case in errors if case in others]
        if len(gains) >= FEWEST_COMPARED and mean(gains) > stdev(gains) / math.sqrt(len(gains)):
            best, errors = name, others
    return best


def _errors(before: Sequence[Trace], after: Sequence[Trace], view: View) -> dict[str, float]:
    """The summed error of each later case."""
    past = Past((seen for trace in before for seen in moments(trace, view)), near_for(len(before)))
    found: dict[str, float] = {}
    for trace in after:
        for seen in moments(trace, view):
            alike = past.alike(seen.keys, seen.age)
            if alike is not None:
                found[trace.case] = found.get(trace.case, 0.0) + abs(median(alike.left) - seen.left)
    return found
