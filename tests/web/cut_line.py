"""A line to a server that can be cut in the middle of what is sent: bytes go through until too many have gone."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PIECE = 16_384
RESET = struct.pack("ii", 1, 0)


class Line:
    """Once `cut_after` is set, a connection is reset when so many bytes have been sent over it."""

    def __init__(self, to: int) -> None:
        self.cut_after = 0
        self.cuts = 0
        self._to = to
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]

    def serve(self) -> None:
        """Take connections until closed."""
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._to))
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def close(self) -> None:
        """Take no more."""
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _carry(self, source: socket.socket, sink: socket.socket, sending: bool = True) -> None:  # noqa: FBT001, FBT002 - a thread's argument
        carried = 0
        try:
            while piece := source.recv(PIECE):
                carried += len(piece)
                if sending and self.cut_after and carried > self.cut_after:
                    self.cuts += 1
                    source.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    break
                sink.sendall(piece)
        except OSError:
            pass
        for end in (sink, source):
            end.close()


@contextmanager
def line(to: int) -> Iterator[Line]:
    """A line to this port of loopback."""
    made = Line(to)
    thread = threading.Thread(target=made.serve)
    thread.start()
    yield made
    made.close()
    thread.join()
