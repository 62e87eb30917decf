"""Steps of somebody with the database in hand, of retries, and of the auditor who reads the whole log."""

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.exc import DatabaseError

from coe.acts import Act, Draft
from coe.append_only import statements
from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.evidence.log_verify import verify
from coe.ledger import leaves
from coe.rebuild import rebuild
from coe.tables import RECORD_TABLES, disclosure, entry, head
from governance.ledger.merkle import CompactRange
from governance.record.commands import Release
from tests.features.house import House
from tests.features.steps.signing import Page
from tests.features.steps.submitting import answers

TRIGGERS = ("entry_no_update", "entry_no_delete", "entry_no_replace")
ALTERED = {
    "its outcome": "UPDATE entry SET bytes = replace(CAST(bytes AS TEXT), 'reject', 'accept') WHERE seq = :seq",
    "one byte": "UPDATE entry SET bytes = CAST(bytes AS TEXT) || ' ' WHERE seq = :seq",
    "its time": "UPDATE entry SET at = at - 1 WHERE seq = :seq",
    "its actor": "UPDATE entry SET actor = 'somebody' WHERE seq = :seq",
    "its place": "UPDATE entry SET seq = seq + 100 WHERE seq = :seq",
    "its very existence": "DELETE FROM entry WHERE seq = :seq",
}


@pytest.fixture
def kept() -> dict[str, bytes | int]:
    """What was kept outside of the database, and which entry was altered."""
    return {}


@step(parsers.re(r"somebody alters (?P<what>[\w ]+) of the last stored entry by SQL"))
def alters(house: House, kept: dict[str, bytes | int], what: str) -> None:
    assert house.last is not None
    kept["seq"] = house.last.seq
    with house.office.engine.begin() as connection:
        unprotected(connection)
        assert connection.execute(text(ALTERED[what]), {"seq": house.last.seq}).rowcount == 1


@step("somebody moves that signature to another leaflet by SQL")
def moves_signature(house: House, kept: dict[str, bytes | int]) -> None:
    """Stream and bytes of the entry name another record that is there, in review and undecided."""
    record = house.record
    newest = select(func.max(entry.c.seq)).where(entry.c.stream == record, entry.c.type == "sign-decision")
    with reading(house.office.engine) as connection:
        kept["seq"] = connection.execute(newest).scalar_one()
    house.submit("Olga", Draft(answers(house)))
    other = {"old": record, "new": house.record, "seq": kept["seq"]}
    moved = "UPDATE entry SET stream = :new, bytes = replace(CAST(bytes AS TEXT), :old, :new) WHERE seq = :seq"
    with house.office.engine.begin() as connection:
        unprotected(connection)
        assert connection.execute(text(moved), other).rowcount == 1


def protected_again(connection: Connection) -> None:
    """Whoever has the database can put its triggers back as well."""
    there = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
    for sql in statements("sqlite"):
        if sql.split()[2] not in there:
            connection.execute(text(sql))


def unprotected(connection: Connection) -> None:
    """Whoever has the database can drop its triggers."""
    for trigger in TRIGGERS:
        connection.execute(text(f"DROP TRIGGER {trigger}"))


@step(parsers.re(r"somebody writes “(?P<status>\w+)” into the table of leaflets by SQL"))
def writes_status(house: House, status: str) -> None:
    with house.office.engine.begin() as connection:
        connection.execute(text("UPDATE initiative SET status = :status"), {"status": status})


@step("somebody rewrites a reason by SQL")
def rewrites_reason(house: House) -> None:
    with house.office.engine.begin() as connection:
        reason = select(disclosure.c.commit).where(disclosure.c.value.contains("For this reason"))
        commit = connection.execute(reason).scalars().first()
        statement = update(disclosure).where(disclosure.c.commit == commit).values(value='"For another reason"')
        assert connection.execute(statement).rowcount == 1


@then("the whole log does not verify, and that entry is named")
def names_entry(house: House, kept: dict[str, bytes | int]) -> None:
    report = verify(house.office.engine, house.office.law)
    assert not report.intact
    assert report.problems[0].seq == kept["seq"], report.problems


@then(parsers.re(r"the whole log does not verify: “(?P<words>.+)”"))
def does_not_verify(house: House, words: str) -> None:
    report = verify(house.office.engine, house.office.law)
    assert any(words in str(problem) for problem in report.problems), report.problems


@then(parsers.re(r"the database itself denies to (?P<what>update|delete) a stored entry"))
def denies(house: House, what: str) -> None:
    statement = update(entry).values(at=0) if what == "update" else delete(entry)
    with pytest.raises(DatabaseError, match="append-only"), house.office.engine.begin() as connection:
        connection.execute(statement)


@step("a checkpoint was kept outside")
def keeps_checkpoint(house: House, kept: dict[str, bytes | int]) -> None:
    note = seal(house.office.engine, house.home, log_key(house.home, house.clock), house.clock)
    assert note is not None
    kept["note"] = note


@step("the operator takes the last entry away and makes everything fit again")
def rewrites_log(house: House) -> None:
    """Entry, head, record tables, checkpoint and triggers: the database then tells one consistent lie."""
    with house.office.engine.begin() as connection:
        unprotected(connection)
        connection.execute(text("DROP TRIGGER checkpoint_no_delete"))
        connection.execute(text("DELETE FROM checkpoint"))
        connection.execute(text("DELETE FROM entry WHERE seq = (SELECT MAX(seq) FROM entry)"))
        rows = connection.execute(select(entry.c.seq, entry.c.at).order_by(entry.c.seq)).all()
        edge = CompactRange().extend(leaves(connection, 0, len(rows)))
        connection.execute(update(head).values(size=len(rows), at=rows[-1].at, hashes=b"".join(edge.hashes)))
        protected_again(connection)
    rebuild(house.office.engine, house.office.law)


@then("the log verifies by itself, but not under the checkpoint kept outside")
def only_the_checkpoint(house: House, kept: dict[str, bytes | int]) -> None:
    engine, law, note = house.office.engine, house.office.law, kept["note"]
    assert isinstance(note, bytes)
    alone = verify(engine, law)
    assert alone.intact, alone.problems
    assert not verify(engine, law, last=note).intact


@step("the record tables are thrown away and rebuilt from the log")
def rebuilt(house: House, kept: dict[str, bytes | int]) -> None:
    kept["tables"] = contents(house)
    with house.office.engine.begin() as connection:
        for table in RECORD_TABLES:
            connection.execute(delete(table))
    rebuild(house.office.engine, house.office.law)


@then("every row is as it was")
def same_rows(house: House, kept: dict[str, bytes | int]) -> None:
    assert contents(house) == kept["tables"]


def contents(house: House) -> bytes:
    """Every row of every record table."""
    with reading(house.office.engine) as connection:
        rows = {table.name: sorted(map(tuple, connection.execute(select(table)))) for table in RECORD_TABLES}
    assert rows["initiative"], "nothing to compare"
    return repr(rows).encode()


@step(parsers.re(r"(?P<name>\w+) signs that page again, as after a lost answer"))
def retries(house: House, pages: dict[str, Page], name: str) -> None:
    before, page = house.last, pages[name]
    again = house.office.handle(house.request(name, page.act, page.command_id))
    assert before is not None
    assert (again.seq, again.repeated) == (before.seq, True)


@step(parsers.re(r"(?P<name>\w+) tries to send another command under the id of that page"))
def other_command(house: House, pages: dict[str, Page], name: str) -> None:
    house.try_to(lambda: house.office.handle(house.request(name, Act(Release()), pages[name].command_id)))
