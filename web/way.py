"""The way of one initiative, drawn with the live standing of every gate it needs, for one reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from markupsafe import Markup

from coe.way.drawing import GateState, WayGate, draw_way
from coe.way.gates import mark_of
from governance.eligibility import seat_for
from governance.gates import Standing, binding, decided_in
from governance.why_words import DONE
from web.moments import day_of, moment, promised
from web.records import Record

WIDE, NARROW, LABEL = 1360, 358, 14
START, END, CAME = "·submitted", "·end", "·came"
ENDS: Mapping[str, GateState] = {
    "approved": "passed", "released": "passed", "rejected": "refused", "revoked": "refused", "withdrawn": "refused",
    "expired": "refused", "retired": "not_needed",
    "on hold": "on_hold",
}  # fmt: skip
APPROVALS = ("approve", "approve with conditions")

Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Way:
    """The drawing wide and narrow, and one sentence that replaces its words on a telephone."""

    svg: Markup
    small: Markup
    text: str


def way(record: Record, viewer: str, name: Name, zone: tzinfo = UTC) -> Way:
    """The way as this person sees it; "" draws it for nobody in particular."""
    gates = stations(record, viewer, name, zone)
    bare = tuple(replace(gate, title="", caption="") for gate in gates)
    wide = Markup(draw_way(gates, width=WIDE, label=LABEL))  # noqa: S704 - our own drawing escapes every text
    small = Markup(draw_way(bare, width=NARROW, name="small"))  # noqa: S704 - as above, and without any text
    return Way(wide, small, in_short(gates))


def mini_way(record: Record, viewer: str, name: Name, zone: tzinfo = UTC) -> Markup:
    """The way without words, for a list; its ids are unique among those of other records."""
    bare = together(stations(record, viewer, name, zone))
    return Markup(draw_way(bare, width=NARROW, name=f"way-{record.id}"))  # noqa: S704 - no text but the record's id


def together(gates: tuple[WayGate, ...]) -> tuple[WayGate, ...]:
    """Parallel gates of one state as one station without words: in a list the way is to be low, and rows alike."""
    first: dict[tuple[tuple[str, ...], GateState], str] = {}
    stands_for: dict[str, str] = {}
    found: list[WayGate] = []
    for gate in gates:
        after = tuple(dict.fromkeys(stands_for[key] for key in gate.after))
        stands_for[gate.key] = first.setdefault((after, gate.state), gate.key)
        if stands_for[gate.key] == gate.key:
            found.append(WayGate(gate.key, "", gate.state, "", after))
    return tuple(found)


def stations(record: Record, viewer: str, name: Name, zone: tzinfo = UTC) -> tuple[WayGate, ...]:
    """Submission, the gates that are needed, the approval, and what came of it, each behind those it waits for."""
    needed = {key: one for key, one in record.standings.items() if one.state != "not needed"}
    submitted = day_of(record.state.submitted, record.at, zone) if record.state.submitted else ""
    start = WayGate(START, "Submitted", "sent_back" if record.state.status == "in rework" else "passed", submitted)
    places = tuple(
        WayGate(key, one.gate.title, state_of(record, one, viewer), _caption(record, one, viewer, name, zone),
                _after(record, one) or (START,))
        for key, one in needed.items()
    )  # fmt: skip
    deciding = tuple(place for place in places if not needed[place.key].gate.ratifies)
    end = _end(record, _last(deciding) or (START,), zone)
    confirming = tuple(place for place in places if needed[place.key].gate.ratifies)
    return (start, *deciding, end, *_afterwards(record, confirming, zone))


def _last(places: tuple[WayGate, ...]) -> tuple[str, ...]:
    """The places that no other comes after."""
    waited = {key for place in places for key in place.after}
    return tuple(place.key for place in places if place.key not in waited)


def _end(record: Record, after: tuple[str, ...], zone: tzinfo) -> WayGate:
    """Approval, or what came instead of it."""
    state = record.state
    if state.approved:
        return WayGate(END, "Approved", "passed", day_of(state.approved, record.at, zone), after)
    title = state.status.capitalize() if state.status in ("rejected", "withdrawn") else "Approval"
    ended = day_of(state.closed, record.at, zone) if state.closed else ""
    return WayGate(END, title, ENDS.get(state.status, "not_open"), ended, after)


def _afterwards(record: Record, confirming: tuple[WayGate, ...], zone: tzinfo) -> tuple[WayGate, ...]:
    """Who confirms an approval, and what became of it, in the order it came; releasing waits for nobody."""
    state = record.state
    days = {"released": state.released, "expired": state.expires, "retired": state.closed, "revoked": state.closed}
    if not state.approved or state.status not in days:
        return tuple(replace(place, after=(END,)) for place in confirming)
    done = tuple(place for place in confirming if record.standings[place.key].state in ("passed", "rejected"))
    first = tuple(replace(place, after=(END,)) for place in done)
    ended = day_of(days[state.status], record.at, zone)
    after = tuple(place.key for place in done) or (END,)
    came = WayGate(CAME, state.status.capitalize(), ENDS[state.status], ended, after)
    waiting = [place for place in confirming if place not in done] if state.status == "released" else []
    return (*first, came, *(replace(place, after=(CAME,)) for place in waiting))


def state_of(record: Record, standing: Standing, viewer: str) -> GateState:
    """The mark of a gate."""
    mine, conditional = may_decide(record, standing, viewer), _unverified(record, standing.gate.name) > 0
    return mark_of(standing, record.state, mine=mine, conditional=conditional)


def may_decide(record: Record, standing: Standing, person: str) -> bool:
    """Whether this person could sign a decision at this gate now."""
    if not person or standing.state != "open" or record.state.status not in decided_in(standing.gate):
        return False
    found = seat_for(record.law, record.facts, record.state, standing.gate, standing.votes, person, record.at)
    return isinstance(found, str)


def in_short(gates: tuple[WayGate, ...]) -> str:
    """“Medical, your turn. Legal and Regulatory have passed.”"""
    return " ".join(_short(tuple(gate for gate in gates if gate.key not in (START, END, CAME))))


def _short(gates: tuple[WayGate, ...]) -> Iterator[str]:
    said: tuple[tuple[tuple[GateState, ...], str, str], ...] = (
        (("yours",), ", your turn.", ", your turn."),
        (("waiting",), " is with others.", " are with others."),
        (("sent_back",), " asks for changes.", " ask for changes."),
        (("refused",), " rejected it.", " rejected it."),
        (("on_hold",), " is on hold.", " are on hold."),
        (("passed", "conditional"), " has passed.", " have passed."),
        (("not_open",), " is not open yet.", " are not open yet."),
    )
    for states, one, many in said:
        titles = tuple(gate.title for gate in gates if gate.state in states)
        if titles:
            yield listed(titles) + (many if len(titles) > 1 else one)


def listed(words: tuple[str, ...]) -> str:
    """“A, B and C”."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _after(record: Record, standing: Standing) -> tuple[str, ...]:
    """The needed gates before this one, past those that are not needed."""
    found: dict[str, None] = {}
    for key in standing.gate.after:
        before = record.standings[key]
        found.update(dict.fromkeys(_after(record, before) if before.state == "not needed" else (key,)))
    return tuple(found)


