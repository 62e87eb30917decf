"""The clockwork on the other database: same functions, same results."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coe.database import engine_for, writing
from coe.home import Home
from coe.outbox import claim, undelivered
from tests.workflows.clockwork import HOUR, MONDAY, Clockwork, at_work
from tests.workflows.mail_server import serving
from workflows.deliver import Delivery, deliver
from workflows.escalate import escalate
from workflows.remind import remind

pytestmark = pytest.mark.postgres
LEASE = 60_000


@pytest.fixture
def work(postgres_database_url: str) -> Iterator[Clockwork]:
    engine = engine_for(postgres_database_url)
    yield at_work(engine)
    engine.dispose()


def test_steps_are_taken_once_and_mails_sent_once(work: Clockwork, tmp_path: Path) -> None:
    home = Home(tmp_path).prepare()
    work.submit()
    work.clock.set(MONDAY + 9 * 24 * HOUR)
    assert [remind(work.office, work.clock.now()) for _ in range(2)] == [5, 0]
    assert [escalate(work.office, work.clock.now()) for _ in range(2)] == [3, 0]
    with serving() as server:
        home.configure(smtp=f"smtp://127.0.0.1:{server.port}")
        assert deliver(work.office, home) == Delivery(sent=9)
        assert deliver(work.office, home) == Delivery()


def test_a_notice_is_claimed_by_one_of_many_and_is_free_after_the_lease(work: Clockwork) -> None:
    work.submit()
    with work.engine.connect() as connection:
        notice = undelivered(connection, MONDAY)[0]

    def take(now: int) -> int:
        with writing(work.engine) as connection:
            return claim(connection, notice["seq"], notice["place"], now, LEASE)

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(take, [MONDAY] * 6)) == [0, 0, 0, 0, 0, 1]
        assert sorted(pool.map(take, [MONDAY + LEASE] * 6)) == [0, 0, 0, 0, 0, 2]
