"""The office's ten steps, on both databases."""

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError

from coe.ledger import read_head
from coe.office import Office
from coe.office_errors import Damaged, OfficeUnavailable
from coe.requests import Receipt, Request
from coe.tables import denial, disclosure, draft, initiative, notice, pending
from governance.errors import Forbidden, OutOfOrder, Refused
from governance.ledger.commitments import Disclosure
from governance.record import commands as c
from governance.record.entry import entry_hash, read_entry
from tests.coe.office_world import HOUR, START, SmallLaw, World, contents, counting, stored, submission


def rows(world: World, statement: object) -> list[tuple[object, ...]]:
    with world.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(statement)]  # type: ignore[call-overload]  # any select


def test_a_journey_leaves_one_entry_a_command_and_the_record_shows_it_approved(world: World) -> None:
    before = len(stored(world.engine))
    stream = world.submit()
    world.decide(stream, "medical")
    receipt = world.decide(stream, "legal")
    assert (receipt.seq, receipt.version) == (before + 2, 3)
    found = rows(world, select(initiative.c.number, initiative.c.status, initiative.c.version))
    assert found == [("INI-2026-0001", "approved", 3)]


def test_entries_chain_their_stream_and_name_the_heads_that_were_consulted(world: World) -> None:
    stream = world.submit()
    world.decide(stream, "medical")
    first, second = (read_entry(data) for data in stored(world.engine)[-2:])
    assert second.prev == entry_hash(stored(world.engine)[-2])
    assert (first.prev, first.version, second.version) == ("", 1, 2)
    known = dict.fromkeys(("calendar/office", "definition/cx", "role/legal", "role/medical"), 1)
    assert second.reads == known | {"role/coordinator": 0}


def test_what_was_recorded_a_moment_ago_is_consulted(world: World) -> None:
    grant = c.Grant("nobody", 0, 0, world.text("founding").commit)
    with pytest.raises(Refused, match="Nobody"):
        world.send("role/medical", "system", grant, "founding")
    person = world.person("new")
    world.send("role/medical", "system", c.Grant(person, 0, 0, world.text("founding").commit), "founding")
    assert read_entry(stored(world.engine)[-1]).reads == {f"person/{person}": 1}


def test_a_retry_of_the_same_bytes_returns_the_same_receipt_without_asking_again(world: World) -> None:
    stream = world.submit()
    before, count = counting()
    request = world.request(
        stream, world.medical, world.decision("medical"), "Dr Reviewer", "because", before=before, id_="once"
    )
    first = world.office.handle(request)
    again = world.office.handle(request)
    assert again.repeated
    assert not first.repeated
    assert (again.seq, again.at, again.events) == (first.seq, first.at, first.events)
    assert count() == 1


@pytest.mark.parametrize("difference", ["command", "stream", "actor"])
def test_the_same_id_with_anything_else_is_refused(world: World, difference: str) -> None:
    stream = f"initiative/{world.clock.new_id()}"
    world.send(stream, world.owner, submission("A"), id_="once")
    other = {"command": submission("B")}.get(difference, submission("A"))
    where = "initiative/elsewhere" if difference == "stream" else stream
    actor = world.medical if difference == "actor" else world.owner
    with pytest.raises(Refused) as refusal:
        world.send(where, actor, other, id_="once")
    assert refusal.value.code == "command-id-reused"


def test_a_retry_within_one_batch_is_recognised(world: World) -> None:
    request = world.request("initiative/twice", world.owner, submission("A"), id_="once")
    first, second = world.office.batch([request, request])
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert (first.repeated, second.repeated, second.seq) == (False, True, first.seq)


def test_one_refused_in_a_batch_fails_none_of_its_neighbours(world: World) -> None:
    stream = world.submit()
    texts = "Dr Reviewer", "because"
    outcomes = world.office.batch(
        [
            world.request(stream, world.medical, world.decision("medical"), *texts),
            world.request(stream, world.owner, world.decision("legal"), *texts),
            world.request(stream, world.legal, world.decision("legal"), *texts),
        ]
    )
    assert [type(outcome) for outcome in outcomes] == [Receipt, Forbidden, Receipt]
    assert rows(world, select(initiative.c.status)) == [("approved",)]


def test_a_database_error_in_a_batch_meets_its_own_request_only(world: World) -> None:
    def broken(connection: Connection, _: int) -> None:
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    requests = [
        world.request("initiative/a", world.owner, submission("A")),
        world.request("initiative/b", world.owner, submission("B"), before=broken),
        world.request("initiative/c", world.owner, submission("C")),
    ]
    outcomes = world.office.batch(requests)
    assert [type(outcome) for outcome in outcomes] == [Receipt, OfficeUnavailable, Receipt]
    assert rows(world, select(initiative.c.id, initiative.c.number).order_by(initiative.c.id)) == [
        ("a", "INI-2026-0001"),
        ("c", "INI-2026-0002"),
    ]


