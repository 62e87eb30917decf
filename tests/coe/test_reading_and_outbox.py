"""What pages and flows ask for, and the outbox."""

from sqlalchemy import select

from coe.outbox import mark_delivered, mark_failed, message_id, skip_delivered, undelivered
from coe.reading import Reader, entries, id_of_number, steps_due, values
from coe.tables import delivery
from governance.record import commands as c
from tests.coe.office_world import DEFINITION, DIGEST, HOUR, START, SmallLaw, World


def test_steps_are_due_when_their_moment_has_come_the_oldest_first(world: World) -> None:
    stream = world.submit()
    with world.engine.connect() as connection:
        assert steps_due(connection, START + 8 * HOUR - 1) == ()
        due = steps_due(connection, START + 13 * HOUR)
        assert [(step.gate, step.step, step.kind) for step in due] == [
            ("legal", "50%", "remind"),
            ("medical", "50%", "remind"),
            ("legal", "80%", "remind"),
            ("medical", "80%", "remind"),
        ]
        assert len(steps_due(connection, START + 13 * HOUR, limit=1)) == 1
    world.send(stream, "system", c.Remind("legal", 1, "50%"))
    with world.engine.connect() as connection:
        assert [step.gate for step in steps_due(connection, START + 8 * HOUR)] == ["medical"]


def test_the_reader_sees_what_was_committed_a_moment_ago(world: World) -> None:
    reader = Reader(world.engine, SmallLaw())
    assert reader.initiative_state("nothing") is None
    stream = world.submit()
    record = stream.partition("/")[2]
    first = reader.initiative_state(record)
    world.decide(stream, "medical")
    second = reader.initiative_state(record)
    assert first is not None
    assert second is not None
    assert (first.marks["medical"].state, second.marks["medical"].state) == ("open", "passed")
    facts = reader.facts_for(record)
    assert facts.law is DEFINITION
    assert facts.calendar is not None
    assert facts.pool("role/legal").members(START, {}) == (world.legal,)
    assert reader.definition(DIGEST) is DEFINITION
    assert reader.definition("e" * 64) is None


def test_a_stream_is_read_in_order_and_its_texts_are_opened(world: World) -> None:
    stream = world.submit()
    world.decide(stream, "medical")
    with world.engine.connect() as connection:
        found = entries(connection, stream)
        assert [entry.command_type for entry in found] == ["submit", "sign-decision"]
        opened = values(connection, [*found[1].commits, "f" * 64, ""])
        assert set(opened.values()) == {"Dr Reviewer", "because"}
        assert id_of_number(connection, "INI-2026-0001") == stream.partition("/")[2]
        assert id_of_number(connection, "INI-2026-0002") is None


def test_a_notice_is_offered_until_it_is_delivered_with_growing_pauses(world: World) -> None:
    world.submit()
    now = START
    with world.engine.begin() as connection:
        first, second = undelivered(connection, now)
        mark_delivered(connection, first["seq"], first["place"], now)
        mark_failed(connection, second["seq"], second["place"], now, 1, "refused")
        assert undelivered(connection, now + 59_999) == ()
        (again,) = undelivered(connection, now + 60_000)
        assert (again["person"], again["attempts"]) == (second["person"], 1)
        mark_failed(connection, second["seq"], second["place"], now, 2, "refused")
        assert undelivered(connection, now + 60_000) == ()
        assert skip_delivered(connection) == second["seq"]
        mark_delivered(connection, second["seq"], second["place"], now)
        assert undelivered(connection, now + 10**9) == ()
        assert connection.execute(select(delivery.c.error)).scalars().all() == ["", ""]
        assert skip_delivered(connection) == second["seq"] + 1
    world.submit("Another")
    with world.engine.connect() as connection:
        assert len(undelivered(connection, now)) == 2


def test_a_message_id_is_the_same_for_every_attempt() -> None:
    assert message_id("clearway.local/x", 7, 1) == message_id("clearway.local/x", 7, 1) == "<7.1@clearway.local.x>"
