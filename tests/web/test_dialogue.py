"""Questions on the pages: asked under a field, answered by the owner, told, bound by the next signature."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from coe.database import reading
from coe.tables import notice
from governance.language.definition import Field
from governance.law.form import asked
from tests.web.deciding import HOSTILE, MEDICAL, Given, at, decisions, entries, opened
from tests.web.review_office import HOUR
from tests.web.review_pages import Browser, Pages, plain

FIELD = "key_messages"


def asking(number: str) -> str:
    return f"{at(number)}/questions"


def answering(number: str, question: str = "q1") -> str:
    return f"/initiatives/{number}/questions/{question}/answers"


def law_section(pages: Pages, name: str) -> tuple[Field, ...]:
    return pages.house.law.section_by_name[name].fields


def ask(browser: Browser, number: str, text: str = "Which table is this from?", concerns: str = FIELD) -> None:
    browser.get(f"{at(number)}?ask={concerns or 'whole'}")
    answer = browser.post(asking(number), **{"ask-text": text})
    assert answer.status_code == 302, plain(answer.text)


def told(pages: Pages, kind: str) -> list[str]:
    with reading(pages.house.engine) as connection:
        return list(connection.execute(select(notice.c.person).where(notice.c.kind == kind)).scalars())


def test_a_question_stands_under_its_field_and_the_owner_is_told(pages: Pages) -> None:
    number, browser = opened(pages)
    state = pages.house.state(number)
    ask(browser, number)
    page = plain(browser.get(at(number)).text)
    assert "Which table is this from?" in page
    assert "Waits for an answer" in page
    assert "You asked a question for Medical about" in page
    assert told(pages, "question-asked") == [pages.house.ids["astrid"]]
    after = pages.house.state(number)
    assert (after.marks, after.votes, after.status) == (state.marks, state.votes, state.status)


def test_a_question_just_asked_is_confirmed_where_it_stands(pages: Pages) -> None:
    number, browser = opened(pages)
    assert f"?ask={FIELD}#ask-text" in browser.get(at(number)).text, "the address leads into the box"
    page = browser.get(f"{at(number)}?ask={FIELD}").text
    boxes = re.findall(r"<textarea[^>]*>", page)
    assert ["data-focus" in box for box in boxes if 'id="ask-text"' in box] == [True]
    answer = browser.post(asking(number), **{"ask-text": "Which table is this from?"})
    assert answer.headers["Location"] == f"{at(number)}#q1"
    page = browser.get(at(number)).text
    question = page[page.index('<section class="question" id="q1"') :]
    assert "Your question is on record" in question[: question.index("</section>")]
    assert page.count("Your question is on record") == 1, "and not out of sight at the top besides"
    assert "Your question is on record" not in browser.get(at(number)).text


def test_the_owner_answers_on_the_page_of_the_initiative_and_the_asker_is_told(pages: Pages) -> None:
    number, browser = opened(pages)
    ask(browser, number)
    owner = pages.browser("astrid")
    owner.get(f"/initiatives/{number}")
    answer = owner.post(answering(number), **{"q1-text": "Table 2, page 1417."})
    assert answer.headers["Location"] == f"/initiatives/{number}#q1"
    assert told(pages, "question-answered") == [pages.house.ids["sofia"]]
    page = plain(browser.get(at(number)).text)
    assert "Table 2, page 1417." in page
    assert "Answered" in page
    browser.post(f"/initiatives/{number}/questions/q1/close")
    assert pages.house.state(number).questions[0].closed
    assert answering(number) not in owner.get(f"/initiatives/{number}").text


def test_who_is_told_of_a_question_that_its_asker_adds_to(pages: Pages) -> None:
    number, browser = opened(pages)
    ask(browser, number)
    browser.get(at(number))
    browser.post(answering(number), **{"q1-text": "I mean the second row."})
    assert told(pages, "question-asked") == [pages.house.ids["astrid"]] * 2
    assert told(pages, "question-answered") == []


def test_a_double_click_asks_once(pages: Pages) -> None:
    number, browser = opened(pages)
    browser.get(f"{at(number)}?ask={FIELD}")
    form = browser.form(asking(number))
    for _ in range(2):
        assert browser.post(asking(number), form, **{"ask-text": "Once?"}).status_code == 302
    assert len(pages.house.state(number).questions) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Write the question"), ("  \n ", "Write the question"), ("x" * 2001, "Shorten it to 2000")],
)
def test_an_empty_or_endless_question_is_marked_at_the_field_and_kept(pages: Pages, text: str, said: str) -> None:
    number, browser = opened(pages)
    browser.get(f"{at(number)}?ask={FIELD}")
    before = entries(pages.house)
    answer = browser.post(asking(number), **{"ask-text": text})
    assert answer.status_code == 422
    assert said in plain(answer.text)
    assert 'aria-describedby="ask-text-hint ask-text-error"' in " ".join(answer.text.split())
    assert 'href="#ask-text"' in answer.text
    assert browser.form(asking(number))["ask-text"] == [text]
    assert browser.form(asking(number))["ask-concerns"] == [FIELD]
    assert entries(pages.house) == before


def test_an_empty_answer_is_marked_on_either_page(pages: Pages) -> None:
    number, browser = opened(pages)
    ask(browser, number)
    browser.get(at(number))
    assert "Write the answer" in plain(browser.post(answering(number), **{"q1-text": " "}).text)
    owner = pages.browser("astrid")
    owner.get(f"/initiatives/{number}")
    answer = owner.post(answering(number), **{"q1-text": ""})
    assert answer.status_code == 422
    assert 'aria-describedby="q1-text-error"' in answer.text


def test_a_question_that_comes_too_late_gives_back_what_was_typed(pages: Pages) -> None:
    number, browser = opened(pages)
    browser.get(f"{at(number)}?ask={FIELD}")
    form = browser.form(asking(number))
    pages.house.decide(number, "sofia", "medical")
    answer = browser.post(asking(number), form, **{"ask-text": "Is it too late?"})
    assert answer.status_code == 409
    assert "Is it too late?" in plain(answer.text)


def test_who_cannot_review_has_no_form_and_is_refused(pages: Pages) -> None:
    number, browser = opened(pages)
    browser.get(f"{at(number)}?ask={FIELD}")
    form = browser.form(asking(number))
    owner = pages.browser("astrid")
    owner.get(f"/initiatives/{number}")
    token = {"ask-csrf_token": owner.form(f"/initiatives/{number}/withdraw")["csrf_token"]}
    answer = owner.post(asking(number), {**form, **token}, **{"ask-text": "Mine?"})
    assert answer.status_code == 403
    assert pages.browser("ben").post(asking(number), form, **{"ask-text": "Mine?"}).status_code in (400, 403)
    assert pages.house.state(number).questions == ()


def test_an_answer_that_came_after_the_page_was_opened_is_shown_before_anything_is_signed(pages: Pages) -> None:
    number, browser = opened(pages)
    ask(browser, number)
    browser.get(at(number))
    form = browser.form(at(number))
    owner = pages.browser("astrid")
    owner.get(f"/initiatives/{number}")
    owner.post(answering(number), **{"q1-text": "Table 2, page 1417."})
    given: Given = {"outcome": "approve", "checklist": list(MEDICAL), "note": "Read twice."}
    answer = browser.sign(at(number), form, **given)
    page = plain(answer.text)
    assert answer.status_code == 409
    assert "A question or answer came since you opened this" in page
    assert answer.text.count("New</span>") == 1
    assert 'href="#q1"' in answer.text
    assert decisions(pages.house) == 0
    kept = browser.form(at(number))
    assert (kept["note"], kept["outcome"], kept["password"]) == (["Read twice."], ["approve"], [""])
    assert browser.sign(at(number)).status_code == 302
    assert decisions(pages.house) == 1


def test_when_more_than_words_changed_the_page_says_what(pages: Pages) -> None:
    number, browser = opened(pages)
    ask(browser, number)
    browser.get(at(number))
    form = browser.form(at(number))
    form["seen"] = ["0" * 64]
    answer = browser.sign(at(number), form, outcome="approve", checklist=list(MEDICAL))
    assert "came since you opened this" not in plain(answer.text)


def test_hostile_words_are_only_words(pages: Pages) -> None:
    number, browser = opened(pages)
    ask(browser, number, HOSTILE, "")
    for page in (browser.get(at(number)), pages.browser("astrid").get(f"/initiatives/{number}")):
        assert "<script>alert" not in page.text
        assert "{{7*7}}" in page.text


def test_a_question_typed_when_the_session_had_ended_is_there_again_after_signing_in(pages: Pages) -> None:
    number, browser = opened(pages)
    browser.get(f"{at(number)}?ask={FIELD}")
    form = browser.form(asking(number))
    pages.house.clock.set(pages.house.clock.now() + HOUR)
    answer = browser.post(asking(number), form, **{"ask-text": "Which table?"})
    where = unquote(answer.headers["Location"].partition("next=")[2])
    assert where == f"{at(number)}?ask={FIELD}#talk-{FIELD}"
    browser.sign_in()
    browser.get(where.partition("#")[0])
    assert browser.form(asking(number))["ask-text"] == ["Which table?"]
    assert browser.post(asking(number)).status_code == 302
    assert len(pages.house.state(number).questions) == 1
    browser.get(where.partition("#")[0])
    assert browser.form(asking(number))["ask-text"] == [""]


def test_an_answer_typed_when_the_session_had_ended_is_there_again(pages: Pages) -> None:
    number, browser = opened(pages)
    ask(browser, number)
    owner, page = pages.browser("astrid"), f"/initiatives/{number}"
    owner.get(page)
    form = owner.form(answering(number))
    pages.house.clock.set(pages.house.clock.now() + HOUR)
    assert owner.post(answering(number), form, **{"q1-text": "Table 2."}).status_code == 302
    owner.sign_in()
    owner.get(f"{page}?kept=q1")
    assert owner.form(answering(number))["q1-text"] == ["Table 2."]


def test_a_question_the_form_does_not_put_is_asked_about_nowhere(pages: Pages) -> None:
    number, browser = opened(pages)
    answers, fields = pages.house.state(number).answers, pages.house.law.field_by_name
    reviewed = {f.name for s in pages.house.law.gate_by_name["medical"].reviews for f in law_section(pages, s)}
    hidden = next(name for name in reviewed if not asked(fields[name], answers))
    assert 'name="ask-text"' not in browser.get(f"{at(number)}?ask={hidden}").text
    assert f'<option value="{hidden}"' not in browser.last


def test_a_question_is_the_owners_turn_until_somebody_answers_it(pages: Pages) -> None:
    number, browser = opened(pages)
    owner = pages.browser("astrid")
    assert "1 with others" in plain(owner.get("/initiatives").text)
    ask(browser, number)
    text = owner.get("/initiatives").text
    assert f'<a href="/initiatives/{number}#q1">A question waits for you</a>' in text
    said = plain(text)
    assert "Yours: answer a question" in said
    assert "1 waits for you, 0 with others" in said
    assert number in owner.get("/initiatives?turn=yours").text
    owner.get(f"/initiatives/{number}")
    owner.post(answering(number), **{"q1-text": "From table 2."})
    assert "A question waits" not in owner.get("/initiatives").text
    assert "1 with others" in plain(owner.get("/initiatives").text)


def test_a_request_made_while_others_decide_says_when_and_why_it_can_be_answered(pages: Pages) -> None:
    number, _ = opened(pages)
    pages.house.decide(number, "sofia", "medical", "request changes", requests=(("", "Shorter."),))
    owner = pages.browser("astrid")
    page = plain(owner.get(f"/initiatives/{number}").text)
    assert "You answer once Legal and Regulatory have decided too" in page
    for who, gate in (("jonas", "legal"), ("lucia", "regulatory")):
        pages.house.decide(number, who, gate)
    page = plain(owner.get(f"/initiatives/{number}").text)
    assert "You answer once" not in page
    assert "Answer it" in page
