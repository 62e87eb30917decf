"""Sealing: a signed checkpoint whenever the log has grown since the last one; an alarm where it must not be signed."""

import hashlib

from coe.database import reading
from coe.evidence.checkpoints import LAST, latest
from coe.evidence.checkpoints import seal as sign
from coe.evidence.keys import log_key
from coe.home import Home
from coe.incidents import alarm
from coe.office import Office
from coe.office_errors import NotConsistent


def seal(office: Office, home: Home) -> bool:
    """Whether a new checkpoint was signed. Raises NotConsistent, BadKey, OfficeUnavailable; then nothing was."""
    before = _size(office)
    try:
        sign(office.engine, home, log_key(home, office.clock), office.clock)
    except NotConsistent as refusal:
        refused(office, home, refusal)
        raise
    return _size(office) > before


def refused(office: Office, home: Home, refusal: NotConsistent) -> None:
    """Open the incident: one for as long as what was signed last stays the same. Raises OfficeUnavailable."""
    path = home.keys / LAST
    last = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "nothing"
    alarm(office, "log-refused", "key/log", f"log-refused/{last}", str(refusal))


def _size(office: Office) -> int:
    with reading(office.engine) as connection:
        newest = latest(connection)
    return newest[0] if newest else 0
