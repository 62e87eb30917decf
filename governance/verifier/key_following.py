"""Which keys somebody trusts who brings some, by the hand-overs in evidence; and what to say of those that are revoked.

Completeness is not proven: an operator may leave the end of `key/log` out of a packet. What is there is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from governance.language.business_time import utc_text
from governance.ledger.note import Key, NoteError, parse_vkey
from governance.office.keys import LOG, LogKeys, evolve_keys, succession
from governance.record import events as e
from governance.record.entry import Entry


@dataclass(frozen=True)
class Followed:
    """`keys` are those brought and those that follow from them; `told` are sentences on what became of the keys
    brought; `revoked` maps a verifier key to the entry that revoked it.
    """

    keys: tuple[Key, ...]
    told: tuple[str, ...] = ()
    revoked: Mapping[str, int] = field(default_factory=dict)

    def late(self, signed: Iterable[Key], size: int) -> bool:
        """Whether every key that signed a checkpoint of `size` entries was revoked in one of them."""
        places = [self.revoked.get(key.vkey()) for key in signed]
        return bool(places) and all(place is not None and place < size for place in places)


def follow(entries: Iterable[Entry], brought: Iterable[Key]) -> Followed:
    """Follow the entries of `key/log`, others are passed by, from the keys somebody brings.

    Raises NoteError for a statement that does not hold.
    """
    keys = tuple(brought)
    state, notes, told, revoked = LogKeys(), list[str](), list[tuple[str, str]](), dict[str, int]()
    for entry in entries:
        for event in entry.events if entry.stream == LOG else ():
            match event:
                case e.KeyRotated(old=old, vkey=vkey, note=note):
                    state = evolve_keys(state, event, entry.at)
                    notes.append(note)
                    when = f"on {utc_text(entry.at)} (entry {entry.seq})"
                    told.append((old, f"the log's key {_short(old)} handed over to {_short(vkey)} {when}"))
                case e.KeyRevoked(vkey=vkey, since=since):
                    state = evolve_keys(state, event, entry.at)
                    revoked[vkey] = entry.seq
                    what = f"what it signed from {utc_text(since)} on counts for nothing (entry {entry.seq})"
                    told.append((vkey, f"the log's key {_short(vkey)} is revoked: {what}"))
                case e.KeyDeclared():
                    state = evolve_keys(state, event, entry.at)
                case _:
                    continue
    mine = {key.vkey() for key in keys}
    said = tuple(sentence for vkey, sentence in told if vkey in mine)
    return Followed(succession(state, notes, keys), said, revoked)


def _short(vkey: str) -> str:
    """A key by its id, as verifier keys and signature lines show it."""
    try:
        return parse_vkey(vkey).key_id.hex()
    except NoteError:
        return vkey[:20]
