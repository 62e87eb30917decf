"""The words for what surrounds a rule and follows an approval: sources, charters, clocks by tier, examples."""

from __future__ import annotations

from copy import deepcopy
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.checker.guarantees import first_case
from governance.errors import NotADefinition, Problem
from governance.formats.jcs import Json
from governance.language.business_time import Duration
from governance.language.conditions import Rows, holds, sentence
from governance.language.conditions import Test as Atom
from governance.language.definition import CheckIn, Code, Source
from governance.law.form import labels
from governance.reading.conditions import read_condition
from governance.reading.document import read
from governance.reading.words import Reading
from tests.governance.documents import bent, small


def refused(document: Any) -> tuple[Problem, ...]:
    with pytest.raises(NotADefinition) as caught:
        read(document)
    return caught.value.problems


AFTERWARDS: dict[str, Any] = {
    "expires": {"after": "12 months", "notify": ["90 days", "30 days"]},
    "check_ins": [{"at": "30 days", "ask": "First results"}],
    "code": {"pattern": "{market}-{year}-{number:05}", "check": "damm"},
    "publishes": "policy",
    "renews": "earlier",
}
EXAMPLES: list[dict[str, Any]] = [
    {
        "example": "A letter",
        "answers": {"promotional": True},
        "tier": "T1",
        "gates": ["medical"],
        "decisions": {"medical": "reject"},
        "outcome": "rejected",
    }
]


def whole() -> dict[str, Any]:
    """The small definition with every word that surrounds a rule."""
    document = small()
    fields = document["form"][1]["fields"]
    fields += [
        {"name": "earlier", "kind": "record", "required": "yes"},
        {"name": "policy", "kind": "definition", "required": "yes"},
        {"name": "market", "kind": "choice", "options": ["de", "fr"], "required": "yes"},
    ]
    document["committees"] = [
        {
            "committee": "steering",
            "seats": [{"chair": "Chair"}, "medical", "legal"],
            "chair": "chair",
            "alternates": "no",
            "term": "24 months",
            "source": "Charter of 2026",
        }
    ]
    document["tiers"][0]["source"] = {"says": "SOP-114 §4.2", "effective": "2026-01-01"}
    document["tiers"][0]["reviewed"] = "2026-02-01"
    steering, medical, _ = document["gates"]
    steering["within"] = {"T3": "80 business hours", "else": "40 business hours"}
    medical["checklist"] = ["reference_per_claim", {"name": "whole_study", "says": "Study", "comment": "required"}]
    medical["checklist"].append({"name": "current", "says": "Still current", "when": {"promotional": "yes"}})
    document["gates"].append({"gate": "ratification", "panel": "steering", "reviews": ["need"], "ratifies": ["medical"],
                              "decide": {"approve": "majority"}})  # fmt: skip
    document["afterwards"], document["examples"] = deepcopy(AFTERWARDS), deepcopy(EXAMPLES)
    return document


def test_every_word_around_a_rule_is_read() -> None:
    law = read(whole())
    charter = law.charters["steering"]
    assert (charter.chair, charter.alternates, charter.term) == ("chair", False, Duration("months", 24))
    assert charter.source == Source("Charter of 2026")
    assert law.tiers[0].source == Source("SOP-114 §4.2", "2026-01-01", "2026-02-01")
    steering, medical, _, ratification = law.gates
    assert steering.clock("T3") == Duration("business hours", 80)
    assert steering.clock("T1") == Duration("business hours", 40)
    assert medical.clock("T1") is None
    assert medical.commented == ("whole_study",)
    assert medical.checklist[1:] == (("whole_study", "Study"), ("current", "Still current"))
    assert medical.ticked_when == (("current", Atom("promotional", "is", "yes")),)
    assert ratification.ratifies == ("medical",)
    after = law.afterwards
    assert after.notify == (Duration("days", 90), Duration("days", 30))
    assert after.check_ins == (CheckIn(Duration("days", 30), "First results"),)
    assert after.code == Code("{market}-{year}-{number:05}", "damm")
    assert (after.publishes, after.renews, after.retires) == ("policy", "earlier", "")
    (example,) = law.examples
    assert example.answers == {"promotional": "yes"}
    assert (example.tier, example.gates, example.outcome) == ("T1", ("medical",), "rejected")
    assert example.decisions == (("medical", "reject"),)


