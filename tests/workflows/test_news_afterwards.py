"""Mails about approved records: each kind has words of its own, and says until when."""

from dataclasses import replace

import pytest

from coe.letter import Letter
from tests.workflows.clockwork import MONDAY
from workflows.mails import FOR_INFORMATION, NOTHING_ASKED, compose
from workflows.news import NEWS, OTHER_NEWS

LETTER = Letter(
    kind="", step="", name="Olga", address="olga@example.org", initiative="i", number="BRO-2026-0001",
    title="Which pill", tier="T1", round=1, status="released", record="brochure", owner="Olga", gate_title="Steering",
    expires=MONDAY + 30 * 86_400_000, ask="how nurses took to it",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["ratified", "expiring", "expired", "check-in", "renewed", "retired"])
def test_what_happens_after_an_approval_is_told_in_its_own_words(kind: str) -> None:
    assert NEWS.get(kind, OTHER_NEWS) is not OTHER_NEWS
    mail = compose(replace(LETTER, kind=kind), "https://clearway.example", "Europe/Berlin", MONDAY)
    assert not mail.ways
    asks = NEWS[kind].asks
    assert mail.sentence.endswith(asks or NOTHING_ASKED)
    assert mail.heading == ("What happens otherwise" if asks else "What follows")
    assert mail.url == "https://clearway.example/initiatives/BRO-2026-0001"
    assert "{" not in mail.sentence + mail.headline


def test_news_that_asks_for_nothing_says_so_first() -> None:
    mail = compose(replace(LETTER, kind="ratified"), "https://clearway.example", "Europe/Berlin", MONDAY)
    assert mail.lead == FOR_INFORMATION


def test_a_notice_says_when_the_approval_ends_and_whom_it_concerns() -> None:
    mail = compose(replace(LETTER, kind="expiring"), "https://clearway.example", "Europe/Berlin", MONDAY)
    assert mail.headline == "Ends Wednesday 16 December 2026, 09:00"
    assert "own or coordinate" in mail.why


def test_a_check_in_says_what_it_asks_for() -> None:
    mail = compose(replace(LETTER, kind="check-in"), "https://clearway.example", "Europe/Berlin", MONDAY)
    assert "how nurses took to it" in mail.sentence
