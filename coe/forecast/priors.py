"""What is taken where nobody knows better: published figures (docs/explanation/what-buys-days.md names them) and ours.

How many hours a day people have for reviews no publication says; they are sized so that each pool is busy as much as
`BUSY` says under the definition that is forecast first, and stay so for what is compared with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coe.forecast.inputs import OURS, POLICY, Figure, Flow, GateInputs, PoolInputs
from governance.language.definition import Definition, Gate

READING = f"{POLICY}: a one-page piece takes 1 to 5 h of reading"
SIZED = "sized to be busy {:.0%} of its hours"
BUSY = 0.75
BUSY_LEGAL = 0.9
PEOPLE = 2.0
LEAST_HOURS, MOST_HOURS = 0.5, 6.0
STANDBY = Figure(1.0, OURS)

# The first word found in the name of a gate, its title or its panel decides.
_FIRST_PASS: Mapping[str, Figure] = {
    "medical": Figure(0.715, f"{POLICY}: medical 71.5 %"),
    "regulatory": Figure(0.701, f"{POLICY}: regulatory 70.1 %"),
    "certif": Figure(0.97, OURS),
    "signatory": Figure(0.97, OURS),
    "coordinat": Figure(0.85, OURS),
}
_MINUTES: Mapping[str, Figure] = {
    "medical": Figure(90, READING),
    "legal": Figure(90, READING),
    "regulatory": Figure(75, READING),
    "steering": Figure(30, OURS),
    "certif": Figure(20, OURS),
    "signatory": Figure(20, OURS),
    "coordinat": Figure(20, OURS),
}


def flow() -> Flow:
    """Arrivals, the owner's side, and how much working times differ."""
    return Flow(
        arrivals_a_week=Figure(10, OURS),
        rework_hours=Figure(12, f"{OURS}, half of the 24 business hours promised"),
        incomplete=Figure(0.25, OURS),
        completing_hours=Figure(6, OURS),
        noticed=Figure(0.7, OURS),
        meetings=Figure(0, OURS),
        meeting_pass=Figure(0.95, OURS),
        spread=Figure(0.8, OURS),
        absent_days=Figure(30, OURS),
    )


def gate(found: Gate) -> GateInputs:
    """Reviews at one gate, known by its name, title or panel."""
    steering = found.panel.startswith("committee/")
    return GateInputs(
        minutes=_by_word(_MINUTES, found, Figure(45, OURS)),
        first_pass=_by_word(_FIRST_PASS, found, Figure(0.75, OURS)),
        later_pass=Figure(0.9, OURS),
        rejects=Figure(0.03 if steering else 0.01, OURS),
    )


def standby(seats: Mapping[str, tuple[str, ...]], laws: Iterable[Definition]) -> dict[str, PoolInputs]:
    """Pools before they are sized: seats have one person each, heads stand by, reviewers are `PEOPLE`, or as many as a
    rule needs.
    """
    needed: dict[str, float] = {}
    for law in laws:
        for each in law.gates:
            if not each.panel.startswith("committee/"):
                count = each.rule.approve if isinstance(each.rule.approve, int) else 3
                needed[each.panel] = max(needed.get(each.panel, PEOPLE), count, each.rule.present.number)
    return {
        pool: PoolInputs(Figure(needed[pool], OURS) if pool in needed and not places else STANDBY, STANDBY)
        for pool, places in seats.items()
    }


def sized(pool: str, given: PoolInputs, hours_a_week: float, absent_days: float, *, fixed: bool) -> PoolInputs:
    """The pool with as many hours a day, and then people unless their number is fixed, as this much work needs."""
    busy = BUSY_LEGAL if "legal" in pool else BUSY
    present = 1 - min(0.9, absent_days / 260)
    people = given.people.value
    hours = hours_a_week / (5 * people * busy * present)
    if hours > MOST_HOURS and not fixed:
        people = -(-people * hours // MOST_HOURS)
        hours = hours_a_week / (5 * people * busy * present)
    source = SIZED.format(busy) if hours > LEAST_HOURS else OURS
    counted = given.people if people == given.people.value else Figure(people, source)
    return PoolInputs(counted, Figure(round(max(hours, LEAST_HOURS), 2), source))


def _by_word(known: Mapping[str, Figure], found: Gate, otherwise: Figure) -> Figure:
    text = f"{found.name} {found.title} {found.panel}".lower()
    return next((figure for word, figure in known.items() if word in text), otherwise)
