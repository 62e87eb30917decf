"""The demonstration's people are enough for every workflow of the library, whoever owns a record or stands aside."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coe.cli.terminal import ready_office
from coe.demo.people import COST, STEERING, founders
from coe.founding import found, library_folder
from coe.home import Home
from coe.identity.passwords import Passwords
from coe.office import Office
from coe.policy.checking_people import check_in_office
from coe.policy.definitions import compile_file

LIBRARY = sorted(path for path in library_folder().glob("*.yaml") if "\nworkflow:" in path.read_text("utf-8"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("demo") / "home").prepare()
    with ready_office(home) as office:
        found(office, home, founders(), passwords=Passwords(COST))
        yield office


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_demonstration_passes_its_own_check(office: Office, path: Path) -> None:
    assert check_in_office(compile_file(path), office, "Europe/Berlin").problems == ()


def test_whoever_stands_in_for_a_seat_holds_no_other_seat_and_reviews_for_no_role_it_is_heard_beside() -> None:
    appointments = founders().appointments
    seats = [each for each in appointments if each.pool == STEERING]
    assert len({each.login for each in seats}) == len(seats)
    reviewing = {f"role/{name}_reviewer" for name in ("medical", "legal", "regulatory", "compliance")}
    reviewers = {each.login for each in appointments if each.pool in reviewing | {"role/policy_owner"}}
    assert reviewers.isdisjoint(each.login for each in seats)
