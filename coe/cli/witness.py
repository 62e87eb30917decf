"""Commands about witnesses: on the witness's machine `init`, `trust`, `cosign`; at the office the others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import acting_as, actor, existing_office, write_out
from coe.home import Home
from coe.office_errors import UnknownRecord

if TYPE_CHECKING:
    from coe.office import Office
    from governance.ledger.note import Key

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
FILE_OR_FOLDER = click.Path(path_type=Path)


@click.group()
def witness() -> None:
    """Witnesses: somebody else who remembers the log and cosigns it, so that a rewrite is noticed."""


@witness.command()
@click.argument("folder", type=FOLDER)
@click.option("--name", required=True, help="Its name, such as quality.example.org/stick-1; no spaces, no plus.")
@click.option("--log", "logs", multiple=True, required=True, help="Verifier key of a log it trusts: `coe key show`.")
def init(*, folder: Path, name: str, logs: tuple[str, ...]) -> None:
    """Make a witness in FOLDER, on another machine or a stick; prints its verifier key."""
    from coe.evidence.witness import Witness
    from governance.ledger.note import parse_vkey

    made = Witness.make(folder, name, tuple(map(parse_vkey, logs)))
    click.echo(made.public.vkey())
    click.echo("Tell the office this key: `coe witness declare`. The folder stays with the witness.", err=True)


@witness.command()
@click.argument("folder", type=FOLDER)
@click.argument("logs", nargs=-1, required=True)
def trust(*, folder: Path, logs: tuple[str, ...]) -> None:
    """Have the witness in FOLDER trust the verifier keys LOGS as well, such as the key a log handed over to."""
    from coe.evidence.witness import Witness
    from governance.ledger.note import parse_vkey

    Witness(folder).trust(tuple(map(parse_vkey, logs)))
    click.echo(f"{len(Witness(folder).logs())} keys trusted")


@witness.command()
@click.argument("folder", type=FOLDER)
@click.argument("asked", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=FILE, help="Where the answer goes; beside the request by default.")
def cosign(*, folder: Path, asked: Path, output: Path | None) -> None:
    """Have the witness in FOLDER cosign the request ASKED: a file, or the folder that it and the office both reach.

    It verifies that the log extends what it saw, remembers that, and only then signs. Asked again, it answers again.
    """
    from coe.clock import SystemClock
    from coe.evidence.shared_folder import COSIGNED, answer
    from coe.evidence.witness import Witness

    found, now = Witness(folder), SystemClock().now() // 1000
    if asked.is_dir():
        made = answer(found, asked, now)
    else:
        made = found.cosign(asked.read_bytes(), now)
        write_out(output or asked.with_suffix(COSIGNED), made)
    click.echo(made.decode(), nl=False)


@witness.command()
@click.argument("vkeys", nargs=-1)
@click.option("--needed", type=click.IntRange(min=0), help="How many of them are needed; all by default.")
@click.option("--hours", type=click.IntRange(min=1), default=24, show_default=True, help="Greatest age of an anchor.")
@click.option("--approval-hours", type=click.IntRange(min=1), default=4, show_default=True, help="Of an approval's.")
@click.option("--reason", required=True, help="One sentence; auditors read it.")
@acting_as
def declare(
    *, vkeys: tuple[str, ...], needed: int | None, hours: int, approval_hours: int, reason: str, login: str
) -> None:
    """Declare the verifier keys VKEYS to be the witnesses from now on, in place of those declared before."""
    from coe.acts import reasoned
    from coe.founding import new_seed
    from coe.requests import Request
    from governance.office.keys import WITNESSES
    from governance.record.commands import DeclareWitnesses

    home, count = Home.find(), len(vkeys) if needed is None else needed
    with existing_office(home) as office:
        who = actor(office, home, login)
        act = reasoned(lambda why: DeclareWitnesses(vkeys, count, why, hours, approval_hours), reason, new_seed())
        office.handle(Request(office.clock.new_id(), WITNESSES, who, act.command, act.disclosures))
    click.echo(
        f"{len(vkeys)} witnesses, {count} needed; an anchor may be {hours} h old, an approval's {approval_hours} h"
    )


@witness.command()
@click.option("-o", "--output", type=FILE_OR_FOLDER, required=True, help="A file, or the folder shared with them.")
@click.option("--witness", "name", default="", help="Which witness the file is for, where there are several.")
@click.option("--from", "old", type=click.IntRange(min=0), help="How many entries it has seen, if it says another.")
def request(*, output: Path, name: str, old: int | None) -> None:
    """Write what is carried to a witness: the newest checkpoint, sealed now, and the proof from what it saw last."""
    from coe.evidence.checkpoints import seal
    from coe.evidence.cosignatures import ask
    from coe.evidence.keys import log_key
    from coe.evidence.shared_folder import write_requests

    home = Home.find()
    with existing_office(home) as office:
        seal(office.engine, home, log_key(home, office.clock), office.clock)
        if output.is_dir():
            made = write_requests(office.engine, output)
        else:
            write_out(output, ask(office.engine, _declared(office, name), old))
            made = (output,)
    for path in made:
        click.echo(str(path))


@witness.command()
@click.argument("answered", type=click.Path(exists=True, path_type=Path))
def accept(answered: Path) -> None:
    """Verify and keep the cosignatures in ANSWERED: a file, or the folder shared with the witnesses."""
    from coe.evidence import cosignatures
    from coe.evidence.keys import log_key
    from coe.evidence.shared_folder import accept_answers

    home = Home.find()
    with existing_office(home) as office:
        key = log_key(home, office.clock)
        if answered.is_dir():
            found = accept_answers(office.engine, home, key, answered, office.clock)
        else:
            found = (cosignatures.accept(office.engine, home, key, answered.read_bytes(), office.clock),)
    for each in found:
        click.echo(f"{', '.join(each.names)}: {each.size} entries; {each.quorum}")


@witness.command()
@click.argument("folder", type=FOLDER, required=False)
def status(folder: Path | None) -> None:
    """What lies after the last outside anchor of this office; with FOLDER, what the witness there has seen."""
    if folder is not None:
        for line in _seen(folder):
            click.echo(line)
        return
    from coe.evidence.window_words import told

    home = Home.find()
    with existing_office(home) as office:
        lines, overdue = told(office, home)
    click.echo("\n".join(lines))
    if overdue:
        sys.exit(1)


def _seen(folder: Path) -> Iterator[str]:
    from coe.evidence.witness import Witness

    found = Witness(folder)
    yield found.public.vkey()
    for origin in dict.fromkeys(key.name for key in found.logs()):
        seen = found.seen(origin)
        yield (
            f"{origin}: {seen.checkpoint.size} entries seen, {seen.times} checkpoints" if seen else f"{origin}: nothing"
        )
    if proofs := found.proofs():
        yield f"{proofs} refused checkpoints are kept in {folder}: show them to quality"


def _declared(office: Office, name: str) -> Key:
    """The declared witness of this name; the only one where none is named."""
    from coe.database import reading
    from coe.evidence.keys import witnesses

    with reading(office.engine) as connection:
        known = witnesses(connection).public_keys()
    found = [key for key in known if name in ("", key.name)]
    if len(found) != 1:
        names = ", ".join(key.name for key in known) or "nobody"
        raise UnknownRecord(
            "It is not clear which witness is asked.",
            f"Declared: {names}.",
            "Name one with --witness; `coe witness declare` adds others.",
        )
    return found[0]
