"""`coe workflow move`: what would come of moving an initiative to another version is shown before it is recorded."""

from __future__ import annotations

import sys
from functools import partial

import click

from coe.cli.terminal import acting_as, actor, existing_office
from coe.home import Home


@click.command()
@click.argument("initiative")
@click.option("--to", "digest", required=True, help="The version: its digest, or the beginning of it.")
@click.option("--reason", default="", help="One sentence; auditors read it. Needed unless --dry-run.")
@click.option("--dry-run", is_flag=True, help="Only show what would come of it.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@acting_as
def move(*, initiative: str, digest: str, reason: str, dry_run: bool, yes: bool, login: str) -> None:
    """Judge INITIATIVE (its number) from now on by a later version of its workflow.

    A decision stands where its gate and everything it reviews are the same in both; every other lapses. A coordinator
    moves, never the owner.
    """
    from coe.acts import reasoned
    from coe.founding import new_seed
    from coe.moving import plan, sentences
    from coe.requests import Request
    from governance.record.commands import MoveTo

    home = Home.find()
    with existing_office(home) as office:
        planned = plan(office, initiative, digest)
        for line in sentences(planned):
            click.echo(line)
        if dry_run:
            sys.exit(1 if planned.preview.problems or planned.preview.decides else 0)
        who = actor(office, home, login)
        if not yes:
            click.confirm("Record this?", abort=True)
        act = reasoned(partial(MoveTo, planned.law_to.digest), reason, new_seed())
        stream = f"initiative/{planned.record}"
        receipt = office.handle(Request(office.clock.new_id(), stream, who, act.command, act.disclosures))
    click.echo(f"{initiative} is judged by {planned.law_to.digest[:16]}… from entry {receipt.seq} on")
