"""The intake without JavaScript, and as htmx would post: nothing typed is lost, nothing is decided by looking."""

import re

import pytest

from tests.web.browsing import Browser
from tests.web.owner_desk import Desk, drafts
from tests.web.owner_house import OwnerHouse, full_answers

HOUR_MS = 3_600_000
HOSTILE = "<script>alert(1)</script>\u202e\"'><img src=x onerror=alert(1)>"


def test_opening_the_form_keeps_nothing(desk: Desk) -> None:
    assert drafts(desk.house) == 0
    assert "Nothing kept yet" in desk.text


def test_what_was_typed_is_shown_again(desk: Desk) -> None:
    desk.fill("need", {"need_statement": "“Whom do I call?”"}, "close")
    assert "“Whom do I call?”" in desk.browser.open(desk.at("need", "")).text


def test_hostile_text_is_inert_on_every_page(desk: Desk) -> None:
    desk.fill_all(title=HOSTILE.replace("\u202e", ""), need_statement=HOSTILE)
    for url in (desk.at("need", ""), desk.at("check", ""), "/initiatives"):
        page = desk.browser.open(url).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_a_missing_answer_is_named_beside_its_field_and_the_rest_is_kept(desk: Desk) -> None:
    given = full_answers(desk.house.office)
    audiences = given["audiences"]
    assert isinstance(audiences, dict)
    code = desk.fill("need", {**given, "audiences": {k: v for k, v in audiences.items() if k != "payers"}})
    assert code == 422
    assert 'href="#q-audiences-r-payers">Payers: choose an answer.' in desk.text
    assert 'id="q-audiences-r-payers-error"' in desk.text
    assert 'aria-describedby="q-audiences-r-payers-error"' in desk.text
    assert "Cardiolex: heart-failure email series" in desk.browser.open(desk.at("need", "")).text


def test_a_wrong_number_stays_as_typed_and_is_explained(desk: Desk) -> None:
    code = desk.fill("objective", {**full_answers(desk.house.office), "budget": "about 40k"})
    assert code == 422
    assert "“Budget” is an amount in EUR." in desk.text
    assert 'value="about 40k"' in desk.text


def test_amounts_are_read_as_people_write_them(desk: Desk) -> None:
    desk.fill("objective", {**full_answers(desk.house.office), "budget": "40.000"}, "close")
    assert 'value="40000 EUR"' in desk.browser.open(desk.at("objective", "")).text


def test_rows_are_added_and_dropped_by_ordinary_buttons(desk: Desk) -> None:
    given = full_answers(desk.house.office)
    desk.fill("content", given, "add:q-key_messages")
    assert desk.browser.page is not None
    assert desk.browser.page.location is not None
    assert desk.browser.page.location.endswith("#q-key_messages")
    page = desk.browser.follow().text
    assert 'name="q-key_messages-2-c-message"' in page
    desk.browser.post(desk.at("content", ""), {"go": "drop:q-key_messages:0"})
    page = desk.browser.follow().text
    assert "Initiating before discharge" not in page
    assert "far fewer hospital admissions" in page
    assert 'name="q-key_messages-1-c-message"' not in page


def test_a_mistyped_file_is_refused_at_its_field_and_the_rest_is_kept(desk: Desk) -> None:
    desk.fill("material", {**full_answers(desk.house.office), "material_ready": "yes"}, "close")
    desk.browser.open(desk.at("material", ""))
    name = next(f"q-{f.name}" for f in desk.house.office.law.section_by_name["material"].fields if f.kind == "file")
    typed: dict[str, str | list[str] | None] = {"q-safety_statement": "Kept all the same", "go": "close"}
    refused = desk.browser.post(desk.at("material", ""), typed, {name: (b"<html>", "final.pdf")})
    assert refused.status_code == 422
    assert "its content is something else" in refused.text
    desk.browser.open(desk.at("material", ""))
    assert "Kept all the same" in desk.text
    kept = desk.browser.post(desk.at("material", ""), {"go": "close"}, {name: (b"%PDF-1.7 x", "final.pdf")})
    assert kept.status_code == 302
    page = desk.browser.open(desk.at("material", "")).text
    line = page[page.index('class="kept-file') :]
    assert [part in line[: line.index("</p>")] for part in ("final.pdf", "PDF", "kB", "Remove")] == [True] * 4
    assert page.count('name="q-final_file-remove"') == 1


