"""The gates of an initiative as stations on the way: the one reading of its state for page, mail and packet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from coe.way.layout import GateState, WayGate
from governance.language.definition import Definition
from governance.law.gates import Standing, binding, decided_in
from governance.record.state import Initiative


def no_caption(_: Standing) -> str:
    """A way without words beside the gates."""
    return ""


def way_gates(
    law: Definition,
    state: Initiative,
    found: Mapping[str, Standing],
    viewer: str = "",
    caption: Callable[[Standing], str] = no_caption,
) -> tuple[WayGate, ...]:
    """The gates that apply, each as it stands for the viewer (a person id, "" for nobody in particular)."""
    drawn = {name for name, standing in found.items() if standing.state != "not needed"}
    bound = set(binding(law, state))
    conditional = {x.gate for x in state.conditions if x.id in bound and x.status != "verified"}
    return tuple(
        WayGate(
            name,
            standing.gate.title,
            mark_of(standing, state, mine=viewer in standing.able, conditional=name in conditional),
            caption(standing),
            tuple(dict.fromkeys(_before(law, name, drawn))),
        )
        for name, standing in found.items()
        if name in drawn
    )


def _before(law: Definition, name: str, drawn: set[str]) -> Iterator[str]:
    """The nearest gates before this one that are drawn."""
    for earlier in law.gate_by_name[name].after:
        if earlier in drawn:
            yield earlier
        else:
            yield from _before(law, earlier, drawn)


def mark_of(standing: Standing, state: Initiative, *, mine: bool, conditional: bool) -> GateState:
    """The shape of a gate: `mine` where the reader can decide, `conditional` where an approval's condition is open."""
    match standing.state:
        case "passed":
            return "conditional" if conditional else "passed"
        case "settled":
            return "sent_back"
        case "rejected":
            return "refused"
        case "not needed":
            return "not_needed"
        case "open" if state.status == "on hold":
            return "on_hold"
        case "open" if state.status in decided_in(standing.gate):
            return "yours" if mine else "waiting"
        case _:
            return "not_open"
