"""What was forgotten: `commits` are the commitments nobody can open any more, so that a restored backup can be made to
forget them again. Read through `events`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonErased:
    """A person's address, and their `name` where they never signed, were erased: answers to `ErasePerson`."""

    reason: str
    commits: tuple[str, ...]
    name: bool = False


@dataclass(frozen=True)
class AnswerErased:
    """Every answer an initiative was given in a personal field was erased: answers to `EraseAnswer`."""

    field: str
    reason: str
    commits: tuple[str, ...]
