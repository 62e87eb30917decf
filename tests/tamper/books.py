"""The log rewritten by somebody who can compute hashes: entries changed, dropped, added, and all that follows from it.

Whoever reaches the database can do this, for nothing in it is secret; what they cannot do is sign the new root, or
make somebody else forget the old one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from coe.database import writing
from coe.ledger import grow, rows
from coe.office_errors import OfficeError
from coe.tables import disclosure, entry, head
from governance.formats.jcs import decode
from governance.law.gates import meaning, seen
from governance.law.pools import facts_of
from governance.ledger.commitments import Disclosure
from governance.ledger.merkle import CompactRange, leaf_hash
from governance.office.office_law import judge
from governance.record import commands as c
from governance.record import events as e
from governance.record.entry import Entry, read_entry
from governance.record.state import Initiative
from tests.governance.proven_office import Log
from tests.tamper.site import Site

Change = Callable[[Entry], Entry | None]


@dataclass
class Books(Log):
    """All entries, folded; what `does` and `forges` append is hashed and chained as the office does it."""

    def relinked(self, item: Entry) -> Entry:
        """An entry put at the end: place, version, previous entry and reads as this log has them."""
        mine = self.head(item.stream)
        reads = {name: self.head(name).version for name in item.reads}
        return self.appends(replace(item, seq=len(self.entries), version=mine.version + 1, prev=mine.hash, reads=reads))

    def judged_again(self, item: Entry) -> Entry:
        """The same command by the same person at the same time, with what the law makes of it in this log."""
        first, command = item.events[0], item.command()
        number, refers = (first.number, first.refers) if isinstance(first, e.Submitted) else ("", {})
        reads = [*item.reads, item.stream]
        held = {name: self.heads[name].state for name in reads if name in self.heads}
        facts = facts_of({name: held[name] for name in held if name != item.stream}, self.law(item.stream, command))
        stamped = c.Stamped(command, item.actor, item.at, number, refers)
        return self.relinked(replace(item, events=judge(item.stream, held.get(item.stream), facts, stamped)))

    def decision(self, stream: str, gate: str, outcome: c.Outcome, name: str, **words: Any) -> c.SignDecision:
        """A complete decision on a record as it stands, under a printed name (a commitment)."""
        state = self.head(stream).state
        law = self.law(stream, c.Resume())
        assert isinstance(state, Initiative)
        assert law is not None
        signed = c.Signature(name, meaning(law.gate_by_name[gate], outcome), seen(law, state, gate), "password+totp")
        return c.SignDecision(gate, outcome, signed, **words)


def opened(site: Site) -> Books:
    """The log as it stands."""
    books = Books()
    with site.engine() as engine, engine.connect() as connection:
        books.disclosed += [
            Disclosure(row.commit, row.nonce, decode(row.value.encode()))
            for row in connection.execute(select(disclosure))
        ]
        for row in rows(connection):
            books.appends(read_entry(row.bytes))
    books.at = books.entries[-1].at
    return books


def rewritten(site: Site, change: Change, start: int, *, lawfully: bool = False) -> Books:
    """The log with each entry from `start` on changed or left out (None), and every later one linked to that; judged
    anew as well where it shall be lawful.
    """
    before, books = opened(site), Books()
    books.disclosed = before.disclosed
    for item in before.entries:
        kept = change(item) if item.seq >= start else item
        if kept is not None and item.seq < start:
            books.appends(kept)
        elif kept is not None:
            books.judged_again(kept) if lawfully else books.relinked(kept)
    books.at = before.at
    return books


def written(site: Site, books: Books) -> None:
    """Put a log in the place of the one there is: entries, head, and the record tables that follow from them."""
    site.unprotect()
    edge = CompactRange()
    with site.engine() as engine, writing(engine) as connection:
        connection.execute(entry.delete())
        for item, data in zip(books.entries, books.kept, strict=True):
            columns = {"seq": item.seq, "stream": item.stream, "version": item.version, "command": item.command_id}
            columns |= {"at": item.at, "actor": item.actor, "type": item.command_type}
            connection.execute(entry.insert().values(**columns, bytes=data))
            edge, _ = grow(edge, leaf_hash(data))
        hashes = b"".join(edge.hashes)
        connection.execute(head.update().values(size=edge.size, at=books.entries[-1].at, hashes=hashes))
    site.protect()
    with suppress(OfficeError):  # what cannot be folded leaves the tables as they were
        site.rebuilt()
