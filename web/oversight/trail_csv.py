"""The trail as a table for other programs: what the filter asks for, oldest first, every signature with its name, time
with zone, and meaning (21 CFR 11.10(b), 11.50(b)).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from coe.manifestation import signature_of
from governance.record.entry import entry_hash
from web.oversight.trail_page import Texts, row_shown
from web.rows.records import Happened

COLUMNS = (
    "entry", "time (UTC)", "time", "zone", "person", "role", "what", "initiative", "in their words", "detail",
    "signed by", "signed at", "meaning", "SHA-256",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def head() -> str:
    """The first line, after the mark that tells spreadsheets it is UTF-8."""
    return "\ufeff" + _line(COLUMNS)


def lines(rows: Sequence[Row[Any]], entries: Sequence[Happened], texts: Texts) -> Iterator[str]:
    """One line for each entry."""
    for row, each in zip(rows, entries, strict=True):
        yield _line(_cells(each, entry_hash(bytes(row.bytes)), texts))


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _cells(each: Happened, digest: str, texts: Texts) -> tuple[str, ...]:
    shown = row_shown(each, digest, texts)
    then = datetime.fromtimestamp(each.at / 1000, UTC)
    local = then.astimezone(texts.zone)
    signature = signature_of(each.events[0])
    signed = ("", "", "")
    if signature is not None:
        name = texts.texts.get(signature.name) or texts.name(each.actor)
        signed = (name, f"{local:%Y-%m-%d %H:%M:%S %Z} ({then:%H:%M:%S} UTC)", signature.meaning)
    return (
        str(each.seq), f"{then:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z", f"{local:%Y-%m-%d %H:%M:%S}", str(texts.zone),
        shown.who.name, shown.who.role, shown.title, shown.initiative.label if shown.initiative else "", shown.quote,
        shown.detail, *signed, digest,
    )  # fmt: skip


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([inert(cell) for cell in cells])
    return buffer.getvalue()
