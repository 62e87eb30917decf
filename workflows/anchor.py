"""What the office keeps outside of itself: its witnesses' folder, a mail a day to a mailbox outside, and the alarm when
neither has happened for too long.

The mail carries the newest checkpoint. It goes out once a day if anything was recorded, and at the next tick after an
approval; one checkpoint is mailed once, however often a tick comes.
"""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from coe.database import reading, writing
from coe.evidence.checkpoints import SHARED, latest
from coe.evidence.cosignatures import assembled
from coe.evidence.keys import LogKey, log_key
from coe.evidence.shared_folder import accept_answers, write_requests
from coe.evidence.window import ANCHOR_PLACE, Window, mailed, rest, window
from coe.evidence.window_words import at_words, sentences
from coe.home import Home
from coe.incidents import alarm
from coe.office import Office
from coe.office_errors import BadCosignature, BadHome, NotConsistent
from coe.outbox import claim, mark_delivered, mark_failed, message_id
from coe.words.speaking import SOURCE
from workflows.plain_words import one_line
from workflows.post import Post
from workflows.seal import refused, seal

MAILBOX = "anchor_mailbox"
"""The setting that names a mailbox outside of the office."""
LEASE_MS = 10 * 60_000
DAY_MS = 86_400_000
WEEK_MS = 7 * DAY_MS

_log = logging.getLogger(__name__)

Connect = Callable[[], smtplib.SMTP]


@dataclass(frozen=True, slots=True)
class Anchored:
    """What one run did: cosignatures accepted, whether a mail went out, and the window afterwards."""

    cosigned: int
    mailed: bool
    window: Window


def anchor(office: Office, home: Home, connect: Connect | None = None) -> Anchored:
    """Seal, exchange with the witnesses, mail what is due, and open an incident where the window is too long.

    Raises NotConsistent, BadKey, BadHome, OfficeUnavailable. A mail server or a folder that does not answer waits for
    the next run.
    """
    seal(office, home)
    key, now = log_key(home, office.clock), office.clock.now()
    cosigned = _exchanged(office, home, key)
    sent = _mailed(office, home, now, connect)
    with reading(office.engine) as connection:
        found = window(connection, now)
    if found.overdue:
        told = " ".join(sentences(found, Post.find(home).zone))
        counted = found.counted.size if found.counted else 0
        # Told again every week for as long as it lasts; closing the incident anchors nothing.
        weeks = (now - found.rest.since) // WEEK_MS
        alarm(office, "anchor-overdue", "key/witnesses", f"anchor-overdue/{counted}/{weeks}", told)
    return Anchored(cosigned, sent, found)


def _exchanged(office: Office, home: Home, key: LogKey) -> int:
    """Requests written and answers taken in the folder shared with the witnesses; how many were accepted."""
    shared = home.config().get(SHARED, "")
    if not shared:
        return 0
    try:
        found = accept_answers(office.engine, home, key, Path(shared), office.clock)
        write_requests(office.engine, Path(shared))
    except NotConsistent as refusal:
        refused(office, home, refusal)
        raise
    except (BadCosignature, OSError) as error:
        _log.warning("the witnesses' folder cannot be used: %s", error)
        return 0
    return len(found)


def _mailed(office: Office, home: Home, now: int, connect: Connect | None) -> bool:
    """Mail the newest checkpoint if that is due; whether the server took it."""
    to = home.config().get(MAILBOX, "")
    with reading(office.engine) as connection:
        newest, last = latest(connection), mailed(connection)
        if not to or newest is None or (last is not None and last.size >= newest[0]):
            return False
        size, at, _ = newest
        since = rest(connection, last.size if last else 0)
        note = assembled(connection, size)
    if last is not None and last.at // DAY_MS == now // DAY_MS and not since.approvals:
        return False
    post = Post.find(home)
    message = composed(post, to, known_as(home, size), size, note, at, now)
    with writing(office.engine) as connection:
        attempt = claim(connection, size, ANCHOR_PLACE, now, LEASE_MS)
    return bool(attempt) and _sent(office, message, size, attempt, connect or post.connect)


def _sent(office: Office, message: EmailMessage, size: int, attempt: int, connect: Connect) -> bool:
    now = office.clock.now()
    try:
        with connect() as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        _log.warning("the checkpoint of %s entries was not mailed (attempt %s): %s", size, attempt, error)
        with writing(office.engine) as connection:
            mark_failed(connection, size, ANCHOR_PLACE, now, attempt, one_line(str(error), 300))
        return False
    with writing(office.engine) as connection:
        mark_delivered(connection, size, ANCHOR_PLACE, now)
    return True


def known_as(home: Home, size: int) -> str:
    """The Message-ID: the same for every attempt at this checkpoint."""
    return message_id(home.config().get("origin", ""), size, ANCHOR_PLACE)


def composed(post: Post, to: str, known: str, size: int, note: bytes, at: int, now: int) -> EmailMessage:
    """The mail with its checkpoint. Raises BadHome for an address that is none."""
    message = EmailMessage(policy=SMTP)
    try:
        message["To"] = Address(addr_spec=to)
    except (ValueError, IndexError, MessageError) as error:
        raise BadHome("The checkpoint cannot be mailed.", f"{to!r} is no address.", f"Correct `{MAILBOX}`.") from error
    message["From"] = Address("Clearway", addr_spec=post.sender)
    message["Subject"] = f"Checkpoint of {size:,} entries"
    message["Date"] = datetime.fromtimestamp(now / 1000, UTC)
    message["Message-ID"] = known
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(TEXT.format(size=f"{size:,}", at=at_words(at, post.zone), name=_name(size)))
    message.add_attachment(
        note, maintype="text", subtype="plain", filename=_name(size), params={"charset": "utf-8"}
    )  # as bytes: no line ending may change
    message["Content-Language"] = SOURCE
    return message


def _name(size: int) -> str:
    return f"checkpoint-{size}.txt"


TEXT = """\
Keep this mail. Nothing else is asked of you.

The attached checkpoint is the office's signature under the first {size} entries of its log, as of
{at}. Whoever keeps it can show later whether any of them was altered, removed or inserted:

    coe verify --against {name}

It is kept outside of the office on purpose. Please do not forward it back, and do not let the people
who run the office delete it. If these mails stop for longer than a working day, ask why.
"""