FAULTS: list[tuple[str, Any, str, str]] = [
    ("/tiers/0/source", ..., "/tiers/0/reviewed", "says when a source was read"),
    ("/tiers/0/source/says", ..., "/tiers/0/source", "needs the word `says`"),
    ("/tiers/0/source/effective", "soon", "/tiers/0/source/effective", "is a date"),
    ("/tiers/0/reviewed", "2026-02-30", "/tiers/0/reviewed", "is a date"),
    ("/committees/0/chair", "char", "/committees/0/chair", "Did you mean `chair`?"),
    ("/committees/0/term", "two years", "/committees/0/term", "span of time"),
    ("/committees/0/alternates", "maybe", "/committees/0/alternates", "yes or no"),
    ("/gates/0/within", {"T3": "8 hours"}, "/gates/0/within", "T1 would have no clock"),
    ("/gates/0/within", {"T4": "8 hours", "else": "9 hours"}, "/gates/0/within/T4", "no word `T4`"),
    ("/gates/0/within", {}, "/gates/0/within", "says nothing"),
    ("/gates/1/checklist/1/comment", "always", "/gates/1/checklist/1/comment", "found `always`"),
    ("/gates/1/checklist/2/when", {"tier": "T1"}, "/gates/1/checklist/2/when/tier", "tier"),
    ("/gates/1/checklist/2/when", {"promotional": "maybe"}, "/gates/1/checklist/2/when/promotional", "maybe"),
    ("/gates/1/reviews", ["need"], "/gates/1/checklist/2/when", "in no section this gate reviews"),
    ("/gates/1/checklist/1/sayz", "x", "/gates/1/checklist/1/sayz", "Did you mean `says`?"),
    ("/gates/3/ratifies", ["medcal"], "/gates/3/ratifies", "Did you mean `medical`?"),
    ("/gates/3/ratifies", ["ratification"], "/gates/3/ratifies", "confirmed by nobody"),
    ("/gates/3/after", ["medical"], "/gates/3/after", "opens upon approval"),
    ("/gates/2/after", ["ratification"], "/gates/2/after", "nothing waits for it"),
    ("/afterwards", {}, "/afterwards", "says nothing"),
    ("/afterwards/expires/notify", ["400 days"], "/afterwards/expires/notify/0", "before the approval"),
    ("/afterwards/expires/notify", ["9 days", "9 days"], "/afterwards/expires/notify/1", "twice"),
    ("/afterwards/check_ins/0/ask", ..., "/afterwards/check_ins/0", "needs the word `ask`"),
    ("/afterwards/check_ins/0/at", "1 business days", "/afterwards/check_ins/0/at", "cannot be given"),
    ("/afterwards/code/pattern", "{market}", "/afterwards/code/pattern", "the same code"),
    ("/afterwards/code/pattern", "{markt}-{number}", "/afterwards/code/pattern", "Did you mean `market`?"),
    ("/afterwards/code/pattern", "{title}-{number}", "/afterwards/code/pattern", "no part of a code"),
    ("/afterwards/code/pattern", "{number} {x", "/afterwards/code/pattern", "Remove the rest"),
    ("/afterwards/code/check", "luhn", "/afterwards/code/check", "Damm"),
    ("/afterwards/publishes", "earlier", "/afterwards/publishes", "required field of kind definition"),
    ("/afterwards/renews", "earler", "/afterwards/renews", "Did you mean `earlier`?"),
    ("/examples/0/answers/promotinal", "yes", "/examples/0/answers/promotinal", "Did you mean `promotional`?"),
    ("/examples/0/answers/who", "Ada", "/examples/0/answers/who", "personal"),
    ("/examples/0/tier", "T9", "/examples/0/tier", "there is no tier"),
    ("/examples/0/gates", ["medcal"], "/examples/0/gates", "Did you mean `medical`?"),
    ("/examples/0/decisions/medical", "aprove", "/examples/0/decisions/medical", "Did you mean `approve`?"),
    ("/examples/0/outcome", "aproved", "/examples/0/outcome", "Did you mean `approved`?"),
    ("/form/1/fields/10/personal", "yes", "/form/1/fields/10/personal", "never personal"),
]


@pytest.mark.parametrize(
    ("at", "value", "reported", "words"), FAULTS, ids=[f"{f[0]}-{n}" for n, f in enumerate(FAULTS)]
)
def test_a_fault_in_these_words_is_named_with_its_place(at: str, value: Any, reported: str, words: str) -> None:
    *parents, last = at.split("/")[1:]
    document: Any = whole()
    place: Any = document
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place[part]
    if value is ...:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    said = [(p.pointer, f"{p.what} {p.cure}") for p in refused(document)]
    assert any(pointer == reported and words in told for pointer, told in said), said


