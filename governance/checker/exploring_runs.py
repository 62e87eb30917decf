"""Runs that a checker plays: the canonical office of a definition, and steps that replay in it from an empty stream.

The office has whom the rules need and nobody with a conflict: in a role one person more than any gate asks for, on a
committee a holder for each seat and, unless its charter says otherwise, an alternate. What no order of decisions
depends on is left out of the form: checks, and questions no condition reads. Each section has a remark instead; a new
remark is what any change of the section would be to the law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TypeAlias

from governance.formats.jcs import Json
from governance.language import business_time
from governance.language.asking import asking
from governance.language.business_time import Calendar, Duration
from governance.language.conditions import ALWAYS, tests
from governance.language.definition import Afterwards, Definition, Field, Gate, Section
from governance.law.deciding import decide
from governance.law.gates import Standing, meaning, seen, standings
from governance.law.pools import FOREVER, SYSTEM, Facts, Holding, Person, Pool
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative, evolve

OWNER = "owner"
MOST_PEOPLE = 60
FEWEST_SEATS = 3
DAY = 86_400_000
START = 20_000 * DAY
_END = 1 << 50
_NOTHING = Initiative()
_CALENDAR = Calendar(((0, _END),), 0, _END, hours_per_day=24)
_AS_ASKED = frozenset({"choice", "choices", "yesno", "number", "amount", "date", "table", "matrix"})
Engine: TypeAlias = Callable[[Definition, Facts, Initiative, c.Stamped[c.Command]], tuple[e.InitiativeEvent, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One command and who gives it."""

    actor: str
    command: c.InitiativeCommand


