"""The law of the log's keys and witnesses: a key hands over by a statement that both sign, and is revoked afterwards.

The statement is a signed note (C2SP signed-note) of its own kind: its first line is no log's name, so neither signature
can stand for a checkpoint, nor a checkpoint for a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from governance.errors import OutOfOrder, Refused
from governance.law.pools import Facts
from governance.law.standing import given
from governance.ledger.note import COSIGNATURE, ED25519, Key, NoteError, open_note, parse_vkey
from governance.office.register import authority
from governance.record import commands as c
from governance.record import events as e
from governance.record.commands_keys import APPROVAL_HOURS, HOURS

LOG: Final = "key/log"
WITNESSES: Final = "key/witnesses"
STATEMENT: Final = "clearway/key-rotation/v1"
DAY_MS: Final = 86_400_000
MOST_WITNESSES: Final = 32
MOST_OVERLAP: Final = 400
MOST_HOURS: Final = 8_760


@dataclass(frozen=True)
class KeyLife:
    """One log key: in use from `at`; after it handed over it signs beside its successor until `until`; nothing it
    signed from `revoked` on counts. Times are UTC ms, None for not yet.
    """

    vkey: str
    at: int
    until: int | None = None
    revoked: int | None = None


@dataclass(frozen=True)
class LogKeys:
    """The fold of `key/log`: every key in the order of its coming into use, and who handed over to whom."""

    lives: tuple[KeyLife, ...] = ()
    heirs: Mapping[str, str] = field(default_factory=dict)

    @property
    def current(self) -> str:
        """The key in use, "" before the first."""
        return self.lives[-1].vkey if self.lives else ""

    def life(self, vkey: str) -> KeyLife | None:
        """What became of a key; None for one that was never in use here."""
        return next((life for life in reversed(self.lives) if life.vkey == vkey), None)

    def signing(self, at: int) -> tuple[str, ...]:
        """The keys that sign a checkpoint at this moment: the one in use, then those that sign on beside it."""
        beside = [x for x in self.lives[:-1] if x.until is not None and at < x.until and x.revoked is None]
        return tuple(dict.fromkeys((self.current, *(life.vkey for life in reversed(beside)))))


@dataclass(frozen=True)
class Witnesses:
    """The fold of `key/witnesses`: who cosigns, how many are needed, the greatest age of an anchor in hours."""

    vkeys: tuple[str, ...] = ()
    needed: int = 0
    hours: int = HOURS
    approval_hours: int = APPROVAL_HOURS

    def public_keys(self) -> tuple[Key, ...]:
        """Their public keys. Raises NoteError for a ledger that the law did not write."""
        return tuple(map(parse_vkey, self.vkeys))


def evolve_keys(state: LogKeys, event: e.KeyDeclared | e.KeyRotated | e.KeyRevoked, at: int) -> LogKeys:
    """The keys after one event; never fails."""
    match event:
        case e.KeyDeclared(vkey=vkey):
            return state if vkey == state.current else replace(state, lives=(*state.lives, KeyLife(vkey, at)))
        case e.KeyRotated(old=old, vkey=vkey, overlap=overlap):
            until = at + overlap * DAY_MS
            lives = (replace(life, until=until) if life.vkey == old else life for life in state.lives)
            return LogKeys((*lives, KeyLife(vkey, at)), {**state.heirs, old: vkey})
        case e.KeyRevoked(vkey=vkey, since=since):
            lives = (replace(life, revoked=since) if life.vkey == vkey else life for life in state.lives)
            return replace(state, lives=tuple(lives))


def evolve_witnesses(event: e.WitnessesDeclared) -> Witnesses:
    """Each declaration replaces the one before."""
    return Witnesses(event.vkeys, event.needed, event.hours, event.approval_hours)


def rotation_statement(old: str, new: str) -> str:
    """The text both keys sign: three lines."""
    return f"{STATEMENT}\nfrom {old}\nto {new}\n"


def decide_keys(
    state: LogKeys, command: c.DeclareKey | c.RotateKey | c.RevokeKey, at: int
) -> tuple[e.KeyDeclared | e.KeyRotated | e.KeyRevoked]:
    """The event of a log key's coming, handing over or end, or `Refused`."""
    match command:
        case c.DeclareKey(vkey=vkey):
            if state.heirs and vkey != state.current:
                raise OutOfOrder(
                    "key-not-handed-over",
                    "This key cannot be declared.",
                    "The log's keys hand over to each other; one that nobody handed over to proves nothing.",
                    "Run `coe key rotate`.",
                )
            return (e.KeyDeclared(vkey),)
        case c.RotateKey():
            return (_rotated(state, command),)
        case c.RevokeKey():
            return (_revoked(state, command, at),)


