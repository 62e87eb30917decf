"""Commands that set an office up and run it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from coe.cli.terminal import password_file, ready_office, told_account, typed
from coe.home import Home

if TYPE_CHECKING:
    from coe.founding import Founded
    from coe.identity.certified import Certification

PORT = 8000
WEB = (sys.executable, "-m", "web.serve")
SERVING = (sys.executable, "-m", "workflows.serving")

port_option = click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, envvar="PORT", show_default=True, help="Port on loopback."
)


@click.command()
@click.option("--administrator", "name", default="", help="Name of the first administrator, who invites the others.")
@click.option("--email", default="", help="The administrator's address.")
@click.option("--login", default="", help="The administrator's login; the address by default.")
@click.option("--identity", default="", help="How you verified who the administrator is, such as “passport seen”.")
@click.option("--certification", default="", help="Date and reference of the letter that certifies signatures.")
@click.option("--library", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Workflows to publish.")
@password_file
def init(
    *,
    name: str,
    email: str,
    login: str,
    identity: str,
    certification: str,
    library: Path | None,
    password_file: TextIO | None,
) -> None:
    """Set up the data folder, the database and the log's key; publish the library. Again changes nothing."""
    from coe.credentials import Newcomer
    from coe.database import reading
    from coe.evidence.keys import declare, log_key
    from coe.founding import Appointment, Founders, found
    from coe.identity.certified import standing

    if name and not email:
        raise click.UsageError("--administrator needs --email.")
    home = Home.find()
    with ready_office(home) as office:
        login = login or email
        secret = _password(password_file) if name else ""
        people = (Newcomer(login, name, email, secret, identity),) if name else ()
        roles = ("role/policy_owner", "role/administrator") if name else ()
        founders = Founders(people, tuple(Appointment(login, each) for each in roles), certification=certification)
        founded = found(office, home, founders, library=library)
        declare(office, log_key(home, office.clock))
        with reading(office.engine) as connection:
            certified = standing(connection)
    _told(home, founded, certified)
    if name and not identity:
        click.echo("Nobody has confirmed who the administrator is; another one does, before they sign.", err=True)
    if not name:
        click.echo("No administrator yet: `coe init --administrator NAME --email ADDRESS` adds the first.", err=True)


def _password(file: TextIO | None) -> str:
    return file.readline().rstrip("\r\n") if file else typed("Password", confirm=True)


def _told(home: Home, founded: Founded, certified: Certification) -> None:
    click.echo(f"office          {home.folder}")
    click.echo(f"published       {', '.join(founded.published) or 'nothing new'}")
    for held in founded.held_back:
        click.echo(f"The library has another version of {held}: `coe workflow publish` puts it into force.", err=True)
    for account, made in founded.accounts.items():
        told_account(account, made)
    if certified.demanded and not certified.enabled:
        click.echo("Nobody signs yet: `coe signatures enable REFERENCE` records the letter to the agency.", err=True)


@click.command()
@port_option
@click.option("--mailbox", is_flag=True, help="Keep mail as files instead of sending it.")
def serve(*, port: int, mailbox: bool) -> None:
    """Run the pages, and Prefect with the flows beside them, until interrupted."""
    home = _set_up()
    _reached_at(home, port)
    options = ["--mailbox"] if mailbox else []
    _become(home, [*SERVING, "serve", *options, "--", *WEB, "--port", str(port)])


@click.command()
@port_option
def web(port: int) -> None:
    """Run the pages alone."""
    _become(_set_up(), [*WEB, "--port", str(port)])


@click.command()
def flows() -> None:
    """Run the flows alone against the Prefect server that PREFECT_API_URL names."""
    _become(_set_up(), [*SERVING, "flows"])


@click.group(invoke_without_command=True)
@click.option("--once", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="No server: one journey.")
@port_option
@click.pass_context
def demo(context: click.Context, once: Path | None, port: int) -> None:
    """Start Clearway with invented people and a portfolio in every state; again continues.

    With --once DIR, take one initiative from submission to DIR/packet.pdf and DIR/evidence.json instead, and end.
    """
    if context.invoked_subcommand is not None:
        return
    if once is not None:
        from coe.demo.once import once as journey

        made = journey(once, click.echo)
        click.echo(f"made         {made.packet} and {made.evidence}")
        click.echo(f"check        python -m governance verify {made.packet} --keys {made.keys}")
        return
    from coe.demo.running import Programs, run

    home = Home.find()
    _reached_at(home, port)
    programs = Programs((*WEB, "--port", str(port)), (*SERVING, "serve", "--mailbox"))
    context.exit(run(home, programs, click.echo))


@demo.command()
@click.argument("name")
def code(name: str) -> None:
    """Print the current second-factor code of the demonstration person NAME."""
    from coe.cli.terminal import existing_office
    from coe.demo.load import current_code

    home = Home.find()
    with existing_office(home) as office:
        found = current_code(office, home, name)
    click.echo(found.code)
    click.echo(f"{found.login}, for another {found.seconds_left} s{found.remark}", err=True)


def _set_up() -> Home:
    """The data folder: its database at this release's schema, its keys its own, its configuration on record.

    Raises BadHome, BadKey.
    """
    from coe.configuration import note_at_start
    from coe.evidence.permissions import check_keys

    home = Home.find()
    check_keys(home)
    with ready_office(home) as office:
        changed = note_at_start(office, home)
    if changed:
        click.echo(f"The configuration was recorded; changed: {len(changed)} parts (`coe config show`).", err=True)
    return home


def _reached_at(home: Home, port: int) -> None:
    """Where nobody said under which address the pages are reached, links in mails lead to this port."""
    if port and "url" not in home.config():
        os.environ.setdefault("COE_URL", f"http://127.0.0.1:{port}")


def _become(home: Home, command: list[str]) -> None:
    """Replace this program by another, so that signals reach it directly."""
    sys.stdout.flush()
    os.execve(command[0], command, {**os.environ, "COE_HOME": str(home.folder)})  # noqa: S606 - no shell is wanted
