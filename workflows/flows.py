"""The Prefect flows: thin shells over the plain functions beside them. A tick is a hint; each run catches up.

Importing this takes seconds, so nothing but `workflows.serving` and Prefect itself does. Flows take no parameters:
Prefect knows nothing of what they are about.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from prefect import Flow, flow, serve
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Interval
from prefect.types.entrypoint import EntrypointType

import workflows.anchor
import workflows.bundles
import workflows.deliver
import workflows.escalate
import workflows.oversee
import workflows.packets
import workflows.remind
import workflows.seal
from coe.continuity.drill import watch as watch_drills
from coe.home import Home
from coe.office import Office
from coe.opening import open_office
from coe.verification_runs import verify_once_a_day

MINUTE_S = 60
HOUR_S = 60 * MINUTE_S
MOST_AT_ONCE = 2
SOON_S = 45


@contextmanager
def _office(home: Home) -> Iterator[Office]:
    office = open_office(home)
    try:
        yield office
    finally:
        office.engine.dispose()


@flow(name="remind")
def remind() -> int:
    """Reminders that are due."""
    with _office(Home.find()) as office:
        return workflows.remind.remind(office, office.clock.now())


@flow(name="escalate")
def escalate() -> int:
    """Escalations that are due, and follow-up commands that are still owed."""
    with _office(Home.find()) as office:
        office.catch_up()
        return workflows.escalate.escalate(office, office.clock.now())


@flow(name="deliver")
def deliver() -> int:
    """The outbox to the mail server. Fails visibly when the server does not answer; nothing is lost."""
    home = Home.find()
    with _office(home) as office:
        done = workflows.deliver.deliver(office, home)
    if done.stopped:
        raise ConnectionError(done.stopped)
    return done.sent


@flow(name="seal")
def seal() -> bool:
    """A checkpoint, if the log has grown."""
    home = Home.find()
    with _office(home) as office:
        return workflows.seal.seal(office, home)


@flow(name="anchor")
def anchor() -> bool:
    """What is kept outside: witnesses, the mail, the alarm."""
    home = Home.find()
    with _office(home) as office:
        return workflows.anchor.anchor(office, home).mailed


@flow(name="packets")
def packets() -> int:
    """Packets that were asked for."""
    home = Home.find()
    with _office(home) as office:
        return workflows.packets.packets(office, home)


@flow(name="bundles")
def bundles() -> int:
    """Audit bundles that were asked for."""
    home = Home.find()
    with _office(home) as office:
        return workflows.bundles.bundles(office, home)


@flow(name="oversee")
def oversee() -> int:
    """Alarms for periodic reviews and restore drills that are overdue."""
    home = Home.find()
    with _office(home) as office:
        now = office.clock.now()
        return workflows.oversee.oversee(office, home, now) + watch_drills(office, home, now)


@flow(name="verify")
def verify() -> int:
    """The whole log verified, once a day, and the result recorded; entries read, 0 when today's was done."""
    home = Home.find()
    with _office(home) as office:
        found = verify_once_a_day(office, home)
    return found.size if found else 0


# Every run is a process of its own that takes seconds of one processor, so ticks are no denser than people notice.
EVERY: tuple[tuple[Flow[..., Any], int], ...] = (
    (deliver, MINUTE_S),
    (remind, 2 * MINUTE_S),
    (escalate, 5 * MINUTE_S),
    (packets, 2 * MINUTE_S),
    (bundles, 2 * MINUTE_S),
    (seal, 10 * MINUTE_S),
    (oversee, HOUR_S),
    (verify, 2 * HOUR_S),
    (anchor, 15 * MINUTE_S),
)


def deployments() -> list[RunnerDeployment]:
    """Every flow with its schedule. No limit on each: one killed in the middle would hold it against the next."""
    where = EntrypointType.MODULE_PATH
    made = (
        each.to_deployment("clearway", schedule=Interval(seconds, anchor_date=_first(each)), entrypoint_type=where)
        for each, seconds in EVERY
    )
    return [cast("RunnerDeployment", each) for each in made]  # a coroutine only inside an event loop


def _first(each: Flow[..., Any]) -> datetime | None:
    """When it runs first, where that is sooner than an interval after the start. Nobody knows how long an office stood
    still, so it looks outside at once.
    """
    return datetime.now(UTC) + timedelta(seconds=SOON_S) if each is anchor else None


def serve_flows() -> None:
    """Serve them all until told to stop; the server is the one PREFECT_API_URL names."""
    serve(*deployments(), pause_on_shutdown=False, print_starting_message=False, limit=MOST_AT_ONCE)
