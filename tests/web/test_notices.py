"""The page on which people choose when mails come: kept, explained, and refused at the field."""

import pytest

from coe.database import reading
from coe.mail_preferences import preference_of
from coe.notice_times import Preference
from tests.web.review_pages import Pages, plain

URL = "/profile/notices"
GOOD = {
    "how": "both",
    "daily": "08:30",
    "quiet_from": "19:00",
    "quiet_to": "07:00",
    "weekends": "y",
    "zone": "Asia/Tokyo",
}


def kept(pages: Pages, who: str) -> Preference:
    with reading(pages.house.engine) as connection:
        return preference_of(connection, pages.house.ids[who])


def test_a_choice_is_kept_for_its_person_alone_and_shown_again(pages: Pages) -> None:
    sofia = pages.browser("sofia")
    page = plain(sofia.get(URL).text)
    for words in ("What never waits", "Escalations", "a clock that runs out must be known"):
        assert words.lower() in page.lower()
    assert sofia.post(URL, **GOOD).location == URL
    chosen = Preference("both", 510, 1140, 420, weekends=True, zone="Asia/Tokyo")
    assert kept(pages, "sofia") == chosen
    assert kept(pages, "imre") == Preference()
    text = sofia.get(URL).text
    for shown in ('value="08:30"', 'value="19:00"', 'value="07:00"', 'selected value="Asia/Tokyo"'):
        assert shown in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"how": "never"}, "Choose how mails come."),
        ({"daily": ""}, "Give the time of the daily mail"),
        ({"daily": "25:00"}, "This is no time of the day."),
        ({"daily": "x" * 10_000}, "This is no time of the day."),
        ({"quiet_to": ""}, "Give both times of the quiet hours, or neither."),
        ({"quiet_to": "19:00"}, "Quiet hours end at another time"),
        ({"zone": "Mars/Base"}, "Choose one of the zones."),
    ],
)
def test_a_wrong_answer_is_refused_at_its_field_and_nothing_is_kept(
    pages: Pages, wrong: dict[str, str], words: str
) -> None:
    sofia = pages.browser("sofia")
    sofia.get(URL)
    answer = sofia.post(URL, **{**GOOD, **wrong})
    assert answer.status_code == 422
    assert words in plain(answer.text)
    assert kept(pages, "sofia") == Preference()
