"""The law of definitions and calendars: what may come into force, and that nothing old comes back by replay."""

from __future__ import annotations

from collections.abc import Mapping

from governance.errors import Forbidden, NotADefinition, OutOfOrder, Refused
from governance.formats.jcs import Json
from governance.language.business_time import BusinessTimeError, Calendar, calendar_from
from governance.law.consulted import POLICY_CHANGE, POLICY_OWNERS
from governance.law.pools import SYSTEM, Facts
from governance.law.shelf import Shelf
from governance.law.standing import given
from governance.office.proving import unproven
from governance.office.register import authority
from governance.reading.document import read
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import GRANTED


def decide_definition(
    stream: str, shelf: Shelf, facts: Facts, command: c.Publish, actor: str, at: int
) -> tuple[e.Published, ...]:
    """A definition comes into force once its guarantees are proven; there is no force."""
    published = placed(stream, shelf, facts, command, actor, at)
    if broken := unproven(read(command.definition)):
        raise NotADefinition(broken)
    return published


def placed(stream: str, shelf: Shelf, facts: Facts, command: c.Publish, actor: str, at: int) -> tuple[e.Published, ...]:
    """A definition by whoever may publish it, in place of the one in force; nothing is proven of it yet."""
    number = _approved(facts, command, actor) if command.by else _by_hand(stream, shelf, facts, command, actor, at)
    law = read(command.definition)
    if stream != f"definition/{law.workflow}":
        raise Refused(
            "other-workflow",
            "This cannot be published here.",
            f"The file says it is “{law.workflow}”.",
            "Publish it under its own name.",
        )
    if law.digest in shelf.digests:
        raise OutOfOrder(
            "published-before",
            "This cannot be published.",
            "Exactly this definition was in force before; it does not come back by replay.",
            "Publish a new version that says why.",
        )
    if command.supersedes != shelf.current:
        raise OutOfOrder(
            "superseded",
            "This cannot be published.",
            f"It was to replace {_short(command.supersedes)}; in force is {_short(shelf.current)}.",
            "Compare it with the version in force, then publish it in place of that one.",
            {"in_force": shelf.current},
        )
    return (e.Published(command.definition, command.reason, law.digest, command.supersedes, command.by, number),)


def _short(digest: str) -> str:
    return f"{digest[:12]}…" if digest else "no version"


def _by_hand(stream: str, shelf: Shelf, facts: Facts, command: c.Publish, actor: str, at: int) -> str:
    """A founder, or an owner of the policy while policy does not govern itself."""
    owners = facts.pool(POLICY_OWNERS)
    if actor not in owners.members(at, {}) and (actor != SYSTEM or owners.holdings):
        raise Forbidden(
            "not-policy-owner", "You cannot publish.", "It is for the owners of the policy.", "Ask one of them."
        )
    changes = shelf if stream == POLICY_CHANGE else facts.shelf(POLICY_CHANGE)
    if actor != SYSTEM and changes.current and changes.law().afterwards.publishes:
        raise Forbidden(
            "policy-governs-itself",
            "You cannot publish by hand.",
            f"Here a definition comes into force when a {changes.law().record} that proposes it is approved.",
            f"Submit a {changes.law().record} with this definition.",
        )
    given(command.reason, "reason")
    return ""


def _approved(facts: Facts, command: c.Publish, actor: str) -> str:
    """The number of the approved record that proposed exactly this."""
    if actor != SYSTEM:
        raise Forbidden(
            "system-only",
            "This is not done by hand.",
            "What was approved is published by the office itself.",
            "Wait a moment, or look at the record's trail.",
        )
    record = (facts.records or {}).get(command.by)
    proposes = record is not None and record.status in GRANTED and record.publishes
    if record is None or not proposes or record.answers.get(record.publishes) != command.definition:
        raise Refused(
            "not-approved",
            "This cannot be published.",
            "The record named did not propose this definition, or is not approved.",
            "Have it approved first.",
        )
    if record.supersedes != command.supersedes:
        raise Refused(
            "not-approved",
            "This cannot be published.",
            "It was approved to replace another version.",
            "Propose it again.",
        )
    return record.number


def decide_calendar(facts: Facts, command: c.DeclareCalendar, actor: str, at: int) -> tuple[e.CalendarDeclared, ...]:
    """A calendar comes into force; running clocks keep the due time they were given."""
    authority(facts, actor, at)
    try:
        calendar_of(command.calendar)
    except BusinessTimeError as error:
        raise Refused("bad-calendar", "This calendar cannot be used.", error.why, error.cure) from None
    given(command.reason, "reason")
    return (e.CalendarDeclared(command.calendar, command.reason),)


def calendar_of(document: Mapping[str, Json]) -> Calendar:
    """The working intervals of a ledgered calendar."""
    return calendar_from(document)