def test_what_before_wrote_is_undone_when_the_law_refuses(world: World) -> None:
    stream = world.submit()

    def consume(connection: Connection, at: int) -> None:
        connection.execute(insert(draft).values(id="x", owner="o", workflow="w", answers="{}", updated=at))

    neighbour = world.request("initiative/n", world.owner, submission("N"), before=consume)
    refused = world.request(stream, world.owner, world.decision("legal"), "Dr Reviewer", "because", before=consume)
    outcomes = world.office.batch([refused, neighbour])
    assert [type(outcome) for outcome in outcomes] == [Forbidden, Receipt]
    assert len(rows(world, select(draft))) == 1


def test_a_refusal_by_before_records_nothing_but_the_denial(world: World) -> None:
    stream = world.submit()
    before, count = counting(refuse=True)
    with pytest.raises(Forbidden):
        world.send(stream, world.medical, world.decision("medical"), "Dr Reviewer", "because", before=before)
    assert count() == 1
    assert rows(world, select(denial.c.person, denial.c.act, denial.c.about, denial.c.code)) == [
        (world.medical, "sign-decision", stream, "used")
    ]
    assert read_entry(stored(world.engine)[-1]).stream == "security/2026-01-21"


def test_denials_are_recorded_ten_times_an_hour_for_a_person(world: World) -> None:
    stream = world.submit()
    for _ in range(12):
        with pytest.raises(OutOfOrder):
            world.send(stream, world.owner, c.Release())
    assert len(rows(world, select(denial))) == 10
    world.clock.advance(HOUR + 1)
    with pytest.raises(OutOfOrder):
        world.send(stream, world.owner, c.Release())
    assert len(rows(world, select(denial))) == 11


def test_time_never_runs_backwards_in_the_ledger(world: World) -> None:
    world.clock.set(START + HOUR)
    world.submit()
    world.clock.set(START - HOUR)
    stream = world.submit()
    assert world.decide(stream, "medical").at == START + HOUR


def test_numbers_count_on_within_a_batch_and_begin_again_with_the_year(world: World) -> None:
    names = ["a", "b"]
    world.office.batch([world.request(f"initiative/{n}", world.owner, submission(n)) for n in names])
    world.clock.advance(366 * 24 * HOUR)
    world.submit(stream="initiative/c")
    found = rows(world, select(initiative.c.number).order_by(initiative.c.seq))
    assert found == [("INI-2026-0001",), ("INI-2026-0002",), ("INI-2027-0001",)]


def test_a_new_commitment_must_be_disclosed_and_a_known_one_need_not_be(world: World) -> None:
    stream = world.submit()
    with pytest.raises(Refused, match="Nothing was disclosed"):
        world.send(stream, world.medical, world.decision("medical"), "Dr Reviewer")
    world.send(stream, world.medical, world.decision("medical"), "Dr Reviewer", "because")
    world.send(stream, world.legal, world.decision("legal"))
    entry = read_entry(stored(world.engine)[-1])
    assert entry.commits == (world.text("Dr Reviewer").commit, world.text("because").commit)
    assert (world.text("because").commit,) in rows(world, select(disclosure.c.commit))


def test_a_disclosure_that_does_not_open_its_commitment_is_refused(world: World) -> None:
    right = world.text("reason")
    for wrong in (Disclosure(right.commit, right.nonce, "another"), Disclosure(right.commit, "zz", "reason")):
        request = Request("w", "initiative/x", world.owner, c.Withdraw(right.commit), (wrong,))
        with pytest.raises(Refused, match="was not recorded"):
            world.office.handle(request)
    stray = Request("w", "initiative/x", world.owner, submission("A"), (right,))
    with pytest.raises(Refused, match="not in the command"):
        world.office.handle(stray)


