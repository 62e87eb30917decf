import gzip
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path

import pytest

from coe.replay.eventlog import LogEvent, UnreadableLog, read_cases, report
from tests.coe.permit_logs import HELPDESK_LOG, TRAVEL_LOG, needs_real_logs


def event(activity: str = "Permit SUBMITTED by EMPLOYEE", at: str = "2017-01-09T10:28:04+01:00", more: str = "") -> str:
    name = f'<string key="concept:name" value="{activity}"/>' if activity else ""
    return f'<event>{name}<date key="time:timestamp" value="{at}"/>{more}</event>'


def trace(*events: str, name: str = "travel permit 7") -> str:
    named = f'<string key="concept:name" value="{name}"/>' if name else ""
    return f"<trace>{named}{''.join(events)}</trace>"


def log(folder: Path, *traces: str, opening: str = "<log>") -> Path:
    path = folder / "log.xes"
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>{opening}{"".join(traces)}</log>', encoding="utf-8")
    return path


def test_events_keep_their_time_role_person_and_lifecycle(tmp_path: Path) -> None:
    more = (
        '<string key="org:role" value="BUDGET OWNER"/><string key="org:resource" value="Ada"/>'
        '<string key="lifecycle:transition" value="complete"/>'
    )
    (case,) = read_cases(log(tmp_path, trace(event(more=more))))
    at = datetime(2017, 1, 9, 10, 28, 4, tzinfo=timezone(timedelta(hours=1)))
    assert case.name == "travel permit 7"
    assert case.events == (LogEvent("Permit SUBMITTED by EMPLOYEE", at, "BUDGET OWNER", "Ada", "complete"),)
    assert case.flaws == ()


def test_a_namespaced_log_with_globals_reads_like_a_plain_one(tmp_path: Path) -> None:
    default = '<global scope="event"><string key="concept:name" value="?"/></global>'
    opening = f'<log xmlns="http://www.xes-standard.org/">{default}'
    (case,) = read_cases(log(tmp_path, trace(event(), event()), opening=opening))
    assert len(case.events) == 2


def test_a_gzipped_log_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    plain = log(tmp_path, trace(event()))
    packed = tmp_path / "log.dat"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert list(read_cases(packed)) == list(read_cases(plain))


def test_nested_attributes_are_not_mistaken_for_those_of_the_event(tmp_path: Path) -> None:
    nested = '<list key="history"><values><string key="concept:name" value="inner"/></values></list>'
    (case,) = read_cases(log(tmp_path, trace(event("outer", more=nested))))
    assert [found.activity for found in case.events] == ["outer"]


@pytest.mark.parametrize("broken", ["", "yesterday", "2017-13-45T00:00:00+01:00"])
def test_an_event_with_a_broken_time_is_reported_and_the_rest_of_its_case_used(tmp_path: Path, broken: str) -> None:
    (case,) = read_cases(log(tmp_path, trace(event("first"), event("second", at=broken), event("third"))))
    assert [found.activity for found in case.events] == ["first", "third"]
    assert case.flaws == (f"event 2 (second) has no readable time: {broken!r}; left out",)


def test_a_time_without_offset_is_read_as_utc_and_reported(tmp_path: Path) -> None:
    (case,) = read_cases(log(tmp_path, trace(event("first", at="2017-01-09T10:28:04"))))
    assert case.events[0].at == datetime(2017, 1, 9, 10, 28, 4, tzinfo=UTC)
    assert case.flaws == ("event 1 (first) has a time without offset; read as UTC",)


def test_empty_and_unnamed_cases_are_counted_and_named_by_their_place(tmp_path: Path) -> None:
    found = report(read_cases(log(tmp_path, trace(name="travel permit 8"), trace(event(), name=""))))
    assert (found.cases, found.events, found.empty_cases) == (2, 1, 1)
    assert found.flaws == (
        ("travel permit 8", "the case has no events"),
        ("unnamed case 2", "the case has no name; its place in the file names it"),
    )


def test_an_event_without_a_name_is_left_out_and_reported(tmp_path: Path) -> None:
    (case,) = read_cases(log(tmp_path, trace(event(""), event("second"))))
    assert [found.activity for found in case.events] == ["second"]
    assert case.flaws == ("event 1 has no name; left out",)


def test_events_out_of_order_keep_the_order_of_the_file_and_are_reported(tmp_path: Path) -> None:
    late, early = event("late", at="2017-01-10T00:00:00+00:00"), event("early", at="2017-01-09T00:00:00+00:00")
    (case,) = read_cases(log(tmp_path, trace(late, early)))
    assert [found.activity for found in case.events] == ["late", "early"]
    assert case.flaws == ("the events are not in the order of their times; the order of the file is kept",)


def test_cases_before_a_damaged_place_are_read_before_the_damage_is_met(tmp_path: Path) -> None:
    path = log(tmp_path, *[trace(event(), name=f"case {number}") for number in range(2000)], "<trace></event>")
    cases = read_cases(path)
    assert [case.name for case in islice(cases, 2)] == ["case 0", "case 1"]
    with pytest.raises(UnreadableLog, match=r"log\.xes: not well-formed XML .* export the log again"):
        list(cases)


def test_memory_holds_one_case_not_the_log(tmp_path: Path) -> None:
    path = log(tmp_path, *[trace(event(), event()) for _ in range(5000)])
    tracemalloc.start()
    try:
        assert sum(len(case.events) for case in read_cases(path)) == 10_000
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000


def test_a_log_that_declares_entities_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xes"
    path.write_text('<!DOCTYPE log [<!ENTITY a "aaaa">]><log><trace>&a;</trace></log>', encoding="utf-8")
    with pytest.raises(UnreadableLog, match=r"bomb\.xes: it has a DTD, .* save it without one"):
        list(read_cases(path))


def test_an_archive_that_unpacks_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "bomb.xes.gz"
    packed.write_bytes(gzip.compress(b"<log>" + b" " * 1_000_000 + b"</log>"))
    with pytest.raises(UnreadableLog, match="unpacks to more than"):
        list(read_cases(packed, most_bytes=999_999))


def test_a_log_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = log(tmp_path, trace(event()))
    assert len(list(read_cases(path, most_bytes=path.stat().st_size))) == 1


def test_a_truncated_archive_is_refused_with_a_cure(tmp_path: Path) -> None:
    whole = gzip.compress(log(tmp_path, trace(event())).read_bytes())
    cut = tmp_path / "cut.xes.gz"
    cut.write_bytes(whole[:-20])
    with pytest.raises(UnreadableLog, match=r"cut\.xes\.gz: the archive is damaged .* fetch the file again"):
        list(read_cases(cut))


@pytest.mark.parametrize(
    ("text", "expected"), [("<html/>", "<html>, expected <log>"), ("", "not well-formed"), ("a,b\n", "not well-")]
)
def test_a_file_that_is_no_event_log_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "page.xes"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableLog, match=expected):
        list(read_cases(path))


@pytest.mark.parametrize("name", ["absent.xes", "."])
def test_a_missing_file_and_a_folder_are_refused_with_their_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableLog, match=r"cannot be read .* check path and rights"):
        list(read_cases(tmp_path / name))


@needs_real_logs
def test_the_real_logs_are_read_whole_and_without_a_flaw() -> None:
    travel, helpdesk = report(read_cases(TRAVEL_LOG)), report(read_cases(HELPDESK_LOG))
    assert (travel.cases, travel.events, travel.empty_cases, travel.flaws) == (1478, 26028, 0, ())
    assert (helpdesk.cases, helpdesk.empty_cases) == (4580, 0)
