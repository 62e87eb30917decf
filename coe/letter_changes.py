"""Which answers changed since somebody last signed at a gate though nobody asked, for the mail that asks again."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from coe.ledger import entries
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.record.events import Submitted
from governance.record.state import Initiative


def unrequested(
    connection: Connection, law: Definition, state: Initiative, record: str, gate: str, person: str
) -> tuple[str, ...]:
    """The labels of such fields in the sections this gate reviews, in the order of the form; none at a first reading.

    An answer counts as asked for when a request of the rounds since then concerns it, or its gate as a whole.
    """
    rounds = (vote.round for vote in state.votes.get(gate, ()) if vote.person == person and vote.outcome != "recuse")
    since = max(rounds, default=0)
    if not since or since >= state.round or gate not in law.gate_by_name:
        return ()
    before = _answers(connection, record, since)
    return tuple(_moved(law, state, before, gate, since)) if before is not None else ()


def _answers(connection: Connection, record: str, round_: int) -> Mapping[str, Json] | None:
    """What was submitted in a round; None where it cannot be found."""
    for entry in entries(connection, f"initiative/{record}"):
        for event in entry.events:
            if isinstance(event, Submitted) and event.round == round_:
                return event.answers
    return None


def _moved(law: Definition, state: Initiative, before: Mapping[str, Json], gate: str, since: int) -> Iterator[str]:
    asked = [request for request in state.requests if since <= request.round < state.round]
    fields = {request.concerns for request in asked if request.concerns}
    whole = {
        section
        for request in asked
        if not request.concerns and request.gate in law.gate_by_name
        for section in law.gate_by_name[request.gate].reviews
    }
    for name, field in law.field_by_name.items():
        section = law.section_of_field[name]
        mine = section in law.gate_by_name[gate].reviews and section not in whole and name not in fields
        if mine and before.get(name) != state.answers.get(name):
            yield field.label
