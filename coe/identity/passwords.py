"""Passwords as argon2id in PHC strings, the form that Flask-Security's hashing context verifies too."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from coe.identity.credential_errors import WeakPassword
from coe.words.speaking import lazy_gettext

SHORTEST, LONGEST = 12, 256
GUESSES = 10**8
"""What a lock-out and argon2 leave out of reach; the threshold between “somewhat” and “safely” of zxcvbn's authors."""
MOST_RATED = 72
HOUSE_WORDS = (
    "clearway", "coe", "centre", "excellence", "governance", "compliance", "quality", "policy", "pharma", "medical",
    "legal", "regulatory", "safety", "steering", "committee", "owner", "review", "reviewer", "coordinator", "auditor",
    "administrator", "approve", "approved", "approval", "initiative", "patient", "doctor", "campaign", "welcome",
)  # fmt: skip
"""What somebody who knows this house tries first (ASVS 5.0, 6.1.2); a how-to lists them."""
NORMAL_FORM: Literal["NFKC"] = "NFKC"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one verification costs: passes, KiB of memory, lanes. The default is RFC 9106's second choice, one lane."""

    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 1


TEST_COST = Cost(passes=1, memory_kib=8, lanes=1)


@dataclass(frozen=True, slots=True)
class Passwords:
    """Hashes and verifies passwords at one cost."""

    cost: Cost = Cost()

    def hash(self, password: str) -> str:
        """The PHC string of an acceptable password."""
        return self._hasher().hash(normal(password))

    def verify(self, password_hash: str, password: str) -> bool:
        """Whether the password belongs to the hash; overlong or unreadable input is simply wrong."""
        if len(password) > LONGEST:
            return False
        try:
            return self._hasher().verify(password_hash, normal(password))
        except (VerificationError, InvalidHashError):
            return False

    def needs_rehash(self, password_hash: str) -> bool:
        """Whether the hash was made at another cost."""
        return self._hasher().check_needs_rehash(password_hash)

    def _hasher(self) -> PasswordHasher:
        cost = self.cost
        return PasswordHasher(cost.passes, cost.memory_kib, cost.lanes, type=Type.ID)


def normal(password: str) -> str:
    """The form in which a password is hashed, so that two keyboards type the same one."""
    return unicodedata.normalize(NORMAL_FORM, password)


def refuse_weak(password: str, login: str) -> None:
    """Raises WeakPassword. Length is what counts (NIST SP 800-63B 3.1.1), and that nobody would guess it (3.1.1.2); no
    composition rules.
    """
    if not SHORTEST <= len(normal(password)) <= LONGEST or normal(password).casefold() == login.casefold():
        raise WeakPassword(
            "This password cannot be used.",
            lazy_gettext(
                "A password has %(shortest)s to %(longest)s characters and is not the login.",
                shortest=SHORTEST,
                longest=LONGEST,
            ),
            "Choose a longer one, such as four random words.",
        )
    if is_guessed(password, login):
        raise WeakPassword(
            "This password cannot be used.",
            "It is among the passwords that leaked elsewhere, or so close to one or to your login that it is guessed.",
            "Choose another, such as four random words.",
        )


def is_guessed(password: str, login: str) -> bool:
    """Whether fewer than `GUESSES` attempts find it: by lists of leaked passwords, words, names, keyboards, dates, the
    login and the words of this house. Nothing leaves the machine (21 CFR 11.300(b)).
    """
    from zxcvbn import zxcvbn

    shown = normal(password)[:MOST_RATED]
    known = [login, *HOUSE_WORDS, *(part for part in login.replace("@", ".").split(".") if part)]
    return int(zxcvbn(shown, user_inputs=known)["guesses"]) < GUESSES
