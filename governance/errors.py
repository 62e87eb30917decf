"""The law's one error tree. Each error carries data; pages and HTTP codes are chosen once, at the edge.

LawError
├── Refused          a command the law rejects: what, why, and how to clear it
│   ├── Forbidden    this person may not do this (recorded in security/…)
│   ├── Stale        the page shown is older than the record; nothing was decided
│   ├── OutOfOrder   not now: the record is not in the state this act needs (recorded in security/…)
│   └── NotCosigned  a checkpoint that a witness does not cosign
├── NotADefinition   a definition breaks the language; every problem is listed, each with its JSON pointer
└── Unreadable       bytes that claim to be evidence and are not; verification counts it as tampering
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class LawError(Exception):
    """Root of every error the law raises on purpose."""


@dataclass(eq=False)
class Refused(LawError):
    """A command the law rejects. `code` is stable; `what`, `why` and `cure` are sentences for the person it
    concerns.
    """

    code: str
    what: str
    why: str
    cure: str
    data: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give Exception its argument so that tracebacks and logs are readable."""
        super().__init__(str(self))

    def __str__(self) -> str:
        """One paragraph: what was refused, why, and the cure."""
        return f"{self.what} {self.why} {self.cure}"


class Forbidden(Refused):
    """This person may not do this; a denial that matters."""


class Stale(Refused):
    """The signer saw an older text than the record now holds."""


class OutOfOrder(Refused):
    """The record is not in the state this act needs."""


class NotCosigned(Refused):
    """A checkpoint that a witness does not cosign; `code` is foreign-log, not-the-log, older, other-start, no-proof or
    fork.
    """


@dataclass(frozen=True)
class Problem:
    """One fault of a definition: a JSON pointer (RFC 6901), what is wrong, and the cure."""

    pointer: str
    what: str
    cure: str = ""

    def __str__(self) -> str:
        """Pointer, fault and cure in one line."""
        return f"{self.pointer or '/'}: {self.what}{' ' + self.cure if self.cure else ''}"


class NotADefinition(LawError):
    """A definition that breaks the language; `problems` lists every fault found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep all problems; they are reported together."""
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class Unreadable(LawError):
    """Bytes that claim to be evidence and are not."""
