"""The intake page from a desk: steps along the way, the section's form, and what the answers lead to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from flask import url_for
from wtforms import Form

from coe.drafts import REPLY, short_digest
from governance.formats.jcs import Json
from governance.language.definition import Definition, Section
from governance.law.form import wanted
from governance.reading.answers import AnswerProblem
from governance.record.events import Finding as Found
from governance.record.state import Request
from web.owner.consequence import consequence, finding_parts
from web.owner.drafting import Desk, asked_fields
from web.owner.rework import again, flagged, notes, previewed
from web.parts.forms import QUESTION, Asked, Surroundings, build, input_id, mark
from web.parts.forms import REPLY as REPLY_INPUT
from web.parts.moments import moment
from web.parts.pages import PageFrame
from web.parts.pieces import FieldError, Finding, Link, State
from web.parts.sources import policy_link
from web.record.work_pages import Expected, IntakePage, SectionStep
from web.words.counts import counted
from web.words.translating import gettext, ngettext

CHECK = "check"


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
    findings = finding_links(desk, begun_findings(desk))
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
        action=_href(desk, section, showing.workflow),
        next_label=gettext("Save and continue to %(following)s", following=following[0].title)
        if following
        else gettext("Save and check answers"),
        consequence=previewed(desk, found, consequence(desk.law, desk.live, policy_link(desk.law))),
        unasked=flagged(desk, found),
        findings=findings,
        findings_meta=_meta(blocks, len(findings) - blocks),
        errors=errors,
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
    }
    raised = desk.record.state.raised if desk.record else ""
    around = Surroundings(tuple(showing.names.items()), wanted(desk.law, desk.live.clean, raised))
    return build(fields, answers, around, asked, hidden)


def requests_in(desk: Desk, section: str, names: Mapping[str, str]) -> tuple[Asked, ...]:
    """The requests to answer here: on this section's fields, and on a whole gate in the first section it reviews."""
    found = []
    for request in desk.requests:
        gate = desk.law.gate_by_name.get(request.gate)  # none where a move took it away
        if section_of(desk, request) == section:
            words = gettext(
                "%(person)s asked: “%(request)s”",
                person=names.get(request.person, gettext("A reviewer")),
                request=desk.texts.get(request.text, ""),
            )
            reply = desk.draft.replies.get(request.id, "")
            asking = gate.title if gate else request.gate.replace("_", " ")
            found.append(
                Asked(request.id, request.concerns, gettext("Your reply to %(asking)s", asking=asking), words, reply)
            )
    return tuple(found)


def section_steps(desk: Desk, current: str, workflow: str = "", *, refused: bool = False) -> tuple[SectionStep, ...]:
    """The sections along the way, and the last step; `refused` says that the law would not take it now."""
    ready = desk.ready and not refused
    steps = tuple(_step(desk, section, current, workflow) for section in desk.law.sections)
    state = State("not_open", gettext("Ready when you are") if ready else gettext("Opens when nothing blocks"))
    if current == CHECK:
        state = State("yours", gettext("Ready to submit") if ready else gettext("Not ready yet"))
    href = url_for("submitting.check", id_=desk.draft.id) if desk.begun else ""
    return (*steps, SectionStep(gettext("Check answers and submit"), state, href, current == CHECK))


def progress_words(desk: Desk) -> str:
    """“3 of 6 sections complete”; in rework “1 of 3 requests answered”."""
    if desk.requests:
        done = len(desk.requests) - len(desk.unanswered)
        return gettext("%(done)s of %(requests)s answered", done=done, requests=counted(len(desk.requests), "request"))
    complete = sum(_is_complete(desk, section) for section in desk.law.sections)
    return gettext(
        "%(complete)s of %(sections)s complete", complete=complete, sections=counted(len(desk.law.sections), "section")
    )


def finding_links(desk: Desk, findings: Iterable[Found]) -> tuple[Finding, ...]:
    """Findings to show, blocking ones first, each once and linked to its field."""
    ordered = sorted(findings, key=lambda finding: finding.severity != "block")
    once = {(finding.concerns, finding.what): finding for finding in reversed(ordered)}
    return tuple(_linked(desk, finding) for finding in reversed(once.values()))


def begun_findings(desk: Desk) -> tuple[Found, ...]:
    """The findings in sections somebody has begun: an empty section is missing answers, not finding fault."""
    begun = {field.name for section in desk.law.sections if touched(desk, section) for field in section.fields}
    return tuple(finding for finding in desk.live.findings if finding.concerns.partition(".")[0] in begun)


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


def _step(desk: Desk, section: Section, current: str, workflow: str) -> SectionStep:
    href = _href(desk, section.name, workflow)
    here = section.name == current
    complete = _is_complete(desk, section)
    state = _section_state(desk, section)
    if here and state.mark == "not_open":
        state = State("yours", state.word)
    return SectionStep(section.title, state, href, here, complete)


