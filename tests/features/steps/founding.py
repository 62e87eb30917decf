"""Steps that found the office: policies, people, roles, seats, absences and delegations, all by real commands."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pytest
from pytest_bdd import parsers, step

from coe import acts
from coe.database import create
from coe.founding import library_folder, new_seed
from coe.policy.definitions import Compiled, compile_text
from governance.record import commands as c
from tests.features.house import ADMINISTRATORS, REASON, House, Kept
from tests.features.moments import HOUR, moment

POLICIES = Path(__file__).resolve().parents[1] / "policies"
DEMO_BOARD = "committee/executive-steering"


@lru_cache
def compiled(name: str, rule: str = "", folder: Path = POLICIES) -> Compiled:
    """A policy of this folder; `rule` is what it includes as rule.yaml."""
    found = compile_text(name, lambda file: rule.encode() if file == "rule.yaml" else (folder / file).read_bytes())
    assert found.definition is not None, [str(problem) for problem in found.problems]
    return found


FOUNDED: dict[object, Kept] = {}


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where offices are kept that scenarios begin from."""
    FOUNDED.clear()
    return tmp_path_factory.mktemp("templates")


def bring_into_force(house: House, policy: Compiled) -> None:
    assert policy.definition is not None
    create(house.office.engine)
    house.declare_calendar(policy.definition.calendar.removeprefix("calendar/"))
    house.publish(policy.document)


@step(parsers.parse("the policy “{name}” is in force"))
def policy_in_force(house: House, name: str) -> None:
    house.policy = compiled(f"{name}.yaml")


@step(parsers.parse("the policy “{name}” is in force, and the board decides by:"))
def policy_with_rule(house: House, name: str, docstring: str) -> None:
    house.policy = compiled(f"{name}.yaml", docstring)


@step(parsers.parse("the board decides by {rule}"))
def board_with_rule(house: House, rule: str) -> None:
    house.policy = compiled("board.yaml", f"{{{rule}}}")


@step(parsers.parse("the workflow “{name}” of the library is in force"))
def library_in_force(house: House, name: str) -> None:
    house.policy = compiled(f"{name}.yaml", folder=library_folder())


@step("the office is closed and opened again")
def reopened(house: House) -> None:
    house.reopen()


@step("these people:")
def people(house: House, datatable: Sequence[Sequence[str]], templates: Path) -> None:
    """| person | holds |. An office of the same policy and people is founded once and then copied."""
    rows = tuple(map(tuple, datatable[1:]))
    policy, house.policy = house.policy, None
    if policy is None:
        appoint_all(house, rows)
        return
    key = (policy.digest, rows)
    if key in FOUNDED:
        house.restore(FOUNDED[key])
        return
    bring_into_force(house, policy)
    appoint_all(house, rows)
    FOUNDED[key] = house.kept(templates / str(len(FOUNDED)))


def appoint_all(house: House, rows: Sequence[Sequence[str]]) -> None:
    """Administrators are appointed last, for they end the founding."""
    for name, _ in rows:
        house.register(name)
    appointments = [(name, what.strip()) for name, holds in rows for what in holds.split(",") if what.strip()]
    for name, what in sorted(appointments, key=lambda each: each[1] == "administrator"):
        appoint(house, name, what)


def appoint(house: House, name: str, what: str) -> None:
    """`medical_reviewer`, `chair of the board` or `alternate chair of the board`."""
    seat, of, _ = what.partition(" of the board")
    if not of:
        house.grant(name, ADMINISTRATORS if what == "administrator" else f"role/{what}")
        return
    board = "committee/board" if house.workflow in ("leaflet", "motion", "brochure") else DEMO_BOARD
    house.grant(name, board, seat.removeprefix("alternate "), alternate=seat.startswith("alternate "))


@step(parsers.parse("{boss} is the line manager of {name}"))
def line_manager(house: House, boss: str, name: str) -> None:
    act = acts.Act(c.RecordManager(house.people[boss]))
    house.send(f"person/{house.people[name]}", house.administrator, act)


@step(parsers.parse("{who} is away until {until}"))
def away(house: House, who: str, until: str) -> None:
    name = house.person(who)
    act = acts.Act(c.DeclareAbsence(house.clock.now(), moment(until)))
    house.send(f"person/{house.people[name]}", name, act)


@step(parsers.re(r"(?P<lender>\w+) lends the role of (?P<role>\w+) to (?P<name>\w+) until (?P<until>.+)"))
def lends(house: House, lender: str, role: str, name: str, until: str) -> None:
    command = c.Delegate(house.people[lender], house.people[name], house.clock.now(), moment(until))
    house.send(f"role/{role}", lender, acts.Act(command))


@step(parsers.re(r"(?P<lender>\w+) tries to lend the role of (?P<role>\w+) to (?P<name>\w+)"))
def tries_to_lend(house: House, lender: str, role: str, name: str) -> None:
    now = house.clock.now()
    command = c.Delegate(house.people[lender], house.people[name], now, now + HOUR)
    house.try_to(lambda: house.send(f"role/{role}", lender, acts.Act(command)))


@step(parsers.parse("{name} is given the role of {role}"))
def given_role(house: House, name: str, role: str) -> None:
    house.grant(name, f"role/{role}")


@step(parsers.parse("the role of {role} ends for {name}"))
def role_ends(house: House, role: str, name: str) -> None:
    def make(reason: str) -> c.Command:
        return c.Ungrant(house.people[name], reason)

    house.send(f"role/{role}", house.administrator, acts.reasoned(make, REASON, new_seed()))


@step(parsers.re(r"(?P<name>\w+) tries to take the role of (?P<role>\w+)"))
def takes_role(house: House, name: str, role: str) -> None:
    def make(reason: str) -> c.Command:
        return c.Grant(house.people[name], house.clock.now(), 0, reason)

    house.try_to(lambda: house.send(f"role/{role}", name, acts.reasoned(make, REASON, new_seed())))
