"""A witness in a second process that is killed between remembering and answering: `… FOLDER REQUEST`."""

import os
import signal
import sys
from pathlib import Path

from coe.evidence.witness import Witness
from governance.ledger.note import Checkpoint, Key


class Killed(Witness):
    """Dies when what it saw is on disk and nothing was signed."""

    def release(self, public: Key, found: Checkpoint, note: bytes, now: int) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return super().release(public, found, note, now)


if __name__ == "__main__":
    Killed(Path(sys.argv[1])).cosign(Path(sys.argv[2]).read_bytes(), 0)
