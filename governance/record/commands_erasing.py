"""What may be asked to be forgotten. Read through `commands`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ErasePerson:
    """An administrator has what opens a person's address destroyed, and their name with it where they never signed
    (`name`); their account is closed with it. The printed name of a signature stays with its record (21 CFR 11.50,
    11.70).
    """

    reason: str
    name: bool = False


@dataclass(frozen=True)
class EraseAnswer:
    """An administrator has what opens the answers to a personal field destroyed, in every round of an initiative."""

    field: str
    reason: str
