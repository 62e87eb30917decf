"""The law of people, roles and seats: who may say what of whom. Every change is a ledgered fact with its author and
reason.

Before the first administrator is appointed, `system` founds the office; from then on it never grants anything.
"""

from __future__ import annotations

from typing import assert_never

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.law.consulted import ADMINISTRATORS
from governance.law.pools import FOREVER, SYSTEM, Facts, Person, Pool
from governance.law.qualifications import Qualification, decide_acceptance, decide_training, decide_undertaking
from governance.law.standing import given
from governance.record import commands as c
from governance.record import events as e


def decide_person(
    person: str, state: Person, facts: Facts, command: c.PersonCommand, actor: str, at: int
) -> tuple[e.PersonEvent, ...]:
    """Events of a person's own stream, or `Refused`."""
    match command:
        case c.RegisterPerson(name=name, email=email):
            authority(facts, actor, at)
            if state.registered:
                raise OutOfOrder(
                    "known",
                    "This person cannot be registered.",
                    "The id is taken; it is never reused.",
                    "Register a new id.",
                )
            if not name or not email:
                raise Refused(
                    "incomplete", "This person cannot be registered.", "Name and address are needed.", "Give both."
                )
            return (e.PersonRegistered(name, email),)
        case c.RecordManager(manager=manager):
            authority(facts, actor, at)
            _registered(state)
            if manager == person:
                raise Refused(
                    "own-manager",
                    "This cannot be recorded.",
                    "Nobody is their own line manager.",
                    "Name another person.",
                )
            if manager:
                _registered(facts.person(manager))
            return (e.ManagerRecorded(manager),)
        case c.DeclareAbsence(since=since, until=until):
            if actor != person:
                authority(facts, actor, at)
            _registered(state)
            _period(since, until)
            return (e.AbsenceDeclared(since, until),)
        case _:
            assert_never(command)


def decide_pool(
    stream: str, state: Pool, facts: Facts, command: c.PoolCommand, actor: str, at: int
) -> tuple[e.PoolEvent, ...]:
    """Events of a role's or committee's stream, or `Refused`."""
    if stream == ADMINISTRATORS:
        facts = Facts({**facts.pools, stream: state}, facts.calendar, facts.people)
    match command:
        case c.Grant():
            return (_granted(stream, state, facts, command, actor, at),)
        case c.Ungrant(person=person, reason=reason):
            authority(facts, actor, at)
            return (_ungranted(stream, state, person, reason, at),)
        case c.Delegate():
            return (_delegated(state, facts, command, actor, at),)
        case c.NoteAbsence(person=person, since=since, until=until):
            if actor != SYSTEM:
                raise Forbidden(
                    "system-only",
                    "This is not done by hand.",
                    "Absences are copied from the person's own record.",
                    "Declare the absence there.",
                )
            return (e.AbsenceNoted(person, since, until),)
        case _:
            assert_never(command)


def decide_qualification(
    state: Qualification, facts: Facts, command: c.QualificationCommand, actor: str, at: int
) -> tuple[e.QualificationEvent, ...]:
    """Events of a training's or undertaking's stream, or `Refused`."""
    match command:
        case c.RecordTraining(person=person):
            authority(facts, actor, at)
            _registered(facts.person(person))
            return (decide_training(command, actor),)
        case c.IssueUndertaking(reason=reason):
            authority(facts, actor, at)
            given(reason, "reason")
            return (decide_undertaking(state, command),)
        case c.AcceptUndertaking():
            _registered(facts.person(actor))
            return (decide_acceptance(state, command),)
        case _:
            assert_never(command)


def authority(facts: Facts, actor: str, at: int) -> None:
    """Whether the actor is an administrator now, or `system` founding an office that has none yet."""
    pool = facts.pool(ADMINISTRATORS)
    if actor in pool.members(at, {}) or (actor == SYSTEM and not pool.holdings):
        return
    raise Forbidden("not-administrator", "You cannot do this.", "It is for administrators.", "Ask an administrator.")


