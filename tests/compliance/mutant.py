"""What a mutant is: a control of one clause, and the few words whose change disables it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """`old` stands exactly once in `file`, and becomes `new`."""

    file: str
    old: str
    new: str

    def fits(self, text: str) -> bool:
        """Whether the file still says so, once."""
        return text.count(self.old) == 1

    def made(self, text: str) -> str:
        """The file with the change."""
        return text.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A control that is removed. More than one change where the same control stands in depth."""

    clause: str
    control: str
    changes: tuple[Change, ...]


def without(clause: str, control: str, *changes: tuple[str, str, str]) -> Mutant:
    """The mutant of (file, old, new)…"""
    return Mutant(clause, control, tuple(Change(*each) for each in changes))
