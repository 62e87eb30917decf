"""An open initiative moved to a later version of its workflow: what stands, what lapses, and what forbids it.

A decision carries over only where nothing about it differs: the gate, what it reads, the answers, the findings. A move
itself decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from governance.errors import Forbidden, Refused
from governance.formats.jcs import Json
from governance.language.definition import Definition, Gate
from governance.law import form
from governance.law.consequences import ending_of
from governance.law.eligibility import counted
from governance.law.gates import applicable, standings, text_of, tier_of
from governance.law.pools import Facts
from governance.law.referring import numbers
from governance.law.standing import given, refuse_unless
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import OPEN, Initiative, Vote, evolve

SAME = (
    ("panel", "another panel decides it"),
    ("rule", "it concludes by another rule"),
    ("reviews", "it reviews other sections"),
    ("checklist", "its checklist differs"),
    ("commented", "its checklist asks for other comments"),
    ("ticked_when", "its checklist asks for other answers"),
    ("checks", "its checks differ"),
    ("never", "other people may never decide there"),
    ("meaning", "signing means something else"),
    ("always_again", "it decides again at other times"),
    ("ratifies", "it ratifies other gates"),
)


@dataclass(frozen=True)
class Fate:
    """What becomes of the decisions given at a gate, and why."""

    gate: str
    because: str


@dataclass(frozen=True)
class Preview:
    """What a move would do. `problems` forbid it; `later` are answers the owner gives when resubmitting; `dropped`
    answers are no longer asked.
    """

    carried: tuple[Fate, ...]
    lapsed: tuple[Fate, ...]
    tier_before: str
    tier_after: str
    now_needed: tuple[str, ...]
    no_longer_needed: tuple[str, ...]
    dropped: tuple[str, ...]
    later: tuple[form.AnswerProblem, ...]
    problems: tuple[form.AnswerProblem, ...]
    decides: str
    moved: e.Moved


def preview(law_from: Definition, law_to: Definition, facts: Facts, state: Initiative, at: int) -> Preview:
    """What would come of moving the initiative between these versions at this moment; records nothing."""
    moved = _moved(law_from, law_to, state)
    after = evolve(state, moved, "", at)
    carried = {each.gate for each in moved.carried}
    decided = {gate.name: _decided(gate, state) for gate in law_from.gates}
    differs = {gate.name: difference(law_from, law_to, state, moved, gate) for gate in law_from.gates}
    before = applicable(law_from, state.answers, state.tier)
    needed = applicable(law_to, after.answers, after.tier)
    faults = (*form.problems(law_to, after.answers), *_blocked(moved), *_unknown(law_to, after))
    reworked = "in rework" in (state.status, state.resumes_as if state.status == "on hold" else "")
    kept = "the gate and everything it reviews are the same"
    return Preview(
        carried=tuple(Fate(name, kept) for name, votes in decided.items() if votes and name in carried),
        lapsed=tuple(Fate(name, differs[name]) for name, votes in decided.items() if votes and name not in carried),
        tier_before=state.tier,
        tier_after=moved.tier,
        now_needed=tuple(gate.name for gate in law_to.in_order if gate.name in needed - before),
        no_longer_needed=tuple(gate.name for gate in law_from.in_order if gate.name in before - needed),
        dropped=moved.dropped,
        later=faults if reworked else (),
        problems=() if reworked else faults,
        decides=_decides(law_to, facts, after, at) if _judging(law_to, needed) else "no gate",
        moved=moved,
    )


def moved(law: Definition, facts: Facts, state: Initiative, command: c.MoveTo, at: int) -> e.Moved:
    """The event of a move, or why it is refused. `facts.to` is the version it names, None when that was never
    published.
    """
    refuse_unless(state, tuple(sorted(OPEN)), "moved")
    given(command.reason, "reason")
    later = facts.shelf(f"definition/{law.workflow}").follows(command.definition, law.digest)
    if facts.to is None or facts.to.digest != command.definition or not later:
        raise Refused(
            "not-a-later-version",
            "This cannot be moved there.",
            f"No later version of “{law.workflow}” has the digest {command.definition[:12]!r}.",
            "Name a version published after the one that judges it now.",
        )
    found = preview(law, facts.to, facts, state, at)
    if found.problems:
        raise Refused(
            "incomplete",
            "This cannot be moved yet.",
            f"{found.problems[0].what} {found.problems[0].cure}",
            f"{len(found.problems)} answers do not fit the new form: move it while it is in rework, so that its owner "
            "can answer.",
            {"fields": [[fault.field, fault.what, fault.cure] for fault in found.problems]},
        )
    if found.decides:
        why = (
            "No gate of that version applies to these answers."
            if found.decides == "no gate"
            else f"The move alone would leave it {found.decides}; only people decide."
        )
        raise Forbidden(
            "move-decides",
            "This cannot be moved now.",
            why,
            "Have it decided under its present version, or withdraw and submit it again.",
        )
    return replace(found.moved, reason=command.reason)


def _moved(law_from: Definition, law_to: Definition, state: Initiative) -> e.Moved:
    dropped = _dropped(law_to, state.answers)
    answers = {name: answer for name, answer in state.answers.items() if name not in dropped}
    tier = tier_of(law_to, answers, state.raised)
    sections = {s.name: form.section_digest(law_to, s.name, answers, state.supersedes) for s in law_to.sections}
    bare = e.Moved(
        law_to.digest, "", tier, sections, form.findings(law_to, answers, state.raised), dropped=dropped,
        edits=_edits(law_from, law_to, state.contributors),
    )  # fmt: skip
    carried = tuple(
        e.Rebound(
            gate.name,
            text_of(gate, state.sections),
            text_of(gate, sections),
            anew=_clock(law_from, gate, state.tier) != _clock(law_to, law_to.gate_by_name[gate.name], tier),
        )
        for gate in law_from.gates
        if not difference(law_from, law_to, state, bare, gate)
    )
    kept = {each.gate for each in carried}
    lapsed = tuple(gate.name for gate in law_from.gates if gate.name not in kept and _decided(gate, state))
    return replace(bare, carried=carried, lapsed=lapsed)


def _dropped(law: Definition, answers: Mapping[str, Json]) -> tuple[str, ...]:
    """The answers this form does not ask for, given the others that stay."""
    left = dict(answers)
    while gone := [
        name for name in left if name not in law.field_by_name or not form.asked(law.field_by_name[name], left)
    ]:
        for name in gone:
            del left[name]
    return tuple(name for name in answers if name not in left)


def _edits(
    law_from: Definition, law_to: Definition, contributors: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Who counts as having contributed to a section: whoever edited a section that asked one of its questions. So a
    section by another name makes nobody eligible to judge their own words.
    """
    found: dict[str, tuple[str, ...]] = {}
    for section in law_to.sections:
        asks = {asked.name for asked in section.fields}
        people = dict.fromkeys(
            person
            for old in law_from.sections
            if old.name != section.name and asks & {asked.name for asked in old.fields}
            for person in contributors.get(old.name, ())
        )
        if people:
            found[section.name] = tuple(people)
    return found


