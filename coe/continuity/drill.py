"""`coe drill`: back up, restore beside, verify, compare with the living log, and put on record how it went.

EU GMP Annex 11 §7.2 asks for more than a backup: that it is shown, now and then, to restore. What fails is on record as
failed, and an alarm. The keys take no part: what is restored here is compared and thrown away, never run.
"""

from dataclasses import dataclass

from coe.continuity.archive import Manifest
from coe.continuity.backup import Told, back_up, digest_of
from coe.continuity.restore import Wanted, restore
from coe.continuity.workplace import workplace
from coe.database import reading
from coe.home import Home
from coe.incidents import alarm
from coe.ledger import entry_at, nodes, range_at
from coe.office import Office
from coe.office_errors import BadBackup, OfficeError
from coe.reading import Reader
from coe.requests import Request
from governance.law.pools import SYSTEM
from governance.office.continuity import CONTINUITY, Drills
from governance.record import commands as c

DAY_MS = 86_400_000
SETTING, DAYS = "drill_days", 90


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a drill went, and the entry that says so."""

    recorded: c.RecordRestoreDrill
    seq: int


def drill(office: Office, home: Home, told: Told = lambda _: None) -> Outcome:
    """Do a drill and record it, well or not; a failure is an alarm. Raises OfficeError where nothing is recorded."""
    began, backup, manifest = office.clock.now(), "", None
    with workplace(home.folder / "drill") as work:
        try:
            archive = work / "backup.zip"
            manifest = back_up(office, home, archive, told)
            backup = digest_of(archive)
            restore(Wanted(archive, work / "restored"), office.law, told)
            _compare(office, manifest)
            cause = ""
        except OfficeError as error:
            cause = error.what if isinstance(error, BadBackup) else f"{type(error).__name__}: {error.what}"
        except OSError as error:
            cause = f"The disk did not take it ({error.strerror})."
    size, root = (manifest.entries, manifest.root) if manifest else (0, "")
    result: c.DrillResult = "failed" if cause else "restored"
    command = c.RecordRestoreDrill(result, backup, size, root, max(0, office.clock.now() - began), cause)
    receipt = office.handle(Request(office.clock.new_id(), CONTINUITY, SYSTEM, command))
    if cause:
        alarm(office, "drill-failed", CONTINUITY, f"drill/{receipt.seq}", f"The restore drill failed: {cause}")
    return Outcome(command, receipt.seq)


def drills(office: Office) -> Drills:
    """What is on record of drills. Raises OfficeUnavailable, Damaged."""
    state = Reader(office.engine, office.law).look(CONTINUITY)[0].state
    return state if isinstance(state, Drills) else Drills()


def due(office: Office, home: Home) -> int:
    """When the next drill is due (UTC ms): so many days (setting `drill_days`, 90) after the last that restored, or
    after the office was founded; 0 for an empty log.
    """
    last = drills(office).restored or _founded(office)
    return last + _days(home) * DAY_MS if last else 0


def overdue_since(office: Office, home: Home, now: int) -> int:
    """When a drill fell due that nobody has done (UTC ms), 0 while none is."""
    then = due(office, home)
    return then if then and now > then else 0


def watch(office: Office, home: Home, now: int) -> bool:
    """Raise the alarm of an overdue drill, once in each period it stays overdue; whether one is."""
    since = overdue_since(office, home, now)
    if since:
        reason = f"No backup was shown to restore when it was due, {(now - since) // DAY_MS} days ago. Run `coe drill`."
        name = f"drill-overdue/{since}/{(now - since) // (_days(home) * DAY_MS)}"
        alarm(office, "drill-overdue", CONTINUITY, name, reason)
    return bool(since)


def _days(home: Home) -> int:
    return int(home.config().get(SETTING) or DAYS)


def _compare(office: Office, manifest: Manifest) -> None:
    """The log restored is the beginning of the log that lives."""
    with reading(office.engine) as connection:
        root = range_at(nodes(connection), manifest.entries).root().hex()
    if root != manifest.root:
        raise BadBackup(
            "What was restored is not what lives.",
            f"The first {manifest.entries} entries have root {root} here and {manifest.root} in the backup.",
            "Run `coe verify`.",
        )


def _founded(office: Office) -> int:
    """The time of the first entry; 0 for an empty log."""
    with reading(office.engine) as connection:
        first = entry_at(connection, 0)
    return first.at if first else 0
