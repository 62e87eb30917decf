"""What can go wrong in the office beside a refusal by the law.

OfficeError
├── OfficeUnavailable   the database cannot be reached or written; nothing was recorded
├── BadHome             the data folder or its settings cannot be used
├── BadBlob             a file is too large, missing, or not what its digest says
├── BadKey              the log key is missing, readable by others, or not a key
├── NotConsistent       the log does not extend what was signed before; nothing was signed
├── BadCosignature      what a witness gave back does not belong to this log, or to no witness declared
├── BadBackup           a backup that is damaged, or cannot be made or restored here; nothing was put in place
├── NotErasures         a file that proves no erasure of this log; nothing was forgotten
├── UnknownRecord       there is no such record
└── Damaged             stored bytes that cannot be what the office wrote
"""

from dataclasses import dataclass


@dataclass(eq=False)
class OfficeError(Exception):
    """`what`, `why` and `cure` are sentences for the person who runs or uses the office."""

    what: str
    why: str
    cure: str

    def __post_init__(self) -> None:
        super().__init__(str(self))

    def __str__(self) -> str:
        return f"{self.what} {self.why} {self.cure}"


class OfficeUnavailable(OfficeError):
    """The database cannot be reached or written. Nothing was recorded; the same command may be sent again."""


class BadHome(OfficeError):
    """The data folder or its settings cannot be used."""


class BadBlob(OfficeError):
    """A file is too large, missing, or not what its digest says."""


class BadKey(OfficeError):
    """The log key is missing, readable by others, or not a key."""


class NotConsistent(OfficeError):
    """The log does not extend what was signed before; nothing was signed."""


class BadCosignature(OfficeError):
    """What a witness gave back does not belong to this log, or to no witness declared."""


class BadBackup(OfficeError):
    """A backup that is damaged, or cannot be made or restored here; nothing was put in place."""


class NotErasures(OfficeError):
    """A file that proves no erasure of this log; nothing was forgotten."""


class UnknownRecord(OfficeError):
    """There is no such record."""


class Damaged(OfficeError):
    """Stored bytes that cannot be what the office wrote."""


_CURES = (
    ("locked", "Another program holds it for longer than we wait.", "Close that program, then send the same again."),
    ("full", "There is no space left for it.", "Free some space, then send the same again."),
    ("no space", "There is no space left for it.", "Free some space, then send the same again."),
    ("readonly", "It may not be written.", "Correct the file's or the role's permissions, then send the same again."),
    ("connect", "It does not answer.", "Start the database or correct its address, then send the same again."),
)


def unavailable(error: BaseException) -> OfficeUnavailable:
    """The office's error for a database error: cause and cure in words."""
    found = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
    what = "Nothing was recorded: the database did not take it."
    for word, why, cure in _CURES:
        if word in found.lower():
            return OfficeUnavailable(what, f"{why} ({found})", cure)
    return OfficeUnavailable(
        what, f"It said: {found}.", "Send the same again; if it stays, look at the database's log."
    )