def _section_state(desk: Desk, section: Section) -> State:
    names = {field.name for field in section.fields}
    problems = _problems(desk, section)
    blocks = [f for f in desk.live.findings if f.concerns.partition(".")[0] in names and f.severity == "block"]
    warns = [f for f in desk.live.findings if f.concerns.partition(".")[0] in names and f.severity == "warn"]
    open_requests = len(_open_requests(desk, section))
    if blocks and touched(desk, section):
        words = ngettext(
            "%(num)s finding blocks submission", "%(num)s findings block submission", len(blocks), num=len(blocks)
        )
        return State("refused", words)
    if problems:
        missing = counted(len({problem.field for problem in problems}), "answer")
        return State(
            "not_open",
            gettext("%(missing)s missing", missing=missing) if touched(desk, section) else gettext("Not started"),
        )
    if open_requests:
        every = len(requests_in(desk, section.name, {}))
        done = gettext(
            "%(open_requests)s of %(every)s answered",
            open_requests=every - open_requests,
            every=counted(every, "request"),
        )
        return State(
            "sent_back",
            gettext("%(open_requests)s to answer", open_requests=counted(open_requests, "request"))
            if every == open_requests
            else done,
        )
    if blocks:
        return State("not_open", gettext("Not started"))
    return State("warning", counted(len(warns), "warning")) if warns else State("passed", gettext("Complete"))


def _is_complete(desk: Desk, section: Section) -> bool:
    return _section_state(desk, section).mark in ("passed", "warning")


def touched(desk: Desk, section: Section) -> bool:
    """Whether anything of a section is answered."""
    return any(field.name in desk.draft.answers for field in section.fields)


def _problems(desk: Desk, section: Section) -> list[AnswerProblem]:
    names = {field.name for field in section.fields}
    return [problem for problem in desk.live.problems if problem.field in names]


def _open_requests(desk: Desk, section: Section) -> set[str]:
    return {asked.id for asked in requests_in(desk, section.name, {}) if not asked.reply}


def _marked(desk: Desk, section: str, form: Form, showing: Showing) -> tuple[FieldError, ...]:
    """Errors put at their fields, and the list of them for the top of the form."""
    fields = {field.name: field for field in asked_fields(desk, section)}
    errors = []
    for name, message in (showing.errors or {}).items():
        if name in fields:
            errors.append(FieldError(mark(form, fields[name], "", message), f"{fields[name].label}: {message}"))
    for problem in desk.live.problems:
        if problem.field not in fields or (problem.field in desk.live.missing and not showing.missing):
            continue
        if not showing.missing and problem.what.endswith(("is empty.", "choose an answer.")):
            continue
        said = f"{problem.what} {problem.cure}"
        errors.append(FieldError(mark(form, fields[problem.field], problem.place, said), said))
    if showing.missing:
        for request in sorted(_open_requests(desk, desk.law.section_by_name[section])):
            part = form[f"reply-{request}"]
            part.errors = [gettext("Say what was done, or why not.")]
            errors.append(
                FieldError(part.id, gettext("%(label)s: say what was done, or why not.", label=part.label.text))
            )
    return tuple(errors)


def _linked(desk: Desk, found: Found) -> Finding:
    name, _, row = found.concerns.partition(".")
    return finding_parts(found, field_href(desk, name, row))


def section_href(desk: Desk, section: str) -> str:
    """Where a section is filled in, its missing answers marked."""
    return f"{_href(desk, section)}?missing=1"


def field_href(desk: Desk, name: str, place: str = "") -> str:
    """Where a field is answered, "" where the form has none of this name."""
    section = desk.law.section_of_field.get(name)
    missing = "?missing=1" if desk.begun and any(one.field == name for one in desk.live.problems) else ""
    return f"{_href(desk, section)}{missing}#{input_id(desk.law.field_by_name[name], place)}" if section else ""


def reply_href(desk: Desk, request: Request) -> str:
    """Where a request is replied to."""
    return f"{_href(desk, section_of(desk, request))}#{REPLY_INPUT}{request.id}"


def section_of(desk: Desk, request: Request) -> str:
    """The section in which a request is answered: that of its field, or the first its gate reviews."""
    gate = desk.law.gate_by_name.get(request.gate)  # none where a move took it away
    reviews = (gate.reviews if gate else ()) or (desk.law.sections[0].name,)
    return desk.law.section_of_field.get(request.concerns) or reviews[0]


def _href(desk: Desk, section: str, workflow: str = "") -> str:
    begins = workflow if workflow and not desk.begun else None
    return url_for("intake.section", id_=desk.draft.id, section=section, workflow=begins)


def _links(desk: Desk) -> tuple[Link, ...]:
    links = [Link(gettext("Contributors"), url_for("contributing.contributors", id_=desk.draft.id))]
    if desk.record:
        links.append(
            Link(gettext("What reviewers decided"), url_for("initiative.show", number=desk.record.state.number))
        )
    return tuple(links)


def _meta(blocks: int, warns: int) -> str:
    parts: Sequence[str] = [
        ngettext("%(num)s finding blocks submission", "%(num)s findings block submission", blocks, num=blocks)
        if blocks
        else "",
        ngettext("%(num)s warning", "%(num)s warnings", warns, num=warns) if warns else "",
    ]
    return ", ".join(part for part in parts if part)
