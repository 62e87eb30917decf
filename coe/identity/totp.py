"""Time-based one-time codes (RFC 6238: SHA-1, six digits, 30 s) and their secrets, encrypted at rest."""

import base64
import os
import secrets
from binascii import Error as BadBase64
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_MS = 30_000
DIGITS = 6
SECRET_BYTES = 20
KEY_BYTES = 32
NONCE_BYTES = 12
ISSUER = "Clearway"


class BadKey(ValueError):
    """The key file is missing or malformed, or the key does not open a secret; says which and the cure."""


@dataclass(frozen=True, slots=True, repr=False)
class TotpKey:
    """Encrypts secrets (AES-256-GCM), each bound to its account, so that one cannot be moved to another."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise BadKey(f"A second-factor key has {KEY_BYTES} bytes, not {len(self.raw)}. Restore the key file.")

    def seal(self, secret: bytes, account_id: str) -> str:
        """Base64 of nonce and ciphertext."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return base64.b64encode(nonce + AESGCM(self.raw).encrypt(nonce, secret, account_id.encode())).decode()

    def open(self, sealed: str, account_id: str) -> bytes:
        """The secret. Raises BadKey when the key is another one or the row was altered."""
        try:
            blob = base64.b64decode(sealed, validate=True)
            return AESGCM(self.raw).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], account_id.encode())
        except (InvalidTag, BadBase64, ValueError) as broken:
            raise BadKey(
                "A second-factor secret does not open: the key file is another one, or the account row was altered. "
                "Restore the key file that belongs to this database, or issue the person a new second factor."
            ) from broken


def read_key(path: Path) -> TotpKey:
    """The key kept outside the database, as base64 text. Raises BadKey."""
    try:
        return TotpKey(base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True))
    except (OSError, ValueError) as broken:
        raise BadKey(f"No second-factor key can be read from {path.name}. Restore it from the key backup.") from broken


def create_key(path: Path) -> TotpKey:
    """Write a new key, readable by its owner only. Raises FileExistsError rather than replace one."""
    key = TotpKey(secrets.token_bytes(KEY_BYTES))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(key.raw) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def new_secret() -> bytes:
    """A fresh secret for one authenticator."""
    return secrets.token_bytes(SECRET_BYTES)


def code_at(secret: bytes, at_ms: int) -> str:
    """The six digits an authenticator shows at `at_ms`."""
    return _totp(secret).generate(at_ms // 1000).decode()


def counter_of(secret: bytes, code: str, at_ms: int, steps: int) -> int | None:
    """The newest time step whose code this is, at most `steps` away from now; None when there is none.

    Compared in constant time, step by step, without leaving early.
    """
    digits = "".join(code.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    now = at_ms // STEP_MS
    window = range(max(0, now - steps), now + steps + 1)
    found = [step for step in window if secrets.compare_digest(code_at(secret, step * STEP_MS), digits)]
    return found[-1] if found else None


def enrolment_uri(secret: bytes, login: str) -> str:
    """The `otpauth://` address an authenticator scans."""
    return _totp(secret).get_provisioning_uri(login, ISSUER)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_MS // 1000)  # noqa: S303 - RFC 6238; what authenticators implement
