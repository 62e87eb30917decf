"""Commands about the configuration: what governs this installation, and announcing a change of it."""

from __future__ import annotations

import re

import click

from coe.cli.terminal import existing_office
from coe.home import Home

NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
reason_option = click.option("--reason", required=True, help="Why; auditors read it.")


@click.group()
def config() -> None:
    """The settings and libraries that govern this installation."""


@config.command()
def show() -> None:
    """Print what is in force part by part, and mark what differs from the last recorded."""
    from coe.configuration import found, recorded
    from governance.office.configuration import differing

    home = Home.find()
    with existing_office(home) as office:
        now, (_, before) = found(home), recorded(office)
    changed = set(differing(before, now.release, now.parts))
    click.echo(f"{'*' if 'release' in changed else ' '} release  {now.release}")
    for name in sorted(now.parts.keys() | before.parts.keys()):
        click.echo(f"{'*' if name in changed else ' '} {name}  {now.parts.get(name, '(gone)')}")
    click.echo(f"digest   {now.digest}, {f'{len(changed)} parts differ from' if changed else 'as'} what was recorded")


@config.command("set")
@click.argument("name")
@click.argument("value")
@reason_option
def set_command(name: str, value: str, reason: str) -> None:
    """Set NAME to VALUE; the change is recorded with its reason before it is made."""
    from coe.configuration import announce

    if not NAME.fullmatch(name):
        raise click.UsageError("NAME has small letters, digits and _, and begins with a letter.")
    home = Home.find()
    with existing_office(home) as office:
        changed = announce(office, home, _given(reason), **{name: value})
    click.echo(f"recorded {', '.join(changed)}; what runs reads it at its next start")


@config.command()
@reason_option
def record(reason: str) -> None:
    """Record what is in force now, such as after an upgrade, with its reason."""
    from coe.configuration import announce

    home = Home.find()
    with existing_office(home) as office:
        changed = announce(office, home, _given(reason))
    click.echo(f"recorded {', '.join(changed)}")


def _given(reason: str) -> str:
    if not reason.strip():
        raise click.UsageError("--reason is one sentence.")
    return reason
