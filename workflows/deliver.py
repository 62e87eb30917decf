"""The outbox to the mail server: every notice becomes one mail, tried until the server takes it.

A notice is claimed, sent, then marked. After a crash in between it is sent again under the same Message-ID, so that the
receiving side can tell. Nothing is lost while the server is down: what is not claimed simply stays.
"""

import logging
import smtplib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping

from coe.database import reading, writing
from coe.digests import claim_again, form, parts_of, waiting_for
from coe.home import Home
from coe.letter import Letters
from coe.letter_account import account_letter
from coe.letter_incident import incident_letter
from coe.notice_times import Leaves
from coe.office import Office
from coe.office_errors import OfficeUnavailable
from coe.outbox import ACCOUNT_KINDS, claim, hold, mark_delivered, mark_failed, named_id, skip_delivered, undelivered
from coe.page_preferences import LANGUAGE, preferred
from coe.words.catalogues import CATALOGUES, Catalogues
from coe.words.speaking import Tongue, speaking
from workflows.mails import Mail, compose
from workflows.mails_account import compose_account
from workflows.mails_digest import Digest, compose_digest
from workflows.mails_incident import compose_incident
from workflows.plain_words import one_line
from workflows.post import Post
from workflows.rendering import CannotBeSent, envelope
from workflows.timing import Timing

LEASE_MS = 10 * 60_000
MOST_IN_A_RUN = 1_000
DEFAULT_ORIGIN = "clearway.local"

Notice = Mapping[str, Any]

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Delivery:
    """What one run did; `stopped` says why it ended early, "" when it did not."""

    sent: int = 0
    failed: int = 0
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class _Parcel:
    """The notices of one mail, what it is known as, and the attempt they were claimed for."""

    name: str
    attempt: int
    parts: Sequence[Notice]
    together: bool = False


@dataclass(slots=True)
class _Round:
    office: Office
    post: Post
    origin: str
    letters: Letters
    timing: Timing
    shipped: Catalogues
    server: smtplib.SMTP | None = None
    done: Delivery = field(default_factory=Delivery)


def deliver(
    office: Office, home: Home, connect: Callable[[], smtplib.SMTP] | None = None, catalogues: Path = CATALOGUES
) -> Delivery:
    """Send what is due, oldest first, to each in their language. A notice that fails is tried again later and holds up
    no other.

    Raises BadHome for a post that cannot be used, OfficeUnavailable when the database is not to be had.
    """
    post = Post.find(home)
    origin = home.config().get("origin") or DEFAULT_ORIGIN
    letters = Letters(office.engine, office.law)
    run = _Round(office, post, origin, letters, Timing(office.engine, letters, post.zone), Catalogues(catalogues))
    opened = connect or post.connect
    try:
        while run.done.sent + run.done.failed < MOST_IN_A_RUN and not run.done.stopped:
            with reading(office.engine) as connection:
                waiting = undelivered(connection, office.clock.now())
            if not waiting:
                break
            for row in waiting:
                notice = _plain(row)
                leaves = Leaves(0) if notice["digest"] else run.timing.of(notice, office.clock.now())
                if leaves.at > office.clock.now():
                    _hold(office, notice, leaves.at)
                elif not _ready(run, opened):
                    break
                else:
                    _one(run, notice, together=leaves.together)
    finally:
        _hang_up(run)
    if run.done.sent:
        with writing(office.engine) as connection:
            skip_delivered(connection)
    return run.done


def _ready(run: _Round, opened: Callable[[], smtplib.SMTP]) -> bool:
    """A server to talk to. Without one nothing is claimed."""
    if run.server is None:
        try:
            run.server = opened()
        except (OSError, smtplib.SMTPException) as error:
            run.done.stopped = f"The mail server {run.post.host}:{run.post.port} does not answer ({error})."
            _log.warning("%s All notices wait for the next run.", run.done.stopped)
    return run.server is not None


def _plain(row: RowMapping) -> Notice:
    return {str(name): value for name, value in row.items()}


def _hold(office: Office, notice: Notice, until: int) -> None:
    with writing(office.engine) as connection:
        hold(connection, notice["seq"], notice["place"], office.clock.now(), until)


