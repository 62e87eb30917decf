"""Ed25519 key files, made and read; whether they are their user's alone is checked at every load."""

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from coe.evidence.permissions import refuse_open
from coe.home import write_private
from coe.office_errors import BadKey


def make_key(path: Path) -> Ed25519PrivateKey:
    """A fresh key, on disk before this returns. Raises BadKey where there is one already, OSError."""
    if path.exists():
        raise BadKey("No key was made.", f"{path} exists.", "Use that key, or name another place.")
    fresh = Ed25519PrivateKey.generate()
    write_private(path, fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return fresh


def load_key(path: Path, whose: str) -> Ed25519PrivateKey:
    """The key in a file; `whose` names it in the error. Raises BadKey."""
    refuse_open(path, whose)
    try:
        found = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey(f"The {whose} key cannot be read.", f"{path}: {error}.", "Restore it from a backup.") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise BadKey(f"The {whose} key cannot be used.", f"{path} is no Ed25519 key.", "Restore it from a backup.")
    return found
