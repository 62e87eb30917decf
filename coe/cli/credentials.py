"""Commands about who people are and what they sign with, and about the office's certification."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

import click

from coe.cli.terminal import account_of, acting_as, actor, existing_office, password_file, told_account, typed
from coe.home import Home

if TYPE_CHECKING:
    from coe.credentials import Sender
    from coe.identity.ceremony import Ceremony
    from coe.office import Office
    from coe.requests import Request

reasoned = click.option("--reason", required=True, help="One sentence; auditors read it.")


@click.group()
def person() -> None:
    """People, their accounts, and what they sign with."""


@person.command()
@click.argument("name")
@click.argument("email")
@click.option("--login", "own_login", default="", help="Their login; the address by default.")
@click.option("--identity", default="", help="How you verified who they are; without it somebody confirms it later.")
@password_file
@acting_as
def invite(*, name: str, email: str, own_login: str, identity: str, password_file: TextIO | None, login: str) -> None:
    """Register NAME with the address EMAIL and open an account; prints its second factor, once.

    They change the password at their first sign-in.
    """
    from coe.credentials import Newcomer
    from coe.credentials import invite as invited

    home, own_login = Home.find(), own_login or email
    with existing_office(home) as office:
        sender = _sender(office, home, login)
        secret = password_file.readline().rstrip("\r\n") if password_file else typed("Their password", confirm=True)
        made = invited(office, _ceremony(home), sender, Newcomer(own_login, name, email, secret, identity))
    told_account(own_login, made.account)


@person.command()
@click.argument("whom")
@click.option("--how", required=True, help="How you verified who they are, such as “passport seen in the office”.")
@acting_as
def confirm(*, whom: str, how: str, login: str) -> None:
    """Confirm who WHOM (a login) is; before that nobody signs (21 CFR 11.100(b))."""
    from coe.credentials import confirmation

    _send(login, whom, lambda sender, person: confirmation(sender, person, how))
    click.echo(f"the identity of {whom} is confirmed")


@person.command()
@click.argument("whom")
@reasoned
@acting_as
def lost(*, whom: str, reason: str, login: str) -> None:
    """Report a lost device of WHOM (a login): sessions end, the second factor fails (21 CFR 11.300(c))."""
    from coe.credentials import loss

    _send(login, whom, lambda sender, person: loss(sender, person, reason))
    click.echo(f"{whom} is signed out everywhere; new credentials come by `coe person reset ask`")


@person.command()
@click.argument("whom")
@reasoned
@acting_as
def close(*, whom: str, reason: str, login: str) -> None:
    """Close the account of WHOM (a login) for good; login and person are never given again."""
    from coe.credentials import closing

    _send(login, whom, lambda sender, person: closing(sender, person, reason))
    click.echo(f"the account of {whom} is closed")


@person.group()
def reset() -> None:
    """New credentials; they take two administrators (21 CFR 11.200(a)(3))."""


@reset.command()
@click.argument("whom")
@reasoned
@acting_as
def ask(*, whom: str, reason: str, login: str) -> None:
    """Ask for new credentials for WHOM (a login); nothing changes until another administrator approves."""
    from coe.credentials import reset_asked

    _send(login, whom, lambda sender, person: reset_asked(sender, person, reason))
    click.echo(f"asked; another administrator approves with `coe person reset approve {whom}`")


@reset.command()
@click.argument("whom")
@acting_as
def approve(*, whom: str, login: str) -> None:
    """Approve what another administrator asked for WHOM (a login); prints the new credentials, once."""
    from coe.credentials import asked_at
    from coe.credentials import reset as issued
    from coe.database import reading

    home = Home.find()
    with existing_office(home) as office:
        sender, person = _sender(office, home, login), account_of(office, whom).person_id
        with reading(office.engine) as connection:
            asked = asked_at(connection, person)
        made = issued(office, _ceremony(home), sender, person, asked)
    told_account(whom, made.account)
    click.echo(f"first password  {made.password}")


@click.group()
def signatures() -> None:
    """Whether this office may sign (21 CFR 11.100(c))."""


@signatures.command()
@click.argument("reference")
@acting_as
def enable(*, reference: str, login: str) -> None:
    """Record REFERENCE, date and reference of the letter that certifies electronic signatures to the agency."""
    from coe.acts import Act
    from coe.identity.certified import SIGNATURES
    from coe.requests import Request
    from governance.record.commands import EnableSignatures

    home = Home.find()
    with existing_office(home) as office:
        who = actor(office, home, login)
        office.handle(Request(office.clock.new_id(), SIGNATURES, who, Act(EnableSignatures(reference)).command))
    click.echo("signatures are enabled")


@signatures.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def show(*, as_json: bool) -> None:
    """Print whether signatures are enabled, and under which reference."""
    import json

    from coe.database import reading
    from coe.identity.certified import standing

    with existing_office(Home.find()) as office, reading(office.engine) as connection:
        found = standing(connection)
    told = {"demanded": found.demanded, "enabled": found.enabled, "reference": found.reference}
    lines = (f"{name:<11}{value or 'no'}" for name, value in told.items())
    click.echo(json.dumps(told) if as_json else "\n".join(lines))


def _send(login: str, whom: str, make: Callable[[Sender, str], Request]) -> None:
    home = Home.find()
    with existing_office(home) as office:
        sender = _sender(office, home, login)
        office.handle(make(sender, account_of(office, whom).person_id))


def _sender(office: Office, home: Home, login: str) -> Sender:
    from coe.credentials import Sender
    from coe.founding import new_seed

    return Sender(actor(office, home, login), office.clock.new_id(), new_seed())


def _ceremony(home: Home) -> Ceremony:
    from coe.identity.ceremony import Ceremony
    from coe.identity.passwords import Passwords
    from coe.opening import second_factor_key

    return Ceremony(Passwords(), second_factor_key(home))
