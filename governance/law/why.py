"""The *why* tree: for each gate and the whole record, why, why not yet, and who can act next, as data.

Pages, mails, the packet and the API render this one tree (`why_words` puts it into sentences). Its digest is recorded
with each decision, and the verifier computes it again from the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import assert_never

from governance.formats.jcs import Json, encode
from governance.language.conditions import ALWAYS, causes
from governance.language.definition import Definition
from governance.law.gates import Standing, answers, binding, decided_in, standings
from governance.law.pools import Facts
from governance.record.state import Initiative

Reason = tuple[str, ...]


@dataclass(frozen=True)
class GateWhy:
    """One gate: its state, the reasons as (code, argument…), the people who can act next, and when it is due (0: no
    clock).
    """

    gate: str
    state: str
    because: tuple[Reason, ...]
    next: tuple[str, ...]
    due: int


@dataclass(frozen=True)
class Why:
    """The whole record: its status, reasons and who acts next, and every gate in order."""

    status: str
    because: tuple[Reason, ...]
    next: tuple[str, ...]
    due: int
    gates: tuple[GateWhy, ...]

    def as_json(self) -> dict[str, Json]:
        """The tree as JSON, empty parts left out."""
        return {**_node(self.status, self), "gates": [{"gate": g.gate, **_node(g.state, g)} for g in self.gates]}

    def digest(self) -> str:
        """SHA-256 over the canonical bytes of the tree, domain-separated; what `Judged` records."""
        return sha256(b"clearway/why/v1\x00" + encode(self.as_json())).hexdigest()


def _node(state: str, node: GateWhy | Why) -> dict[str, Json]:
    data: dict[str, Json] = {"state": state}
    if node.because:
        data["because"] = [list(reason) for reason in node.because]
    if node.next:
        data["next"] = list(node.next)
    if node.due:
        data["due"] = node.due
    return data


def why(law: Definition, facts: Facts, state: Initiative, at: int) -> Why:
    """The tree as it stands at this moment."""
    found = standings(law, facts, state, at)
    return why_of(law, state, found)


def why_of(law: Definition, state: Initiative, found: Mapping[str, Standing]) -> Why:
    """The tree of standings already computed."""
    gates = tuple(
        GateWhy(s.gate.name, s.state, tuple(_because(state, s)), s.able, _due(state, s)) for s in found.values()
    )
    reasons, people = _record(law, state, found)
    return Why(state.status, reasons, people, state.due, gates)


def _due(state: Initiative, standing: Standing) -> int:
    mark = state.marks.get(standing.gate.name)
    return mark.due if mark and standing.state == "open" and state.status in decided_in(standing.gate) else 0


def _because(state: Initiative, standing: Standing) -> Iterator[Reason]:
    match standing.state:
        case "not needed":
            yield ("condition-does-not-hold",)
        case "waiting":
            yield from (("waits-for", name) for name in standing.waits_for)
        case "open":
            yield from _missing(standing)
        case "passed" | "settled" | "rejected":
            pass
        case _:
            assert_never(standing.state)
    if standing.state not in ("not needed", "waiting") and standing.gate.when != ALWAYS:
        yield from (("needed-because", t.name) for t in causes(standing.gate.when, answers(state)))
    for vote in standing.votes:
        said = (vote.outcome, vote.person, vote.seat)
        if vote.under:
            yield ("moved-over", *said, vote.under)
            continue
        yield ("carried-over", *said, str(vote.round)) if vote.round != state.round else ("decided", *said)


def _missing(standing: Standing) -> Iterator[Reason]:
    """What an open gate still needs before it can conclude."""
    rule, count = standing.gate.rule, standing.count
    if isinstance(rule.approve, int):
        yield ("needs-approvals", str(max(0, rule.approve - count.approvals)))
    else:
        yield ("needs-share", rule.approve)
    needed = max(rule.present.number, -(-rule.present.share * count.seats // 100))
    said = isinstance(rule.approve, int) and needed <= rule.approve
    if count.present < needed and not said:
        yield ("needs-present", str(count.present), str(needed))
    yield from (("needs-seat", seat) for seat in rule.present.seats if seat not in count.filled)
    yield from (("needs-veto-seat", seat) for seat in count.missing_vetoes)
    if not standing.able:
        yield ("nobody-can-act",)


def _record(
    law: Definition, state: Initiative, found: Mapping[str, Standing]
) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    match state.status:
        case "in review":
            opened = [s for s in found.values() if s.state == "open" and not s.gate.ratifies]
            people = dict.fromkeys(person for s in opened for person in s.able)
            return tuple(("gate-open", s.gate.name) for s in opened), tuple(people)
        case "in rework":
            asked = [s.gate.name for s in found.values() if s.state == "settled"]
            return tuple(("changes-asked", name) for name in asked), (state.owner,)
        case "on hold":
            return (("on-hold",),), ()
        case "approved":
            return _approved(law, state, found)
        case "released":
            return _released(state, found)
        case "expired":
            return (("expired",), *_awaited(state)), (state.owner,) if _awaited(state) else ()
        case "rejected" | "revoked":
            return tuple(("rejected-by", s.gate.name) for s in found.values() if s.state == "rejected"), ()
        case _:
            return (), ()


def _approved(
    law: Definition, state: Initiative, found: Mapping[str, Standing]
) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    bound = set(binding(law, state))
    unmet = [c for c in state.conditions if c.id in bound and c.status != "verified"]
    reasons = tuple((f"condition-{c.status}", c.id, c.gate) for c in unmet)
    people = tuple(state.owner if c.status == "open" else c.person for c in unmet) or (state.owner,)
    confirming = _to_ratify(found)
    return (
        (*reasons, *(("to-be-ratified", s.gate.name) for s in confirming)),
        tuple(dict.fromkeys((*people, *(person for s in confirming for person in s.able)))),
    )


def _released(state: Initiative, found: Mapping[str, Standing]) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
    confirming, awaited = _to_ratify(found), _awaited(state)
    people = (*((state.owner,) if awaited else ()), *(person for s in confirming for person in s.able))
    return (*(("to-be-ratified", s.gate.name) for s in confirming), *awaited), tuple(dict.fromkeys(people))


def _to_ratify(found: Mapping[str, Standing]) -> list[Standing]:
    """The gates that still have to confirm the approval."""
    return [s for s in found.values() if s.gate.ratifies and s.state in ("open", "waiting")]


def _awaited(state: Initiative) -> tuple[Reason, ...]:
    """What the owner was asked after release and has not answered."""
    return tuple(("check-in-awaited", each.step) for each in state.check_ins if not each.note)
