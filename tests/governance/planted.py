"""Defects planted in definitions, one per rule and some in pairs; `python -m tests.governance.planted` prints a table.

Files are bent as documents. `read` would refuse some faults before any run; these are planted in what it has read.
"""

from __future__ import annotations

from dataclasses import replace

from governance.language.definition import Charter, Definition, Gate, Presence, Rule
from tests.governance.planted_checker import Base, Change, Planted, all_of, at_gate, both, checked, put


def no_seats(law: Definition) -> Definition:
    return replace(law, charters={"steering": Charter("steering", "Steering", ())})


def another_gate(law: Definition) -> Definition:
    waiting = Gate("late", "Late", "role/late", Rule(1), ("need",), after=("nowhere",))
    return replace(law, gates=(*law.gates, waiting))


LONG = 110
CX: Base = "cx-initiative"
SMALL: Base = "small"
STEERING = "gates/steering/decide"
WEAK_MEDICAL = put("gates/medical/when", {"tier": ["T1", "T3"]})
WEAK_PRIVACY = put("gates/privacy/when", {"personal_data": "yes"})
IDLE_TIER = put("tiers/T1/when", {"all": [{"made_of": "derivative"}, {"made_of": "exact_reuse"}]})
NEVER_PRIVATE = put("guarantees/+", {"if": {"tier": "T3"}, "never opens": ["privacy"]})
CLOCK_ALONE = put("gates/legal/escalate", ...)
LOST_CHECK = put("checks/1", {"evidence-present": {"in": "evidense"}})
TABLE: tuple[Planted, ...] = (
    # conditions weakened
    Planted("medical leaves out T2", CX, WEAK_MEDICAL, (("guarantee", "guarantees/0"), ("run", "guarantees/0"))),
    Planted(
        "legal only in T3",
        CX,
        put("gates/legal/when", {"tier": "T3"}),
        (("guarantee", "guarantees/0"), ("run", "guarantees/0")),
    ),
    Planted(
        "regulatory not in T0",
        CX,
        put("gates/regulatory/when", {"tier": ["T1", "T2", "T3"]}),
        (("guarantee", "guarantees/2"), ("run", "guarantees/2")),
    ),
    Planted(
        "patient safety overlooks public channels",
        CX,
        put("gates/patient_safety/when", {"two_way": "yes"}),
        (("run", "guarantees/4"), ("run", "guarantees/5")),
    ),
    Planted("privacy asks about data instead of patients", CX, WEAK_PRIVACY, (("run", "guarantees/5"),)),
    Planted(
        "certification only of promotion",
        CX,
        put("gates/certification/when", {"material_ready": "yes", "promotional": "yes"}),
        (("run", "guarantees/6"),),
    ),
    Planted(
        "executives called for T1",
        CX,
        put("gates/steering/when", {"tier": ["T1", "T3"]}),
        (("guarantee", "guarantees/3"), ("run", "guarantees/3")),
    ),
    Planted(
        "budget no longer raises the tier of a guarantee",
        CX,
        put("guarantees/+", {"if": {"budget": {"over": "100000 EUR"}}, "approval needs": ["steering"]}),
        (("run", "guarantees/7"),),
    ),
    # guarantees narrowed, contradicting, or about nothing
    Planted(
        "guarantee narrowed to nothing",
        CX,
        put("guarantees/2/if", {"promotional": "yes", "tier": "T0", "new_claim": "yes", "all": [{"new_claim": "no"}]}),
        (("reach", "guarantees/2"),),
    ),
    Planted("guarantee keeps out whom another needs", CX, NEVER_PRIVATE, (("run", "guarantees/7"),)),
    Planted(
        "guarantee about a gate there is not",
        CX,
        put("guarantees/0/approval needs", ["medical", "quality"]),
        (("reading", "guarantees/0"),),
    ),
    Planted("guarantee promises nothing", CX, put("guarantees/3/never opens", ...), (("reading", "guarantees/3"),)),
    # tiers and gates nobody reaches
    Planted("tier that no answers reach", CX, IDLE_TIER, (("reach", "tiers/T1"),)),
    Planted("tier without a condition before the last", CX, put("tiers/T2/when", ...), (("reading", "tiers/T2"),)),
    Planted(
        "gate that no answers need",
        CX,
        put("gates/privacy/when", {"all": [{"launch": "yes"}, {"launch": "no"}]}),
        (("reach", "gates/privacy"),),
    ),
    Planted("gate for a tier there is not", CX, put("gates/legal/when", {"tier": "T9"}), (("reading", "gates/legal"),)),
    # order
    Planted(
        "circle of gates",
        CX,
        put("gates/medical/after", ["certification"]),
        (("reading", "gates/certification"),),
    ),
    Planted("circle, compiled", SMALL, at_gate("medical", after=("certification",)), (("run", "gates"),)),
    Planted(
        "comes after a gate there is not", CX, put("gates/legal/after", ["stering"]), (("reading", "gates/legal"),)
    ),
    Planted("waits for nothing, compiled", SMALL, Change(another_gate), (("run", "gates"),)),
    # rules and panels
    Planted("rule emptied", CX, put(STEERING, {}), (("reading", "gates/steering"),)),
    Planted("vetoes dropped to an empty list", CX, put(f"{STEERING}/veto", []), (("reading", "gates/steering"),)),
    Planted("veto outside the panel", CX, put(f"{STEERING}/veto", ["finance"]), (("reading", "gates/steering"),)),
    Planted(
        "veto outside the panel, compiled",
        SMALL,
        at_gate("steering", rule=Rule("majority", veto=("finance",))),
        (("run", "gates/steering"),),
    ),
    Planted(
        "seat outside the committee must be present",
        CX,
        put(f"{STEERING}/present", ["chair", "patients"]),
        (("reading", "gates/steering"),),
    ),
    Planted(
        "seat outside the committee must be present, compiled",
        SMALL,
        at_gate("steering", rule=Rule("majority", Presence(seats=("patients",)))),
        (("run", "gates/steering"),),
    ),
    Planted("more approvals than seats", CX, put(STEERING, {"approve": 7}), (("reading", "gates/steering"),)),
    Planted(
        "more approvals than seats, compiled", SMALL, at_gate("steering", rule=Rule(9)), (("run", "gates/steering"),)
    ),
    Planted(
        "more present than seats, compiled",
        SMALL,
        at_gate("steering", rule=Rule("majority", Presence(4))),
        (("run", "gates/steering"),),
    ),
    Planted("no approvals asked, compiled", SMALL, at_gate("medical", rule=Rule(0)), (("run", "gates/medical"),)),
    Planted(
        "role with a veto seat, compiled",
        SMALL,
        at_gate("medical", rule=Rule(1, veto=("head",))),
        (("run", "gates/medical"),),
    ),
    Planted("panel emptied", CX, put("committees/0/seats", []), (("reading", "committees"),)),
    Planted("panel emptied, compiled", SMALL, Change(no_seats), (("run", "gates/steering"),)),
    Planted(
        "committee without a charter", CX, put("gates/steering/panel", "executives"), (("reading", "gates/steering"),)
    ),
    Planted("bars a relation there is not", CX, put("gates/legal/never", ["friend"]), (("reading", "gates/legal"),)),
    # what is reviewed
    Planted(
        "section nobody reviews",
        CX,
        both(
            put("gates/steering/reviews", ["need"]),
            put("gates/legal/reviews", ["channels"]),
            put("gates/privacy/reviews", ["need"]),
        ),
        (("reading", "form/data_plan"),),
    ),
    Planted(
        "abstained with nothing to change, compiled",
        SMALL,
        at_gate("steering", reviews=(), rule=Rule("two-thirds")),
        (("run", "gates"),),
    ),
    # clocks
    Planted("clock without escalation", CX, CLOCK_ALONE, (("reading", "gates/legal"),)),
    Planted("clock removed", CX, put("gates/legal/within", ...), (("reading", "gates/legal"),)),
    Planted("escalation to nobody", CX, put("gates/legal/escalate", [{"at": "100%"}]), (("reading", "gates/legal"),)),
    Planted(
        "two escalations at once",
        CX,
        put("gates/legal/escalate", [{"at": "100%", "to": "delegate"}, {"at": "100%", "to": "legal_head"}]),
        (("reading", "gates/legal"),),
    ),
    Planted("rework that says nothing", CX, put("rework", {}), (("reading", "rework"),)),
    # checks
    Planted("check of a field there is not", CX, LOST_CHECK, (("reading", "checks/1"),)),
    Planted(
        "check of a column there is not",
        CX,
        put("checks/2", {"measures-complete": {"in": "measures", "column": "horizons"}}),
        (("reading", "checks/2"),),
    ),
    Planted("check nobody knows", CX, put("checks/0", "audience-asked"), (("reading", "checks/0"),)),
    Planted(
        "condition on a question nobody asks",
        CX,
        put("gates/certification/when", {"material_redy": "yes"}),
        (("reading", "gates/certification"),),
    ),
    # pairs
    Planted(
        "pair: medical leaves out T2, and a tier no answers reach",
        CX,
        both(WEAK_MEDICAL, IDLE_TIER),
        (("run", "guarantees/0"), ("reach", "tiers/T1")),
    ),
    Planted(
        "pair: guarantees that contradict each other, and weak medical",
        CX,
        both(NEVER_PRIVATE, WEAK_MEDICAL),
        (("run", "guarantees/7"), ("run", "guarantees/0")),
    ),
    Planted(
        "pair: clock without escalation, and a check of nothing",
        CX,
        both(CLOCK_ALONE, LOST_CHECK),
        (("reading", "gates/legal"), ("reading", "checks/1")),
    ),
    Planted(
        "pair: two panels that can never conclude, compiled",
        SMALL,
        all_of(at_gate("steering", rule=Rule(9)), at_gate("medical", rule=Rule(1, veto=("head",)))),
        (("run", "gates/steering"), ("run", "gates/medical")),
    ),
)


def main() -> None:
    print("| planted | in | found by | what is said (steps of the run that replays) |")
    print("|-|-|-|-|")
    for planted in TABLE:
        found, _ = checked(planted)
        parts = " and ".join(dict.fromkeys(report.part for report in found))
        shown = next((report for report in found if report.run is not None and report.run.steps), found[0])
        steps = f" ({len(shown.run.steps)} steps)" if shown.run is not None and shown.run.steps else ""
        what = shown.what.removeprefix(f"{shown.pointer}: ")
        what = what if len(what) < LONG else f"{what[:LONG]} …"
        print(f"| {planted.name} | {planted.base} | {parts} | {what}{steps} |")


if __name__ == "__main__":
    main()
