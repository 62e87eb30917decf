"""The command that makes an audit bundle: a sample anyone can draw again, with its packets and the verifier."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

import click

from coe.cli.people import DAY
from coe.cli.terminal import existing_office, moment
from coe.home import Home

SIZE = 25
SEED_BYTES = 8


@click.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the ZIP.")
@click.option(
    "--method", type=click.Choice(["random", "risk", "date", "all"]), default="random", show_default=True,
    help="By chance; highest tier first; latest first; everything.",
)  # fmt: skip
@click.option("--size", type=click.IntRange(1), default=SIZE, show_default=True, help="How many records at most.")
@click.option("--seed", default="", help="Bring your own: 100 characters at most; drawn and told where you do not.")
@click.option("--open", "with_open", is_flag=True, help="Open records too, not only closed ones.")
@click.option("--from", "first", type=DAY, help="Submitted on this day or later.")
@click.option("--until", "last", type=DAY, help="Submitted on this day or earlier.")
@click.option("--workers", type=click.IntRange(0, 64), default=0, help="Worker processes; 0: one a processor, up to 4.")
@click.option("--draw", "only_draw", is_flag=True, help="Tell which records would be drawn, and make nothing.")
def bundle(  # noqa: PLR0913 - one parameter for each option
    *, output: Path | None, method: str, size: int, seed: str, with_open: bool, first: datetime | None,
    last: datetime | None, workers: int, only_draw: bool,
) -> None:  # fmt: skip
    """Draw a sample of records and put their packets into one ZIP, with index and verifier."""
    from coe.bundle import making
    from governance.verifier.sampling import selection_of

    if output is None and not only_draw:
        raise click.UsageError("Say where to write it: -o FILE, or --draw.")
    home = Home.find()
    since, until = moment(home, first), moment(home, last, end=True)
    asked = selection_of(
        {"method": method, "size": 0 if method == "all" else size, "seed": seed or secrets.token_hex(SEED_BYTES),
         "closed": not with_open, "since": since, "until": until}
    )  # fmt: skip
    with existing_office(home) as office:
        found = making.drawn(office, asked)
        click.echo(f"seed          {asked.seed}")
        click.echo(f"drawn         {len(found.sample)} of {len(found.register)} records")
        if output is None:
            for row in found.sample:
                click.echo(row.number)
            return
        with (
            making.workers(home, workers, office.clock.now()) as crew,
            click.progressbar(length=len(found.sample), label="packets", show_pos=True) as bar,
        ):
            made = making.make_bundle(office, home, asked, output, crew, lambda done, _: bar.update(done - bar.pos))
    missing = [one for one in made.packets if one.why]
    for one in missing:
        click.echo(f"{one.row.number} could not be made: {one.why}", err=True)
    click.echo(f"{output}: {len(made.packets) - len(missing)} packets, {output.stat().st_size} bytes")
    click.echo(f"check         python3 verify.pyz verify {output} --keys keys.txt")
    if missing:
        raise click.ClickException(f"{len(missing)} packets are missing; the index says so.")
