"""`coe workflow forecast`: how long records take under a workflow file, where they wait, what a change buys."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import existing_office, write_out

if TYPE_CHECKING:
    from coe.forecast.inputs import Inputs
    from coe.forecast.results import Comparison, Forecast
    from coe.forecast.run import Progress
    from coe.policy.definitions import Compiled
    from governance.formats.jcs import Json
    from governance.language.definition import Definition

workflow_file = click.Path(exists=True, dir_okay=False, path_type=Path)
STEP = 50
LEDGER = "ledger"


@click.command("forecast")
@click.argument("file", type=workflow_file)
@click.option("--against", type=workflow_file, help="A proposed change, forecast on the same records, people and luck.")
@click.option("--from", "history", help="Where figures come from: an event log (XES or CSV, .gz too) or `ledger`.")
@click.option("--records", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**53), default=1, show_default=True)
@click.option(
    "--set",
    "figures",
    multiple=True,
    metavar="NAME=NUMBER",
    help="A figure: arrivals_a_week=20, medical.minutes=60, role/x.people=3, mix.T3=10.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the tables.")
@click.option("--svg", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Draw it into this file.")
def forecast_command(  # noqa: PLR0913 - each is an option that people type
    *,
    file: Path,
    against: Path | None,
    history: str | None,
    records: int,
    seed: int,
    figures: tuple[str, ...],
    as_json: bool,
    svg: Path | None,
) -> None:
    """Forecast FILE: thousands of records through the same law in simulated business time.

    Every figure is shown with where it came from: a prior, the log, the ledger, or --set. The same seed gives the same
    bytes.
    """
    from coe.forecast.inputs import BadInputs
    from coe.forecast.logs import UnreadableLog
    from coe.forecast.report import side_by_side, table
    from coe.forecast.results import Comparison

    files = [file, *([against] if against else [])]
    compiled = [_compiled(each) for each in files]
    laws = [each.definition for each in compiled if each.definition is not None]
    try:
        inputs = _inputs(laws, compiled[0].document.get("calendars"), history or "", figures)
        found = _forecast(laws, inputs, records, seed)
    except (BadInputs, UnreadableLog) as problem:
        raise click.ClickException(str(problem)) from None
    if svg:
        from coe.forecast.chart import chart

        write_out(svg, chart(found).encode())
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    else:
        click.echo(side_by_side(found) if isinstance(found, Comparison) else table(found), nl=False)


def _inputs(laws: Sequence[Definition], calendars: Json, history: str, figures: Sequence[str]) -> Inputs:
    from coe.forecast.sources import inputs_for, inputs_of_office

    if history != LEDGER:
        return inputs_for(laws, calendars, history, figures)
    from coe.governance_law import Governance
    from coe.home import Home
    from coe.reading import Reader

    with existing_office(Home.find()) as office:
        reader = Reader(office.engine, Governance())
        return inputs_of_office(laws, calendars, office.engine, reader, office.clock.now(), figures)


def _forecast(laws: Sequence[Definition], inputs: Inputs, records: int, seed: int) -> Forecast | Comparison:
    from coe.forecast.run import compare, forecast

    with _progress(records * len(laws)) as progress:
        if len(laws) > 1:
            return compare(laws[0], laws[1], inputs, records=records, seed=seed, progress=progress)
        return forecast(laws[0], inputs, records=records, seed=seed, progress=progress)


@contextmanager
def _progress(records: int) -> Iterator[Progress | None]:
    """A bar on a terminal; nothing in a pipe or a file."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=records, label="records", file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos) if done - bar.pos >= STEP or done == records else None


def _compiled(file: Path) -> Compiled:
    """What a file came to; faults are told with their lines, and end the command."""
    from coe.policy.definitions import compile_file

    compiled = compile_file(file)
    if compiled.definition is None:
        for fault in compiled.problems:
            click.echo(str(fault), err=True)
        raise SystemExit(1)
    return compiled
