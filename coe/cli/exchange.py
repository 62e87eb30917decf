"""Commands that draw a workflow and hand the log to other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import existing_office, write_out
from coe.home import Home

if TYPE_CHECKING:
    from governance.language.definition import Definition

workflow_file = click.Path(exists=True, dir_okay=False, path_type=Path)
out_file = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of standard output."
)


@click.command()
@click.argument("file", type=workflow_file)
@out_file
@click.option("--against", type=workflow_file, help="Mark what FILE adds, removes and changes compared with this one.")
@click.option("--bpmn", is_flag=True, help="BPMN 2.0 XML with its diagram instead of a picture.")
def diagram(*, file: Path, out: Path | None, against: Path | None, bpmn: bool) -> None:
    """Draw the gates of FILE as SVG, or as BPMN for other tools."""
    if bpmn and against is not None:
        raise click.UsageError("BPMN has no marks for changes. Leave out --against, or --bpmn.")
    law = _compiled(file)
    if bpmn:
        from coe.exchange.bpmn import bpmn_xml

        _give(bpmn_xml(law), out)
        return
    from coe.way.policy import difference_svg, svg

    _give((svg(law) if against is None else difference_svg(_compiled(against), law)) + "\n", out)


@click.group()
def log() -> None:
    """The office's log, for other tools."""


@log.command()
@click.option("--xes", is_flag=True, required=True, help="As an event log, IEEE 1849-2016.")
@out_file
@click.option("--names", is_flag=True, help="Name people; else only their ids are told.")
def export(*, xes: bool, out: Path | None, names: bool) -> None:  # noqa: ARG001 - the one format yet, named all the same
    """Write every initiative as a trace of what happened, without anything people wrote."""
    from coe.exchange.xes import write_xes
    from coe.reading import Reader

    with existing_office(Home.find()) as office:
        reader = Reader(office.engine, office.law)
        if out is None:
            found = write_xes(office.engine, sys.stdout, reader.definition, names=names)
        else:
            beside = out.with_name(f".{out.name}.part")
            with beside.open("w", encoding="utf-8", newline="\n") as text:
                found = write_xes(office.engine, text, reader.definition, names=names)
            beside.replace(out)
    click.echo(f"{found.traces} initiatives, {found.events} events", err=True)


def _compiled(file: Path) -> Definition:
    """The definition in a file; where it is none, every fault is printed and the command ends with 1."""
    from coe.policy.definitions import compile_file

    found = compile_file(file)
    if found.definition is None:
        for problem in found.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    return found.definition


def _give(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text, nl=False)
    else:
        write_out(out, text.encode())
