"""Bring a database to this release's schema. Alembic takes a second to import: it is, only when there is work to do."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from coe.database import writing

REVISION = "0011"
FILLED = "0011"
"""Record tables of before this revision lack what only the law can fill: they are filled again from the ledger."""
_VERSION_TABLE = "alembic_version"
_ONE_AT_A_TIME = 4_203_660_417  # any number that no other program uses for an advisory lock in our database


def migrate(engine: Engine) -> bool:
    """Run the migrations that are missing, all or none; whether there were any. Raises OfficeUnavailable."""
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
        before = current(connection)
        if before == REVISION:
            return False
        _upgrade(connection)
        if before is not None and before < FILLED:
            _fill_again(connection)
        return True


def current(connection: Connection) -> str | None:
    """The revision the database is at; None for an empty one."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar()  # noqa: S608 - a constant
    return None if found is None else str(found)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _fill_again(connection: Connection) -> None:
    from coe.governance_law import Governance
    from coe.rebuild import fill_again

    fill_again(connection, Governance())
