"""Tier, gates and findings as the intake shows them beside the questions."""

from __future__ import annotations

from coe.source_words import source_words
from governance.language.definition import Definition
from governance.record.events import Finding as Found
from web.parts.moments import promised
from web.parts.pieces import Finding, Link, State
from web.record.work_pages import Consequence, GatePreview
from web.rows.live import Live, Lower
from web.words.counts import counted
from web.words.reasons import gate_reason, gate_titles, grouped, option_words, tier_reason
from web.words.translating import Recorded, gettext, lazy_gettext

NOT_YET = State("not_open", lazy_gettext("Will open"))
LIMITED = ("amount", "number")


def consequence(law: Definition, live: Live, policy: Link | None = None) -> Consequence:
    """The tier with its cause and the answer that would lower it, and every gate with its reason."""
    answers = {**live.clean, "tier": live.tier.name}
    gates = tuple(
        GatePreview(
            gate.title,
            gate_reason(law, gate, answers),
            promised(gate.clock(live.tier.name)),
            NOT_YET,
            source_words(gate.source),
        )
        for gate in law.in_order
        if gate.name in live.gates
    )
    return Consequence(
        tier=live.tier.name,
        because=tier_reason(law, live.tier, answers),
        lower=lower_words(law, live.lower) if live.lower else "",
        gates=gates,
        note=order_words(law, live.gates),
        policy=policy,
    )


def lower_words(law: Definition, lower: Lower) -> str:
    """The answer that would lower the tier, and what that would spare."""
    field = law.field_by_name[lower.field]
    label = dict(field.rows)[lower.row] if lower.row else field.label
    if isinstance(lower.value, list):
        value = ", ".join(option_words(field, each) for each in lower.value)
        said = gettext("With only “%(value)s” in “%(label)s”", value=value, label=label)
    else:
        value = option_words(field, lower.value)
        said = (
            gettext("With %(value)s at “%(label)s”", value=grouped(value), label=label)
            if field.kind in LIMITED
            else gettext("With “%(value)s” at “%(label)s”", value=value, label=label)
        )
    return gettext(
        "%(said)s it would be %(tier)s: %(gates)s.", said=said, tier=lower.tier, gates=counted(len(lower.gates), "gate")
    )


def order_words(law: Definition, gates: tuple[str, ...]) -> str:
    """Which gates are open together, and that hours are working hours."""
    depth: dict[str, int] = {}
    for gate in law.in_order:
        depth[gate.name] = max((depth[name] for name in gate.after), default=0) + (gate.name in gates)
    together: dict[int, list[str]] = {}
    for gate in law.in_order:
        if gate.name in gates:
            together.setdefault(depth[gate.name], []).append(gate.name)
    side = [
        gettext("%(names)s run in parallel.", names=gate_titles(law, tuple(names)))
        for names in together.values()
        if len(names) > 1
    ]
    hours = any(gate.within and gate.within.kind == "business hours" for gate in law.gates if gate.name in gates)
    return " ".join(([gettext("Working hours promised.")] if hours else []) + side)


def finding_parts(found: Found, href: str = "") -> Finding:
    """One finding to show."""
    state = State("refused", gettext("Blocks")) if found.severity == "block" else State("warning", gettext("Warning"))
    return Finding(state, Recorded(found.what.rstrip(".")), "", Recorded(found.cure), href)
