"""Commands that keep the record when the machine is lost: backup, restore, drill."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import existing_office
from coe.home import Home

if TYPE_CHECKING:
    from coe.continuity.archive import Manifest
    from coe.continuity.backup import Told
    from coe.continuity.restore import Restored

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("-o", "--output", type=OUT, help="Where to write the backup.")
@click.option("--keys", type=OUT, help="Write the keys here as well: keep this file apart from every backup.")
@click.option("--check", "checked", type=FILE, help="Hold this backup against its manifest instead.")
def backup(output: Path | None, keys: Path | None, checked: Path | None) -> None:
    """Back up database, files and settings while the office works; the keys only with --keys, into a file of their own.

    The database is copied at one moment: SQLite by its online backup, PostgreSQL table by table in one snapshot.
    """
    from coe.continuity.archive import check
    from coe.continuity.backup import back_up, back_up_keys

    if checked is not None:
        _described(checked, check(checked))
        return
    if output is None:
        raise click.UsageError("Say where to write it: -o FILE.")
    home = Home.find()
    with existing_office(home) as office, _shown() as told:
        manifest = back_up(office, home, output, told)
        if keys is not None:
            back_up_keys(home, keys, office.clock.now())
    _described(output, manifest)
    if keys is not None:
        click.echo(f"{keys}: the keys, not encrypted. Whoever has them can sign as this office.", err=True)


@click.command()
@click.argument("file", type=FILE)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keys", type=FILE, help="The keys, as `coe backup --keys` wrote them.")
@click.option("--checkpoint", type=FILE, help="A checkpoint or packet newer than the backup: what was signed since.")
@click.option("--erasures", type=FILE, multiple=True, help="What to forget again: `coe person erased`, or a packet.")
@click.option("--database", default="", help="Fill this empty database instead of SQLite in FOLDER.")
def restore(*, file: Path, folder: Path, keys: Path | None, checkpoint: Path | None, erasures: tuple[Path, ...],
            database: str) -> None:  # fmt: skip
    """Restore the backup FILE into the empty FOLDER, after verifying all of it; afterwards set COE_HOME to FOLDER."""
    from coe.continuity.restore import Wanted
    from coe.continuity.restore import restore as put_in_place
    from coe.erasure_list import checkpoint_in
    from coe.governance_law import Governance

    seen = checkpoint_in(checkpoint.read_bytes()) if checkpoint else b""
    wanted = Wanted(file, folder, keys, seen, tuple(each.read_bytes() for each in erasures), database)
    with _shown() as told:
        done = put_in_place(wanted, Governance(), told)
    click.echo(f"{folder}: {done.manifest.entries} entries, verified; root {done.manifest.root}")
    if erasures:
        click.echo(f"{done.forgotten} values erased since were erased again")
    for line in _warnings(done, keys=keys is not None):
        click.echo(line, err=True)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def drill(*, as_json: bool) -> None:
    """Show that a backup restores: make one, restore and verify it beside, compare, and record how it went."""
    from dataclasses import asdict

    from coe.continuity.drill import drill as exercise

    home = Home.find()
    with existing_office(home) as office, _shown() as told:
        done = exercise(office, home, told)
    if as_json:
        click.echo(json.dumps({**asdict(done.recorded), "entry": done.seq}, ensure_ascii=False))
    elif done.recorded.result == "restored":
        click.echo(f"restored {done.recorded.entries} entries in {done.recorded.took} ms, recorded as entry {done.seq}")
    if done.recorded.result == "failed":
        raise click.ClickException(f"The drill failed, which entry {done.seq} records: {done.recorded.cause}")


def _described(file: Path, manifest: Manifest) -> None:
    size = sum(one.size for one in manifest.files)
    click.echo(f"{file}: {len(manifest.files)} files, {size} bytes, {manifest.entries} entries")
    click.echo(f"root          {manifest.root}")
    click.echo(f"taken from    {manifest.source}, release {manifest.release}")


def _warnings(done: Restored, *, keys: bool) -> Iterator[str]:
    """What the restored office cannot do, and what then."""
    if done.behind:
        yield (
            f"This office will not sign: it holds {done.manifest.entries} entries, and {done.newest} were signed or "
            "witnessed. What was recorded since is missing here. Restore a newer backup; if there is none, keep this "
            "one for reading, open an incident, and found a new office for new work."
        )
    elif not keys:
        yield "The keys are not part of a backup: put them in place, or restore again with --keys."
    elif not done.newest:
        yield "Nothing is known of what was signed after this backup: bring a newer packet with --checkpoint."


@contextmanager
def _shown() -> Iterator[Told]:
    """Each file on one line that is written over, where somebody watches."""
    watched = sys.stderr.isatty()

    def told(name: str) -> None:
        if watched:
            click.echo(f"\r\x1b[K{name[:70]}", err=True, nl=False)

    yield told
    if watched:
        click.echo("\r\x1b[K", err=True, nl=False)
