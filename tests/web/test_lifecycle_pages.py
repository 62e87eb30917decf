"""What follows an approval, on the pages of those concerned: code, term, ratification, check-ins, retirement."""

from __future__ import annotations

import pytest

from coe import acts
from governance.record import commands as c
from tests.web.leaflet_house import LEAFLET, Leaflets, leaflets
from tests.web.review_pages import Pages, plain


@pytest.fixture
def made(pages: Pages) -> Leaflets:
    return leaflets(pages)


def page_of(made: Leaflets, number: str, who: str = "astrid") -> str:
    answer = made.pages.browser(who).get(f"/initiatives/{number}")
    assert answer.status_code == 200
    return plain(answer.text)


def test_an_approval_shows_its_code_and_until_when_it_may_be_used(made: Leaflets) -> None:
    number = made.approved()
    read, code = page_of(made, number), made.state(number).code
    assert f"Material code {code}" in read
    assert "May be used until" in read
    assert "in 6 months" in read
    assert "Release it" in read


def test_what_took_no_part_is_said_before_and_after_a_release(made: Leaflets) -> None:
    """Whoever releases must not take what nobody looked at for looked at."""
    unasked = "The answers called for no decision of Steering."
    number = made.approved()
    asked = made.pages.browser("astrid").get(f"/initiatives/{number}/release").text
    assert unasked in plain(asked)
    assert unasked in page_of(made, made.released())
    assert unasked not in page_of(made, made.released("fr"))


def test_notices_are_shown_with_the_days_they_were_given(made: Leaflets) -> None:
    number = made.released()
    assert "Notice given" not in page_of(made, number)
    made.pass_days(152)
    assert "Notice given Sat 17 Apr (30 days before) to the owner and the coordinators" in page_of(made, number)


def test_whoever_signs_is_told_that_what_a_record_leans_on_is_approved_no_more(made: Leaflets) -> None:
    stricter = LEAFLET.read_text("utf-8").replace("kind: record,", "kind: record, state: approved,")
    law = made.publish(stricter, "Stricter")
    above = made.approved()
    below = made.submit({"replaces": above}, law)
    warning = f"“Which leaflet does it replace?” names {above}, which is "
    decision = f"/decisions/{below}/medical"
    assert warning not in plain(made.pages.browser("sofia").get(decision).text)
    retired = acts.reasoned(c.Retire, "Nobody uses it.", made.office.seed())
    made.office.send(made.office.streams[above], "astrid", retired)
    read = plain(made.pages.browser("sofia").get(decision).text)
    assert f"{warning}retired now" in read
    assert "Ask its owner first, or request changes." in read
    other = made.submit({}, law)
    assert warning not in plain(made.pages.browser("sofia").get(f"/decisions/{other}/medical").text)


def test_what_has_expired_is_blocked_from_use_in_words(made: Leaflets) -> None:
    number = made.released()
    made.pass_days(181)
    read = page_of(made, number)
    assert "Expired: blocked from use" in read
    assert "Stop using it everywhere" in read
    assert "Use ended" in read


def test_a_renewal_is_shown_with_the_record_it_came_from(made: Leaflets) -> None:
    number = made.released()
    made.pass_days(181)
    other = made.follow_up("renews", number)
    html = made.pages.browser("astrid").get(f"/initiatives/{number}").text
    assert "Released: in use" in plain(html)
    assert f'<a class="number" href="/initiatives/{other}">{other}</a>' in html


def test_a_record_named_in_an_answer_is_a_link_for_whoever_may_read_it(made: Leaflets) -> None:
    first = made.approved()
    second = made.submit({"replaces": first})
    link = f'<a href="/initiatives/{first}">{first}</a>'
    assert link in made.pages.browser("astrid").get(f"/initiatives/{second}").text
    assert link in made.pages.browser("sofia").get(f"/decisions/{second}/medical").text


def test_a_record_that_may_not_be_read_is_named_without_a_link(made: Leaflets) -> None:
    closed = made.office.submit()
    narrow = made.publish(LEAFLET.read_text("utf-8").replace("role: legal_reviewer", "role: print_reviewer"), "Print")
    made.office.grant("role/print_reviewer", "ben", "ada")
    second = made.submit({"replaces": closed}, narrow)
    html = made.pages.browser("ben").get(f"/initiatives/{second}").text
    assert closed in plain(html)
    assert f'href="/initiatives/{closed}"' not in html


def test_an_approval_to_be_ratified_says_by_whom_and_until_when(made: Leaflets) -> None:
    number = made.approved("fr")
    read = page_of(made, number)
    assert "Approved, to be ratified by Steering" in read
    assert "left of 16 working hours" in read
    assert "Release it" in read, "who ratifies delays nothing"


def test_who_ratifies_finds_it_in_the_inbox_and_is_offered_four_acts(made: Leaflets) -> None:
    number = made.approved("fr")
    browser = made.pages.browser("karin")
    assert f"/decisions/{number}/board" in browser.get("/inbox").text
    html = browser.get(f"/decisions/{number}/board").text
    offered = [one for one in ("approve", "approve_with_conditions", "request_changes", "reject", "abstain", "recuse")
               if f'id="outcome-{one}"' in html]  # fmt: skip
    assert offered == ["approve", "reject", "abstain", "recuse"]
    assert "You confirm that approval, or your panel takes it back." in plain(html)


