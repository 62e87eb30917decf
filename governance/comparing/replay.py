"""A witness and its replay: the same answers, people and acts put before two definitions, decided by the engine.

The office is canonical: in every role several people who hold nothing else, on every committee one holder for each
seat, nobody away, no clock run out. An act that the law refuses is left out, as it would be in life.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from governance.comparing.answers import given_to, person_id
from governance.comparing.rules import seats_of
from governance.errors import LawError
from governance.formats.jcs import Json
from governance.language.asking import asking
from governance.language.business_time import Calendar
from governance.language.definition import Definition, Gate
from governance.law.deciding import decide
from governance.law.gates import meaning, seen, standings
from governance.law.pools import FOREVER, Facts, Holding, Person, Pool
from governance.record import commands as c
from governance.record.state import Initiative, evolve

OWNER = person_id("owner")
COORDINATOR = person_id("coordinator")
_START = 1_790_000_000_000
_FAR = 1 << 46
_CALENDAR = Calendar(((0, _FAR),), 0, _FAR, hours_per_day=24)


@dataclass(frozen=True)
class Signed:
    """One decision: who says what at which gate, and which entries of the checklist they tick or comment on."""

    gate: str
    person: str
    outcome: c.Outcome = "approve"
    ticked: tuple[str, ...] = ()
    commented: tuple[str, ...] = ()


@dataclass(frozen=True)
class Returned:
    """The owner submits the same again, with a reply to every request."""


Act = Signed | Returned


@dataclass(frozen=True)
class Witness:
    """An initiative that one definition lets pass and the other does not. `under_new` says which lets it pass.

    `answers` are raw; each form takes of them what it asks. `raised` is the tier a coordinator asks for, "" for none;
    `edits` maps a section to who wrote it. `panels` says who votes where, by panel stream: seats, or the numbers of
    those in a role. `manager` is the owner's line manager; `ignores` a check whose findings nobody
    acknowledges. `words` tell it.
    """

    under_new: bool
    answers: Mapping[str, Json]
    acts: tuple[Act, ...]
    raised: str = ""
    edits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    panels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    manager: str = ""
    ignores: str = ""
    words: str = ""


def voter(panel: str, seat: str) -> str:
    """The id of who votes there: the holder of a seat, or one of those in a role."""
    return person_id(f"{panel}#{seat}")


def panels_of(
    old: Definition, new: Definition, larger: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, tuple[str, ...]]:
    """Who votes on each panel of either definition where no charter says so: enough for every rule, and some more."""
    found: dict[str, tuple[str, ...]] = {}
    gates = [gate for law in (old, new) for gate in law.gates]
    for panel in dict.fromkeys(gate.panel for gate in gates):
        rules = [gate.rule for gate in gates if gate.panel == panel]
        named = dict.fromkeys(seat for rule in rules for seat in (*rule.veto, *rule.present.seats))
        counts = [n for rule in rules for n in (rule.approve, rule.present.number) if isinstance(n, int)]
        size = max(2, *counts) + 1
        found[panel] = (*named, *(str(n) for n in range(1, size - len(named) + 1)))
    return found | dict(larger or {})


def office(law: Definition, witness: Witness) -> Facts:
    """The canonical office as this definition meets it."""
    pools: dict[str, Pool] = {}
    for gate in law.gates:
        committee = gate.panel.startswith("committee/")
        seats = seats_of(law, gate.panel) or witness.panels.get(gate.panel, ())
        held = (
            Holding(voter(gate.panel, s), s if committee else "", alternate=False, since=0, until=FOREVER, scope={})
            for s in seats
        )
        pools[gate.panel] = Pool(tuple(held))
    coordinators = pools.get(law.coordinators, Pool())
    mine = Holding(COORDINATOR, "", alternate=False, since=0, until=FOREVER, scope={})
    pools[law.coordinators] = Pool((*coordinators.holdings, mine))
    people = {OWNER: Person(registered=True, manager=witness.manager)}
    return Facts(pools, _CALENDAR, people)


class Sitting:
    """One initiative under one definition, from its submission on."""

    def __init__(self, law: Definition, witness: Witness) -> None:
        self.law, self.witness = law, witness
        self.facts = office(law, witness)
        self.state = Initiative()
        self.at = _START

    def opens(self) -> bool:
        """Submit, and have the tier raised where the witness says so; False where the submission is refused."""
        if not self.submits(self.witness.edits):
            return False
        if self.witness.raised:
            self.does(c.RaiseTier(self.witness.raised, "as the witness asks"), COORDINATOR)
        return True

    def does(self, command: c.Command, actor: str) -> bool:
        """Whether the law lets this happen; if so, it has happened."""
        self.at += 60_000
        try:
            events = decide(self.law, self.facts, self.state, c.Stamped(command, actor, self.at, "X-1"))
        except LawError:
            return False
        for event in events:
            self.state = evolve(self.state, event, actor, self.at)
        return True

    def submits(self, edits: Mapping[str, tuple[str, ...]]) -> bool:
        """The owner submits, replying to every request of the round."""
        replies = {one.id: "done" for one in self.state.requests if one.round == self.state.round}
        known = {section: people for section, people in edits.items() if section in self.law.section_by_name}
        answers = given_to(self.law, self.witness.answers)
        return self.does(c.Submit(self.law.workflow, answers, known, replies), OWNER)

    def acts(self, act: Act) -> bool:
        """One act, signed on what this definition shows."""
        if isinstance(act, Returned):
            return self.submits({})
        gate = self.law.gate_by_name.get(act.gate)
        return gate is not None and self.does(self.decision(gate, act), act.person)

    def decision(self, gate: Gate, act: Signed) -> c.SignDecision:
        """The decision as it is signed here; what was ticked counts where it stands on this checklist, too."""
        here = asking(gate, self.state.answers)
        listed = {name for name, _ in here.checklist}
        comments = {name: "said" for name in act.commented if name in here.commented}
        return c.SignDecision(
            gate.name,
            act.outcome,
            c.Signature("name", meaning(gate, act.outcome), seen(self.law, self.state, gate.name), "password+totp"),
            note="because" if act.outcome in ("reject", "recuse") else "",
            requests=(c.Ask("", "change this"),) if act.outcome == "request changes" else (),
            checklist=tuple(name for name in act.ticked if name in listed),
            acknowledged=tuple(one.id for one in self.state.findings if one.check != self.witness.ignores),
            comments=comments if act.outcome == "approve" else {},
        )

    def open_gates(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Every open gate with those who can act there."""
        found = standings(self.law, self.facts, self.state, self.at)
        return [(name, standing.able) for name, standing in found.items() if standing.state == "open"]


