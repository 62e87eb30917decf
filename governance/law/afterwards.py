"""The law of what is approved: when it ends and who hears of it before, check-ins, renewal, retirement.

Moments are hours, days and months after or before a recorded one, so no calendar is consulted. Time ends an approval;
it never gives one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.language.business_time import due, later
from governance.language.definition import Definition
from governance.law.coding import code_of
from governance.law.pools import SYSTEM, Facts
from governance.law.standing import coordinating, given, refuse_others, refuse_unless
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import GRANTED, IN_USE, Initiative

EXPIRY = "expiry"
LaterCommand: TypeAlias = c.GiveNotice | c.Expire | c.AskCheckIn | c.CheckIn | c.Renew | c.Retire
LaterEvent: TypeAlias = e.NoticeGiven | e.Expired | e.CheckInAsked | e.CheckedIn | e.Renewed | e.Retired


@dataclass(frozen=True)
class Moment:
    """A moment (UTC ms) at which `system` acts on an approved record. `step` is unique within the record's `term`."""

    step: str
    kind: Literal["notice", "expire", "check-in"]
    at: int
    term: int


def moments(law: Definition, state: Initiative) -> tuple[Moment, ...]:
    """What still lies ahead of an approved record or has come and was not recorded yet, in order of time."""
    return tuple(sorted(_moments(law, state), key=lambda moment: (moment.at, moment.step)))


def _moments(law: Definition, state: Initiative) -> Iterator[Moment]:
    if state.expires and state.status in IN_USE:
        for notice in law.afterwards.notify:
            step = f"{notice.amount} {notice.kind} before"
            if step not in state.noticed:
                yield Moment(step, "notice", state.expires - later(0, notice), state.term)
        yield Moment(EXPIRY, "expire", state.expires, state.term)
    if state.released and state.status in GRANTED:
        asked = {each.step for each in state.check_ins}
        for check_in in law.afterwards.check_ins:
            step = f"{check_in.at.amount} {check_in.at.kind} after"
            if step not in asked:
                yield Moment(step, "check-in", later(state.released, check_in.at), state.term)


def asked_for(law: Definition, step: str) -> str:
    """What a check-in asks for, "" for a step the definition does not have."""
    found = (each.ask for each in law.afterwards.check_ins if f"{each.at.amount} {each.at.kind} after" == step)
    return next(found, "")


def approved(law: Definition, facts: Facts, state: Initiative, at: int) -> e.Approved:
    """The approval: until when it holds, the code that marks it, the records that hear of it."""
    code = law.afterwards.code
    return e.Approved(
        _end(law, facts, at),
        code_of(code, state.answers, state.number, at) if code else "",
        renews=state.refers.get(law.afterwards.renews, ""),
        retires=state.refers.get(law.afterwards.retires, ""),
        publishes=law.afterwards.publishes,
    )


def decide_later(
    law: Definition, facts: Facts, state: Initiative, command: LaterCommand, actor: str, at: int
) -> LaterEvent:
    """The event of an act on an approved record, or `Refused`."""
    match command:
        case c.GiveNotice(term=term, step=step):
            _at_its_moment(law, state, ("notice", term, step), actor, at)
            return e.NoticeGiven(term, step, _concerned(law, facts, state, at))
        case c.Expire(term=term):
            _at_its_moment(law, state, ("expire", term, EXPIRY), actor, at)
            return e.Expired(term, _concerned(law, facts, state, at))
        case c.AskCheckIn(step=step):
            _at_its_moment(law, state, ("check-in", state.term, step), actor, at)
            return e.CheckInAsked(step)
        case c.CheckIn():
            return _check_in(state, command, actor)
        case c.Renew():
            return _renew(law, facts, state, command, actor, at)
        case c.Retire():
            return _retire(law, facts, state, command, actor, at)
        case _:
            assert_never(command)


