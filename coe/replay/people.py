"""Who acts in a replayed log. It names roles, not people: each role of each case is a person of its own, and so is its
owner. A grant covers the time of its case and, by its scope, that case alone. One coordinator serves all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from secrets import token_bytes

from coe import acts
from coe.founding import SEED_BYTES, send_all
from coe.office import Office
from coe.replay.plan import Plan, spoken, title
from coe.requests import Request
from governance.language.definition import Definition
from governance.law.consulted import ADMINISTRATORS
from governance.law.pools import SYSTEM
from governance.record import commands as c

TOGETHER = 500
REASON = "The log says that this role acted in this case"
Progress = Callable[[str, int, int], None]
"""`progress(what, done, of)`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person: their id, and the commitment to the name they sign with."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone in a replay: by case and role, and the coordinator; `grants` were recorded for them."""

    of_case: Mapping[tuple[str, str], Actor]
    coordinator: Actor
    people: int
    grants: int

    def acting(self, case: str, role: str) -> Actor:
        """Who takes a step of this role in this case."""
        return self.coordinator if role == "coordinator" else self.of_case[case, role]


def cast(office: Office, law: Definition, plans: Sequence[Plan], progress: Progress) -> Cast:
    """Register and grant everybody these plans need: two by `system`, which then has an administrator do the rest.

    Raises Refused, OfficeError.
    """
    administrator, first = _newcomer(office, SYSTEM, "Administrator of the replay", "administrator@replay.invalid")
    coordinator, second = _newcomer(office, SYSTEM, "Coordinator of the replay", "coordinator@replay.invalid")
    now = office.clock.now()
    appointed = ((coordinator, law.coordinators), (administrator, ADMINISTRATORS))
    founding = [_grant(office, SYSTEM, pool, c.Grant(actor.person, now, 0, "")) for actor, pool in appointed]
    send_all(office, [first, second, *founding])
    of_case: dict[tuple[str, str], Actor] = {}
    requests = _of_cases(office, law, plans, administrator.person, of_case)
    wanted = sum(len(_roles(plan)) for plan in plans)
    while some := list(islice(requests, TOGETHER)):
        send_all(office, some)
        progress("people", len(of_case), wanted)
    grants = len(appointed) + sum(role != "owner" for _, role in of_case)
    return Cast(of_case, coordinator, len(of_case) + len(appointed), grants)


def _of_cases(
    office: Office, law: Definition, plans: Iterable[Plan], administrator: str, of_case: dict[tuple[str, str], Actor]
) -> Iterator[Request]:
    for plan in plans:
        moments = [round(step.at.timestamp() * 1000) for step in plan.steps]
        for role in _roles(plan):
            words = spoken(role)
            address = f"{role}@{plan.case.rpartition(' ')[2]}.replay.invalid"
            actor, registered = _newcomer(office, administrator, f"{words.capitalize()} of {plan.case}", address)
            of_case[plan.case, role] = actor
            yield registered
            if role != "owner":
                scope = {"title": (title(plan),)}
                grant = c.Grant(actor.person, min(moments), max(moments) + 1, "", scope=scope)
                yield _grant(office, administrator, law.gate_by_name[role].panel, grant)


def _roles(plan: Plan) -> list[str]:
    """In the order they first act; the owner, whom every record needs, before all."""
    acting = dict.fromkeys(step.role for step in plan.steps if step.role != "coordinator")
    return list({"owner": None} | acting) if plan.steps else []


def _newcomer(office: Office, by: str, name: str, address: str) -> tuple[Actor, Request]:
    person = office.clock.new_id()
    act = acts.person(name, address, token_bytes(SEED_BYTES))
    request = Request(office.clock.new_id(), f"person/{person}", by, act.command, act.disclosures)
    return Actor(person, act.disclosures[0].commit), request


def _grant(office: Office, by: str, pool: str, grant: c.Grant) -> Request:
    act = acts.reasoned(partial(_for_reason, grant), REASON, token_bytes(SEED_BYTES))
    return Request(office.clock.new_id(), pool, by, act.command, act.disclosures)


def _for_reason(grant: c.Grant, reason: str) -> c.Grant:
    return replace(grant, reason=reason)
