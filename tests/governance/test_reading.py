"""Definitions are read whole: every fault at once, each with its place and the word that was probably meant."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import NotADefinition, Problem
from governance.formats import jcs
from governance.language.business_time import Duration
from governance.language.conditions import Test as Atom
from governance.language.definition import Escalation, Presence
from governance.reading.document import definition_digest, read
from tests.governance.documents import bent, small


def refused(document: Any) -> tuple[Problem, ...]:
    with pytest.raises(NotADefinition) as caught:
        read(document)
    return caught.value.problems


def test_the_small_definition_reads_as_declared() -> None:
    law = read(small())
    steering, medical, certification = law.gates
    assert law.digest == definition_digest(small())
    assert law.calendar == "calendar/berlin"
    assert law.coordinators == "role/coordinator"
    assert (steering.panel, medical.panel) == ("committee/steering", "role/medical_reviewer")
    assert steering.rule.present == Presence(share=60, seats=("medical",))
    assert steering.rule.veto == ("medical", "legal")
    assert steering.escalate == (
        Escalation("100%", "delegate", percent=100),
        Escalation("8 business hours late", "role/medical_head", late=Duration("business hours", 8)),
    )
    assert steering.remind == (50, 80)
    assert medical.never == ("line_manager_of_owner", "payer")
    assert medical.checklist == (("reference_per_claim", "Reference per claim"), ("whole_study", "Whole-study context"))
    assert certification.rule.approve == 1
    assert certification.always_again
    assert law.meeting_after_round == 3
    assert law.rework == Duration("business hours", 24)
    assert law.expires == Duration("months", 12)
    assert law.field_by_name["hours"].when == Atom("two_way", "is", "yes")
    assert law.field_by_name["budget"].accept == ("EUR",)
    assert law.field_by_name["final"].most == 1_000_000


def test_what_the_ledger_gives_back_reads_the_same() -> None:
    canonical = jcs.encode(small())
    decoded: Any = jcs.decode(canonical)
    assert read(decoded) == read(small())


def test_a_definition_is_known_by_every_one_of_its_words() -> None:
    assert definition_digest(small()) != definition_digest(bent("/gates/1/meaning", "I approve"))


FAULTS: list[tuple[str, Any, str, str]] = [
    # bent at, value, reported at, words
    ("/workflow", "Not A Name", "/workflow", "`workflow` is a name"),
    ("/title", "", "/title", "is text"),
    ("/title", ..., "", "needs the word `title`"),
    ("/prefix", "i", "/prefix", "capital letters"),
    ("/tires", [], "/tires", "Did you mean `tiers`?"),
    ("/form/0/fields/0/kind", "lime", "/form/0/fields/0/kind", "Did you mean `line`?"),
    ("/form/0/fields/0/kind", ..., "/form/0/fields/0", "needs a kind"),
    ("/form/0/fields/3/claim", "shows", "/form/0/fields/3", "`evidence` is missing"),
    ("/form/0/fields/3/evidence", ["shows"], "/form/0/fields/3", "`claim` is missing"),
    ("/form/0/fields/0/requierd", "yes", "/form/0/fields/0/requierd", "Did you mean `required`?"),
    ("/form/0/fields/0/required", "maybe", "/form/0/fields/0/required", "yes or no"),
    ("/form/0/fields/0/name", "tier", "/form/0/fields/0/name", "word of the law"),
    ("/form/0/fields/0/name", "headline", "/form", "does not ask for a title"),
    ("/form/0/fields/0/required", "no", "/form", "does not ask for a title"),
    ("/form/0/fields/1/name", "title", "/form/0/fields/1/name", "asks `title` twice"),
    ("/form/0/fields", [], "/form/0/fields", "is empty"),
    ("/form/0/fields/2/rows", {"hcp": "Doctors"}, "/form/0/fields/2/rows", "order counts"),
    ("/form/0/fields/2/rows/1", {"hcp": "Again"}, "/form/0/fields/2/rows/1/hcp", "twice"),
    ("/form/0/fields/3/rows", {"at_least": 3, "at_most": 2}, "/form/0/fields/3/rows/at_most", "from 3"),
    ("/form/0/fields/3/columns/0/kind", "matrix", "/form/0/fields/3/columns/0/kind", "needs a kind"),
    ("/form/0/fields/3/columns/0/personal", "yes", "/form/0/fields/3/columns/0/personal", "no word `personal`"),
    ("/form/1/section", "need", "/form/1/section", "two sections"),
    ("/form/1/fields/2/when", {"budget": "5 EUR"}, "/form/1/fields/2/when/budget", "declared before this"),
    ("/form/1/fields/2/when", {"tier": "T3"}, "/form/1/fields/2/when/tier", "not known here"),
    ("/form/1/fields/4/currency", "Euro", "/form/1/fields/4/currency", "three capital letters"),
    ("/form/1/fields/8/max", "900 GB", "/form/1/fields/8/max", "up to 500 MB"),
    ("/form/1/fields/8/accept", ..., "/form/1/fields/8", "needs the word `accept`"),
    ("/tiers", [], "/tiers", "is empty"),
    ("/tiers/0/when", ..., "/tiers/0", "no tier after it"),
    ("/tiers/1/when", {"two_way": "no"}, "/tiers/1/when", "no `when`"),
    ("/tiers/1/tier", "T3", "/tiers/1/tier", "two tiers"),
    ("/tiers/0/when", {"tier": "T1"}, "/tiers/0/when/tier", "not known here"),
    ("/tiers/0/when", {"who": "me"}, "/tiers/0/when/who", "personal"),
    ("/tiers/0/when", {"two_ways": "yes"}, "/tiers/0/when/two_ways", "Did you mean `two_way`?"),
    ("/tiers/0/when", {"title": "x"}, "/tiers/0/when/title", "do not read what is in it"),
    ("/tiers/0/when", {"brands": "alfa"}, "/tiers/0/when/brands", "Did you mean `alpha`?"),
    ("/tiers/0/when", {"brands": {"over": 1}}, "/tiers/0/when/brands/over", "count over"),
    ("/tiers/0/when", {"budget": {"over": "1000 USD"}}, "/tiers/0/when/budget/over", "amount in EUR"),
    ("/tiers/0/when", {"pages": {"over": "3"}}, "/tiers/0/when/pages/over", "whole number"),
    ("/tiers/0/when", {"starts": {"over": "2026-02-30"}}, "/tiers/0/when/starts/over", "is a date"),
    ("/tiers/0/when", {"audiences": {"payers": "main"}}, "/tiers/0/when/audiences/payers", "no row"),
    ("/tiers/0/when", {"audiences": {"hcp": "mian"}}, "/tiers/0/when/audiences/hcp", "Did you mean `main`?"),
    ("/tiers/0/when", {"audiences": "main"}, "/tiers/0/when/audiences", "names a row"),
    ("/tiers/0/when", {}, "/tiers/0/when", "an empty map"),
    ("/tiers/0/when", {"any": []}, "/tiers/0/when/any", "list of conditions"),
    ("/tiers/0/when", {"promotional": "perhaps"}, "/tiers/0/when/promotional", "no answer to `promotional`"),
    ("/gates", [], "/gates", "is empty"),
    ("/gates/0/reviews", [], "/gates/0/reviews", "is empty"),
    ("/gates/0/reviews", ..., "/gates/0", "needs the word `reviews`"),
    ("/gates/0/reviews", ["neeed"], "/gates/0/reviews", "Did you mean `need`?"),
    ("/gates/1/gate", "steering", "/gates/1/gate", "two gates"),
    ("/gates/0/after", ["certification"], "/gates/2/after", "wait for each other"),
    ("/gates/1/after", ["stering"], "/gates/1/after", "Did you mean `steering`?"),
    ("/gates/1/after", ["medical"], "/gates/1/after", "wait for each other"),
    ("/gates/0/panel", "sterring", "/gates/0/panel", "Did you mean `steering`?"),
    ("/gates/1/panel", {"rol": "x"}, "/gates/1/panel/rol", "Did you mean `role`?"),
    ("/gates/1/decide", {}, "/gates/1/decide", "approves nothing"),
    ("/gates/1/decide", {"approve": 0}, "/gates/1/decide/approve", "from 1"),
    ("/gates/1/decide", {"approve": "majorty"}, "/gates/1/decide/approve", "Did you mean `majority`?"),
    ("/gates/1/decide", {"approve": 1, "veto": ["legal"]}, "/gates/1/decide/veto", "a role has no seats"),
    ("/gates/0/decide/veto", ["lgal"], "/gates/0/decide/veto", "Did you mean `legal`?"),
    ("/gates/0/decide/present", "60% and [medcal]", "/gates/0/decide/present", "Did you mean `medical`?"),
    ("/gates/0/decide/present", "most of them", "/gates/0/decide/present", "percentage"),
    ("/gates/0/decide/present", {}, "/gates/0/decide/present", "asks for nobody"),
    ("/gates/0/decide", ..., "/gates/0", "a committee needs a rule"),
    ("/gates/0/decide/approve", 4, "/gates/0/decide", "more people than the 3 seats"),
    ("/gates/0/escalate", ..., "/gates/0", "nobody to escalate to"),
    ("/gates/0/within", ..., "/gates/0/escalate", "needs a clock"),
    ("/gates/0/within", "soon", "/gates/0/within", "span of time"),
    ("/gates/0/within", "12 months", "/gates/0/within", "cannot be given in months"),
    ("/gates/0/remind", ["150%"], "/gates/0/remind/0", "up to 99%"),
    ("/gates/0/escalate/1/at", "100%", "/gates/0/escalate/1", "two steps"),
    ("/gates/0/escalate/0/at", "50%", "/gates/0/escalate/0", "two steps"),
    ("/gates/0/escalate/0/at", "later", "/gates/0/escalate/0/at", "share of the clock"),
    ("/gates/1/never", ["payr"], "/gates/1/never", "Did you mean `payer`?"),
    ("/gates/1/checklist", {"a": "b"}, "/gates/1/checklist", "order counts"),
    ("/gates/1/checks", ["audience-answerd"], "/gates/1/checks/0", "Did you mean `audience-answered`?"),
    ("/gates/1/checks/0/audience-answered/main", "mian", "/gates/1/checks/0/audience-answered/main", "no option"),
    ("/gates/1/checks", ["reference-per-claim"], "/gates/1/checks/0", "names no table"),
    ("/checks/0", {"message-length": {"words": "14..10"}}, "/checks/0/message-length/words", "a range"),
    ("/checks/0/evidence-present/severity", "loud", "/checks/0/evidence-present/severity", "block or warn"),
    ("/checks/0/evidence-present/any_of", ["interviw"], "/checks/0/evidence-present/any_of", "`interview`?"),
    ("/checks/0/evidence-present/unless", "who", "/checks/0/evidence-present/unless", "not personal"),
    ("/rework", {}, "/rework", "says nothing"),
    ("/rework/after round 3", "party", "/rework/after round 3", "there is a meeting"),
    ("/guarantees/0/approval needs", ["legal"], "/guarantees/0/approval needs", "no gate `legal`"),
    ("/guarantees/1/never opens", ..., "/guarantees/1", "promises nothing"),
    ("/guarantees/1/if", {"tier": "T9"}, "/guarantees/1/if/tier", "no tier"),
    ("/afterwards/expires/after", "8 business hours", "/afterwards/expires/after", "cannot be given"),
    ("/afterwards/chek_ins", [], "/afterwards/chek_ins", "no word"),
    ("/committees/0/seats", [], "/committees/0/seats", "is empty"),
]  # fmt: skip


@pytest.mark.parametrize(("at", "value", "reported", "words"), FAULTS)
def test_a_fault_is_named_with_its_place(at: str, value: Any, reported: str, words: str) -> None:
    found = refused(bent(at, value))
    assert any(problem.pointer == reported and words in f"{problem.what} {problem.cure}" for problem in found), found


def test_all_faults_come_together() -> None:
    document = bent("/gates/0/reviews", ["neeed"])
    document["tiers"][0]["when"] = {"two_ways": "yes"}
    document["form"][0]["fields"][0]["kind"] = "lime"
    document["nonsense"] = 1
    pointers = [problem.pointer for problem in refused(document)]
    assert {"/gates/0/reviews", "/tiers/0/when/two_ways", "/form/0/fields/0/kind", "/nonsense"} <= set(pointers)
    assert pointers == sorted(pointers)


def test_a_section_nobody_reviews_is_a_fault() -> None:
    document = small()
    document["form"].append({"section": "extra", "fields": [{"name": "more", "kind": "text"}]})
    assert [(problem.pointer, problem.what) for problem in refused(document)] == [
        ("/form/2", "no gate reviews the section `extra`.")
    ]


def test_a_promise_with_nothing_behind_it_is_a_fault() -> None:
    assert refused(bent("/guarantees/0", {"if": {"tier": "T1"}}))[0].pointer == "/guarantees/0"


@pytest.mark.parametrize(
    ("words", "presence"),
    [
        (3, Presence(3)),
        ("60%", Presence(share=60)),
        (["chair", "legal"], Presence(seats=("chair", "legal"))),
        ("60% and [chair, legal]", Presence(share=60, seats=("chair", "legal"))),
        ("2 and [chair]", Presence(2, seats=("chair",))),
        ("[chair]", Presence(seats=("chair",))),
        ({"number": 2, "share": "50%", "seats": ["chair"]}, Presence(2, 50, ("chair",))),
    ],
)
def test_presence_is_written_in_several_ways(words: Any, presence: Presence) -> None:
    assert read(bent("/gates/0/decide/present", words)).gates[0].rule.present == presence


def test_left_out_words_have_plain_meanings() -> None:
    document = small()
    for word in ("prefix", "calendar", "rework", "guarantees", "afterwards", "checks", "committees"):
        del document[word]
    law = read(document)
    assert (law.prefix, law.calendar, law.rework, law.expires) == ("PIE", "calendar/office", None, None)
    assert law.gates[0].title == "Steering"
    assert law.section_by_name["claims"].title == "Claims"


def test_text_outside_the_ledgers_profile_is_a_fault_not_a_crash() -> None:
    assert "cannot be ledgered" in str(refused(bent("/title", "e\u0301t\ud800")))


scalars = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(["tier", "yes", "50%", "T3"])
)
words = st.text(max_size=6) | st.sampled_from(["name", "kind", "when", "any", "not"])
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def pointers(value: Any, at: str = "") -> list[str]:
    match value:
        case dict():
            return [p for key, part in value.items() for p in (f"{at}/{key}", *pointers(part, f"{at}/{key}"))]
        case list():
            return [p for place, part in enumerate(value) for p in (f"{at}/{place}", *pointers(part, f"{at}/{place}"))]
        case _:
            return []


@given(st.sampled_from(pointers(small())), anything)
@settings(max_examples=400)
def test_nothing_in_a_document_makes_reading_fail_in_another_way(at: str, value: Any) -> None:
    try:
        read(bent(at, value))
    except NotADefinition as error:
        told = error.problems
    else:
        told = (Problem("", "read without a fault"),)
    assert told
    assert all(problem.what for problem in told)


@given(st.dictionaries(st.text(max_size=6), anything, max_size=4))
@settings(max_examples=100)
def test_a_document_of_anything_is_refused_with_reasons(document: dict[str, Any]) -> None:
    assert refused(document)


def test_a_claim_and_its_evidence_are_columns_of_the_table_and_not_the_same() -> None:
    document = small()
    table = next(one for one in document["form"][0]["fields"] if one["name"] == "evidence")
    place = f"/form/0/fields/{document['form'][0]['fields'].index(table)}"
    table |= {"claim": "shows", "evidence": ["kind"]}
    field = read(document).field_by_name["evidence"]
    assert (field.claim, field.evidence) == ("shows", ("kind",))
    for words, at, said in (
        ({"claim": "show"}, "claim", "Did you mean `shows`?"),
        ({"evidence": ["shows"]}, "evidence", "cannot carry itself"),
        ({"evidence": ["kid"]}, "evidence", "Did you mean `kind`?"),
    ):
        bad = {**document, "form": [{**document["form"][0]}, *document["form"][1:]]}
        bad["form"][0]["fields"] = [{**one, **words} if one is table else one for one in document["form"][0]["fields"]]
        found = refused(bad)
        assert [(one.pointer, said in f"{one.what} {one.cure}") for one in found] == [(f"{place}/{at}", True)], found
