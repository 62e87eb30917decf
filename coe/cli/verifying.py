"""`coe verify`: the whole log read distrustfully, and the verdict an auditor files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import existing_office
from coe.home import Home

if TYPE_CHECKING:
    from coe.evidence.log_claims import Asked
    from coe.evidence.log_verify import Report
    from coe.office import Office
    from governance.ledger.note import Checkpoint, Key

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--keys", type=FILE, help="Keys of log and witnesses you trust, one a line.")
@click.option(
    "--witnesses", type=click.IntRange(0), default=0, metavar="N", help="How many of them must have cosigned."
)
@click.option("--against", type=FILE, multiple=True, help="A checkpoint kept elsewhere, or a packet; again for more.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(*, keys: Path | None, witnesses: int, against: tuple[Path, ...], as_json: bool) -> None:
    """Read the whole log distrustfully; exit code 1 and the entry concerned when anything is wrong."""
    from coe.evidence.log_claims import verdict
    from governance.verifier.verdict_page import page

    home = Home.find()
    brought = _brought(keys, witnesses)
    kept = [(file.name, _checkpoint(file)) for file in against]
    with existing_office(home) as office:
        report, asked = _read(home, office, brought, witnesses, kept)
    found = verdict(report, asked)
    if as_json:
        told = {**_bare(report), "outside": asked.window, **found.as_json()}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(page("", "", found), nl=False)
    if found.refuted:
        sys.exit(1)


def _read(
    home: Home, office: Office, brought: tuple[Key, ...], demanded: int, kept: list[tuple[str, Checkpoint]]
) -> tuple[Report, Asked]:
    from coe.database import reading
    from coe.evidence.checkpoints import LAST
    from coe.evidence.cosignatures import newest_cosigned
    from coe.evidence.log_claims import Asked
    from coe.evidence.log_verify import verify as read
    from coe.evidence.window_words import told

    last = home.keys / LAST
    note = last.read_bytes() if last.exists() else None
    keys = brought or _own(home)
    report = read(office.engine, office.law, keys=keys, blobs=office.blobs, last=note, against=kept, decided=True)
    with reading(office.engine) as connection:
        cosigned = newest_cosigned(connection, brought, demanded)
    sizes = tuple((name, checkpoint.size) for name, checkpoint in kept)
    outside = told(office, home)[0] if report.intact else ()
    return report, Asked(home.config().get("origin", ""), brought, demanded, sizes, cosigned, outside)


def _bare(report: Report) -> dict[str, object]:
    """What the log is, beside the verdict."""
    unlawful = report.unlawful
    told = [{"entry": p.seq, "expected": p.expected, "found": p.found} for p in (*report.problems, *(unlawful or ()))]
    lawful = "not asked" if unlawful is None else "no" if unlawful else "yes"
    return {
        "size": report.size, "root": report.root, "signed": report.signed, "intact": report.intact, "lawful": lawful,
        "problems": told,
    }  # fmt: skip


def _brought(file: Path | None, demanded: int) -> tuple[Key, ...]:
    """The keys the auditor brings."""
    from governance.ledger.note import NoteError
    from governance.verifier.brought import keys_in

    try:
        return keys_in(file.read_bytes() if file else None, demanded, str(file))
    except NoteError as error:
        raise click.UsageError(str(error)) from None


def _own(home: Home) -> tuple[Key, ...]:
    """The office's own key, which shows only that the office agrees with itself."""
    from coe.clock import SystemClock
    from coe.evidence.keys import FILE as KEY_FILE
    from coe.evidence.keys import log_key

    return (log_key(home, SystemClock()).public,) if (home.keys / KEY_FILE).exists() else ()


def _checkpoint(file: Path) -> Checkpoint:
    from governance.errors import Unreadable
    from governance.verifier.brought import checkpoint_in

    try:
        return checkpoint_in(file.read_bytes())
    except Unreadable as error:
        raise click.UsageError(f"{file} holds no checkpoint: {error}") from None
