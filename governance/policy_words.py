"""A definition as plain sentences: what the packet prints and `coe workflow explain` says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from governance.business_time import Duration
from governance.checks import CHECKS
from governance.conditions import ALWAYS, sentence
from governance.definition import CheckCall, Definition, Escalation, Gate, Guarantee, Rule
from governance.form import labels
from governance.reading_words import listed

_BUILT_IN = (
    "Its owner never decides on it, nor does anyone on a section to which they contributed.",
    "One person fills one seat at a gate; a delegate signs as themselves.",
    "A clock running out approves nothing.",
)


def sentences(definition: Definition) -> tuple[str, ...]:
    """The whole policy in reading order, one rule a sentence."""
    named = labels(definition)
    titles = {gate.name: gate.title for gate in definition.gates}
    return (
        f"“{definition.title}” governs each {definition.record}; their numbers begin with {definition.prefix}.",
        *_asks(definition),
        *_tiers(definition, named),
        *(said for gate in definition.gates for said in gate_sentences(definition, gate)),
        *_BUILT_IN,
        *_returns(definition),
        *(_promise(guarantee, named, titles) for guarantee in definition.guarantees),
    )


def _asks(definition: Definition) -> Iterator[str]:
    yield f"The form asks about {listed([f'“{section.title}”' for section in definition.sections])}."
    for call in definition.checks:
        yield _check(call, "the submission")


def _check(call: CheckCall, what: str) -> str:
    effect = f"blocks {what}" if call.severity == "block" else "must be acknowledged by those who decide"
    return f"A check looks whether {CHECKS[call.name].purpose}; what it finds {effect}."


def _tiers(definition: Definition, named: Mapping[str, str]) -> Iterator[str]:
    for place, tier in enumerate(definition.tiers):
        called = f"Tier {tier.name}" + (f" ({tier.title})" if tier.title != tier.name else "")
        if tier.when == ALWAYS:
            yield f"{called} applies {'otherwise' if place else 'always'}."
        else:
            first = ", and no tier before it does" if place else ""
            yield f"{called} applies when {sentence(tier.when, named)}{first}."
    if len(definition.tiers) > 1:
        yield "A coordinator may raise the tier, giving a reason, and never lower it."


def gate_sentences(definition: Definition, gate: Gate) -> tuple[str, ...]:
    """What one gate asks, of whom, and by when."""
    named = labels(definition)
    titles = {other.name: f"“{other.title}”" for other in definition.gates}
    sections = listed([f"“{definition.section_by_name[name].title}”" for name in gate.reviews])
    said = [f"Gate “{gate.title}” reviews {sections}."]
    needed = "always needed" if gate.when == ALWAYS else f"needed when {sentence(gate.when, named)}"
    after = f", and opens after {listed([titles[name] for name in gate.after])}" if gate.after else ""
    said.append(f"It is {needed}{after}.")
    said.append(f"{_panel(gate)} {_rule(gate.rule)}.")
    if gate.never:
        said.append(f"Never decides here: {listed([_person(name, named) for name in gate.never])}.")
    if gate.checklist:
        said.append(f"Its checklist: {'; '.join(label for _, label in gate.checklist)}.")
    said += [_check(call, "this gate") for call in gate.checks]
    if gate.within:
        said.append(_clock(gate, gate.within))
    if gate.always_again:
        said.append("It decides again after every submission, whatever changed.")
    if gate.meaning:
        said.append(f"Approving here means: {gate.meaning}.")
    return tuple(said)


def _panel(gate: Gate) -> str:
    kind, _, name = gate.panel.partition("/")
    return f"The {kind} {name.replace('_', ' ').replace('-', ' ')} decides"


def _person(name: str, named: Mapping[str, str]) -> str:
    return "the owner’s line manager" if name == "line_manager_of_owner" else f"whoever “{named.get(name, name)}” names"


def _rule(rule: Rule) -> str:
    match rule.approve:
        case "majority":
            how = "by a majority of the votes cast"
        case "two-thirds":
            how = "by two thirds of the votes cast"
        case "all":
            how = "when all votes cast approve"
        case 1:
            how = "by one approval without an objection"
        case number:
            how = f"by {number} approvals without an objection"
    present = []
    if rule.present.number > 1:
        present.append(f"at least {rule.present.number} people")
    if rule.present.share:
        present.append(f"at least {rule.present.share} % of the seats")
    present += [f"the seat {seat.replace('_', ' ')}" for seat in rule.present.seats]
    said = how + (f", with {listed(present)} taking part" if present else "")
    if rule.veto:
        said += f"; {listed([seat.replace('_', ' ') for seat in rule.veto])} must be heard and may veto"
    return said


def _clock(gate: Gate, within: Duration) -> str:
    said = f"It has {span(within)}"
    if gate.remind:
        said += f", with reminders at {listed([f'{share} %' for share in gate.remind])}"
    return f"{said}; {'; '.join(map(_escalation, gate.escalate))}."


def _escalation(escalation: Escalation) -> str:
    when = f"{span(escalation.late)} after that" if escalation.late else f"at {escalation.percent} % of it"
    to = "delegates" if escalation.to == "delegate" else f"the {escalation.to.partition('/')[2].replace('_', ' ')}"
    return f"{when} {to} may decide, too" if escalation.to != "delegate" else f"{when} {to} are called"


def span(duration: Duration) -> str:
    """`1 business day`, `16 business hours`."""
    unit = duration.kind if duration.amount != 1 else duration.kind.removesuffix("s")
    return f"{duration.amount} {unit}"


def _returns(definition: Definition) -> Iterator[str]:
    if definition.rework:
        yield f"Returned for changes, the owner has {span(definition.rework)}."
    yield "Decisions on what did not change carry over to the next round."
    if definition.meeting_after_round:
        yield f"After round {definition.meeting_after_round} a live meeting is called."
    if definition.expires:
        yield f"An approval expires after {span(definition.expires)}."


def _promise(guarantee: Guarantee, named: Mapping[str, str], titles: Mapping[str, str]) -> str:
    when = sentence(guarantee.when, named)
    promises = []
    if guarantee.needs:
        promises.append(f"nothing is approved without {listed([f'“{titles[name]}”' for name in guarantee.needs])}")
    if guarantee.never_opens:
        promises.append(f"{listed([f'“{titles[name]}”' for name in guarantee.never_opens])} never opens")
    return f"Guaranteed: {f'when {when}, ' if when else ''}{' and '.join(promises)}."
