"""A definition as a way: which gates every run passes and which only some, and what a change does to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from coe.way.drawing import Said, draw_way
from coe.way.layout import GateState, WayGate
from coe.way.marks import PRINT, Palette
from governance.checker.policy_words import span
from governance.language.conditions import ALWAYS, Condition, Test, sentence
from governance.language.definition import Definition, Gate
from governance.law.form import labels
from governance.reading.words import listed

START, END = "·submitted", "·approved"
WIDTH, LABEL = 1120.0, 13.0


def svg(
    law: Definition,
    *,
    marks: Mapping[str, GateState] | None = None,
    palette: Palette | None = PRINT,
    width: float = WIDTH,
    name: str = "policy",
) -> str:
    """The gates of a definition as an SVG at most `width` pixels wide; `marks` gives gates another shape, by name.

    Where only some runs need a gate, its ring is dotted and the line hollow. The same definition gives the same bytes.
    """
    shown = tuple(replace(one, state=(marks or {}).get(one.key, one.state)) for one in policy_gates(law))
    return _drawn(shown, palette, width, name, f"The gates of {law.title}")


def difference_svg(
    before: Definition,
    after: Definition,
    *,
    palette: Palette | None = PRINT,
    width: float = WIDTH,
    name: str = "difference",
) -> str:
    """The gates of two definitions in one SVG: added, removed and changed ones marked, and in words what changed."""
    return _drawn(difference(before, after), palette, width, name, f"What changes in the gates of {after.title}")


def policy_gates(law: Definition) -> tuple[WayGate, ...]:
    """Submission, every gate with its clock and condition, and approval; gates that ratify stand behind approval."""
    ahead = [gate for gate in law.gates if not gate.ratifies]
    known = {gate.name for gate in ahead}
    waited = {name for gate in ahead for name in gate.after}
    last = tuple(gate.name for gate in ahead if gate.name not in waited) or (START,)
    gates = [_station(law, gate, tuple(name for name in gate.after if name in known) or (START,)) for gate in ahead]
    later = [_station(law, gate, (END,)) for gate in law.gates if gate.ratifies]
    return (WayGate(START, "Submitted", "always"), *gates, WayGate(END, "Approved", "always", after=last), *later)


def difference(before: Definition, after: Definition) -> tuple[WayGate, ...]:
    """The gates of `after`, with those that only `before` had; each marked, its note saying what changed."""
    old, new = {gate.key: gate for gate in policy_gates(before)}, {gate.key: gate for gate in policy_gates(after)}
    shown: dict[str, WayGate] = {}
    for key, gate in new.items():
        if key in (START, END):
            shown[key] = gate
        elif key not in old:
            shown[key] = replace(gate, state="added", caption=_joined("added", gate.caption))
        else:
            said = "; ".join(_changes(before, after, key))
            shown[key] = replace(gate, state="changed", caption=said, note="") if said else gate
    for key, gate in old.items():
        if key not in new:
            shown[key] = replace(gate, state="removed", caption="removed", note="")
    return tuple(_with_removed(shown, old, new))


def _with_removed(
    shown: Mapping[str, WayGate], old: Mapping[str, WayGate], new: Mapping[str, WayGate]
) -> Iterator[WayGate]:
    """Removed gates stay where they stood, unless waiting for them would now go in a circle."""
    after = {key: set(gate.after) & shown.keys() for key, gate in shown.items()}
    for key, gate in old.items():
        for name in sorted({key, *gate.after} - new.keys()):
            if key in new and not _reaches(after, name, key):
                after[key].add(name)
    for key, gate in shown.items():
        kept = [name for name in gate.after if name in after[key]]
        yield replace(gate, after=(*kept, *sorted(after[key].difference(kept))))


def _reaches(after: Mapping[str, set[str]], start: str, end: str) -> bool:
    return start == end or any(_reaches(after, name, end) for name in after[start])


def _drawn(gates: tuple[WayGate, ...], palette: Palette | None, width: float, name: str, title: str) -> str:
    return draw_way(gates, width=width, palette=palette, label=LABEL, name=name, fill=False, said=Said(title))


def _station(law: Definition, gate: Gate, after: tuple[str, ...]) -> WayGate:
    when = _when(gate.when, law)
    confirms = [law.gate_by_name[name].title for name in gate.ratifies if name in law.gate_by_name]
    note = _joined(when, f"confirms {listed(confirms)}" if confirms else "")
    return WayGate(gate.name, gate.title, "sometimes" if when else "always", _clock(gate), after, note)


def _ticks(gate: Gate) -> tuple[object, ...]:
    return gate.checklist, gate.commented, gate.ticked_when


def _clock(gate: Gate) -> str:
    by_tier = [f"{tier} {span(within)}" for tier, within in gate.within_by_tier]
    return ", ".join([*by_tier, *([span(gate.within)] if gate.within else [])])


def _when(condition: Condition, law: Definition) -> str:
    """“in T2 or T3”, “if Material is ready”; empty for always."""
    if condition == ALWAYS:
        return ""
    match condition:
        case Test("tier", "is", str(tier), False):
            return f"in {tier}"
        case Test("tier", "one of", tuple(tiers), False):
            return f"in {', '.join(tiers[:-1])} or {tiers[-1]}" if len(tiers) > 1 else f"in {tiers[0]}"
        case _:
            return f"if {sentence(condition, labels(law))}"


def _changes(before: Definition, after: Definition, key: str) -> Iterator[str]:
    """What changes about a gate that both definitions have."""
    old, new = before.gate_by_name[key], after.gate_by_name[key]
    if old.title != new.title:
        yield f"was “{old.title}”"
    if _clock(old) != _clock(new):
        yield f"{_clock(old) or 'no clock'} → {_clock(new) or 'no clock'}"
    if old.when != new.when:
        yield f"{_when(old.when, before) or 'always'} → {_when(new.when, after) or 'always'}"
    words = {
        "panel": (old.panel, new.panel),
        "rule": (old.rule, new.rule),
        "sections read": (old.reviews, new.reviews),
        "checklist": (_ticks(old), _ticks(new)),
        "checks": (old.checks, new.checks),
        "escalation": ((old.escalate, old.remind), (new.escalate, new.remind)),
        "who may not decide": (old.never, new.never),
        "always again": (old.always_again, new.always_again),
        "meaning": (old.meaning, new.meaning),
        "signing together": (old.together, new.together),
        "ratification": (old.ratifies, new.ratifies),
    }
    other = [word for word, (was, now) in words.items() if was != now]
    if other:
        yield f"other {listed(other)}"
    for word, more, less in (("now after", new, old), ("no longer after", old, new)):
        names = [name for name in more.after if name not in less.after]
        if names:
            yield f"{word} {listed([(after if more is new else before).gate_by_name[name].title for name in names])}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
