"""The log's signing key: Ed25519, in a file of mode 0600 outside the database."""

from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from coe.clock import Clock, named_id
from coe.home import Home, write_private
from coe.office import Office
from coe.office_errors import BadKey
from coe.requests import Receipt, Request
from governance.commands import DeclareKey
from governance.note import Key
from governance.pools import SYSTEM

FILE = "log.pem"
OTHERS = 0o077


@dataclass(frozen=True, slots=True)
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
        return _load(home, origin)
    if path.exists() or origin:
        raise BadKey(
            "The log cannot be signed.",
            f"Of the log's name in {home.config_file} and its key in {path} one is missing.",
            "Restore both from the same backup; a new key would begin another log.",
        )
    fresh = Ed25519PrivateKey.generate()
    write_private(path, fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    home.configure(origin=f"clearway.local/{clock.new_id()}")
    return _load(home, home.config()["origin"])


def declare(office: Office, key: LogKey) -> Receipt:
    """Have the key's coming into use recorded in `key/log`, once."""
    vkey = key.public.vkey()
    return office.handle(Request(named_id(f"key/{vkey}"), "key/log", SYSTEM, DeclareKey(vkey)))


def _load(home: Home, origin: str) -> LogKey:
    path = home.keys / FILE
    if path.stat().st_mode & OTHERS:
        raise BadKey("The log's key is not used.", f"{path} can be read by others.", f"Run `chmod 600 {path}`.")
    try:
        found = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey("The log's key cannot be read.", f"{path}: {error}.", "Restore it from a backup.") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise BadKey("The log's key cannot be used.", f"{path} is no Ed25519 key.", "Restore it from a backup.")
    return LogKey(origin, found)
