"""What a gate concludes from its decisions.

With a share of the votes cast (majority, two-thirds, all) a verdict is reached when no further vote could change it,
and never before enough are present. With a number, each voice counts at once: that many approvals without an
objection pass, the first objection settles, and so does a committee when all its seats have spoken. An empty rule never
passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

from governance.language.definition import Rule
from governance.record.state import Vote

Verdict = Literal["pending", "passed", "changes", "rejected"]


@dataclass(frozen=True)
class Count:
    """The votes that count now. `seats` is the whole electorate and never shrinks; `missing` are seats yet to be
    filled, `missing_vetoes` the veto seats among those that must still be heard; `committee` says that seats count.
    """

    approvals: int
    changes: int
    rejections: int
    abstentions: int
    seats: int
    missing: int
    filled: frozenset[str]
    objecting_vetoes: frozenset[str]
    rejecting_vetoes: frozenset[str]
    missing_vetoes: tuple[str, ...]
    committee: bool = False

    @property
    def cast(self) -> int:
        """Votes that say yes or no."""
        return self.approvals + self.changes + self.rejections

    @property
    def present(self) -> int:
        """Everyone who took part; an abstention is presence, a recusal is not."""
        return self.cast + self.abstentions


def count(rule: Rule, votes: tuple[Vote, ...], seats: tuple[str, ...], electorate: int) -> Count:
    """Count votes. `seats` are a committee's named seats (empty for a role pool), `electorate` how many there are."""
    by_outcome = dict.fromkeys(("approve", "changes", "reject", "abstain"), 0)
    filled: set[str] = set()
    objecting: set[str] = set()
    rejecting: set[str] = set()
    for vote in votes:
        if vote.outcome == "recuse":
            continue
        filled.add(vote.seat)
        kind = _KINDS[vote.outcome]
        by_outcome[kind] += 1
        if vote.seat in rule.veto and kind == "reject":
            rejecting.add(vote.seat)
        if vote.seat in rule.veto and kind == "changes":
            objecting.add(vote.seat)
    present = sum(by_outcome.values())
    return Count(
        by_outcome["approve"],
        by_outcome["changes"],
        by_outcome["reject"],
        by_outcome["abstain"],
        electorate,
        len([s for s in seats if s not in filled]) if seats else max(0, electorate - present),
        frozenset(filled),
        frozenset(objecting),
        frozenset(rejecting),
        tuple(seat for seat in rule.veto if seat not in filled),
        committee=bool(seats),
    )


_KINDS = {
    "approve": "approve",
    "approve with conditions": "approve",
    "request changes": "changes",
    "reject": "reject",
    "abstain": "abstain",
}


def enough_present(rule: Rule, counted: Count) -> bool:
    """Whether the number, share and named seats that must take part have."""
    need = rule.present
    return (
        counted.present >= need.number
        and counted.present * 100 >= need.share * counted.seats
        and all(seat in counted.filled for seat in need.seats)
    )


def verdict(rule: Rule, counted: Count) -> Verdict:
    """The gate's conclusion, or pending."""
    if counted.rejecting_vetoes:
        return "rejected"
    if isinstance(rule.approve, int):
        return _by_number(rule, rule.approve, counted)
    return _by_share(rule, rule.approve, counted)


def _by_number(rule: Rule, needed: int, counted: Count) -> Verdict:
    if counted.rejections:
        return "rejected"
    if counted.changes:
        return "changes"
    heard = enough_present(rule, counted) and not counted.missing_vetoes
    if 0 < needed <= counted.approvals and heard:
        return "passed"
    # Once every seat has spoken nobody is left to conclude. A role may still gain people.
    return "changes" if counted.committee and not counted.missing else "pending"


def _by_share(rule: Rule, share: Literal["majority", "two-thirds", "all"], counted: Count) -> Verdict:
    if not enough_present(rule, counted):
        return "pending"
    most = counted.cast + counted.missing
    vetoes_clear = not counted.missing_vetoes and not counted.objecting_vetoes
    if vetoes_clear and carries(share, counted.approvals, most):
        return "passed"
    if carries(share, counted.rejections, most):
        return "rejected"
    may_pass = not counted.objecting_vetoes and carries(share, counted.approvals + counted.missing, most)
    may_be_rejected = bool(counted.missing_vetoes) or carries(share, counted.rejections + counted.missing, most)
    return "pending" if may_pass or may_be_rejected else "changes"


def carries(share: Literal["majority", "two-thirds", "all"], voices: int, cast: int) -> bool:
    """Whether so many voices of the votes cast carry; no voice carries nothing."""
    match share:
        case "majority":
            return voices * 2 > cast
        case "two-thirds":
            return voices > 0 and voices * 3 >= cast * 2
        case "all":
            return 0 < voices == cast
        case _:
            assert_never(share)
