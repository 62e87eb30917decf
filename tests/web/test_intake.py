"""The intake without JavaScript, and as htmx would post: nothing typed is lost, nothing is decided by looking."""

import re
from dataclasses import dataclass

import pytest
from flask import g
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from coe.tables import draft as draft_table
from coe.tables import entry, initiative
from governance.errors import Stale
from governance.jcs import Json
from tests.web.browsing import Browser
from tests.web.owner_house import OwnerHouse, full_answers, inputs
from web.drafting import open_desk
from web.keeping import keep_section

HOUR_MS = 3_600_000
HOSTILE = "<script>alert(1)</script>\u202e\"'><img src=x onerror=alert(1)>"


@dataclass
class Desk:
    """An owner at a new draft."""

    house: OwnerHouse
    browser: Browser
    path: str

    def fill(self, section: str, given: dict[str, Json], go: str = "next") -> int:
        self.browser.open(self.at(section))
        typed = inputs(self.house.office.law, section, given)
        return self.browser.post(self.at(section, ""), {**typed, "go": go}).status_code

    def fill_all(self, **changes: Json) -> None:
        given = {**full_answers(self.house.office), **changes}
        for section in self.house.office.law.sections:
            assert self.fill(section.name, given) == 302, self.text

    def at(self, section: str, query: str = "?workflow=cx-initiative") -> str:
        return f"{self.path}/{section}{query}"

    @property
    def text(self) -> str:
        assert self.browser.page is not None
        return self.browser.page.text

    @property
    def id(self) -> str:
        return self.path.rpartition("/")[2]


@pytest.fixture
def desk(house: OwnerHouse) -> Desk:
    browser = house.browser("astrid")
    browser.open("/initiatives/new")
    page = browser.follow()
    return Desk(house, browser, page.request.path.rpartition("/")[0])


def drafts(house: OwnerHouse) -> int:
    with house.office.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(draft_table)).scalar_one())


def entries(house: OwnerHouse) -> int:
    with house.office.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(entry)).scalar_one())


def test_opening_the_form_keeps_nothing(desk: Desk) -> None:
    assert drafts(desk.house) == 0
    assert "Nothing kept yet" in desk.text


def test_an_initiative_is_written_checked_and_submitted(desk: Desk) -> None:
    desk.fill_all()
    check = desk.browser.follow()
    assert "Not ready to submit" not in check.text
    assert "as owner, submit version 1 for review" in check.text
    desk.browser.post(f"{desk.path}/check")
    page = desk.browser.follow()
    assert "INI-2026-0001 is submitted" in page.text
    assert "Cardiolex: heart-failure email series" in page.text
    assert drafts(desk.house) == 0


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


def test_who_edited_a_section_is_submitted_as_its_contributor(desk: Desk) -> None:
    desk.fill_all()
    desk.browser.open(f"{desk.path}/contributors")
    desk.browser.post(f"{desk.path}/contributors", {"add": desk.house.office.ids["sofia"]})
    sofia = desk.house.browser("sofia")
    sofia.open(desk.at("need", ""))
    sofia.post(desk.at("need", ""), {"q-need_statement": "as a nurse said", "go": "close"})
    desk.browser.open(desk.at("check", ""))
    desk.browser.post(f"{desk.path}/check")
    state = desk.house.office.reader.initiative_state(desk.id)
    assert state is not None
    assert desk.house.office.ids["sofia"] in state.contributors["need"]
    assert desk.house.office.ids["sofia"] not in state.contributors["objective"]


def test_a_double_click_submits_once(desk: Desk) -> None:
    desk.fill_all()
    page = desk.browser.follow()
    before = entries(desk.house)
    for _ in range(2):
        desk.browser.page = page
        answer = desk.browser.post(f"{desk.path}/check")
        assert answer.status_code == 302
        assert answer.location == "/initiatives/INI-2026-0001"
    assert entries(desk.house) == before + 1


def test_two_windows_submit_one_draft_once(desk: Desk) -> None:
    desk.fill_all()
    one, two = Browser(desk.browser.client), Browser(desk.browser.client)
    for window in (one, two):
        window.open(desk.at("check", ""))
    assert one.post(f"{desk.path}/check").status_code == 302
    assert two.post(f"{desk.path}/check").status_code == 409
    with desk.house.office.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(initiative)).scalar_one() == 1


def test_a_draft_changed_after_the_check_is_not_submitted(desk: Desk) -> None:
    desk.fill_all()
    page = desk.browser.follow()
    desk.browser.open(desk.at("need", ""))
    desk.browser.post(desk.at("need", ""), {"q-title": "Something else", "go": "close"})
    desk.browser.page = page
    answer = desk.browser.post(f"{desk.path}/check")
    assert answer.status_code == 409
    assert "An answer was changed after this page was opened" in answer.text
    assert drafts(desk.house) == 1


def test_a_form_left_open_cannot_bring_a_submitted_draft_back(desk: Desk) -> None:
    desk.fill_all()
    check = desk.browser.follow()
    left_open = Browser(desk.browser.client)
    left_open.open(desk.at("need", ""))
    desk.browser.page = check
    desk.browser.post(f"{desk.path}/check")
    answer = left_open.post(desk.at("need", ""), {"q-title": "too late", "go": "close"})
    assert answer.status_code == 409
    assert drafts(desk.house) == 0


def test_a_draft_submitted_in_the_same_moment_is_not_kept_again(desk: Desk) -> None:
    desk.fill_all()
    desk.browser.follow()
    with desk.house.app.test_request_context(desk.at("need", "")):
        g.person = desk.house.office.ids["astrid"]
        late = open_desk(desk.id, g.person)
        desk.browser.post(f"{desk.path}/check")
        with pytest.raises(Stale, match="It was submitted meanwhile"):
            keep_section(late, "need", MultiDict({"q-title": "too late"}), {})
    assert drafts(desk.house) == 0


def test_an_incomplete_draft_says_why_it_cannot_be_submitted(desk: Desk) -> None:
    desk.fill("need", full_answers(desk.house.office), "close")
    page = desk.browser.open(desk.at("check", "")).text
    assert "Not ready to submit" in page
    assert 'class="act submit-box"' not in page


def test_a_personal_answer_is_committed_to_and_never_ledgered_in_the_clear(desk: Desk) -> None:
    desk.fill_all(need_source="Dr Helene Vogt, Kassel")
    desk.browser.follow()
    desk.browser.post(f"{desk.path}/check")
    with desk.house.office.engine.connect() as connection:
        ledger = b"".join(bytes(data) for data in connection.execute(select(entry.c.bytes)).scalars())
    assert b"Vogt" not in ledger
    assert "Dr Helene Vogt, Kassel" in desk.browser.follow().text


@pytest.mark.parametrize("id_", ["x", "01a1e35f-3530-7fbb-aabc-a8d0b341facd", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_draft_is_not_found(house: OwnerHouse, id_: str) -> None:
    assert house.browser("astrid").open(f"/drafts/{id_}/need").status_code == 404


def test_an_unknown_section_or_workflow_is_not_found(desk: Desk) -> None:
    assert desk.browser.open(desk.at("nothing")).status_code == 404
    assert desk.browser.open(desk.at("need", "?workflow=nothing")).status_code == 404
