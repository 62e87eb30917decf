"""An office and the secrets of a data folder, made where they are missing, the same for every program that opens it."""

import secrets

from coe.blobs import Blobs
from coe.clock import Clock
from coe.database import engine_for
from coe.governance_law import Governance
from coe.home import Home, write_private
from coe.identity.totp import BadKey, TotpKey, create_key, read_key
from coe.office import Office
from coe.office_errors import BadHome

SESSION_BYTES = 32
SECOND_FACTOR = "second-factor.key"


def open_office(home: Home, clock: Clock | None = None) -> Office:
    """The office of a data folder, under the law of `governance/`. Raises BadHome."""
    return Office(engine_for(home.database_url()), Governance(), clock=clock, blobs=Blobs(home.blobs))


def second_factor_key(home: Home) -> TotpKey:
    """The key that seals authenticator secrets, `keys/second-factor.key`. Raises BadHome."""
    path = home.keys / SECOND_FACTOR
    try:
        return read_key(path) if path.exists() else create_key(path)
    except FileExistsError:
        return read_key(path)
    except (BadKey, OSError) as error:
        raise BadHome("The second-factor key cannot be used.", str(error), "Restore it from the key backup.") from error


def session_key(home: Home) -> str:
    """The secret that signs session cookies, `keys/session.key`. Losing it signs everybody out. Raises BadHome."""
    path = home.keys / "session.key"
    try:
        if not path.exists():
            write_private(path, secrets.token_hex(SESSION_BYTES).encode() + b"\n")
        return path.read_text("ascii").strip()
    except (OSError, ValueError) as error:
        raise BadHome("The session key cannot be used.", str(error), "Correct or remove keys/session.key.") from error
