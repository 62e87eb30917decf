"""Ed25519 key files: mode 0600, of whoever uses them, in a folder nobody else may write. Checked at every load."""

import os
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from coe.home import Home, write_private
from coe.office_errors import BadKey

OTHERS = 0o077


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


def refuse_open(path: Path, whose: str) -> None:
    """Refuse a secret file that is another user's, or that others may read or replace. Raises BadKey."""
    what = f"The {whose} key is not used."
    try:
        file, folder = path.stat(), path.parent.stat()
    except OSError as error:
        raise BadKey(f"The {whose} key cannot be read.", f"{path}: {error.strerror}.", "Restore it.") from error
    if not stat.S_ISREG(file.st_mode):
        raise BadKey(what, f"{path} is no file.", "Restore it from a backup.")
    if file.st_uid != os.geteuid():
        raise BadKey(what, f"{path} belongs to another user.", f"Run `chown` on {path}, or start as its owner.")
    if file.st_mode & OTHERS:
        raise BadKey(what, f"{path} can be read by others.", f"Run `chmod 600 {path}`.")
    if folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise BadKey(what, f"{path.parent} can be written by others.", f"Run `chmod 700 {path.parent}`.")


def check_keys(home: Home) -> None:
    """Before anything is served: every secret of the office is its user's alone. Raises BadKey."""
    for path in sorted(home.keys.iterdir()) if home.keys.is_dir() else ():
        if path.suffix in (".pem", ".key"):
            refuse_open(path, f"file {path.name}, a")
