"""An office of an earlier release, as `tests/compliance/release_fixture.py` kept it, set up for this one to open."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from coe.database import reading
from coe.home import Home
from coe.reading import Reader
from coe.tables import initiative

KEPT = Path(__file__).with_name("old-release")
CHECKPOINT = KEPT / "checkpoint"
KEYS = KEPT / "keys.txt"
TOLD = KEPT / "told.json"

Told = dict[str, dict[str, Any]]


def restored(folder: Path) -> Home:
    """The data folder of that office with its database, exactly as that release left it."""
    home = Home(folder).prepare()
    with closing(sqlite3.connect(home.database)) as connection:
        connection.executescript(gzip.decompress((KEPT / "office.sql.gz").read_bytes()).decode())
    return home


def evidence() -> bytes:
    """The evidence.json that release wrote into a packet."""
    return gzip.decompress((KEPT / "evidence.json.gz").read_bytes())


def told_of(reader: Reader, engine: Engine) -> Told:
    """What the office says of each of its records, by number: what an auditor would read years later."""
    with reading(engine) as connection:
        ids = dict(connection.execute(select(initiative.c.number, initiative.c.id).order_by(initiative.c.number)).all())
    found: Told = {}
    for number, record in ids.items():
        state = reader.initiative_state(record)
        assert state is not None, number
        found[number] = {
            "status": state.status,
            "tier": state.tier,
            "round": state.round,
            "definition": state.definition,
            "submitted": state.submitted,
            "expires": state.expires,
            "conditions": [each.status for each in state.conditions],
            "votes": {gate: [vote.outcome for vote in votes] for gate, votes in sorted(state.votes.items())},
            "signed": sorted(vote.signature.seen for votes in state.votes.values() for vote in votes),
            "sections": dict(sorted(state.sections.items())),
        }
    return found
