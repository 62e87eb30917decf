"""The log's signing key: Ed25519, in a file outside the database; and what `key/log` says of it and the others."""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from coe.clock import Clock, named_id
from coe.database import reading
from coe.evidence.key_files import load_key, make_key
from coe.home import Home, sync_folder
from coe.ledger import entries
from coe.office import Office
from coe.office_errors import BadKey
from coe.requests import Receipt, Request
from governance.law.pools import SYSTEM
from governance.ledger.note import Key, NoteError, parse_vkey
from governance.office.keys import LOG, WITNESSES, LogKeys, Witnesses, evolve_keys, evolve_witnesses
from governance.record import events as e
from governance.record.commands import DeclareKey

FILE = "log.pem"
NEXT = "log-next.pem"


@dataclass(frozen=True)
class LogKey:
    """The key that signs checkpoints of the log named `origin`."""

    origin: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> Key:
        """What others need to check its signatures."""
        return Key(self.origin, self.private.public_key().public_bytes_raw())

    def sign(self, data: bytes) -> bytes:
        """Ed25519, 64 bytes."""
        return self.private.sign(data)


def log_key(home: Home, clock: Clock) -> LogKey:
    """The log's key, made at the first call together with the log's name. Raises BadKey."""
    path = home.keys / FILE
    origin = home.config().get("origin")
    if origin and path.exists():
        return _load(path, origin)
    if path.exists() or origin:
        raise BadKey(
            "The log cannot be signed.",
            f"Of the log's name in {home.config_file} and its key in {path} one is missing.",
            "Restore both from the same backup; a new key would begin another log.",
        )
    make_key(path)
    home.configure(origin=f"clearway.local/{clock.new_id()}")
    return _load(path, home.config()["origin"])


def next_key(home: Home, origin: str) -> LogKey:
    """The key that is to take over, made at the first call. Raises BadKey."""
    path = home.keys / NEXT
    if not path.exists():
        make_key(path)
    return _load(path, origin)


def declare(office: Office, key: LogKey) -> Receipt:
    """Have the key's coming into use recorded in `key/log`, once; it may have come by another's handing over."""
    vkey = key.public.vkey()
    with reading(office.engine) as connection:
        for entry in entries(connection, LOG):
            if any(isinstance(event, e.KeyRotated) and event.vkey == vkey for event in entry.events):
                return Receipt(entry.seq, LOG, entry.version, entry.at, entry.events, repeated=True)
    return office.handle(Request(named_id(f"key/{vkey}"), LOG, SYSTEM, DeclareKey(vkey)))


def log_keys(connection: Connection) -> LogKeys:
    """The log's keys as the ledger has them. Raises Damaged."""
    state = LogKeys()
    for entry in entries(connection, LOG):
        for event in entry.events:
            if isinstance(event, e.KeyDeclared | e.KeyRotated | e.KeyRevoked):
                state = evolve_keys(state, event, entry.at)
    return state


def witnesses(connection: Connection) -> Witnesses:
    """The witnesses declared last. Raises Damaged."""
    found = [event for entry in entries(connection, WITNESSES) for event in entry.events]
    declared = [event for event in found if isinstance(event, e.WitnessesDeclared)]
    return evolve_witnesses(declared[-1]) if declared else Witnesses()


def statements(connection: Connection) -> tuple[str, ...]:
    """The statements by which keys handed over, in the order of the log. Raises Damaged."""
    found = (event for entry in entries(connection, LOG) for event in entry.events)
    return tuple(event.note for event in found if isinstance(event, e.KeyRotated))


def own_keys(state: LogKeys, key: LogKey | None = None) -> tuple[Key, ...]:
    """Every public key this log ever signed with: the one in hand, and those of the ledger that are keys."""
    found = {key.public.vkey(): key.public} if key else {}
    for life in state.lives:
        try:
            found[life.vkey] = parse_vkey(life.vkey)
        except NoteError:  # an old ledger may hold anything here; it signs nothing
            continue
    return tuple(found.values())


def signers(home: Home, key: LogKey, state: LogKeys, now: int) -> tuple[LogKey, ...]:
    """The keys that sign a checkpoint now (UTC ms), the one in use first. Ends a hand-over that was cut short.

    Raises BadKey when the key in hand is not the one the ledger has in use.
    """
    if not state.lives:
        return (key,)
    if state.current != key.public.vkey():
        key = _took_over(home, key, state)
    beside = (_former(home, key.origin, vkey) for vkey in state.signing(now)[1:])
    return (key, *(each for each in beside if each is not None))


def _took_over(home: Home, key: LogKey, state: LogKeys) -> LogKey:
    """The key in use by the ledger, its file put in its place."""
    waiting = home.keys / NEXT
    if state.heirs.get(key.public.vkey()) == state.current and waiting.exists():
        heir = _load(waiting, key.origin)
        if heir.public.vkey() == state.current:
            put_in_place(home, key)
            return heir
    raise BadKey(
        "The log cannot be signed.",
        f"The ledger has the key {state.current} in use; {home.keys / FILE} holds {key.public.vkey()}.",
        "Restore keys and database of the same time; to change the key, run `coe key rotate`.",
    )


def put_in_place(home: Home, old: LogKey) -> None:
    """The next key's file becomes that of the key in use; the old one's keeps a name of its own. There is always one
    in use, wherever this is cut short.
    """
    former = _former_file(home, old.public)
    if not former.exists():
        former.hardlink_to(home.keys / FILE)
    (home.keys / NEXT).replace(home.keys / FILE)
    sync_folder(home.keys)


def _former(home: Home, origin: str, vkey: str) -> LogKey | None:
    """A key that handed over, if its file is still kept."""
    path = _former_file(home, parse_vkey(vkey))
    return _load(path, origin) if path.exists() else None


def _former_file(home: Home, key: Key) -> Path:
    return home.keys / f"log-{key.key_id.hex()}.pem"


def _load(path: Path, origin: str) -> LogKey:
    return LogKey(origin, load_key(path, "log's"))