def test_a_text_in_the_clear_is_refused(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        world.send("initiative/x", world.owner, c.Withdraw("because I say so"))
    assert refusal.value.code == "not-a-commitment"


@pytest.mark.parametrize("stream", ["initiative/UPPER", "nonsense/x", "initiative/", "initiative/x\n"])
def test_a_name_that_is_no_stream_is_refused(world: World, stream: str) -> None:
    with pytest.raises(Refused) as refusal:
        world.send(stream, world.owner, submission("A"))
    assert refusal.value.code == "stream"


@pytest.mark.parametrize("answer", [1.5, "e\u0301", "\ud800", 2**60])
def test_an_answer_that_has_no_canonical_form_is_refused(world: World, answer: object) -> None:
    command = c.Submit("cx", {"title": answer}, {}, {})  # type: ignore[dict-item]  # what a careless caller sends
    with pytest.raises(Refused) as refusal:
        world.send("initiative/x", world.owner, command)
    assert refusal.value.code == "not-canonical"


def test_a_file_that_is_not_in_the_store_is_refused(world: World) -> None:
    request = Request("w", "initiative/x", world.owner, submission("A"), (), ("a" * 64,))
    with pytest.raises(Refused) as refusal:
        world.office.handle(request)
    assert refusal.value.code == "file-missing"


def test_an_absence_follows_its_person_into_every_pool_once(world: World) -> None:
    away = c.DeclareAbsence(START, START + HOUR)
    world.send(f"person/{world.medical}", world.medical, away)
    entry = read_entry(stored(world.engine)[-1])
    assert (entry.stream, entry.actor, entry.command_type) == ("role/medical", "system", "note-absence")
    assert rows(world, select(pending)) == []
    assert world.office.catch_up() == 0


def test_a_follow_up_lost_in_a_crash_is_caught_up_with_once(world: World) -> None:
    class Dying(Office):
        def _follow(self) -> int:
            return 0

    dying = Dying(world.engine, SmallLaw(), clock=world.clock)
    dying.handle(world.request(f"person/{world.legal}", world.legal, c.DeclareAbsence(START, START + HOUR)))
    assert len(rows(world, select(pending))) == 1
    assert world.office.catch_up() == 1
    assert world.office.catch_up() == 0
    assert [read_entry(data).command_type for data in stored(world.engine)[-2:]] == ["declare-absence", "note-absence"]


def test_two_offices_on_one_database_see_each_others_entries_at_once(world: World) -> None:
    other = Office(world.engine, SmallLaw(), clock=world.clock)
    stream = world.submit()
    texts = "Dr Reviewer", "because"
    other.handle(world.request(stream, world.medical, world.decision("medical"), *texts))
    world.office.handle(world.request(stream, world.legal, world.decision("legal"), *texts))
    assert rows(world, select(initiative.c.status)) == [("approved",)]
    with pytest.raises(OutOfOrder):
        other.handle(world.request(stream, world.legal, world.decision("legal"), *texts))


def test_the_reviewers_are_told_that_it_is_their_turn_and_the_owner_of_the_approval(world: World) -> None:
    stream = world.submit()
    world.decide(stream, "medical", "request changes")
    told = rows(world, select(notice.c.person, notice.c.kind, notice.c.gate).order_by(notice.c.seq, notice.c.place))
    assert told == [
        (world.medical, "your-turn", "medical"),
        (world.legal, "your-turn", "legal"),
        (world.owner, "changes-requested", "medical"),
    ]


def test_nobody_is_told_of_what_they_did_themselves(world: World) -> None:
    stream = world.submit()
    world.send(stream, world.owner, c.Hold(world.text("pause").commit), "pause")
    world.send(stream, world.medical, c.Resume())
    told = rows(world, select(notice.c.person, notice.c.kind).where(notice.c.kind != "your-turn"))
    assert told == [(world.owner, "resumed")]


def test_open_gates_and_clock_steps_show_what_is_open_now_only(world: World) -> None:
    stream = world.submit()
    found = contents(world.engine)
    assert [row[1:3] for row in found["gate_open"]] == [("legal", "role/legal"), ("medical", "role/medical")]
    medical = [(row[2], row[4], row[5]) for row in found["clock_step"] if row[1] == "medical"]
    assert medical == [
        ("4 hours late", START + 20 * HOUR, "escalate"),
        ("50%", START + 8 * HOUR, "remind"),
        ("80%", START + 16 * HOUR * 8 // 10, "remind"),
        ("overdue", START + 16 * HOUR, "remind"),
    ]
    world.send(stream, "system", c.Remind("medical", 1, "50%"))
    world.decide(stream, "legal")
    steps = [(row[1], row[2]) for row in contents(world.engine)["clock_step"]]
    assert steps == [("medical", "4 hours late"), ("medical", "80%"), ("medical", "overdue")]
    world.send(stream, world.owner, c.Hold(world.text("pause").commit), "pause")
    assert world.sizes()["clock_step"] == 0


def test_the_ledger_cannot_be_changed_through_sql(world: World) -> None:
    world.submit()
    attempts = ["UPDATE entry SET at = 0", "DELETE FROM entry"]
    if world.engine.dialect.name == "sqlite":
        attempts.append("INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1")
        attempts.append(
            "INSERT OR REPLACE INTO entry SELECT 9999, stream, version, 'new', at, actor, type, bytes FROM entry"
        )
    else:
        attempts.append("TRUNCATE entry")
    held = stored(world.engine)
    for attempt in attempts:
        with pytest.raises(DBAPIError, match="append-only"), world.engine.begin() as connection:
            connection.execute(text(attempt))
    assert stored(world.engine) == held


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM head", "Its row is missing"),
        ("UPDATE head SET size = size + 1", "perfect subtrees"),
        ("UPDATE head SET hashes = X'00'", "32 bytes"),
        ("INSERT INTO head SELECT 2, size, at, hashes FROM head", "2 rows"),
    ],
)
def test_a_damaged_head_is_said_in_words_by_whoever_reads_it(sqlite_world: World, sql: str, why: str) -> None:
    world = sqlite_world
    world.submit()
    with world.engine.begin() as connection:
        connection.exec_driver_sql(sql)
    with world.engine.connect() as connection, pytest.raises(Damaged, match=why):
        read_head(connection)
    if "2 rows" not in why:  # the office reads its own row alone
        with pytest.raises(Damaged, match=why):
            world.submit()
