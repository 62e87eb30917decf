"""What moving an initiative to another version of its workflow would do: looked up, worked out, put into sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coe.database import reading
from coe.office import Office
from coe.office_errors import UnknownRecord
from coe.reading import Reader, id_of_number
from governance.language.definition import Definition
from governance.law.moving import Preview, preview
from governance.law.shelf import Shelf

SHORTEST_DIGEST = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """A move that was not made: the initiative's id and number, the version it has, the one it would have, and what
    would come of it.
    """

    record: str
    number: str
    law_from: Definition
    law_to: Definition
    preview: Preview


def plan(office: Office, number: str, digest: str) -> Plan:
    """The move of the initiative with this number to the version whose digest begins so. Raises UnknownRecord."""
    with reading(office.engine) as connection:
        record = id_of_number(connection, number)
    reader = Reader(office.engine, office.law)
    state = reader.initiative_state(record) if record else None
    if record is None or state is None:
        raise UnknownRecord("There is no such initiative.", f"Nothing has the number {number[:60]}.", "Check it.")
    shelf = reader.look(f"definition/{state.workflow}")[0].state
    law_from = reader.definition(state.definition, state.workflow)
    law_to = reader.definition(_meant(shelf, digest, state.workflow), state.workflow)
    if law_from is None or law_to is None:
        raise _unknown(digest, state.workflow)
    facts = reader.facts(law_from, state.owner, law_to)
    return Plan(record, number, law_from, law_to, preview(law_from, law_to, facts, state, office.clock.now()))


def _meant(shelf: object, digest: str, workflow: str) -> str:
    """The one published version whose digest begins so."""
    known = shelf.digests if isinstance(shelf, Shelf) else ()
    meant = [each for each in known if each.startswith(digest)] if len(digest) >= SHORTEST_DIGEST else []
    if len(meant) != 1:
        raise _unknown(digest, workflow)
    return meant[0]


def _unknown(digest: str, workflow: str) -> UnknownRecord:
    return UnknownRecord(
        "There is no such version.",
        f"No version of {workflow} that was ever in force has a digest beginning {digest[:16]!r}.",
        f"Give at least {SHORTEST_DIGEST} of its characters.",
    )


def sentences(planned: Plan) -> Iterator[str]:
    """The plan for people, a sentence a line."""
    found, before, after = planned.preview, planned.law_from, planned.law_to
    yield f"{planned.number}: from {before.digest[:16]}… to {after.digest[:16]}…, “{after.title}”"
    if found.tier_before != found.tier_after:
        yield f"Its tier becomes {found.tier_after}; it was {found.tier_before}."
    for fate in found.carried:
        yield f"Decisions at “{before.title_of(fate.gate)}” stand: {fate.because}."
    for fate in found.lapsed:
        yield f"Decisions at “{before.title_of(fate.gate)}” lapse: {fate.because}."
    if not found.carried and not found.lapsed:
        yield "Nobody has decided yet; nothing lapses."
    for name in found.now_needed:
        yield f"“{after.title_of(name)}” is needed now."
    for name in found.no_longer_needed:
        yield f"“{before.title_of(name)}” is no longer needed."
    for name in found.dropped:
        label = before.field_by_name[name].label if name in before.field_by_name else name
        yield f"“{label}” is no longer asked; its answer is left out."
    for fault in found.later:
        yield f"To be answered when it is submitted again: {fault.what} {fault.cure}"
    for fault in found.problems:
        yield f"It cannot be moved: {fault.what} {fault.cure}"
    if found.problems:
        yield "Move it while it is in rework, so that its owner can answer."
    if found.decides == "no gate":
        yield "It cannot be moved: no gate of that version applies to its answers."
    elif found.decides:
        yield f"It cannot be moved: the move alone would leave it {found.decides}, and only people decide."
