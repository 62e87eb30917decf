"""Incidents and periodic reviews on their pages."""

import re
from functools import partial

import pytest
from sqlalchemy import select

from coe import acts
from coe.incidents import alarm
from coe.tables import incident, review
from governance.record import commands as c
from tests.web.review_office import DAY
from tests.web.review_pages import Pages, plain

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def overseen(pages: Pages) -> Pages:
    """Ben answers for quality, and a day has passed since everybody was appointed."""
    pages.house.grant("role/quality", "ben", "ada")
    pages.house.clock.advance(DAY)
    return pages


def test_an_alarm_is_acknowledged_and_closed_with_its_root_cause(overseen: Pages) -> None:
    id_ = alarm(overseen.house.office, "verify-failed", "", "x", f"entry 7: expected prev; found {HOSTILE}")
    ben, ada, url = overseen.browser("ben"), overseen.browser("ada"), f"/office/incidents/{id_}"
    read = plain(ben.get("/office/incidents").text)
    assert "1 open" in read
    assert "Verification failed" in read
    text = ben.get(url).text
    assert "<img src=x" not in text
    assert "Acknowledge by" in plain(text)
    assert f'action="{url}/close"' not in text, "quality does not close"
    assert ben.post(f"{url}/acknowledge", reason="").status_code == 422
    assert ben.post(f"{url}/acknowledge", reason="I compare the copies.").status_code == 302
    assert "“I compare the copies.”" in plain(ada.get(url).text)
    assert f'action="{url}/acknowledge"' not in ada.last
    answer = ada.post(f"{url}/close", root_cause="  ", note="Restored.")
    assert answer.status_code == 422
    assert "An incident is not closed without its root cause." in plain(answer.text)
    form = ada.form(f"{url}/close")
    for _ in range(2):
        assert ada.post(f"{url}/close", form, root_cause="A disk fault.", note="Restored.").status_code == 302
    closed = plain(ada.get(url).text)
    for words in ("Closed", "“A disk fault.”", "What was done: Restored."):
        assert words in closed
    assert "None is open" in plain(ada.get("/office/incidents").text)


def test_anybody_reports_and_sees_their_own_and_no_others(overseen: Pages) -> None:
    number = overseen.house.submit()
    astrid, sofia = overseen.browser("astrid"), overseen.browser("sofia")
    astrid.get("/office/incidents/new")
    form = astrid.form("/office/incidents/new")
    wrong = astrid.post("/office/incidents/new", form, kind="misuse", about="Nobody Known", reason="Seen.")
    assert wrong.status_code == 422
    assert "This is no initiative’s number" in plain(wrong.text)
    sent = [astrid.post("/office/incidents/new", form, kind="misuse", about=number.lower(), reason=HOSTILE)
            for _ in range(2)]  # fmt: skip
    assert {answer.status_code for answer in sent} == {302}
    with overseen.house.engine.connect() as connection:
        (row,) = connection.execute(select(incident)).all()
    assert row.about == overseen.house.streams[number]
    address = f"/office/incidents/{row.id}"
    assert HOSTILE not in astrid.get(address).text
    assert number in astrid.last
    assert sofia.get(address).status_code == 404
    assert overseen.browser("aude").get(address).status_code == 200
    assert sofia.get("/office/incidents").status_code == 403
    assert sofia.get("/office/incidents/nothing").status_code == 404


def test_an_incident_about_a_person_is_not_closed_by_them(overseen: Pages) -> None:
    house = overseen.house
    make = partial(c.OpenIncident, "misuse", f"person/{house.ids['ada']}")
    house.send("incident/i1", "astrid", acts.reasoned(make, "Odd", house.seed()))
    assert "/office/incidents/i1/close" not in overseen.browser("ada").get("/office/incidents/i1").text
    uma = overseen.browser("uma")
    assert "/office/incidents/i1/close" in uma.get("/office/incidents/i1").text


def test_a_review_records_the_report_that_was_shown(overseen: Pages) -> None:
    number = overseen.house.submit()
    overseen.house.send(overseen.house.streams[number], "karin", acts.reasoned(c.Hold, HOSTILE, overseen.house.seed()))
    overseen.house.clock.advance(DAY)
    ben = overseen.browser("ben")
    assert "1 overdue" in plain(ben.get("/office/reviews").text), "the office has not verified itself"
    text = ben.get("/office/reviews/trail").text
    assert "<img src=x" not in text
    assert f"Put on hold: {number}" in plain(text)
    assert "None in this period." in text
    action = "/office/reviews/trail"
    form = ben.form(action)
    assert ben.post(action, form, outcome="in order", note="").status_code == 422
    assert "Record the review" in ben.last
    assert ben.post(action, form, outcome="in order", note="Read all of it.").status_code == 302
    with overseen.house.engine.connect() as connection:
        row = connection.execute(select(review)).one()
    assert (row.person, row.report) == (overseen.house.ids["ben"], form["digest"][0])
    read = plain(ben.get("/office/reviews").text)
    assert re.search(r"In order, .* by Ben", read)
    stale = {**form, "digest": ["0" * 64]}
    assert ben.post(action, stale, outcome="in order", note="Again.").status_code == 409


def test_whoever_acted_reads_why_somebody_else_reviews(overseen: Pages) -> None:
    ada = overseen.browser("ada")
    assert "of the entries are your own" in plain(ada.get("/office/reviews/access").text)
    aude = overseen.browser("aude")
    assert "Reviews are recorded by administrators and quality." in plain(aude.get("/office/reviews/access").text)
    assert "Only the period that is next" in plain(
        overseen.browser("ben").get("/office/reviews/access?since=2026-11-16&until=2026-11-16").text
    )


def test_an_overdue_review_says_so(overseen: Pages) -> None:
    overseen.house.clock.advance(60 * DAY)
    read = plain(overseen.browser("aude").get("/office/reviews").text)
    assert "2 overdue" in read
    assert overseen.browser("aude").get("/office/reviews/verification").status_code == 404


@pytest.mark.parametrize("path", ["grant", "end"])
def test_a_change_of_access_without_a_reason_is_422(overseen: Pages, path: str) -> None:
    ada, url = overseen.browser("ada"), f"/people/{overseen.house.ids['ben']}"
    ada.get(url)
    answer = ada.post(f"{url}/{path}", role="role/quality", reason="")
    assert answer.status_code == 422
    assert "Write one sentence; auditors read it." in plain(answer.text)


def test_a_hold_without_a_reason_is_422(overseen: Pages) -> None:
    number = overseen.house.submit()
    karin = overseen.browser("karin")
    karin.get(f"/initiatives/{number}/office")
    answer = karin.post(f"/initiatives/{number}/office/hold", reason="")
    assert answer.status_code == 422