def replay(law: Definition, witness: Witness) -> bool:
    """Whether this definition lets the witness pass: submitted, every act in turn, and approved at the end."""
    sitting = Sitting(law, witness)
    if not sitting.opens():
        return False
    for act in witness.acts:
        if sitting.state.status not in ("in review", "in rework"):
            break
        sitting.acts(act)
    return sitting.state.status == "approved"


def distinguishes(old: Definition, new: Definition, witness: Witness) -> bool:
    """Whether the witness is one: what it says lets it pass does, and the other does not."""
    passing, other = (new, old) if witness.under_new else (old, new)
    return replay(passing, witness) and not replay(other, witness)


@dataclass(frozen=True)
class Script:
    """How a run is to go: `course` are the votes at one gate, `last` the gates decided only when nothing else is left,
    `returned` (gate, by) has `by` send the record back once `gate` has passed; `first` votes first at their gate.
    """

    course: Mapping[str, tuple[tuple[str, c.Outcome], ...]] = field(default_factory=dict)
    last: tuple[str, ...] = ()
    returned: tuple[str, str] = ("", "")
    first: tuple[str, ...] = ()


def played(law: Definition, witness: Witness, script: Script) -> Witness | None:
    """The witness with the acts that lead to approval under this definition, few of them; None when they do not."""
    sitting = Sitting(law, witness)
    if not sitting.opens():
        return None
    acts: list[Act] = []
    votes = {gate: list(course) for gate, course in script.course.items()}
    sent_back = not script.returned[0]
    for _ in range(200):
        if sitting.state.status == "in rework":
            act: Act | None = Returned()
        elif sitting.state.status == "in review":
            act = _next(sitting, script, votes, sent_back=sent_back)
        else:
            break
        if act is None or not sitting.acts(act):
            return None
        sent_back = sent_back or (isinstance(act, Signed) and act.outcome == "request changes")
        acts.append(act)
    return replace(witness, acts=tuple(acts)) if sitting.state.status == "approved" else None


def _next(
    sitting: Sitting, script: Script, votes: dict[str, list[tuple[str, c.Outcome]]], *, sent_back: bool
) -> Signed | None:
    """The next decision: at an open gate in order, those that are to come last only when nothing else is open."""
    kept, by = script.returned
    back = () if sent_back else (by,)
    open_now = sorted(sitting.open_gates(), key=lambda one: (one[0] in back, one[0] in script.last))
    for name, able in open_now:
        gate = sitting.law.gate_by_name[name]
        course = votes.get(name)
        if course:
            seat, outcome = course.pop(0)
            return _signed(asking(gate, sitting.state.answers), voter(gate.panel, seat), outcome)
        person = next((one for one in script.first if one in able), next(iter(able), None))
        if person is None:
            continue
        mark = sitting.state.marks.get(kept)
        objecting = name == by and not sent_back and mark is not None and mark.state == "passed"
        return _signed(asking(gate, sitting.state.answers), person, "request changes" if objecting else "approve")
    return None


def _signed(gate: Gate, person: str, outcome: c.Outcome) -> Signed:
    ticked = tuple(name for name, _ in gate.checklist) if outcome == "approve" else ()
    return Signed(gate.name, person, outcome, ticked, gate.commented if outcome == "approve" else ())
