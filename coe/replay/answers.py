"""What the travel log does not tell: why a gate was needed. Derived from who acted, once, and frozen in a file.

`python -m coe.replay.answers LOG.xes.gz > workflows/definitions/travel-permit.answers.json` makes the file again.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from coe.replay.eventlog import LogCase, LogEvent, UnreadableLog, read_cases

FirstCheck = Literal["pre_approver", "administration", "none"]

ROLES: Mapping[str, str] = {
    "EMPLOYEE": "owner",
    "PRE_APPROVER": "pre_approver",
    "ADMINISTRATION": "administration",
    "BUDGET OWNER": "budget_owner",
    "SUPERVISOR": "supervisor",
    "DIRECTOR": "director",
    "MISSING": "coordinator",
}
GATES = ("pre_approver", "administration", "budget_owner", "supervisor", "director")
ORIGIN = (
    "Derived from tue-travel-permits.xes.gz, a subset of Boudewijn van Dongen, BPI Challenge 2020: Travel Permit Data, "
    "4TU.ResearchData, https://doi.org/10.4121/uuid:ea03d361-a7cd-4f5e-83d8-5fbdf0362550, handed to this project as "
    "CC BY 4.0. Changed: of each permit only its number is kept, with one word per submission for the roles that acted."
)
MEANING = "p pre-approver, a administration, b budget owner, d director, - none of them"
_PERMIT_STEP = re.compile(r"Permit (SAVED|SUBMITTED|FOR_APPROVAL|APPROVED|FINAL_APPROVED|REJECTED) by ([A-Z_ ]+)")
_CASE_PREFIX = "travel permit "
_LETTERS: Mapping[str, str] = {"p": "pre_approver", "a": "administration", "b": "budget_owner", "d": "director"}


class UnreadableAnswers(Exception):
    """The file of frozen answers cannot be used; the message says where, why and the cure."""


@dataclass(frozen=True, slots=True)
class PermitEvent:
    """A log event that is a step of the permit itself, in the log's verbs and this project's roles."""

    verb: str
    role: str
    event: LogEvent


@dataclass(frozen=True, slots=True)
class Answers:
    """What the owner declares at one submission, as the form of travel-permit.yaml asks it."""

    first_check: FirstCheck
    budget_owner_needed: bool
    director_needed: bool

    @property
    def gates(self) -> frozenset[str]:
        """The gates these answers call for; the supervisor always decides."""
        asked = {"supervisor", self.first_check} - {"none"}
        asked |= {"budget_owner"} if self.budget_owner_needed else set()
        return frozenset(asked | ({"director"} if self.director_needed else set()))


def permit_events(case: LogCase) -> tuple[PermitEvent, ...]:
    """The permit's own events in log order; declarations, payments, trips and reminders are left out."""
    return tuple(
        PermitEvent(found[1], ROLES[found[2]], event)
        for event in case.events
        if (found := _PERMIT_STEP.fullmatch(event.activity)) and found[2] in ROLES
    )


def derive(case: LogCase) -> tuple[Answers, ...]:
    """One set of answers per submission of the case: a gate was needed where its role acted before the next one."""
    words: list[set[str]] = []
    for step in permit_events(case):
        if step.verb == "SUBMITTED":
            words.append(set())
        elif words:
            words[-1].add(step.role)
    return tuple(_answers(roles) for roles in words)


def freeze(cases: Iterable[LogCase]) -> str:
    """The file's text: a line per case, sorted by number, so that a change reads as one."""
    words = {_number(case.name): " ".join(_word(answers) for answers in derive(case)) for case in cases}
    permits = dict(sorted(words.items(), key=lambda pair: (len(pair[0]), pair[0])))
    return json.dumps({"origin": ORIGIN, "meaning": MEANING, "permits": permits}, indent=0) + "\n"


def thaw(text: str) -> dict[str, tuple[Answers, ...]]:
    """Case name to answers per submission, from the text `freeze` wrote; raises UnreadableAnswers."""
    try:
        permits = json.loads(text)["permits"]
        return {_CASE_PREFIX + str(number): _thawed(words) for number, words in permits.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        cure = "make it again with `python -m coe.replay.answers LOG`"
        raise UnreadableAnswers(f"frozen answers: not the expected JSON ({problem}); {cure}") from problem


def _number(name: str) -> str:
    return name.removeprefix(_CASE_PREFIX)


def _word(answers: Answers) -> str:
    return "".join(letter for letter, gate in _LETTERS.items() if gate in answers.gates) or "-"


def _thawed(words: str) -> tuple[Answers, ...]:
    return tuple(_answers({_LETTERS[letter] for letter in word if letter != "-"}) for word in words.split())


def _answers(roles: set[str]) -> Answers:
    first: FirstCheck = "none"
    if "pre_approver" in roles:
        first = "pre_approver"
    if "administration" in roles:
        first = "administration"
    return Answers(first, "budget_owner" in roles, "director" in roles)


def main(arguments: list[str]) -> int:
    """Writes the frozen answers of one log to standard output; 1 and a sentence when that is impossible."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m coe.replay.answers LOG.xes.gz > travel-permit.answers.json\n")
        return 2
    try:
        sys.stdout.write(freeze(read_cases(Path(arguments[0]))))
    except UnreadableLog as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