def test_an_autosave_says_what_is_still_missing_where_missing_answers_were_marked(desk: Desk) -> None:
    """What the page takes marks away by: an error that is not in the answer any more."""
    desk.fill("need", {"title": "Cardiolex"}, "close")
    desk.browser.open(desk.at("need", "?missing=1"))
    assert 'id="q-need_statement-error"' in desk.text
    answer = desk.browser.post(desk.at("need", ""), {"q-need_statement": "“Whom do I call?”", "go": "autosave"})
    assert 'id="q-need_statement-error"' not in answer.text
    assert 'id="q-segment_basis-error"' in answer.text
    desk.browser.open(desk.at("need", ""))
    answer = desk.browser.post(desk.at("need", ""), {"q-need_source": "A nurse", "go": "autosave"})
    assert "-error" not in answer.text, "nothing is marked while somebody begins"


def test_a_column_says_its_help(desk: Desk) -> None:
    page = desk.browser.open(desk.at("channels")).text
    cell = page[page.index('for="q-contact_plan-0-c-outside"') :]
    assert 'id="q-contact_plan-0-c-outside-hint">How many of them' in cell
    assert 'aria-describedby="q-contact_plan-0-c-outside-hint"' in cell


def test_a_question_appears_when_another_answer_asks_for_it(desk: Desk) -> None:
    given = full_answers(desk.house.office)
    desk.fill("channels", given, "close")
    assert "q-staffed_hours" not in desk.browser.open(desk.at("channels", "")).text
    desk.browser.post(desk.at("channels", ""), {"q-two_way": "yes", "go": "close"})
    assert "q-staffed_hours" in desk.browser.open(desk.at("channels", "")).text


def test_autosave_answers_with_the_page_and_swaps_the_form_only_when_questions_change(desk: Desk) -> None:
    given = full_answers(desk.house.office)
    desk.fill("channels", given, "close")
    desk.browser.open(desk.at("channels", ""))
    asked = {"HX-Request": "true"}
    same = desk.browser.post(desk.at("channels", ""), {"go": "autosave"}, headers=asked)
    assert same.status_code == 200
    assert "HX-Retarget" not in same.headers
    desk.browser.open(desk.at("channels", ""))
    other = desk.browser.post(desk.at("channels", ""), {"go": "autosave", "q-two_way": "yes"}, headers=asked)
    assert other.headers["HX-Retarget"] == "form.intake-form"
    assert "q-staffed_hours" in other.text


def test_tier_gates_and_the_answer_that_would_lower_it_are_live(desk: Desk) -> None:
    given = full_answers(desk.house.office)
    desk.fill("objective", {**given, "budget": "300000 EUR"}, "close")
    page = desk.browser.open(desk.at("objective", "")).text
    assert re.search(r'tier-name"><span class="spoken">Tier </span>T3', page)
    assert "“Budget” is over 250\u202f000 EUR" in page
    assert "With 250\u202f000 EUR at “Budget” it would be" in page
    assert "Executive steering" in page


def test_two_tabs_on_one_section_lose_nothing(desk: Desk) -> None:
    desk.fill("need", full_answers(desk.house.office), "close")
    first, second = Browser(desk.browser.client), Browser(desk.browser.client)
    for tab in (first, second):
        tab.open(desk.at("need", ""))
    first.post(desk.at("need", ""), {"q-need_statement": "first tab", "go": "close"})
    # The second tab changed another answer: both stand.
    second.post(desk.at("need", ""), {"q-title": "second tab", "go": "close"})
    page = desk.browser.open(desk.at("need", "")).text
    assert "first tab" in page
    assert 'value="second tab"' in page


