"""A copy of the office for one attack: its data folder and database, as files that the attacker may reach."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, event

from coe.append_only import statements
from coe.blobs import Blobs
from coe.clock import MovedClock
from coe.database import engine_for
from coe.evidence.checkpoints import LAST
from coe.evidence.keys import LogKey, log_key
from coe.governance_law import Governance
from coe.home import Home
from coe.ledger import grow, read_head, rows
from coe.office import Office
from coe.rebuild import rebuild
from governance.ledger.merkle import CompactRange, leaf_hash
from governance.ledger.note import Checkpoint, assemble, signature_line
from tests.governance.proven_office import HOUR
from tests.tamper.house import House
from tests.tamper.naming import Said


@dataclass
class Site:
    """What one attack works on. `house` tells what there was; nothing of it is changed. `heard` is what a control said
    while the attack went on, `printed` all that the offline verifier printed, `demanded` how many witnesses the auditor
    demands.
    """

    house: House
    home: Home
    clock: MovedClock
    heard: Said = field(default_factory=dict)
    printed: str = ""
    demanded: int = 0
    opened: Engine | None = None

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The database as the office opens it, on connections of its own; what SQL was compiled is kept."""
        if self.opened is None:
            self.opened = engine_for(self.home.database_url())
            event.listen(self.opened, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
        try:
            yield self.opened
        finally:
            self.opened.dispose()

    @contextmanager
    def office(self, clock: MovedClock | None = None) -> Iterator[Office]:
        """The office itself, on these files."""
        with self.engine() as engine:
            yield Office(engine, Governance(), clock=clock or self.clock, blobs=Blobs(self.home.blobs))

    def known(self) -> dict[str, object]:
        """Places of entries and ids of people and initiatives by name, for statements and messages."""
        ids = self.house.bureau.people | self.house.records
        return {name.replace(" ", "_"): seq for name, seq in self.house.seq.items()} | {
            f"{n}_id": i for n, i in ids.items()
        }

    def sql(self, *asked: str) -> None:
        """Statements by somebody who reached the database, in one transaction; `{name}` is filled in from the house."""
        with self.engine() as engine, engine.begin() as connection:
            for statement in asked:
                connection.exec_driver_sql(statement.format(**self.known()))

    def unprotect(self) -> None:
        """Drop the triggers."""
        names = (line.split()[2] for line in statements("sqlite"))
        self.sql(*(f"DROP TRIGGER IF EXISTS {name}" for name in names))

    def protect(self) -> None:
        """Put the triggers back, so that nobody misses them."""
        self.sql(*statements("sqlite"))

    def head_fits(self) -> None:
        """Write the head row that the entries have as they now stand, whatever they say."""
        edge, at = CompactRange(), 0
        with self.engine() as engine, engine.connect() as connection:
            for row in rows(connection):
                edge, _ = grow(edge, leaf_hash(row.bytes))
                at = row.at
        hashes = b"".join(edge.hashes).hex()
        self.sql(f"UPDATE head SET size = {edge.size}, at = {at}, hashes = X'{hashes}'")

    def rebuilt(self) -> None:
        """Make the record tables say what the log now says, with the office's own program."""
        with self.engine() as engine:
            rebuild(engine, Governance())

    def log_key(self) -> LogKey:
        """The key in the data folder, as the operator has it."""
        return log_key(self.home, self.clock)

    def signed_again(self) -> None:
        """Forget what was signed, and sign the log as it now stands by hand, with the key in the data folder."""
        key = self.log_key()
        with self.engine() as engine, engine.connect() as connection:
            head = read_head(connection)
        text = Checkpoint(key.origin, head.size, head.range.root()).text()
        note = assemble(text, [signature_line(key.origin, key.public.public, key.sign(text.encode()))])
        (self.home.keys / LAST).write_bytes(note)
        self.unprotect()
        self.sql("DELETE FROM checkpoint", f"INSERT INTO checkpoint VALUES ({head.size}, {head.at}, X'{note.hex()}')")
        self.protect()


def copied(house: House, folder: Path) -> Site:
    """The office as it was left, in a folder of its own."""
    shutil.copytree(house.bureau.home.folder, folder / "home")
    return Site(house, Home(folder / "home"), MovedClock(house.bureau.clock.at + HOUR, seed=1))
