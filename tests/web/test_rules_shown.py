"""Beside the decision: the source of its rule, the comments a checklist asks for, and what a policy change does."""

from __future__ import annotations

import re

import pytest

from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.packet.decisions import decision_pages
from coe.packet.extract import extract
from coe.packet.record import packet_record
from tests.web.leaflet_house import COMMENTS, LEAFLET, Leaflets, leaflets, policy_change
from tests.web.review_pages import Browser, Pages, plain

TICKED = ["whole_study", "population", "safety"]
SAID = list(COMMENTS.values())


@pytest.fixture
def made(pages: Pages) -> Leaflets:
    return leaflets(pages)


def opened(made: Leaflets) -> tuple[str, str, Browser]:
    number = made.submit()
    browser, url = made.pages.browser("sofia"), f"/decisions/{number}/medical"
    assert browser.get(url).status_code == 200
    return number, url, browser


def test_the_source_of_a_gate_stands_beside_the_decision(made: Leaflets) -> None:
    _, _, browser = opened(made)
    said = "Source: Directive 2001/83/EC, Article 98(2)(a); in force since 28 Nov 2001; reviewed 2 Nov 2026."
    assert said in plain(browser.last)
    assert 'href="/policy/leaflet"' in browser.last


def test_the_source_of_a_gate_stands_in_the_intake(made: Leaflets) -> None:
    browser = made.pages.browser("astrid")
    where = browser.get("/initiatives/new?workflow=leaflet").headers["Location"]
    html = browser.get(where).text
    assert "Source: Directive 2001/83/EC, Article 98(2)(a)" in plain(html)
    assert "Source: SOP-114 §4.2" in plain(html)
    assert 'href="/policy/leaflet"' in html


def test_each_comment_stands_below_its_tick(made: Leaflets) -> None:
    _, _, browser = opened(made)
    order = re.findall(r'value="(whole_study|population|safety)"|name="(comments-\d)"', browser.last)
    assert [a or b for a, b in order] == ["whole_study", "comments-0", "population", "comments-1", "safety"]


def test_missing_comments_are_each_marked_and_what_was_typed_is_kept(made: Leaflets) -> None:
    number, url, browser = opened(made)
    given: dict[str, str | list[str]] = {"outcome": "approve", "checklist": TICKED, "comments-0": SAID[0]}
    answer = browser.sign(url, **given)
    assert answer.status_code == 422
    assert browser.form(url)["comments-0"] == [SAID[0]]
    area = re.search(r'<textarea[^>]*id="comments-1"[^>]*>|<textarea[^>]*name="comments-1"[^>]*>', answer.text)
    assert area
    assert 'aria-invalid="true"' in area[0]
    assert "comments-1-error" in area[0]
    assert 'id="comments-1-error"' in answer.text
    assert 'id="comments-0-error"' not in answer.text
    assert made.state(number).votes == {}


def test_comments_are_read_beside_the_decision_and_in_the_trail(made: Leaflets) -> None:
    number, url, browser = opened(made)
    said = {"comments-0": SAID[0], "comments-1": SAID[1]}
    given: dict[str, str | list[str]] = {"outcome": "approve", "checklist": TICKED, **said}
    assert browser.sign(url, **given).status_code == 302
    read = plain(browser.get(f"/initiatives/{number}").text)
    assert f"The whole study is in view “{SAID[0]}”" in read
    assert f"Population and endpoint are named “{SAID[1]}”" in read
    trail = plain(made.pages.browser("aude").get(f"/trail?initiative={number}").text)
    assert f"The whole study is in view: {SAID[0]}" in trail


SHORTER = LEAFLET.read_text("utf-8").replace("within: 24 business hours", "within: 8 business hours")
PANEL = "    panel: {role: legal_reviewer}"
LOOSER = SHORTER.replace(PANEL, f"    when: {{market: fr}}\n{PANEL}")


def test_who_decides_on_a_policy_change_reads_what_it_does(made: Leaflets) -> None:
    number = policy_change(made, LOOSER)
    html = made.pages.browser("lucia").get(f"/decisions/{number}/quality").text
    read = plain(html)
    assert "What this policy change does" in read
    assert "Looser" in read
    assert "8 business hours instead of 24 business hours" in read or "8 instead of 24 business hours" in read
    assert 'href="#proposal"' in html
    assert 'href="/policy/leaflet"' in html


def test_the_record_of_a_policy_change_shows_it_and_later_the_published_comparison(made: Leaflets) -> None:
    number = policy_change(made, SHORTER)
    before = made.pages.browser("astrid").get(f"/initiatives/{number}").text
    assert "Exactly what passed before passes now." in plain(before)
    assert "/policy/leaflet/changes?since=" not in before
    made.decide(number, "lucia", "quality")
    made.decide(number, "jonas", "legal")
    after = made.pages.browser("astrid").get(f"/initiatives/{number}").text
    assert "/policy/leaflet/changes?since=" in after


def test_a_proposal_overtaken_by_another_version_says_so(made: Leaflets) -> None:
    first = policy_change(made, SHORTER)
    state = made.state(first)
    law = made.office.reader.definition(state.definition, state.workflow)
    assert law is not None
    second = made.submit({**state.answers, "title": "The same"}, law)
    for gate, who in (("quality", "lucia"), ("legal", "jonas")):
        made.decide(first, who, gate)
    read = plain(made.pages.browser("lucia").get(f"/decisions/{second}/quality").text)
    assert "has come into force since this was submitted" in read


def test_the_first_version_of_a_workflow_is_shown_by_its_rules(made: Leaflets) -> None:
    number = policy_change(made, SHORTER.replace("workflow: leaflet", "workflow: poster"))
    read = plain(made.pages.browser("lucia").get(f"/decisions/{number}/quality").text)
    assert "Nothing of this name is in force yet." in read
    assert "Legal" in read


def test_the_packet_prints_the_source_and_the_comments_of_each_decision(made: Leaflets) -> None:
    number = made.approved()
    office = made.office
    note = seal(office.engine, office.home, log_key(office.home, office.clock), office.clock)
    with reading(office.engine) as connection:
        evidence = extract(connection, office.streams[number].partition("/")[2], note or b"")
    medical, legal = decision_pages(packet_record(evidence, "Europe/Berlin"))
    assert medical.source == "Directive 2001/83/EC, Article 98(2)(a); in force since 28 Nov 2001; reviewed 2 Nov 2026"
    assert legal.source == "SOP-114 §4.2"
    assert [claim.detail for claim in medical.checklist] == [*SAID, ""]
