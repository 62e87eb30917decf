"""Steps of what is said beside a decision: questions, answers, and what stays as it was."""

from functools import partial

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe import acts
from coe.database import reading
from coe.founding import new_seed
from coe.tables import notice
from governance.record import commands as c
from tests.features.house import House

Stood = dict[str, object]


@pytest.fixture
def stood() -> Stood:
    """How everything stood when it was noted."""
    return {}


def ask(house: House, who: str, gate: str, field: str, text: str) -> None:
    house.last = house.send(house.record, who, acts.reasoned(partial(c.AskQuestion, gate, field), text, new_seed()))


def answer(house: House, who: str, number: str, text: str) -> None:
    act = acts.reasoned(partial(c.AnswerQuestion, f"q{number}"), text, new_seed())
    house.last = house.send(house.record, who, act)


def close(house: House, who: str, number: str) -> None:
    house.last = house.send(house.record, who, acts.Act(c.CloseQuestion(f"q{number}")))


@step(parsers.re(r"(?P<who>\w+) asks at (?P<gate>\w+)(?: about “(?P<field>\w+)”)?: “(?P<text>.+)”"))
def asks(house: House, who: str, gate: str, field: str | None, text: str) -> None:
    ask(house, who, gate, field or "", text)


@step(parsers.re(r"(?P<who>\w+) tries to ask at (?P<gate>\w+): “(?P<text>.+)”"))
def tries_to_ask(house: House, who: str, gate: str, text: str) -> None:
    house.try_to(lambda: ask(house, who, gate, "", text))


@step(parsers.re(r"(?P<who>\w+) answers question (?P<number>\d+): “(?P<text>.+)”"))
def answers(house: House, who: str, number: str, text: str) -> None:
    answer(house, who, number, text)


@step(parsers.re(r"(?P<who>\w+) tries to answer question (?P<number>\d+): “(?P<text>.+)”"))
def tries_to_answer(house: House, who: str, number: str, text: str) -> None:
    house.try_to(lambda: answer(house, who, number, text))


@step(parsers.re(r"(?P<who>\w+) closes question (?P<number>\d+)"))
def closes(house: House, who: str, number: str) -> None:
    close(house, who, number)


@step(parsers.re(r"(?P<who>\w+) tries to close question (?P<number>\d+)"))
def tries_to_close(house: House, who: str, number: str) -> None:
    house.try_to(lambda: close(house, who, number))


def hand(house: House, who: str, gate: str, to: str, whose: str) -> None:
    def made(reason: str) -> c.PassOn:
        return c.PassOn(gate, house.people[to], reason, house.people[whose] if whose else "")

    house.last = house.send(house.record, who, acts.reasoned(made, "Knows the study", new_seed()))


@step(parsers.re(r"(?P<who>\w+) passes the turn(?: of (?P<whose>\w+))? at (?P<gate>\w+) on to (?P<to>\w+)"))
def passes_on(house: House, who: str, whose: str | None, gate: str, to: str) -> None:
    hand(house, who, gate, to, whose or "")


@step(parsers.re(r"(?P<who>\w+) tries to pass the turn(?: of (?P<whose>\w+))? at (?P<gate>\w+) on to (?P<to>\w+)"))
def tries_to_pass_on(house: House, who: str, whose: str | None, gate: str, to: str) -> None:
    house.try_to(lambda: hand(house, who, gate, to, whose or ""))


@then(parsers.re(r"(?P<who>\w+) has the turn at (?P<gate>\w+)"))
def has_the_turn(house: House, who: str, gate: str) -> None:
    last = house.state().passings[-1]
    assert (last.gate, house.name(last.to)) == (gate, who)
    with reading(house.office.engine) as connection:
        told = select(notice.c.person).where(notice.c.kind == "your-turn", notice.c.step == "passed-on")
        assert [house.name(one) for one in connection.execute(told).scalars()] == [who]


@then(parsers.re(r"question (?P<number>\d+) is (?P<how>open|closed) with (?P<count>\d+) answers?"))
def stands(house: House, number: str, how: str, count: str) -> None:
    found = house.state().questions[int(number) - 1]
    assert ("closed" if found.closed else "open", len(found.answers)) == (how, int(count))


def standing(house: House) -> Stood:
    tree = house.why()
    return {gate.gate: gate for gate in tree.gates} | {"record": (tree.status, tree.next, tree.due)}


@step("the gates, their due times and who can act are noted")
def noted(house: House, stood: Stood) -> None:
    stood.update(standing(house))


@then("the gates, their due times and who can act are as noted")
def as_noted(house: House, stood: Stood) -> None:
    assert standing(house) == stood
