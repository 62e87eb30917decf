"""How customers are met and who stands behind it: what is found, and that the cure clears it."""

from typing import Any

import pytest

from tests.governance.documents import PERSON
from tests.governance.finding import Case, choice, found, table

PLAN = table("contact_plan", choice("channel", "visit", "call", "email", "website"),
             {"name": "planned", "kind": "number"}, {"name": "outside", "kind": "number"})  # fmt: skip
MIX = {"channel-mix": {"field": ["visit", "call"], "digital": ["email", "website"], "at_least": 20}}
SAFE = [{"name": name, "kind": "text"} for name in ("pre_moderation", "alerting", "triage")]
SAID: dict[str, Any] = {"pre_moderation": "A nurse reads", "alerting": "By phone", "triage": "By kind"}
PLATFORM = table("platform", "name", {"name": "moderation", "kind": "yesno"}, {"name": "tool", "kind": "line"})
HOURS = [{"name": "staffed_hours", "kind": "line"}, {"name": "answers_for_it", "kind": "person"}]
STAFFED = {"staffed-hours": {"person": "answers_for_it"}}
TURNS = table("follow_up", {"name": "turn", "kind": "line"}, {"name": "answer", "kind": "line"})
NORMAL, PERSON_PLEASE = {"turn": "Is it normal?", "answer": "Mostly"}, {"turn": "A person!", "answer": "At once"}
ROLES = {"name": "responsibilities", "kind": "matrix", "rows": ["medical", "commercial", "safety"],
         "columns": ["owns", "helps", "idle"]}  # fmt: skip
PARTS = {"medical": "owns", "commercial": "owns", "safety": "helps"}
COMPLETE = {"responsibilities-complete": {"needs": ["safety"], "idle": "idle"}}
CODE = {"name": "code", "kind": "line"}


def contacts(*rows: tuple[str, int]) -> dict[str, Any]:
    return {"contact_plan": [{"channel": channel, "planned": planned, "outside": 0} for channel, planned in rows]}


