"""Commands that have something forgotten, and tell what was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.cli.terminal import acting_as, actor, existing_office, write_out
from coe.home import Home
from coe.office_errors import UnknownRecord

if TYPE_CHECKING:
    from coe.erasing import Extent, Named
    from coe.office import Office


@click.command()
@click.argument("who", required=False)
@click.option(
    "--answers", nargs=2, multiple=True, metavar="NUMBER FIELD", help="Erase this personal answer, in every version."
)
@click.option("--reason", required=True, help="One sentence; it stays, and auditors read it.")
@click.option("--yes", is_flag=True, help="Do not ask; there is no way back.")
@acting_as
def erase(who: str | None, answers: tuple[tuple[str, str], ...], reason: str, login: str, *, yes: bool) -> None:
    """Have WHO (a login or person id) forgotten, or answers that concern somebody else; by an administrator.

    Value and nonce are destroyed, so nobody can open the commitment any more; every entry, proof and older packet
    stays valid. The printed name of whoever signed stays with what they signed.
    """
    from coe.erasing import Order, erase_answer, erase_person, extent
    from coe.founding import new_seed
    from coe.opening import second_factor_key

    if not who and not answers:
        raise click.UsageError("Name a person, or --answers NUMBER FIELD.")
    home = Home.find()
    with existing_office(home) as office:
        found = extent(office.engine, _person(office, who), office.clock.now()) if who else None
        named = tuple(_named(office, number, field) for number, field in answers)
        for line in (*(_told(found) if found else ()), *(f"erase {one.field} of {one.number}" for one in named)):
            click.echo(line, err=True)
        if not yes:
            click.confirm("There is no way back. Erase?", abort=True, err=True)
        order = Order(actor(office, home, login), reason, office.clock.new_id(), new_seed())
        receipts = [erase_answer(office, home, one, order) for one in named]
        if found is not None:
            receipts += erase_person(office, home, found, order, second_factor_key(home))
    kept = "printed name kept with what they signed, " if found and found.signed else ""
    click.echo(f"erased in {len(receipts)} entries, the last is {receipts[-1].seq}; {kept}older packets still verify")


@click.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write.")
def erased(output: Path) -> None:
    """Write every erasure, proven under a checkpoint signed now; `coe restore --erasures` makes a backup obey it."""
    from coe.database import reading
    from coe.erasing import erasures
    from coe.erasure_list import erasure_list
    from coe.evidence.checkpoints import seal
    from coe.evidence.keys import log_key

    home = Home.find()
    with existing_office(home) as office:
        note = seal(office.engine, home, log_key(home, office.clock), office.clock)
        with reading(office.engine) as connection:
            count = sum(1 for _ in erasures(connection))
            data = erasure_list(connection, note or b"")
    write_out(output, data)
    click.echo(f"{output}: {count} erasures")


def _person(office: Office, who: str) -> str:
    """The person meant by a login or an id. Raises UnknownRecord."""
    from coe.database import reading
    from coe.identity.accounts import find_by_login

    with reading(office.engine) as connection:
        found = find_by_login(connection, who)
    return found.person_id if found else who


def _named(office: Office, number: str, field: str) -> Named:
    """The answer meant. Raises UnknownRecord."""
    from coe.database import reading
    from coe.erasing import Named
    from coe.reading import id_of_number

    with reading(office.engine) as connection:
        record = id_of_number(connection, number.strip().upper())
    if record is None:
        raise UnknownRecord("There is no such initiative.", f"No record has the number {number}.", "Check it.")
    return Named(record, number.strip().upper(), field)


def _told(found: Extent) -> tuple[str, ...]:
    """What will go and what stays, line by line."""
    return (
        "erase the address, the account's secrets" + ("" if found.signed else " and the name"),
        *(f"end what they hold in {pool}" for pool in found.pools),
        *(f"erase {one.field} of {one.number}, which names them" for one in found.answers),
        *([f"throw away {found.drafts} drafts"] if found.drafts else []),
        *(["keep the printed name: they signed, and a signature keeps it (21 CFR 11.50)"] if found.signed else []),
        *([f"keep {found.kept} reasons, notes and requests that name them"] if found.kept else []),
        *(f"{number} stays open without its owner" for number in found.owned),
    )
