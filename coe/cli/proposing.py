"""`coe workflow propose`: a workflow file submitted as a change of policy. Its approval puts it into force."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coe.cli.rules import publishable, workflow_file
from coe.cli.terminal import account_of, actor, existing_office
from coe.home import Home

if TYPE_CHECKING:
    from coe.office import Office
    from coe.reading import Reader
    from governance.formats.jcs import Json
    from governance.language.definition import Definition, Field

Ask = Callable[[str, str], str]
"""Asks one question; gets the words to show and the answer to offer ("" for none), gives what was typed."""

TYPED = ("line", "text", "choice", "choices", "yesno", "number", "amount", "date", "person", "record")
"""The kinds of answers that can be typed in one line; the others come from a file."""
DIRECTION = "direction"
FIRST = "first"


@click.command()
@workflow_file
@click.option("--title", required=True, help="What the change is called, as in “Legal has 16 hours instead of 40”.")
@click.option("--why", required=True, help="Why it is needed; every reviewer reads it.")
@click.option("--answer", "pairs", multiple=True, metavar="NAME=VALUE", help="Another answer of the form; repeatable.")
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A YAML file with answers by the name of their question.",
)
@click.option("--as", "login", required=True, help="Your login; asks for password and code.")
def propose(*, file: Path, title: str, why: str, pairs: tuple[str, ...], answers_file: Path | None, login: str) -> None:
    """Submit FILE as a policy change: the people of the present policy decide, then it comes into force by itself.

    FILE is checked first, also against the people of this office. What the form asks beyond title and reason is asked
    here, unless it is given; without a terminal all of it must be given.
    """
    from coe import acts
    from coe.founding import new_seed
    from coe.reading import Reader
    from coe.requests import Request

    home = Home.find()
    with existing_office(home) as office:
        reader = Reader(office.engine, office.law)
        form = _form(reader)
        law, document = publishable(file, home, office)
        offered = _compared(reader, law, document)
        given: dict[str, Json] = {"title": title, "why": why, **_read(answers_file), **dict(map(_pair, pairs))}
        answers = _known(office, form, {**given, form.afterwards.publishes: document})
        answers = complete(form, answers, _typed if sys.stdin.isatty() else None, offered)
        who = actor(office, home, login)
        act, record = acts.submission(form, acts.Draft(answers), new_seed(), {}), office.clock.new_id()
        office.handle(Request(office.clock.new_id(), f"initiative/{record}", who, act.command, act.disclosures))
        for line in _submitted(office, reader, record):
            click.echo(line)


def complete(
    form: Definition, answers: Mapping[str, Json], ask: Ask | None, offered: Mapping[str, str]
) -> dict[str, Json]:
    """The answers with everything else the form requires, asked one by one; `offered` are answers to propose.

    Raises ClickException where nobody can be asked, and for answers the form does not take.
    """
    from governance.law.form import problems

    held = dict(answers)
    while (field := _unanswered(form, held)) is not None and ask is not None and field.kind in TYPED:
        value = read_answer(field, ask(_question(field), offered.get(field.name, "")))
        wrong = [each for each in problems(form, {**held, field.name: value}) if each.field == field.name]
        if wrong:
            click.echo(f"{wrong[0].what} {wrong[0].cure}", err=True)
        else:
            held[field.name] = value
    found = problems(form, held)
    if found:
        told = "\n".join(f"  {each.field}: {each.what} {each.cure}{_options_of(form, each.field)}" for each in found)
        cure = "Give them as --answer NAME=VALUE, or in a file with --answers; in a terminal they are asked."
        raise click.ClickException(
            f"The {form.record} was not submitted; these answers are missing or wrong:\n{told}\n{cure}"
        )
    return held


def read_answer(field: Field, typed: str) -> Json:
    """What was typed in one line as the answer of this field; choices are parted by commas."""
    words = typed.strip()
    if field.kind == "number" and words.removeprefix("-").isdecimal():
        return int(words)
    if field.kind == "choices":
        return [word.strip() for word in words.split(",") if word.strip()]
    return words


def _unanswered(form: Definition, answers: Mapping[str, Json]) -> Field | None:
    """The first question that is put and must be answered, and is not."""
    from governance.law.form import asked
    from governance.reading.answers import is_answered

    fields = form.field_by_name.values()
    open_ = (field for field in fields if field.required and not is_answered(answers.get(field.name)))
    return next((field for field in open_ if asked(field, answers)), None)


def _question(field: Field) -> str:
    options = (f"  {name}: {label}" for name, label in _options(field))
    return "\n".join((field.label, *([field.help] if field.help else []), *options))


def _options(field: Field) -> tuple[tuple[str, str], ...]:
    return (("yes", "Yes"), ("no", "No")) if field.kind == "yesno" else field.options


def _options_of(form: Definition, name: str) -> str:
    """` (yes, no)`: what may stand as the answer of a field with options."""
    field = form.field_by_name.get(name)
    options = ", ".join(option for option, _ in _options(field)) if field is not None else ""
    return f" ({options})" if options else ""


def _typed(question: str, offer: str) -> str:
    click.echo(f"\n{question}", err=True)
    typed: str = click.prompt("Answer", default=offer or None, err=True)
    return typed


def _form(reader: Reader) -> Definition:
    """The workflow by which policy changes here. Raises ClickException."""
    from governance.law.consulted import POLICY_CHANGE

    form = reader.definition("", POLICY_CHANGE.partition("/")[2])
    if form is None or not form.afterwards.publishes:
        raise click.ClickException(
            "Nothing was proposed: no workflow of this office decides on changes of policy. "
            "An owner of the policy puts the file into force: coe workflow publish FILE --reason WORDS."
        )
    return form


def _compared(reader: Reader, law: Definition, document: Mapping[str, Json]) -> dict[str, str]:
    """Print what the file changes; gives the answers that follow. Raises ClickException for one in force before."""
    from coe.policy.differences import lines
    from governance.comparing.comparison import compare
    from governance.law.shelf import Shelf

    shelf = reader.look(f"definition/{law.workflow}")[0].state
    if not isinstance(shelf, Shelf) or not shelf.current:
        click.echo(f"{law.workflow} would be the first version of its workflow.", err=True)
        return {DIRECTION: FIRST}
    if law.digest in shelf.digests:
        when = "is" if law.digest == shelf.current else "was"
        raise click.ClickException(
            f"Nothing was proposed: exactly this {law.workflow} {when} in force already. "
            "It does not come back by replay; change the file."
        )
    before = shelf.law()
    found = compare(before, law, (shelf.documents[shelf.current], document))
    for line in lines(found, before, law):
        click.echo(line, err=True)
    return {DIRECTION: found.verdict}


def _read(file: Path | None) -> dict[str, Json]:
    """The answers of a YAML file. Raises ClickException."""
    from coe.policy.core_yaml import parse, plain

    if file is None:
        return {}
    node, faults = parse(file.read_bytes())
    if faults:
        raise click.ClickException("\n".join(f"{file.name}:{f.line}:{f.column}: {f.what} {f.cure}" for f in faults))
    found = plain(node) if node is not None else {}
    if not isinstance(found, dict):
        raise click.ClickException(f"{file.name} holds no answers. Write `name: answer`, one to a line.")
    return found


def _pair(words: str) -> tuple[str, Json]:
    name, equals, value = words.partition("=")
    if not equals or not name.strip():
        raise click.ClickException(f"--answer {words} is no answer. Write --answer NAME=VALUE.")
    return name.strip(), value.strip()


def _known(office: Office, form: Definition, answers: Mapping[str, Json]) -> dict[str, Json]:
    """The answers as the form's kinds want them: numbers, lists of choices, and people by their login."""
    held = dict(answers)
    for name, value in answers.items():
        field = form.field_by_name.get(name)
        if field is None or not isinstance(value, str):
            continue
        held[name] = read_answer(field, value)
        if field.kind == "person" and "@" in value:
            held[name] = account_of(office, value).person_id
    return held


def _submitted(office: Office, reader: Reader, record: str) -> Iterator[str]:
    """The number, and who decides next."""
    from coe.database import reading
    from coe.policy.checking_people import printed_names
    from governance.law.why import why

    state = reader.initiative_state(record)
    law = reader.definition(state.definition, state.workflow) if state is not None else None
    if state is None or law is None:
        return
    tier = next(each.title for each in law.tiers if each.name == state.tier)
    yield f"{state.number} is submitted ({state.tier}: {tier})"
    with reading(office.engine) as connection:
        names = printed_names(connection)
    for gate in why(law, reader.facts_for(record), state, office.clock.now()).gates:
        title = law.gate_by_name[gate.gate].title
        if gate.state == "open":
            yield f"  decides now    {title}: {_listed(names, gate.next)}"
        elif gate.state == "waiting":
            yield f"  decides then   {title}"
    yield f"They decide in the browser. With the last approval it is in force; {state.number} tells how far it is."


def _listed(names: Mapping[str, str], people: Iterable[str]) -> str:
    return ", ".join(names.get(person, person) for person in people) or "nobody can; a coordinator must appoint someone"
