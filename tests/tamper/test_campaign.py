"""Every attack is noticed by the controls it names and by no others, and the page says what the run says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tamper.attack import Attack
from tests.tamper.campaign import Campaign, campaign
from tests.tamper.catalogue import ATTACKS
from tests.tamper.controls import asked
from tests.tamper.naming import ATTACKERS
from tests.tamper.site import copied
from tests.tamper.table import table

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("tamper")]
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tamper.md"


@pytest.fixture(scope="session")
def running() -> Iterator[Campaign]:
    with campaign() as made:
        yield made


def test_an_office_that_nobody_touched_is_not_accused_of_anything(running: Campaign, tmp_path: Path) -> None:
    assert not any(asked(copied(running.house, tmp_path)).values())


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.attacker}: {attack.name}")
def test_exactly_the_controls_that_are_named_notice(running: Campaign, attack: Attack) -> None:
    assert running.result(attack).wrong == ""


def test_the_page_says_what_the_run_says(running: Campaign) -> None:
    found = table(running.result(attack) for attack in ATTACKS)
    assert PAGE.read_text(encoding="utf-8") == found, "run `make tamper` and read the difference"


def test_every_attack_is_told_in_one_sentence_and_once() -> None:
    assert all(attack.does.endswith(".") for attack in ATTACKS)
    assert len({(attack.attacker, attack.name) for attack in ATTACKS}) == len(ATTACKS)
    assert {attack.attacker for attack in ATTACKS} <= ATTACKERS.keys()
