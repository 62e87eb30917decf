"""The last page before submitting, and the one count of what is missing that every page of an owner says."""

from __future__ import annotations

import re
from html import unescape

from governance.formats.jcs import Json
from governance.reading.answers import answer_problems
from tests.web.owner_desk import Desk
from tests.web.owner_house import full_answers


def shown(page: str) -> str:
    """A page as it is read: without markup, every blank one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_draft_ready_to_submit_is_seven_folded_lines_and_a_button_beside_them(desk: Desk) -> None:
    desk.fill_all()
    page = desk.browser.follow().text
    sections = page[page.index('<ul class="check-sections"') :]
    assert sections.count('<li class="check-section">') == len(desk.house.office.law.sections)
    assert sections.count('<details class="fold" open') == 0
    assert 'id="in-the-way"' not in page
    beside = page[page.index('<details class="meets">') :]
    assert beside.index('<form class="act submit-box"') < beside.index('id="meet"'), "submitting comes first"
    assert re.search(r"Submit for review: T2, 3 gates, by \w{3} \d+ \w{3}</summary>", beside)


def test_a_section_opens_to_what_reviewers_will_read_each_claim_beside_its_evidence(desk: Desk) -> None:
    given = full_answers(desk.house.office)
    messages = given["key_messages"]
    assert isinstance(messages, list)
    assert isinstance(messages[0], dict)
    desk.fill_all()
    page = desk.browser.follow().text
    content = page[page.index(">Content and claims</span>") :]
    assert "Medical and Regulatory read it" in content[:300]
    claim = content[content.index('<ol class="claims">') :]
    assert claim.index(str(messages[0]["message"])) < claim.index(str(messages[0]["reference"]))
    assert "Left open: The studies behind it" in shown(content)


def test_what_is_in_the_way_stands_once_and_leads_to_where_it_is_mended(desk: Desk) -> None:
    desk.fill_all()
    assert desk.fill("data_plan", {**full_answers(desk.house.office), "plan_agreed": ""}, "close") == 302
    page = desk.browser.open(desk.at("check", "")).text
    assert page.count("“When was this plan agreed?” is not answered") == 1
    assert f'{desk.path}/data_plan?missing=1#q-plan_agreed">“When was this plan agreed?”' in page
    assert "Not ready to submit: 1 answer missing" in page
    assert '<a href="#in-the-way">1 answer missing</a>' in page


def test_a_contributor_reads_what_is_missing_and_who_submits(desk: Desk) -> None:
    desk.fill("need", full_answers(desk.house.office), "close")
    desk.browser.open(f"{desk.path}/contributors")
    desk.browser.post(f"{desk.path}/contributors", {"add": desk.house.office.ids["ben"]})
    page = shown(desk.house.browser("ben").open(desk.at("check", "")).text)
    assert "Only the owner submits. Tell Astrid Lindqvist when it is ready." in page
    assert "Data plan is not begun" in page


def test_one_count_of_what_is_missing_stands_on_every_page(desk: Desk) -> None:
    given = full_answers(desk.house.office)
    rows: list[Json] = [{"kind": "interviews", "shows": "x"}, {"kind": "survey"}]
    audiences = given["audiences"]
    assert isinstance(audiences, dict)
    less = {k: v for k, v in audiences.items() if k not in ("payers", "patients")}
    code = desk.fill("need", {**given, "audiences": less, "evidence": rows, "need_statement": None})
    assert code == 422
    here = shown(desk.text)
    assert "3 answers missing" in re.search(r'id="summary-title">(.*?)</h2>', desk.text, re.DOTALL)[0]  # type: ignore[index]
    assert "Customer need 3 answers missing" in here
    assert desk.text.count('<li><a href="#q-') == 3, "a line for each question"
    assert "One more in “How does this affect each audience?”." in here
    total = re.search(r"0 of 7 sections complete, (\d+ answers missing)", here)
    assert total
    assert f"In 7 sections: {total[1]}" in shown(desk.browser.open("/initiatives").text)
    assert f"Not ready to submit: {total[1]}" in shown(desk.browser.open(desk.at("check", "")).text)


def test_a_question_that_a_blocking_check_will_not_do_without_is_not_called_optional(desk: Desk) -> None:
    page = desk.browser.open(desk.at("data_plan")).text
    assert not optional(page, "plan_agreed")
    assert optional(page, "unstructured_use")
    given = full_answers(desk.house.office)
    assert desk.fill("data_plan", {**given, "plan_agreed": None}) == 422, "going on asks for it"
    assert 'id="q-plan_agreed-error"' in desk.text
    assert not optional(desk.text, "plan_agreed")
    assert desk.fill("data_plan", given) == 302
    assert not optional(desk.browser.open(desk.at("data_plan", "")).text, "plan_agreed"), "nor once it is answered"


def optional(page: str, field: str) -> bool:
    label = page[page.index(f'<label for="q-{field}"') :]
    return "optional" in label[: label.index("</label>")]


def test_a_warning_about_an_unanswered_question_says_that_it_is_unanswered(desk: Desk) -> None:
    given = full_answers(desk.house.office)
    desk.fill("need", {**given, "variants": None}, "close")
    page = shown(desk.browser.open(desk.at("need", "")).text)
    assert "“How many versions will there be for different segments?” is not answered" in page
    assert "There are 0 versions" not in page


def test_a_part_left_out_is_missing_and_a_file_without_bytes_is_wrong(desk: Desk) -> None:
    """Both sentences of the law end alike; what counts is what the law calls absent."""
    law = desk.house.office.law
    empty: Json = {"name": "leaflet.pdf", "size": 0, "sha256": "0" * 64, "type": "application/pdf"}
    table, matrix = law.field_by_name["key_messages"], law.field_by_name["responsibilities"]
    problems = {
        "table": tuple(answer_problems(table, [{}])),
        "matrix": tuple(answer_problems(matrix, {})),
        "file": tuple(answer_problems(law.field_by_name["final_file"], empty)),
    }
    assert {kind: {one.absent for one in found} for kind, found in problems.items()} == {
        "table": {True}, "matrix": {True}, "file": {False},
    }  # fmt: skip
