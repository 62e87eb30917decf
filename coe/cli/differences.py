"""The command that compares two definitions: files, or what an office has in force."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import existing_office
from coe.home import Home

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.formats.jcs import Json
    from governance.language.definition import Definition

IN_FORCE = "in-force"


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "machine", is_flag=True, help="For programs: every change with pointer, verdict and witness.")
def diff(*, old: str, new: str, machine: bool) -> None:
    """Say in sentences what changes from OLD to NEW, and whether more passes or less.

    Each is a workflow FILE, or of this office NAME@in-force, or NAME@ and the first digits of a digest.
    """
    from coe.policy.differences import as_json, lines
    from governance.comparing.comparison import compare

    before, after = _definition(old), _definition(new)
    found = compare(before[0], after[0], (before[1], after[1]))
    if machine:
        click.echo(json.dumps(as_json(found, before[0], after[0]), ensure_ascii=False, indent=2, sort_keys=True))
        return
    for line in lines(found, before[0], after[0]):
        click.echo(line)


def _definition(name: str) -> tuple[Definition, Mapping[str, Json]]:
    """A definition with its document; what is wrong is printed, and the command ends with 1."""
    from coe.policy.definitions import compile_file

    path = Path(name)
    if path.is_file():
        compiled = compile_file(path)
        if compiled.definition is None:
            for problem in compiled.problems:
                click.echo(problem, err=True)
            sys.exit(1)
        return compiled.definition, compiled.document
    workflow, at, version = name.partition("@")
    if not at:
        raise click.ClickException(f"There is no file {name}. Name a workflow file, or write {name}@{IN_FORCE}.")
    return _published(workflow, version)


def _published(workflow: str, version: str) -> tuple[Definition, Mapping[str, Json]]:
    """A version that was published in this office: the one in force, or by the first digits of its digest."""
    from coe.reading import Reader
    from governance.law.shelf import Shelf

    with existing_office(Home.find()) as office:
        shelf = Reader(office.engine, office.law).look(f"definition/{workflow}")[0].state
    known = shelf.digests if isinstance(shelf, Shelf) else ()
    meant = known[-1:] if version == IN_FORCE else [digest for digest in known if digest.startswith(version)]
    if not isinstance(shelf, Shelf) or len(meant) != 1:
        published = ", ".join(digest[:12] for digest in known) or "none"
        raise click.ClickException(f"{workflow}@{version} names no version of this office. Published: {published}.")
    return shelf.law(meant[0]), shelf.documents[meant[0]]
