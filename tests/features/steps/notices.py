"""Steps about when notices come: preferences, delivery through a real mail server, and what it took."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from pytest_bdd import parsers, step, then

from coe.database import writing
from coe.mail_preferences import keep_preference
from coe.notice_times import Preference
from tests.features.house import House
from tests.workflows.mail_server import KEPT, Taking, serving
from workflows.deliver import deliver


@pytest.fixture
def post(house: House) -> Iterator[Taking]:
    """A mail server that the office knows."""
    with ExitStack() as stack:
        server = stack.enter_context(serving())
        address = f"smtp://127.0.0.1:{server.port}"
        house.home.configure(smtp=address, url="https://clearway.example", zone="Europe/Berlin", origin="clearway/log")
        yield server


def minute(said: str) -> int:
    hour, _, rest = said.partition(":")
    return int(hour) * 60 + int(rest)


def prefer(house: House, name: str, chosen: Preference) -> None:
    with writing(house.office.engine) as connection:
        keep_preference(connection, house.people[name], chosen)


@step(parsers.re(r"(?P<name>\w+) wants one mail a day at (?P<said>\d+:\d\d)"))
def daily(house: House, name: str, said: str) -> None:
    prefer(house, name, Preference("daily", daily=minute(said)))


@step(parsers.re(r"(?P<name>\w+) is quiet from (?P<begin>\d+:\d\d) to (?P<end>\d+:\d\d)"))
def quiet(house: House, name: str, begin: str, end: str) -> None:
    prefer(house, name, Preference(quiet_from=minute(begin), quiet_to=minute(end)))


@step("notices are delivered")
def delivered(house: House, post: Taking) -> None:
    post.answer = lambda _: KEPT
    deliver(house.office, house.home)


@step("the mail server refuses while notices are delivered")
def refused(house: House, post: Taking) -> None:
    post.answer = lambda _: "451 Later"
    assert deliver(house.office, house.home).failed


def came_to(post: Taking, name: str) -> list[tuple[str, str]]:
    """Subject and text of every mail a person got."""
    found = []
    for mail in post.messages:
        body = mail.get_body(("plain",))
        assert body is not None
        if re.match(rf'"?{name}\b', str(mail["To"])):
            found.append((str(mail["Subject"]), str(body.get_content())))
    return found


@then(parsers.re(r"no mail has come to (?P<name>\w+)"))
def none_came(post: Taking, name: str) -> None:
    assert came_to(post, name) == []


@then(parsers.re(r"one mail has come to (?P<name>\w+), about (?P<count>\d+) records?"))
def one_came(post: Taking, name: str, count: str) -> None:
    ((_, text),) = came_to(post, name)
    assert len(set(re.findall(r"[A-Z]{3}-\d{4}-\d{4}", text))) == int(count)


@then(parsers.re(r"a reminder has come to (?P<name>\w+) by itself"))
def reminder_came(post: Taking, name: str) -> None:
    assert came_to(post, name)[-1][0].startswith("Reminder, due")