def _granted(stream: str, state: Pool, facts: Facts, grant: c.Grant, actor: str, at: int) -> e.Granted:
    authority(facts, actor, at)
    if actor == grant.person:
        raise Forbidden(
            "own-grant", "You cannot do this.", "Nobody grants themselves a role.", "Ask another administrator."
        )
    person = facts.person(grant.person)
    _registered(person)
    _period(grant.since, grant.until or FOREVER)
    given(grant.reason, "reason")
    if stream.startswith("committee/") != bool(grant.seat):
        raise Refused(
            "seat",
            "This cannot be granted.",
            "A committee is held by seat, a role is not.",
            "Name a seat for a committee, and none for a role.",
        )
    if any(
        h.person == grant.person and h.seat == grant.seat and h.covers(grant.since, {})
        for h in state.holdings
        if not h.scope
    ):
        raise OutOfOrder(
            "held",
            "This cannot be granted.",
            "The person holds it already at that time.",
            "End the present grant first.",
        )
    return e.Granted(
        person=grant.person,
        since=grant.since,
        until=grant.until,
        reason=grant.reason,
        seat=grant.seat,
        alternate=grant.alternate,
        scope=grant.scope,
        away=tuple(period for period in person.absences if period[1] > at),
    )


def _ungranted(stream: str, state: Pool, person: str, reason: str, at: int) -> e.Ungranted:
    given(reason, "reason")
    if not any(h.person == person and at < h.until for h in state.holdings):
        raise OutOfOrder("not-held", "Nothing ends here.", "The person holds nothing in this pool.", "Reload the page.")
    left = {h.person for h in state.holdings if h.covers(at, {}) and h.person != person}
    if stream == ADMINISTRATORS and not left:
        raise Refused(
            "last-administrator",
            "This cannot end.",
            "The office would have no administrator.",
            "Appoint another first.",
        )
    return e.Ungranted(person, reason)


def _delegated(state: Pool, facts: Facts, command: c.Delegate, actor: str, at: int) -> e.Delegated:
    if actor != command.person:
        authority(facts, actor, at)
        if actor == command.to:
            raise Forbidden(
                "own-grant", "You cannot do this.", "Nobody takes another's authority.", "Ask them to delegate it."
            )
    _registered(facts.person(command.to))
    _period(command.since, command.until)
    if not any(h.person == command.person and h.until > command.since for h in state.holdings):
        raise Refused(
            "not-held",
            "This cannot be delegated.",
            "The person holds nothing in this pool then.",
            "Delegate only what is held.",
        )
    if _reaches(state, command.to, command.person, command.since, command.until):
        raise Refused(
            "cycle",
            "This cannot be delegated.",
            "It would lend authority back to its lender.",
            "Choose a person outside the chain.",
        )
    return e.Delegated(command.person, command.to, command.since, command.until)


def _reaches(state: Pool, start: str, goal: str, since: int, until: int) -> bool:
    """Whether delegations that overlap the period lead from `start` to `goal`."""
    overlapping = [(d.person, d.to) for d in state.lent if d.since < until and since < d.until]
    reached = {start}
    while fresh := {to for person, to in overlapping if person in reached} - reached:
        reached |= fresh
    return goal in reached


def _registered(person: Person) -> None:
    if not person.registered:
        raise Refused(
            "unknown-person",
            "This person is unknown.",
            "Nobody is registered under that id.",
            "Invite the person first.",
        )
    if person.forgotten:
        raise Refused(
            "erased", "This cannot be recorded.", "The person was erased, and the id is never reused.", "Name another."
        )
    if person.identity.closed:
        raise OutOfOrder(
            "account-closed",
            "This person cannot be given anything.",
            "Their account was closed for good.",
            "Choose somebody who can sign in.",
        )


def _period(since: int, until: int) -> None:
    if not 0 <= since < until:
        raise Refused(
            "period", "This period is not one.", "It ends before it begins.", "Give a beginning before the end."
        )
