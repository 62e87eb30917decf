"""What commands share: the office of this data folder, who acts and proves it, secrets, and dates."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.home import Home
from coe.office_errors import BadHome, UnknownRecord

if TYPE_CHECKING:
    from coe.identity.accounts import Account, NewAccount
    from coe.office import Office

DEFAULT_ZONE = "Europe/Berlin"

acting_as = click.option(
    "--as", "login", default="", help="Login of the administrator or policy owner who acts; asks for password and code."
)
password_file = click.option(
    "--password-file", type=click.File("r"), help="A file whose first line is the password; - for standard input."
)


@contextmanager
def existing_office(home: Home) -> Iterator[Office]:
    """The office of a data folder that was set up before. Raises BadHome."""
    from coe.database import reading
    from coe.migrate import current
    from coe.opening import open_office

    missing = BadHome(
        f"There is no office in {home.folder}.", "It was never set up.", "Run `coe init`, or set COE_HOME."
    )
    if not home.folder.is_dir() or (_in_folder(home) and not home.database.exists()):
        raise missing
    office = open_office(home)
    try:
        with reading(office.engine) as connection:
            ready = current(connection) is not None
        if not ready:
            raise missing
        yield office
    finally:
        office.engine.dispose()


@contextmanager
def ready_office(home: Home) -> Iterator[Office]:
    """The office of a data folder, set up where it was not. Raises BadHome."""
    from coe.migrate import migrate
    from coe.opening import open_office

    home.prepare()
    office = open_office(home)
    try:
        migrate(office.engine)
        yield office
    finally:
        office.engine.dispose()


def _in_folder(home: Home) -> bool:
    return home.database_url() == f"sqlite:///{home.database}"


def actor(office: Office, home: Home, login: str) -> str:
    """Who acts: the person of this login, after password and code; `system` where none is named.

    The law lets `system` act only while it founds the office. Raises CredentialRefused.
    """
    from coe.database import reading, writing
    from coe.identity.accounts import find_by_login, no_such_account
    from coe.identity.ceremony import Ceremony, open_account
    from coe.identity.credential_errors import CredentialRefused
    from coe.identity.passwords import Passwords
    from coe.identity.signing_refusals import temporary, wrong_password
    from coe.opening import second_factor_key
    from coe.watch import Watch
    from governance.law.pools import SYSTEM

    if not login:
        return SYSTEM
    ceremony, now = Ceremony(Passwords(), second_factor_key(home)), office.clock.now()
    with reading(office.engine) as connection:
        found = find_by_login(connection, login)
        if found is None:
            raise no_such_account()
        open_account(connection, found.id, now)
    password, code = typed("Password"), typed("Code")
    try:
        if not ceremony.passwords.verify(found.password_hash, password):
            raise wrong_password()
        if found.temporary:
            raise temporary()
        with writing(office.engine) as connection:
            ceremony.verify_second_factor(connection, found.id, code, office.clock.now())
    except CredentialRefused as refused:
        if refused.counts:
            Watch(office).failed(office.engine, ceremony, found.id, office.clock.now())
        raise
    return found.person_id


def account_of(office: Office, login: str) -> Account:
    """The account with this login. Raises UnknownRecord."""
    from coe.database import reading
    from coe.identity.accounts import find_by_login

    with reading(office.engine) as connection:
        found = find_by_login(connection, login)
    if found is None:
        raise UnknownRecord("There is no such person.", f"Nobody signs in as {login}.", "Invite them first.")
    return found


def typed(what: str, *, confirm: bool = False) -> str:
    """A secret typed without showing it, or a line of standard input where that is no terminal."""
    if sys.stdin.isatty():
        found: str = click.prompt(what, hide_input=True, confirmation_prompt=confirm, err=True)
        return found
    return sys.stdin.readline().rstrip("\r\n")


def told_account(login: str, made: NewAccount) -> None:
    """Print what the person must be given, once."""
    click.echo(f"login           {login}")
    click.echo(f"authenticator   {made.uri}")
    click.echo(f"recovery codes  {' '.join(made.recovery_codes)}")
    click.echo("Hand these over in person or by two ways; they are not shown again.", err=True)


def moment(home: Home, day: datetime | None, *, end: bool = False) -> int:
    """The beginning (or the end) of a day in the office's zone, UTC ms; 0 for none."""
    from zoneinfo import ZoneInfo

    if day is None:
        return 0
    zone = ZoneInfo(home.config().get("zone", DEFAULT_ZONE))
    shown: date = day.date() + timedelta(days=1 if end else 0)
    return round(datetime.combine(shown, time.min, zone).timestamp() * 1000)


def write_out(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)
