"""Changes of tiers, gates, checks, guarantees, committees and what comes afterwards, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from governance.checker.policy_words import span
from governance.comparing.words import (
    Labels,
    Phrase,
    Told,
    attributes,
    clock,
    condition,
    entries,
    flag,
    instead,
    names,
    ordered,
    shown,
    source,
)  # fmt: skip
from governance.language.business_time import Duration
from governance.language.conditions import Condition, sentence
from governance.language.definition import CheckCall, Definition, Escalation, Gate, Guarantee
from governance.law.form import labels
from governance.reading.words import listed

_WORD: Mapping[str, str] = {
    "rule": "decide", "name": "gate", "commented": "checklist", "ticked_when": "checklist", "within_by_tier": "within",
}  # fmt: skip


def tiers_told(old: Definition, new: Definition) -> Iterator[Told]:
    """Tiers that came, went, or apply otherwise."""
    ours, theirs = ({t.name: (n, t) for n, t in enumerate(law.tiers)} for law in (old, new))
    for name, (place, tier) in theirs.items():
        if name not in ours:
            when = sentence(tier.when, labels(new)) or "nothing else applies"
            yield Told(
                "tiers", f"/tiers/{place}", "added", f"The tier {name} is new; it applies when {when}.", ("tiers",)
            )
            continue
        phrases: dict[str, Phrase] = {
            "title": instead(f"The tier {name}", "is now called"),
            "when": condition(labels(new), "otherwise", f"leads to {name}", f"{name} now applies"),
            "source": source(f"The tier {name}"),
        }
        for word, said in attributes(ours[name][1], tier, f"The tier {name}", phrases):
            key = ("tiers",) if word == "when" else ()
            yield Told("tiers", f"/tiers/{place}/{word}", "changed", said, key)
    for name, (place, _) in ours.items():
        if name not in theirs:
            yield Told("tiers", f"/tiers/{place}", "removed", f"The tier {name} is gone.", ("tiers",))
    if not ordered([*ours], [*theirs]):
        said = f"The tiers are tried in another order now: {listed([*theirs])}."
        yield Told("tiers", "/tiers", "changed", said, ("tiers",))


def gates_told(old: Definition, new: Definition) -> Iterator[Told]:
    """Gates that came, went, or ask for something else."""
    ours, theirs = ({g.name: (n, g) for n, g in enumerate(law.gates)} for law in (old, new))
    for name, (place, gate) in theirs.items():
        if name not in ours:
            said = f"The gate “{gate.title}” is new."
            yield Told("gates", f"/gates/{place}", "added", said, ("gate", name, "needed"))
        else:
            yield from _gate(old, new, ours[name][1], gate, f"/gates/{place}")
    for name, (place, gate) in ours.items():
        if name not in theirs:
            said = f"The gate “{gate.title}” is gone."
            yield Told("gates", f"/gates/{place}", "removed", said, ("gate", name, "needed"))
    if not ordered([*ours], [*theirs]):
        said = f"The gates are listed in another order now: {listed([f'“{g.title}”' for _, g in theirs.values()])}."
        yield Told("gates", "/gates", "changed", said)


_ASPECT: Mapping[str, str] = {
    "when": "needed", "ratifies": "needed", "panel": "panel", "rule": "rule", "checklist": "checklist",
    "commented": "checklist", "ticked_when": "checklist", "reviews": "reviews", "never": "never",
    "always_again": "always_again", "after": "after",
}  # fmt: skip


def _gate(old: Definition, new: Definition, before: Gate, after: Gate, pointer: str) -> Iterator[Told]:
    title, known = f"“{after.title}”", {**labels(old), **labels(new)}
    phrases = _gate_phrases(title, known, {g.name: f"“{g.title}”" for law in (old, new) for g in law.gates}, old, new)
    for word, said in attributes(before, after, title, phrases, ("checks",)):
        key = ("gate", after.name, _ASPECT.get(word, ""))
        yield Told("gates", f"{pointer}/{_WORD.get(word, word)}", "changed", said, key if key[2] else ())
    if before.checks != after.checks:
        yield from calls_told(before.checks, after.checks, known, f"{pointer}/checks", f"At {title}", after.name)


def _gate_phrases(
    title: str, known: Labels, gates: Mapping[str, str], old: Definition, new: Definition
) -> dict[str, Phrase]:
    sections = {s.name: f"“{s.title}”" for law in (old, new) for s in law.sections}

    def person(name: str) -> str:
        return (
            "the owner’s line manager"
            if name == "line_manager_of_owner"
            else f"whoever “{known.get(name, name)}” names"
        )

    return {
        "title": lambda b, a: [f"The gate “{b}” is now called “{a}”."],
        "panel": lambda b, a: [f"{title} is now decided by the {_panel(a)} instead of the {_panel(b)}."],
        "rule": lambda b, a: [said for _, said in attributes(b, a, title, _rule_phrases(title))],
        "reviews": names(title, one="reviews", label=lambda n: sections.get(n, n)),
        "after": names(title, one="waits for", label=lambda n: gates.get(n, n)),
        "when": condition(known, "always", f"opens {title}", f"{title} is now needed"),
        "within": clock(title),
        "within_by_tier": lambda b, a: _by_tier(title, dict(b), dict(a)),
        "remind": lambda b, a: [f"{title} now reminds at {_shares(a)} of its time instead of {_shares(b)}."],
        "escalate": lambda b, a: _escalations(title, b, a),
        "checklist": entries(title, "checklist entry"),
        "commented": names(title, one="asks for a comment on"),
        "ticked_when": lambda b, a: _ticked_when(title, dict(b), dict(a), known),
        "never": names(title, one="bars", label=person),
        "always_again": flag(
            f"{title} now decides again after every submission.",
            f"{title} no longer decides again after every submission; its decision carries over.",
        ),
        "together": flag(
            f"Several records may now be approved at {title} in one sitting.",
            f"At {title} every record is now signed by itself.",
        ),
        "meaning": lambda b, a: [f"Approving at {title} now means {shown(a)} instead of {shown(b)}."],
        "help": instead(f"{title}", "now explains itself with"),
        "ratifies": names(title, one="confirms", label=lambda n: gates.get(n, n)),
        "source": source(title),
    }


def _ticked_when(
    title: str, before: Mapping[str, Condition], after: Mapping[str, Condition], known: Labels
) -> Iterator[str]:
    def spoken(one: Condition | None) -> str:
        return f"when {sentence(one, known)}" if one else "always"

    for name in dict.fromkeys((*after, *before)):
        now, was = after.get(name), before.get(name)
        if now != was:
            entry = name.replace("_", " ")
            yield f"{title}: the checklist entry “{entry}” is now asked {spoken(now)} instead of {spoken(was)}."


def _panel(stream: str) -> str:
    kind, _, name = stream.partition("/")
    return f"{kind} {name.replace('_', ' ').replace('-', ' ')}"


def _shares(shares: tuple[int, ...]) -> str:
    return listed([f"{share} %" for share in shares]) if shares else "no part"


def _by_tier(title: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for tier in dict.fromkeys((*after, *before)):
        if before.get(tier) != after.get(tier):
            yield from (
                said.replace("; it had", ", where it had").replace(".", f" in {tier}.")
                for said in clock(title)(before.get(tier), after.get(tier))
            )


def _escalations(title: str, before: tuple[Escalation, ...], after: tuple[Escalation, ...]) -> Iterator[str]:
    ours, theirs = ({x.step: x.to for x in each} for each in (before, after))
    for step in dict.fromkeys((*theirs, *ours)):
        now, was = (_called(each.get(step)) for each in (theirs, ours))
        if now != was:
            yield f"{title}, at {step} of its clock: {now} called instead of {was}."
    if ours == theirs:
        yield f"{title} escalates in another order now: {listed([*theirs])}."


def _called(stream: str | None) -> str:
    return "nobody" if stream is None else stream.partition("/")[2].replace("_", " ") or "the delegate"


def _rule_phrases(title: str) -> dict[str, Phrase]:
    return {
        "approve": lambda b, a: [f"{title} needs {_approve(a)} instead of {_approve(b)}."],
        "present": lambda b, a: [said for _, said in attributes(b, a, title, _presence_phrases(title))],
        "veto": names(title, one="gives a veto to", label=lambda n: n.replace("_", " ")),
    }


def _approve(how: Any) -> str:
    spoken = {"majority": "a majority", "two-thirds": "two thirds", "all": "every vote", 1: "one approval"}
    return spoken.get(how, f"{how} approvals")


def _presence_phrases(title: str) -> dict[str, Phrase]:
    return {
        "number": lambda b, a: [f"At {title} at least {a} must take part instead of {b}."],
        "share": lambda b, a: [f"At {title} {a} % of the seats must take part instead of {b} %."],
        "seats": names(title, one="needs the presence of", label=lambda n: n.replace("_", " ")),
    }


def calls_told(
    before: tuple[CheckCall, ...], after: tuple[CheckCall, ...], known: Labels, pointer: str, where: str, gate: str = ""
) -> Iterator[Told]:
    """Checks that came, went, or look otherwise; calls of one check are told apart by their place among them."""
    ours, theirs = (_numbered(each) for each in (before, after))
    for name, (place, call) in theirs.items():
        subject = f"{where} the check “{call.name.replace('-', ' ')}”"
        key = ("check", call.name)
        if name not in ours:
            yield Told("checks", f"{pointer}/{place}", "added", f"{subject} is new.", key)
            continue
        phrases: dict[str, Phrase] = {
            "severity": flag_of(subject),
            "when": condition(
                known, "always", f"brings {subject.lower() if not gate else subject}", f"{subject} is now made"
            ),
            "source": source(subject),
            "parameters": lambda b, a, s=subject: _parameters(s, b, a),  # type: ignore[misc]
        }
        for _, said in attributes(ours[name][1], call, subject, phrases):
            yield Told("checks", f"{pointer}/{place}", "changed", said, key)
    for name, (place, call) in ours.items():
        if name not in theirs:
            said = f"{where} the check “{call.name.replace('-', ' ')}” is gone."
            yield Told("checks", f"{pointer}/{place}", "removed", said, ("check", call.name))
    if not ordered([*map(str, ours)], [*map(str, theirs)]):
        yield Told("checks", pointer, "changed", f"{where} the checks are made in another order now.")


def flag_of(subject: str) -> Phrase:
    """A severity that changed."""
    effect = {"block": "blocks", "warn": "only warns"}
    return lambda b, a: [
        f"{subject} now {effect[a]}; it {effect[b].replace('blocks', 'blocked').replace('warns', 'warned')}."
    ]


def _numbered(calls: tuple[CheckCall, ...]) -> dict[tuple[str, int], tuple[int, CheckCall]]:
    found: dict[tuple[str, int], tuple[int, CheckCall]] = {}
    for place, call in enumerate(calls):
        found[call.name, sum(name == call.name for name, _ in found)] = (place, call)
    return found


def _parameters(subject: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) != after.get(name):
            word = name.replace("_", " ")
            yield f"{subject}: “{word}” is now {shown(after.get(name))} instead of {shown(before.get(name))}."


def guarantees_told(old: Definition, new: Definition) -> Iterator[Told]:
    """Promises that came and went, by what they promise."""
    ours, theirs = ([(_promise(g, law), g) for g in law.guarantees] for law in (old, new))
    for place, (said, promise) in enumerate(theirs):
        key = ("guarantee", *promise.needs, *promise.never_opens)
        if said not in dict(ours):
            yield Told("guarantees", f"/guarantees/{place}", "added", f"It is now guaranteed: {said}.", key)
        elif dict(ours)[said].source != promise.source:
            told = next(iter(source(f"The guarantee ({said})")(dict(ours)[said].source, promise.source)))
            yield Told("guarantees", f"/guarantees/{place}", "changed", told)
    for place, (said, promise) in enumerate(ours):
        if said not in dict(theirs):
            key = ("guarantee", *promise.needs, *promise.never_opens)
            yield Told("guarantees", f"/guarantees/{place}", "removed", f"It is no longer guaranteed: {said}.", key)
    if not ordered([s for s, _ in ours], [s for s, _ in theirs]):
        yield Told("guarantees", "/guarantees", "changed", "The guarantees are listed in another order now.")


def _promise(promise: Guarantee, law: Definition) -> str:
    when = sentence(promise.when, labels(law)) or "anything is asked"
    titles = {gate.name: f"“{gate.title}”" for gate in law.gates}
    needs = [f"approval needs {listed([titles[n] for n in promise.needs])}"] if promise.needs else []
    never = [f"{listed([titles[n] for n in promise.never_opens])} never opens"] if promise.never_opens else []
    return f"where {when}, {' and '.join((*needs, *never))}"


def committees_told(old: Definition, new: Definition) -> Iterator[Told]:
    """Charters that came, went, or constitute a committee otherwise."""
    places = {name: n for law in (old, new) for n, name in enumerate(law.charters)}
    for name in dict.fromkeys((*new.charters, *old.charters)):
        before, after = old.charters.get(name), new.charters.get(name)
        pointer, key = f"/committees/{places[name]}", ("committee", name)
        if after is None or before is None:
            here = after or before
            title = here.title if here else name
            word: Any = ("added", "new") if after else ("removed", "gone")
            yield Told("committees", pointer, word[0], f"The charter of the committee “{title}” is {word[1]}.", key)
            continue
        subject = f"The committee “{after.title}”"
        phrases: dict[str, Phrase] = {
            "title": lambda b, a: [f"The committee “{b}” is now called “{a}”."],
            "seats": entries(subject, "seat"),
            "chair": instead(subject, "is now chaired by the seat"),
            "alternates": flag(f"{subject} now has alternates.", f"{subject} no longer has alternates."),
            "term": instead(subject, "now has a term of"),
            "source": source(subject),
        }
        for word, said in attributes(before, after, subject, phrases):
            yield Told("committees", f"{pointer}/{word}", "changed", said, key if word == "seats" else ())
    if not ordered([*old.charters], [*new.charters]):
        yield Told("committees", "/committees", "changed", "The committees are listed in another order now.")


def afterwards_told(old: Definition, new: Definition) -> Iterator[Told]:
    """What happens to an approved record."""
    subject = f"An approved {new.record}"
    asked = {name: f.label for law in (old, new) for name, f in law.field_by_name.items()}

    def named(before: str, after: str) -> Iterator[str]:
        yield f"{subject}: what “{asked.get(after, after)}” names counts now, not “{asked.get(before, before)}”."

    def expires(before: Duration | None, after: Duration | None) -> Iterator[str]:
        now, was = (f"after {span(each)}" if each else "never" for each in (after, before))
        yield f"An approval now expires {now} instead of {was}."

    phrases: dict[str, Phrase] = {
        "expires": expires,
        "notify": instead("Before an approval expires, notice is given", "now"),
        "check_ins": lambda b, a: [f"{subject} now has check-ins: {shown(a)}; it had {shown(b)}."],
        "code": instead(subject, "is now marked with"),
        "publishes": named,
        "declares": named,
        "renews": named,
        "retires": named,
    }
    for word, said in attributes(old.afterwards, new.afterwards, subject, phrases):
        yield Told("afterwards", "/afterwards/" + word, "changed", said)
