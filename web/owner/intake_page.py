"""The intake page from a desk: steps along the way, the section's form, and what the answers lead to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from flask import url_for
from wtforms import Form

from coe.drafts import REPLY, short_digest
from governance.formats.jcs import Json
from governance.language.definition import Definition, Section
from governance.law.form import wanted
from governance.reading.answers import AnswerProblem
from web.owner.consequence import consequence
from web.owner.drafting import Desk, asked_fields
from web.owner.gaps import blocking, lacking
from web.owner.rework import again, flagged, notes, previewed
from web.owner.steps import (
    finding_links,
    found_so_far,
    href_of,
    open_requests,
    progress_words,
    requests_in,
    section_steps,
)
from web.parts.forms import QUESTION, Surroundings, build, mark
from web.parts.moments import moment
from web.parts.pages import PageFrame
from web.parts.pieces import FieldError, Link
from web.parts.sources import policy_link
from web.record.work_pages import Expected, IntakePage
from web.rows.live import demanded
from web.words.translating import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Showing:
    """How a section is shown: `tab` and `shown` as of loading, `typed` over what is kept, `errors` by field, whether
    missing answers count as errors, the table that gets an empty row, and what the saved line says.
    """

    tab: str
    frame: PageFrame
    names: Mapping[str, str]
    now: int
    zone: tzinfo
    csrf_token: str
    typed: Mapping[str, Json] | None = None
    errors: Mapping[str, str] | None = None
    missing: bool = False
    more: str = ""
    saved: str = ""
    expected: Expected | None = None
    workflow: str = ""


def intake_page(desk: Desk, section: str, showing: Showing) -> IntakePage:
    """The page of one section."""
    place = list(desk.law.section_by_name).index(section)
    form, found = section_form(desk, section, showing), again(desk)
    for name, said in notes(desk, found).items():
        if QUESTION + name in form:
            form[QUESTION + name].changed_note = said  # read by the template alone
    errors = _marked(desk, section, form, showing)
    following = [*desk.law.sections][place + 1 :]
    findings = finding_links(desk, found_so_far(desk))
    blocks = sum(finding.state.mark == "refused" for finding in findings)
    declared = desk.law.sections[place]
    return IntakePage(
        frame=showing.frame,
        back=Link(gettext("My initiatives"), url_for("initiatives.index")),
        number=desk.record.state.number if desk.record else gettext("Draft"),
        title=desk.title,
        status=_status(desk),
        audience=desk.law.title,
        contributors=", ".join(showing.names.get(person, "") for person in desk.draft.contributors),
        saved=showing.saved or saved_words(desk, showing.now, showing.zone),
        progress=progress_words(desk),
        steps=section_steps(desk, section, showing.workflow),
        position=gettext("Section %(place)s of %(sections)s", place=place + 1, sections=len(desk.law.sections)),
        heading=declared.title,
        lead=declared.help or gates_reading(desk.law, declared),
        form=form,
        action=href_of(desk, section, showing.workflow),
        next_label=gettext("Save and continue to %(following)s", following=following[0].title)
        if following
        else gettext("Save and check answers"),
        consequence=previewed(desk, found, consequence(desk.law, desk.live, policy_link(desk.law))),
        unasked=flagged(desk, found),
        findings=findings,
        findings_meta=_meta(blocks, len(findings) - blocks),
        errors=errors,
        errors_title=_errors_title(desk, section, showing, errors),
        expected=showing.expected,
        links=_links(desk) if desk.begun else (),
    )


def _status(desk: Desk) -> str:
    if desk.record:
        return gettext("In rework, version %(version)s", version=desk.version)
    return gettext("Numbered when it is submitted")


def section_form(desk: Desk, section: str, showing: Showing) -> Form:
    """The form of a section with its hidden fields."""
    fields = asked_fields(desk, section)
    answers = dict(showing.typed if showing.typed is not None else desk.draft.answers)
    if showing.more in {field.name for field in fields}:
        rows = answers.get(showing.more)
        answers[showing.more] = [*(rows if isinstance(rows, list) else []), {}]
    asked = requests_in(desk, section, showing.names)
    names = [*(f.name for f in fields), *(REPLY + one.id for one in asked)]
    was = {name: short_digest(desk.draft.value(name)) for name in names}
    hidden = {
        "csrf_token": showing.csrf_token,
        "tab": showing.tab,
        "shown": str(desk.draft.version),
        "was": json.dumps(was, separators=(",", ":")),
        "missing": "1" if showing.missing else "",
    }
    raised = desk.record.state.raised if desk.record else ""
    needed = wanted(desk.law, desk.live.clean, raised) | demanded(desk.law, desk.live.clean, fields, raised)
    around = Surroundings(tuple(showing.names.items()), needed)
    return build(fields, answers, around, asked, hidden)


def saved_words(desk: Desk, now: int, zone: tzinfo) -> str:
    """The line that says what is kept."""
    if not desk.begun:
        return (
            gettext("As submitted in version %(version)s", version=desk.version - 1)
            if desk.record
            else gettext("Nothing kept yet")
        )
    return gettext(
        "All answers saved, %(when)s",
        when=moment(desk.draft.updated, now, zone).text.removeprefix("today, "),
    )


def gates_reading(law: Definition, section: Section) -> str:
    """Who reads a section, where it says nothing about itself."""
    titles = [gate.title for gate in law.gates if section.name in gate.reviews]
    return gettext("Read by %(titles)s.", titles=", ".join(titles)) if titles else ""


def _links(desk: Desk) -> tuple[Link, ...]:
    links = [Link(gettext("Contributors"), url_for("contributing.contributors", id_=desk.draft.id))]
    if desk.record:
        links.append(
            Link(gettext("What reviewers decided"), url_for("initiative.show", number=desk.record.state.number))
        )
    return tuple(links)


def _meta(blocks: int, warns: int) -> str:
    parts: Sequence[str] = [
        blocking(blocks) if blocks else "",
        ngettext("%(num)s warning", "%(num)s warnings", warns, num=warns) if warns else "",
    ]
    return ", ".join(part for part in parts if part)


def _marked(desk: Desk, section: str, form: Form, showing: Showing) -> tuple[FieldError, ...]:
    """Errors put at their fields, and the list of them for the top of the form: a line for each question."""
    fields = {field.name: field for field in asked_fields(desk, section)}
    errors = []
    for name, message in (showing.errors or {}).items():
        if name in fields:
            errors.append(FieldError(mark(form, fields[name], "", message), f"{fields[name].label}: {message}"))
    told: dict[str, list[FieldError]] = {}
    for problem in desk.live.problems:
        if problem.field not in fields or not (showing.missing or _shown_at_once(desk, problem)):
            continue
        said = f"{problem.what} {problem.cure}"
        at = mark(form, fields[problem.field], problem.place, said)
        told.setdefault(problem.field, []).append(FieldError(at, said))
    errors += [_of_one(fields[name].label, found) for name, found in told.items()]
    if showing.missing:
        for request in sorted(open_requests(desk, desk.law.section_by_name[section])):
            part = form[f"reply-{request}"]
            part.errors = [gettext("Say what was done, or why not.")]
            errors.append(
                FieldError(part.id, gettext("%(label)s: say what was done, or why not.", label=part.label.text))
            )
    return tuple(errors)


def _shown_at_once(desk: Desk, problem: AnswerProblem) -> bool:
    """What is wrong with an answer is said while one types; what is not answered yet, only when one goes on."""
    return problem.field not in desk.live.missing and not problem.absent


def _of_one(label: str, found: Sequence[FieldError]) -> FieldError:
    """All that is wrong with one question as one line, which leads to the first of it."""
    if len(found) == 1:
        return found[0]
    more = ngettext(
        "%(first)s One more in “%(label)s”.",
        "%(first)s %(num)s more in “%(label)s”.",
        len(found) - 1,
        num=len(found) - 1,
        first=found[0].message,
        label=label,
    )
    return FieldError(found[0].field_id, more)


def _errors_title(desk: Desk, section: str, showing: Showing, errors: Sequence[FieldError]) -> str:
    """“2 answers missing”, as the list of sections counts them; else how many answers need somebody."""
    here = next(found for found in desk.gaps if found.section.name == section)
    only_gaps = showing.missing and not showing.errors and len(errors) == len(here.missing) + len(here.wrong)
    if only_gaps:
        return lacking([replace(here, blocks=())])
    return ngettext("%(num)s answer needs you", "%(num)s answers need you", len(errors), num=len(errors))
