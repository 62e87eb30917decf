"""Submitting: what was checked, once, by its owner; personal answers as commitments."""

import pytest
from flask import g
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from coe.tables import entry, initiative
from governance.errors import Stale
from tests.web.browsing import Browser
from tests.web.owner_desk import Desk, drafts
from tests.web.owner_house import OwnerHouse, full_answers
from web.owner.drafting import open_desk
from web.owner.keeping import keep_section


def entries(house: OwnerHouse) -> int:
    with house.office.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(entry)).scalar_one())


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
            keep_section(late, "need", MultiDict({"q-title": "too late", "was": '{"title": ""}'}), {})
    assert drafts(desk.house) == 0


def test_an_incomplete_draft_says_why_it_cannot_be_submitted(desk: Desk) -> None:
    desk.fill("need", full_answers(desk.house.office), "close")
    page = desk.browser.open(desk.at("check", "")).text
    assert "Not ready to submit" in page
    assert '<form class="act submit-box"' not in page


def test_a_personal_answer_is_committed_to_and_never_ledgered_in_the_clear(desk: Desk) -> None:
    desk.fill_all(need_source="Dr Helene Vogt, Kassel")
    desk.browser.follow()
    desk.browser.post(f"{desk.path}/check")
    with desk.house.office.engine.connect() as connection:
        ledger = b"".join(bytes(data) for data in connection.execute(select(entry.c.bytes)).scalars())
    assert b"Vogt" not in ledger
    assert "Dr Helene Vogt, Kassel" in desk.browser.follow().text