def _unverified(record: Record, gate: str) -> int:
    bound = binding(record.law, record.state)
    return sum(c.id in bound and c.gate == gate and c.status != "verified" for c in record.state.conditions)


def _caption(record: Record, standing: Standing, viewer: str, name: Name, zone: tzinfo) -> str:
    mark = record.state.marks.get(standing.gate.name)
    until = f", due {moment(mark.due, record.at, zone).text}" if mark and mark.due else ""
    if mark and mark.since and day_of(mark.since, record.at, zone) != day_of(record.at, record.at, zone):
        until = f" since {day_of(mark.since, record.at, zone)}{until}"
    match state_of(record, standing, viewer):
        case "passed":
            return _said(record, standing, name, zone)
        case "conditional":
            count = _unverified(record, standing.gate.name)
            return f"{_said(record, standing, name, zone)}, {count} condition{'s' if count > 1 else ''} open"
        case "yours":
            return f"your turn{until}"
        case "waiting" if standing.able:
            return (
                f"with {name(standing.able[0]) if len(standing.able) == 1 else f'{len(standing.able)} people'}{until}"
            )
        case "waiting":
            return "nobody can act now"
        case "sent_back" | "refused":
            return _said(record, standing, name, zone)
        case "on_hold":
            return "clock stopped"
        case _:
            return promised(standing.gate.clock(record.state.tier))


def _said(record: Record, standing: Standing, name: Name, zone: tzinfo) -> str:
    """Who decided and when: by name for one voice, by number for several."""
    votes = [vote for vote in standing.votes if vote.outcome not in ("recuse", "abstain")]
    if not votes:
        return ""
    if len(votes) == 1:
        vote = votes[0]
        done = "approved" if vote.outcome in APPROVALS else DONE[vote.outcome]
        return f"{done} by {name(vote.person)}, {day_of(vote.at, record.at, zone)}".replace(
            "asked for changes by", "changes asked by"
        )
    approvals = sum(vote.outcome in APPROVALS for vote in votes)
    return f"{approvals} of {len(votes)} approved, {day_of(votes[-1].at, record.at, zone)}"