def _decided(gate: Gate, state: Initiative) -> tuple[Vote, ...]:
    votes = counted(gate, state, text_of(gate, state.sections))
    return tuple(vote for vote in votes if vote.outcome != "recuse")


def difference(law_from: Definition, law_to: Definition, state: Initiative, moved: e.Moved, gate: Gate) -> str:
    """The first thing that keeps this gate's decisions from carrying over; "" where nothing does."""
    other = law_to.gate_by_name.get(gate.name)
    if other is None:
        return "the new version has no such gate"
    for name, words in SAME:
        if getattr(gate, name) != getattr(other, name):
            return words
    committee = gate.panel.partition("/")[2]
    if law_from.charters.get(committee) != law_to.charters.get(committee):
        return "the charter of its committee differs"
    for name in gate.reviews:
        here, there = law_from.section_by_name[name], law_to.section_by_name[name]
        if here.fields != there.fields:
            return f"“{there.title}” asks differently"
        if set(moved.dropped) & {asked.name for asked in here.fields}:
            return f"an answer in “{here.title}” is no longer asked"
    if _concerning(law_from, gate, state.findings) != _concerning(law_to, other, moved.findings):
        return "other findings concern it"
    return ""


def _concerning(law: Definition, gate: Gate, found: tuple[e.Finding, ...]) -> set[tuple[str, ...]]:
    """The findings a decider acknowledged, without the numbers they bear."""
    mine = form.findings_for(law, gate, found)
    return {(each.check, each.severity, each.concerns, each.what, each.inputs) for each in mine}


def _clock(law: Definition, gate: Gate, tier: str) -> tuple[object, ...]:
    return gate.clock(tier), gate.within, gate.within_by_tier, gate.remind, gate.escalate, law.calendar


def _blocked(moved: e.Moved) -> Iterator[form.AnswerProblem]:
    for finding in moved.findings:
        if finding.severity == "block":
            yield form.AnswerProblem(finding.concerns, finding.what, finding.cure)


def _unknown(law: Definition, state: Initiative) -> Iterator[form.AnswerProblem]:
    """Records that only the new form asks for: the office finds them when the owner names them again."""
    for name in numbers(law, state.answers).keys() - state.refers.keys():
        label = law.field_by_name[name].label
        yield form.AnswerProblem(name, f"“{label}” asks for a record now.", "Name it by its number.")


def _judging(law: Definition, needed: frozenset[str]) -> bool:
    """Whether anybody decides before approval: those who ratify come later."""
    return any(gate.name in needed and not gate.ratifies for gate in law.gates)


def _decides(law: Definition, facts: Facts, state: Initiative, at: int) -> str:
    """What the record would be by the move alone: approved, rejected, or "" when people are still to decide."""
    match ending_of(law, facts, state, standings(law, facts, state, at), at):
        case e.Approved():
            return "approved"
        case e.Rejected():
            return "rejected"
        case _:
            return ""
