"""What the small pages around an initiative need: starting one, contributors, confirming. See `web.parts.pages`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from governance.checker.examples import came_of
from governance.language.definition import Definition, Example
from web.parts.kinds import deciding, time_words
from web.parts.pages import PageFrame
from web.parts.pieces import Link
from web.words.counts import counted
from web.words.reasons import gate_titles


@dataclass(frozen=True, slots=True)
class Worked:
    """A case that the policy itself has thought through, tried whenever it is published: its sentence, and the tier and
    the gates that the engine makes of it.
    """

    title: str
    tier: str
    gates: str


@dataclass(frozen=True, slots=True)
class Start:
    """A workflow to begin with: what it is for, what it asks, who decides at most, in what time, and cases of it."""

    link: Link
    sections: str
    size: str
    purpose: str = ""
    deciders: str = ""
    time: str = ""
    worked: tuple[Worked, ...] = ()


@dataclass(frozen=True, slots=True)
class StartPage:
    """The workflows published here."""

    frame: PageFrame
    starts: tuple[Start, ...]

    @classmethod
    def of(cls, frame: PageFrame, laws: Mapping[str, Definition]) -> StartPage:
        """The page of these definitions, by workflow."""
        return cls(frame, tuple(_start(name, law) for name, law in laws.items()))


@dataclass(frozen=True, slots=True)
class ContributorsPage:
    """`known` and `others` are (id, name); `others` is empty for a contributor, who may only read the list."""

    frame: PageFrame
    back: Link
    title: str
    known: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    owner: bool
    action: str
    csrf_token: str


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A record to begin anew from: `along` gives for each section how many answers come along, `files` names those
    carried by their digest, `left` pairs what does not come along with the reason.
    """

    frame: PageFrame
    back: Link
    title: str
    lead: str
    along: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    left: tuple[tuple[str, str], ...]
    action: str
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """One act to confirm; `hidden` are the names and values its form carries."""

    frame: PageFrame
    title: str
    text: str
    label: str
    action: str
    back_href: str
    hidden: tuple[tuple[str, str], ...]


def _start(workflow: str, law: Definition) -> Start:
    sections = ", ".join(section.title for section in law.sections)
    asks = sum(len(section.fields) for section in law.sections)
    sizes = ((asks, "question"), (len(law.sections), "section"), (len(law.gates), "gate"))
    size = ", ".join(counted(number, word) for number, word in sizes)
    link = Link(law.title, url_for("intake.begin", workflow=workflow))
    worked = tuple(_worked(law, example) for example in law.examples)
    return Start(link, sections, size, law.purpose, gate_titles(law, deciding(law)), time_words(law), worked)


def _worked(law: Definition, example: Example) -> Worked:
    came = came_of(law, example)
    return Worked(example.title, came.tier.replace("_", " "), gate_titles(law, came.gates))
