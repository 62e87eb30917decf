"""The law of definitions and calendars: what may come into force, and that nothing old comes back by replay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from governance import commands as c
from governance import events as e
from governance.business_time import BusinessTimeError, Calendar, calendar_from
from governance.consulted import POLICY_OWNERS
from governance.definition import Definition
from governance.errors import Forbidden, NotADefinition, OutOfOrder, Problem, Refused
from governance.guarantees import prove, unreachable
from governance.jcs import Json, decode, encode
from governance.pools import SYSTEM, Facts
from governance.reading import read
from governance.register import authority
from governance.standing import given


@dataclass(frozen=True)
class Shelf:
    """The versions of one workflow, oldest first; the last is in force for new initiatives."""

    digests: tuple[str, ...] = ()
    documents: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)

    def law(self, digest: str = "") -> Definition:
        """The definition of a digest, or the one in force; `KeyError` when it was never published."""
        wanted = digest or self.digests[-1]
        return _law(encode(self.documents[wanted]), wanted)


@lru_cache(maxsize=256)
def _law(data: bytes, digest: str) -> Definition:
    document = decode(data, max_bytes=len(data))
    if not isinstance(document, dict):
        raise NotADefinition((Problem("", f"definition {digest} is not an object"),))
    return read(document)


def evolve_shelf(shelf: Shelf, event: e.Published) -> Shelf:
    """The next state of a shelf; total."""
    return replace(
        shelf, digests=(*shelf.digests, event.digest), documents={**shelf.documents, event.digest: event.definition}
    )


def decide_definition(
    stream: str, shelf: Shelf, facts: Facts, command: c.Publish, actor: str, at: int
) -> tuple[e.Published, ...]:
    """A definition comes into force once its guarantees are proven; there is no force."""
    owners = facts.pool(POLICY_OWNERS)
    if actor not in owners.members(at, {}) and (actor != SYSTEM or owners.holdings):
        raise Forbidden(
            "not-policy-owner", "You cannot publish.", "It is for the owners of the policy.", "Ask one of them."
        )
    given(command.reason, "reason")
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
    broken = tuple(Problem(b.pointer, b.words, "Change the gates or the guarantee.") for b in prove(law))
    if broken or (broken := unreachable(law)):
        raise NotADefinition(broken)
    return (e.Published(command.definition, command.reason, law.digest),)


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
