"""What moving a record to another version would do, in lines: what stands, lapses, is needed, is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo

from flask import url_for

from coe.moving import Plan
from governance.language.definition import Definition
from governance.law.moving import Fate
from web.parts.answers import fingerprint
from web.parts.moments import moment
from web.parts.pieces import Link, State
from web.record.afterwards_parts import MovePreview, VersionChoice
from web.rows.policies import Version
from web.rows.records import Record
from web.words.counts import counted
from web.words.translating import gettext, lazy_gettext

Line = tuple[State, str, str]
STANDS, LAPSES = State("passed", lazy_gettext("Stands")), State("warning", lazy_gettext("Lapses"))
NEEDED, SPARED = State("waiting", lazy_gettext("Needed now")), State("not_needed", lazy_gettext("No longer needed"))


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
            State("passed", gettext("In force")) if place == 0 else State("not_needed", gettext("Superseded")),
            one.digest == chosen,
            Link(gettext("What changed in it"), _changes(record, one)),
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
        (gettext("Tier and gates"), tuple(_needs(planned))),
        ("Answers", tuple(_answers(planned))),
    )
    return MovePreview(lead, tuple((title, lines) for title, lines in groups if lines), _refused(planned))


def _lead(stands: int, lapses: int) -> str:
    if not stands and not lapses:
        return gettext("Nobody has decided yet, so nothing lapses.")
    if not lapses:
        return gettext("Every decision given so far stands.")
    if not stands:
        return gettext("No decision given so far stands: what they were given on is not the same in that version.")
    return gettext(
        "Decisions stand at %(stands)s and lapse at %(lapses)s.",
        stands=counted(stands, "gate"),
        lapses=counted(lapses, "gate"),
    )


def _decisions(law: Definition, carried: Sequence[Fate], lapsed: Sequence[Fate]) -> Iterator[Line]:
    for state, fates in ((LAPSES, lapsed), (STANDS, carried)):
        for fate in fates:
            verb = gettext("lapses and is asked for again") if state is LAPSES else gettext("stands")
            yield (
                state,
                gettext("What was decided for %(gate)s %(verb)s", gate=law.gate_by_name[fate.gate].title, verb=verb),
                _sentence(fate.because),
            )


def _needs(planned: Plan) -> Iterator[Line]:
    found, before, after = planned.preview, planned.law_from, planned.law_to
    if found.tier_before == found.tier_after:
        yield (
            State("passed", gettext("Tier")),
            gettext("The tier stays %(tier_after)s", tier_after=found.tier_after),
            "",
        )
    else:
        yield (
            State("warning", gettext("Tier")),
            gettext(
                "The tier becomes %(tier_after)s; it was %(tier_before)s",
                tier_after=found.tier_after,
                tier_before=found.tier_before,
            ),
            "",
        )
    for gate in found.now_needed:
        yield (
            NEEDED,
            gettext("%(gate)s is added", gate=after.gate_by_name[gate].title),
            gettext("It has to agree before approval."),
        )
    for gate in found.no_longer_needed:
        yield SPARED, gettext("%(gate)s is no longer needed", gate=before.gate_by_name[gate].title), ""


def _answers(planned: Plan) -> Iterator[Line]:
    found = planned.preview
    for name in found.dropped:
        field = planned.law_from.field_by_name.get(name)
        yield (
            SPARED,
            gettext("“%(name)s” is no longer asked", name=field.label if field else name),
            gettext("Its answer is left out."),
        )
    for fault in found.later:
        cure = gettext("%(cure)s The owner does so when submitting again.", cure=fault.cure).strip()
        yield State("waiting", gettext("To answer")), fault.what, cure
    for fault in found.problems:
        yield State("refused", gettext("Missing")), fault.what, fault.cure


def _refused(planned: Plan) -> tuple[str, str] | None:
    """Why it cannot be done now, and the cure, as the law will say it."""
    found = planned.preview
    if found.problems:
        do = "does" if len(found.problems) == 1 else "do"
        cure = gettext(
            "Move it while it is in rework, so that its owner can answer: have a reviewer ask for changes first."
        )
        return gettext(
            "%(problems)s %(do)s not fit the new form.", problems=counted(len(found.problems), "answer"), do=do
        ), cure
    if found.decides == "no gate":
        cure = gettext("Nothing is approved by default: leave it where it is.")
        return gettext("No gate of that version applies to its answers."), cure
    if found.decides:
        cure = gettext("Have it decided under its present version, or withdraw and submit it again.")
        return gettext(
            "The move alone would leave it %(decides)s, and only people decide.", decides=found.decides
        ), cure
    return None


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
