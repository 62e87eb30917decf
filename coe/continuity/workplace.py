"""A private folder beside the place a result goes to, for one program at a time.

What a killed program left there is removed by the next: nothing half done is ever found where the result belongs.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coe.home import PRIVATE_FILE, PRIVATE_FOLDER
from coe.office_errors import BadBackup

LOCK = "lock"


@contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """An empty folder beside `target`, gone afterwards. Raises BadBackup while another program works there, OSError."""
    folder = target.with_name(f".{target.name}.work")
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        _take(handle, target)
        for left in folder.iterdir():
            if left.name != LOCK:
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        try:
            yield folder
        finally:
            shutil.rmtree(folder)
    finally:
        os.close(handle)


def _take(handle: int, target: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BadBackup(
            f"{target.name} was not made.", "Another program is making it at this moment.", "Wait for it."
        ) from error
