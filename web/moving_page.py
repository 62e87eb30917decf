"""What moving a record to another version would do, in lines: what stands, lapses, is needed, is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo

from flask import url_for

from coe.moving import Plan
from governance.definition import Definition
from governance.moving import Fate
from web.afterwards_parts import MovePreview, VersionChoice
from web.answers import fingerprint
from web.moments import moment
from web.parts import Link, State
from web.queries_policies import Version
from web.reasons import counted
from web.records import Record

Line = tuple[State, str, str]
STANDS, LAPSES = State("passed", "Stands"), State("warning", "Lapses")
NEEDED, SPARED = State("waiting", "Needed now"), State("not_needed", "No longer needed")


def version_choices(
    record: Record, later: Sequence[Version], chosen: str, name: Callable[[str], str], now: int, zone: tzinfo
) -> tuple[VersionChoice, ...]:
    """The later versions to choose from, the one in force first."""
    return tuple(
        VersionChoice(
            one.digest,
            fingerprint(one.digest),
            moment(one.published, now, zone),
            name(one.by),
            one.reason,
            State("passed", "In force") if place == 0 else State("not_needed", "Superseded"),
            one.digest == chosen,
            Link("What changed in it", _changes(record, one)),
        )
        for place, one in enumerate(later)
    )


def _changes(record: Record, one: Version) -> str:
    return url_for("policies.changes", workflow=one.workflow, since=record.state.definition, until=one.digest)


def previewed(planned: Plan) -> MovePreview:
    """The plan as the page shows it."""
    found, before = planned.preview, planned.law_from
    lead = _lead(len(found.carried), len(found.lapsed))
    groups = (
        ("Decisions", tuple(_decisions(before, found.carried, found.lapsed))),
        ("Tier and gates", tuple(_needs(planned))),
        ("Answers", tuple(_answers(planned))),
    )
    return MovePreview(lead, tuple((title, lines) for title, lines in groups if lines), _refused(planned))


def _lead(stands: int, lapses: int) -> str:
    if not stands and not lapses:
        return "Nobody has decided yet, so nothing lapses."
    if not lapses:
        return "Every decision given so far stands."
    if not stands:
        return "No decision given so far stands: what they were given on is not the same in that version."
    return f"Decisions stand at {counted(stands, 'gate')} and lapse at {counted(lapses, 'gate')}."


def _decisions(law: Definition, carried: Sequence[Fate], lapsed: Sequence[Fate]) -> Iterator[Line]:
    for state, fates in ((LAPSES, lapsed), (STANDS, carried)):
        for fate in fates:
            verb = "lapses and is asked for again" if state is LAPSES else "stands"
            yield state, f"What was decided for {law.gate_by_name[fate.gate].title} {verb}", _sentence(fate.because)


def _needs(planned: Plan) -> Iterator[Line]:
    found, before, after = planned.preview, planned.law_from, planned.law_to
    if found.tier_before == found.tier_after:
        yield State("passed", "Tier"), f"The tier stays {found.tier_after}", ""
    else:
        yield State("warning", "Tier"), f"The tier becomes {found.tier_after}; it was {found.tier_before}", ""
    for gate in found.now_needed:
        yield NEEDED, f"{after.gate_by_name[gate].title} is added", "It has to agree before approval."
    for gate in found.no_longer_needed:
        yield SPARED, f"{before.gate_by_name[gate].title} is no longer needed", ""


def _answers(planned: Plan) -> Iterator[Line]:
    found = planned.preview
    for name in found.dropped:
        field = planned.law_from.field_by_name.get(name)
        yield SPARED, f"“{field.label if field else name}” is no longer asked", "Its answer is left out."
    for fault in found.later:
        cure = f"{fault.cure} The owner does so when submitting again.".strip()
        yield State("waiting", "To answer"), fault.what, cure
    for fault in found.problems:
        yield State("refused", "Missing"), fault.what, fault.cure


def _refused(planned: Plan) -> tuple[str, str] | None:
    """Why it cannot be done now, and the cure, as the law will say it."""
    found = planned.preview
    if found.problems:
        do = "does" if len(found.problems) == 1 else "do"
        cure = "Move it while it is in rework, so that its owner can answer: have a reviewer ask for changes first."
        return f"{counted(len(found.problems), 'answer')} {do} not fit the new form.", cure
    if found.decides == "no gate":
        cure = "Nothing is approved by default: leave it where it is."
        return "No gate of that version applies to its answers.", cure
    if found.decides:
        cure = "Have it decided under its present version, or withdraw and submit it again."
        return f"The move alone would leave it {found.decides}, and only people decide.", cure
    return None


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
