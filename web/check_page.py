"""The page on which answers are checked before they are submitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import url_for
from wtforms import Form, HiddenField

from governance.definition import Section as Declared
from web.answers import Reader, fingerprint, section
from web.consequence import consequence
from web.counts import counted
from web.drafting import Desk
from web.intake_page import CHECK, begun_findings, blocking, finding_links, progress_words, section_steps, unanswered
from web.live import asked_answers
from web.pages import PageFrame
from web.parts import Finding, Link, Section
from web.rework import again, flagged, previewed
from web.sources import policy_link
from web.translating import gettext, ngettext
from web.work_pages import CheckAnswersPage


def check_page(
    desk: Desk,
    person: str,
    frame: PageFrame,
    hidden: Mapping[str, str],
    name_of: Callable[[str], str],
    warnings: tuple[Finding, ...] = (),
) -> CheckAnswersPage:
    """Every section as reviewers will read it, what blocks, and the sentence that submitting asserts. `warnings` come
    after the findings of the form.
    """
    reader, found = Reader(name_of, {}), again(desk)
    form: type[Form] = type("Submit", (Form,), {name: HiddenField(default=value) for name, value in hidden.items()})
    return CheckAnswersPage(
        frame=frame,
        back=Link(gettext("My initiatives"), url_for("initiatives.index")),
        number=desk.record.state.number if desk.record else "Draft",
        title=desk.title,
        steps=section_steps(desk, CHECK),
        progress=progress_words(desk),
        sections=tuple(_section(desk, declared, reader) for declared in desk.law.sections),
        consequence=previewed(desk, found, consequence(desk.law, desk.live, policy_link(desk.law))),
        unasked=flagged(desk, found),
        findings=(*finding_links(desk, begun_findings(desk)), *warnings),
        form=form(),
        action=url_for("submitting.check", id_=desk.draft.id),
        sentence=f"as owner, submit version {desk.version} for review, all of what is shown here, as its author.",
        fingerprint=fingerprint(desk.draft.fingerprint()),
        blocked=blocked_words(desk, person, name_of),
    )


def blocked_words(desk: Desk, person: str, name_of: Callable[[str], str]) -> str:
    """Why it cannot be submitted yet, and how to clear it; empty when nothing stands in the way."""
    if person != desk.draft.owner:
        return gettext("Only the owner submits. Tell %(owner)s that it is ready.", owner=name_of(desk.draft.owner))
    said = []
    if desk.live.problems:
        first = desk.live.problems[0]
        fields = len({problem.field for problem in desk.live.problems})
        said.append(
            ngettext(
                "%(num)s answer needs you, the first: %(what)s",
                "%(num)s answers need you, the first: %(what)s",
                fields,
                num=fields,
                what=first.what,
            )
        )
    found = blocking(desk)
    if found:
        block = "blocks" if len(found) == 1 else "block"
        said.append(f"{counted(len(found), 'finding')} {block}: {found[0].what} {found[0].cure}")
    waiting = len(unanswered(desk))
    if waiting:
        said.append(ngettext("%(num)s request has no reply.", "%(num)s requests have no reply.", waiting, num=waiting))
    return " ".join(said)


def _section(desk: Desk, declared: Declared, reader: Reader) -> Section:
    answers = asked_answers(desk.law, desk.draft.answers)
    wrong = any(problem.field in {f.name for f in declared.fields} for problem in desk.live.problems)
    missing = "1" if wrong else None
    href = url_for("intake.section", id_=desk.draft.id, section=declared.name, missing=missing)
    return section(declared, answers, reader, change_href=href)
