"""Commands about the log: reading it distrustfully, sealing it, taking packets out of it."""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import existing_office, write_out
from coe.home import Home
from coe.office_errors import UnknownRecord

if TYPE_CHECKING:
    from governance.note import Key

MOST_SHOWN = 50


@click.command()
@click.option("--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Verifier keys, one a line.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(*, keys: Path | None, as_json: bool) -> None:
    """Read the whole log distrustfully; exit code 1 and the entry concerned when anything is wrong."""
    from coe.evidence.checkpoints import LAST
    from coe.evidence.law_verify import contradictions
    from coe.evidence.log_verify import verify as read
    from coe.evidence.window_words import told

    home = Home.find()
    with existing_office(home) as office:
        last = home.keys / LAST
        note = last.read_bytes() if last.exists() else None
        report = read(office.engine, office.law, keys=_keys(home, keys), blobs=office.blobs, last=note)
        unlawful = tuple(islice(contradictions(office.engine), MOST_SHOWN)) if report.intact else ()
        outside = told(office, home)[0] if report.intact else ()
    lawful = "not asked" if not report.intact else "no" if unlawful else "yes"
    problems = (*report.problems, *unlawful)
    if as_json:
        noes = [{"entry": p.seq, "expected": p.expected, "found": p.found} for p in problems]
        found = {"intact": report.intact, "size": report.size, "root": report.root, "signed": report.signed}
        click.echo(json.dumps({**found, "lawful": lawful, "problems": noes, "outside": outside}, ensure_ascii=False))
    else:
        click.echo(f"entries       {report.size}")
        click.echo(f"root          {report.root}")
        click.echo(f"checkpoints   {'not asked' if report.signed is None else f'{report.signed} signed'}")
        for problem in problems:
            click.echo(str(problem), err=True)
        click.echo(f"intact        {'yes' if report.intact else 'no'}")
        click.echo(f"lawful        {lawful}")
        for line in outside:
            click.echo(f"outside       {line}")
    if problems:
        sys.exit(1)


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


def _keys(home: Home, file: Path | None) -> tuple[Key, ...]:
    """The keys the auditor brings; without a file the office's own, which shows only that it agrees with itself."""
    from coe.clock import SystemClock
    from coe.evidence.keys import FILE, log_key
    from governance.note import NoteError, parse_vkey

    if file is None:
        return (log_key(home, SystemClock()).public,) if (home.keys / FILE).exists() else ()
    try:
        lines = file.read_text("utf-8").splitlines()
        return tuple(parse_vkey(line.strip()) for line in lines if line.strip() and not line.startswith("#"))
    except (NoteError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file} holds no verifier keys: {error}") from None
