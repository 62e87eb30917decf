"""What witnesses give back: verified, kept, and carried by the checkpoint; and the logs the office does not sign."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from coe.database import reading
from coe.evidence.cosignatures import assembled, best, standing
from coe.evidence.key_files import load_key
from coe.evidence.keys import LogKey, witnesses
from coe.evidence.log_verify import verify
from coe.evidence.shared_folder import accept_answers, answer, write_requests
from coe.evidence.window import window
from coe.evidence.witness import KEY
from coe.governance_law import Governance
from coe.office_errors import BadCosignature, NotConsistent, UnknownRecord
from coe.packet.build import build_packet
from coe.tables import cosignature
from governance.errors import NotCosigned
from governance.ledger.note import Checkpoint, add_signatures, assemble, open_checkpoint, parse_note, signature_line
from governance.ledger.witnessing import quorum
from governance.verifier.evidence import read_evidence
from tests.coe.evidence_office import Bureau
from tests.coe.witnessed_office import WHEN, Witnessed, founded, opened


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    return founded(tmp_path_factory.mktemp("cosignatures"))


@pytest.fixture
def world(kept: Bureau, tmp_path: Path) -> Iterator[Witnessed]:
    with opened(kept, tmp_path) as world:
        for name in ("qa", "it", "board"):
            world.witness(name)
        world.declares("qa", "it", "board", needed=2)
        yield world


def test_two_of_three_make_the_quorum_and_the_checkpoint_carries_both(world: Witnessed) -> None:
    first = world.cosigns("qa")
    assert (first.quorum.reached, str(first.quorum)) == (False, "1 of 3 witnesses cosigned, 2 needed (qa)")
    second = world.cosigns("it", WHEN + 60)
    assert (second.quorum.reached, second.quorum.at, second.size) == (True, WHEN + 60, first.size)
    with reading(world.office.engine) as connection:
        note = assembled(connection, first.size)
        found = standing(connection, witnesses(connection), (world.key.public,))
    assert found is not None
    assert found[0] == first.size
    keys = [world.key.public, world.public("qa"), world.public("it")]
    assert open_checkpoint(note, keys)[1].keys == set(keys)
    assert verify(world.office.engine, Governance(), keys=[world.key.public]).intact


def test_the_same_answer_again_changes_nothing(world: Witnessed) -> None:
    world.seals()
    made = world.witnesses["qa"].cosign(world.asks("qa"), WHEN)
    for _ in range(2):
        world.accepts(made)
    world.accepts(world.witnesses["qa"].cosign(world.asks("qa"), WHEN + 9))
    with reading(world.office.engine) as connection:
        assert connection.execute(select(cosignature.c.at)).scalars().all() == [WHEN * 1000]


@pytest.mark.parametrize("what", ["stranger", "another log", "changed", "unsigned", "no note"])
def test_what_is_no_cosignature_of_a_declared_witness_on_this_log_is_not_accepted(world: Witnessed, what: str) -> None:
    world.seals()
    made = world.witnesses["qa"].cosign(world.asks("qa"), WHEN)
    match what:
        case "stranger":
            made = world.witness("stranger").cosign(world.asks("qa"), WHEN)
        case "another log":
            world.key = LogKey("other.example", world.key.private)
        case "changed":
            made = made.replace(b"\n", b"\n9", 1)
        case "unsigned":
            note = parse_note(made)
            made = f"{note.text}\n{note.signatures[-1].line()}".encode()
        case _:
            made = b"nothing"
    with pytest.raises(BadCosignature):
        world.accepts(made)
    with reading(world.office.engine) as connection:
        assert connection.execute(select(cosignature)).all() == []


def test_a_witness_that_is_ahead_ends_all_signing_even_after_its_answer_was_refused(world: Witnessed) -> None:
    backup = world.backup("backup.sqlite")
    world.grows()
    world.seals()
    made = world.witnesses["qa"].cosign(world.asks("qa"), WHEN)
    (world.office.home.keys / "last-checkpoint").unlink()  # the restored folder does not know it either
    with world.restored(backup) as old:
        old.seals()
        with pytest.raises(NotConsistent, match=r"qa has seen \d+ entries; this log has"):
            old.accepts(made)
        with pytest.raises(NotConsistent, match=r"the witness of witnessed-\w+.note has seen"):
            old.seals()


def test_what_a_witness_saw_of_another_history_is_not_accepted_and_ends_all_signing(world: Witnessed) -> None:
    backup, last = world.backup("backup.sqlite"), world.office.home.keys / "last-checkpoint"
    with world.restored(backup) as fork:
        fork.grows("another history")
        fork.seals()
        made = world.witnesses["qa"].cosign(fork.asks("qa"), WHEN)
    last.unlink()
    world.grows()
    world.grows()
    world.seals()
    with pytest.raises(NotConsistent, match="with another root than this log's first"):
        world.accepts(made)
    with pytest.raises(NotConsistent, match="does not extend what the witness"):
        world.seals()


def test_a_fork_that_outgrew_the_witness_is_not_signed_either(world: Witnessed) -> None:
    backup = world.backup("backup.sqlite")
    world.grows()
    world.cosigns("qa")
    (world.office.home.keys / "last-checkpoint").unlink()
    with world.restored(backup) as fork:
        for what in ("another", "longer", "history"):
            fork.grows(what)
        with pytest.raises(NotConsistent, match="does not extend what the witness"):
            fork.seals()


def test_a_packet_prefers_the_newest_checkpoint_that_enough_cosigned_and_that_covers_it(world: Witnessed) -> None:
    def sizes_best(covering: int) -> tuple[int, int]:
        with reading(world.office.engine) as connection:
            note = best(connection, covering, (world.key.public,))
            keys = witnesses(connection).public_keys()
        assert note is not None
        size = int(note.split(b"\n")[1])
        return size, len(quorum(note, keys, 2).names)

    first = world.cosigns("qa").size
    assert sizes_best(first) == (first, 1)
    world.cosigns("it")
    world.grows()
    second = world.cosigns("board").size
    world.grows()
    world.seals()
    assert sizes_best(first) == (first, 2)
    assert sizes_best(first + 1) == (second, 1)
    assert sizes_best(second + 1) == (second + 1, 0)
    with reading(world.office.engine) as connection:
        assert best(connection, second + 2, ()) is None


def test_a_packet_carries_the_cosigned_checkpoint_and_is_noted_as_handed_out(world: Witnessed) -> None:
    office = world.office
    office.submits({"title": "Leaflet"})
    size = world.cosigns("qa").size
    world.cosigns("it")
    world.grows()
    note = read_evidence(build_packet(office.office, office.home, office.record).evidence).checkpoint
    with reading(office.engine) as connection:
        found = window(connection, office.clock.now())
        keys = witnesses(connection).public_keys()
    assert quorum(note, keys, 2).reached
    assert [(each.kind, each.size) for each in found.anchors] == [("cosigned", size), ("handed out", size)]


def test_through_a_folder_both_reach(world: Witnessed, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    office = world.office
    world.seals()
    assert len(write_requests(office.engine, shared)) == 3
    for name in ("qa", "it"):
        answer(world.witnesses[name], shared, WHEN)
    found = accept_answers(office.engine, office.home, world.key, shared, office.clock)
    assert [each.quorum.reached for each in found] == [False, True]


def test_a_lost_answer_is_made_good_because_the_witness_shows_what_it_saw(world: Witnessed, tmp_path: Path) -> None:
    shared, qa = tmp_path / "shared", world.witnesses["qa"]
    shared.mkdir()
    world.cosigns("qa")
    world.grows()
    world.seals()
    qa.cosign(world.asks("qa"), WHEN)  # remembered; the answer never arrives
    world.grows()
    world.seals()
    write_requests(world.office.engine, shared)
    with pytest.raises(NotCosigned, match="The proof begins at"):
        answer(qa, shared, WHEN)
    write_requests(world.office.engine, shared)
    answer(qa, shared, WHEN)
    accept_answers(world.office.engine, world.office.home, world.key, shared, world.office.clock)


def test_what_a_witness_shows_in_the_shared_folder_keeps_a_restored_backup_from_being_signed(
    world: Witnessed, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    backup = world.backup("backup.sqlite")
    world.office.home.configure(witness_folder=str(shared))
    world.grows()
    world.seals()
    write_requests(world.office.engine, shared)
    answer(world.witnesses["qa"], shared, WHEN)
    (world.office.home.keys / "last-checkpoint").unlink()
    with world.restored(backup) as old, pytest.raises(NotConsistent, match=r"the witness of \w+.seen has seen"):
        old.seals()
    seen, stranger = shared / f"{world.public('qa').key_id.hex()}.seen", world.witnesses["it"]
    text = Checkpoint(world.key.origin, 10**6, bytes(32)).text()
    line = signature_line(
        world.key.origin, stranger.public.public, load_key(stranger.folder / KEY, "a").sign(text.encode())
    )
    for forged in (b"anything", assemble(text, [line])):
        seen.write_bytes(forged)
        with world.restored(backup) as old:
            old.grows()
            assert old.seals()  # what the log's key has not signed keeps nobody from signing
        (world.office.home.keys / "last-checkpoint").unlink()


def test_nothing_is_asked_of_a_log_without_a_checkpoint_nor_from_beyond_it(world: Witnessed) -> None:
    with pytest.raises(UnknownRecord, match="coe seal"):
        world.asks("qa")
    size = int(world.seals().split(b"\n")[1])
    with pytest.raises(NotConsistent, match=f"has seen {size + 1}"):
        world.asks("qa", size + 1)


def test_a_forged_line_under_a_declared_name_is_never_kept(world: Witnessed) -> None:
    world.seals()
    made = world.witnesses["qa"].cosign(world.asks("qa"), WHEN)
    lines = parse_note(world.witnesses["it"].cosign(world.asks("it"), WHEN)).signatures
    world.grows()
    world.seals()
    seen = world.witnesses["it"].seen(world.key.origin)
    assert seen is not None
    other = parse_note(world.witnesses["it"].cosign(world.asks("it", seen.checkpoint.size), WHEN)).signatures[-1]
    with pytest.raises(BadCosignature, match="does not hold"):
        world.accepts(add_signatures(made, [other.line()]))
    assert world.accepts(add_signatures(made, [lines[-1].line()])).quorum.reached
