"""R of *approval-journey*: durable decisions per second ÷ one-row commits per second, interleaved in one run.

`python -m tests.bench.approval_journey [--url URL] [--rounds N] [--journeys N]`; see docs on PERFORMANCE for the goals.
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import Engine, func, select

from coe.database import engine_for
from coe.requests import Receipt, Request
from coe.tables import entry
from tests.bench.journey import Bench

COMMANDS = 10


def one_row_commits(engine: Engine, count: int) -> float:
    """Seconds for `count` transactions of one row each, by the bare driver on the same database."""
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    connection = engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE IF NOT EXISTS one_row (id TEXT PRIMARY KEY, value TEXT)")
    connection.commit()
    began = time.perf_counter()
    for number in range(count):
        if engine.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(f"INSERT INTO one_row VALUES ({mark}, {mark})", (f"{began}-{number}", "x" * 100))
        connection.commit()
    spent = time.perf_counter() - began
    connection.close()
    return spent


def with_callers(bench: Bench, callers: int, journeys: int) -> tuple[float, list[float]]:
    """Seconds for `journeys` journeys by each of so many threads at once, and the seconds of every call."""
    calls: list[float] = []
    handle, gate = bench.office.handle, threading.Barrier(callers + 1)

    def timed(request: Request) -> Receipt:
        began = time.perf_counter()
        receipt = handle(request)
        calls.append(time.perf_counter() - began)
        return receipt

    def work() -> None:
        gate.wait()
        for _ in range(journeys):
            bench.journey()

    bench.office.handle = timed  # type: ignore[method-assign]  # measured from outside, as a page sees it
    threads = [threading.Thread(target=work) for _ in range(callers)]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    bench.office.handle = handle  # type: ignore[method-assign]  # as it was
    return time.perf_counter() - began, calls


class Timed(Bench):
    """Counts the time inside `office.handle` only: what the page computes before it sends is not the office's."""

    spent = 0.0

    def send(self, stream: str, actor: str, command: object, *texts: object) -> Receipt:
        request = Request(self.clock.new_id(), stream, actor, command, texts)  # type: ignore[arg-type]  # as the base has it
        began = time.perf_counter()
        receipt = self.office.handle(request)
        self.spent += time.perf_counter() - began
        return receipt


def statements_of(bench: Bench) -> float:
    """SQL statements a command, BEGIN and COMMIT included, over one journey on SQLite."""
    counted: Counter[str] = Counter()
    with bench.engine.connect() as connection:
        raw = connection.connection.dbapi_connection  # the pool hands out the same one again
        assert raw is not None
    raw.set_trace_callback(lambda sql: counted.update([" ".join(sql.split()[:3])]))
    bench.journey()
    raw.set_trace_callback(None)
    for sql, times in counted.most_common():
        print(f"    {times / COMMANDS:5.1f}  {sql}")
    return sum(counted.values()) / COMMANDS


def size_of(engine: Engine) -> tuple[int, int, int]:
    """Entries, their bytes, and the bytes of the whole database file."""
    with engine.connect() as connection:
        count, total = connection.execute(select(func.count(), func.sum(func.length(entry.c.bytes)))).one()
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        pages = raw.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return count, total, pages.fetchone()[0]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--journeys", type=int, default=10)
    parser.add_argument("--callers", type=int, default=16)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coe-bench-", dir=Path.cwd()) as folder:
        engine = engine_for(arguments.url or f"sqlite:///{folder}/bench.sqlite")
        bench, ratios = Timed(engine), []
        bench.journey()
        for _ in range(arguments.rounds):
            bench.spent = 0.0
            reference = one_row_commits(engine, arguments.journeys * COMMANDS)
            for _ in range(arguments.journeys):
                bench.journey()
            ratios.append(reference / bench.spent)
            print(
                f"  one-row {reference * 1e6 / arguments.journeys / COMMANDS:7.0f} µs   "
                f"decision {bench.spent * 1e6 / arguments.journeys / COMMANDS:7.0f} µs   R {ratios[-1]:.2f}"
            )
        print(f"R (median of {arguments.rounds}) = {statistics.median(ratios):.2f}")
        if engine.dialect.name == "sqlite":
            print(f"statements a command: {statements_of(bench):.1f}")
        reference = one_row_commits(engine, 200) / 200
        spent, calls = with_callers(bench, arguments.callers, 2)
        calls.sort()
        middle, late = calls[len(calls) // 2], calls[len(calls) * 99 // 100]
        ratio = reference * len(calls) / spent
        print(f"{arguments.callers} callers: R {ratio:.2f}, p50 {middle * 1e3:.1f} ms, p99 {late / middle:.1f} × p50")
        if engine.dialect.name == "sqlite":
            count, total, size = size_of(engine)
            print(f"entries {count}, {total / count:.0f} bytes each; database {size / total:.2f} × their bytes")
            print(f"bytes an initiative: {COMMANDS * size // count} (ten entries with their rows and indexes)")
        engine.dispose()


if __name__ == "__main__":
    main()
