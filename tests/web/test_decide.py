"""The decision page and its signature, in a browser without JavaScript over a real office."""

import re

import pytest
from sqlalchemy import select

from coe.database import reading
from coe.identity.account_tables import account
from coe.tables import denial
from governance.language.asking import asking
from tests.web.deciding import MEDICAL, Given, at, decisions, entries, opened, rows_of
from tests.web.review_office import HOUR, PASSWORD
from tests.web.review_pages import Pages, plain


def test_a_reviewer_approves_and_the_gate_passes(pages: Pages) -> None:
    number, browser = opened(pages)
    answer = browser.sign(at(number), outcome="approve", checklist=list(MEDICAL))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{at(number)}/signed")
    vote = pages.house.state(number).votes["medical"][0]
    assert (vote.outcome, vote.person) == ("approve", pages.house.ids["sofia"])
    assert vote.signature.method == "password+totp"
    assert "Signed: you approved for Medical" in plain(browser.get(f"{at(number)}/signed").text)


def test_after_a_request_for_changes_the_page_says_when_it_goes_back(pages: Pages) -> None:
    number, browser = opened(pages)
    browser.sign(at(number), outcome="request_changes", **{"requests-0-text": "Name the table."})
    read = plain(browser.get(f"{at(number)}/signed").text)
    assert "It goes back to its owner, with what you asked for, once the gates beside yours have decided." in read
    assert "the gate needs more" not in read


def test_a_clock_set_back_since_the_last_entry_stops_nobody_from_signing(pages: Pages) -> None:
    """The ledger's time stays where it was; the two minutes of a signing form are the machine's."""
    number, house = pages.house.submit(), pages.house
    submitted = house.clock.now()
    house.clock.set(submitted - 24 * HOUR)
    browser = pages.browser("sofia")
    assert browser.get(at(number)).status_code == 200
    form = browser.form(at(number))
    given: Given = {"outcome": "approve", "checklist": list(MEDICAL)}
    house.clock.set(house.clock.now() + HOUR // 30)
    late = browser.sign(at(number), form, **given)
    assert (late.status_code, decisions(house)) == (422, 0)
    assert "good for two minutes" in plain(late.text)
    assert browser.sign(at(number), **given).status_code == 302
    assert house.state(number).votes["medical"][0].at == submitted


def test_after_signing_comes_the_decision_that_waits_longest(pages: Pages) -> None:
    number, browser = opened(pages)
    pages.house.clock.set(pages.house.clock.now() + HOUR // 60)
    other = pages.house.submit("Nefrion: dialysis nurse e-learning")
    browser.get(at(number))
    answer = browser.sign(at(number), outcome="approve", checklist=list(MEDICAL), then="next")
    assert answer.headers["Location"] == at(other)
    assert "Signed: you approved for Medical" in plain(browser.get(at(other)).text)


def test_looking_at_a_decision_never_decides(pages: Pages) -> None:
    number, browser = opened(pages)
    before = entries(pages.house)
    for url in (
        at(number),
        f"{at(number)}?outcome=approve&password=x&code=1",
        "/inbox",
        f"/initiatives/{number}/office",
    ):
        browser.get(url)
        browser.client.head(url)
    assert entries(pages.house) == before


def test_a_double_click_signs_once(pages: Pages) -> None:
    number, browser = opened(pages)
    form = browser.form(at(number))
    given: Given = {"outcome": "approve", "checklist": list(MEDICAL)}
    first = browser.sign(at(number), form, **given)
    again = browser.post(at(number), form, **given, password="correct horse battery", code="000000")
    assert (first.status_code, again.status_code) == (302, 302)
    assert decisions(pages.house) == 1


def test_a_wrong_password_keeps_what_was_typed_and_is_counted(pages: Pages) -> None:
    number, browser = opened(pages)
    answer = browser.sign(at(number), outcome="reject", note="Not shown in anybody.", password="wrong horse battery")
    form = browser.form(at(number))
    assert answer.status_code == 422
    assert form["note"] == ["Not shown in anybody."]
    assert form["outcome"] == ["reject"]
    assert form["password"] == [""]
    assert "password is wrong" in plain(answer.text)
    with reading(pages.house.engine) as connection:
        mine = account.c.person_id == pages.house.ids["sofia"]
        assert connection.execute(select(account.c.failed_count).where(mine)).scalar_one() == 1
        assert connection.execute(select(denial.c.code)).scalars().all() == ["wrong-password"]
    assert decisions(pages.house) == 0


def test_a_wrong_code_stands_beside_the_code(pages: Pages) -> None:
    number, browser = opened(pages)
    answer = browser.sign(at(number), outcome="approve", checklist=list(MEDICAL), code="000000")
    assert answer.status_code == 422
    assert 'aria-describedby="code-error"' in answer.text
    assert decisions(pages.house) == 0


def test_an_expired_challenge_keeps_the_text_and_the_fresh_one_signs(pages: Pages) -> None:
    number, browser = opened(pages)
    form = browser.form(at(number))
    pages.house.clock.set(pages.house.clock.now() + 3 * 60_000)
    answer = browser.sign(at(number), form, outcome="approve", checklist=list(MEDICAL), note="Read twice.")
    assert answer.status_code == 422
    assert "expired" in plain(answer.text)
    assert browser.form(at(number))["note"] == ["Read twice."]
    assert browser.sign(at(number)).status_code == 302
    assert decisions(pages.house) == 1


def test_a_fresh_challenge_is_fetched_without_sending_the_form(pages: Pages) -> None:
    number, browser = opened(pages)
    form = browser.form(at(number))
    pages.house.clock.set(pages.house.clock.now() + 3 * 60_000)
    sent = {name: form[name] for name in ("csrf_token", "act", "seen")}
    answer = browser.client.post("/challenge", data=sent)
    fresh = re.search(r'value="([^"]+)"', answer.text)
    assert fresh
    done = browser.sign(at(number), form, challenge=fresh[1], outcome="approve", checklist=list(MEDICAL))
    assert done.status_code == 302


def test_a_challenge_for_another_gate_signs_nothing(pages: Pages) -> None:
    number, browser = opened(pages)
    form = browser.form(at(number))
    sent = {name: form[name] for name in ("csrf_token", "seen")} | {"act": ["decide initiative/other legal"]}
    fresh = re.search(r'value="([^"]+)"', browser.client.post("/challenge", data=sent).text)
    assert fresh
    given: Given = {"challenge": fresh[1], "outcome": "approve", "checklist": list(MEDICAL)}
    assert browser.sign(at(number), form, **given).status_code == 422
    answer = browser.sign(at(number), form, **given, act="decide initiative/other legal")
    assert answer.status_code == 422
    assert decisions(pages.house) == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "approve"}, "checklist"),
        ({"outcome": "reject"}, "note"),
        ({"outcome": "request_changes"}, "requests-0-text"),
        (
            {"outcome": "request_changes", "requests-0-text": "A.", "requests-2-concerns": "study_context"},
            "requests-2-text",
        ),
        ({"outcome": "request_changes", "requests-1-text": "x" * 4001}, "requests-1-text"),
        ({"outcome": "approve_with_conditions", "checklist": list(MEDICAL)}, "conditions-0-text"),
        ({"outcome": "approve_with_conditions", "conditions-1-due": "2026-12-01"}, "conditions-1-text"),
    ],
)
def test_what_the_law_misses_stands_beside_its_field(pages: Pages, given: Given, field: str) -> None:
    number, browser = opened(pages)
    answer = browser.sign(at(number), **given)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert decisions(pages.house) == 0


