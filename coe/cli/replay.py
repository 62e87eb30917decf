"""`coe replay`: a real event log through an empty office, reported as a table or as one JSON object."""

import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coe.replay.report import ReplayReport
    from coe.replay.run import Wanted

NOT_VERIFIED = 1


@click.command("replay")
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--workflow", default="travel-permit", show_default=True, help="The workflow the log is mapped to.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the table.")
@click.option("--corrupt", type=int, metavar="SEED", help="Make one step of each case wrong, drawn from SEED.")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Keep the office in this empty folder.")
@click.option("--cases", type=click.IntRange(min=1), help="Replay only the first so many cases.")
def replay_command(
    log: Path, workflow: str, *, as_json: bool, corrupt: int | None, home: Path | None, cases: int | None
) -> None:
    """Take the cases of an event log (XES, plain or gzipped) through an empty office and report what it refused.

    Without --home the office is temporary. It is an SQLite file in either case. Exit status 1 when the log it wrote
    does not verify.
    """
    from coe.replay.report import render
    from coe.replay.run import Wanted

    report = _replayed(Wanted(log, workflow, corrupt, cases), home)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else render(report))
    if not report.audit.verified:
        raise SystemExit(NOT_VERIFIED)


def _replayed(wanted: "Wanted", folder: Path | None) -> "ReplayReport":
    from coe.home import Home
    from coe.office_errors import OfficeError
    from coe.replay.answers import UnreadableAnswers
    from coe.replay.eventlog import UnreadableLog
    from coe.replay.plan import UnmatchedAnswers
    from coe.replay.run import NotReplayable, replay

    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coe-replay-")))
        try:
            return replay(wanted, Home(place.absolute()), _told)
        except (UnreadableLog, UnreadableAnswers, UnmatchedAnswers, NotReplayable, OfficeError) as problem:
            raise click.ClickException(str(problem)) from None


def _told(what: str, done: int, of: int) -> None:
    """Progress on a terminal; nothing in a pipe or a log file."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{what}: {done} of {of}", err=True, nl=done >= of)
