"""What signers need, on screen: trainings recorded, undertakings issued and accepted, signatures refused."""

from coe.tables import acceptance, training, undertaking
from governance.formats.jcs import Json
from governance.law.qualifications import Qualification
from tests.web.review_pages import Browser, Pages, plain

PAGE = "/qualifications"
TEXT = "I sign only what I have read.\n\nI tell the office when I cannot."
GIVEN = {"undertaking": "conduct", "title": "How I sign", "text": TEXT, "reason": "SOP-7 asks for it."}
TRAINED = {"training": "gcp", "since": "2026-01-01", "until": "2026-12-31", "evidence": "LMS certificate 4711"}


def opened(pages: Pages, who: str) -> Browser:
    browser = pages.browser(who)
    assert browser.get(PAGE).status_code == 200
    return browser


def qualification(pages: Pages, stream: str) -> Qualification:
    state = pages.house.reader.look(stream)[0].state
    return state if isinstance(state, Qualification) else Qualification()


def issued(pages: Pages) -> None:
    assert opened(pages, "ada").post(f"{PAGE}/undertaking", **GIVEN).status_code == 302


def test_an_empty_office_says_that_nothing_is_asked(pages: Pages) -> None:
    words = plain(opened(pages, "sofia").get(PAGE).text)
    assert "None is issued, and no policy in force asks for one." in words
    assert "Record a training" not in words


def test_a_text_is_issued_read_and_accepted_for_oneself(pages: Pages) -> None:
    issued(pages)
    browser, ids = opened(pages, "sofia"), pages.house.ids
    assert "I tell the office when I cannot." in plain(browser.get(PAGE).text)
    assert browser.post(f"{PAGE}/conduct/accept").status_code == 302
    assert "Accepted" in plain(browser.get(PAGE).text)
    held = qualification(pages, "undertaking/conduct")
    assert (held.holds(ids["sofia"], 0), held.holds(ids["jonas"], 0)) == (True, False)


def test_a_text_that_changed_meanwhile_is_not_accepted_unread(pages: Pages) -> None:
    issued(pages)
    browser = opened(pages, "sofia")
    form = browser.form(f"{PAGE}/conduct/accept")
    opened(pages, "ada").post(f"{PAGE}/undertaking", **{**GIVEN, "text": "Another text."})
    answer = browser.post(f"{PAGE}/conduct/accept", form)
    assert answer.status_code == 409
    assert not qualification(pages, "undertaking/conduct").accepted


def test_a_training_is_recorded_with_its_last_day_counted(pages: Pages) -> None:
    browser, sofia = opened(pages, "ada"), pages.house.ids["sofia"]
    assert browser.post(f"{PAGE}/training", person=sofia, **TRAINED).status_code == 302
    since, until = qualification(pages, "training/gcp").periods[sofia]
    assert until - since == 365 * 24 * 3_600_000
    assert "31 Dec" in plain(opened(pages, "sofia").get(PAGE).text)


def test_bad_input_is_told_at_its_field_and_nothing_is_recorded(pages: Pages) -> None:
    browser = opened(pages, "ada")
    wrong = {**TRAINED, "training": "GCP 2026!", "until": "2025-01-01", "evidence": ""}
    answer = browser.post(f"{PAGE}/training", person=pages.house.ids["sofia"], **wrong)
    words = plain(answer.text)
    assert answer.status_code == 422
    assert "Use lowercase letters" in words
    assert "The last day is before the first." in words
    assert "Say where an auditor finds the record of it." in words
    assert opened(pages, "ada").post(f"{PAGE}/undertaking", **{**GIVEN, "reason": ""}).status_code == 422
    with pages.house.engine.connect() as connection:
        assert [connection.execute(table.select()).all() for table in (training, undertaking, acceptance)] == [[]] * 3


def test_only_administrators_record_and_issue(pages: Pages) -> None:
    issued(pages)
    browser = opened(pages, "sofia")
    own = browser.form(f"{PAGE}/conduct/accept")
    for act in ("training", "undertaking"):
        answer = browser.post(f"{PAGE}/{act}", own, person=pages.house.ids["jonas"], **{**TRAINED, **GIVEN})
        assert answer.status_code == 403


def test_the_decision_page_says_what_is_missing_before_anything_is_typed(pages: Pages) -> None:
    asked: Json = {"trained": ["gcp"], "accepted": ["conduct"]}
    pages.house.republish(signers=asked)
    number = pages.house.submit()
    words = plain(pages.browser("sofia").get(f"/decisions/{number}/medical").text)
    assert "The policy asks its signers for the training “gcp”; none is recorded for this moment." in words
    assert "Complete it; an administrator then records it." in words
    assert "asks for it" in plain(opened(pages, "sofia").get(PAGE).text)


def test_the_trail_tells_who_recorded_and_accepted_what(pages: Pages) -> None:
    issued(pages)
    opened(pages, "ada").post(f"{PAGE}/training", person=pages.house.ids["sofia"], **TRAINED)
    opened(pages, "sofia").post(f"{PAGE}/conduct/accept")
    words = plain(pages.browser("aude").get("/trail").text)
    assert "Recorded the training gcp of Dr Sofia Brandt" in words
    assert "LMS certificate 4711" in words
    assert "Issued the undertaking “How I sign”" in words
    assert "Accepted the undertaking conduct" in words


def test_hostile_texts_are_text(pages: Pages) -> None:
    opened(pages, "ada").post(f"{PAGE}/undertaking", **{**GIVEN, "title": "<script>x</script>", "text": "<img src=x>"})
    page = opened(pages, "sofia").get(PAGE).text
    assert "<script>x" not in page
    assert "&lt;img src=x&gt;" in page
