"""The clock of a gate as a definition writes it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from governance.formats.jcs import Json
from governance.language.business_time import Duration
from governance.language.definition import Escalation, Gate
from governance.reading.words import STREAM, Reading, join, listed, shown

ESCALATION_WORDS = ("at", "to")
ELSE = "else"
_LATE = re.compile(r"(.{1,40}) late")


def read_clock(reading: Reading, gate: Gate, words: Mapping[str, Json], at: str, tiers: Collection[str]) -> Gate:
    """A clock has someone to escalate to; without a clock there is nothing to remind of."""
    within: Duration | None = None
    by_tier: tuple[tuple[str, Duration], ...] = ()
    if "within" in words:
        within, by_tier = _within(reading, words["within"], join(at, "within"), tiers)
        if "escalate" not in words:
            reading.refuse(
                at,
                f"the clock of `{gate.name}` has nobody to escalate to.",
                "Add escalate: [{at: 100%, to: delegate}].",
            )
    for word in ("remind", "escalate"):
        if word in words and "within" not in words:
            reading.refuse(join(at, word), f"`{word}` needs a clock.", "Add within: 16 business hours.")
    remind = _remind(reading, words["remind"], join(at, "remind")) if "remind" in words else ()
    escalate: dict[str, Escalation] = {}
    for where, entry in (
        reading.entries(words["escalate"], join(at, "escalate"), a="`escalate`") if "escalate" in words else ()
    ):
        step = _escalation(reading, entry, where)
        if step is None:
            continue
        if step.step in escalate or step.percent in remind:
            reading.refuse(where, f"two steps of this clock come at {step.step}.", "Move one.")
        escalate.setdefault(step.step, step)
    return replace(gate, within=within, within_by_tier=by_tier, remind=remind, escalate=tuple(escalate.values()))


def _within(
    reading: Reading, value: Json, at: str, tiers: Collection[str]
) -> tuple[Duration | None, tuple[tuple[str, Duration], ...]]:
    """One span for every tier, or one for each: `{T1: 16 business hours, else: 40 business hours}`."""
    if not isinstance(value, dict):
        return reading.duration(value, at, a="`within`"), ()
    words = reading.mapping(value, at, (*tiers, ELSE), a="`within` by tier")
    if not words:
        reading.refuse(at, "`within` says nothing.", "Write 16 business hours, or one for each tier.")
    spans = {word: reading.duration(words[word], join(at, word), a=f"the clock of {word}") for word in sorted(words)}
    missing = [tier for tier in tiers if tier not in spans] if ELSE not in spans else []
    if words and missing:
        reading.refuse(at, f"{listed(missing)} would have no clock here.", f"Add them, or `{ELSE}` for all others.")
    given = tuple((tier, span) for tier, span in spans.items() if span is not None and tier != ELSE)
    return spans.get(ELSE), given


def _remind(reading: Reading, value: Json, at: str) -> tuple[int, ...]:
    shares = [
        reading.percent(entry, where, a="a reminder", most=99)
        for where, entry in reading.entries(value, at, a="`remind`")
    ]
    if len(set(shares)) < len(shares):
        reading.refuse(at, "a reminder stands here twice.", "Remove one.")
    return tuple(dict.fromkeys(share for share in shares if share))


def _escalation(reading: Reading, value: Json, at: str) -> Escalation | None:
    words = reading.mapping(value, at, ESCALATION_WORDS, ESCALATION_WORDS, a="an escalation")
    if not {"at", "to"} <= words.keys():
        return None
    to = reading.name(words["to"], join(at, "to"), a="`to`", like=STREAM)
    stream = to if to == "delegate" else f"role/{to}"
    when, where = words["at"], join(at, "at")
    late = _LATE.fullmatch(when) if isinstance(when, str) else None
    if late:
        span = reading.duration(late[1], where, a="`at`")
        return Escalation(f"{span.amount} {span.kind} late", stream, late=span) if span else None
    if not isinstance(when, str) or "%" not in when:
        reading.refuse(
            where,
            f"`at` is a share of the clock or a delay, found {shown(when)}.",
            "Write 100% or 8 business hours late.",
        )
        return None
    percent = reading.percent(when, where, a="`at`", most=100)
    return Escalation(f"{percent}%", stream, percent=percent) if percent else None
