"""Commands about workflows and calendars: writing a file, checking it, putting it into force, saying what it means."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from coe.cli.terminal import DEFAULT_ZONE, acting_as, actor, existing_office, write_out
from coe.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coe.office import Office
    from coe.policy.checking import Report
    from governance.formats.jcs import Json
    from governance.language.definition import Definition

NARROW, WIDE = 40, 200
_path = click.Path(exists=True, dir_okay=False, path_type=Path)
workflow_file = click.argument("file", type=_path)


@click.group()
def workflow() -> None:
    """Workflow files."""


@workflow.command()
@click.argument("files", metavar="FILE...", type=_path, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document for machines.")
@click.option(
    "--home",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The data folder of an office: panels are held against its people.",
)
def check(*, files: tuple[Path, ...], as_json: bool, folder: Path | None) -> None:
    """Say whether each FILE may be published, and everything that is wrong with it, with file, line and cure."""
    reports = _in_office(Home(folder.absolute()), files) if folder is not None else _anywhere(files)
    passed = all(report.passed for report in reports)
    if as_json:
        told = [report.json() for report in reports]
        click.echo(json.dumps({"passed": passed, "files": told}, indent=2, ensure_ascii=False))
    else:
        for report in reports:
            _tell(report)
    if not passed:
        sys.exit(1)


@workflow.command()
@workflow_file
@click.option("--reason", required=True, help="One sentence; auditors read it.")
@acting_as
def publish(*, file: Path, reason: str, login: str) -> None:
    """Put FILE into force for new initiatives; running ones stay under the version they began with.

    It is checked first, also against the people of this office. There is no force.
    """
    from coe.acts import reasoned
    from coe.founding import new_seed
    from coe.reading import Reader
    from coe.requests import Request
    from governance.errors import Forbidden
    from governance.record.commands import Publish

    home = Home.find()
    with existing_office(home) as office:
        _, document = publishable(file, home, office)
        who = actor(office, home, login)
        stream = f"definition/{document['workflow']}"
        current = Reader(office.engine, office.law).definition("", str(document["workflow"]))
        replaces = current.digest if current else ""
        act = reasoned(partial(Publish, document, supersedes=replaces), reason, new_seed())
        try:
            office.handle(Request(office.clock.new_id(), stream, who, act.command, act.disclosures))
        except Forbidden as refused:
            if refused.code != "policy-governs-itself":
                raise
            command = f'coe workflow propose {file} --title "…" --why "…" --as {login or "LOGIN"}'
            raise click.ClickException(f"{refused} Run: {command}") from None
    click.echo(f"{document['workflow']} is in force")


@workflow.command()
@workflow_file
@click.option(
    "--width", type=click.IntRange(NARROW, WIDE), help="Characters in a line; those of the terminal, at most 100."
)
def explain(*, file: Path, width: int | None) -> None:
    """Say FILE in plain sentences that whoever answers for the policy can sign."""
    from coe.policy.explaining import explained

    for line in explained(_definition(file), width):
        click.echo(line)


@workflow.command()
@workflow_file
@click.option("--yaml", "as_yaml", is_flag=True, help="As `examples:` that can be pasted into FILE.")
def examples(*, file: Path, as_yaml: bool) -> None:
    """Draw few examples from FILE that together take every branch of every condition."""
    from coe.policy.explaining import examples_told, examples_yaml
    from governance.checker.examples import generated

    law = _definition(file)
    cases = generated(law)
    for line in examples_yaml(cases) if as_yaml else examples_told(law, cases):
        click.echo(line)


@workflow.command()
@click.argument("files", metavar="FILE...", type=_path, nargs=-1, required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder of the pages.")
def page(*, files: tuple[Path, ...], out: Path) -> None:
    """Write a page about each FILE, with its drawing, and an index; files that are only included are passed over."""
    from coe.policy.definitions import compile_file
    from coe.policy.paging import written

    for name, text in written([compile_file(file) for file in files]).items():
        out.mkdir(parents=True, exist_ok=True)
        write_out(out / name, text.encode())
        click.echo(f"{out / name}")


@workflow.command()
@click.argument("name")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="NAME.yaml by default; - prints it.")
def new(*, name: str, out: Path | None) -> None:
    """Start a workflow file that passes the checker and teaches the language in its comments."""
    from coe.policy.starting import started

    text = started(name)
    if out is not None and str(out) == "-":
        click.echo(text, nl=False)
        return
    path = out or Path(f"{name}.yaml")
    if path.exists():
        raise click.ClickException(f"{path} exists already and stays as it is. Choose another name, or give --out.")
    write_out(path, text.encode())
    click.echo(f"{path} is begun. Change it, then run: coe workflow check {path}")


@workflow.command()
def schema() -> None:
    """Print the JSON Schema of workflow files, for editors."""
    from coe.policy.schema import schema_text

    click.echo(schema_text(), nl=False)


@click.group()
def calendar() -> None:
    """Working calendars."""


@calendar.command()
@workflow_file
@click.option("--reason", required=True, help="One sentence; auditors read it.")
@click.option("--from-year", type=click.IntRange(1970, 2200), help="First year; last year by default.")
@click.option("--to-year", type=click.IntRange(1970, 2200), help="Last year; three years ahead by default.")
@acting_as
def declare(*, file: Path, reason: str, from_year: int | None, to_year: int | None, login: str) -> None:
    """Put the calendars declared in FILE into force."""
    from coe.acts import reasoned
    from coe.founding import declared_calendars, new_seed, years_around
    from coe.policy.calendars import compile_calendar
    from coe.requests import Request
    from governance.record.commands import DeclareCalendar

    home = Home.find()
    with existing_office(home) as office:
        usual = years_around(office.clock.now())
        years = range(from_year or usual[0], (to_year or usual[-1]) + 1)
        compiled = [compile_calendar(each, years) for each in declared_calendars(file)]
        who = actor(office, home, login)
        for each in compiled:
            document = cast("Mapping[str, Json]", each.document)
            act = reasoned(partial(DeclareCalendar, document), reason, new_seed())
            stream = f"calendar/{each.name}"
            office.handle(Request(office.clock.new_id(), stream, who, act.command, act.disclosures))
            click.echo(f"{each.name}: {years[0]} to {years[-1]}")


def _anywhere(files: Iterable[Path]) -> list[Report]:
    from datetime import UTC, datetime

    from coe.policy.checking import check as look
    from coe.policy.definitions import compile_file

    today = datetime.now(UTC).date()
    return [look(compile_file(file), today) for file in files]


def _in_office(home: Home, files: Iterable[Path]) -> list[Report]:
    from coe.policy.checking_people import check_in_office
    from coe.policy.definitions import compile_file

    with existing_office(home) as office:
        zone = home.config().get("zone", DEFAULT_ZONE)
        return [check_in_office(compile_file(file), office, zone) for file in files]


def publishable(file: Path, home: Home, office: Office) -> tuple[Definition, dict[str, Json]]:
    """The definition of a file and its document, if it may be published in this office now; otherwise every fault is
    printed and the command ends with 1.
    """
    from coe.policy.checking_people import check_in_office
    from coe.policy.definitions import compile_file

    report = check_in_office(compile_file(file), office, home.config().get("zone", DEFAULT_ZONE))
    law = report.compiled.definition
    if law is None or not report.passed:
        _tell(report)
        sys.exit(1)
    return law, report.compiled.document


def _tell(report: Report) -> None:
    law = report.compiled.definition
    for line in report.lines():
        click.echo(line, err=True)
    if law is not None and report.passed:
        kept = f", {len(law.examples)} examples kept" if law.examples else ""
        proven = f"{len(law.gates)} gates, {len(law.guarantees)} guarantees proven{kept}"
        click.echo(f"{report.compiled.name}: {law.workflow}, {proven}")
        click.echo(f"digest {law.digest}")


def _definition(file: Path) -> Definition:
    """The definition of a file; where it is none, every fault is printed and the command ends with 1."""
    from coe.policy.definitions import compile_file

    compiled = compile_file(file)
    if compiled.definition is None:
        for fault in compiled.problems:
            click.echo(str(fault), err=True)
        sys.exit(1)
    return compiled.definition
