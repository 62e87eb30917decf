"""The way of one initiative, drawn with the live standing of every gate it needs, for one reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from markupsafe import Markup

from coe.way.drawing import GateState, Said, WayGate, draw_mini, draw_way
from coe.way.gates import mark_of
from governance.law.eligibility import seat_for
from governance.law.gates import Standing, binding, decided_in
from web.parts.moments import ahead, day_of, promised
from web.rows.records import Record
from web.words.translating import gettext, ngettext, pair
from web.words.vocabulary import MARKS, listed, status_word

WIDE, NARROW, LABEL = 1360, 358, 14
START, END, CAME = "·submitted", "·end", "·came"
ENDS: Mapping[str, GateState] = {
    "approved": "passed", "released": "passed", "rejected": "refused", "revoked": "refused", "withdrawn": "refused",
    "expired": "refused", "retired": "not_needed",
    "on hold": "on_hold",
}  # fmt: skip
APPROVALS = ("approve", "approve with conditions")

SHORT: tuple[tuple[tuple[GateState, ...], tuple[str, str]], ...] = (
    (("yours",), pair("%(gates)s, your turn.", "%(gates)s, your turn.")),
    (("waiting",), pair("%(gates)s is with others.", "%(gates)s are with others.")),
    (("sent_back",), pair("%(gates)s asks for changes.", "%(gates)s ask for changes.")),
    (("refused",), pair("%(gates)s rejected it.", "%(gates)s rejected it.")),
    (("on_hold",), pair("%(gates)s is on hold.", "%(gates)s are on hold.")),
    (("passed", "conditional"), pair("%(gates)s has passed.", "%(gates)s have passed.")),
    (("not_open",), pair("%(gates)s is not open yet.", "%(gates)s are not open yet.")),
)

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
    wide = draw_way(gates, width=WIDE, label=LABEL, said=_heard())
    small = draw_way(bare, width=NARROW, name="small", said=_heard())
    return Way(Markup(wide), Markup(small), in_short(gates))  # noqa: S704 - our own drawing escapes every text


def mini_way(record: Record, viewer: str, name: Name, zone: tzinfo = UTC) -> Markup:
    """The way without words, for a list that says beside it whose turn it is."""
    bare = together(stations(record, viewer, name, zone))
    return Markup(draw_mini(bare, width=NARROW))  # noqa: S704 - no text at all


def _heard() -> Said:
    return Said(gettext("The way through the gates"), MARKS)


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
    mark: GateState = "sent_back" if record.state.status == "in rework" else "passed"
    start = WayGate(START, gettext("Submitted"), mark, submitted)
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
        return WayGate(END, gettext("Approved"), "passed", day_of(state.approved, record.at, zone), after)
    title = status_word(state.status) if state.status in ("rejected", "withdrawn") else gettext("Approval")
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
    came = WayGate(CAME, status_word(state.status), ENDS[state.status], ended, after)
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
    for states, (one, many) in SHORT:
        titles = tuple(gate.title for gate in gates if gate.state in states)
        if titles:
            yield ngettext(one, many, len(titles), gates=listed(titles))


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
    state = state_of(record, standing, viewer)
    match state:
        case "passed" | "sent_back" | "refused":
            return _said(record, standing, name, zone)
        case "conditional":
            count = _unverified(record, standing.gate.name)
            conditions = ngettext("%(num)s condition open", "%(num)s conditions open", count, num=count)
            return f"{_said(record, standing, name, zone)}, {conditions}"
        case "waiting" if not standing.able:
            return gettext("away, may still decide") if standing.away else gettext("nobody can act now")
        case "yours" | "waiting":
            return _dated(record, standing, _turn(standing, name, yours=state == "yours"), zone)
        case "on_hold":
            return gettext("clock stopped")
        case _:
            return promised(standing.gate.clock(record.state.tier))


def _turn(standing: Standing, name: Name, *, yours: bool) -> str:
    """Whose turn it is."""
    if yours:
        return str(MARKS["yours"])
    if len(standing.able) == 1:
        return gettext("with %(person)s", person=name(standing.able[0]))
    return ngettext("with %(num)s person", "with %(num)s people", len(standing.able), num=len(standing.able))


def _dated(record: Record, standing: Standing, turn: str, zone: tzinfo) -> str:
    """Since when, unless it is of today, and until when."""
    mark = record.state.marks.get(standing.gate.name)
    if mark and mark.since and day_of(mark.since, record.at, zone) != day_of(record.at, record.at, zone):
        turn = gettext("%(turn)s since %(day)s", turn=turn, day=day_of(mark.since, record.at, zone))
    if mark and mark.due:
        turn = gettext("%(turn)s, due %(moment)s", turn=turn, moment=ahead(mark.due, record.at, zone).text)
    return turn


def _said(record: Record, standing: Standing, name: Name, zone: tzinfo) -> str:
    """Who decided and when: by name for one voice, by number for several."""
    votes = [vote for vote in standing.votes if vote.outcome not in ("recuse", "abstain")]
    if not votes:
        return ""
    if len(votes) == 1:
        by, day = name(votes[0].person), day_of(votes[0].at, record.at, zone)
        match votes[0].outcome:
            case "request changes":
                return gettext("changes asked by %(person)s, %(day)s", person=by, day=day)
            case "reject":
                return gettext("rejected by %(person)s, %(day)s", person=by, day=day)
            case _:
                return gettext("approved by %(person)s, %(day)s", person=by, day=day)
    return gettext(
        "%(approvals)s of %(votes)s approved, %(day)s",
        approvals=sum(vote.outcome in APPROVALS for vote in votes),
        votes=len(votes),
        day=day_of(votes[-1].at, record.at, zone),
    )
