"""Real SMTP servers on loopback for tests, and what they took."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = "250 Kept"


@dataclass
class Taking:
    """Takes every message; `answer` may refuse one, or do something else while the client waits."""

    answer: Callable[[bytes], str] = lambda _: KEPT
    taken: list[bytes] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        said = self.answer(content)
        if said.startswith("250"):
            self.taken.append(content)
        return said

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=default) for content in self.taken]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(answer: Callable[[bytes], str] = lambda _: KEPT) -> Iterator[Taking]:
    """A server that runs inside this process on a free port."""
    taking = Taking(answer, port=free_port())
    controller = Controller(taking, hostname="127.0.0.1", port=taking.port)
    controller.start()
    try:
        yield taking
    finally:
        controller.stop()
