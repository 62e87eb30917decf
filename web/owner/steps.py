"""How far each section of a draft is, what is found in it, and where each thing in the way is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import url_for

from governance.language.definition import Section
from governance.record.events import Finding as Found
from governance.record.state import Request
from web.owner.consequence import finding_parts
from web.owner.drafting import Desk
from web.owner.gaps import Gaps, lacking
from web.parts.forms import REPLY as REPLY_INPUT
from web.parts.forms import Asked, input_id
from web.parts.pieces import Finding, State
from web.record.work_pages import SectionStep
from web.words.counts import counted
from web.words.translating import gettext

CHECK = "check"


def section_steps(desk: Desk, current: str, workflow: str = "", *, refused: bool = False) -> tuple[SectionStep, ...]:
    """The sections along the way, and the last step; `refused` says that the law would not take it now."""
    ready = desk.ready and not refused
    steps = tuple(_step(desk, found, current, workflow) for found in desk.gaps)
    state = State("not_open", gettext("Ready when you are") if ready else gettext("Opens when nothing blocks"))
    if current == CHECK:
        state = State("yours", gettext("Ready to submit") if ready else gettext("Not ready yet"))
    href = url_for("submitting.check", id_=desk.draft.id) if desk.begun else ""
    return (*steps, SectionStep(gettext("Check answers and submit"), state, href, current == CHECK))


def _step(desk: Desk, found: Gaps, current: str, workflow: str) -> SectionStep:
    state, here = section_state(desk, found), found.section.name == current
    if here and state.mark == "not_open":
        state = State("yours", state.word)
    href = href_of(desk, found.section.name, workflow)
    return SectionStep(found.section.title, state, href, here, state.mark in ("passed", "warning"))


def section_state(desk: Desk, found: Gaps) -> State:
    """What a section lacks, else which requests in it wait for a reply, else that it is complete."""
    if not found.complete:
        said = lacking([found])
        if not found.begun:
            said = gettext("Not started, %(lacking)s", lacking=said)
        return State("refused" if found.blocks else "not_open", said)
    asked = requests_in(desk, found.section.name, {})
    waiting = sum(not one.reply for one in asked)
    if waiting == len(asked) and asked:
        return State("sent_back", gettext("%(open_requests)s to answer", open_requests=counted(waiting, "request")))
    if waiting:
        every = counted(len(asked), "request")
        done = len(asked) - waiting
        return State("sent_back", gettext("%(open_requests)s of %(every)s answered", open_requests=done, every=every))
    warns = len(found.warns)
    return State("warning", counted(warns, "warning")) if warns else State("passed", gettext("Complete"))


def progress_words(desk: Desk) -> str:
    """“3 of 6 sections complete, 2 answers missing”; in rework “1 of 3 requests answered”."""
    if desk.requests:
        done = len(desk.requests) - len(desk.unanswered)
        said = gettext("%(done)s of %(requests)s answered", done=done, requests=counted(len(desk.requests), "request"))
    else:
        complete, every = sum(found.complete for found in desk.gaps), counted(len(desk.gaps), "section")
        said = gettext("%(complete)s of %(sections)s complete", complete=complete, sections=every)
    return ", ".join(part for part in (said, lacking(desk.gaps)) if part)


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


def open_requests(desk: Desk, section: Section) -> set[str]:
    """The requests of a section that have no reply yet."""
    return {asked.id for asked in requests_in(desk, section.name, {}) if not asked.reply}


def found_so_far(desk: Desk) -> tuple[Found, ...]:
    """What the checks have found: all that blocks, and the warnings of sections somebody has begun."""
    return tuple(one for found in desk.gaps for one in (*found.blocks, *found.warns))


def finding_links(desk: Desk, findings: Iterable[Found]) -> tuple[Finding, ...]:
    """Findings to show, blocking ones first, each once and linked to its field."""
    ordered = sorted(findings, key=lambda finding: finding.severity != "block")
    once = {(finding.concerns, finding.what): finding for finding in reversed(ordered)}
    return tuple(_linked(desk, finding) for finding in reversed(once.values()))


def _linked(desk: Desk, found: Found) -> Finding:
    name, _, row = found.concerns.partition(".")
    return finding_parts(found, field_href(desk, name, row))


def section_href(desk: Desk, section: str) -> str:
    """Where a section is filled in, its missing answers marked."""
    return f"{href_of(desk, section)}?missing=1"


def field_href(desk: Desk, name: str, place: str = "") -> str:
    """Where a field is answered, "" where the form has none of this name."""
    section = desk.law.section_of_field.get(name)
    missing = "?missing=1" if desk.begun and any(one.field == name for one in desk.live.problems) else ""
    return f"{href_of(desk, section)}{missing}#{input_id(desk.law.field_by_name[name], place)}" if section else ""


def reply_href(desk: Desk, request: Request) -> str:
    """Where a request is replied to."""
    return f"{href_of(desk, section_of(desk, request))}#{REPLY_INPUT}{request.id}"


def section_of(desk: Desk, request: Request) -> str:
    """The section in which a request is answered: that of its field, or the first its gate reviews."""
    gate = desk.law.gate_by_name.get(request.gate)  # none where a move took it away
    reviews = (gate.reviews if gate else ()) or (desk.law.sections[0].name,)
    return desk.law.section_of_field.get(request.concerns) or reviews[0]


def href_of(desk: Desk, section: str, workflow: str = "") -> str:
    """The address of a section; of a draft nobody has kept yet with its workflow."""
    begins = workflow if workflow and not desk.begun else None
    return url_for("intake.section", id_=desk.draft.id, section=section, workflow=begins)
