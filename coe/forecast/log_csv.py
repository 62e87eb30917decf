"""The events of a CSV log: one a line, columns known by the names process-mining tools give them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from typing import IO

from coe.forecast.log_rows import Note, Row
from coe.replay.eventlog import UnreadableLog

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "case": ("caseconceptname", "caseid", "case", "caseidentifier", "traceid", "ticket", "record"),
    "activity": ("conceptname", "activity", "activityname", "event", "gate", "step"),
    "end": (
        "timetimestamp",
        "timestamp",
        "completetimestamp",
        "endtimestamp",
        "end",
        "completed",
        "time",
        "date",
        "at",
    ),
    "start": ("starttimestamp", "start", "started", "begin", "timestart"),
    "resource": ("orgresource", "resource", "user", "person", "orgrole", "role"),
    "lifecycle": ("lifecycletransition", "lifecycle", "transition"),
}
NEEDED = ("case", "activity", "end")
DELIMITERS = ",;\t|"
LONGEST_LINE = 1_000_000


def csv_rows(stream: IO[bytes], note: Note) -> Iterator[Row]:
    """Rows in order of the file. Raises UnreadableLog where the columns of case, activity or time are not found."""
    lines = _lines(stream, note)
    first = next(lines, "")
    delimiter = max(DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    places = _places(header)
    missing = [name for name in NEEDED if name not in places]
    if missing:
        shown = ", ".join(name[:40] for name in header[:20]) or "nothing"
        wanted = "; ".join(f"{name}: {', '.join(COLUMNS[name][:4])}" for name in missing)
        raise UnreadableLog(f"no column for {' and '.join(missing)}; its first line has {shown}. Known names: {wanted}")
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            note("line that is no CSV, left out", f"line {reader.line_num + 1}: {problem}")
            continue
        if any(cell.strip() for cell in cells):
            yield from _row(cells, places, f"line {reader.line_num + 1}", note)


def _row(cells: list[str], places: Mapping[str, int], where: str, note: Note) -> Iterator[Row]:
    values = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
    if not values["case"]:
        note("event without a case, left out", where)
        return
    resource, start, end, lifecycle = (values.get(name, "") for name in ("resource", "start", "end", "lifecycle"))
    yield Row(values["case"], values["activity"], resource, start, end, lifecycle)


def _places(header: list[str]) -> dict[str, int]:
    """Which column holds what; the first of the known names that is there."""
    plain = [re.sub(r"[^a-z]", "", name.lower()) for name in header]
    found: dict[str, int] = {}
    for name, known in COLUMNS.items():
        place = next((plain.index(each) for each in known if each in plain), None)
        if place is not None and place not in found.values():
            found[name] = place
    return found


def _lines(stream: IO[bytes], note: Note) -> Iterator[str]:
    number = 0
    while data := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(data) > LONGEST_LINE:
            note("line longer than a million bytes, cut there", f"line {number}")
            while len(data) > LONGEST_LINE and not data.endswith(b"\n"):
                data = stream.readline(LONGEST_LINE + 1)
            continue
        try:
            text = data.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            note("line that is not UTF-8, read as Windows-1252", f"line {number}")
            text = data.decode("cp1252", "replace")
        yield text.replace("\0", "")
