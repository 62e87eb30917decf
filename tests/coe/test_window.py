"""What somebody outside keeps of the log, what lies after it, and the words for both."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from coe.acts import Judgement
from coe.database import reading, writing
from coe.evidence.window import ANCHOR_PLACE, Rest, Window, note_handed_out, rest, window
from coe.evidence.window_words import sentences
from coe.outbox import claim, mark_delivered
from tests.coe import office_world
from tests.coe.evidence_office import Bureau
from tests.coe.witnessed_office import Witnessed, founded, opened

HOUR = 3_600_000


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    return founded(tmp_path_factory.mktemp("window"))


@pytest.fixture
def world(kept: Bureau, tmp_path: Path) -> Iterator[Witnessed]:
    with opened(kept, tmp_path) as world:
        for name in ("qa", "it"):
            world.witness(name)
        yield world


def now(world: Witnessed) -> Window:
    with reading(world.office.engine) as connection:
        return window(connection, world.office.clock.now())


def words(world: Witnessed) -> str:
    return " ".join(sentences(now(world), "Europe/Berlin"))


def cosigns(world: Witnessed, name: str) -> int:
    return world.cosigns(name, world.office.clock.now() // 1000).size


def mails(world: Witnessed) -> int:
    """What the flow marks when the server took a mail."""
    size = int(world.seals().split(b"\n")[1])
    with writing(world.office.engine) as connection:
        claim(connection, size, ANCHOR_PLACE, world.office.clock.now(), 1)
        mark_delivered(connection, size, ANCHOR_PLACE, world.office.clock.now())
    return size


def approves(world: Witnessed) -> None:
    office = world.office
    office.submits({"title": "Leaflet"})
    office.says("mia", "medical", Judgement("approve"))
    office.says("cora", "board", Judgement("approve"))
    office.says("leo", "board", Judgement("approve"))
    assert office.state().status == "approved"


def test_a_log_that_nobody_outside_knows_is_not_safe_at_all(world: Witnessed) -> None:
    found = now(world)
    assert (found.counted, found.rest.entries, found.anchors) == (None, found.size, ())
    assert words(world).startswith("Nothing of this log is safe: no checkpoint that was sent outside is known.")
    assert "No witness is declared, and no checkpoint was mailed." in words(world)
    assert "are kept by nobody, the oldest for" in words(world)
    world.office.clock.advance(24 * HOUR)
    assert now(world).overdue


def test_enough_witnesses_close_the_window_and_the_next_entry_opens_it_again(world: Witnessed) -> None:
    world.declares("qa", "it", needed=2)
    cosigns(world, "qa")
    assert now(world).counted is None
    assert "enough witnesses have cosigned" in words(world)
    size = cosigns(world, "it")
    found = now(world)
    assert found.counted is not None
    assert (found.counted.kind, found.counted.size, set(found.counted.who)) == ("cosigned", size, {"qa", "it"})
    assert (found.rest.entries, found.rest.since, found.overdue) == (0, 0, False)
    assert words(world).startswith(f"All {size} entries are cosigned. None can be rewritten unseen.")
    world.grows()
    world.office.clock.advance(5 * HOUR)
    assert f"The first {size} of {size + 1} entries are cosigned" in words(world)
    assert "1 entry lies after it, the oldest for 5 h." in words(world)


def test_an_entry_may_lie_outside_for_the_declared_hours_and_not_a_moment_longer(world: Witnessed) -> None:
    world.declares("qa", hours=12)
    cosigns(world, "qa")
    world.office.clock.advance(90 * HOUR)
    assert not now(world).overdue  # however old the anchor is: nothing was recorded since
    world.grows()
    world.office.clock.advance(12 * HOUR)
    assert not now(world).overdue
    world.office.clock.advance(1)
    assert now(world).overdue
    assert "That is too long: an entry may lie outside for 12 h." in words(world)


def test_an_approval_is_anchored_sooner_than_anything_else(world: Witnessed) -> None:
    world.declares("qa", hours=24, approval_hours=4)
    cosigns(world, "qa")
    approves(world)
    found = now(world)
    assert (found.rest.approvals, found.overdue) == (1, False)
    world.office.clock.advance(4 * HOUR)
    assert not now(world).overdue
    world.office.clock.advance(1)
    assert now(world).overdue_approval
    assert "1 approval among them, lie after it" in words(world)
    assert "an approval may lie outside for 4 h" in words(world)
    cosigns(world, "qa")
    assert not now(world).overdue


def test_a_mail_counts_where_no_witness_is_declared_and_is_only_shown_where_one_is(world: Witnessed) -> None:
    size = mails(world)
    found = now(world)
    assert found.counted is not None
    assert (found.counted.kind, found.counted.size, found.rest.entries) == ("mailed", size, 0)
    assert "weaker: a mail server took it" in words(world)
    world.declares("qa")
    mails(world)
    found = now(world)
    assert found.counted is None
    assert [each.kind for each in found.anchors] == ["mailed"]


def test_a_mail_that_was_tried_and_not_taken_is_no_anchor(world: Witnessed) -> None:
    size = int(world.seals().split(b"\n")[1])
    with writing(world.office.engine) as connection:
        claim(connection, size, ANCHOR_PLACE, world.office.clock.now(), 1)
    assert now(world).anchors == ()


def test_a_packet_handed_out_is_shown_and_never_counted(world: Witnessed) -> None:
    note = world.seals()
    for _ in range(2):
        note_handed_out(world.office.engine, "i1", note, world.office.clock.now())
    found = now(world)
    assert ([each.kind for each in found.anchors], found.counted) == (["handed out"], None)
    assert "weakest: whoever holds such a packet" in words(world)


def test_on_both_databases_the_same_is_counted(engine: Engine) -> None:
    office = office_world.founded(engine)
    stream = office.submit()
    office.decide(stream, "medical")
    with reading(engine) as connection:
        before = rest(connection, 0)
    office.decide(stream, "legal")
    with reading(engine) as connection:
        found, later = rest(connection, 0), rest(connection, before.entries)
    assert (before.approvals, found.approvals, later.approvals) == (0, 1, 1)
    assert (found.approved, later.entries) == (later.since, 1)
    assert rest_of_nothing(engine)


def rest_of_nothing(engine: Engine) -> bool:
    with reading(engine) as connection:
        return rest(connection, 1_000) == Rest(0, 0, 0, 0)
