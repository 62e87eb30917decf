"""Examples in a definition, run by the engine that runs in production: answers → tier, gates, outcome.

An example may answer only what matters to it. Whether the form is complete, or a check blocks, is asked where the
example speaks of it (`incomplete`, `blocked`) and where it answers everything; else the questions it leaves out are
passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from governance.checker.example_cases import generated
from governance.errors import Problem, Refused
from governance.formats.jcs import Json
from governance.language.asking import asking
from governance.language.business_time import Calendar
from governance.language.definition import Definition, Example, Field, Gate
from governance.law.deciding import decide
from governance.law.form import findings, findings_for, problems
from governance.law.gates import applicable, meaning, seen, standings, tier_of
from governance.law.pools import FOREVER, Facts, Holding, Person, Pool
from governance.reading.answers import AnswerProblem
from governance.reading.words import listed
from governance.record import commands as c
from governance.record.state import Initiative, replay

__all__ = ["Came", "came_of", "failing", "generated", "seats_needed"]

OWNER = "owner"
_START, _END = 0, 1 << 45
_AT = 1 << 40
_OPEN_DAY_AND_NIGHT = Calendar(((_START, _END),), _START, _END)
_CURE = "Correct the example, or the rule it is an example of."
_ENDINGS: Mapping[str, str] = {"approved": "approved", "released": "approved", "rejected": "rejected"}


@dataclass(frozen=True)
class Came:
    """What the engine made of an example. `outcome` is "" where nobody could decide further; `why` says more."""

    tier: str
    gates: tuple[str, ...]
    outcome: str
    why: str = ""


def failing(law: Definition) -> tuple[Problem, ...]:
    """Every example that does not come out as it says, with what was expected and what came."""
    return tuple(fault for place, example in enumerate(law.examples) for fault in _faults(law, example, place))


def came_of(law: Definition, example: Example) -> Came:
    """What the engine makes of an example."""
    tier = tier_of(law, example.answers, "")
    met = applicable(law, example.answers, tier)
    gates = tuple(gate.name for gate in law.gates if gate.name in met)
    outcome, why = _outcome(law, example)
    return Came(tier, gates, outcome, why)


def _faults(law: Definition, example: Example, place: int) -> Iterator[Problem]:
    at, name = f"/examples/{place}", f"The example “{example.title}”"
    for fault in _wrong(example.answers, problems(law, example.answers)):
        if example.outcome != "incomplete":
            yield Problem(f"{at}/answers/{fault.field}", f"{name} cannot be answered so: {fault.what}", fault.cure)
            return
    came = came_of(law, example)
    if example.tier and came.tier != example.tier:
        yield Problem(f"{at}/tier", f"{name} expects the tier {example.tier}; it is {came.tier}.", _CURE)
    if example.gates is not None and set(example.gates) != set(came.gates):
        yield Problem(f"{at}/gates", f"{name} expects {_difference(law, example.gates, came.gates)}.", _CURE)
    if example.outcome and came.outcome != example.outcome:
        got = f"it is {came.outcome}" if came.outcome else "it is never decided"
        yield Problem(
            f"{at}/outcome",
            f"{name} expects to be {example.outcome}; {got}{f': {came.why}' if came.why else '.'}",
            _CURE,
        )


def _difference(law: Definition, expected: tuple[str, ...], came: tuple[str, ...]) -> str:
    def titles(names: list[str]) -> str:
        return listed([f"“{law.gate_by_name[name].title}”" for name in names])

    missing = [name for name in expected if name not in came]
    more = [name for name in came if name not in expected]
    said = [f"{titles(missing)} to be needed, but {'they are' if len(missing) > 1 else 'it is'} not"] if missing else []
    said += [f"{titles(more)} not to be needed, but {'they are' if len(more) > 1 else 'it is'}"] if more else []
    return " and ".join(said)


def _wrong(answers: Mapping[str, Json], faults: tuple[AnswerProblem, ...]) -> Iterator[AnswerProblem]:
    """Faults of what is answered; what is merely left out is none."""
    yield from (fault for fault in faults if not _left_out(answers, fault))


def _left_out(answers: Mapping[str, Json], fault: AnswerProblem) -> bool:
    answer = answers.get(fault.field)
    number, _, column = fault.place.partition("/")
    if column and isinstance(answer, list):
        row = answer[int(number) - 1]
        return isinstance(row, dict) and column not in row
    if fault.place and isinstance(answer, dict):
        return fault.place not in answer
    return fault.field not in answers


def _outcome(law: Definition, example: Example) -> tuple[str, str]:
    faults = problems(law, example.answers)
    if faults and example.outcome == "incomplete":
        return "incomplete", faults[0].what
    blocking = [found for found in findings(law, example.answers) if found.severity == "block"]
    if blocking and (example.outcome == "blocked" or not faults):
        return "blocked", blocking[0].what
    try:
        return _decided(_lenient(law) if faults else law, example)
    except Refused as refused:
        return "", str(refused)


def _lenient(law: Definition) -> Definition:
    """The same law with nothing required and nothing checked: for an example that answers only what matters to it."""

    def waived(field: Field) -> Field:
        return replace(field, required=False, at_least=0, columns=tuple(map(waived, field.columns)))

    return replace(
        law,
        sections=tuple(replace(each, fields=tuple(map(waived, each.fields))) for each in law.sections),
        checks=(),
        gates=tuple(replace(gate, checks=()) for gate in law.gates),
    )


def _decided(law: Definition, example: Example) -> tuple[str, str]:
    """Everybody decides as the example says, all others approve, until nothing is left to decide."""
    facts = Facts(_pools(law), _OPEN_DAY_AND_NIGHT, {OWNER: Person(registered=True)}, law)
    wanted = dict(example.decisions)
    answers = {name: answer for name, answer in example.answers.items() if answer not in ("", [], {}, None)}
    state = _after(law, facts, Initiative(), c.Submit(law.workflow, answers, {}, {}), OWNER)
    while state.status == "in review":
        found = standings(law, facts, state, _AT).values()
        ready = next(((each.gate, each.able[0]) for each in found if each.state == "open" and each.able), None)
        if ready is None:
            waiting = [f"“{each.gate.title}”" for each in found if each.state == "open"]
            return "", f"nobody is left to decide at {listed(waiting)}."
        gate, person = ready
        state = _after(law, facts, state, _act(law, state, gate, wanted.get(gate.name, "approve")), person)
    return ("returned" if state.status == "in rework" else _ENDINGS.get(state.status, "")), ""


def _after(law: Definition, facts: Facts, state: Initiative, command: c.Command, actor: str) -> Initiative:
    events = decide(law, facts, state, c.Stamped(command, actor, _AT, "EXA-2026-1", _referred(law, command)))
    return replay(((event, actor, _AT) for event in events), state)


def _referred(law: Definition, command: c.Command) -> dict[str, str]:
    """Every record an example names exists."""
    answers = command.answers if isinstance(command, c.Submit) else {}
    return {name: f"initiative/{answers[name]}" for name in answers if law.field_by_name[name].kind == "record"}


def _act(law: Definition, state: Initiative, gate: Gate, outcome: str) -> c.SignDecision:
    known: Mapping[str, c.Outcome] = {"request changes": "request changes", "reject": "reject", "abstain": "abstain"}
    said = known.get(outcome, "approve")
    here = asking(gate, state.answers)
    return c.SignDecision(
        gate.name,
        said,
        c.Signature("", meaning(gate, said), seen(law, state, gate.name), "password+totp"),
        note="example" if said == "reject" else "",
        requests=(c.Ask("", "example"),) if said == "request changes" else (),
        checklist=tuple(name for name, _ in here.checklist),
        acknowledged=tuple(each.id for each in findings_for(law, gate, state.findings)),
        comments=dict.fromkeys(here.commented, "example") if said == "approve" else {},
    )


def _pools(law: Definition) -> dict[str, Pool]:
    """An office in which every panel has as many people as its rule asks for; nobody is on two."""
    pools: dict[str, Pool] = {}
    for gate in law.gates:
        seats = seats_needed(law, gate)
        before = pools.get(gate.panel, Pool()).holdings
        if len(seats) > len(before):
            holdings = (Holding(f"{gate.panel}/{n}", seat, False, 0, FOREVER, {}) for n, seat in enumerate(seats))
            pools[gate.panel] = Pool(tuple(holdings))
    return pools


def seats_needed(law: Definition, gate: Gate) -> tuple[str, ...]:
    """The seats that let a gate pass: those of the charter, else those its rule names and as many more as it counts;
    for a role as many nameless ones.
    """
    rule = gate.rule
    count = max(1, rule.present.number, rule.approve if isinstance(rule.approve, int) else 1)
    if not gate.panel.startswith("committee/"):
        return ("",) * count
    charter = law.charters.get(gate.panel.partition("/")[2])
    named = [seat for seat, _ in charter.seats] if charter else []
    for other in law.gates:
        if other.panel == gate.panel:
            named += [*other.rule.present.seats, *other.rule.veto]
    seats = list(dict.fromkeys(named))
    return (*seats, *(f"seat {n}" for n in range(len(seats) + 1, count + 1)))
