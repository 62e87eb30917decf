"""A definition as plain sentences: what the packet prints and `coe workflow explain` says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from governance.checker.examples import came_of
from governance.checker.policy_gate_words import check_parameters, check_sentence, gate_sentences, source_sentence, span
from governance.language.business_time import Duration
from governance.language.conditions import ALWAYS, sentence
from governance.language.definition import Charter, Definition, Field, Guarantee, Section
from governance.law.form import labels
from governance.reading.words import listed

__all__ = ["Chapter", "chapters", "gate_sentences", "sentences", "span"]

_BUILT_IN = (
    "Its owner never decides on it, nor does anyone on a section to which they contributed.",
    "One person fills one seat at a gate; a delegate signs as themselves.",
    "A clock running out approves nothing.",
)
_KINDS: Mapping[str, str] = {
    "line": "a line", "text": "a text", "choice": "one of several", "choices": "some of several", "yesno": "yes or no",
    "number": "a number", "amount": "an amount", "date": "a date", "person": "a person", "table": "a table",
    "matrix": "an answer in each row", "file": "a file", "record": "another record", "definition": "a workflow file",
}  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """Sentences that belong together under a heading."""

    title: str
    sentences: tuple[str, ...]


def sentences(definition: Definition) -> tuple[str, ...]:
    """The policy in reading order, one rule a sentence; of the form only its sections."""
    named = labels(definition)
    return (
        _governs(definition),
        f"The form asks about {listed([f'“{section.title}”' for section in definition.sections])}.",
        *(check_sentence(call, "the submission", named) for call in definition.checks),
        *_tiers(definition, named),
        *(said for gate in definition.gates for said in gate_sentences(definition, gate)),
        *(said for charter in definition.charters.values() for said in _charter(charter)),
        *_signers(definition),
        *_BUILT_IN,
        *_returns(definition),
        *_afterwards(definition, named),
        *(said for guarantee in definition.guarantees for said in _promise(definition, guarantee, named)),
    )


def chapters(definition: Definition) -> tuple[Chapter, ...]:
    """The whole policy, every question of the form included, in chapters; none is empty."""
    named = labels(definition)
    found = (
        Chapter("What it governs", (_governs(definition), _calendar(definition), _coordinators(definition))),
        Chapter("Who may sign", tuple(_signers(definition))),
        *(Chapter(f"Form: {each.title}", tuple(_section(each, named))) for each in definition.sections),
        Chapter("What the form is checked for", tuple(_checks(definition, named))),
        Chapter("Tiers", tuple(_tiers(definition, named))),
        *(Chapter(f"Gate: {gate.title}", _gate(definition, gate.name, named)) for gate in definition.gates),
        *(Chapter(f"Committee: {each.title}", tuple(_charter(each))) for each in definition.charters.values()),
        Chapter("What holds whatever a policy says", _BUILT_IN),
        Chapter("When it comes back", tuple(_returns(definition))),
        Chapter("Afterwards", tuple(_afterwards(definition, named))),
        Chapter("Guarantees", tuple(s for each in definition.guarantees for s in _promise(definition, each, named))),
        Chapter("Examples", tuple(_examples(definition))),
    )
    return tuple(each for each in found if each.sentences)


def _governs(definition: Definition) -> str:
    return f"“{definition.title}” governs each {definition.record}; their numbers begin with {definition.prefix}."


def _calendar(definition: Definition) -> str:
    return f"Its clocks run in the calendar {definition.calendar.partition('/')[2]}."


def signers_need(stream: str) -> str:
    """`training/gcp` as people say it: the training “gcp”."""
    kind, _, name = stream.partition("/")
    spoken = name.replace("_", " ").replace("-", " ")
    return f"the training “{spoken}”" if kind == "training" else f"acceptance of “{spoken}” in its present text"


def _signers(definition: Definition) -> Iterator[str]:
    if definition.signers:
        yield f"Whoever signs needs {listed([signers_need(each) for each in definition.signers])}."


def _coordinators(definition: Definition) -> str:
    role = definition.coordinators.partition("/")[2].replace("_", " ").replace("-", " ")
    return f"Whoever holds the role {role} may hold it, resume it and revoke it, with a reason."


def _gate(definition: Definition, name: str, named: Mapping[str, str]) -> tuple[str, ...]:
    gate = definition.gate_by_name[name]
    said = list(gate_sentences(definition, gate))
    told = [check_parameters(call, named) for call in gate.checks]
    for call, parameters in zip(gate.checks, told, strict=True):
        said.append(f"Its check `{call.name}` was told: {parameters}.")
    return tuple(said)


def _checks(definition: Definition, named: Mapping[str, str]) -> Iterator[str]:
    for call in definition.checks:
        told = check_parameters(call, named)
        yield check_sentence(call, "the submission", named)
        yield f"This check, `{call.name}`, was told: {told}."


def _section(section: Section, named: Mapping[str, str]) -> Iterator[str]:
    needed = [_asked(each) for each in section.fields if each.required and each.when == ALWAYS]
    free = [_asked(each) for each in section.fields if not each.required and each.when == ALWAYS]
    if needed:
        yield f"It must say: {'; '.join(needed)}."
    if free:
        yield f"It may say: {'; '.join(free)}."
    for each in section.fields:
        if each.when != ALWAYS:
            must = "must" if each.required else "may"
            yield f"When {sentence(each.when, named)}, it {must} say: {_asked(each)}."
    for each in section.fields:
        if each.state:
            yield f"The record that “{each.label}” names is approved when it is submitted, or it is not submitted."
        if each.claim:
            read = {column.name: f"“{column.label}”" for column in each.columns}
            beside = listed([read[name] for name in each.evidence])
            yield f"Whoever decides reads each {read[each.claim]} beside its evidence: {beside}."
    personal = [f"“{each.label}”" for each in section.fields if each.personal]
    if personal:
        yield f"{listed(personal)} can be erased; no rule reads it."


def _asked(field: Field) -> str:
    options = f": {', '.join(label for _, label in field.options)}" if field.options else ""
    if field.rows:
        options = f" ({', '.join(label for _, label in field.rows)}){options}"
    if field.columns:
        options = f" with {listed([column.label for column in field.columns])}"
    return f"“{field.label}” ({_KINDS[field.kind]}{options})"


def _tiers(definition: Definition, named: Mapping[str, str]) -> Iterator[str]:
    for place, tier in enumerate(definition.tiers):
        called = f"Tier {tier.name}" + (f" ({tier.title})" if tier.title != tier.name else "")
        if tier.when == ALWAYS:
            yield f"{called} applies {'otherwise' if place else 'always'}."
        else:
            first = ", and no tier before it does" if place else ""
            yield f"{called} applies when {sentence(tier.when, named)}{first}."
        yield from source_sentence(tier.source)
    if len(definition.tiers) > 1:
        yield "A coordinator may raise the tier, giving a reason, and never lower it."


def _charter(charter: Charter) -> Iterator[str]:
    seats = listed([title for _, title in charter.seats])
    chair = f"; {dict(charter.seats)[charter.chair]} takes the chair" if charter.chair else ""
    yield f"The committee {charter.title} has the seats {seats}{chair}."
    yield "A seat may have an alternate." if charter.alternates else "No seat has an alternate."
    if charter.term:
        yield f"One may hold a seat for {span(charter.term)}."
    yield from source_sentence(charter.source)


def _returns(definition: Definition) -> Iterator[str]:
    if definition.rework:
        yield f"Returned for changes, the owner has {span(definition.rework)}."
    yield "Decisions on what did not change carry over to the next round."
    if definition.meeting_after_round:
        yield f"After round {definition.meeting_after_round} a live meeting is called."
    yield from source_sentence(definition.rework_source)


def _afterwards(definition: Definition, named: Mapping[str, str]) -> Iterator[str]:
    after = definition.afterwards
    if after.code:
        digit = ", with a check digit (Damm) behind it" if after.code.check else ""
        yield f"Once approved it is marked {after.code.pattern}{digit}."
    if after.expires:
        yield f"An approval expires after {span(after.expires)}."
    if after.notify:
        yield f"Notice is given {listed([span(each) for each in _longest_first(after.notify)])} before."
    for check_in in after.check_ins:
        yield f"{span(check_in.at)} after release its owner is asked for: {check_in.ask}."
    if after.publishes:
        yield f"Once approved, the definition in “{named.get(after.publishes, after.publishes)}” comes into force."
    if after.declares:
        said = named.get(after.declares, after.declares)
        yield f"“{said}” must be what the comparison with the version in force finds, or it is not submitted."
    if after.renews:
        yield f"Once approved, the record in “{named.get(after.renews, after.renews)}” is good for another term."
    if after.retires:
        yield f"Once approved, the record in “{named.get(after.retires, after.retires)}” is retired."


def _longest_first(spans: tuple[Duration, ...]) -> list[Duration]:
    return sorted(spans, key=lambda each: -each.amount)


def _promise(definition: Definition, guarantee: Guarantee, named: Mapping[str, str]) -> Iterator[str]:
    titles = {gate.name: gate.title for gate in definition.gates}
    when = sentence(guarantee.when, named)
    promises = []
    if guarantee.needs:
        promises.append(f"nothing is approved without {listed([f'“{titles[name]}”' for name in guarantee.needs])}")
    if guarantee.never_opens:
        promises.append(f"{listed([f'“{titles[name]}”' for name in guarantee.never_opens])} never opens")
    yield f"Guaranteed: {f'when {when}, ' if when else ''}{' and '.join(promises)}."
    yield from source_sentence(guarantee.source)


def _examples(definition: Definition) -> Iterator[str]:
    for example in definition.examples:
        came = came_of(definition, example)
        needed = listed([f"“{definition.gate_by_name[name].title}”" for name in came.gates])
        decided = [f"“{definition.gate_by_name[gate].title}” says {said}" for gate, said in example.decisions]
        outcome = f" It is then {example.outcome}{f', where {listed(decided)}' if decided else ''}."
        yield f"{example.title}: tier {came.tier}, with {needed}.{outcome if example.outcome else ''}"
