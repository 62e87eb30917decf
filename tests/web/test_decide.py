"""The decision page and its signature, in a browser without JavaScript over a real office."""

import re

import pytest
from sqlalchemy import func, select

from coe.database import reading
from coe.identity.account_tables import account
from coe.tables import decision, denial, entry
from governance.jcs import Json
from tests.web.review_office import HOUR, PASSWORD, ReviewOffice
from tests.web.review_pages import Browser, Pages, plain
from web.context import EXTENSION

Given = dict[str, str | list[str]]
HOSTILE = "</textarea><script>alert(1)</script>\u202e{{7*7}}"
MEDICAL = ("reference_per_claim", "whole_study_context", "population_and_endpoint", "safety_statement_current")


def at(number: str, gate: str = "medical") -> str:
    return f"/decisions/{number}/{gate}"


def decisions(house: ReviewOffice) -> int:
    with reading(house.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(decision)).scalar_one())


def opened(pages: Pages, who: str = "sofia", gate: str = "medical") -> tuple[str, Browser]:
    number = pages.house.submit()
    browser = pages.browser(who)
    assert browser.get(at(number, gate)).status_code == 200
    return number, browser


def reworked(pages: Pages) -> str:
    """Round 2: one request answered by a change, one without, and a change nobody asked for."""
    house, number = pages.house, pages.house.submit()
    asked = (("key_messages", "Give the effect size."), ("study_context", "Say what the trial did not show."))
    house.decide(number, "sofia", "medical", "request changes", requests=asked)
    house.decide(number, "jonas", "legal")
    house.decide(number, "lucia", "regulatory")
    messages = [dict(row) for row in rows_of(house, number, "key_messages")]
    messages[1]["message"] = "Patients treated with Cardiolex had 21 % fewer admissions than with placebo in the trial"
    changes: dict[str, Json] = {"key_messages": [*messages], "story": "A cardiologist sees the effect, and for whom."}
    house.clock.set(house.clock.now() + HOUR)
    house.resubmit(number, {"r1": "Done, from table 2.", "r2": "It is in the reference."}, **changes)
    return number


def rows_of(house: ReviewOffice, number: str, name: str) -> list[dict[str, Json]]:
    found = house.state(number).answers[name]
    assert isinstance(found, list)
    return [row for row in found if isinstance(row, dict)]


def test_a_reviewer_approves_and_the_gate_passes(pages: Pages) -> None:
    number, browser = opened(pages)
    answer = browser.sign(at(number), outcome="approve", checklist=list(MEDICAL))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/inbox")
    vote = pages.house.state(number).votes["medical"][0]
    assert (vote.outcome, vote.person) == ("approve", pages.house.ids["sofia"])
    assert vote.signature.method == "password+totp"
    assert "Signed: you approved for Medical" in plain(browser.get("/inbox").text)


def test_after_signing_comes_the_decision_that_waits_longest(pages: Pages) -> None:
    number, browser = opened(pages)
    pages.house.clock.set(pages.house.clock.now() + HOUR // 60)
    other = pages.house.submit("Nefrion: dialysis nurse e-learning")
    answer = browser.sign(at(number), outcome="approve", checklist=list(MEDICAL))
    assert answer.headers["Location"] == at(other)


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


def entries(house: ReviewOffice) -> int:
    with reading(house.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(entry)).scalar_one())


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
        ({"outcome": "approve_with_conditions", "checklist": list(MEDICAL)}, "conditions-0-text"),
    ],
)
def test_what_the_law_misses_stands_beside_its_field(pages: Pages, given: Given, field: str) -> None:
    number, browser = opened(pages)
    answer = browser.sign(at(number), **given)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert decisions(pages.house) == 0


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
    assert "I have seen this warning" in plain(browser.get(at(number)).text)
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
    checked = [name for name, _ in pages.house.law.gate_by_name["regulatory"].checklist]
    given: Given = {"conditions-0-text": "Add the code.", "conditions-0-due": "2026-12-01", "checklist": checked}
    assert other.sign(at(number, "regulatory"), outcome="approve_with_conditions", **given).status_code == 302
    assert [one.due for one in pages.house.state(number).conditions] == ["2026-12-01"]


def test_a_page_overtaken_by_a_colleague_says_what_changed_and_gives_the_text_back(pages: Pages) -> None:
    number, browser = opened(pages)
    pages.house.decide(number, "imre", "medical")
    answer = browser.sign(at(number), outcome="reject", note="Table 2 is missing.")
    text = plain(answer.text)
    assert answer.status_code == 409
    assert "Dr Imre Szabó approved for Medical" in text
    assert "Table 2 is missing." in text
    assert len(pages.house.state(number).votes["medical"]) == 1


