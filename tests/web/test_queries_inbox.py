"""What waits, narrowed, counted and sorted in SQL, is the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from coe.database import create, engine_for, reading, writing
from coe.tables import decision, gate_open, initiative, snooze
from web.rows.inbox import Reviewer, facets, in_order, narrowing
from web.rows.reviews import waiting_decisions

BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres)]
NOW = 1_000
ME = Reviewer("me", ("role/legal", "role/medical"), NOW, {NOW + 50: frozenset({("d", "legal", "T1")})})
WAITING = (
    # id, gate, tier, round, signed in round, opened, due, changes, put off until
    ("late", "legal", "T1", 1, 0, 10, 900, "0012", 0),
    ("likely", "legal", "T1", 2, 1, 30, 1_040, "00120002", 0),
    ("calm", "medical", "T2", 3, 2, 20, 1_040, "001200070004", 0),
    ("asleep", "medical", "T2", 1, 0, 40, 2_000, "0003", 1_500),
    ("unsized", "legal", "T2", 1, 0, 50, 0, "", 0),
)


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    sqlite = request.param == "sqlite"
    made = engine_for(f"sqlite:///{tmp_path}/o.sqlite" if sqlite else request.getfixturevalue("postgres_database_url"))
    create(made)
    with writing(made) as connection:
        for id_, gate, tier, round_, signed, opened, due, changes, until in WAITING:
            words = {name.name: "" for name in initiative.c} | {"id": id_, "number": id_}
            words |= {"definition": "d", "tier": tier, "owner": "owner"}
            times = dict.fromkeys(("seq", "version", "submitted", "updated", "due", "expires"), 0)
            connection.execute(insert(initiative).values(**words | times | {"round": round_}))
            row = {"initiative": id_, "gate": gate, "title": gate, "opening": 1, "opened": opened, "due": due}
            for panel in ("role/legal", "role/medical"):
                connection.execute(insert(gate_open).values(**row, panel=panel, changes=changes))
            if signed:
                vote = {name.name: "" for name in decision.c} | {"initiative": id_, "gate": gate, "person": "me"}
                connection.execute(insert(decision).values(**vote | {"seq": 1, "round": signed, "at": opened - 1}))
            if until:
                put_off = {"person": "me", "initiative": id_, "gate": gate, "opening": 1, "until": until}
                connection.execute(insert(snooze).values(**put_off))
    yield made
    made.dispose()


def test_one_statement_counts_each_once_by_everything_it_can_be_narrowed_by(engine: Engine) -> None:
    with reading(engine) as connection:
        found = facets(connection, ME)
    assert found is not None
    names = ("gate", "tier", "review", "size", "clock", "snoozed")
    assert sorted((*(one.values[name] for name in names), one.count) for one in found) == [
        ("legal", "T1", "again", "few", "likely", "", 1),
        ("legal", "T1", "first", "many", "late", "", 1),
        ("legal", "T2", "first", "few", "", "", 1),
        ("medical", "T2", "again", "some", "", "", 1),
        ("medical", "T2", "first", "few", "", "yes", 1),
    ]


@pytest.mark.parametrize(
    ("order", "wanted", "ids"),
    [
        ("age", {}, ["late", "calm", "likely", "unsized"]),
        ("size", {}, ["unsized", "likely", "calm", "late"]),
        ("size", {"clock": "likely"}, ["likely"]),
        ("age", {"snoozed": "yes"}, ["asleep"]),
        ("due", {"tier": "T2"}, ["calm", "unsized"]),
    ],
)
def test_what_is_asked_for_comes_in_its_order(
    engine: Engine, order: str, wanted: dict[str, str], ids: list[str]
) -> None:
    narrow = narrowing(ME, wanted)
    with reading(engine) as connection:
        if order == "due":
            found = list(waiting_decisions(connection, ME.person, ME.pools, ME.now, narrow))
        else:
            found = list(in_order(connection, ME, narrow, order, 10))
    assert list(dict.fromkeys(one.initiative for one in found)) == ids
