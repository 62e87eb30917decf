"""Several decisions in one sitting: lawful where a gate allows it, on records without more to weigh, on their page."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from governance.checker.policy_gate_words import gate_sentences
from governance.errors import NotADefinition
from governance.formats.jcs import Json
from governance.language.definition import Tier
from governance.law.gates import seen
from governance.law.together import MOST_TOGETHER
from governance.reading.document import read
from governance.record import commands as c
from governance.record import events as e
from governance.record.codec import command_json, event_json
from governance.record.events import Finding
from governance.verifier.verification import verify
from tests.governance import proven_office as office
from tests.governance.asking import KEYS
from tests.governance.documents import bent
from tests.governance.proven_office import DEFINITION, MEDICAL, SUBJECT, Log
from tests.governance.small_law import HIGH, LOW, Desk, desk, gate, role

A, B = "a" * 64, "b" * 64
Pages = Callable[[str], tuple[str, ...]]
LISTED: dict[str, tuple[Pages, bool]] = {
    "its own and another": (lambda own: (A, own), True),
    "as many as a page holds": (lambda own: (own, *(f"{n:064x}" for n in range(MOST_TOGETHER - 1))), True),
    "one too many": (lambda own: (own, *(f"{n:064x}" for n in range(MOST_TOGETHER))), False),
    "alone": (lambda own: (own,), False),
    "others only": (lambda _: (A, B), False),
    "one of them twice": (lambda own: (A, own, A), False),
    "no digest": (lambda own: (own, "leaflet"), False),
}
FOUND = Finding("x.1", "x", "warn", "need", "too long", "shorten it", A)


def opened(*, allowed: bool, tier: Tier, found: tuple[Finding, ...]) -> Desk:
    made = desk(gate("medical", together=allowed), tiers=(HIGH, LOW), medical=role("mia"))
    made.submits()
    made.state = replace(made.state, tier=tier.name, findings=found)
    return made


@pytest.mark.parametrize("listed", LISTED)
def test_every_case_of_a_signature_beside_others(listed: str) -> None:
    pages, fits = LISTED[listed]
    outcomes: tuple[c.Outcome, ...] = ("approve", "reject", "approve with conditions", "request changes", "recuse")
    for allowed, tier, found, outcome, stated in product((True, False), (HIGH, LOW), ((), (FOUND,)), outcomes, (0, 1)):
        at = opened(allowed=allowed, tier=tier, found=found)
        own = seen(at.law, at.state, "medical")
        command = replace(at.decision("medical", outcome), together=pages(own), stated=stated)
        if fits and allowed and tier is LOW and not found and outcome == "approve" and not stated:
            signed = at.does(command, "mia")[0]
            assert isinstance(signed, e.DecisionSigned)
            assert signed.together == pages(own)
        else:
            assert at.refused(command, "mia") == "not-together"


def test_where_one_tier_is_all_there_is_it_is_not_the_strictest() -> None:
    at = desk(gate("medical", together=True), medical=role("mia"))
    at.submits()
    command = replace(at.decision("medical", "approve"), together=(seen(at.law, at.state, "medical"), A))
    at.does(command, "mia")
    assert at.status() == "approved"


def test_signed_by_itself_nothing_is_asked_and_the_bytes_are_as_before() -> None:
    at = opened(allowed=False, tier=HIGH, found=())
    command = at.decision("medical", "approve")
    assert "together" not in command_json(command)
    assert "together" not in event_json(at.does(command, "mia")[0])


BARRED: list[tuple[str, dict[str, Any], str]] = [
    ("/gates/0/together", {}, "a committee deliberates"),
    ("/gates/1/together", {"/gates/1/always_again": "yes"}, "look again each time"),
    ("/gates/1/together", {"/gates/1/checklist": [{"name": "x", "says": "X", "comment": "required"}]}, "one's own"),
    ("/gates/2/together", {"/2/always_again": ..., "/2/after": ..., "/2/ratifies": ["medical"]}, "an approval back"),
]  # fmt: skip


@pytest.mark.parametrize(("at", "more", "why"), BARRED)
def test_a_gate_at_which_a_glance_is_worth_nothing_cannot_say_it(at: str, more: dict[str, Any], why: str) -> None:
    document = bent(at, "yes")
    for place, value in more.items():
        *_, index, word = place.split("/")
        if value is ...:
            document["gates"][int(index)].pop(word)
        else:
            document["gates"][int(index)][word] = value
    with pytest.raises(NotADefinition) as refused:
        read(document)
    assert [(one.pointer, why in one.what) for one in refused.value.problems] == [(at, True)]


def test_it_is_read_aloud_with_its_limits() -> None:
    law = read(bent("/gates/1/together", "yes"))
    said = " ".join(gate_sentences(law, law.gate_by_name["medical"]))
    assert "Several records may be approved here in one sitting" in said
    assert "In T3 each is signed by itself." in said
    assert "one sitting" not in " ".join(gate_sentences(law, law.gate_by_name["steering"]))


def allowing() -> Log:
    """An office whose medical gate allows it, and one submission."""
    log = office.founded()
    found = DEFINITION["gates"]
    assert isinstance(found, list)
    gates: list[Json] = [{**each, "together": "yes"} if n == 0 else each for n, each in enumerate(found)]  # type: ignore[dict-item]  # each is a map
    publish = c.Publish(office.document(gates=gates), log.text("newer"), office.digest_of(DEFINITION))
    log.does("definition/piece", publish, "pia")
    log.does(SUBJECT, office.submission(log), office.OWNER)
    return log


def own_page(log: Log) -> str:
    return log.signing("medical", "approve", MEDICAL).signature.seen


def test_the_verifier_judges_it_again_and_finds_it_lawful() -> None:
    log = allowing()
    log.says(MEDICAL, "medical", together=(A, own_page(log)))
    assert [answer.say for answer in verify(log.evidence().encode(), KEYS)] == ["yes", "yes", "yes"]


@pytest.mark.parametrize("made", [office.submitted, allowing])
def test_an_operator_cannot_put_a_ceremony_where_it_was_not(made: Callable[[], Log]) -> None:
    """At a gate that does not allow it, though its page is listed; at one that does, on a record not listed."""
    log = made()
    listed = (A, own_page(log)) if made is office.submitted else (A, B)
    first, *rest = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    assert isinstance(first, e.DecisionSigned)
    seq = log.forges(SUBJECT, (replace(first, together=listed), *rest), MEDICAL).seq
    intact, signed, law = verify(log.evidence().encode(), KEYS)
    assert (intact.say, signed.say, law.say) == ("yes", "yes", "no"), (intact, law)
    assert law.contradictions[0].startswith(f"entry {seq}: expected a lawful act"), law.contradictions
