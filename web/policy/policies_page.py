"""The policy as people read it: drawn and in sentences, each rule with its source, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from flask import url_for
from markupsafe import Markup

from coe.way.policy import difference_svg, policy_gates, svg
from governance.checker.policy_words import chapters
from governance.comparing.comparison import Comparison, Verdict, compare
from governance.language.definition import Definition, Source
from web.parts.answers import fingerprint
from web.parts.moments import day_of, moment, span_words
from web.parts.pages import PageFrame
from web.parts.pieces import Link, Moment, State
from web.rows.policies import Version
from web.words.counts import counted
from web.words.translating import gettext, lazy_gettext
from web.words.vocabulary import either, role_words

WIDE = 1360
VERDICTS: Mapping[Verdict, tuple[State, str]] = {
    "looser": (State("warning", lazy_gettext("Looser")), lazy_gettext("A {record} may pass that did not pass before.")),
    "stricter": (
        State("passed", lazy_gettext("Stricter")),
        lazy_gettext("Whatever passes now would have passed before, too."),
    ),
    "equal": (State("passed", lazy_gettext("Equal")), lazy_gettext("Exactly what passed before passes now.")),
    "both": (
        State("warning", lazy_gettext("Looser and stricter")),
        lazy_gettext("A {record} may pass that did not pass before, and another no longer does."),
    ),
}
ASPECTS: Mapping[str, str] = {
    "workflow": lazy_gettext("The workflow"),
    "form": lazy_gettext("What is asked"),
    "tiers": lazy_gettext("Tiers"),
    "gates": lazy_gettext("Gates"),
    "checks": lazy_gettext("Checks"),
    "guarantees": lazy_gettext("Guarantees"),
    "afterwards": lazy_gettext("Afterwards"),
    "committees": lazy_gettext("Committees"),
    "calendars": lazy_gettext("Calendars"),
    "examples": lazy_gettext("Examples"),
}

GATE = "Gate: "
ASKED = ("Form: ", "What the form is checked for")

Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One workflow of the list."""

    link: Link
    record: str
    gates: str
    since: str
    versions: str
    governs: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PoliciesPage:
    """What is in force."""

    frame: PageFrame
    summary: str
    rows: tuple[PolicyRow, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with where it comes from; `source` empty where the definition names none."""

    title: str
    says: str
    source: str = ""
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the policy in sentences."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version: since when, by whom, why; `changes_href` compares it with the one before."""

    moment: Moment
    by: str
    reason: str
    fingerprint: str
    governs: str
    state: State
    changes_href: str = ""


@dataclass(frozen=True, slots=True)
class GateStep:
    """Gates that open together, where the drawing has no room: each with its clock and when it is needed."""

    gates: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """One workflow: drawn (and as `steps`, for a narrow page), its rules with their sources, in sentences, and its
    versions. `chapters` come before the `gates`, `rest` after; each of the gates has a gist.
    """

    frame: PageFrame
    title: str
    sub: str
    way_svg: Markup
    rules: tuple[Rule, ...]
    chapters: tuple[Chapter, ...]
    gates: tuple[tuple[Chapter, str], ...]
    rest: tuple[Chapter, ...]
    asked: tuple[Chapter, ...]
    versions: tuple[VersionRow, ...]
    links: tuple[Link, ...] = ()
    steps: tuple[GateStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspect:
    """The changes of one kind: each sentence with its verdict."""

    title: str
    changes: tuple[tuple[State, str, str], ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Two versions compared."""

    frame: PageFrame
    title: str
    sub: str
    verdict: State
    verdict_words: str
    witnesses: tuple[str, ...]
    way_svg: Markup
    aspects: tuple[Aspect, ...]
    back: Link


def policies_page(
    laws: Mapping[str, Definition], known: Sequence[Version], frame: PageFrame, now: int, zone: tzinfo
) -> PoliciesPage:
    """Everything in force, in order of title."""
    rows = []
    for workflow, law in laws.items():
        mine = [one for one in known if one.workflow == workflow]
        rows.append(
            PolicyRow(
                Link(law.title, url_for("policies.one", workflow=workflow)),
                law.record,
                counted(len(law.gates), "gate"),
                day_of(mine[0].published, now, zone) if mine else "",
                counted(len(mine), "version"),
                gettext("%(records)s open", records=counted(sum(one.governs for one in mine), law.record)),
                fingerprint(law.digest),
            )
        )
    return PoliciesPage(
        frame, gettext("%(rows)s in force. Each is one text file.", rows=counted(len(rows), "workflow")), tuple(rows)
    )


def policy_page(
    law: Definition, known: Sequence[Version], frame: PageFrame, name: Name, now: int, zone: tzinfo
) -> PolicyPage:
    """One workflow as it is in force."""
    drawn = Markup(svg(law, palette=None, width=WIDE))  # noqa: S704 - our own drawing escapes every text
    parts = tuple(Chapter(one.title, one.sentences) for one in chapters(law) if one.sentences)
    asked = tuple(part for part in parts if part.title.startswith(ASKED))
    said = [part for part in parts if part not in asked]
    rules = _rules(law)
    first = next((n for n, part in enumerate(said) if part.title.startswith(GATE)), len(said))
    gist = {rule.title: rule.says for rule in rules[: len(law.gates)]}
    gates = [Chapter(part.title.removeprefix(GATE), part.sentences) for part in said if part.title.startswith(GATE)]
    rest = tuple(part for part in said[first:] if not part.title.startswith(GATE))
    since = day_of(known[0].published, now, zone) if known else ""
    size = gettext(
        "%(gates)s · %(guarantees)s proven",
        gates=counted(len(law.gates), "gate"),
        guarantees=counted(len(law.guarantees), "guarantee"),
    )
    sub = gettext("In force since %(since)s · %(size)s", since=since, size=size)
    links = (Link(gettext("Forecast"), url_for("policies.forecast", workflow=law.workflow)),)
    return PolicyPage(
        frame, law.title, sub, drawn, tuple(rule for rule in rules if rule.source), tuple(said[:first]),
        tuple((gate, gist.get(gate.title, "")) for gate in gates), rest, asked,
        tuple(_versions(known, name, now, zone)), links, tuple(_steps(law)),
    )  # fmt: skip


def _steps(law: Definition) -> Iterator[GateStep]:
    """The gates by how many others can lie before them: what can be open at the same time stands together."""
    gates = {gate.key: gate for gate in policy_gates(law)}

    def behind(key: str) -> int:
        return 1 + max(map(behind, gates[key].after), default=0)

    for place in sorted({behind(key) for key in gates}):
        here = (gate for key, gate in gates.items() if behind(key) == place)
        yield GateStep(tuple((gate.title, gate.caption, gate.note) for gate in here))


def _rules(law: Definition) -> list[Rule]:
    """Gates first, then whatever else names a source."""
    found = [_rule(gate.title, f"{_panel(gate.panel)}{_within(law, gate.name)}", gate.source) for gate in law.gates]
    found += [
        _rule(gettext("Tier %(name)s", name=tier.name), tier.title, tier.source) for tier in law.tiers if tier.source
    ]
    found += [
        _rule(gettext("Guarantee"), gettext("number %(n)s", n=n), one.source)
        for n, one in enumerate(law.guarantees, 1)
        if one.source
    ]
    found += [
        _rule(one.title, counted(len(one.seats), "seat"), one.source) for one in law.charters.values() if one.source
    ]
    calls = {call.name: call for call in (*law.checks, *(call for gate in law.gates for call in gate.checks))}
    title = gettext("Check")
    found += [_rule(title, call.name.replace("-", " "), call.source) for call in calls.values() if call.source]
    return found


def _rule(title: str, says: str, source: Source | None) -> Rule:
    return Rule(title, says, source.says, source.reviewed) if source else Rule(title, says)


def _panel(panel: str) -> str:
    return role_words(panel)


def _within(law: Definition, name: str) -> str:
    gate = law.gate_by_name[name]
    spans = dict.fromkeys(span_words(found) for tier in law.tiers if (found := gate.clock(tier.name)))
    return f", {either(tuple(spans))}" if spans else gettext(", no clock")


def _versions(known: Sequence[Version], name: Name, now: int, zone: tzinfo) -> list[VersionRow]:
    rows = []
    for place, one in enumerate(known):
        earlier = known[place + 1].digest if place + 1 < len(known) else ""
        href = url_for("policies.changes", workflow=one.workflow, since=earlier, until=one.digest) if earlier else ""
        state = State("passed", gettext("In force")) if place == 0 else State("not_needed", gettext("Superseded"))
        governs = counted(one.governs, "open record")
        rows.append(
            VersionRow(
                moment(one.published, now, zone),
                name(one.by),
                one.reason,
                fingerprint(one.digest),
                governs,
                state,
                href,
            )
        )
    return rows


def changes_page(old: Definition, new: Definition, frame: PageFrame) -> ChangesPage:
    """What changed between two versions, in sentences and in law."""
    found = compare(old, new)
    state, words = VERDICTS[found.verdict][0], str(VERDICTS[found.verdict][1])
    drawn = Markup(difference_svg(old, new, palette=None, width=WIDE))  # noqa: S704 - our own drawing
    back = Link(new.title, url_for("policies.one", workflow=new.workflow))
    sub = gettext(
        "%(digest)s to %(later)s · %(changes)s",
        digest=fingerprint(old.digest),
        later=fingerprint(new.digest),
        changes=counted(len(found.changes), "change"),
    )
    told = tuple(witness.words for witness in found.witnesses)
    return ChangesPage(
        frame,
        gettext("What changed in “%(new)s”", new=new.title),
        sub,
        state,
        words.format(record=new.record),
        told,
        drawn,
        _aspects(found),
        back,
    )


def _aspects(found: Comparison) -> tuple[Aspect, ...]:
    shown = []
    for group in dict.fromkeys(change.aspect for change in found.changes):
        mine = tuple(
            (VERDICTS[change.verdict][0], change.sentence, change.witness.words if change.witness else "")
            for change in found.changes
            if change.aspect == group
        )
        shown.append(Aspect(ASPECTS[group], mine))
    return tuple(shown)
