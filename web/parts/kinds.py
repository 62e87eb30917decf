"""What a kind of work means for whoever begins it, read off its definition: who decides at most, and in what time."""

from __future__ import annotations

from governance.checker.guarantees import FALSE, after_answering
from governance.language.definition import Definition, Gate
from web.words.translating import gettext


def deciding(law: Definition) -> tuple[str, ...]:
    """Every gate some answers call, in order; those that only confirm afterwards left out."""
    return tuple(gate.name for gate in law.in_order if not gate.ratifies)


def time_words(law: Definition) -> str:
    """How long deciding takes where everybody takes all the time promised, over all tiers; "" where a gate has no clock
    in hours.
    """
    found = [hours for tier in law.tiers if (hours := _longest(law, tier.name))]
    if not found or len(found) < len(law.tiers):
        return ""
    least, most = min(found), max(found)
    if least == most:
        return gettext("%(most)s hours, if everybody takes all the time promised", most=most)
    return gettext("%(least)s to %(most)s hours, if everybody takes all the time promised", least=least, most=most)


def _longest(law: Definition, tier: str) -> int:
    """The hours of the longest chain of gates this tier can call; 0 where one of them has no clock in hours."""
    called = [g for g in law.in_order if not g.ratifies and after_answering(g.when, "tier", {"tier": tier}) != FALSE]
    hours = {gate.name: _hours(gate, tier) for gate in called}
    if not all(hours.values()):
        return 0
    ends: dict[str, int] = {}
    for gate in law.in_order:  # one that is not called takes no time; what comes after it still waits for those before
        ends[gate.name] = hours.get(gate.name, 0) + max((ends[name] for name in gate.after), default=0)
    return max(ends.values(), default=0)


def _hours(gate: Gate, tier: str) -> int:
    span = gate.clock(tier)
    return span.amount if span is not None and span.kind.endswith("hours") else 0