def test_two_tabs_on_one_answer_must_be_settled_by_the_person(desk: Desk) -> None:
    desk.fill("need", full_answers(desk.house.office), "close")
    first, second = Browser(desk.browser.client), Browser(desk.browser.client)
    for tab in (first, second):
        tab.open(desk.at("need", ""))
    first.post(desk.at("need", ""), {"q-need_statement": "first tab", "go": "close"})
    refused = second.post(desk.at("need", ""), {"q-need_statement": "second tab", "go": "close"})
    assert refused.status_code == 409
    assert "Changed meanwhile in another tab, to “first tab”" in refused.text
    assert ">\r\nsecond tab</textarea>" in refused.text or ">second tab</textarea>" in refused.text
    assert "first tab" in desk.browser.open(desk.at("need", "")).text
    second.page = refused
    assert second.post(desk.at("need", ""), {"go": "close"}).status_code == 302
    assert "second tab" in desk.browser.open(desk.at("need", "")).text


def test_a_question_another_tab_made_appear_is_not_emptied(desk: Desk) -> None:
    desk.fill("channels", full_answers(desk.house.office), "close")
    early, late = Browser(desk.browser.client), Browser(desk.browser.client)
    early.open(desk.at("channels", ""))
    for name, said in (("q-two_way", "yes"), ("q-staffed_hours", "Mon to Fri")):
        late.open(desk.at("channels", ""))
        late.post(desk.at("channels", ""), {name: said, "go": "close"})
    assert early.post(desk.at("channels", ""), {"go": "close"}).status_code == 302
    assert "Mon to Fri" in desk.browser.open(desk.at("channels", "")).text


def test_the_same_tab_saves_again_and_again_without_reloading(desk: Desk) -> None:
    desk.fill("need", full_answers(desk.house.office), "close")
    page = desk.browser.open(desk.at("need", ""))
    for said in ("one", "two", "one"):
        desk.browser.page = page
        desk.browser.post(desk.at("need", ""), {"q-need_statement": said, "go": "autosave"})
        assert "Not all kept" not in desk.text
    desk.browser.open(desk.at("need", ""))
    assert ">one</textarea>" in desk.text.replace("\r\n", "")


def test_a_form_sent_after_the_session_ended_is_there_after_signing_in_again(desk: Desk) -> None:
    desk.fill("need", full_answers(desk.house.office), "close")
    desk.browser.open(desk.at("need", ""))
    desk.house.office.clock.advance(HOUR_MS)
    late = desk.browser.post(desk.at("need", ""), {"q-need_statement": "typed too late", "go": "next"})
    assert late.status_code == 302
    assert late.location.startswith("/sign-in?next=")
    assert "what you typed is kept" in desk.browser.open(late.location).text
    desk.house.sign_in(desk.browser, "astrid", late.location)
    page = desk.browser.follow()
    assert page.request.path == desk.at("need", "")
    assert "typed too late" in page.text
    assert "typed too late" in desk.browser.open(desk.at("need", "")).text


def test_a_form_of_an_ended_session_is_kept_even_when_another_tab_noticed_the_end_first(desk: Desk) -> None:
    desk.fill("need", full_answers(desk.house.office), "close")
    page = desk.browser.open(desk.at("need", ""))
    desk.house.office.clock.advance(HOUR_MS)
    for _ in range(2):
        desk.browser.open("/inbox")
    desk.browser.page = page
    late = desk.browser.post(desk.at("need", ""), {"q-need_statement": "typed too late", "go": "next"})
    assert "what you typed is kept" in desk.browser.open(late.location).text
    desk.house.sign_in(desk.browser, "astrid", late.location)
    assert "typed too late" in desk.browser.follow().text


