"""A migrated database has the schema of the code, on both databases."""

from pathlib import Path

from sqlalchemy import Engine, inspect, select

from coe.append_only import statements
from coe.database import create, engine_for
from coe.migrate import REVISION, current, migrate
from coe.search.index import SHADOWS
from coe.tables import LEDGER, RECORD_TABLES, WORKING_TABLES, head, metadata

Described = dict[str, object]


def described(engine: Engine) -> Described:
    found = inspect(engine)
    names = sorted(set(found.get_table_names()) - {"alembic_version"})
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"], c.get("primary_key")) for c in found.get_columns(name)],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted((str(i["name"]), i["column_names"], i["unique"]) for i in found.get_indexes(name)),
            [(f["constrained_columns"], f["referred_table"]) for f in found.get_foreign_keys(name)],
            sorted(str(c["name"]) for c in found.get_check_constraints(name)),
        )
        for name in names
    }


def triggers(engine: Engine) -> set[str]:
    catalogue = "sqlite_master WHERE type = 'trigger'" if engine.dialect.name == "sqlite" else "pg_trigger"
    name = "name" if engine.dialect.name == "sqlite" else "tgname"
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT {name} FROM {catalogue}").scalars()
        return {each for each in found if "_no_" in each}


def test_migrating_gives_exactly_the_tables_of_the_code(engine: Engine, tmp_path: Path) -> None:
    assert migrate(engine)
    migrated, guarded = described(engine), triggers(engine)
    with engine.begin() as connection:
        assert connection.execute(select(head.c.size)).scalars().all() == [0]
        assert current(connection) == REVISION
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    create(engine)
    assert migrated == described(engine)
    assert guarded == triggers(engine)
    assert len(guarded) == sum("CREATE TRIGGER" in sql for sql in statements(engine.dialect.name))


def test_autogenerate_finds_nothing_left_to_migrate(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    migrate(engine)
    with engine.connect() as connection:
        known = {"include_name": lambda name, *_: name not in SHADOWS}  # the index of each database is its own
        assert compare_metadata(MigrationContext.configure(connection, opts=known), metadata) == []


def test_migrating_again_does_nothing(engine: Engine) -> None:
    assert migrate(engine)
    assert not migrate(engine)


def test_every_table_is_on_exactly_one_list(tmp_path: Path) -> None:
    listed = [table.name for table in (*LEDGER, *RECORD_TABLES, *WORKING_TABLES)]
    assert sorted(listed) == sorted(metadata.tables)
    assert engine_for(f"sqlite:///{tmp_path}/x").dialect.name == "sqlite"