def _rotated(state: LogKeys, command: c.RotateKey) -> e.KeyRotated:
    given(command.reason, "reason")
    if command.old != state.current:
        raise OutOfOrder(
            "key-not-current",
            "This key cannot hand over.",
            f"The log's key in use is {state.current or 'none'}.",
            "Hand over from that one.",
        )
    if state.life(command.vkey) is not None:
        raise Refused(
            "key-used", "This key cannot take over.", "It was in use before.", "Make a new one: `coe key new`."
        )
    if not 0 <= command.overlap <= MOST_OVERLAP:
        raise Refused("overlap", "The keys cannot hand over.", f"{command.overlap} days.", f"Give 0 to {MOST_OVERLAP}.")
    try:
        handed_over(command.note, command.old, command.vkey)
    except NoteError as error:
        raise Refused(
            "key-not-cross-signed",
            "The keys cannot hand over.",
            f"The statement does not hold: {error}.",
            "Have both keys sign it: `coe key rotate`.",
        ) from None
    return e.KeyRotated(command.old, command.vkey, command.note, command.reason, command.overlap)


def _revoked(state: LogKeys, command: c.RevokeKey, at: int) -> e.KeyRevoked:
    given(command.reason, "reason")
    life = state.life(command.vkey)
    if life is None or life.revoked is not None:
        why = "It was revoked before." if life else "It was never in use here."
        raise OutOfOrder(
            "key-not-in-use", "This key cannot be revoked.", why, "Name one that is: `coe key show --all`."
        )
    if command.vkey == state.current:
        raise OutOfOrder(
            "key-current",
            "This key cannot be revoked.",
            "It is the one in use; the log would have none.",
            "Have it hand over first: `coe key rotate`.",
        )
    if not life.at <= command.since <= at:
        raise Refused(
            "since",
            "This key cannot be revoked from that moment on.",
            "It lies before its coming into use, or ahead.",
            "Give the moment from which its signatures are in doubt.",
        )
    return e.KeyRevoked(command.vkey, command.since, command.reason)


def handed_over(note: str, old: str, new: str) -> None:
    """Check that `note` is the statement that `old` hands over to `new` (verifier keys), signed by both.

    Raises NoteError.
    """
    keys = {parse_vkey(old), parse_vkey(new)}
    if len({key.name for key in keys}) != 1 or any(key.kind != ED25519 for key in keys) or old == new:
        raise NoteError("a key hands over to another key of the same log")
    opened = open_note(note.encode(), keys)
    if opened.text != rotation_statement(old, new):
        raise NoteError("it says something else than that these keys hand over")
    if opened.keys != keys:
        raise NoteError(f"it is signed by {len(opened.keys)} of the two keys")


def decide_witnesses(facts: Facts, command: c.DeclareWitnesses, actor: str, at: int) -> tuple[e.WitnessesDeclared]:
    """Witnesses are declared by an administrator; distinct keys, and at least one needed where there are any."""
    authority(facts, actor, at)
    given(command.reason, "reason")
    problem = _unfit(command)
    if problem:
        raise Refused(
            "witnesses", "These witnesses cannot be declared.", problem, "Correct that and declare them again."
        )
    return (e.WitnessesDeclared(command.vkeys, command.needed, command.reason, command.hours, command.approval_hours),)


def _unfit(command: c.DeclareWitnesses) -> str:
    """What is wrong with a declaration, "" for nothing."""
    try:
        keys = tuple(map(parse_vkey, command.vkeys))
    except NoteError as error:
        return f"{error}.".capitalize()
    if any(key.kind != COSIGNATURE for key in keys):
        return "One of the keys is no witness's (type 0x04); it may be that of a log."
    if len({key.public for key in keys}) != len(keys) or len({key.name for key in keys}) != len(keys):
        return "Two of them share a key or a name; each counts once."
    if len(keys) > MOST_WITNESSES or not min(1, len(keys)) <= command.needed <= len(keys):
        return f"{command.needed} of {len(keys)} cannot be needed."
    if not 1 <= command.approval_hours <= command.hours <= MOST_HOURS:
        return f"An anchor may be 1 to {MOST_HOURS} hours old, and that of an approval not older than any other."
    return ""


def succession(state: LogKeys, notes: Sequence[str], trusted: Iterable[Key]) -> tuple[Key, ...]:
    """The keys somebody trusts who trusts these, by the statements `notes` in the order of the log.

    A key vouches for the one it handed over to, unless its signatures were in doubt by then; and the one in use vouches
    for the one before it. Whether a revoked key still counts is for the caller: see `LogKeys.life`. Raises NoteError.
    """
    known = {key.vkey(): key for key in trusted}
    steps = [(*_named(note), note) for note in notes]
    for old, new, note in steps:
        if old in known and new not in known and not _doubtful(state, old, new):
            handed_over(note, old, new)
            known[new] = parse_vkey(new)
    for old, new, note in reversed(steps):
        if new in known and old not in known:
            handed_over(note, old, new)
            known[old] = parse_vkey(old)
    return tuple(known.values())


def _doubtful(state: LogKeys, old: str, new: str) -> bool:
    """Whether the old key's signatures were in doubt when it handed over, or either key is none of the log's."""
    giver, heir = state.life(old), state.life(new)
    return giver is None or heir is None or (giver.revoked is not None and giver.revoked <= heir.at)


def _named(note: str) -> tuple[str, str]:
    """The keys a statement names, unchecked."""
    lines = note.split("\n")
    return lines[1].removeprefix("from "), lines[2].removeprefix("to ")
