"""The decision page over rounds: what changed, what carried over, what is stale, and who may look."""

import re

from sqlalchemy import select

from coe.database import reading
from coe.tables import denial
from tests.web.deciding import HOSTILE, MEDICAL, at, decisions, opened, reworked
from tests.web.review_office import HOUR
from tests.web.review_pages import Pages, plain
from web.site.context import EXTENSION


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
