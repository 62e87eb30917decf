"""Commands about the key that signs checkpoints. Whoever is at the machine and can read the key may run them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import existing_office, moment
from coe.home import Home

if TYPE_CHECKING:
    from coe.office import Office

DAY = click.DateTime(formats=["%Y-%m-%d"])
OVERLAP_DAYS = 90


@click.group()
def key() -> None:
    """The key that signs checkpoints."""


@key.command()
@click.option("--all", "every", is_flag=True, help="Every key the log ever had, the newest first.")
@click.option("--statements", is_flag=True, help="The statements by which keys handed over, signed by both.")
@click.option("--seal", is_flag=True, help="The SHA-256 of the certificate that seals packets, for `verify --seal`.")
def show(*, every: bool, statements: bool, seal: bool) -> None:
    """Print the verifier key, which auditors keep: one line."""
    from coe.evidence.keys import log_key
    from coe.evidence.rotation import told

    home = Home.find()
    with existing_office(home) as office:
        if seal:
            click.echo(_seal_fingerprint(home, office))
        elif statements:
            click.echo("\n".join(_statements(office)), nl=False)
        elif every:
            for vkey, what in told(office):
                click.echo(f"{vkey}  # {what}")
        else:
            click.echo(log_key(home, office.clock).public.vkey())


def _seal_fingerprint(home: Home, office: Office) -> str:
    """Of the certificate that seals, made now where no packet has been sealed yet."""
    from coe.packet.seal import SealError, certificate_fingerprint, make_seal_key

    try:
        make_seal_key(home.keys, at=datetime.fromtimestamp(office.clock.now() / 1000, UTC))
        return certificate_fingerprint(home.keys)
    except SealError as error:
        raise click.ClickException(str(error)) from None


@key.command()
def new() -> None:
    """Make the key that is to take over, and print its verifier key: tell it to auditors and witnesses beforehand."""
    from coe.evidence.keys import log_key, next_key

    home = Home.find()
    with existing_office(home) as office:
        click.echo(next_key(home, log_key(home, office.clock).origin).public.vkey())
    click.echo("It signs nothing yet: `coe key rotate` has the key in use hand over to it.", err=True)


@key.command()
@click.option("--reason", required=True, help="One sentence; auditors read it.")
@click.option(
    "--overlap", type=click.IntRange(0, 400), default=OVERLAP_DAYS, show_default=True,
    help="For how many days the old key signs beside the new one.",
)  # fmt: skip
def rotate(*, reason: str, overlap: int) -> None:
    """Have the key in use hand over to the new one: both sign it, the ledger keeps it. Prints the key in use then."""
    from coe.evidence.rotation import rotate as hand_over

    home = Home.find()
    with existing_office(home) as office:
        click.echo(hand_over(office, home, reason, overlap).public.vkey())
    click.echo("Back up the keys folder, and tell auditors and witnesses the new key.", err=True)


@key.command()
@click.argument("vkey")
@click.option("--since", type=DAY, help="The first day its signatures are in doubt; from now on by default.")
@click.option("--reason", required=True, help="One sentence; auditors read it.")
def revoke(*, vkey: str, since: datetime | None, reason: str) -> None:
    """Revoke the verifier key VKEY, which handed over: what it signed from then on counts for nothing."""
    from coe.evidence.rotation import revoke as end

    home = Home.find()
    with existing_office(home) as office:
        end(office, vkey, reason, moment(home, since) or office.clock.now())
    click.echo("Revoked. Tell auditors: whoever keeps this key must strike it from their list.", err=True)


def _statements(office: Office) -> list[str]:
    from coe.database import reading
    from coe.evidence.keys import statements

    with reading(office.engine) as connection:
        return list(statements(connection))