def test_a_page_of_the_round_before_is_refused_as_stale(pages: Pages) -> None:
    number, browser = opened(pages, "lucia", "regulatory")
    form = browser.form(at(number, "regulatory"))
    pages.house.decide(number, "sofia", "medical", "request changes", requests=(("", "Name it."),))
    pages.house.decide(number, "jonas", "legal")
    pages.house.decide(number, "lucia", "regulatory", "request changes", requests=(("", "Too soft."),))
    pages.house.resubmit(number, {"r1": "Named.", "r2": "Harder."}, safety_statement="Hypotension (6.1 %).")
    answer = browser.sign(at(number, "regulatory"), form, outcome="reject", note="No.")
    assert answer.status_code == 409
    assert "submitted version 2" in plain(answer.text)
    assert all(vote.outcome != "reject" for vote in pages.house.state(number).votes["regulatory"])


def test_changes_since_my_signature_stand_with_request_and_reply(pages: Pages) -> None:
    number = reworked(pages)
    text = plain(pages.browser("sofia").get(at(number)).text)
    assert "Changed since you signed version 1" in text
    assert "You asked on today: “Give the effect size.”" in text or "“Give the effect size.”" in text
    assert "Astrid Lindqvist replied: “Done, from table 2.”" in text
    assert "The studies behind it Asked for, and not changed" in text
    assert "The story Nobody asked for this" in text
    assert "[removed] far" in text


def test_whoever_never_signed_reads_everything_of_their_sections(pages: Pages) -> None:
    number = reworked(pages)
    text = plain(pages.browser("imre").get(at(number)).text)
    assert "What you are asked to decide" in text
    assert "Nobody asked for this" not in text
    assert "Evidence for the need" in text


def test_a_gate_that_carried_over_has_nothing_to_decide(pages: Pages) -> None:
    number = reworked(pages)
    answer = pages.browser("jonas").get(at(number, "legal"))
    assert answer.status_code == 409
    assert "approved in round 1; nothing reviewed has changed since" in plain(answer.text)


def test_the_owner_never_decides_and_the_attempt_is_on_record(pages: Pages) -> None:
    number = pages.house.submit()
    pages.house.grant("role/medical_reviewer", "astrid", "ada")
    owner = pages.browser("astrid")
    assert owner.get(at(number)).status_code == 403
    assert "You own this initiative." in plain(owner.last)
    other = pages.browser("sofia")
    other.get(at(number))
    theirs = other.form(at(number))
    owner.get("/initiatives")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', owner.last)
    assert token
    answer = owner.sign(at(number), {**theirs, "csrf_token": [token[1]]}, outcome="approve", checklist=list(MEDICAL))
    assert answer.status_code == 403
    assert decisions(pages.house) == 0
    with reading(pages.house.engine) as connection:
        assert "own-initiative" in connection.execute(select(denial.c.code)).scalars().all()


def test_hostile_text_is_shown_and_does_nothing(pages: Pages) -> None:
    number = pages.house.submit(HOSTILE, story=HOSTILE)
    browser = pages.browser("sofia")
    text = browser.get(at(number)).text
    assert "<script>alert(1)" not in text
    assert "{{7*7}}" in text
    answer = browser.sign(at(number), outcome="reject", note=HOSTILE, code="000000")
    assert "<script>alert(1)" not in answer.text
    assert browser.form(at(number))["note"] == [HOSTILE]
    assert "<script>alert(1)" not in browser.get("/inbox").text


def test_the_sentence_names_role_act_and_version(pages: Pages) -> None:
    _, browser = opened(pages)
    assert "I, Dr Sofia Brandt , for Medical, as medical reviewer, approve version 1" in plain(browser.last)
    assert "Back to Astrid Lindqvist once Legal and Regulatory have decided" in plain(browser.last)


def test_a_session_that_ended_while_writing_gives_the_text_back_after_signing_in(pages: Pages) -> None:
    number, browser = opened(pages)
    form = browser.form(at(number))
    pages.house.clock.set(pages.house.clock.now() + HOUR)
    answer = browser.sign(at(number), form, outcome="reject", note="Forty minutes of thought.")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")
    browser.sign_in()
    browser.get(at(number))
    assert browser.form(at(number))["note"] == ["Forty minutes of thought."]
    assert browser.form(at(number))["outcome"] == ["reject"]
    assert browser.sign(at(number)).status_code == 302
    assert decisions(pages.house) == 1


def test_an_unknown_initiative_or_gate_is_not_found(pages: Pages) -> None:
    number, browser = opened(pages)
    assert browser.get("/decisions/INI-2026-9999/medical").status_code == 404
    assert browser.get(at(number, "no-such-gate")).status_code == 404


def test_a_form_without_its_token_signs_nothing(pages: Pages) -> None:
    number, browser = opened(pages)
    form = browser.form(at(number)) | {"csrf_token": ["forged"]}
    answer = browser.sign(at(number), form, outcome="approve", checklist=list(MEDICAL))
    assert answer.status_code == 400
    assert decisions(pages.house) == 0


def test_pages_are_never_stored_and_carry_the_policy(pages: Pages) -> None:
    number, browser = opened(pages)
    headers = browser.get(at(number)).headers
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert pages.app.extensions[EXTENSION].demo
