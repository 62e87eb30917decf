"""`coe report`: what a reviewer reads of a period, on a terminal or for machines."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import existing_office, moment
from coe.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from coe.review_report import Line, Report
    from governance.formats.jcs import Json

KINDS = ("trail", "access", "credentials", "evaluation")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("report")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--from", "first", type=DAY, help="First day; where the last review ended by default.")
@click.option("--to", "last", type=DAY, help="Last day; now by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def report_command(kind: str, *, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """Print the report of KIND over a period: every line is an entry of the ledger."""
    from coe.database import reading
    from coe.review_report import opened, report
    from coe.reviews import standings

    home = Home.find()
    with existing_office(home) as office, reading(office.engine) as connection:
        begins = {each.name: each.since for each in standings(connection, home.config())}[kind]
        since = moment(home, first) if first else begins
        until = moment(home, last, end=True) if last else office.clock.now()
        made = report(connection, kind, since, until)
        texts = opened(connection, made)
        told = [json.dumps(made.as_json(texts), ensure_ascii=False)] if as_json else _lines(connection, made, texts)
        for line in told:
            click.echo(line)


def _lines(connection: Connection, made: Report, texts: Mapping[str, Json]) -> Iterator[str]:
    from coe.incidents import name_of

    yield f"{made.title}, {_time(made.since) if made.since else 'the beginning'} to {_time(made.until)}"
    yield f"digest  {made.digest()}"
    actors = {line.entry.actor for _, lines in made.sections for line in lines}
    names = {actor: name_of(connection, actor) or actor for actor in actors}
    for section, lines in made.sections:
        yield f"\n{section.title}: {len(lines) or 'none'}"
        for line in lines:
            yield _line(line, names, texts)
    yield f"\nAll entries of the period: {sum(made.counts.values())}"
    for name, count in made.counts.items():
        yield f"  {count:>7}  {name}"


def _line(line: Line, names: Mapping[str, str], texts: Mapping[str, Json]) -> str:
    found = line.entry
    said = "".join(f"  “{texts[commit]}”" for commit in found.commits if commit in texts)
    return f"  {_time(found.at)}  entry {found.seq}  {names[found.actor]}  {found.command_type}  {found.stream}{said}"


def _time(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M}Z"
