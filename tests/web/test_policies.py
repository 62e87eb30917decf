"""The policy on screen: in force, in sentences, with sources, compared and forecast."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from coe import acts
from coe.policy.definitions import compile_file
from governance.reading.document import definition_digest
from governance.record.commands import Publish
from tests.web.review_office import DEFINITIONS
from tests.web.review_pages import Pages, plain
from web.rows.foreseen import FAILED_KEPT_MS, RECORDS, Forecasts


def revise(pages: Pages, hours: str, reason: str) -> tuple[str, str]:
    """Publish the workflow with another clock for legal; the digests before and after."""
    old = compile_file(DEFINITIONS / "cx-initiative.yaml").document
    new: Any = deepcopy(old)
    next(gate for gate in new["gates"] if gate["gate"] == "legal")["within"] = hours
    before = definition_digest(old)
    act = acts.reasoned(lambda why: Publish(new, why, before), reason, pages.house.seed())
    pages.house.send("definition/cx-initiative", "system", act)
    return before, definition_digest(new)


def test_what_is_in_force_is_listed_with_what_it_governs(pages: Pages) -> None:
    pages.house.submit()
    read = plain(pages.browser("aude").get("/policy").text)
    assert "in force. Each is one text file." in read
    assert f"1 {pages.house.law.record} open" in read


def test_a_policy_is_read_in_sentences_with_its_versions(pages: Pages) -> None:
    law = pages.house.law
    read = plain(pages.browser("astrid").get(f"/policy/{law.workflow}").text)
    for gate in law.gates:
        assert gate.title in read
    assert "In force" in read
    assert "1 open record" not in read


def test_the_way_stands_as_a_list_too_and_each_gate_is_folded_under_its_gist(pages: Pages) -> None:
    html = pages.browser("astrid").get("/policy/cx-initiative").text
    steps = html.partition('<ol class="policy-steps"')[2].partition("</ol>")[0].split("<li>")[1:]
    together = [re.findall("<b>([^<]+)</b>", step) for step in steps]
    assert together[0] == ["Submitted"]
    assert together[2] == ["Medical", "Legal", "Regulatory", "Patient safety", "Privacy"]
    assert together[-1] == ["Approved"]
    assert '<summary>Privacy<span class="meta">Privacy reviewer, 40 business hours</span></summary>' in html
    assert "Rules and their sources" not in html, "no rule of this policy names one"


@pytest.mark.parametrize(
    "address", ["/policy/nothing", "/policy/nothing/forecast", "/policy/nothing/changes?since=a&until=b"]
)
def test_what_was_never_published_is_not_found(pages: Pages, address: str) -> None:
    assert pages.browser("aude").get(address).status_code == 404


def test_two_versions_are_compared_in_sentences(pages: Pages) -> None:
    old, new = revise(pages, "16 business hours", "Legal has hired")
    browser = pages.browser("aude")
    read = plain(browser.get("/policy/cx-initiative").text)
    assert "“Legal has hired”" in read
    assert "Superseded" in read
    compared = browser.get(f"/policy/cx-initiative/changes?since={old}&until={new}")
    assert f"since={old}&amp;until={new}" in browser.get("/policy/cx-initiative").text
    assert "Equal" in plain(compared.text)
    assert "16" in plain(compared.text)
    assert "Legal" in plain(compared.text)


def test_a_workflow_is_forecast_with_the_source_of_every_figure(pages: Pages) -> None:
    pages.house.submit()
    browser = pages.browser("aude")
    answers = [browser.get("/policy/cx-initiative/forecast").text]
    while "Look again" in answers[-1]:  # each answer waits for the forecast's end, for a moment at most
        answers.append(browser.get("/policy/cx-initiative/forecast").text)
    assert all(f" of {RECORDS} records" in plain(answer) for answer in answers[:-1])
    read = plain(answers[-1])
    assert "Half are through within" in read
    assert "1 record under way" in read
    assert "prior: published figures" in read


def test_a_forecast_is_begun_once_and_says_why_it_cannot_be_made(pages: Pages) -> None:
    forecasts, law, office = Forecasts(), pages.house.law, pages.house.office
    unpeopled, now = replace(law, digest="0" * 64, gates=()), pages.house.clock.now()
    one = forecasts.ask(unpeopled, office, now)
    assert one.ended.wait(60)
    assert isinstance(one.found, str)
    assert forecasts.ask(unpeopled, office, now + 1) is one
    again = forecasts.ask(unpeopled, office, now + FAILED_KEPT_MS)
    assert again is not one, "what stood in its way may be mended by now"
    assert again.ended.wait(60)
