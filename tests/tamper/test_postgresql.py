"""A handful of the attacks on PostgreSQL: the office's own rows, copied, attacked, and asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from coe.blobs import Blobs
from coe.database import create, engine_for, writing
from coe.evidence.checkpoints import LAST, seal
from coe.evidence.log_verify import verify
from coe.governance_law import Governance
from coe.office_errors import OfficeError
from coe.tables import head, metadata
from tests.tamper.campaign import Campaign, campaign
from tests.tamper.site import Site, copied

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@dataclass
class There:
    """The copied office, and its database on PostgreSQL."""

    site: Site
    engine: Engine

    def attacks(self, *statements: str) -> None:
        """In one transaction."""
        with self.engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement.format(**self.site.known()))

    def verified(self) -> str:
        last = (self.site.home.keys / LAST).read_bytes()
        store = Blobs(self.site.home.blobs)
        report = verify(self.engine, Governance(), keys=self.site.house.keys, blobs=store, last=last)
        return "\n".join(map(str, report.problems))

    def refuses_to_sign(self) -> bool:
        try:
            seal(self.engine, self.site.home, self.site.log_key(), self.site.clock)
        except OfficeError:
            return True
        return False


@pytest.fixture(scope="module")
def running() -> Iterator[Campaign]:
    with campaign() as made:
        yield made


@pytest.fixture
def there(running: Campaign, postgres_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[There]:
    site, engine = copied(running.house, tmp_path_factory.mktemp("pg")), engine_for(postgres_database_url)
    create(engine)
    with site.engine() as source, source.connect() as kept, writing(engine) as target:
        target.execute(head.delete())
        for table in metadata.sorted_tables:
            rows = [dict(row) for row in kept.execute(select(table)).mappings()]
            if rows:
                target.execute(table.insert(), rows)
    yield There(site, engine)
    engine.dispose()


EDITED = (
    "UPDATE entry SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'Poster', 'Prison'), 'UTF8')"
    " WHERE seq = {poster}"
)
BARE = "ALTER TABLE entry DISABLE TRIGGER ALL"
ARMED = "ALTER TABLE entry ENABLE TRIGGER ALL"


def test_an_untouched_copy_is_intact_and_is_signed(there: There) -> None:
    assert there.verified() == ""
    assert not there.refuses_to_sign()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE entry SET at = 0 WHERE seq = {veto}", "DELETE FROM entry WHERE seq = {veto}", "TRUNCATE entry CASCADE"],
)
def test_the_triggers_stop_whoever_does_not_drop_them(there: There, statement: str) -> None:
    with pytest.raises(DBAPIError, match="entry is append-only"):
        there.attacks(statement)


@pytest.mark.parametrize(
    ("statements", "named", "unsigned"),
    [
        (
            (
                BARE,
                EDITED,
                ARMED,
            ),
            "entry {poster}: expected",
            True,
        ),
        ((BARE, "DELETE FROM entry WHERE seq = {veto}", ARMED), "expected entry {veto}; found entry", True),
        ((BARE,), "expected the trigger entry_no_change", False),
        (("DELETE FROM head",), "The log has no head", True),
        (
            ("UPDATE initiative SET status = 'approved' WHERE id = '{poster_id}'",),
            "entry {veto}: expected initiative",
            False,
        ),
        (
            ("UPDATE disclosure SET value = '\"Dr Eve\"' WHERE value = '\"Dr Cora\"'",),
            "expected a value that opens commitment",
            False,
        ),
    ],
)
def test_what_was_changed_behind_the_office_is_named(
    there: There, statements: tuple[str, ...], named: str, *, unsigned: bool
) -> None:
    there.attacks(*statements)
    assert named.format(**there.site.known()) in there.verified()
    assert there.refuses_to_sign() == unsigned
