"""What is wrong with a log, entry by entry. Any exception while reading counts as tampering."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from coe.office_errors import OfficeError
from governance.errors import LawError

MOST_PROBLEMS = 100

Found = tuple[int | None, str, str]
"""The entry concerned (None for the log as a whole), what was expected, what was found."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One *no*: the entry it concerns (None for the log as a whole), what was expected, what was found."""

    seq: int | None
    expected: str
    found: str

    def __str__(self) -> str:
        where = "log" if self.seq is None else f"entry {self.seq}"
        return f"{where}: expected {self.expected}; found {self.found}"


def guarded(seq: int | None, read: Callable[[], Iterable[Found]]) -> Iterator[Problem]:
    """What `read` finds, and what it raises, as problems of this entry."""
    try:
        for problem in read():
            yield Problem(*problem)
    except (OfficeError, LawError) as error:
        yield Problem(seq, "what the office wrote", str(error))
    except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
        yield Problem(seq, "what the office wrote", f"{type(error).__name__}: {error}"[:300])
