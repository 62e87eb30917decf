"""The command `coe`. Nothing heavy is imported before a command needs it: `coe --help` is for people in a hurry.

Whatever goes wrong is told in one message on standard error, with exit code 1; wrong usage ends with 2.
"""

import os
from pathlib import Path
from typing import Any

import click

from coe.cli.bundling import bundle
from coe.cli.configuration import config
from coe.cli.continuity import backup, drill, restore
from coe.cli.credentials import person, signatures
from coe.cli.differences import diff
from coe.cli.erasing import erase, erased
from coe.cli.evidence import packet, rebuild, seal
from coe.cli.exchange import diagram, log
from coe.cli.forecast import forecast_command
from coe.cli.keys import key
from coe.cli.moving import move
from coe.cli.people import absence, role
from coe.cli.proposing import propose
from coe.cli.qualifying import training, undertaking
from coe.cli.replay import replay_command
from coe.cli.reporting import report_command
from coe.cli.rules import calendar, workflow
from coe.cli.running import demo, flows, init, serve, web
from coe.cli.scoring import score_command
from coe.cli.verifying import verify
from coe.cli.witness import witness

MOST_SHOWN = 20


class Explained(click.Group):
    """A group whose commands may raise the office's and the law's errors."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error becomes one message."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            if os.environ.get("COE_TRACEBACK"):
                raise
            raise click.ClickException(explained(error)) from None


@click.group(cls=Explained, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="The data folder; COE_HOME, or .coe below the working directory, by default.",
)
def main(home: Path | None) -> None:
    """Clearway governs customer-experience work: gates, signed decisions, packets that prove themselves."""
    if home is not None:
        os.environ["COE_HOME"] = str(home.absolute())


RUNNING = (init, serve, web, flows, demo)
KEEPING = (backup, restore, drill)
EVIDENCE = (verify, seal, packet, bundle, rebuild, key, witness, log, replay_command, report_command)
OFFICE = (workflow, calendar, person, role, absence, training, undertaking, signatures, config)
for command in (*RUNNING, *KEEPING, *EVIDENCE, *OFFICE):
    main.add_command(command)
person.add_command(erase)
person.add_command(erased)
workflow.add_command(move)
workflow.add_command(propose)
workflow.add_command(diagram)
workflow.add_command(diff)
workflow.add_command(forecast_command)
workflow.add_command(score_command)


def explained(error: Exception) -> str:
    """What went wrong, why, and the cure, for every error that a command may meet."""
    from coe.identity.credential_errors import CredentialRefused
    from coe.office_errors import OfficeError
    from governance.errors import LawError, NotADefinition

    match error:
        case NotADefinition(problems=problems):
            more = [f"and {len(problems) - MOST_SHOWN} more"] if len(problems) > MOST_SHOWN else []
            return "\n".join(["This is not a definition:", *map(str, problems[:MOST_SHOWN]), *more])
        case OfficeError() | LawError() | CredentialRefused():
            return str(error)
        case OSError():
            name = f" {error.filename}" if error.filename else ""
            return f"A file or program could not be used:{name} ({error.strerror or error}). Correct it and try again."
        case _:
            return _foreign(error)


def _foreign(error: Exception) -> str:
    """Errors that say themselves what is wrong, of the database, and of our own making."""
    from sqlalchemy.exc import SQLAlchemyError

    from coe.office_errors import unavailable

    if isinstance(error, SQLAlchemyError):
        return str(unavailable(getattr(error, "orig", None) or error))
    if type(error).__module__.split(".")[0] in ("coe", "governance"):
        return str(error)
    return (
        f"This is a fault of ours: {type(error).__name__}: {error}. "
        "Set COE_TRACEBACK=1 to see where it happens, and report it."
    )


if __name__ == "__main__":
    main()
