"""Three hundred bits of the database file flipped, one at a time: noticed, or nothing that anybody reads is changed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from random import Random

from coe.office_errors import OfficeError
from coe.tables import WORKING_TABLES, checkpoint, disclosure
from tests.tamper.attack import Attack
from tests.tamper.controls import intact, start
from tests.tamper.site import Site

FLIPS = 300
READ_BY_NOBODY = frozenset(table.name for table in WORKING_TABLES) - {disclosure.name, checkpoint.name}
SEARCH = "passage"
"""The index of search and what it is made from: a projection of words, rebuilt from the log and read by no proof."""
WAL, ROLLBACK = b"\2\2", b"\1\1"  # in memory there is no write-ahead log
Rows = dict[str, object]


def flip_three_hundred_bits(site: Site) -> None:
    """Flip 300 bits of the database file, chosen at random, one at a time."""
    original, chance, told = site.home.database.read_bytes(), Random(300), Counter[str]()
    before = _rows(original)
    for _ in range(FLIPS):
        place = chance.randrange(len(original) * 8)
        flipped = bytearray(original)
        flipped[place // 8] ^= 1 << place % 8
        told[_outcome(site, bytes(flipped), before)] += 1
    site.home.database.write_bytes(original)
    site.printed = "300 flips: " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(told.items()))
    if not told["missed"]:
        site.heard["intact"] = "every flip in what the log, its tables or its indexes hold was noticed"


def _outcome(site: Site, flipped: bytes, before: Rows) -> str:
    after = _rows(flipped)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if not changed:
        return "in bytes that nothing reads"
    if changed <= READ_BY_NOBODY:
        return "in accounts and other working tables, which are not evidence"
    tables = changed - {"the indexes"}
    if tables and all(name.startswith(SEARCH) for name in tables):
        return "in the index of search, which is not evidence"
    if changed == {"the schema"}:
        return "in the wording of the schema, every row read as before"
    site.home.database.write_bytes(flipped)
    for control in (start, intact):
        try:
            said = control(site)
        except OfficeError as error:
            said = str(error)
        if said:
            return "noticed"
    return "missed"


def _rows(database: bytes) -> Rows:
    """Every row of every table, whether the indexes agree, and the schema; or the error that reading them gives."""
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.deserialize(database[:18] + database[18:20].replace(WAL, ROLLBACK) + database[20:])
        try:
            schema = raw.execute("SELECT * FROM sqlite_master ORDER BY name").fetchall()
            found: Rows = {"the schema": schema, "the indexes": raw.execute("PRAGMA integrity_check").fetchall()}
            for kind, name, *_ in schema:
                if kind == "table":
                    found[name] = _read(raw, name)
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
            return {"the file": str(error)}
    return found


def _read(raw: sqlite3.Connection, name: str) -> object:
    """The rows of a table; of the index of search, the error that reading it gives is its own."""
    try:
        return raw.execute(f"SELECT * FROM {name} NOT INDEXED").fetchall()
    except sqlite3.Error as error:
        if name.startswith(SEARCH):
            return str(error)
        raise


ATTACKS = (Attack("sql+files", flip_three_hundred_bits, ("intact",), "every flip"),)