def _at_its_moment(law: Definition, state: Initiative, named: tuple[str, int, str], actor: str, at: int) -> None:
    """Only `system`, only at a moment that has come, and only once."""
    _system_only(actor)
    moment = next((m for m in moments(law, state) if (m.kind, m.term, m.step) == named), None)
    if moment is None or at < moment.at:
        raise OutOfOrder(
            "step-not-due",
            "This step is not due.",
            "It does not exist, was taken already, or its time has not come.",
            "Wait for the clock.",
        )


def _system_only(actor: str) -> None:
    if actor != SYSTEM:
        raise Forbidden(
            "system-only",
            "This is not done by hand.",
            "It follows from the clock or from another record.",
            "Nothing is left to do.",
        )


def _concerned(law: Definition, facts: Facts, state: Initiative, at: int) -> tuple[str, ...]:
    """The owner and the coordinators."""
    return tuple(dict.fromkeys((state.owner, *facts.pool(law.coordinators).members(at, state.answers))))


def _check_in(state: Initiative, command: c.CheckIn, actor: str) -> e.CheckedIn:
    refuse_others(state, actor)
    refuse_unless(state, ("released", "expired", "retired"), "checked in on")
    asked = next((each for each in state.check_ins if each.step == command.step), None)
    if asked is None or asked.note:
        raise OutOfOrder(
            "nothing-asked",
            "This check-in is not awaited.",
            "It was answered already." if asked else "It has not been asked yet.",
            "Nothing is left to do now.",
        )
    return e.CheckedIn(command.step, given(command.note, "note"))


def _renew(law: Definition, facts: Facts, state: Initiative, command: c.Renew, actor: str, at: int) -> e.Renewed:
    """Another term from now on. What was approved cannot have changed: nothing is submitted to an approved record."""
    _system_only(actor)
    refuse_unless(state, tuple(sorted(GRANTED)), "renewed")
    asking = _asking(facts, state, command.by)
    if asking is None or not _names(asking, asking.renews, state):
        raise _nobody_asks()
    if command.by in state.renewed_by:
        raise OutOfOrder(
            "renewed-before", "This was renewed already.", "One approval gives one term.", "Nothing is left to do."
        )
    if law.expires is None:
        raise Refused(
            "never-expires", "This cannot be renewed.", "Its approval has no end.", "There is nothing left to do."
        )
    return e.Renewed(command.by, _end(law, facts, at))


def _retire(law: Definition, facts: Facts, state: Initiative, command: c.Retire, actor: str, at: int) -> e.Retired:
    refuse_unless(state, tuple(sorted(GRANTED)), "retired")
    if command.by:
        _system_only(actor)
        asking = _asking(facts, state, command.by)
        if asking is None or not _names(asking, asking.retires, state):
            raise _nobody_asks()
        return e.Retired(command.reason, command.by)
    if actor != state.owner:
        coordinating(law, facts, state, actor, at)
    return e.Retired(given(command.reason, "reason"))


def _asking(facts: Facts, state: Initiative, by: str) -> Initiative | None:
    """The record that asks, while its approval stands."""
    asking = (facts.records or {}).get(by)
    return asking if asking is not None and asking.status in IN_USE and asking.number != state.number else None


def _names(asking: Initiative, stream: str, state: Initiative) -> bool:
    """Whether the stream that its approval told is this record's: its own submission was held to the number."""
    return bool(stream) and any(
        stream == named and asking.answers.get(name) == state.number for name, named in asking.refers.items()
    )


def _nobody_asks() -> OutOfOrder:
    return OutOfOrder(
        "nobody-asks",
        "This is not done by hand.",
        "No approved record asks for it.",
        "Have a record approved whose workflow renews or retires others.",
    )


def _end(law: Definition, facts: Facts, at: int) -> int:
    """When a term that begins now ends; 0 for one without end."""
    return due(facts.calendar, at, law.expires) if law.expires and facts.calendar else 0