CASES = [
    Case(
        MIX,
        [PLAN],
        contacts(("email", 90), ("visit", 10)),
        "10 % of the contacts are field contacts (visit, call); at least 20 %",
        "Move at least 10 of 100 contacts there.",
        contacts(("email", 80), ("visit", 20)),
        "contact_plan",
    ),
    Case(
        MIX,
        [PLAN],
        contacts(("visit", 3)),
        "0 % of the contacts are digital contacts",
        "Move at least 1 of 3",
        contacts(("visit", 2), ("website", 1)),
        "contact_plan",
    ),
    Case(
        {"preferred-channel": {"limit": 40}},
        [PLAN],
        {"contact_plan": [{"planned": 1000, "outside": 500}]},
        "50 % of the contacts are planned outside",
        "Move at least 100 of 1000",
        {"contact_plan": [{"planned": 1000, "outside": 400}]},
        "contact_plan",
    ),
    Case(
        {"safeguards": {}},
        SAFE,
        SAID | {"pre_moderation": ""},
        "No pre-moderation is described.",
        "Name the tool and who reads what comes in. At least 2 words.",
        SAID,
        "pre_moderation",
    ),
    Case(
        {"safeguards": {}},
        SAFE,
        SAID | {"alerting": "yes"},
        "No alert is described.",
        "whom it reaches",
        SAID,
        "alerting",
    ),
    Case(
        {"safeguards": {}}, SAFE, SAID | {"triage": "–"}, "No triage is described.", "an adverse event", SAID, "triage"
    ),
    Case(
        {"platform-holds": {"tool": "tool"}},
        [PLATFORM],
        {"platform": [{"moderation": "yes"}, {"moderation": "no"}]},
        "Platform 2 cannot hold anything back",
        "Name in “tool” what reads first, or choose a platform that can.",
        {"platform": [{"moderation": "no", "tool": "Reader"}]},
        "platform",
    ),
    Case(
        {"platform-holds": {}},
        [PLATFORM],
        {"platform": [{"moderation": "no"}]},
        "Platform 1 cannot hold",
        "Choose a platform that can.",
        {"platform": [{"moderation": "yes"}]},
        "platform",
    ),
    Case(
        STAFFED,
        HOURS,
        {"staffed_hours": "Office hours", "answers_for_it": PERSON},
        "It is not said from when until when a person answers.",
        "Monday to Friday, 8 to 18",
        {"staffed_hours": "Monday to Friday, 8 to 18"},
        "staffed_hours",
    ),
    Case(
        STAFFED,
        HOURS,
        {"staffed_hours": "24/7"},
        "Nobody is named",
        "Choose the person.",
        {"answers_for_it": PERSON},
        "answers_for_it",
    ),
    Case(
        {"follow-up-plan": {}},
        [TURNS],
        {"follow_up": [NORMAL]},
        "The dialogue has 1 turn; at least 2 make it one.",
        "Add what the customer may say next",
        {"follow_up": [NORMAL, PERSON_PLEASE]},
        "follow_up",
    ),
    Case(
        {"follow-up-plan": {}},
        [TURNS],
        {"follow_up": [NORMAL, PERSON_PLEASE | {"answer": "mostly"}]},
        "Turns 1 and 2 get the same answer.",
        "Answer what was said in that turn",
        {"follow_up": [NORMAL, PERSON_PLEASE]},
        "follow_up",
    ),
    Case(
        {"shared-ownership": {"as": "owns"}},
        [ROLES],
        {"responsibilities": PARTS | {"commercial": "helps"}},
        "1 functions have “owns”",
        "Agree with another function",
        {"responsibilities": PARTS},
        "responsibilities",
    ),
    Case(
        COMPLETE,
        [ROLES],
        {"responsibilities": {"medical": "owns", "safety": "helps"}},
        "“commercial” is left out.",
        "Say what it does; not involved is an answer.",
        {"responsibilities": PARTS | {"commercial": "idle"}},
        "responsibilities",
    ),
    Case(
        COMPLETE,
        [ROLES],
        {"responsibilities": PARTS | {"safety": "idle"}},
        "“safety” has “idle”, and this work cannot do without it.",
        "Agree on its part",
        {"responsibilities": PARTS},
        "responsibilities",
    ),
    Case(
        {"material-code": {"in": "code"}},
        [CODE],
        {"code": "CDX-2210-40-1"},
        "“CDX-2210-40-1” is no code that was ever given out: its check digit is wrong.",
        "a digit is wrong or missing, or two are swapped",
        {"code": "CDX-2210-04-1"},
        "code",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what[:40])
def test_what_is_found_is_cleared_by_its_cure(case: Case) -> None:
    (one,) = case.findings({})
    assert case.what in one.what
    assert case.cure in one.cure
    assert one.concerns == case.concerns
    assert case.findings(case.cured) == ()


@pytest.mark.parametrize("plan", [{}, contacts(("visit", 0))])
def test_no_contacts_are_no_wrong_mix(plan: dict[str, Any]) -> None:
    assert found([MIX], [PLAN], plan) == ()


@pytest.mark.parametrize(
    "hours", ["Monday to Friday, 8 to 18", "daily 9:00-17:30", "Mon–Sun 8–20", "Around the clock", "24 hours"]
)
def test_hours_are_said_in_many_ways(hours: str) -> None:
    assert found([STAFFED], HOURS, {"staffed_hours": hours, "answers_for_it": PERSON}) == ()


def test_no_code_is_no_wrong_code() -> None:
    assert found([{"material-code": {"in": "code"}}], [CODE], {}) == ()


@pytest.mark.parametrize(("outside", "told"), [(40, []), (41, ["41 % of the contacts are planned outside"])])
def test_the_limit_itself_is_bearable(outside: int, told: list[str]) -> None:
    plan = {"contact_plan": [{"planned": 100, "outside": outside}]}
    assert [one.what[:40] for one in found([{"preferred-channel": {"limit": 40}}], [PLAN], plan)] == told


def test_a_turn_without_an_answer_is_none() -> None:
    turns = {"follow_up": [NORMAL, {"turn": "A person!"}]}
    assert len(found(["follow-up-plan"], [TURNS], turns)) == 1
