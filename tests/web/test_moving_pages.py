"""A coordinator moves an open record to a later version: chosen, read, confirmed with a reason."""

from __future__ import annotations

import pytest

from governance.language.definition import Definition
from tests.web.leaflet_house import LEAFLET, Leaflets, leaflets
from tests.web.review_pages import Pages, plain


@pytest.fixture
def made(pages: Pages) -> Leaflets:
    return leaflets(pages)


def later(made: Leaflets, *changes: tuple[str, str], why: str = "Legal has hired") -> Definition:
    source = LEAFLET.read_text("utf-8")
    for before, after in changes:
        assert before in source
        source = source.replace(before, after)
    return made.publish(source, why)


CLOCK = ("within: 24 business hours", "within: 8 business hours")
TICK = ("- safety: The safety statement is current", "- safety: The safety statement is of this year")
SAYS = "kind: text, label: What does it say?, required: yes}"
ASKED = (SAYS, f"{SAYS}\n      - {{name: reader, kind: line, label: Who reads it?, required: yes}}")
LEGAL = "    reviews: [about]\n    within: 24"


def test_later_versions_are_listed_with_who_published_them_and_why(made: Leaflets) -> None:
    number = made.submit()
    browser, url = made.pages.browser("karin"), f"/initiatives/{number}/move"
    assert "No later version of its workflow has been published." in plain(browser.get(url).text)
    later(made, CLOCK)
    read = plain(browser.get(url).text)
    assert "“Legal has hired”" in read
    assert "In force" in read
    assert f'href="{url}"' in browser.get(f"/initiatives/{number}/office").text


def test_the_preview_says_what_stands_what_lapses_and_why(made: Leaflets) -> None:
    number = made.submit()
    made.decide(number, "sofia", "medical")
    new = later(made, CLOCK, TICK)
    browser = made.pages.browser("karin")
    read = plain(browser.get(f"/initiatives/{number}/move?to={new.digest}").text)
    assert "What was decided for Medical lapses and is asked for again Its checklist differs." in read
    assert "The tier stays T1" in read
    assert made.state(number).definition == made.law.digest, "nothing is recorded by reading"


def test_a_move_is_confirmed_with_its_reason_and_made_once(made: Leaflets) -> None:
    number = made.submit()
    made.decide(number, "sofia", "medical")
    new = later(made, CLOCK)
    browser, url = made.pages.browser("karin"), f"/initiatives/{number}/move"
    assert "What was decided for Medical stands" in plain(browser.get(f"{url}?to={new.digest}").text)
    answer = browser.post(url, reason="")
    assert answer.status_code == 422
    assert 'aria-describedby="reason-error"' in answer.text
    form = browser.form(url)
    assert browser.post(url, form, reason="Legal has hired; less waiting.").status_code == 302
    assert browser.post(url, form, reason="Legal has hired; less waiting.").status_code == 302
    state = made.state(number)
    assert state.definition == new.digest
    assert state.votes["medical"][0].under == made.law.digest
    read = plain(browser.get(f"/initiatives/{number}").text)
    assert "“Legal has hired; less waiting.”" in read
    assert "Every decision stands." in read


def test_answers_that_are_missing_refuse_the_move_in_the_words_of_the_form(made: Leaflets) -> None:
    number = made.submit()
    new = later(made, ASKED)
    browser, url = made.pages.browser("karin"), f"/initiatives/{number}/move"
    html = browser.get(f"{url}?to={new.digest}").text
    assert "It cannot be moved there now" in plain(html)
    assert "“Who reads it?”" in plain(html)
    assert 'name="reason"' not in html


def test_a_move_that_would_decide_is_refused(made: Leaflets) -> None:
    number = made.submit()
    made.decide(number, "sofia", "medical")
    new = later(made, (LEGAL, f"    when: {{market: fr}}\n{LEGAL}"))
    read = plain(made.pages.browser("karin").get(f"/initiatives/{number}/move?to={new.digest}").text)
    assert "The move alone would leave it approved, and only people decide." in read


def test_a_condition_of_a_gate_that_is_gone_is_still_readable(made: Leaflets) -> None:
    number = made.submit()
    ticked, said = ("whole_study", "population", "safety"), {"whole_study": "Read.", "population": "Named."}
    bound = {"checklist": ticked, "comments": said, "conditions": (("Cite the study.", ""),)}
    made.decide(number, "sofia", "medical", "approve with conditions", **bound)
    renamed = ("gate: medical\n    title: Medical", "gate: medicine\n    title: Medicine")
    new = later(made, renamed, ("ratifies: [medical]", "ratifies: [medicine]"))
    browser, url = made.pages.browser("karin"), f"/initiatives/{number}/move"
    browser.get(f"{url}?to={new.digest}")
    browser.post(url, browser.form(url), reason="Medicine reads it from now on.")
    assert made.state(number).definition == new.digest
    read = plain(made.pages.browser("astrid").get(f"/initiatives/{number}").text)
    assert "Cite the study." in read
    assert "medical, round 1" in read
    assert made.pages.browser("sofia").get(f"/initiatives/{number}/conditions/c1/verify").status_code == 404


def test_an_earlier_or_unknown_version_is_not_offered(made: Leaflets) -> None:
    new = later(made, CLOCK)
    number = made.submit(law=new)
    browser = made.pages.browser("karin")
    for digest in (made.law.digest, "0" * 64):
        assert browser.get(f"/initiatives/{number}/move?to={digest}").status_code == 404


@pytest.mark.parametrize("who", ["astrid", "sofia"])
def test_whoever_is_no_coordinator_reads_and_moves_nothing(made: Leaflets, who: str) -> None:
    number = made.submit()
    new = later(made, CLOCK)
    browser, url = made.pages.browser("karin"), f"/initiatives/{number}/move"
    browser.get(f"{url}?to={new.digest}")
    form = browser.form(url)
    other = made.pages.browser(who)
    assert other.get(url).status_code == 403
    other.get(f"/people/{made.office.ids[who]}")
    token = other.last.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert other.post(url, {**form, "csrf_token": [token], "reason": ["Because."]}).status_code == 403
    assert made.state(number).definition == made.law.digest


def test_what_is_decided_moves_nowhere(made: Leaflets) -> None:
    number = made.approved()
    new = later(made, CLOCK)
    browser = made.pages.browser("karin")
    assert "only what is still being decided can be moved" in plain(browser.get(f"/initiatives/{number}/move").text)
    assert browser.get(f"/initiatives/{number}/move?to={new.digest}").status_code == 409
