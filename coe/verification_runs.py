"""The office verifies its own log by schedule and records the result; what a run finds is an incident."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

from sqlalchemy import func, select

from coe.acts import reasoned
from coe.clock import named_id
from coe.database import reading
from coe.evidence.checkpoints import LAST
from coe.evidence.keys import FILE, log_key
from coe.evidence.log_verify import Problem, verify
from coe.founding import new_seed
from coe.home import Home
from coe.incidents import alarm
from coe.office import Office
from coe.requests import Request
from coe.tables import entry, incident, review
from governance.errors import Refused
from governance.formats.jcs import Json, encode
from governance.law.pools import SYSTEM
from governance.record.commands import RecordReview

SUBJECT = "verification"
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Run:
    """What one run found; `recorded` is False where another program recorded today's before."""

    size: int
    root: str
    problems: tuple[Problem, ...]
    recorded: bool = True


def verify_once_a_day(office: Office, home: Home) -> Run | None:
    """Verify the whole log and record it, once a UTC day; None when that is done. A failed run opens `verify-failed`.

    Raises OfficeUnavailable, and whatever a broken log raises when the result itself cannot be recorded.
    """
    once = named_id(f"verification/{datetime.fromtimestamp(office.clock.now() / 1000, UTC).date()}")
    with reading(office.engine) as connection:
        if connection.execute(select(entry.c.seq).where(entry.c.command == once)).first() is not None:
            return None
    found = _read(office, home)
    if found.problems:
        _raise(office, found)
    return _recorded(office, found, once)


def _read(office: Office, home: Home) -> Run:
    """What `coe verify` does, with the office's own key and the checkpoint kept beside it."""
    last = home.keys / LAST
    keys = (log_key(home, office.clock).public,) if (home.keys / FILE).exists() else ()
    note = last.read_bytes() if last.exists() else None
    report = verify(office.engine, office.law, keys=keys, blobs=office.blobs, last=note, decided=True)
    return Run(report.size, report.root, (*report.problems, *(report.unlawful or ())))


def _raise(office: Office, found: Run) -> None:
    """One incident for what was found; once it is closed and still found, another."""
    told = "\n".join(map(str, found.problems[:MOST_TOLD]))
    with reading(office.engine) as connection:
        closed = select(func.count()).where(incident.c.kind == "verify-failed", incident.c.closed > 0)
        before = connection.execute(closed).scalar_one()
    known = sha256(told.encode()).hexdigest()
    alarm(office, "verify-failed", "", f"verify-failed/{known}/{before}", told)


def _recorded(office: Office, found: Run, once: str) -> Run:
    with reading(office.engine) as connection:
        until = connection.execute(select(func.max(review.c.until)).where(review.c.subject == SUBJECT)).scalar() or 0
    outcome = "findings" if found.problems else "in order"
    faults = "; ".join(map(str, found.problems[:MOST_TOLD])) or "intact and lawful"
    digest = sha256(encode(_document(found))).hexdigest()
    make = partial(RecordReview, until, office.clock.now(), outcome, report=digest)
    act = reasoned(lambda note: make(note=note), f"{found.size} entries: {faults}", new_seed())
    try:
        office.handle(Request(once, f"review/{SUBJECT}", SYSTEM, act.command, act.disclosures))
    except Refused as refused:
        if refused.code not in ("command-id-reused", "period"):  # another program recorded today's
            raise
        return Run(found.size, found.root, found.problems, recorded=False)
    return found


def _document(found: Run) -> Json:
    return {"size": found.size, "root": found.root, "problems": [str(problem) for problem in found.problems]}
