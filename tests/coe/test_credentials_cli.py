"""Credentials and certification at the command line: what one administrator cannot do, two can."""

import json
import re
from pathlib import Path

import pytest
from click.testing import Result

from coe.database import reading
from coe.home import Home
from coe.identity.accounts import find_by_login
from coe.identity.totp import code_at
from coe.opening import open_office
from tests.coe.test_cli import PASSWORD, Run, library, refused, run, secret_in

__all__ = ["library", "run"]  # fixtures

OTHER = "another good password"
ADA, BEN = "ada@example.org", "ben@example.org"
LETTER = "Letter of 2 November 2026, CW-17"


class Machine:
    """The office's machine: commands typed by people with password and code."""

    def __init__(self, run: Run) -> None:
        self.run, self.secrets, self.passwords = run, dict[str, bytes](), dict[str, str]()

    def by(self, who: str, *arguments: str, more: str = "") -> Result:
        """A command by somebody who proves it. The clock stands still here, so the account forgets its last code."""
        forget(who)
        return self.run(*arguments, "--as", who, given=f"{self.passwords[who]}\n{now(self.secrets[who])}\n{more}")


def now(secret: bytes) -> str:
    from coe.clock import SystemClock

    return code_at(secret, SystemClock().now())


def forget(login: str) -> None:
    """Set the account back, as another half minute, or choosing a password on the pages, would."""
    from sqlalchemy import delete, update

    from coe.database import writing
    from coe.identity.account_tables import account, totp_use

    office = open_office(Home.find())
    with writing(office.engine) as connection:
        fresh = update(account).where(account.c.login == login)
        connection.execute(fresh.values(totp_counter=None, temporary=False))
        connection.execute(delete(totp_use))
    office.engine.dispose()


def account_of(login: str) -> tuple[str, bool]:
    office = open_office(Home.find())
    with reading(office.engine) as connection:
        found = find_by_login(connection, login)
    office.engine.dispose()
    assert found is not None
    return found.password_hash, found.active


@pytest.fixture
def machine(run: Run, library: Path) -> Machine:
    """Ada founded the office and invited Ben, who administers too."""
    made = run(
        "init", "--library", library, "--administrator", "Ada Berg", "--email", ADA, "--identity", "Passport seen",
        given=f"{PASSWORD}\n",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert "Nobody signs yet" in made.stderr
    machine = Machine(run)
    machine.secrets[ADA], machine.passwords = secret_in(made.stdout), {ADA: PASSWORD, BEN: OTHER}
    invited = machine.by(ADA, "person", "invite", "Ben", BEN, "--identity", "Passport seen", more=f"{OTHER}\n")
    assert invited.exit_code == 0, invited.output
    machine.secrets[BEN] = secret_in(invited.stdout)
    return machine


def test_a_first_password_administers_nothing_until_it_is_changed(machine: Machine) -> None:
    given = f"{OTHER}\n{now(machine.secrets[BEN])}\n"
    refused(
        machine.run("person", "close", ADA, "--reason", "Mine now", "--as", BEN, given=given),
        "This password signs nothing.",
    )


def test_one_administrator_replaces_nobodys_credentials_and_two_do(machine: Machine) -> None:
    granted = machine.by(ADA, "role", "grant", "administrator", BEN, "--reason", "A second one")
    assert granted.exit_code == 0, granted.output
    carla = machine.by(ADA, "person", "invite", "Carla", "carla@example.org", more=f"{OTHER}\n")
    assert carla.exit_code == 0, carla.output
    before = account_of("carla@example.org")
    ask = ("person", "reset", "ask", "carla@example.org", "--reason", "Lost the telephone")
    refused(machine.run(*ask), "It is for administrators.")
    assert machine.by(ADA, *ask).exit_code == 0
    for alone in (
        machine.by(ADA, "person", "reset", "approve", "carla@example.org"),
        machine.run("person", "reset", "approve", "carla@example.org"),
    ):
        assert alone.exit_code == 1
        assert re.search("takes two administrators|for administrators", alone.stderr)
    assert account_of("carla@example.org") == before
    issued = machine.by(BEN, "person", "reset", "approve", "carla@example.org")
    assert issued.exit_code == 0, issued.output
    assert "first password" in issued.stdout
    assert secret_in(issued.stdout) != secret_in(carla.stdout)
    assert account_of("carla@example.org")[0] != before[0]
    refused(machine.by(BEN, "person", "confirm", "carla@example.org", "--how", "Know her"), "somebody else")
    confirmed = machine.by(ADA, "person", "confirm", "carla@example.org", "--how", "Passport at the desk")
    assert confirmed.exit_code == 0, confirmed.output


def test_a_lost_device_and_a_closed_account_end_at_once(machine: Machine) -> None:
    lost = machine.by(ADA, "person", "lost", BEN, "--reason", "Stolen")
    assert lost.exit_code == 0, lost.output
    refused(machine.by(BEN, "person", "lost", BEN, "--reason", "Once more"), "no second factor")
    assert machine.by(ADA, "person", "close", BEN, "--reason", "Left").exit_code == 0
    assert account_of(BEN)[1] is False
    refused(machine.by(ADA, "person", "close", ADA, "--reason", "Me"), "Nobody confirms, resets or closes their own")


def test_the_letter_enables_signatures_and_is_printed_for_machines(machine: Machine) -> None:
    refused(machine.run("signatures", "enable", LETTER), "It is for administrators.")
    assert json.loads(machine.run("signatures", "show", "--json").stdout)["enabled"] == 0
    enabled = machine.by(ADA, "signatures", "enable", LETTER)
    assert enabled.exit_code == 0, enabled.output
    shown = json.loads(machine.run("signatures", "show", "--json").stdout)
    assert shown["reference"] == LETTER
    assert shown["enabled"] >= shown["demanded"] > 0
    assert LETTER in machine.run("signatures", "show").stdout
