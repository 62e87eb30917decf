"""`coe workflow score`: how good the expected date is, held against the end of an event log."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("score")
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the tables.")
def score_command(*, log: Path, as_json: bool) -> None:
    """Hold the method behind “Expected by” against the last fifth of LOG (XES or CSV, .gz too).

    It learns only from cases that were finished before the first of those began. Errors are days, beside two plain
    tables of medians and the naive floor; the band of 80 % is counted. The same log gives the same bytes.
    """
    from coe.forecast.logs import UnreadableLog, read_log
    from coe.forecast.scoring import NothingToScore, score
    from coe.forecast.scoring_report import told

    try:
        found = score(read_log(log))
    except (UnreadableLog, NothingToScore) as problem:
        raise click.ClickException(str(problem)) from None
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        return
    for line in told(found):
        click.echo(line)
