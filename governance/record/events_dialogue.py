"""What was asked, answered and passed on beside a decision: evidence that decides nothing. Read through `events`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class QuestionAsked:
    """A question was asked: answers to `AskQuestion`."""

    gate: str
    concerns: str
    text: str


@dataclass(frozen=True)
class QuestionAnswered:
    """Something was said to a question: answers to `AnswerQuestion`."""

    question: str
    text: str


@dataclass(frozen=True)
class QuestionClosed:
    """Whoever asked closed it: answers to `CloseQuestion`."""

    question: str


@dataclass(frozen=True)
class PassedOn:
    """A turn was passed on: answers to `PassOn`; it is said of this `opening` of the gate."""

    gate: str
    to: str
    reason: str
    person: str = ""
    opening: int = 0


DialogueEvent: TypeAlias = QuestionAsked | QuestionAnswered | QuestionClosed
