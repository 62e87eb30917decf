"""Commands about what signers need: trainings recorded, undertakings issued. Accepting is done on the page, by each."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from coe.cli.terminal import account_of, acting_as, actor, existing_office, moment
from coe.home import Home

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def training() -> None:
    """Trainings that policies ask of those who sign."""


@training.command()
@click.argument("name")
@click.argument("holder")
@click.option("--from", "first", type=DAY, required=True, help="First day.")
@click.option("--until", "last", type=DAY, required=True, help="Last day it is good for.")
@click.option("--evidence", required=True, help="Where an auditor finds the record of it.")
@acting_as
def record(*, name: str, holder: str, first: datetime, last: datetime, evidence: str, login: str) -> None:
    """Record that HOLDER (a login) completed the training NAME, such as gcp-2026; it replaces what was recorded."""
    from coe.acts import reasoned
    from coe.founding import new_seed
    from coe.requests import Request
    from governance.record.commands import RecordTraining

    home = Home.find()
    with existing_office(home) as office:
        who, person = actor(office, home, login), account_of(office, holder).person_id
        since, until = moment(home, first), moment(home, last, end=True)
        act = reasoned(lambda where: RecordTraining(person, since, until, where), evidence, new_seed())
        office.handle(Request(office.clock.new_id(), f"training/{name}", who, act.command, act.disclosures))
    click.echo(f"{holder} is trained in {name} from {first.date()} until {last.date()}")


@click.group()
def undertaking() -> None:
    """Texts that policies ask those who sign to accept."""


@undertaking.command()
@click.argument("name")
@click.option("--title", required=True, help="Its title.")
@click.option("--text", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--reason", required=True, help="One sentence; auditors read it.")
@acting_as
def issue(*, name: str, title: str, file: Path, reason: str, login: str) -> None:
    """Issue the undertaking NAME with the words of a text file; whoever accepted an earlier text accepts anew."""
    from coe.acts import reasoned
    from coe.founding import new_seed
    from coe.requests import Request
    from governance.record.commands import IssueUndertaking

    home = Home.find()
    try:
        text = file.read_text("utf-8").strip()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is not a text in UTF-8: {error}") from None
    with existing_office(home) as office:
        who = actor(office, home, login)
        act = reasoned(lambda why: IssueUndertaking(title, text, why), reason, new_seed())
        office.handle(Request(office.clock.new_id(), f"undertaking/{name}", who, act.command, act.disclosures))
    click.echo(f"issued {name}; it is accepted by each signer on the page “What signers need”")
