"""What an event log says of a workflow: an activity belongs to the gate whose name or title stands in it as words.

Figures come from the first four fifths of the cases by time; the last fifth is kept back to hold the forecast against.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coe.forecast.cases import cases_of, nearest
from coe.forecast.gather import Known
from coe.forecast.hours import lasting
from coe.forecast.inputs import Figure
from coe.forecast.logs import Event, Log, Trace, only_known
from governance.language.business_time import HOUR_MS, Calendar
from governance.language.definition import Definition

LEAST = 5
KEPT_BACK = 0.2
MINUTE_MS = 60_000
WEEK_MS = 7 * 24 * HOUR_MS
LONGEST_REVIEW_HOURS = 16
MOST_PEOPLE = 50
SUBMITTED = re.compile(r"\b(submit|submitted|submission|resubmit|resubmitted|saved)\b")
RETURNED = re.compile(r"\b(changes?|returned?|rework|rejected|reject|declined|revise)\b")
WEEKS_IN_CALENDAR = 104


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision read from a log."""

    gate: str
    passed: bool
    event: Event


def of_log(log: Log, laws: Sequence[Definition], calendar: Calendar, name: str) -> Known:
    """Figures for the gates, the mix and the pools of the first definition, with what was wrong with the log."""
    law = laws[0]
    gates = gate_names(law)
    used = only_known(
        log, lambda activity: bool(SUBMITTED.search(plain(activity))) or gate_in(activity, gates) != "", law.workflow
    )
    traces = sorted(used.traces, key=lambda trace: (trace.events[0].end_ms, trace.case))
    kept = int(len(traces) * KEPT_BACK)
    early, late = traces[: len(traces) - kept], traces[len(traces) - kept :]
    source = f"log {name}, {len(early)} cases"
    if not early:
        return Known(trouble=_trouble(used))
    office = lasting(calendar, *_span(traces))
    decided = {trace.case: list(_decided(trace, gates)) for trace in traces}
    return Known(
        flow=_flow(early, decided, office, source),
        gates={gate: found for gate in gates if (found := _gate(gate, early, decided, office, source))},
        people=_people(law, early, decided, source),
        cases=_mix(laws, early, decided, source),
        past=tuple(_days(trace, office) for trace in early),
        kept_back=tuple(_days(trace, office) for trace in late),
        past_source=f"log {name}",
        trouble=_trouble(used),
    )


def plain(text: str) -> str:
    """Lower case, words apart."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def gate_names(law: Definition) -> dict[str, tuple[str, ...]]:
    """What each gate may be called in a log: its name and its title."""
    return {gate.name: tuple(dict.fromkeys((plain(gate.name), plain(gate.title)))) for gate in law.gates}


def gate_in(activity: str, gates: Mapping[str, tuple[str, ...]]) -> str:
    """The gate an activity speaks of, the longest name first; "" for none."""
    words = f" {plain(activity)} "
    found = [(len(each), gate) for gate, names in gates.items() for each in names if f" {each} " in words]
    return max(found)[1] if found else ""


def _decided(trace: Trace, gates: Mapping[str, tuple[str, ...]]) -> Iterator[Decided]:
    for event in trace.events:
        gate = gate_in(event.activity, gates)
        if gate and not (SUBMITTED.search(plain(event.activity))):
            yield Decided(gate, not RETURNED.search(plain(event.activity)), event)


def _flow(
    traces: Sequence[Trace], decided: Mapping[str, list[Decided]], office: Calendar, source: str
) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    first, last = traces[0].events[0].end_ms, traces[-1].events[0].end_ms
    if len(traces) >= LEAST and last - first >= WEEK_MS:
        found["arrivals_a_week"] = Figure(round((len(traces) - 1) * WEEK_MS / (last - first), 3), source)
    rework = [hours for trace in traces for hours in _rework(trace, decided[trace.case], office)]
    if len(rework) >= LEAST:
        found["rework_hours"] = Figure(round(max(0.1, sum(rework) / len(rework)), 2), source)
    return found


def _rework(trace: Trace, decisions: Iterable[Decided], office: Calendar) -> Iterator[float]:
    """Business hours from a decision against the record to the next submission."""
    returned = [each.event.end_ms for each in decisions if not each.passed]
    for event in trace.events:
        if SUBMITTED.search(plain(event.activity)):
            before = [at for at in returned if at <= event.end_ms]
            if before:
                yield (office.worked_until(event.end_ms) - office.worked_until(before[-1])) / HOUR_MS
                returned = [at for at in returned if at > event.end_ms]


def _gate(
    gate: str, traces: Sequence[Trace], decided: Mapping[str, list[Decided]], office: Calendar, source: str
) -> dict[str, Figure]:
    mine = [[each for each in decided[trace.case] if each.gate == gate] for trace in traces]
    first = [looks[0].passed for looks in mine if looks]
    later = [each.passed for looks in mine for each in looks[1:]]
    found: dict[str, Figure] = {}
    if len(first) >= LEAST:
        found["first_pass"] = Figure(round(sum(first) / len(first), 4), f"{source}, {len(first)} first looks")
    if len(later) >= LEAST:
        found["later_pass"] = Figure(round(sum(later) / len(later), 4), f"{source}, {len(later)} later looks")
    spans = [
        (office.worked_until(each.event.end_ms) - office.worked_until(each.event.start_ms)) / MINUTE_MS
        for looks in mine
        for each in looks
        if each.event.start_ms is not None
    ]
    worked = [span for span in spans if 0 < span <= LONGEST_REVIEW_HOURS * 60]
    if len(worked) >= LEAST:
        found["minutes"] = Figure(round(sum(worked) / len(worked), 1), f"{source}, {len(worked)} reviews with a start")
    return found


def _people(
    law: Definition, traces: Sequence[Trace], decided: Mapping[str, list[Decided]], source: str
) -> dict[str, Figure]:
    """How many different people decided for each role pool, where the log names them."""
    named: dict[str, set[str]] = {}
    for trace in traces:
        for each in decided[trace.case]:
            if each.event.resource:
                named.setdefault(law.gate_by_name[each.gate].panel, set()).add(each.event.resource)
    return {
        pool: Figure(float(min(len(people), MOST_PEOPLE)), f"{source}, people named")
        for pool, people in named.items()
        if not pool.startswith("committee/")
    }


def _mix(
    laws: Sequence[Definition], traces: Sequence[Trace], decided: Mapping[str, list[Decided]], source: str
) -> dict[str, Figure]:
    """Each case counts for the class whose gates are nearest to those it went through."""
    cases = cases_of(laws)
    counts: dict[str, int] = {}
    for trace in traces:
        found = nearest(cases, {each.gate for each in decided[trace.case]})
        if found:
            counts[found.name] = counts.get(found.name, 0) + 1
    return {name: Figure(float(count), source) for name, count in counts.items()}


def _days(trace: Trace, office: Calendar) -> float:
    """Business days from the first event to the last."""
    first = min(event.start_ms or event.end_ms for event in trace.events)
    worked = office.worked_until(trace.events[-1].end_ms) - office.worked_until(first)
    return worked / (office.hours_per_day * HOUR_MS)


def _span(traces: Sequence[Trace]) -> tuple[int, int]:
    """From the Monday before the first event, and how many weeks to the last."""
    first = min(event.start_ms or event.end_ms for trace in traces for event in trace.events)
    last = max(event.end_ms for trace in traces for event in trace.events)
    return first - WEEK_MS, (last - first) // WEEK_MS + 3


def _trouble(log: Log) -> tuple[str, ...]:
    return tuple(f"{each.what}: {each.count} (first: {each.first})" for each in log.troubles)
