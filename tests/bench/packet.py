"""Printing a packet at about 3, 30 and 300 pages: seconds, seconds a page, peak memory of the printing process.

`python -m tests.bench packet [DECISIONS ENTRIES]…` prints one line a size. Printing is the cost of a packet that grows
with its pages; taking and judging the evidence is timed apart, by `make bench-verify`.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from resource import RUSAGE_CHILDREN, getrusage

import pikepdf

from coe.packet.document import packet_html
from coe.packet.lettering import packet_fonts
from coe.packet.page import PacketPage
from coe.packet.printing import Attached, PrintLimits, render
from tests.coe.packet_sample import bare_packet, sample_packet

AT = datetime(2026, 11, 23, 13, 12, tzinfo=UTC)
SIZES = ((0, 0), (10, 200), (220, 1400))
EVIDENCE_BYTES_AN_ENTRY = 1500
Measured = tuple[int, float, float, int]


def sized(decisions: int, entries: int) -> PacketPage:
    """A page with so many decisions and entries; without either, one with nothing in any list."""
    if not decisions:
        return bare_packet()
    page = sample_packet()
    return replace(
        page,
        decisions=tuple(page.decisions[place % len(page.decisions)] for place in range(decisions)),
        entries=tuple(page.entries[place % len(page.entries)] for place in range(entries)),
        requests=page.requests * (1 + decisions // 10),
        submission=page.submission[:1] * (1 + decisions // 10),
    )


def measured(decisions: int, entries: int) -> Measured:
    """Pages, seconds of wall clock, seconds of processor, and peak memory in MB of the printing process."""
    here, there = get_context("spawn").Pipe()
    # A process of its own, so that its only child is the one that prints.
    child = get_context("spawn").Process(target=_measure, args=(there, decisions, entries))
    child.start()
    found: Measured = here.recv()
    child.join()
    return found


def _measure(to: Connection, decisions: int, entries: int) -> None:
    start = time.perf_counter()
    page = sized(decisions, entries)
    made = packet_html(page)
    evidence = b"x" * (entries * EVIDENCE_BYTES_AN_ENTRY)
    pdf = render(
        made.html,
        attachments=(Attached("evidence.json", evidence, "application/json", "Entries and proofs"),),
        title=page.record,
        identifier=bytes(16),
        made_at=AT,
        fonts=packet_fonts(),
        images=made.images,
        limits=PrintLimits(seconds=600),
    )
    wall, used = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    to.send((pages, wall, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024))


def main(arguments: Sequence[str]) -> None:
    """One line a size."""
    numbers = [int(each) for each in arguments]
    sizes = tuple(zip(numbers[::2], numbers[1::2], strict=True)) or SIZES
    print("pages  seconds  s/page  processor s  s/page  peak MB")
    for decisions, entries in sizes:
        pages, wall, processor, peak = measured(decisions, entries)
        line = f"{pages:5}  {wall:7.1f}  {wall / pages:6.3f}  {processor:11.1f}  {processor / pages:6.3f}  {peak:7}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