@dataclass(frozen=True, slots=True)
class Run:
    """A case, and what happens to it: `replay` plays it from an empty stream. Without steps where nothing could be
    played.
    """

    answers: Mapping[str, Json] = field(default_factory=dict)
    tier: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A problem of a definition: JSON pointer, what is wrong, the cure, and a run that shows it."""

    pointer: str
    what: str
    cure: str
    run: Run = Run()

    def __str__(self) -> str:
        """Pointer, fault and cure in one line."""
        return f"{self.pointer or '/'}: {self.what} {self.cure}"


@dataclass(frozen=True)
class Stage:
    """A definition as it is rehearsed, the office it meets, and the milliseconds between two steps: more than any
    clock.
    """

    law: Definition
    facts: Facts
    pace: int
    engine: Engine = decide


def replay(law: Definition, run: Run) -> Initiative:
    """The state a run leads to, each step decided by the engine. Raises Refused where a step is not lawful."""
    scene = Scene(staged(law))
    for step in run.steps:
        scene = scene.does(step.actor, step.command)
    return scene.state


def staged(law: Definition, engine: Engine = decide) -> Stage:
    """The canonical office of a definition."""
    rehearsed = rehearsal(law)
    return Stage(rehearsed, _office(rehearsed), _pace(rehearsed), engine)


@lru_cache(maxsize=64)
def _remark(section: str) -> str:
    return f"remark on {section}"


def rehearsal(law: Definition) -> Definition:
    """The definition without what no order of decisions depends on."""
    conditions = (*(t.when for t in law.tiers), *(g.when for g in law.gates), *(g.when for g in law.guarantees))
    read = {atom.name.partition(".")[0] for condition in conditions for atom in tests(condition)}
    sections = tuple(
        Section(s.name, s.title, (*(_eased(f) for f in s.fields if f.name in read), Field(_remark(s.name), "line", "")))
        for s in law.sections
    )
    gates = tuple(replace(gate, checks=(), never=()) for gate in law.gates)
    # Nobody's term ends in a rehearsal: who sits how long is a question of people, which the panels are held against.
    charters = {name: replace(charter, term=None) for name, charter in law.charters.items()}
    eased = replace(law, sections=sections, gates=gates, charters=charters)
    return replace(eased, checks=(), examples=(), afterwards=Afterwards())


def _eased(asked: Field) -> Field:
    """A question that takes every answer a condition can tell apart, and need not be answered."""
    columns = tuple(_eased(column) for column in asked.columns)
    kind = asked.kind if asked.kind in _AS_ASKED else "line"
    least, most = (asked.at_least, asked.most) if asked.kind == "number" else (0, None)
    return replace(
        asked, kind=kind, required=False, personal=False, when=ALWAYS, columns=columns, at_least=least, most=most
    )


def seats_of(law: Definition, panel: str) -> tuple[str, ...]:
    """A committee's seats: its charter's, else what its gates name and more where they ask for it. A role has none."""
    if not panel.startswith("committee/"):
        return ()
    charter = law.charters.get(panel.removeprefix("committee/"))
    if charter is not None:
        return tuple(name for name, _ in charter.seats)
    rules = [gate.rule for gate in law.gates if gate.panel == panel]
    named = dict.fromkeys(seat for rule in rules for seat in (*rule.present.seats, *rule.veto))
    free = (f"seat {n}" for n in range(1, max(FEWEST_SEATS, needed(law, panel)) - len(named) + 1))
    return (*named, *free)


def holders(panel: str, seat: str) -> tuple[str, str]:
    """Who holds a seat in the canonical office, and the alternate."""
    name = panel.partition("/")[2]
    return f"{name} {seat}", f"{name} {seat}, alternate"


def needed(law: Definition, panel: str) -> int:
    """The most people any gate of this panel asks for by number."""
    rules = [gate.rule for gate in law.gates if gate.panel == panel]
    numbers = [n for rule in rules for n in (rule.approve, rule.present.number) if isinstance(n, int)]
    return min(MOST_PEOPLE, max(1, *numbers)) if numbers else 1


def _office(law: Definition) -> Facts:
    pools: dict[str, Pool] = {}
    escalated = [step.to for gate in law.gates for step in gate.escalate if "/" in step.to]
    for panel in dict.fromkeys((*(gate.panel for gate in law.gates), law.coordinators, *escalated)):
        name = panel.partition("/")[2]
        charter = law.charters.get(name)
        if panel.startswith("committee/"):
            seats = seats_of(law, panel)
            held = [_held(holders(panel, seat)[0], seat) for seat in seats]
            if charter is None or charter.alternates:
                held += [_held(holders(panel, seat)[1], seat, alternate=True) for seat in seats]
        else:
            held = [_held(f"{name} {n}") for n in range(1, needed(law, panel) + 2)]
        pools[panel] = Pool(tuple(held))
    return Facts(pools, _CALENDAR, {OWNER: Person(registered=True)})


def _held(person: str, seat: str = "", *, alternate: bool = False) -> Holding:
    return Holding(person, seat, alternate, 0, FOREVER, {})


def _pace(law: Definition) -> int:
    """Longer than any clock with all its escalations."""
    spans: list[Duration] = [law.rework] if law.rework else []
    for gate in law.gates:
        spans += [span for span in (gate.within, *(span for _, span in gate.within_by_tier)) if span]
        spans += [step.late for step in gate.escalate if step.late]
    return DAY + sum(business_time.due(_CALENDAR, START, span) - START for span in spans)


@dataclass(frozen=True)
class Scene:
    """A rehearsal that has come so far."""

    stage: Stage
    state: Initiative = _NOTHING
    steps: tuple[Step, ...] = ()

    @property
    def at(self) -> int:
        """When the next step happens, UTC milliseconds."""
        return START + len(self.steps) * self.stage.pace

    def does(self, actor: str, command: c.InitiativeCommand) -> Scene:
        """The scene after this command. Raises Refused."""
        state, stamped = self.state, c.Stamped[c.Command](command, actor, self.at, "1")
        for event in self.stage.engine(self.stage.law, self.stage.facts, state, stamped):
            state = evolve(state, event, actor, self.at)
        return Scene(self.stage, state, (*self.steps, Step(actor, command)))

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Where every gate stands now."""
        return standings(self.stage.law, self.stage.facts, self.state, self.at)

    def submits(self, answers: Mapping[str, Json] | None = None, changed: tuple[str, ...] = ()) -> Scene:
        """The owner submits these answers, or again what was submitted with new remarks on the changed sections."""
        given = answers if answers is not None else self.state.answers
        remarks = {_remark(section): f"round {self.state.round + 1}" for section in changed}
        replies = {r.id: "done" for r in self.state.requests if r.round == self.state.round}
        return self.does(OWNER, c.Submit(self.stage.law.workflow, {**given, **remarks}, {}, replies))

    def says(self, person: str, name: str, outcome: c.Outcome) -> Scene:
        """A complete decision on what is to be seen now."""
        gate = self.stage.law.gate_by_name[name]
        return self.does(person, decision(self.stage.law, self.state, gate, outcome))

    def escalates(self, name: str, step: str) -> Scene:
        """An escalation of the gate's present opening comes due."""
        return self.does(SYSTEM, c.Escalate(name, self.state.marks[name].opening, step))

    def run(self) -> Run:
        """What happened so far, as a run."""
        first = self.steps[0].command if self.steps else None
        answers = first.answers if isinstance(first, c.Submit) else {}
        return Run(answers, self.state.tier, self.steps)


def decision(law: Definition, state: Initiative, gate: Gate, outcome: c.Outcome) -> c.SignDecision:
    """A decision with all that its outcome asks for, signed on what is seen in this state."""
    approving, here = outcome == "approve", asking(gate, state.answers)
    return c.SignDecision(
        gate.name,
        outcome,
        c.Signature("name", meaning(gate, outcome), seen(law, state, gate.name), "password+totp"),
        note="reason" if outcome in ("reject", "recuse") else "",
        requests=(c.Ask("", "change"),) if outcome == "request changes" else (),
        checklist=tuple(name for name, _ in here.checklist),
        comments=dict.fromkeys(here.commented, "said") if approving else {},
    )
