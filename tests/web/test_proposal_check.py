"""What the checker finds wrong with a proposed workflow in this office is read by its owner and by whoever decides."""

from typing import cast

import pytest

from coe import drafts
from coe.database import writing
from governance.formats.jcs import Json
from tests.web.leaflet_house import LEAFLET, Leaflets, leaflets, policy_change
from tests.web.review_pages import Pages, plain

SPACE = """  - gate: space
    panel: {role: astronaut}
    reviews: [about]
"""
NOBODY = LEAFLET.read_text("utf-8").replace("  - gate: board\n", f"{SPACE}  - gate: board\n")
SAID = "Nobody of astronaut may decide at “Space” Grant astronaut to somebody, as nobody holds it."


@pytest.fixture
def made(pages: Pages) -> Leaflets:
    return leaflets(pages)


def draft(made: Leaflets, number: str, **changes: Json) -> str:
    """A draft of Astrid's with the answers of another policy change."""
    office = made.office
    answers = {**made.state(number).answers, **changes}
    begun = drafts.Draft(office.clock.new_id(), office.ids["astrid"], "policy-change", answers=answers)
    with writing(office.engine) as connection:
        drafts.save(connection, begun)
    return begun.id


def test_the_owner_reads_it_before_submitting(made: Leaflets) -> None:
    number = policy_change(made, NOBODY)
    read = plain(made.pages.browser("astrid").get(f"/drafts/{draft(made, number)}/check").text)
    assert SAID in read
    assert "Submit for review" in read


def test_a_draft_whose_file_is_none_yet_is_checked_all_the_same(made: Leaflets) -> None:
    number = policy_change(made, NOBODY)
    for policy in ({"workflow": "leaflet"}, "a word", None):
        page = made.pages.browser("astrid").get(f"/drafts/{draft(made, number, policy=cast('Json', policy))}/check")
        assert page.status_code == 200
        assert "astronaut" not in page.text


def test_whoever_decides_reads_it_until_it_is_decided(made: Leaflets) -> None:
    number = policy_change(made, NOBODY)
    assert SAID in plain(made.pages.browser("lucia").get(f"/decisions/{number}/quality").text)
    assert SAID in plain(made.pages.browser("astrid").get(f"/initiatives/{number}").text)
    made.decide(number, "lucia", "quality")
    made.decide(number, "jonas", "legal")
    assert SAID not in plain(made.pages.browser("astrid").get(f"/initiatives/{number}").text)


def test_it_is_looked_up_again_when_somebody_was_appointed(made: Leaflets) -> None:
    number = policy_change(made, NOBODY)
    assert SAID in plain(made.pages.browser("lucia").get(f"/decisions/{number}/quality").text)
    for who in ("jonas", "sofia"):
        made.office.grant("role/astronaut", who, "ada")
    assert "astronaut may decide" not in plain(made.pages.browser("lucia").get(f"/decisions/{number}/quality").text)