def test_a_majority_ratifies_on_the_decision_page(made: Leaflets) -> None:
    number = made.approved("fr")
    for who in ("karin", "sofia", "jonas"):
        browser, url = made.pages.browser(who), f"/decisions/{number}/board"
        assert browser.get(url).status_code == 200, who
        assert browser.sign(url, outcome="approve").status_code == 302
    read = page_of(made, number)
    assert "Steering Ratified" in read
    assert "to be ratified" not in read


def test_the_last_rejection_is_told_to_take_the_approval_back_and_does(made: Leaflets) -> None:
    number = made.approved("fr")
    for who in ("karin", "jonas"):
        made.decide(number, who, "board", "reject", note="Not before the label changes.")
    browser, url = made.pages.browser("lucia"), f"/decisions/{number}/board"
    assert "Takes back the approval of the leaflet" in plain(browser.get(url).text)
    assert browser.sign(url, outcome="reject", note="Nor without the new safety data.").status_code == 302
    assert made.state(number).status == "revoked"
    assert "Revoked: the approval was taken back" in page_of(made, number)


def test_what_is_asked_after_release_is_the_owners_turn_and_answered_in_a_form(made: Leaflets) -> None:
    number = made.released()
    assert "Your turn" not in plain(made.pages.browser("astrid").get("/initiatives").text)
    made.pass_days(30)
    made.pass_days(1)
    browser = made.pages.browser("astrid")
    listed = plain(browser.get("/initiatives").text)
    assert "Yours: asked for results since" in listed
    assert "How patients took to it" in listed
    assert "My initiatives 1" in listed
    read = page_of(made, number)
    assert "No answer for 1 day" in read
    url = f"/initiatives/{number}/check-ins/0"
    assert browser.post(url, **{"check-in-0-text": "Calls fell by a third."}).status_code == 302
    assert made.state(number).check_ins[0].note
    read = page_of(made, number)
    assert "“Calls fell by a third.”" in read
    assert "No answer" not in read
    assert "Will be asked" in read, "the next one is announced"
    assert "My initiatives 1" not in plain(browser.get("/initiatives").text)


def test_an_empty_answer_to_a_check_in_is_asked_for_again(made: Leaflets) -> None:
    number = made.released()
    made.pass_days(31)
    browser = made.pages.browser("astrid")
    browser.get(f"/initiatives/{number}")
    answer = browser.post(f"/initiatives/{number}/check-ins/0")
    assert answer.status_code == 422
    assert 'aria-describedby="check-in-0-text-error"' in answer.text
    assert not made.state(number).check_ins[0].note


def test_a_check_in_is_answered_by_its_owner_alone(made: Leaflets) -> None:
    number = made.released()
    made.pass_days(31)
    astrid, sofia = made.pages.browser("astrid"), made.pages.browser("sofia")
    astrid.get(f"/initiatives/{number}")
    url = f"/initiatives/{number}/check-ins/0"
    form = astrid.form(url)
    html = sofia.get(f"/initiatives/{number}").text
    assert f'action="{url}"' not in html
    sofia.get("/people/" + made.office.ids["sofia"])
    token = sofia.last.partition('name="csrf_token" value="')[2].partition('"')[0]
    said = {**form, "csrf_token": [token], "check-in-0-text": ["All well."]}
    assert sofia.post(url, said).status_code == 403
    assert not made.state(number).check_ins[0].note


def test_a_check_in_that_was_never_asked_is_not_found(made: Leaflets) -> None:
    number = made.released()
    made.pass_days(31)
    browser = made.pages.browser("astrid")
    browser.get(f"/initiatives/{number}")
    form = browser.form(f"/initiatives/{number}/check-ins/0")
    assert browser.post(f"/initiatives/{number}/check-ins/7", form).status_code == 404


@pytest.mark.parametrize("who", ["astrid", "karin"])
def test_owner_and_coordinator_retire_after_reading_what_follows(made: Leaflets, who: str) -> None:
    number = made.released()
    browser, url = made.pages.browser(who), f"/initiatives/{number}/retire"
    where = f"/initiatives/{number}" if who == "astrid" else f"/initiatives/{number}/office"
    assert f'href="{url}"' in browser.get(where).text
    read = plain(browser.get(url).text)
    assert "It may not be used any more" in read
    assert made.state(number).code in read
    assert "It cannot be undone" in read
    assert browser.post(url, reason="").status_code == 422
    assert made.state(number).status == "released"
    browser.get(url)
    form = browser.form(url)
    assert browser.post(url, form, reason="A film has taken its place.").status_code == 302
    assert browser.post(url, form, reason="A film has taken its place.").status_code == 302, "a second click"
    assert made.state(number).status == "retired"
    read = page_of(made, number)
    assert "Retired: used no more" in read
    assert "“A film has taken its place.”" in read


def test_nobody_else_retires_anything(made: Leaflets) -> None:
    number = made.released()
    assert made.pages.browser("sofia").get(f"/initiatives/{number}/retire").status_code == 403
    assert f"/initiatives/{number}/retire" not in made.pages.browser("sofia").get(f"/initiatives/{number}").text


def test_what_is_not_approved_yet_cannot_be_retired(made: Leaflets) -> None:
    number = made.submit()
    answer = made.pages.browser("astrid").get(f"/initiatives/{number}/retire")
    assert answer.status_code == 409
    assert "only what is approved, released or expired can be retired" in plain(answer.text)


def test_a_record_that_retires_another_is_named_on_its_page(made: Leaflets) -> None:
    number = made.released()
    other = made.follow_up("retires", number)
    html = made.pages.browser("astrid").get(f"/initiatives/{number}").text
    assert "Retired by" in plain(html)
    assert f'href="/initiatives/{other}"' in html
