"""Leaflets in a review office: approved, released, ended, renewed and moved under the real law, by commands alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from coe import acts
from coe.policy.definitions import compile_file, compile_text
from coe.reading import DueStep, steps_due
from governance.formats.jcs import Json
from governance.language.asking import asking
from governance.language.definition import Definition
from governance.law.shelf import Shelf
from governance.office.proving import direction
from governance.record import commands as c
from governance.record.state import Initiative
from tests.web.review_office import DAY, DEFINITIONS, ReviewOffice
from tests.web.review_pages import Pages

HERE = Path(__file__).parent
LEAFLET = HERE / "leaflet.yaml"
FOLLOW_UP = (HERE.parent / "features" / "policies" / "renewal.yaml").read_text("utf-8")
COMMENTS = {"whole_study": "All three arms are shown.", "population": "Adults, NYHA II to III."}
USUAL: Mapping[str, Json] = {
    "title": "Dizziness: what to do",
    "market": "de",
    "message": "Take one tablet a day, with water. Ring us if you feel dizzy.",
}


@dataclass
class Leaflets:
    """An office with the workflow `leaflet`, and records of it."""

    pages: Pages
    law: Definition

    @property
    def office(self) -> ReviewOffice:
        return self.pages.house

    def publish(self, source: str, why: str = "Founding") -> Definition:
        """A version comes into force in place of the one before."""
        compiled = compile_text("tested.yaml", lambda _: source.encode())
        assert compiled.definition is not None, compiled.problems
        law, document = compiled.definition, compiled.document
        before = self.office.reader.definition("", law.workflow)
        stands = before.digest if before else ""
        act = acts.reasoned(lambda reason: c.Publish(document, reason, stands), why, self.office.seed())
        self.office.send(f"definition/{law.workflow}", "system", act)
        return law

    def submit(self, answers: Mapping[str, Json] | None = None, law: Definition | None = None) -> str:
        """A record of Astrid's; its number."""
        office, asked = self.office, law or self.law
        given = {**USUAL, **(answers or {})}
        stream = f"initiative/{office.clock.new_id()}"
        draft = acts.Draft({name: value for name, value in given.items() if name in asked.field_by_name})
        office.send(stream, "astrid", acts.submission(asked, draft, office.seed(), {}))
        state = office.reader.initiative_state(stream.partition("/")[2])
        assert state is not None
        office.streams[state.number] = stream
        return state.number

    def decide(self, number: str, who: str, gate: str, outcome: c.Outcome = "approve", **given: object) -> None:
        """Signed by a colleague, without a page."""
        office, state = self.office, self.office.state(number)
        law = office.reader.definition(state.definition, state.workflow)
        assert law is not None
        if outcome == "approve":
            asked = asking(law.gate_by_name[gate], state.answers)
            said = {name: COMMENTS[name] for name in asked.commented}
            given = {"checklist": tuple(name for name, _ in asked.checklist), "comments": said} | given
        signer = acts.Signer(office.names[who], office.seed())
        judgement = acts.Judgement(outcome, **given)  # type: ignore[arg-type]
        office.send(office.streams[number], who, acts.decision(law, state, gate, judgement, signer))

    def approved(self, market: str = "de") -> str:
        number = self.submit({"market": market})
        self.decide(number, "sofia", "medical")
        self.decide(number, "jonas", "legal")
        assert self.office.state(number).status == "approved"
        return number

    def released(self, market: str = "de") -> str:
        number = self.approved(market)
        self.office.send(self.office.streams[number], "astrid", c.Release())
        return number

    def pass_days(self, days: int) -> None:
        """Time passes, and the clock does what is due; sessions end."""
        self.office.clock.advance(days * DAY)
        self.pages.known.clear()
        while due := self._due():
            for step in due:
                self.office.send(f"initiative/{step.initiative}", "system", step.command())

    def follow_up(self, what: str, number: str) -> str:
        """A record of its own workflow, approved, that `renews` or `retires` the one with this number."""
        source = FOLLOW_UP.replace("calendar: office", "calendar: office-berlin").replace("renews:", f"{what}:")
        law = self.publish(source)
        other = self.submit({"title": "Leaflet, next term", "piece": number}, law)
        self.decide(other, "sofia", "medical")
        return other

    def state(self, number: str) -> Initiative:
        return self.office.state(number)

    def _due(self) -> tuple[DueStep, ...]:
        with self.office.engine.connect() as connection:
            return steps_due(connection, self.office.clock.now())


def leaflets(pages: Pages) -> Leaflets:
    """The workflow `leaflet` comes into force in this office."""
    made = Leaflets(pages, pages.house.law)
    made.law = made.publish(LEAFLET.read_text("utf-8"))
    return made


def _direction(made: Leaflets, proposed: Definition) -> str:
    shelf = made.office.reader.look(f"definition/{proposed.workflow}")[0].state
    return direction(proposed, shelf if isinstance(shelf, Shelf) else Shelf())


def policy_change(made: Leaflets, proposed: str) -> str:
    """A policy change of Astrid's that proposes this text; whoever decides holds the role of a policy owner."""
    compiled = compile_file(DEFINITIONS / "policy-change.yaml")
    assert compiled.definition is not None, compiled.problems
    document, office = compiled.document, made.office
    act = acts.reasoned(lambda reason: c.Publish(document, reason), "Policy governs itself", office.seed())
    office.send("definition/policy-change", "system", act)
    office.grant("role/policy_owner", "lucia", "ada")
    wanted = compile_text("tested.yaml", lambda _: proposed.encode())
    assert wanted.definition is not None, wanted.problems
    answers: dict[str, Json] = {
        "title": "Legal has 8 hours instead of 24",
        "why": "Legal has hired; half of its time was never used.",
        "origin": "improvement",
        "policy": cast("Json", wanted.document),
        "direction": _direction(made, wanted.definition),
        "comparison_read": "yes",
        "forecast": "Two days less, 8 in 10 between one and three.",
        "running": "stays",
        "training": "no",
        "effective": "2026-12-01",
    }
    if answers["direction"] in ("looser", "both"):
        answers["loosened"] = "Other people may decide."
    return made.submit(answers, compiled.definition)
