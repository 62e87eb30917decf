"""The page on which answers are checked before they are submitted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import url_for
from wtforms import Form, HiddenField

from governance.errors import Refused
from governance.language.definition import Section as Declared
from web.owner.consequence import consequence
from web.owner.drafting import Desk
from web.owner.intake_page import (
    CHECK,
    begun_findings,
    field_href,
    finding_links,
    progress_words,
    reply_href,
    section_href,
    section_steps,
    touched,
)
from web.owner.rework import again, flagged, previewed, resubmitted
from web.parts.answers import Reader, fingerprint, section
from web.parts.pages import PageFrame
from web.parts.pieces import Finding, Link, Section, State
from web.parts.sources import policy_link
from web.record.work_pages import CheckAnswersPage
from web.rows.live import asked_answers
from web.words.counts import counted
from web.words.translating import Recorded, gettext, lazy_gettext, ngettext

STOPS = State("refused", lazy_gettext("In the way"))


@dataclass(frozen=True, slots=True)
class Around:
    """What the web knows and the desk does not: frame, hidden fields, names; `warnings` come after the findings of the
    form, `refused` is what the law has against it beyond them.
    """

    frame: PageFrame
    hidden: Mapping[str, str]
    name_of: Callable[[str], str]
    warnings: tuple[Finding, ...] = ()
    refused: Refused | None = None


def check_page(desk: Desk, person: str, around: Around) -> CheckAnswersPage:
    """Every section as reviewers will read it, what blocks, and the sentence that submitting asserts; in rework what
    changed and what is replied, first.
    """
    reader, found = Reader(around.name_of, desk.texts), again(desk)
    hidden = {name: HiddenField(default=value) for name, value in around.hidden.items()}
    form: type[Form] = type("Submit", (Form,), hidden)
    return CheckAnswersPage(
        frame=around.frame,
        back=Link(gettext("My initiatives"), url_for("initiatives.index")),
        number=desk.record.state.number if desk.record else gettext("Draft"),
        status=gettext("In rework, version %(version)s", version=desk.version) if desk.record else "",
        title=desk.title,
        steps=section_steps(desk, CHECK, refused=around.refused is not None),
        progress=progress_words(desk),
        sections=tuple(_section(desk, declared, reader) for declared in desk.law.sections),
        consequence=previewed(desk, found, consequence(desk.law, desk.live, policy_link(desk.law))),
        unasked=flagged(desk, found),
        findings=(*finding_links(desk, begun_findings(desk)), *around.warnings),
        form=form(),
        action=url_for("submitting.check", id_=desk.draft.id),
        sentence=f"as owner, submit version {desk.version} for review, all of what is shown here, as its author.",
        fingerprint=fingerprint(desk.draft.fingerprint()),
        blocked=blocked_words(desk, person, around),
        stops=tuple(stops(desk, around.refused)) if person == desk.draft.owner else (),
        resubmitted=resubmitted(desk, found, reader),
    )


def blocked_words(desk: Desk, person: str, around: Around) -> str:
    """Why it cannot be submitted yet; empty when nothing stands in the way."""
    if person != desk.draft.owner:
        owner = around.name_of(desk.draft.owner)
        return gettext("Only the owner submits. Tell %(owner)s that it is ready.", owner=owner)
    count = sum(1 for _ in stops(desk, around.refused))
    if not count:
        return ""
    return ngettext(
        "One thing is in the way. Nothing was handed in.",
        "%(num)s things are in the way. Nothing was handed in.",
        count,
        num=count,
    )


def stops(desk: Desk, refused: Refused | None) -> Iterator[Finding]:
    """Everything in the way of a submission, each linked to where it is mended."""
    said: set[str] = set()
    for declared in desk.law.sections:
        names = {field.name for field in declared.fields}
        missing = {problem.field for problem in desk.live.problems} & names
        if missing and not touched(desk, declared):
            said |= missing
            title = gettext("%(section)s is not begun", section=declared.title)
            yield Finding(STOPS, title, "", counted(len(missing), "answer"), section_href(desk, declared.name))
    for problem in desk.live.problems:
        if problem.field in said:
            continue
        said.add(problem.field)
        href = field_href(desk, problem.field, problem.place)
        yield Finding(STOPS, Recorded(problem.what.rstrip(".")), "", Recorded(problem.cure), href)
    yield from finding_links(desk, [one for one in begun_findings(desk) if one.severity == "block"])
    for id_ in desk.unanswered:
        request = next(one for one in desk.requests if one.id == id_)
        asking = gettext("The request of %(gate)s has no reply", gate=desk.law.title_of(request.gate))
        cure = gettext("Say what was done, or why not.")
        yield Finding(STOPS, asking, "", cure, reply_href(desk, request))
    if refused is not None and not said & set(_fields(refused)):
        name = next(iter(_fields(refused)), "")
        why, cure = Recorded(refused.why.rstrip(".")), Recorded(refused.cure)
        yield Finding(STOPS, why, "", cure, field_href(desk, name) if name else "")


def _fields(refused: Refused) -> list[str]:
    """The fields a refusal speaks of, as its data name them."""
    told = refused.data.get("fields", ())
    return [str(one[0]).partition(".")[0] for one in told] if isinstance(told, list | tuple) else []


def _section(desk: Desk, declared: Declared, reader: Reader) -> Section:
    answers = asked_answers(desk.law, desk.draft.answers)
    wrong = any(problem.field in {f.name for f in declared.fields} for problem in desk.live.problems)
    missing = "1" if wrong else None
    href = url_for("intake.section", id_=desk.draft.id, section=declared.name, missing=missing)
    return section(declared, answers, reader, change_href=href)
