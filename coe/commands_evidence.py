"""Commands about the log: reading it distrustfully, sealing it, taking packets out of it, replaying another into it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.home import Home
from coe.office_errors import UnknownRecord
from coe.terminal import existing_office, write_out

if TYPE_CHECKING:
    from governance.note import Key


@click.command()
@click.option("--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Verifier keys, one a line.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(*, keys: Path | None, as_json: bool) -> None:
    """Read the whole log distrustfully; exit code 1 and the entry concerned when anything is wrong."""
    from coe.checkpoints import LAST
    from coe.log_verify import verify as read

    home = Home.find()
    with existing_office(home) as office:
        last = home.keys / LAST
        note = last.read_bytes() if last.exists() else None
        report = read(office.engine, office.law, keys=_keys(home, keys), blobs=office.blobs, last=note)
    if as_json:
        problems = [{"entry": p.seq, "expected": p.expected, "found": p.found} for p in report.problems]
        found = {"intact": report.intact, "size": report.size, "root": report.root, "signed": report.signed}
        click.echo(json.dumps({**found, "problems": problems}, ensure_ascii=False))
    else:
        click.echo(f"entries       {report.size}")
        click.echo(f"root          {report.root}")
        click.echo(f"checkpoints   {'not asked' if report.signed is None else f'{report.signed} signed'}")
        for problem in report.problems:
            click.echo(str(problem), err=True)
        click.echo(f"intact        {'yes' if report.intact else 'no'}")
    if not report.intact:
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
    from coe.checkpoints import seal as sign
    from coe.keys import declare, log_key

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
    from coe.packet import build_packet
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


@click.group()
def key() -> None:
    """The key that signs checkpoints."""


@key.command()
def show() -> None:
    """Print the verifier key, which auditors keep: one line."""
    from coe.keys import log_key

    home = Home.find()
    with existing_office(home) as office:
        click.echo(log_key(home, office.clock).public.vkey())


@click.command()
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--workflow", default="travel-permit", show_default=True, help="The workflow its cases follow.")
@click.option("--corrupt", type=int, metavar="SEED", help="Make one step of each case wrong; count what is caught.")
@click.option("--limit", type=click.IntRange(1), help="Only the first cases.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Keep the office in this empty folder.")
def replay(
    *, log: Path, workflow: str, corrupt: int | None, limit: int | None, as_json: bool, into: Path | None
) -> None:
    """Take the cases of the event log LOG (XES) through an empty office, under the log's own times."""
    import tempfile

    from coe.replay import Wanted
    from coe.replay import replay as run
    from coe.replay_report import render

    with tempfile.TemporaryDirectory(prefix="coe-replay-") as spare:
        home = Home((into or Path(spare) / "office").absolute())
        report = run(Wanted(log, workflow, corrupt, limit), home, _progress)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1) if as_json else render(report))


def _progress(what: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{what} {done} of {of} ", nl=done >= of, err=True)


def _keys(home: Home, file: Path | None) -> tuple[Key, ...]:
    """The keys the auditor brings; without a file the office's own, which shows only that it agrees with itself."""
    from coe.clock import SystemClock
    from coe.keys import FILE, log_key
    from governance.note import NoteError, parse_vkey

    if file is None:
        return (log_key(home, SystemClock()).public,) if (home.keys / FILE).exists() else ()
    try:
        lines = file.read_text("utf-8").splitlines()
        return tuple(parse_vkey(line.strip()) for line in lines if line.strip() and not line.startswith("#"))
    except (NoteError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file} holds no verifier keys: {error}") from None
