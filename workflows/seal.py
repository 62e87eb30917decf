"""Sealing: a signed checkpoint whenever the log has grown since the last one."""

from coe.database import reading
from coe.evidence.checkpoints import latest
from coe.evidence.checkpoints import seal as sign
from coe.evidence.keys import log_key
from coe.home import Home
from coe.office import Office


def seal(office: Office, home: Home) -> bool:
    """Whether a new checkpoint was signed. Raises NotConsistent, BadKey, OfficeUnavailable; then nothing was."""
    before = _size(office)
    sign(office.engine, home, log_key(home, office.clock), office.clock)
    return _size(office) > before


def _size(office: Office) -> int:
    with reading(office.engine) as connection:
        newest = latest(connection)
    return newest[0] if newest else 0
