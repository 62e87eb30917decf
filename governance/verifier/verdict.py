"""What a verification found, for people and machines: three answers, and claim by claim what is established.

A claim is *established*, *not established* or *contradicted*, never half of it; `grounds` say what that rests on,
`limits` what it does not show. The JSON shape is versioned (`FORMAT`): members are only ever added under one version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from governance.formats.jcs import Json

FORMAT = "clearway-verdict/1"
Say = Literal["yes", "no", "not asked"]
Found = Literal["established", "not established", "contradicted"]
FOUND: tuple[Found, ...] = ("contradicted", "established", "not established")


@dataclass(frozen=True)
class Answer:
    """One question's answer. `grounds` say what it rests on, `limits` what it does not show, `contradictions` every
    no.
    """

    question: str
    say: Say
    grounds: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """The answer for machines."""
        return {
            "question": self.question,
            "answer": self.say,
            "grounds": [*self.grounds],
            "limits": [*self.limits],
            "contradictions": [*self.contradictions],
        }


@dataclass(frozen=True)
class Claim:
    """One claim of the verdict. `id` is stable, `says` is the sentence a reader files."""

    id: str
    says: str
    found: Found
    grounds: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """The claim for machines."""
        return {
            "id": self.id,
            "claim": self.says,
            "found": self.found,
            "grounds": [*self.grounds],
            "limits": [*self.limits],
        }


@dataclass(frozen=True)
class Verdict:
    """What was examined (`about`), the three answers, the claims, and `notes` on how it was read."""

    about: str
    answers: tuple[Answer, ...]
    claims: tuple[Claim, ...]
    notes: tuple[str, ...] = ()

    @property
    def refuted(self) -> bool:
        """Whether any question is answered *no*."""
        return any(answer.say == "no" for answer in self.answers)

    def as_json(self) -> dict[str, Json]:
        """The verdict for machines; `docs/reference/evidence.md` describes each member."""
        return {
            "format": FORMAT,
            "about": self.about,
            "answers": [answer.as_json() for answer in self.answers],
            "claims": [claim.as_json() for claim in self.claims],
            "notes": [*self.notes],
        }