def _one(run: _Round, notice: Notice, *, together: bool) -> None:
    """One mail: of this notice, or of all that go together with it. A mail once begun together stays so."""
    parcel = _claimed(run, notice, together=together)
    if not parcel.attempt:
        return
    try:
        _send(run, parcel)
    except OfficeUnavailable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one mail raises holds up no other
        run.done.failed += 1
        _log.warning("notice %s was not sent (attempt %s): %s", parcel.name, parcel.attempt, error)
        if not isinstance(error, CannotBeSent | smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
            _hang_up(run)
        with writing(run.office.engine) as connection:
            for part in parcel.parts:
                why = one_line(str(error), 300)
                mark_failed(connection, part["seq"], part["place"], run.office.clock.now(), parcel.attempt, why)
    else:
        run.done.sent += 1
        with writing(run.office.engine) as connection:
            for part in parcel.parts:
                mark_delivered(connection, part["seq"], part["place"], run.office.clock.now())


def _claimed(run: _Round, notice: Notice, *, together: bool) -> _Parcel:
    """What goes into one mail, taken for one attempt; attempt 0 where another has it."""
    now, seq, place = run.office.clock.now(), notice["seq"], notice["place"]
    name = notice["digest"] or ""
    with reading(run.office.engine) as connection:
        others = waiting_for(connection, notice["person"], now) if together and not name else ()
    places = [
        (each["seq"], each["place"])
        for each in map(_plain, others)
        if run.timing.of(each, now) == Leaves(now, together=True)
    ]
    with writing(run.office.engine) as connection:
        if name:
            attempt = claim_again(connection, name, now, LEASE_MS)
        elif together:
            name, attempt = form(connection, places, now, LEASE_MS)
        else:
            return _Parcel(f"{seq}.{place}", claim(connection, seq, place, now, LEASE_MS), (notice,))
        return _Parcel(name, attempt, tuple(map(_plain, parts_of(connection, name))), together=True)


def _send(run: _Round, parcel: _Parcel) -> None:
    now, first = run.office.clock.now(), parcel.parts[0]
    known_as = named_id(run.origin, parcel.name)
    with speaking(_tongue(run, first["person"])):
        mail, address, thread = _gathered(run, parcel, now) if parcel.together else _written(run, first, now)
        if not address:
            raise CannotBeSent("No address of this person is known any more.")
        message = envelope(mail, address, run.post.sender, known_as, now)
    if thread:
        message["References"] = f"<{thread}@{known_as.rpartition('@')[2]}"  # one thread for each record
    if run.server is not None:
        run.server.send_message(message)


def _tongue(run: _Round, person: str) -> Tongue:
    """The language this person chose in their account, else English: a mail knows no browser."""
    with reading(run.office.engine) as connection:
        return run.shipped.of(preferred(connection, person, (LANGUAGE,)).get(LANGUAGE, ""))


def _gathered(run: _Round, parcel: _Parcel, now: int) -> tuple[Digest, str, str]:
    """The daily mail and its address."""
    read = [run.letters.read(part, now) for part in parcel.parts]
    found = [letter for letter in read if letter is not None]
    if not found:
        raise CannotBeSent("The records this is about cannot be found.")
    zone = run.timing.zone(parcel.parts[0]["person"])
    digest = compose_digest(found, len(read) - len(found), run.post.url, zone, now)
    return digest, found[0].address, ""


def _written(run: _Round, notice: Notice, now: int) -> tuple[Mail, str, str]:
    """The mail, the address it goes to, and the record whose thread it belongs to. Raises CannotBeSent."""
    zone = run.timing.zone(notice["person"])
    if notice["initiative"]:
        letter = run.letters.read(notice, now)
        if letter is not None:
            return compose(letter, run.post.url, zone, now), letter.address, letter.initiative
    elif notice["kind"] in ACCOUNT_KINDS:
        account = account_letter(run.office.engine, notice)
        if account is not None:
            return compose_account(account, run.post.url, zone, now), account.address, account.person
    else:
        told = incident_letter(run.office.engine, notice)
        if told is not None:
            return compose_incident(told, run.post.url, zone, now), told.address, told.incident
    raise CannotBeSent("The record this is about cannot be found.")


def _hang_up(run: _Round) -> None:
    server, run.server = run.server, None
    if server is not None:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()
