"""The entries behind a packet, in order of the log: what was asked by whom when, and the hash that proves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from coe.packet.page import EntryRow, Fact
from coe.packet.record import PacketRecord, utc
from coe.packet.words import spoken
from governance.ledger.note import Checkpoint, parse_checkpoint, parse_note
from governance.record import events as e
from governance.record.entry import Entry, entry_hash

MOST_LISTED = 400
COSIGNATURE_BODY = 72  # C2SP tlog-cosignature: eight bytes of time, then an Ed25519 signature


def entries(record: PacketRecord) -> tuple[EntryRow, ...]:
    """Every entry of the record itself, and of the streams it read as far as there are at most MOST_LISTED."""
    return tuple(_row(record, entry, data) for entry, data in _all(record) if _listed(record, entry))


def others(record: PacketRecord) -> tuple[EntryRow, ...]:
    """One line for each stream whose entries are enclosed and not listed: how many there are, and its last hash."""
    last: dict[str, tuple[Entry, bytes]] = {}
    for entry, data in _all(record):
        if not _listed(record, entry):
            last[entry.stream] = (entry, data)
    return tuple(_row(record, entry, data) for entry, data in last.values())


def entries_note(record: PacketRecord) -> str:
    """What is listed, and where the rest is."""
    own, many = len(record.moments), len(record.entries)
    said = f"{many} entries are enclosed, {own} of them of this record."
    return said + (
        " Streams it read are listed by their last entry; evidence.json holds all." if others(record) else ""
    )


def anchor(record: PacketRecord) -> tuple[Fact, ...]:
    """The checkpoint: whose log, how many entries, and who cosigned when, as its lines claim; keys prove it."""
    note, checkpoint = parse_note(record.evidence.checkpoint), checkpoint_of(record)
    cosigned = [each for each in note.signatures if len(each.body) == COSIGNATURE_BODY]
    when = (int.from_bytes(each.body[:8], "big") for each in cosigned)
    witnesses = [f"{each.name}, {_moment(at)}" for each, at in zip(cosigned, when, strict=True)]
    return (
        Fact("Log", checkpoint.origin, code=True),
        Fact(
            "Checkpoint over", f"{checkpoint.size} entries; the last of this record is {record.moments[-1].entry.seq}"
        ),
        Fact("Cosigned", "; ".join(witnesses) or "by no witness"),
    )


def checkpoint_of(record: PacketRecord) -> Checkpoint:
    """The checkpoint the evidence is proven under. Raises NoteError."""
    return parse_checkpoint(parse_note(record.evidence.checkpoint).text)


def _moment(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return f"{seconds} s"


def _all(record: PacketRecord) -> Iterator[tuple[Entry, bytes]]:
    return zip(record.entries, (proven.data for proven in record.evidence.entries), strict=True)


def _listed(record: PacketRecord, entry: Entry) -> bool:
    return entry.stream == record.evidence.subject or len(record.entries) - len(record.moments) <= MOST_LISTED


def _who(record: PacketRecord, actor: str) -> str:
    """The printed name where one is disclosed, and the end of the id that the entry holds."""
    name = record.names.get(actor)
    return f"{name} ({actor[-8:]})" if name else actor


def _row(record: PacketRecord, entry: Entry, data: bytes) -> EntryRow:
    said = "; ".join(dict.fromkeys(spoken(record.law, x) for x in entry.events if not isinstance(x, e.Judged)))
    return EntryRow(
        str(entry.seq),
        entry.stream,
        str(entry.version),
        said,
        utc(entry.at),
        entry_hash(data),
        _who(record, entry.actor),
        entry.command_type,
    )
