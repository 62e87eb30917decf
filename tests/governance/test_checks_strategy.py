"""From objective to measure and data: what is found, and that the cure clears it."""

from typing import Any

import pytest

from tests.governance.finding import Case, choice, found, table

HORIZONS = {"name": "horizon", "kind": "choice", "options": ["short", "long"], "required": "yes"}
MEASURES = table("measures", "measure", HORIZONS, {"name": "baseline", "kind": "line"},
                 {"name": "target", "kind": "line"}, {"name": "by", "kind": "date"},
                 choice("outcome", "advance", "sales"))  # fmt: skip
WHOLE = {"measures-complete": {"baseline": "baseline", "target": "target", "by": "by", "after": "begins"}}
BEGINS = {"name": "begins", "kind": "date"}


def measure(horizon: str, by: str, **more: str) -> dict[str, str]:
    return {"measure": "calls", "horizon": horizon, "baseline": "10 %", "target": "30 %", "by": by} | more


SHORT, LONG = measure("short", "2027-03-01"), measure("long", "2027-12-01")
JOURNEY = [choice("journey_from", "unaware", "aware", "trying"), choice("journey_to", "aware", "trying", "adopting")]
DATA = [table("data_sources", {"name": "first_measured", "kind": "date"}), {"name": "agreed", "kind": "date"}]
PLANNED = {"data-plan-first": {"plan": "agreed"}}
TACTICS = [
    {"name": "objective", "kind": "line"},
    {"name": "need", "kind": "text"},
    table("key_messages", "message", {"name": "value", "kind": "line"}),
    table("contact_plan", {"name": "message_number", "kind": "number"}),
]
ORDER = {"orphan-tactic": {"need": "need", "serves": "value"}}
LINKED: dict[str, Any] = {
    "objective": "Fewer come back", "need": "When do I call?", "key_messages": [{"message": "Call", "value": "Knows"}],
    "contact_plan": [{"message_number": 1}],
}  # fmt: skip
CASES = [
    Case(
        ORDER,
        TACTICS,
        LINKED | {"objective": ""},
        "Objective → need: no objective stands above",
        "Name the objective",
        {"objective": "x"},
        "objective",
    ),
    Case(
        ORDER,
        TACTICS,
        LINKED | {"need": ""},
        "Objective → need: the objective serves no need.",
        "in their words",
        {"need": "x"},
        "need",
    ),
    Case(
        ORDER,
        TACTICS,
        LINKED | {"key_messages": [{"message": "Call"}]},
        "Need → content: key message 1 answers no need.",
        "Say in “value” what the customer gains",
        {"key_messages": [{"message": "Call", "value": "Knows"}]},
        "key_messages",
    ),
    Case(
        ORDER,
        TACTICS,
        LINKED | {"contact_plan": [{"message_number": 2}]},
        "Content → tactic: contact 1 carries key message 2; there are 1.",
        "Give the number of the key message",
        {"contact_plan": [{"message_number": 1}]},
        "contact_plan",
    ),
    Case(
        ORDER,
        TACTICS,
        LINKED | {"contact_plan": [{}]},
        "contact 1 carries key message (none)",
        "Give the number",
        {"contact_plan": [{"message_number": 1}]},
        "contact_plan",
    ),
    Case(
        WHOLE,
        [MEASURES, BEGINS],
        {"measures": [SHORT]},
        "No measure has the horizon “long”.",
        "the long haul",
        {"measures": [SHORT, LONG]},
        "measures",
    ),
    Case(
        WHOLE,
        [MEASURES, BEGINS],
        {"measures": [SHORT, measure("long", "2027-12-01", measure="")]},
        "Measure 2 lacks measure.",
        "Complete the row.",
        {"measures": [SHORT, LONG]},
        "measures",
    ),
    Case(
        WHOLE,
        [MEASURES, BEGINS],
        {"measures": [SHORT, measure("long", "2027-12-01", baseline="Ten Calls", target=" TEN calls")]},
        "Measure 2 aims at its own baseline, Ten Calls",
        "Enter the target",
        {"measures": [SHORT, LONG]},
        "measures",
    ),
    Case(
        WHOLE,
        [MEASURES, BEGINS],
        {"begins": "2027-03-01", "measures": [SHORT, LONG]},
        "Measure 1 is due on 2027-03-01, before the work has begun on 2027-03-01.",
        "after the beginning",
        {"begins": "2027-02-28"},
        "measures",
    ),
    Case(
        WHOLE,
        [MEASURES, BEGINS],
        {"measures": [SHORT, measure("long", "2027-03-01")]},
        "The long horizon is judged on 2027-03-01, no later than the short one on 2027-03-01.",
        "Move the later date back",
        {"measures": [SHORT, measure("long", "2027-03-02")]},
        "measures",
    ),
    Case(
        {"journey-forward": {}},
        JOURNEY,
        {"journey_from": "trying", "journey_to": "aware"},
        "From “trying” to “aware” is no step forward",
        "Choose a stage behind",
        {"journey_to": "adopting"},
        "journey_to",
    ),
    Case(
        {"journey-forward": {}},
        JOURNEY,
        {"journey_from": "aware", "journey_to": "aware"},
        "is no step forward",
        "Choose a stage behind",
        {"journey_to": "trying"},
        "journey_to",
    ),
    Case(
        {"journey-forward": {"in": "measures", "any_of": ["advance"]}},
        [*JOURNEY, MEASURES],
        {"measures": [{"outcome": "sales"}]},
        "No measure shows the step; none has as its outcome one of: advance.",
        "Add the measure by which one sees",
        {"measures": [{"outcome": "sales"}, {"outcome": "advance"}]},
        "measures",
    ),
    Case(
        PLANNED,
        DATA,
        {"data_sources": [{"first_measured": "2027-01-02"}]},
        "Nothing says when the data plan was agreed.",
        "Enter the day",
        {"agreed": "2027-01-01"},
        "agreed",
    ),
    Case(
        PLANNED,
        DATA,
        {"agreed": "2027-01-02", "data_sources": [{"first_measured": "2027-01-02"}]},
        "Row 1 is first measured on 2027-01-02, and the plan is only agreed on 2027-01-02.",
        "Measure after the plan",
        {"data_sources": [{"first_measured": "2027-01-03"}]},
        "data_sources",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what[:40])
def test_what_is_found_is_cleared_by_its_cure(case: Case) -> None:
    (one,) = case.findings({})
    assert case.what in one.what
    assert case.cure in one.cure
    assert one.concerns == case.concerns
    assert case.findings(case.cured) == ()


def test_every_broken_edge_is_named_from_above() -> None:
    said = {"key_messages": [{"message": "Call"}], "contact_plan": [{"message_number": 3}]}
    edges = [one.what.partition(":")[0] for one in found([ORDER], TACTICS, said)]
    assert edges == ["Objective → need", "Objective → need", "Need → content", "Content → tactic"]


def test_dates_are_only_compared_where_the_form_says_which() -> None:
    assert found(["measures-complete"], [MEASURES], {"measures": [LONG | {"by": "2020-01-01"}, SHORT]}) == ()


def test_a_journey_nobody_described_is_no_step_back() -> None:
    assert found(["journey-forward"], JOURNEY, {"journey_to": "aware"}) == ()
