"""Secret files: mode 0600, of whoever uses them, in a folder nobody else may write. Light: programs begin here."""

import os
import stat
from pathlib import Path

from coe.home import Home
from coe.office_errors import BadKey

OTHERS = 0o077
SECRET = (".pem", ".key")
PUBLIC = "-certificate.pem"


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
    """Before anything is served: every secret of the office is its user's alone; certificates are for all.

    Raises BadKey.
    """
    for path in sorted(home.keys.iterdir()) if home.keys.is_dir() else ():
        if path.suffix in SECRET and not path.name.endswith(PUBLIC):
            refuse_open(path, f"file {path.name}, a")
