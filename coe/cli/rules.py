"""Commands about workflows and calendars: checking a file, putting it into force, saying what it means."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from coe.cli.terminal import acting_as, actor, existing_office
from coe.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coe.policy.definitions import Checked
    from governance.definition import Definition, Gate, Rule
    from governance.jcs import Json

workflow_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def workflow() -> None:
    """Workflow files."""


@workflow.command()
@workflow_file
def check(file: Path) -> None:
    """Say whether FILE may be published: the language, and its guarantees proven. Faults come with file and line."""
    found = _checked(file)
    law = found.compiled.definition
    if law is not None:
        click.echo(f"{file.name}: {law.workflow}, {len(law.gates)} gates, {len(law.guarantees)} guarantees proven")
        click.echo(f"digest {law.digest}")


@workflow.command()
@workflow_file
@click.option("--reason", required=True, help="One sentence; auditors read it.")
@acting_as
def publish(*, file: Path, reason: str, login: str) -> None:
    """Put FILE into force for new initiatives; running ones stay under the version they began with."""
    from coe.acts import reasoned
    from coe.founding import new_seed
    from coe.requests import Request
    from governance.commands import Publish

    document = _checked(file).compiled.document
    home = Home.find()
    with existing_office(home) as office:
        who = actor(office, home, login)
        act = reasoned(partial(Publish, document), reason, new_seed())
        stream = f"definition/{document['workflow']}"
        office.handle(Request(office.clock.new_id(), stream, who, act.command, act.disclosures))
    click.echo(f"{document['workflow']} is in force")


@workflow.command()
@workflow_file
def explain(file: Path) -> None:
    """Say in sentences which gates FILE opens, when, for whom, and what it guarantees."""
    law = _checked(file).compiled.definition
    for line in _explained(law) if law is not None else ():
        click.echo(line)


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
    from governance.commands import DeclareCalendar

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


def _checked(file: Path) -> Checked:
    """The file, if it may be published; otherwise every fault is printed and the command ends with 1."""
    from coe.policy.definitions import check_file

    found = check_file(file)
    if not found.passed:
        for line in found.lines():
            click.echo(line, err=True)
        sys.exit(1)
    return found


def _explained(law: Definition) -> Iterator[str]:
    from governance.conditions import sentence
    from governance.form import labels

    names = labels(law)
    yield f"{law.title} ({law.workflow}), digest {law.digest}"
    yield ""
    for tier in law.tiers:
        yield f"{tier.name} {tier.title}: {sentence(tier.when, names) or 'otherwise'}"
    for gate in law.in_order:
        yield ""
        yield f"{gate.title} ({gate.name})"
        yield f"  opens   {sentence(gate.when, names) or 'always'}{_after(law, gate)}"
        yield f"  panel   {gate.panel}; {_rule(gate.rule)}"
        yield f"  reads   {', '.join(law.section_by_name[name].title for name in gate.reviews)}"
        if gate.within is not None:
            yield f"  within  {gate.within.amount} {gate.within.kind}"
    if law.guarantees:
        yield ""
    for promise in law.guarantees:
        needed = ", ".join(law.gate_by_name[name].title for name in promise.needs)
        never = ", ".join(law.gate_by_name[name].title for name in promise.never_opens)
        says = f"approval needs {needed}" if needed else f"never opens {never}"
        yield f"Guaranteed where {sentence(promise.when, names) or 'anything is asked'}: {says}"


def _after(law: Definition, gate: Gate) -> str:
    return f", after {', '.join(law.gate_by_name[name].title for name in gate.after)}" if gate.after else ""


def _rule(rule: Rule) -> str:
    present = rule.present
    asked = [f"{present.share} % present"] if present.share else []
    asked += [f"with {', '.join(present.seats)}"] if present.seats else []
    asked += [f"veto of {', '.join(rule.veto)}"] if rule.veto else []
    needed = f"{rule.approve} approval{'s' if rule.approve != 1 else ''}"
    count = needed if isinstance(rule.approve, int) else f"{rule.approve} of the votes"
    return "; ".join([count, *asked])
