"""Commands about what people hold and when they are away: roles, seats, absences."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import account_of, acting_as, actor, existing_office, moment
from coe.home import Home

if TYPE_CHECKING:
    from coe.acts import Act
    from coe.office import Office

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def role() -> None:
    """Roles, and seats of committees."""


@role.command()
@click.argument("pool")
@click.argument("holder")
@click.option("--seat", default="", help="The seat; POOL is then a committee.")
@click.option("--alternate", is_flag=True, help="Sits when the holder of the seat is recused, away or barred.")
@click.option("--from", "first", type=DAY, help="First day; from now on by default.")
@click.option("--until", "last", type=DAY, help="Last day; open-ended by default.")
@click.option("--reason", required=True, help="One sentence; auditors read it.")
@acting_as
def grant(  # noqa: PLR0913 - one parameter for each option
    *,
    pool: str,
    holder: str,
    seat: str,
    alternate: bool,
    first: datetime | None,
    last: datetime | None,
    reason: str,
    login: str,
) -> None:
    """Give HOLDER (a login) the role or committee POOL, such as medical_reviewer."""
    from coe.acts import reasoned
    from coe.founding import new_seed
    from governance.record.commands import Grant

    home = Home.find()
    with existing_office(home) as office:
        who, person = actor(office, home, login), account_of(office, holder).person_id
        since, until = moment(home, first) or office.clock.now(), moment(home, last, end=True)
        act = reasoned(lambda why: Grant(person, since, until, why, seat, alternate), reason, new_seed())
        _send(office, who, _pool(pool, committee=bool(seat)), act)
    click.echo(f"{holder} holds {pool}{f', seat {seat}' if seat else ''}")


@role.command()
@click.argument("pool")
@click.argument("holder")
@click.option("--committee", is_flag=True, help="POOL is a committee.")
@click.option("--reason", required=True, help="One sentence; auditors read it.")
@acting_as
def end(*, pool: str, holder: str, committee: bool, reason: str, login: str) -> None:
    """End what HOLDER (a login) holds in POOL, from now on."""
    from coe.acts import reasoned
    from coe.founding import new_seed
    from governance.record.commands import Ungrant

    home = Home.find()
    with existing_office(home) as office:
        who = actor(office, home, login)
        act = reasoned(partial(Ungrant, account_of(office, holder).person_id), reason, new_seed())
        _send(office, who, _pool(pool, committee=committee), act)
    click.echo(f"{holder} holds {pool} no longer")


@click.group()
def absence() -> None:
    """When people are away."""


@absence.command()
@click.argument("away")
@click.option("--from", "first", type=DAY, required=True, help="First day away.")
@click.option("--until", "last", type=DAY, required=True, help="Last day away.")
@acting_as
def declare(*, away: str, first: datetime, last: datetime, login: str) -> None:
    """Record that AWAY (a login) is not there; by themselves or an administrator."""
    from coe.acts import Act
    from governance.record.commands import DeclareAbsence

    home = Home.find()
    with existing_office(home) as office:
        who, person = actor(office, home, login), account_of(office, away).person_id
        act = Act(DeclareAbsence(moment(home, first), moment(home, last, end=True)))
        _send(office, who, f"person/{person}", act)
    click.echo(f"{away} is away from {first.date()} until {last.date()}")


def _pool(name: str, *, committee: bool) -> str:
    """The stream of a pool; a name that says its kind keeps it."""
    return name if "/" in name else f"{'committee' if committee else 'role'}/{name}"


def _send(office: Office, who: str, stream: str, act: Act) -> None:
    from coe.requests import Request

    office.handle(Request(office.clock.new_id(), stream, who, act.command, act.disclosures))
