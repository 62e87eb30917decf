"""`make bench-pages`: what a page costs the server at 100, 10,000 and 100,000 initiatives, beside an empty page.

`python -m tests.bench pages [--sizes N,N] [--rounds R] [--folder DIR] [--only PAGE]`. An office is written by
`bulk_log.portfolio`, which passes `coe verify` (`--verify` shows it), its record tables filled by `coe.rebuild`; with
`--folder` it is kept there and used again. One reviewer of it holds most of what is open. Each round asks every page
once, one after the other, through the whole app as a server would call it: session, guard, queries, folding, template,
nothing compressed. Milliseconds are of the processor, SQLite's work included, as the machine is shared; pages only
read, and the database is in the machine's cache. References are of the same rounds: `/ready`, which reads no more
than the session, and a one-row commit (of the wall). Statements are those of one request.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, event

from coe.clock import MovedClock
from coe.database import engine_for
from coe.evidence.log_verify import verify
from coe.governance_law import Governance
from coe.home import Home
from coe.identity import account_tables, accounts
from coe.identity.accounts import Invitation
from coe.identity.passwords import TEST_COST, Passwords
from coe.identity.totp import code_at
from coe.migrate import REVISION, migrate
from coe.office import Office
from coe.opening import second_factor_key
from coe.rebuild import rebuild
from tests.bench.bulk_log import portfolio
from web.app import create_app

SIZES = (100, 10_000, 100_000)
ROUNDS = 40
STEP = 31_000
RECORDS_AN_OWNER = 500
PASSWORD = "a benchmark has no secrets"
REVIEWER, AUDITOR, OWNER = "legal", "auditor", "owner_0"


@dataclass
class Measured:
    """One page at one size: milliseconds of each request, statements of one, bytes as sent and as compressed."""

    times: list[float]
    statements: int = 0
    size: int = 0
    packed: int = 0

    def at(self, percent: int) -> float:
        """A percentile of the milliseconds."""
        return statistics.quantiles(self.times, n=100, method="inclusive")[percent - 1]


def seeded(folder: Path, records: int) -> dict[str, str]:
    """An office of so many records in this folder, made where it is missing; its people by place."""
    home, kept, filled = Home(folder).prepare(), folder / "people.json", folder / f"filled-{REVISION}"
    if not kept.exists():
        home.database.unlink(missing_ok=True)
        made = portfolio(home.database, records, max(4, records // RECORDS_AN_OWNER))
        kept.write_text(json.dumps({"at": made.at, "people": made.people}), "utf-8")
    if not filled.exists():
        engine = engine_for(home.database_url())
        migrate(engine)
        rebuild(engine, Governance())
        engine.dispose()
        filled.touch()
    found: dict[str, str] = json.loads(kept.read_text("utf-8"))["people"]
    return found


class Visitor:
    """Somebody signed in, who asks for pages as a server would be asked."""

    def __init__(self, app: Flask, clock: MovedClock, email: str, secret: bytes) -> None:
        self.client: FlaskClient = app.test_client()
        self._post("/sign-in", {"email": email, "password": PASSWORD})
        clock.set(clock.now() + STEP)
        self._post("/sign-in/code", {"code": code_at(secret, clock.now())})

    def _post(self, place: str, form: dict[str, str]) -> None:
        page = self.client.get(place).text
        token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        answer = self.client.post(place, data={**form, "csrf_token": token})
        assert answer.status_code == 302, (place, answer.status_code, answer.text[:300])

    def ask(self, place: str) -> tuple[float, bytes]:
        """Milliseconds of the processor and the page."""
        began = time.thread_time()
        answer = self.client.get(place)
        spent = (time.thread_time() - began) * 1e3
        assert answer.status_code == 200, (place, answer.status_code)
        return spent, answer.data


class House:
    """The app over a seeded office, its visitors and its clock, which stands after the last entry."""

    def __init__(self, folder: Path, records: int) -> None:
        people = seeded(folder, records)
        home = Home(folder)
        self.engine = engine_for(home.database_url())
        at = json.loads((folder / "people.json").read_text("utf-8"))["at"]
        clock = MovedClock(at + 1)
        office = Office(self.engine, Governance(), clock=clock)
        app = create_app(home, office, clock, Passwords(TEST_COST))
        with self.engine.begin() as connection:  # a kept office was visited before, at the same moment
            for table in reversed(account_tables.metadata.sorted_tables):
                connection.execute(delete(table))
        self.visitors = {who: self._visitor(app, home, clock, people[who]) for who in (REVIEWER, AUDITOR, OWNER)}
        with self.engine.connect() as connection:
            ask = connection.exec_driver_sql
            number = ask(
                "SELECT number FROM initiative i JOIN gate_open g ON g.initiative = i.id WHERE g.panel = 'role/legal'"
                " AND i.round = 2 ORDER BY g.due LIMIT 1"
            ).scalar_one()
            (waiting,) = ask("SELECT count(*) FROM gate_open WHERE panel = 'role/legal'").one()
        self.waiting = int(waiting)
        self.places = {
            "/ready": (REVIEWER, "/ready"),
            "inbox": (REVIEWER, "/inbox"),
            "decision": (REVIEWER, f"/decisions/{number}/legal"),
            "initiative": (REVIEWER, f"/initiatives/{number}"),
            "my initiatives": (OWNER, "/initiatives"),
            "search": (REVIEWER, "/search?q=leaflet"),
            "search, one": (REVIEWER, f"/search?q=%22{number}%22"),
            "trail": (AUDITOR, "/trail"),
            "status": (AUDITOR, "/office/status"),
        }

    def _visitor(self, app: Flask, home: Home, clock: MovedClock, person: str) -> Visitor:
        email = f"{person}-{clock.now()}@example.org"
        with self.engine.begin() as connection:
            key, now = second_factor_key(home), clock.now()
            made = accounts.create_account(
                connection, Invitation(email, email, person, PASSWORD), Passwords(TEST_COST), key, now
            )
        return Visitor(app, clock, email, made.secret)

    def statements(self, name: str) -> int:
        """How many statements one request runs."""
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        event.listen(self.engine, "before_cursor_execute", counted)
        self.ask(name)
        event.remove(self.engine, "before_cursor_execute", counted)
        return count

    def ask(self, name: str) -> tuple[float, bytes]:
        """One page, asked by who reads it."""
        who, place = self.places[name]
        return self.visitors[who].ask(place)


def committed(file: sqlite3.Connection) -> float:
    """Milliseconds of a one-row commit."""
    began = time.perf_counter()
    file.execute("INSERT INTO reference DEFAULT VALUES")
    file.commit()
    return (time.perf_counter() - began) * 1e3


def measure(house: House, rounds: int, names: Iterable[str]) -> tuple[dict[str, Measured], float]:
    """Every page in every round; and the middle of a one-row commit."""
    found = {name: Measured([]) for name in names}
    with tempfile.TemporaryDirectory(prefix="coe-bench-") as folder:
        file = sqlite3.connect(Path(folder) / "reference.sqlite")
        file.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE reference (id INTEGER)")
        for name, one in found.items():
            house.ask(name)
            one.statements = house.statements(name)
        commits = []
        for _ in range(rounds):
            commits.append(committed(file))
            for name, one in found.items():
                spent, page = house.ask(name)
                one.times.append(spent)
                one.size, one.packed = len(page), len(gzip.compress(page))
        file.close()
    return found, statistics.median(commits)


def table(house: House, records: int, rounds: int, only: str) -> dict[str, Measured]:
    """Prints one size."""
    names = [name for name in house.places if name in ("/ready", only or name)]
    found, commit = measure(house, rounds, names)
    print(f"\n{records:,} initiatives, {house.waiting:,} wait for the reviewer; one-row commit {commit:.2f} ms")
    print(f"{'':16}{'p50 ms':>9}{'p99 ms':>9}{'× /ready':>10}{'× commit':>10}{'statements':>12}{'kB':>8}{'gzip kB':>9}")
    for name, one in found.items():
        middle = one.at(50)
        ratios = f"{middle / found['/ready'].at(50):>10.1f}{middle / commit:>10.1f}"
        sizes = f"{one.size / 1e3:>8.1f}{one.packed / 1e3:>9.1f}"
        print(f"{name:16}{middle:>9.1f}{one.at(99):>9.1f}{ratios}{one.statements:>12}{sizes}", flush=True)
    return found


def main(words: list[str] | None = None) -> None:
    """Prints a table for each size and how each page grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--folder", type=Path, help="where seeded offices are kept and found again")
    parser.add_argument("--only", default="", help="one page")
    parser.add_argument("--verify", action="store_true", help="verify each log first, law included")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="coe-bench-") as spare:
        results: list[tuple[int, dict[str, Measured]]] = []
        for records in (int(each) for each in given.sizes.split(",")):
            folder = (given.folder or Path(spare)) / str(records)
            house = House(folder, records)
            if given.verify:
                shown(house.engine)
            results.append((records, table(house, records, given.rounds, given.only)))
            house.engine.dispose()
    first, last = results[0], results[-1]
    if first is not last:
        print(f"\np50 at {last[0]:,} ÷ at {first[0]:,}, each as a multiple of /ready in its own rounds")
        for name, one in last[1].items():
            before, after = (found[1][name].at(50) / found[1]["/ready"].at(50) for found in (first, last))
            if name != "/ready":
                print(f"{name:16}{one.at(50) / first[1][name].at(50):>9.2f}{after / before:>9.2f}")


def shown(engine: Engine) -> None:
    """Says that the log is verified, or fails."""
    report = verify(engine, Governance(), decided=True)
    assert (report.problems, report.unlawful) == ((), ()), report
    print("coe verify: no problem, lawful")


if __name__ == "__main__":
    main()
