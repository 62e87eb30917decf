"""The preview beside the list: what changed for this reader, by when, who else, and what happens if late."""

from __future__ import annotations

from dataclasses import replace

from coe.words.steps import step_words
from governance.law.clocks import OVERDUE
from web.parts.answers import ERASED
from web.parts.moments import day_of
from web.parts.pieces import State
from web.parts.why_shown import away_words
from web.record import outcomes
from web.review.decision_page import Desk
from web.review.inbox_parts import InboxPreview
from web.review.inbox_waiting import Waiting, row
from web.rows.changes import Changed
from web.words.translating import gettext, ngettext
from web.words.vocabulary import listed, role_said

WHOLE = 100
MOST_CHANGES = 4
MOST_NAMED = 3


def preview(one: Waiting, because: str = "", *, asked: bool = False) -> InboxPreview:
    """What is said of one decision; `because` is why it is first, "" for any other. `asked`: whether the address
    asks for it.
    """
    desk, reading = one.desk, one.reading
    facts = [(gettext("Due"), _due(one))]
    if reading.since:
        state = desk.record.state
        votes = [vote for vote in state.votes.get(desk.gate.name, ()) if vote.person == desk.person]
        on = day_of(votes[-1].at, desk.record.at, desk.zone)
        signed = gettext("You signed version %(version)s on %(day)s", version=reading.since, day=on)
        facts.append((gettext("Round %(number)s", number=state.round), signed))
    facts.append((gettext("Reading"), _reading(one)))
    facts.append((gettext("Who else"), who_else(one)))
    facts.append((gettext("If late"), if_late(desk)))
    cleared = outcomes.follows(desk.record, desk.gate, desk.person, desk.seat, "approve", desk.reader.name_of)
    if cleared:
        facts.append((gettext("Approving"), cleared))
    mine = reading.mine if reading.since else ()
    changes = tuple((_mark(change, desk.person), change.field.label) for change in mine[:MOST_CHANGES])
    left = len(mine) - len(changes)
    more = ngettext("and %(num)s more answer", "and %(num)s more answers", left, num=left) if left else ""
    snoozed = desk.gate.name if one.snoozable else ""
    return InboxPreview(row(one), one.name, because, tuple(facts), changes, more, snoozed, asked, _answers(one))


def because_first(first: Waiting, *, alone: bool) -> str:
    """Why the first by risk is first."""
    if first.due.used > WHOLE:
        if alone:
            return gettext("its promise is missed already.")
        return gettext("its promise is missed already, longer than any other here.")
    if not first.ends:
        return gettext("nothing here has a clock, and it came first.")
    used = first.due.used
    if alone:
        return gettext(
            "it is the only decision that waits for you: %(used)s\u00a0%% is used, and it can still be on time.",
            used=used,
        )
    return gettext(
        "no other clock here has run further: %(used)s\u00a0%% is used, and it can still be on time.", used=used
    )


def who_else(one: Waiting) -> str:
    """Who else may decide here, and whom it was passed on to."""
    desk = one.desk
    if one.passed:
        return gettext("You passed it on to %(to)s", to=desk.reader.name_of(one.passed))
    standing = desk.record.standings[desk.gate.name]
    able = [each for each in standing.able if each != desk.person]
    if not able:
        others = replace(standing, away=tuple(each for each in standing.away if each != desk.person))
        away = away_words(desk.record, others, desk.person, desk.reader.name_of, desk.zone)
        return away or gettext("Nobody else can decide here now")
    names = [desk.reader.name_of(each) for each in able[:MOST_NAMED]]
    more = len(able) - len(names)
    if more:
        names.append(ngettext("%(num)s more", "%(num)s more", more, num=more))
    return gettext("%(names)s can decide here too", names=listed(tuple(names)))


def if_late(desk: Desk) -> str:
    """What the clock does when nobody decides."""
    mark = desk.record.state.marks.get(desk.gate.name)
    left = [one for one in desk.gate.escalate if mark is None or one.step not in mark.steps]
    if not mark or not mark.due:
        return gettext("Nothing: this gate has no clock")
    if not left:
        if OVERDUE in mark.steps:
            return gettext("Everybody the policy names has it already")
        return gettext("Reminders go on; nothing is approved by waiting")
    said = []
    for one in left:
        delegate = one.to == "delegate"
        whom = gettext("your delegate") if delegate else gettext("the %(pool)s", pool=role_said(one.to))
        when = gettext("when it is due") if one.percent else step_words(one.step)
        said.append(gettext("%(whom)s may decide too %(when)s", whom=whom, when=when))
    told = "; ".join(said)
    return told[:1].upper() + told[1:]


def _answers(one: Waiting) -> tuple[tuple[str, str], ...]:
    found, reader = [], one.desk.reader
    for question in one.answered:
        last = question.answers[-1]
        asked, said = (reader.texts.get(commit, ERASED) for commit in (question.text, last.text))
        who = reader.name_of(last.person)
        told = gettext("%(who)s answered: “%(words)s”", who=who, words=said)
        found.append((gettext("You asked: “%(words)s”", words=asked), told))
    return tuple(found)


def _due(one: Waiting) -> str:
    if not one.ends:
        return gettext("No clock runs")
    when, left = one.due.moment.text, one.due.left
    return gettext("%(when)s: %(left)s, %(used)s\u00a0%% used", when=when, left=left, used=one.due.used)


def _reading(one: Waiting) -> str:
    reading, minutes = one.reading, gettext("%(minutes)s min", minutes=one.minutes)
    if not reading.since:
        return minutes
    same = reading.of - len(reading.mine)
    return gettext("%(minutes)s; %(same)s of %(of)s answers unchanged", minutes=minutes, same=same, of=reading.of)


def _mark(one: Changed, person: str) -> State:
    if not one.asked:
        return State("warning", gettext("Changed, and nobody asked for it"))
    if not one.changed:
        return State("warning", gettext("Asked for, and not changed"))
    mine = any(request.person == person for request in one.requests)
    return State("passed", gettext("Answers your request") if mine else gettext("Answers a request"))
