"""A mail server for a machine without one: takes every message on loopback and keeps it as a file in a folder.

`python -m workflows.catch_all FOLDER PORT` runs until it is told to stop.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

import uuid6
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from coe.home import PRIVATE_FOLDER, write_private

LARGEST_BYTES = 5 << 20
MOST_MESSAGES = 5_000
LOOPBACK = "127.0.0.1"


class Mailbox:
    """Keeps messages in a folder, oldest first by name; whole or not at all."""

    def __init__(self, folder: Path, most: int = MOST_MESSAGES) -> None:
        self.folder = folder
        self._most = most
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Called by aiosmtpd with a whole message; what is returned is told to the sender."""
        content = envelope.original_content or b""
        return await asyncio.to_thread(self.keep, content)

    def keep(self, content: bytes) -> str:
        """Write one message to disk. The answer is SMTP's."""
        if sum(1 for _ in self.folder.glob("*.eml")) >= self._most:
            return f"452 The mailbox is full: {self._most} messages. Delete some from {self.folder.name}."
        try:
            write_private(self.folder / f"{uuid6.uuid7()}.eml", content)
        except OSError as error:
            return f"452 The message was not kept: {error.strerror}"
        return "250 Kept"


def controller(folder: Path, port: int) -> Controller:
    """The server, on loopback only; `start` and `stop` are the caller's."""
    return Controller(Mailbox(folder), hostname=LOOPBACK, port=port, data_size_limit=LARGEST_BYTES)


def main(arguments: list[str]) -> int:
    """FOLDER PORT; ends on SIGINT or SIGTERM."""
    folder, port = arguments
    stops = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    server = controller(Path(folder), int(port))
    try:
        server.start()
    except OSError as error:
        sys.stderr.write(f"The catch-all mail server cannot use port {port}: {os.strerror(error.errno or 0)}.\n")
        return 1
    signal.sigwait(stops)
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
