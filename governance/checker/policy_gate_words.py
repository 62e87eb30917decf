"""Gates, checks, clocks and sources of a definition in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from governance.checks.base import IMPLIED, points
from governance.checks.library import CHECKS
from governance.language.business_time import Duration
from governance.language.conditions import ALWAYS, sentence
from governance.language.definition import CheckCall, Definition, Escalation, Gate, Rule, Source
from governance.law.form import labels
from governance.reading.words import listed


def gate_sentences(definition: Definition, gate: Gate) -> tuple[str, ...]:
    """What one gate asks, of whom, and by when."""
    named = labels(definition)
    sections = listed([f"“{definition.section_by_name[name].title}”" for name in gate.reviews])
    said = [f"Gate “{gate.title}” reviews {sections}."]
    said.append(_needed(definition, gate, named))
    said.append(f"{_panel(gate)} {_rule(gate.rule)}.")
    if gate.never:
        said.append(f"Never decides here: {listed([_person(name, named) for name in gate.never])}.")
    if gate.checklist:
        whens = {name: f" (asked when {sentence(when, named)})" for name, when in gate.ticked_when}
        said.append(f"Its checklist: {'; '.join(label + whens.get(name, '') for name, label in gate.checklist)}.")
    if gate.commented:
        entries = dict(gate.checklist)
        said.append(f"An approval says something in writing about: {'; '.join(entries[n] for n in gate.commented)}.")
    said += [check_sentence(call, "this gate", named) for call in gate.checks]
    said += _clock(gate)
    if gate.always_again:
        said.append("It decides again after every submission, whatever changed.")
    if gate.together:
        strictest = f" In {definition.tiers[0].name} each is signed by itself." if len(definition.tiers) > 1 else ""
        said.append(
            f"Several records may be approved here in one sitting, each shown, ticked and signed for itself, where no "
            f"check found anything.{strictest}"
        )
    if gate.meaning:
        said.append(f"Approving here means: {gate.meaning}.")
    said += source_sentence(gate.source)
    return tuple(said)


def check_sentence(call: CheckCall, what: str, named: Mapping[str, str]) -> str:
    """What a check looks at and what its findings do."""
    effect = f"blocks {what}" if call.severity == "block" else "must be acknowledged by those who decide"
    when = "" if call.when == ALWAYS else f"When {sentence(call.when, named)}, a"
    source = "".join(f" {each}" for each in source_sentence(call.source))
    return f"{when or 'A'} check looks whether {CHECKS[call.name].purpose}; what it finds {effect}.{source}"


def check_parameters(call: CheckCall, named: Mapping[str, str]) -> str:
    """What a check was told, as it stands in the file: `in “Measures”, needs short and long`."""
    known = CHECKS[call.name].parameters
    told = []
    for word, value in call.parameters.items():
        if value in (None, "", [], {}, ()) or known[word].kind in IMPLIED:
            continue
        told.append(f"{word.replace('_', ' ')} {_parameter(value, named)}")
    return ", ".join(told) or "nothing more"


def _parameter(value: object, named: Mapping[str, str]) -> str:
    if earned := points(value):
        return listed([f"{each.points} for “{each.says}”" for each in earned])
    if isinstance(value, dict):
        return listed([f"{name.replace('_', ' ')} {one}" for name, one in value.items()])
    words = listed([str(each) for each in value]) if isinstance(value, list) else str(value)
    return f"“{named[words]}”" if words in named else words.replace("_", " ")


def source_sentence(source: Source | None) -> tuple[str, ...]:
    """`Source: SOP-114 §4.2, in effect since 2026-01-01, last reviewed 2026-02-01.`, or nothing."""
    if source is None:
        return ()
    since = f", in effect since {source.effective}" if source.effective else ""
    reviewed = f", last reviewed {source.reviewed}" if source.reviewed else ""
    return (f"Source: {source.says}{since}{reviewed}.",)


def span(duration: Duration) -> str:
    """`1 business day`, `16 business hours`."""
    unit = duration.kind if duration.amount != 1 else duration.kind.removesuffix("s")
    return f"{duration.amount} {unit}"


def _needed(definition: Definition, gate: Gate, named: Mapping[str, str]) -> str:
    titles = {other.name: f"“{other.title}”" for other in definition.gates}
    needed = "always needed" if gate.when == ALWAYS else f"needed when {sentence(gate.when, named)}"
    after = f", and opens after {listed([titles[name] for name in gate.after])}" if gate.after else ""
    if gate.ratifies:
        confirmed = listed([titles[name] for name in gate.ratifies])
        after = f", and opens once the {definition.record} is approved: it confirms {confirmed} and delays nothing"
    return f"It is {needed}{after}." + (" A rejection here revokes the approval." if gate.ratifies else "")


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


def _clock(gate: Gate) -> Iterator[str]:
    spans = [f"{span(each)} in {tier}" for tier, each in gate.within_by_tier]
    if gate.within:
        spans.append(span(gate.within) + (" otherwise" if spans else ""))
    if not spans:
        return
    reminders = f", with reminders at {listed([f'{share} %' for share in gate.remind])}" if gate.remind else ""
    steps = "; ".join(map(_escalation, gate.escalate))
    yield f"It has {listed(spans)}{reminders}{f'; {steps}' if steps else ''}."


def _escalation(escalation: Escalation) -> str:
    when = f"{span(escalation.late)} after that" if escalation.late else f"at {escalation.percent} % of it"
    to = "delegates" if escalation.to == "delegate" else f"the {escalation.to.partition('/')[2].replace('_', ' ')}"
    return f"{when} {to} may decide, too" if escalation.to != "delegate" else f"{when} {to} are called"