def test_an_example_must_say_what_comes_of_it() -> None:
    document = whole()
    for word in ("tier", "gates", "outcome"):
        del document["examples"][0][word]
    assert any("what comes of it" in problem.what for problem in refused(document))


SURVEY = Atom("kind", "is", "survey")
ABOUT_ROWS = {
    "any": ({"evidence": {"any row": {"kind": "survey"}}}, Rows("evidence", every=False, part=SURVEY)),
    "all": ({"evidence": {"all rows": {"kind": "survey"}}}, Rows("evidence", every=True, part=SURVEY)),
}


@pytest.mark.parametrize("how", ABOUT_ROWS)
def test_a_condition_may_ask_about_the_rows_of_a_table(how: str) -> None:
    written, wanted = ABOUT_ROWS[how]
    law = read(bent("/gates/2/when", written))
    assert law.gates[2].when == wanted
    said = sentence(wanted, labels(law))
    assert said == f"in {'a row' if how == 'any' else 'every row'} of “Evidence” “Kind” is survey"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"evidence": {"any row": {"kin": "survey"}}}, "Did you mean `kind`?"),
        ({"evidence": {"any rows": {"kind": "survey"}}}, "Did you mean `any row`?"),
        ({"evidence": {"any row": {"kind": "surveys"}}}, "Did you mean `survey`?"),
        ({"evidence": "survey"}, "asks about its rows"),
        ({"evidence": {"any row": {"tier": "T1"}}}, "the tier is not known here"),
    ],
)
def test_a_condition_about_rows_that_makes_no_sense_is_refused(written: dict[str, Any], words: str) -> None:
    assert any(words in f"{p.what} {p.cure}" for p in refused(bent("/gates/2/when", written)))


TABLE: list[dict[str, Any]] = [
    {
        "section": "all",
        "fields": [
            {"name": "title", "kind": "line", "required": "yes"},
            {
                "name": "rows",
                "kind": "table",
                "rows": {"at_most": 3},
                "columns": [
                    {"name": "kind", "kind": "choice", "options": ["x", "y"], "required": "yes"},
                    {"name": "cost", "kind": "amount"},
                ],
            },
        ],
    }
]
about_a_row = st.sampled_from(
    [{"kind": "x"}, {"kind": "y"}, {"cost": {"over": "2 EUR"}}, {"kind": "x", "cost": {"at most": "2 EUR"}},
     {"not": {"cost": {"at least": "1 EUR"}}}]
)  # fmt: skip
about_rows = st.one_of(
    st.builds(lambda c: {"rows": {"any row": c}}, about_a_row),
    st.builds(lambda c: {"rows": {"all rows": c}}, about_a_row),
    st.builds(lambda n: {"rows": {"count over": n}}, st.sampled_from([0, 1, 2])),
)
combined = st.recursive(
    about_rows,
    lambda part: (
        st.builds(lambda c: {"not": c}, part) | st.lists(part, min_size=2, max_size=4).map(lambda p: {"all": p})
    ),
    max_leaves=5,
)


def _every_table() -> list[list[Json]]:
    kinds: list[Any] = [
        {"kind": kind} | ({"cost": cost} if cost else {})
        for kind, cost in product(("x", "y"), ("", "0 EUR", "1 EUR", "2 EUR", "3 EUR"))
    ]
    return [list(rows) for size in range(4) for rows in product(kinds, repeat=size)]


EVERY_TABLE = _every_table()


@given(combined)
@settings(max_examples=40, deadline=None)
def test_tables_are_searched_as_if_every_one_were_tried(written: dict[str, Any]) -> None:
    document: dict[str, Any] = {
        "workflow": "w",
        "title": "W",
        "record": "run",
        "form": TABLE,
        "tiers": [{"tier": "T0"}],
    }
    law = read(document | {"gates": [{"gate": "one", "panel": {"role": "r"}, "reviews": ["all"]}]})
    condition = read_condition(Reading(), written, "", law.field_by_name)
    tried = holds(condition, {}) or any(holds(condition, {"rows": rows}) for rows in EVERY_TABLE)
    found = first_case(law, condition)
    assert (found is not None) is tried
    assert found is None or holds(condition, found[0])
