"""The page on which answers are checked before they are submitted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import url_for
from wtforms import Form, HiddenField

from governance.errors import Refused
from web.owner.consequence import consequence
from web.owner.drafting import Desk
from web.owner.gaps import Gaps, lacking
from web.owner.rework import again, flagged, previewed, resubmitted
from web.owner.sections_read import read_section
from web.owner.steps import (
    CHECK,
    field_href,
    finding_links,
    progress_words,
    reply_href,
    section_href,
    section_steps,
)
from web.parts.answers import Reader, fingerprint
from web.parts.pages import PageFrame
from web.parts.pieces import Finding, Link, State
from web.parts.sources import policy_link
from web.record.check_pages import CheckAnswersPage
from web.record.work_pages import Expected
from web.words.counts import counted
from web.words.translating import Recorded, gettext, lazy_gettext, ngettext

STOPS = State("refused", lazy_gettext("In the way"))


@dataclass(frozen=True, slots=True)
class Around:
    """What the web knows and the desk does not: frame, hidden fields, names; `warnings` come after the findings of the
    form, `refused` is what the law has against it beyond them, `expected` by when it would be through.
    """

    frame: PageFrame
    hidden: Mapping[str, str]
    name_of: Callable[[str], str]
    warnings: tuple[Finding, ...] = ()
    refused: Refused | None = None
    expected: Expected | None = None


def check_page(desk: Desk, person: str, around: Around) -> CheckAnswersPage:
    """What is in the way, every section as reviewers will read it, and the sentence that submitting asserts; in rework
    what changed and what is replied, first.
    """
    reader, found = Reader(around.name_of, desk.texts), again(desk)
    hidden = {name: HiddenField(default=value) for name, value in around.hidden.items()}
    form: type[Form] = type("Submit", (Form,), hidden)
    in_the_way = tuple(stops(desk, around.refused))
    return CheckAnswersPage(
        frame=around.frame,
        back=Link(gettext("My initiatives"), url_for("initiatives.index")),
        number=desk.record.state.number if desk.record else gettext("Draft"),
        status=gettext("In rework, version %(version)s", version=desk.version) if desk.record else "",
        title=desk.title,
        steps=section_steps(desk, CHECK, refused=around.refused is not None),
        progress=progress_words(desk),
        sections=tuple(read_section(desk, one, reader) for one in desk.gaps),
        consequence=previewed(desk, found, consequence(desk.law, desk.live, policy_link(desk.law))),
        unasked=flagged(desk, found),
        findings=(*finding_links(desk, (one for each in desk.gaps for one in each.warns)), *around.warnings),
        form=form(),
        action=url_for("submitting.check", id_=desk.draft.id),
        sentence=f"as owner, submit version {desk.version} for review, all of what is shown here, as its author.",
        fingerprint=fingerprint(desk.draft.fingerprint()),
        blocked=blocked_words(desk, person, around),
        stops=in_the_way,
        stopped=stopped_words(desk, len(in_the_way)),
        resubmitted=resubmitted(desk, found, reader),
        expected=around.expected,
    )


def blocked_words(desk: Desk, person: str, around: Around) -> str:
    """Why this reader cannot submit it now; empty when nothing stands in the way."""
    if person != desk.draft.owner:
        owner = around.name_of(desk.draft.owner)
        return gettext("Only the owner submits. Tell %(owner)s when it is ready.", owner=owner)
    return gettext("It can be submitted once nothing is in the way.") if any(stops(desk, around.refused)) else ""


def stopped_words(desk: Desk, count: int) -> str:
    """What is in the way, counted as everywhere; where nothing can be counted, how many things."""
    unanswered = len(desk.unanswered)
    said = [
        lacking(desk.gaps),
        gettext("%(requests)s without a reply", requests=counted(unanswered, "request")) if unanswered else "",
    ]
    counted_ = ", ".join(part for part in said if part)
    return counted_ or ngettext("One thing is in the way", "%(num)s things are in the way", count, num=count)


def stops(desk: Desk, refused: Refused | None) -> Iterator[Finding]:
    """Everything in the way of a submission, in the order of the form, each linked to where it is mended."""
    for found in desk.gaps:
        yield from _stops_in(desk, found)
    for id_ in desk.unanswered:
        request = next(one for one in desk.requests if one.id == id_)
        asking = gettext("The request of %(gate)s has no reply", gate=desk.law.title_of(request.gate))
        cure = gettext("Say what was done, or why not.")
        yield Finding(STOPS, asking, "", cure, reply_href(desk, request))
    told = {name for found in desk.gaps for name in (*found.missing, *found.wrong)}
    told |= {one.concerns.partition(".")[0] for found in desk.gaps for one in found.blocks}
    if refused is not None and not told & set(_fields(refused)):
        name = next(iter(_fields(refused)), "")
        why, cure = Recorded(refused.why.rstrip(".")), Recorded(refused.cure)
        yield Finding(STOPS, why, "", cure, field_href(desk, name) if name else "")


def _stops_in(desk: Desk, found: Gaps) -> Iterator[Finding]:
    """What one section lacks: each question once; a section nobody has begun as a whole."""
    if found.missing and not found.begun:
        title = gettext("%(section)s is not begun", section=found.section.title)
        href = section_href(desk, found.section.name)
        yield Finding(STOPS, title, "", counted(len(found.missing), "answer"), href)
    said = set(found.missing) if not found.begun else set()
    for problem in desk.live.problems:
        if problem.field in said or problem.field not in (*found.missing, *found.wrong):
            continue
        said.add(problem.field)
        href = field_href(desk, problem.field, problem.place)
        yield Finding(STOPS, Recorded(problem.what.rstrip(".")), "", Recorded(problem.cure), href)
    yield from finding_links(desk, found.blocks)


def _fields(refused: Refused) -> list[str]:
    """The fields a refusal speaks of, as its data name them."""
    told = refused.data.get("fields", ())
    return [str(one[0]).partition(".")[0] for one in told] if isinstance(told, list | tuple) else []
