"""`coe rebuild`: drop the record tables' rows and fill them again from the ledger, as the office itself fills them."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from coe.changes import Changes
from coe.database import writing
from coe.law import OfficeLaw, definition_for, definition_named, facts_from, kind_of
from coe.ledger import read_head, rows
from coe.memory import Kept, Memory, folded
from coe.office_errors import Damaged
from coe.projections import Happened, project
from coe.reading import values
from coe.search.projecting import open_words
from coe.statements import Statements
from coe.tables import RECORD_TABLES, head
from governance.errors import Unreadable
from governance.record.entry import entry_hash, read_entry

WRITTEN_AT_ONCE = 500


def rebuild(engine: Engine, law: OfficeLaw) -> int:
    """Rebuild every record table in one transaction, with the log locked; how many entries were read.

    Raises Damaged, OfficeUnavailable; then the tables are as they were.
    """
    with writing(engine) as connection:
        connection.execute(select(head).with_for_update())
        return fill_again(connection, law)


def fill_again(connection: Connection, law: OfficeLaw) -> int:
    """Empty every record table and fill it from the log, in the caller's transaction. Raises Damaged."""
    for table in RECORD_TABLES:
        connection.execute(delete(table))
    return fill(connection, law, connection)


def fill(source: Connection, law: OfficeLaw, target: Connection) -> int:
    """Project the log in `source` into the empty record tables of `target`; how many entries. Raises Damaged."""
    cursor: Any = target.connection.cursor()
    statements, changes, count = Statements(target.dialect), Changes(), 0
    look = partial(values, source)
    for happened in history(source, law):
        project(happened, changes)
        count += 1
        if count % WRITTEN_AT_ONCE == 0:
            open_words(changes, look)
            changes.write(cursor, statements)
    open_words(changes, look)
    changes.write(cursor, statements)
    return count


def history(source: Connection, law: OfficeLaw) -> Iterator[Happened]:
    """Every entry in order, with the states and facts of its moment; keeps the streams used last. Raises Damaged."""
    cursor: Any = source.connection.cursor()
    memory = Memory(law, Statements(source.dialect))
    for row in rows(source, end=read_head(source).size):
        try:
            entry = read_entry(row.bytes)
        except (Unreadable, ValueError) as error:
            raise Damaged(f"Entry {row.seq} cannot be read.", str(error), "Run `coe verify`.") from error
        memory.size = row.seq
        kept = memory.look(cursor, entry.stream)
        after = folded(law, kept.state, entry.events, entry.actor, entry.at)
        states = {name: memory.look(cursor, name).state for name in entry.reads}
        definition = to = None
        if kind_of(entry.stream) == "initiative":
            definition = definition_for(law, states.get, kept.state or after, "")
            to = definition_named(law, states.get, kept.state, entry.command())
        yield Happened(entry, kept.state, after, facts_from(states, definition, to))
        memory.learn({entry.stream: Kept(entry.version, entry_hash(row.bytes), after)}, row.seq + 1)
