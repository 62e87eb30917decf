"""Being qualified to sign: a training that has not ended, an undertaking accepted in its present text.

A definition names what its signers need (`signers`). Each is a stream of its own, `training/…` or `undertaking/…`, that
holds everybody's, so that an extract cannot leave out that somebody's training was cut short.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import assert_never

from governance.errors import Forbidden, Refused, Stale
from governance.formats.jcs import encode
from governance.record import commands as c
from governance.record import events as e

LONGEST_TITLE, LONGEST_TEXT = 200, 20_000


@dataclass(frozen=True)
class Qualification:
    """Who is qualified. `periods` are those of a training by person; `current` is the digest of the undertaking in
    force ("" for none), `accepted` the digest each person accepted last.
    """

    periods: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    current: str = ""
    accepted: Mapping[str, str] = field(default_factory=dict)

    def holds(self, person: str, at: int) -> bool:
        """Whether the person is trained at this moment, or has accepted the text in force."""
        since, until = self.periods.get(person, (0, 0))
        return since <= at < until or (self.current != "" and self.accepted.get(person) == self.current)


def undertaking_digest(title: str, text: str) -> str:
    """What an undertaking is known and accepted by: SHA-256 (hex) over title and text, domain-separated."""
    return sha256(b"clearway/undertaking/v1\x00" + encode([title, text])).hexdigest()


def decide_training(command: c.RecordTraining, actor: str) -> e.TrainingRecorded:
    """The event of a training, or `Refused`. The caller has seen to authority and that the person is registered."""
    if actor == command.person:
        raise Forbidden(
            "own-training", "You cannot do this.", "Nobody records their own training.", "Ask another administrator."
        )
    if not 0 <= command.since < command.until:
        raise Refused(
            "period", "This period is not one.", "It ends before it begins.", "Give a beginning before the end."
        )
    if not command.evidence:
        raise Refused(
            "evidence-missing", "This was not recorded.", "It is not said where the training is documented.", "Say so."
        )
    return e.TrainingRecorded(command.person, command.since, command.until, command.evidence)


def decide_undertaking(state: Qualification, command: c.IssueUndertaking) -> e.UndertakingIssued:
    """The event of a new text, or `Refused`. The caller has seen to authority and to the reason."""
    title, text = command.title.strip(), command.text.strip()
    if not title or not text or len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        why = f"Its title has 1 to {LONGEST_TITLE} characters and its text 1 to {LONGEST_TEXT}."
        raise Refused("undertaking", "This cannot be issued.", why, "Write both, shorter where needed.")
    version = undertaking_digest(command.title, command.text)
    if version == state.current:
        raise Refused("unchanged", "This is in force already.", "Title and text are the same.", "Change the text.")
    return e.UndertakingIssued(command.title, command.text, command.reason, version)


def decide_acceptance(state: Qualification, command: c.AcceptUndertaking) -> e.UndertakingAccepted:
    """The event of an acceptance, or `Refused`: nobody accepts what is not in force."""
    if not state.current or command.digest != state.current:
        raise Stale(
            "stale", "Nothing was accepted.", "Another text is in force than the one shown.", "Read it, then accept it."
        )
    return e.UndertakingAccepted(command.digest)


def evolve_qualification(state: Qualification, event: e.QualificationEvent, actor: str) -> Qualification:
    """The next state; total."""
    match event:
        case e.TrainingRecorded(person=person, since=since, until=until):
            return replace(state, periods={**state.periods, person: (since, until)})
        case e.UndertakingIssued(version=version):
            return replace(state, current=version)
        case e.UndertakingAccepted(digest=digest):
            return replace(state, accepted={**state.accepted, actor: digest})
        case _:
            assert_never(event)


def unqualified(stream: str, state: Qualification, person: str, at: int) -> Refused | None:
    """Why this person may not sign for want of one qualification, with the cure; None where they may."""
    if state.holds(person, at):
        return None
    kind, _, name = stream.partition("/")
    spoken = name.replace("_", " ").replace("-", " ")
    if kind == "training":
        had = person in state.periods and state.periods[person][1] <= at
        found = "yours has ended" if had else "none is recorded for this moment"
        why = f"The policy asks its signers for the training “{spoken}”; {found}."
        cure = "Complete it; an administrator then records it."
        return Forbidden("untrained", "You cannot decide here yet.", why, cure, {"training": name})
    why = f"The policy asks its signers to accept “{spoken}” in the text now in force, and you have not."
    cure = "Read and accept it under “What signers need”, then sign."
    return Forbidden("not-accepted", "You cannot decide here yet.", why, cure, {"undertaking": name})
