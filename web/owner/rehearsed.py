"""What the law would say to a draft now: the law itself is asked and nothing recorded, so that it refuses nothing
unforeseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from coe.law import facts_from
from coe.tables import initiative
from governance.errors import Refused
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law.referring import numbers, referred
from governance.reading.answers import AnswerProblem
from governance.record.commands import Stamped, Submit
from governance.record.state import Initiative
from web.rows.records import folded_stream
from web.site.context import clock, library, office


def reference_faults(
    connection: Connection, law: Definition, answers: Mapping[str, Json], stream: str
) -> tuple[AnswerProblem, ...]:
    """What the law has against each number of another record, at its field; nothing where none is named."""
    named = numbers(law, answers)
    streams = _streams(connection, named, stream)
    facts = facts_from(_states(connection, streams.values()), law)
    found = []
    for name in named:
        try:
            referred(law, facts, {name: answers[name]}, streams)
        except Refused as refused:
            found.append(AnswerProblem(name, refused.why, refused.cure))
    return tuple(found)


def refusal(
    connection: Connection, law: Definition, state: Initiative, stream: str, command: Submit, actor: str
) -> Refused | None:
    """Why a submission would be refused at this moment; None where it would be taken."""
    judging = office().law
    consulted = judging.consulted(stream, command, state, law, actor)
    refers = _streams(connection, numbers(law, command.answers), stream)
    states = dict.fromkeys(consulted) | dict(library().consulted.states(connection, judging, consulted))
    facts = facts_from({**states, **_states(connection, refers.values())}, law)
    try:
        judging.judge(stream, state, facts, Stamped(command, actor, clock().now(), "", refers))
    except Refused as refused:
        return refused
    return None


def _streams(connection: Connection, named: Mapping[str, str], own: str) -> dict[str, str]:
    """The stream of each other record named, by field; left out where there is none."""
    if not named:
        return {}
    rows = connection.execute(
        select(initiative.c.number, initiative.c.id).where(initiative.c.number.in_(set(named.values())))
    )
    known = {row.number: f"initiative/{row.id}" for row in rows}
    return {name: known[number] for name, number in named.items() if known.get(number, own) != own}


def _states(connection: Connection, streams: Iterable[str]) -> dict[str, object]:
    return {stream: folded_stream(connection, office().law, stream) for stream in dict.fromkeys(streams)}
