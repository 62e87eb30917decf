"""The demonstration begins as a well-kept office: what watches over it finds nothing to tell when it first looks."""

import smtplib
from pathlib import Path

import pytest
from sqlalchemy import select

from coe.cli.terminal import ready_office
from coe.clock import MovedClock
from coe.configuration import note_at_start
from coe.continuity.drill import watch
from coe.database import reading
from coe.demo.home import begin
from coe.demo.load import load, moved_office, open_stage, settle
from coe.home import Home
from coe.reviews import DAY_MS, standings
from coe.tables import incident
from coe.verification_runs import verify_once_a_day
from tests.workflows.mail_server import serving
from workflows.anchor import anchor
from workflows.oversee import oversee

pytestmark = pytest.mark.slow


def test_a_fresh_demonstration_opens_no_incident_by_itself(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").prepare()
    began = begin(home)
    with ready_office(home) as plain:
        clock = MovedClock(began)
        office = moved_office(plain, home, clock)
        load(open_stage(home, office, clock), home, settle(office, home, began, clock))
        note_at_start(office, home)
        clock.advance(60_000)
        with serving() as server:
            oversee(office, home, clock.now())
            watch(office, home, clock.now())
            kept = anchor(office, home, lambda: smtplib.SMTP("127.0.0.1", server.port, timeout=10))
            again = verify_once_a_day(office, home)
        with reading(office.engine) as connection:
            opened = list(connection.execute(select(incident.c.kind, incident.c.about)))
            due = {each.name: (each.due - began) / DAY_MS for each in standings(connection, home.config())}
    assert opened == []
    assert (again, kept.mailed, kept.window.overdue, kept.window.rest.entries) == (None, True, False, 0)
    assert due["trail"] > 30
    assert due["access"] > 30