def test_an_icon_the_browser_asks_for_by_itself_ends_no_session(desk: Desk) -> None:
    def signed_in() -> bool:
        with desk.browser.client.session_transaction() as session:
            return "session_id" in session

    icon = re.search(r'rel="icon" href="([^"]+)"', desk.browser.open("/initiatives").text)
    assert icon
    desk.house.office.clock.advance(HOUR_MS)
    answer = desk.browser.open(icon[1])
    assert (answer.status_code, answer.headers.get("Set-Cookie"), signed_in()) == (200, None, True)
    desk.browser.open("/initiatives")
    assert not signed_in()


def test_autosave_of_a_page_older_than_the_sign_in_stays_on_its_page(desk: Desk) -> None:
    """What was typed stands there alone, so nothing may lead the browser away."""
    desk.fill("need", full_answers(desk.house.office), "close")
    desk.browser.open(desk.at("need", ""))
    stale = desk.browser.page
    for token in ("signed out elsewhere", "signed in elsewhere"):
        with desk.browser.client.session_transaction() as session:
            session["csrf_token"] = token
            if token == "signed out elsewhere":
                session.pop("session_id")
        desk.browser.page = stale
        answer = desk.browser.post(desk.at("need", ""), {"go": "autosave"}, headers={"HX-Request": "true"})
        assert answer.status_code == 401
        assert "HX-Redirect" not in answer.headers
        assert not answer.data


def test_a_parked_form_is_given_to_nobody_else(desk: Desk) -> None:
    desk.fill("need", full_answers(desk.house.office), "close")
    desk.browser.open(desk.at("need", ""))
    desk.house.office.clock.advance(HOUR_MS)
    desk.browser.post(desk.at("need", ""), {"q-need_statement": "typed too late", "go": "next"})
    other = desk.house.browser("ben")
    assert other.open(desk.at("need", "")).status_code == 404


def test_autosave_after_the_session_ended_sends_the_browser_to_sign_in(desk: Desk) -> None:
    desk.house.office.clock.advance(HOUR_MS)
    answer = desk.browser.post(desk.at("need", ""), {"go": "autosave"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_a_draft_is_its_owners_alone_until_somebody_is_let_in(desk: Desk) -> None:
    desk.fill("need", full_answers(desk.house.office), "close")
    ben = desk.house.browser("ben")
    assert ben.open(desk.at("need", "")).status_code == 404
    desk.browser.open(f"{desk.path}/contributors")
    desk.browser.post(f"{desk.path}/contributors", {"add": desk.house.office.ids["ben"]})
    assert ben.open(desk.at("need", "")).status_code == 200
    assert "You contribute" in ben.open("/initiatives").text
    assert "Only the owner submits" in ben.open(desk.at("check", "")).text


@pytest.mark.parametrize("id_", ["x", "01a1e35f-3530-7fbb-aabc-a8d0b341facd", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_draft_is_not_found(house: OwnerHouse, id_: str) -> None:
    assert house.browser("astrid").open(f"/drafts/{id_}/need").status_code == 404


def test_an_unknown_section_or_workflow_is_not_found(desk: Desk) -> None:
    assert desk.browser.open(desk.at("nothing")).status_code == 404
    assert desk.browser.open(desk.at("need", "?workflow=nothing")).status_code == 404


def test_a_column_that_a_check_wants_is_not_called_optional(desk: Desk) -> None:
    """The form leaves the reference open; the check of the medical gate does not, and it blocks."""
    given = full_answers(desk.house.office)
    desk.fill("content", given)
    page = desk.browser.open(desk.at("content", "")).text
    cell = page[page.index('for="q-key_messages-0-c-reference"') :]
    assert "optional" not in cell[: cell.index("</label>")]
    again = {"made_of": "exact_reuse", "reused_code": "DE-1", "new_claim": "no", "launch": "no", "two_way": "no"}
    desk.fill("content", {**given, **again})
    page = desk.browser.open(desk.at("content", "")).text
    cell = page[page.index('for="q-key_messages-0-c-reference"') :]
    assert "optional" in cell[: cell.index("</label>")], "coordination alone looks for no reference"
