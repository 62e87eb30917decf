"""What is asked, answered and passed on beside a decision, without deciding. Read through `commands`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class AskQuestion:
    """A reviewer of an open gate asks: the field it `concerns` ("" for all of it) and the text (commitment)."""

    gate: str
    concerns: str
    text: str


@dataclass(frozen=True)
class AnswerQuestion:
    """The owner, a contributor or a reviewer says something to a question (`text` is a commitment)."""

    question: str
    text: str


@dataclass(frozen=True)
class CloseQuestion:
    """Whoever asked needs no more answers."""

    question: str


@dataclass(frozen=True)
class PassOn:
    """A reviewer hands their turn at an open gate to another, with the reason (commitment); a coordinator does it for
    `person` ("" for whoever sends this).
    """

    gate: str
    to: str
    reason: str
    person: str = ""


DialogueCommand: TypeAlias = AskQuestion | AnswerQuestion | CloseQuestion
