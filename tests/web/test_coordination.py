"""Conditions verified under a signature, and what coordinators do."""

import pytest
from sqlalchemy import select

from coe import acts
from coe.database import reading
from coe.tables import denial
from governance.record.commands import MeetCondition
from tests.web.review_pages import Browser, Pages, plain


def approved_with_condition(pages: Pages) -> str:
    house, number = pages.house, pages.house.submit()
    house.decide(number, "sofia", "medical")
    house.decide(number, "jonas", "legal")
    house.decide(
        number, "lucia", "regulatory", "approve with conditions", conditions=(("Add the code.", "2026-12-01"),)
    )
    return number


def met(pages: Pages) -> tuple[str, str]:
    house, number = pages.house, approved_with_condition(pages)
    act = acts.reasoned(lambda note: MeetCondition("c1", note), "The code is DE-CLX-26-118.", house.seed())
    house.send(house.streams[number], "astrid", act)
    return number, f"/initiatives/{number}/conditions/c1/verify"


def test_a_condition_is_verified_by_someone_eligible_under_a_signature(pages: Pages) -> None:
    number, url = met(pages)
    browser = pages.browser("lucia")
    text = plain(browser.get(url).text)
    assert "“Add the code.”" in text
    assert "The code is DE-CLX-26-118." in text
    answer = browser.sign(url, note="Seen in the file.")
    assert answer.status_code == 302
    assert pages.house.state(number).conditions[0].status == "verified"


def test_the_initiative_leads_whoever_may_to_the_condition_and_to_coordination(pages: Pages) -> None:
    number, url = met(pages)
    page = f"/initiatives/{number}"
    assert f'href="{url}"' in pages.browser("lucia").get(page).text
    assert f'href="{url}"' not in pages.browser("sofia").get(page).text
    assert f'href="{page}/office"' in pages.browser("karin").get(page).text
    assert f'href="{page}/office"' not in pages.browser("lucia").get(page).text


def test_verifying_twice_with_one_form_verifies_once(pages: Pages) -> None:
    number, url = met(pages)
    browser = pages.browser("lucia")
    browser.get(url)
    form = browser.form(url)
    assert browser.sign(url, form).status_code == 302
    assert browser.post(url, form, password="x", code="1").status_code == 302
    assert pages.house.state(number).conditions[0].status == "verified"


def test_a_challenge_for_another_act_verifies_nothing(pages: Pages) -> None:
    number, url = met(pages)
    browser = pages.browser("lucia")
    browser.get(url)
    form = browser.form(url) | {"act": ["decide initiative/other legal"]}
    fresh = browser.client.post("/challenge", data={name: form[name] for name in ("csrf_token", "act", "seen")}).text
    token = fresh.partition('value="')[2].partition('"')[0]
    assert browser.sign(url, form, challenge=token).status_code == 422
    assert pages.house.state(number).conditions[0].status == "met"


def test_a_wrong_code_verifies_nothing_and_keeps_the_note(pages: Pages) -> None:
    number, url = met(pages)
    browser = pages.browser("lucia")
    browser.get(url)
    answer = browser.sign(url, note="Seen in the file.", code="000000")
    assert answer.status_code == 422
    assert browser.form(url)["note"] == ["Seen in the file."]
    assert pages.house.state(number).conditions[0].status == "met"


@pytest.mark.parametrize(("who", "why"), [("astrid", "You own this initiative."), ("sofia", "not on the panel")])
def test_whoever_may_not_verify_reads_why(pages: Pages, who: str, why: str) -> None:
    _, url = met(pages)
    text = plain(pages.browser(who).get(url).text)
    assert "Not to be verified now" in text
    assert why in text


def test_a_condition_that_is_not_met_waits(pages: Pages) -> None:
    number = approved_with_condition(pages)
    text = plain(pages.browser("lucia").get(f"/initiatives/{number}/conditions/c1/verify").text)
    assert "The owner first says how it was met." in text


def test_an_unknown_condition_is_not_found(pages: Pages) -> None:
    number = approved_with_condition(pages)
    assert pages.browser("lucia").get(f"/initiatives/{number}/conditions/c9/verify").status_code == 404


def coordinator(pages: Pages, number: str) -> Browser:
    browser = pages.browser("karin")
    assert browser.get(f"/initiatives/{number}/office").status_code == 200
    return browser


def test_hold_and_resume_stop_and_start_the_clocks(pages: Pages) -> None:
    number = pages.house.submit()
    url = f"/initiatives/{number}/office"
    assert coordinator(pages, number).post(f"{url}/hold", reason="Label change expected.").status_code == 302
    assert pages.house.state(number).status == "on hold"
    assert coordinator(pages, number).post(f"{url}/resume").status_code == 302
    assert pages.house.state(number).status == "in review"


def test_the_tier_is_raised_with_a_reason(pages: Pages) -> None:
    number = pages.house.submit()
    url = f"/initiatives/{number}/office/raise"
    assert coordinator(pages, number).post(url, tier="T3", reason="First of its kind.").status_code == 302
    assert pages.house.state(number).tier == "T3"


def test_an_approval_is_revoked_for_good(pages: Pages) -> None:
    number = approved_with_condition(pages)
    url = f"/initiatives/{number}/office/revoke"
    assert coordinator(pages, number).post(url, reason="New safety signal.").status_code == 302
    assert pages.house.state(number).status == "revoked"


def test_an_act_without_its_reason_is_asked_for_it(pages: Pages) -> None:
    number = pages.house.submit()
    answer = coordinator(pages, number).post(f"/initiatives/{number}/office/hold", reason="")
    assert answer.status_code == 422
    assert "Write one sentence; auditors read it." in plain(answer.text)
    assert pages.house.state(number).status == "in review"


def test_whoever_is_no_coordinator_changes_nothing_and_it_is_on_record(pages: Pages) -> None:
    number = pages.house.submit()
    form = coordinator(pages, number).form(f"/initiatives/{number}/office/hold")
    other = pages.browser("sofia")
    other.get(f"/decisions/{number}/medical")
    token = other.form(f"/decisions/{number}/medical")["csrf_token"]
    url = f"/initiatives/{number}/office/hold"
    assert other.post(url, {**form, "csrf_token": token}, reason="Because.").status_code == 403
    assert pages.house.state(number).status == "in review"
    with reading(pages.house.engine) as connection:
        assert connection.execute(select(denial.c.code)).scalars().all() == ["not-coordinator"]
