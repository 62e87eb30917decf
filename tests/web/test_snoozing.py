"""Snoozing: a decision steps aside in the inbox for a while, and never past its promise."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from coe.database import reading, writing
from coe.mail_preferences import keep_preference
from coe.notice_times import Preference
from coe.tables import entry, gate_open, snooze
from tests.web.deciding import opened
from tests.web.review_office import DAY, HOUR
from tests.web.review_pages import Browser, Pages, plain
from tests.web.test_dialogue import answering, ask
from web.parts.moments import ahead
from web.review.snoozing import until_of

SNOOZE, BACK = "/inbox/snooze", "/inbox/bring-back"


def snoozed(browser: Browser, until: str, **given: str) -> str:
    browser.get("/inbox")
    assert browser.post(SNOOZE, until=until, **given).status_code == 302
    return plain(browser.get("/inbox").text)


def entries(pages: Pages) -> int:
    with pages.house.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(entry)).scalar_one()


def due_in(pages: Pages, milliseconds: int) -> None:
    with writing(pages.house.engine) as connection:
        connection.execute(update(gate_open).values(due=pages.house.clock.now() + milliseconds))


def test_a_snoozed_decision_stands_at_the_foot_still_counts_and_comes_back_by_itself(pages: Pages) -> None:
    first = pages.house.submit("Pelluva: pharmacist answers")
    pages.house.submit("Nefrion: dialysis nurse e-learning")
    sofia, imre = pages.browser("sofia"), pages.browser("imre")
    before = entries(pages)
    text = snoozed(sofia, "hours", number=first)
    assert "Snoozed until" in text
    assert "Its clock keeps running." in text
    assert text.index("Nefrion") < text.index("put off by you") < text.index("Pelluva")
    assert "Inbox 2 " in text
    assert "Snoozed until" not in plain(imre.get("/inbox").text)
    assert entries(pages) == before
    pages.house.clock.set(pages.house.clock.now() + 3 * HOUR + 1)
    assert "put off by you" not in plain(sofia.get("/inbox").text)


def test_an_answer_wakes_what_its_asker_had_put_off_and_a_word_of_their_own_does_not(pages: Pages) -> None:
    number, sofia = opened(pages)
    ask(sofia, number)
    assert "Its clock keeps running" in snoozed(sofia, "tomorrow", number=number, gate="medical")
    sofia.get(f"/initiatives/{number}")
    assert sofia.post(answering(number), **{"q1-text": "I mean the first table."}).status_code == 302
    assert "Its clock keeps running" in plain(sofia.get("/inbox").text)
    owner = pages.browser("astrid")
    owner.get(f"/initiatives/{number}")
    assert owner.post(answering(number), **{"q1-text": "Table 3."}).status_code == 302
    text = plain(sofia.get("/inbox").text)
    assert "Its clock keeps running" not in text
    assert "Answered Medical" in text


def test_snoozing_leads_back_to_the_same_list_and_nowhere_else(pages: Pages) -> None:
    first = pages.house.submit()
    pages.house.submit("A second one")
    sofia = pages.browser("sofia")
    sofia.get("/inbox?order=due&page=1&open=nonsense")
    form = sofia.form(SNOOZE)
    assert form["back"] == ["order=due"]
    assert sofia.post(SNOOZE, form, until="hours", number=first).location == "/inbox?order=due"
    for hostile in ("//elsewhere.example", "order=https://elsewhere.example/", "x" * 9_000, "&" * 400):
        assert (sofia.post(SNOOZE, form, until="hours", back=hostile).location or "").startswith("/inbox")


def test_it_is_brought_back_before_its_time(pages: Pages) -> None:
    pages.house.submit()
    sofia = pages.browser("sofia")
    assert "Clear." in snoozed(sofia, "hours")
    assert sofia.post(BACK).status_code == 302
    text = plain(sofia.get("/inbox").text)
    assert "It stands in your inbox again." in text
    assert "put off by you" not in text


def test_a_snooze_is_shortened_to_an_hour_before_the_promise(pages: Pages) -> None:
    pages.house.submit()
    due_in(pages, 3 * HOUR)
    sofia = pages.browser("sofia")
    assert "only: that is an hour before it is due" in snoozed(sofia, "tomorrow")
    pages.house.clock.set(pages.house.clock.now() + 2 * HOUR)
    assert "put off by you" not in plain(sofia.get("/inbox").text)


def test_what_is_late_or_due_within_the_hour_cannot_be_snoozed(pages: Pages) -> None:
    pages.house.submit()
    sofia = pages.browser("sofia")
    sofia.get("/inbox")
    form = sofia.form(SNOOZE)
    for left, why in ((HOUR // 2, "It is due within the hour."), (-DAY, "Its promise is missed already.")):
        due_in(pages, left)
        answer = sofia.post(SNOOZE, form, until="hours")
        assert answer.status_code == 422
        assert why in plain(answer.text)
    pages.house.clock.set(pages.house.clock.now() + 10 * DAY)
    assert SNOOZE not in sofia.get("/inbox").text


def test_a_forged_time_or_a_decision_of_somebody_else_is_refused(pages: Pages) -> None:
    pages.house.submit()
    sofia, astrid = pages.browser("sofia"), pages.browser("astrid")
    sofia.get("/inbox")
    form = sofia.form(SNOOZE)
    assert sofia.post(SNOOZE, form, until="for ever").status_code == 422
    astrid.get("/inbox")
    token = astrid.form("/sign-out")["csrf_token"]
    assert astrid.post(SNOOZE, {**form, "csrf_token": token}, until="hours").status_code == 404
    assert "put off by you" not in plain(sofia.get("/inbox").text)


def test_the_choices_and_the_page_go_by_the_readers_own_clock(pages: Pages) -> None:
    pages.house.submit()
    sofia = pages.browser("sofia")
    with writing(pages.house.engine) as connection:
        keep_preference(connection, pages.house.ids["sofia"], Preference(zone="Asia/Tokyo"))
    sofia.get("/inbox")
    assert sofia.post(SNOOZE, until="tomorrow").status_code == 302
    with reading(pages.house.engine) as connection:
        until = connection.execute(select(snooze.c.until)).scalar_one()
    assert f"{datetime.fromtimestamp(until / 1000, ZoneInfo('Asia/Tokyo')):%a %H:%M}" == "Tue 09:00"
    assert "back tomorrow, 09:00" in plain(sofia.get("/inbox").text)


def test_times_are_of_the_readers_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    friday = int(datetime(2026, 10, 23, 22, 30, tzinfo=UTC).timestamp() * 1000)  # Saturday there, clocks change Sunday

    def read(choice: str) -> str:
        return f"{datetime.fromtimestamp(until_of(choice, friday, berlin) / 1000, UTC):%a %d %H:%M}"

    found = [read(choice) for choice in ("hours", "tomorrow", "monday")]
    assert found == ["Sat 24 01:30", "Sun 25 08:00", "Mon 26 08:00"]


def test_what_is_due_beyond_this_week_has_its_weekday_too() -> None:
    now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    days = {day: datetime(2026, 12, day, 16, 30, tzinfo=UTC) for day in (1, 4, 8)}
    said = [ahead(int(at.timestamp() * 1000), int(now.timestamp() * 1000)).text for at in days.values()]
    assert said == ["tomorrow, 16:30", "Fri 4 Dec, 16:30", "Tue 8 Dec, 16:30"]
