"""The demonstration's mailbox: messages its mail server caught, shown as plain text; nothing of them is executed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request, url_for

from coe.office_errors import UnknownRecord
from web.parts.moments import moment
from web.parts.pages import MailboxPage, MessageRow, MessageView
from web.parts.pieces import Link, Moment
from web.site.context import clock, context
from web.site.frame import frame, zone
from web.words.translating import gettext

pages = Blueprint("mailbox", __name__)

NAME = re.compile(r"[0-9a-f-]{36}")
MOST_SHOWN = 200
LARGEST_READ = 1 << 20
ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Caught:
    """One message of the folder."""

    name: str
    message: EmailMessage

    def header(self, name: str) -> str:
        """A header as text in one line."""
        try:
            return " ".join(str(self.message.get(name, "")).split())
        except (MessageError, ValueError, IndexError):
            return ""

    @property
    def when(self) -> int:
        """When it was sent, UTC ms; 0 when it does not say."""
        try:
            return int(parsedate_to_datetime(self.header("Date")).timestamp() * 1000)
        except (ValueError, TypeError):
            return 0


@pages.get("/mailbox")
def index() -> str:
    """The newest messages, and the one the URL names."""
    chosen = request.args.get("message", "")
    if chosen and not NAME.fullmatch(chosen):
        raise unknown()
    caught = [found for path in newest() if (found := read(path)) is not None]
    shown = next((one for one in caught if one.name == chosen), None) if chosen else (caught[0] if caught else None)
    if chosen and shown is None:
        raise unknown()
    rows = tuple(row(one, selected=one is shown) for one in caught)
    page = MailboxPage(frame(gettext("Mailbox")), rows, view(shown) if shown else None)
    return render_template("mailbox.html", page=page)


def newest() -> list[Path]:
    """The files of the newest messages; their names begin with the time."""
    folder = context().home.folder / "mailbox"
    return sorted(folder.glob("*.eml"), reverse=True)[:MOST_SHOWN] if folder.is_dir() else []


def read(path: Path) -> Caught | None:
    """A message, None for a file that is none of ours or has gone."""
    if not NAME.fullmatch(path.stem):
        return None
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_READ)
    except OSError:
        return None
    return Caught(path.stem, BytesParser(EmailMessage, policy=policy.default).parsebytes(data))


def row(one: Caught, *, selected: bool) -> MessageRow:
    """A message in the list."""
    href = url_for("mailbox.index", message=one.name)
    return MessageRow(
        one.header("Subject") or gettext("Without a subject"), one.header("To"), sent(one), href, selected
    )


def view(one: Caught) -> MessageView:
    """A message on show, with the pages of this site it links to."""
    body = body_of(one.message)
    links = dict.fromkeys(path for found in ADDRESS.findall(body) if (path := own_path(found)))
    return MessageView(
        one.header("Subject") or gettext("Without a subject"), one.header("From"), one.header("To"), sent(one), body,
        tuple(Link(gettext("Open the page") if len(links) == 1 else path, path) for path in links),
    )  # fmt: skip


def body_of(message: EmailMessage) -> str:
    """The plain text, never the HTML."""
    try:
        part = message.get_body(("plain",))
        return str(part.get_content()) if part is not None else gettext("This message has no plain text.")
    except (MessageError, LookupError, ValueError, KeyError, AttributeError):
        return gettext("This message cannot be read as text.")


def own_path(address: str) -> str:
    """The path of an address on this site; "" for every other."""
    try:
        parts = urlsplit(address.rstrip(".,;)>"))
    except ValueError:
        return ""
    return parts.path if parts.netloc == request.host and parts.path.startswith("/") else ""


def sent(one: Caught) -> Moment:
    """When a message was sent."""
    if one.when:
        return moment(one.when, clock().now(), zone())
    return Moment(gettext("at an unknown time"), f"{datetime.fromtimestamp(0, UTC):%Y-%m-%dT%H:%MZ}")


def unknown() -> UnknownRecord:
    """The refusal of a message that is not there."""
    return UnknownRecord(
        gettext("There is no such message."),
        gettext("It was never caught, or it was deleted."),
        gettext("Choose one from the list."),
    )
