"""Logs as they come: broken times, unknown activities, empty cases are counted, and the rest is used."""

import gzip
from pathlib import Path
from random import Random

import pytest

from coe.forecast.from_log import gate_in, gate_names, of_log
from coe.forecast.hours import standard
from coe.forecast.log_time import moment
from coe.forecast.logs import Event, Log, Trace, UnreadableLog, only_known, read_log
from tests.coe.forecast_office import one_gate, whole_way
from tests.coe.permit_logs import HELPDESK_LOG, TRAVEL_LOG, needs_real_logs

AT = "2026-03-02T09:00:00+01:00"
AT_MS = 1_772_438_400_000
HOUR = 3_600_000


def event(activity: str = "medical approve", at: str = AT, more: str = "") -> str:
    name = f'<string key="concept:name" value="{activity}"/>' if activity else ""
    return f'<event>{name}<date key="time:timestamp" value="{at}"/>{more}</event>'


def trace(*events: str, name: str = "7") -> str:
    return f'<trace><string key="concept:name" value="{name}"/>{"".join(events)}</trace>'


def xes(folder: Path, *traces: str, end: str = "</log>") -> Path:
    path = folder / "log.xes"
    path.write_text(f'<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">{"".join(traces)}{end}')
    return path


def written(folder: Path, text: str | bytes, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def troubles(log: Log) -> dict[str, int]:
    return {each.what: each.count for each in log.troubles}


def test_a_sound_log_is_read_without_trouble(tmp_path: Path) -> None:
    more = '<string key="org:resource" value="Ada"/>'
    log = read_log(xes(tmp_path, trace(event(more=more))))
    assert log == Log((Trace("7", (Event("medical approve", "Ada", None, AT_MS, ""),)),), ())


def test_what_is_broken_is_counted_and_the_rest_used(tmp_path: Path) -> None:
    first = trace(event(at="soon"), event(""), event(), event("legal", "2026-03-01T09:00:00"), name="7")
    log = read_log(xes(tmp_path, first, trace(name="8"), trace(event(at=""), name="9")))
    assert [(each.case, [one.activity for one in each.events]) for each in log.traces] == [
        ("7", ["legal", "medical approve"])
    ]
    assert troubles(log) == {
        "event with a broken time, left out": 1,
        "event without a name, left out": 1,
        "time without offset, read as UTC": 1,
        "event without a time, left out": 1,
        "case with events out of the order of time, put in order": 1,
        "case without a usable event, left out": 2,
    }


def test_a_start_and_its_complete_become_one_event(tmp_path: Path) -> None:
    start = event(more='<string key="lifecycle:transition" value="start"/>')
    end = event(at="2026-03-02T11:00:00+01:00", more='<string key="lifecycle:transition" value="complete"/>')
    log = read_log(xes(tmp_path, trace(start, end)))
    assert log.traces[0].events == (Event("medical approve", "", AT_MS, AT_MS + 2 * HOUR, "complete"),)


def test_a_document_that_breaks_off_gives_what_it_had(tmp_path: Path) -> None:
    log = read_log(xes(tmp_path, trace(event()), "<trace><event>", end=""))
    assert len(log.traces) == 1
    assert troubles(log) == {"the document is not well formed; what stands before is used": 1}


def test_a_damaged_archive_gives_what_it_had(tmp_path: Path) -> None:
    many = "".join(trace(event(f"gate {n}"), name=str(n)) for n in range(3_000))
    packed = gzip.compress(xes(tmp_path, many).read_bytes())
    log = read_log(written(tmp_path, packed[: len(packed) // 2], "log.xes.gz"))
    assert 0 < len(log.traces) < 3_000
    assert "the file breaks off; what stands before is used" in troubles(log)


def test_a_hostile_document_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaa">]><log>&a;</log>'
    with pytest.raises(UnreadableLog, match="DTD"):
        read_log(written(tmp_path, bomb, "log.xes"))


def test_a_log_that_unpacks_too_far_is_cut(tmp_path: Path) -> None:
    many = "".join(trace(event(), name=str(n)) for n in range(2_000))
    log = read_log(xes(tmp_path, many), most_bytes=100_000)
    assert 0 < len(log.traces) < 2_000
    assert len(read_log(xes(tmp_path, many), most_events=100).traces) < 2_000


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_known_by_the_names_tools_give_them(tmp_path: Path, delimiter: str) -> None:
    rows = [("Case ID", "Activity", "Start Timestamp", "Complete Timestamp", "Resource"),
            ("1", "Medical", "2026/03/02 08:00:00.000", "2026/03/02 09:00:00.000", "Ada")]  # fmt: skip
    log = read_log(written(tmp_path, "\n".join(delimiter.join(row) for row in rows)))
    (found,) = log.traces[0].events
    assert (found.activity, found.resource, found.end_ms - (found.start_ms or 0)) == ("Medical", "Ada", HOUR)


def test_lines_that_are_no_event_are_counted(tmp_path: Path) -> None:
    text = 'case,activity,time\n,medical,2026-03-02T09:00Z\n1,medical,2026-03-02T09:00Z\n1,"leg\xe9al",99\n2,medical\n'
    log = read_log(written(tmp_path, text.encode("cp1252")))
    assert log.events == 1
    assert troubles(log)["event without a case, left out"] == 1
    assert troubles(log)["line that is not UTF-8, read as Windows-1252"] == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no column"),
        ("a,b,c\n1,2,3\n", "no column for case and activity and end"),
        ("case,activity,time\n", "no usable event"),
        ("<html></html>", "not <log>"),
        (b"\x1f\x8bnonsense", "no column"),
    ],
)
def test_a_file_that_is_no_log_is_refused_in_words(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(UnreadableLog, match=says):
        read_log(written(tmp_path, text))


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableLog, match="cannot be read"):
        read_log(tmp_path / "nothing.csv")


def test_no_mutation_of_a_log_gives_a_traceback(tmp_path: Path) -> None:
    good = xes(tmp_path, trace(event(), event("legal changes")), trace(event(), name="8")).read_bytes()
    luck, told = Random(5), list[str]()
    for _ in range(300):
        data = bytearray(good)
        for _ in range(luck.randint(1, 6)):
            place = luck.randrange(len(data))
            data[place : place + luck.randint(0, 3)] = luck.randbytes(luck.randint(0, 3))
        try:
            read_log(written(tmp_path, bytes(data), "log.xes"))
        except UnreadableLog as problem:
            told.append(str(problem))
    assert all(told)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        (AT, AT_MS),
        ("1772438400", AT_MS),
        ("1772438400000", AT_MS),
        ("02.03.2026 08:00", AT_MS),
        ("03/02/2026 08:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("x" * 500, None),
    ],
)
def test_times_are_read_or_left_never_guessed(text: str, ms: int | None) -> None:
    found = moment(text)
    assert (found.ms if found else None) == ms


def test_unknown_activities_are_named_and_left_out(tmp_path: Path) -> None:
    log = read_log(xes(tmp_path, trace(event(), event("Lunch")), trace(event("Lunch"), name="8")))
    known = only_known(log, lambda activity: activity.startswith("medical"), "leaflet")
    assert len(known.traces) == 1
    assert troubles(known) == {
        "unknown activity “Lunch” (leaflet), left out": 2,
        "case without a known activity, left out": 1,
    }


def test_an_activity_belongs_to_the_gate_it_names_in_words() -> None:
    gates = gate_names(whole_way())
    assert gate_in("Permit APPROVED by MEDICAL", gates) == "medical"
    assert gate_in("paramedical_check", gates) == ""


def test_figures_come_from_the_first_four_fifths_of_a_log() -> None:
    day = 24 * HOUR

    def case(number: int) -> Trace:
        at = AT_MS + 2 * HOUR + number * 7 * day
        passed = number % 2
        first = Event("desk approve" if passed else "desk request changes", f"P{number % 3}", at, at + HOUR, "")
        again = (Event("submitted", "", None, at + 3 * HOUR, ""), Event("desk approve", "P1", None, at + 4 * HOUR, ""))
        return Trace(str(number), (first, *(() if passed else again)))

    known = of_log(Log(tuple(map(case, range(50))), ()), [one_gate()], standard(), "desk.csv")
    assert known.gates["desk"]["first_pass"].value == 0.5
    assert known.gates["desk"]["minutes"].value == 60
    assert known.gates["desk"]["later_pass"].value == 1
    assert known.flow["rework_hours"].value == 2
    assert known.flow["arrivals_a_week"].value == 1
    assert known.people["role/desk_reviewer"].value == 3
    assert (len(known.past), len(known.kept_back)) == (40, 10)
    assert "desk.csv" in known.gates["desk"]["first_pass"].source


@needs_real_logs
def test_real_logs_are_read_whole() -> None:
    assert (read_log(HELPDESK_LOG).events, read_log(TRAVEL_LOG).events) == (21_348, 26_028)
