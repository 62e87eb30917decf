"""A decision that was given on paper, transcribed on the decision page."""

from io import BytesIO

from coe.reading import entries
from governance.record.events import DecisionSigned
from tests.web.review_office import DAY, PASSWORD
from tests.web.review_pages import STEP, Browser, Pages, plain

SCAN = b"%PDF-1.7 signed on paper"


def posted(pages: Pages, browser: Browser, action: str, name: str = "scan.pdf", **given: str) -> int:
    """Post the form of the page with a scan, password and a fresh code; the status."""
    pages.house.clock.set(pages.house.clock.now() + STEP)
    shown = {key: each[0] for key, each in browser.form(action).items()}
    proof = {"password": PASSWORD, "code": pages.house.code(browser.who)}
    values: dict[str, object] = {**shown, **proof, **given}
    for field in ("checklist", "acknowledge"):
        values.pop(field, None)
    values["paper_file"] = (BytesIO(SCAN), name)
    answer = browser.client.post(action, data=values, content_type="multipart/form-data")
    browser.last = answer.text
    return answer.status_code


def decided(pages: Pages, number: str) -> DecisionSigned:
    with pages.house.engine.connect() as connection:
        event = entries(connection, pages.house.streams[number])[-1].events[0]
    assert isinstance(event, DecisionSigned)
    return event


def test_the_page_takes_time_and_scan_and_the_history_tells_both_times(pages: Pages) -> None:
    number = pages.house.submit()
    began = pages.house.clock.now()
    pages.house.clock.advance(DAY)
    sofia, action = pages.browser("sofia"), f"/decisions/{number}/medical"
    assert "I decided on paper during an outage" in plain(sofia.get(action).text)
    wanted = {"outcome": "reject", "note": "The dose is wrong.", "paper_at": "2026-11-16T18:30"}
    assert posted(pages, sofia, action, "scan.exe", **wanted) == 422
    assert "is not one of PDF, PNG, JPG" in plain(sofia.last)
    assert posted(pages, sofia, action, **{**wanted, "paper_at": "2026-11-15T18:30"}) == 422
    assert "before this gate had opened" in plain(sofia.last)
    assert "A scan was taken" in plain(sofia.last)
    assert posted(pages, sofia, action, **wanted) == 302
    event = decided(pages, number)
    assert began < event.stated < pages.house.clock.now()
    assert (pages.house.home.blobs / event.scan[:2] / event.scan).read_bytes() == SCAN
    read = plain(pages.browser("astrid").get(f"/initiatives/{number}").text)
    assert "Transcribed from paper: decided 16 Nov 2026, 18:30 (17:30 UTC)" in read


def test_a_decision_made_here_says_nothing_of_paper(pages: Pages) -> None:
    number = pages.house.submit()
    sofia, action = pages.browser("sofia"), f"/decisions/{number}/medical"
    sofia.get(action)
    assert sofia.sign(action, outcome="reject", note="The dose is wrong.").status_code == 302
    event = decided(pages, number)
    assert (event.stated, event.scan) == (0, "")
    assert "paper" not in plain(pages.browser("astrid").get(f"/initiatives/{number}").text).casefold()
