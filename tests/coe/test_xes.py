"""The log as other tools get it: complete, in order, readable by our own reader, and silent about people."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

from coe.exchange.xes import Counted, write_xes
from coe.reading import Reader
from coe.replay.eventlog import read_cases, report
from governance.language.definition import Definition
from governance.record import commands as c
from tests.coe.office_world import HOUR, World

XES = "{http://www.xes-standard.org/}"


def exported(world: World, *, names: bool = False) -> tuple[str, Counted]:
    out = StringIO()
    reader = Reader(world.engine, world.office.law)
    found = write_xes(world.engine, out, reader.definition, names=names)
    return out.getvalue(), found


def worked(world: World) -> World:
    """One initiative approved after a hold, one sent back, one just submitted."""
    first, second = world.submit("First"), world.submit("Second")
    world.clock.set(world.clock.now() + HOUR)
    world.decide(first, "medical")
    world.send(first, world.owner, c.Hold(world.text("because").commit), "because")
    world.clock.set(world.clock.now() + HOUR)
    world.send(first, world.owner, c.Resume())
    world.decide(first, "legal")
    world.decide(second, "legal", "request changes")
    world.submit("Third")
    return world


def test_our_own_reader_takes_the_log_back_in_order_and_without_a_flaw(sqlite_world: World, tmp_path: Path) -> None:
    text, found = exported(worked(sqlite_world))
    path = tmp_path / "log.xes"
    path.write_text(text, "utf-8")
    cases = list(read_cases(path))
    assert report(cases).flaws == ()
    assert found == Counted(len(cases), sum(len(case.events) for case in cases))
    told = [[(event.activity, event.lifecycle) for event in case.events] for case in cases]
    opened = [("Submit", "complete"), ("Medical", "schedule"), ("Legal", "schedule")]
    assert told == [
        [*opened, ("Medical", "complete"), ("Put on hold", "complete"), ("Resumed", "complete"), ("Legal", "complete"),
         ("Approved", "complete")],
        [*opened, ("Legal", "complete")],
        opened,
    ]  # fmt: skip
    assert [event.at.timestamp() * 1000 for event in cases[0].events][:1] == [1_769_000_000_000]
    assert all(event.at.tzinfo is not None for case in cases for event in case.events)
    assert cases[0].events[3].resource == sqlite_world.medical
    assert cases[0].events[3].role == "medical"


def test_log_names_nobody_and_repeats_no_word_anyone_wrote(sqlite_world: World) -> None:
    text, _ = exported(worked(sqlite_world))
    for private in ("olga", "mia", "Dr Reviewer", "because", "example.org", "First", "Third"):
        assert private not in text


def test_people_are_named_where_that_is_asked_for(sqlite_world: World) -> None:
    text, _ = exported(worked(sqlite_world), names=True)
    named = {
        element.get("value")
        for element in ET.fromstring(text).iter(f"{XES}string")
        if element.get("key") == "org:resource"
    }
    assert named == {"olga", "mia", "leo"}
    assert "example.org" not in text


def test_log_declares_every_extension_it_uses_and_its_globals(sqlite_world: World) -> None:
    root = ET.fromstring(exported(worked(sqlite_world))[0])
    declared = {extension.get("prefix") for extension in root.findall(f"{XES}extension")}
    used = {key.partition(":")[0] for element in root.iter() if ":" in (key := element.get("key", ""))}
    assert used <= declared
    assert root.get("xes.version") == "1849-2016"
    for event in root.iter(f"{XES}event"):
        keys = [child.get("key") for child in event]
        assert {"concept:name", "lifecycle:transition", "time:timestamp"} <= set(keys)
        assert len(keys) == len(set(keys))


def test_same_ledger_gives_the_same_bytes(sqlite_world: World) -> None:
    worked(sqlite_world)
    assert exported(sqlite_world) == exported(sqlite_world)


def test_empty_office_gives_an_empty_log(sqlite_world: World, tmp_path: Path) -> None:
    text, found = exported(sqlite_world)
    (tmp_path / "log.xes").write_text(text, "utf-8")
    assert found == Counted(0, 0)
    assert list(read_cases(tmp_path / "log.xes")) == []


def test_log_of_a_definition_that_is_gone_tells_what_it_can(sqlite_world: World) -> None:
    out = StringIO()
    worked(sqlite_world)

    def gone(digest: str, workflow: str) -> Definition | None:
        return None

    write_xes(sqlite_world.engine, out, gone)
    assert "org:role" not in out.getvalue()
    assert 'value="Medical"' in out.getvalue()
