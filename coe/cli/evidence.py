"""Commands about the log: sealing it, filling its tables again, taking packets out of it."""

from __future__ import annotations

from pathlib import Path

import click

from coe.cli.terminal import existing_office, write_out
from coe.home import Home
from coe.office_errors import UnknownRecord


@click.command()
def rebuild() -> None:
    """Fill the record tables again from the ledger."""
    from coe.rebuild import rebuild as fill

    with existing_office(Home.find()) as office:
        click.echo(f"{fill(office.engine, office.law)} entries read, record tables filled again")


@click.command()
def seal() -> None:
    """Sign a checkpoint of the log as it stands, and print it."""
    from coe.evidence.checkpoints import seal as sign
    from coe.evidence.keys import declare, log_key

    home = Home.find()
    with existing_office(home) as office:
        signing = log_key(home, office.clock)
        declare(office, signing)
        note = sign(office.engine, home, signing, office.clock)
    click.echo((note or b"").decode(), nl=False)


@click.command()
@click.argument("number")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write.")
@click.option("--evidence", type=click.Path(dir_okay=False, path_type=Path), help="Write evidence.json here as well.")
def packet(number: str, output: Path, evidence: Path | None) -> None:
    """Make the packet of the initiative NUMBER (such as INI-2026-0001)."""
    from coe.database import reading
    from coe.packet.build import build_packet
    from coe.reading import id_of_number

    home = Home.find()
    with existing_office(home) as office:
        with reading(office.engine) as connection:
            record = id_of_number(connection, number.strip().upper())
        if record is None:
            raise UnknownRecord("There is no such initiative.", f"No record has the number {number}.", "Check it.")
        made = build_packet(office, home, record)
    write_out(output, made.pdf)
    if evidence is not None:
        write_out(evidence, made.evidence)
    click.echo(f"{output}: {len(made.pdf)} bytes, fingerprint {made.fingerprint}")