def test_what_the_law_misses_is_told_with_what_the_form_misses(pages: Pages) -> None:
    number, browser = opened(pages)
    answer = browser.sign(at(number), outcome="request_changes", password="", code="")
    assert answer.status_code == 422
    summary = answer.text[answer.text.index("data-error-summary") :].partition("</ul>")[0]
    assert re.findall(r'<a href="#([\w-]+)"', summary) == ["requests-0-text", "password", "code"]


def test_a_code_signs_once_and_a_challenge_too(pages: Pages) -> None:
    number, browser = opened(pages)
    other = pages.house.submit("Nefrion: dialysis nurse e-learning")
    used = browser.form(at(number))
    assert browser.sign(at(number), used, outcome="approve", checklist=list(MEDICAL)).status_code == 302
    browser.get(at(other))
    again: Given = {"outcome": "approve", "checklist": list(MEDICAL), "password": PASSWORD}
    answer = browser.post(at(other), code=pages.house.code("sofia"), **again)
    assert answer.status_code == 422
    assert "This code was used already." in plain(answer.text)
    assert browser.sign(at(other), challenge=used["challenge"], **again).status_code == 422
    assert decisions(pages.house) == 1


def test_a_warning_is_acknowledged_before_approving(pages: Pages) -> None:
    long = [{**row, "specialty": "oncology"} for row in rows_of(pages.house, pages.house.submit(), "key_messages")]
    long[0]["message"] = "One word more than anybody who reads this between two patients would ever want to read"
    number = pages.house.submit("Oncavia: after the congress", specialty=["oncology"], key_messages=[*long])
    browser = pages.browser("sofia")
    assert "I have seen these warnings" in plain(browser.get(at(number)).text)
    answer = browser.sign(at(number), outcome="approve", checklist=list(MEDICAL))
    assert answer.status_code == 422
    assert 'id="acknowledge-error"' in answer.text
    seen = [one.id for one in pages.house.state(number).findings]
    assert browser.sign(at(number), acknowledge=seen).status_code == 302


def test_a_committee_member_votes_from_their_seat(pages: Pages) -> None:
    number = pages.house.submit("New ground", new_claim="yes", comparisons="None")
    browser = pages.browser("karin")
    text = plain(browser.get(at(number, "steering")).text)
    assert "for Executive steering, as chair seat, abstain on version 1" in text
    assert "Counts as a vote for it, 1 so far; waits for medical and compliance" in text
    assert browser.sign(at(number, "steering"), outcome="abstain").status_code == 302
    vote = pages.house.state(number).votes["steering"][0]
    assert (vote.seat, vote.outcome) == ("chair", "abstain")


def test_nothing_chosen_is_refused_before_anything_else(pages: Pages) -> None:
    number, browser = opened(pages)
    answer = browser.sign(at(number))
    assert answer.status_code == 422
    assert "Choose a decision." in plain(answer.text)


def test_several_changes_and_conditions_are_kept_with_their_field_and_day(pages: Pages) -> None:
    number, browser = opened(pages)
    asks = {
        "requests-0-concerns": "key_messages",
        "requests-0-text": "Name the endpoint.",
        "requests-1-text": "Shorter.",
    }
    assert browser.sign(at(number), outcome="request_changes", **asks).status_code == 302
    assert [one.concerns for one in pages.house.state(number).requests] == ["key_messages", ""]
    other = pages.browser("lucia")
    other.get(at(number, "regulatory"))
    gate = asking(pages.house.law.gate_by_name["regulatory"], pages.house.state(number).answers)
    checked = [name for name, _ in gate.checklist]
    given: Given = {"conditions-0-text": "Add the code.", "conditions-0-due": "2026-12-01", "checklist": checked}
    assert other.sign(at(number, "regulatory"), outcome="approve_with_conditions", **given).status_code == 302
    assert [one.due for one in pages.house.state(number).conditions] == ["2026-12-01"]
