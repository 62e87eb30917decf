"""Where mail goes: the server's address and how to speak to it.

The address is COE_SMTP, else the setting `smtp`: `smtp://HOST:PORT` (a relay on this machine or network you trust),
`smtp+starttls://USER@HOST:587` or `smtps://USER@HOST:465`; the password comes from COE_SMTP_PASSWORD only.
"""

import os
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from urllib.parse import unquote, urlsplit

from coe.home import Home
from coe.office_errors import BadHome

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
TIMEOUT_S = 20.0
DEFAULT_SERVER = "smtp://127.0.0.1:25"
DEFAULT_SENDER = "clearway@localhost"
DEFAULT_ZONE = "Europe/Berlin"
DEFAULT_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Post:
    """The mail server, the sender's address, the site's address for links, and the zone times are shown in."""

    host: str
    port: int
    security: str = "smtp"
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = DEFAULT_SENDER
    url: str = DEFAULT_URL
    zone: str = DEFAULT_ZONE

    @classmethod
    def find(cls, home: Home, environment: Mapping[str, str] | None = None) -> "Post":
        """The post of this installation. Raises BadHome."""
        known = os.environ if environment is None else environment
        settings = home.config()
        server = known.get("COE_SMTP") or settings.get("smtp") or DEFAULT_SERVER
        sender = settings.get("mail_from") or DEFAULT_SENDER
        try:
            parts = urlsplit(server)
            Address(addr_spec=sender)
            host, port = str(parts.hostname or "127.0.0.1"), parts.port or PORTS[parts.scheme]
        except (ValueError, KeyError, IndexError, MessageError) as error:
            raise BadHome(
                "Mail cannot be sent.",
                f"The mail server's or the sender's address is not one ({error}).",
                "Write `smtp` as smtp://HOST:PORT, smtp+starttls://USER@HOST:587 or smtps://USER@HOST:465.",
            ) from error
        url = (known.get("COE_URL") or settings.get("url") or DEFAULT_URL).rstrip("/")
        user, password = unquote(parts.username or ""), known.get("COE_SMTP_PASSWORD", "")
        zone = settings.get("zone") or DEFAULT_ZONE
        return cls(host, port, parts.scheme, user, password, sender, url, zone)

    def connect(self) -> smtplib.SMTP:
        """A connection that is ready to take mail. Raises OSError, SMTPException."""
        if self.security == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_S, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)
        try:
            if self.security == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server
