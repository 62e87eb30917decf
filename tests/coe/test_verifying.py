"""The whole log read for an auditor: against what was kept elsewhere, with the keys brought, in little memory."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coe.cli.main import main
from coe.database import engine_for, reading, writing
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.evidence.log_claims import Asked, verdict
from coe.evidence.log_verify import Report, verify
from coe.evidence.problems import Problem
from coe.evidence.recalled import Recalled
from coe.evidence.tree_verify import Tree
from coe.governance_law import Governance
from coe.home import Home
from coe.ledger import rows
from coe.rebuild import rebuild
from coe.tables import cosignature
from governance.ledger.merkle import leaf_hash, root_of
from governance.ledger.note import (
    COSIGNATURE,
    Checkpoint,
    Key,
    cosignature_line,
    cosigned_message,
    parse_checkpoint,
    parse_note,
)
from governance.record.entry import read_entry
from governance.verifier.judging import Pass
from governance.verifier.verdict_page import COLUMNS, LINES, page
from tests.bench.bulk_log import grown
from tests.coe.evidence_office import Bureau, bureau
from tests.coe.small_library import LEAFLET
from tests.governance.proven_office import signer

WITNESS = "witness.test/w"
SIZE = 1_300
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = bureau(tmp_path_factory.mktemp("house"))
    made.submits({"title": "Leaflet"})
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def bulk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("bulk") / "log.sqlite"
    assert grown(file, SIZE) == SIZE
    return file


def held(house: Bureau, **named: Checkpoint) -> list[str]:
    return [str(x) for x in verify(house.engine, Governance(), against=named.items()).problems]


def test_the_log_is_held_against_checkpoints_kept_elsewhere(house: Bureau) -> None:
    note = seal(house.engine, house.home, log_key(house.home, house.clock), house.clock)
    assert note
    found = parse_checkpoint(parse_note(note).text)
    assert held(house, kept=found) == []
    forked = Checkpoint(found.origin, found.size - 2, b"\1" * 32)
    assert held(house, kept=found, other=forked)[0].startswith(
        f"entry {found.size - 3}: expected root {'01' * 32} of the checkpoint in other of {forked.size} entries; found"
    )
    longer = Checkpoint(found.origin, 99, found.root)
    assert held(house, longer=longer) == [
        f"log: expected 99 entries, as the checkpoint in longer says; found {found.size} entries"
    ]
    twin = Checkpoint(found.origin, found.size, b"\2" * 32)
    assert f"log: expected one root for {found.size} entries" in held(house, twin=twin)[0]


class TestInLittleMemory:
    def test_a_log_written_in_bulk_is_intact_and_lawful(self, bulk: Path) -> None:
        engine = engine_for(f"sqlite:///{bulk}")
        rebuild(engine, Governance())
        report = verify(engine, Governance(), decided=True)
        assert (report.size, report.problems, report.unlawful) == (SIZE, (), ())
        engine.dispose()

    def test_every_root_is_what_the_leaves_give_wherever_a_page_ends(self, bulk: Path) -> None:
        engine = engine_for(f"sqlite:///{bulk}")
        with reading(engine) as connection:
            leaves = [leaf_hash(row.bytes) for row in rows(connection)]
            sizes = (1, 2, 255, 256, 257, 511, 512, 513, 1023, 1024, 1100, SIZE)
            roots = {size: (root_of(leaves[:size]), "checkpoint") for size in sizes}
            for wide in (256, 512, 4_096):
                tree = Tree(connection, roots, wide)
                assert list(tree.problems()) == []
                assert tree.edge.root() == root_of(leaves)
            wrong = dict.fromkeys(sizes, (b"\0" * 32, "checkpoint"))
            assert [each.seq for each in Tree(connection, wrong, 512).problems()] == [size - 1 for size in sizes]
        engine.dispose()

    def test_a_state_that_was_dropped_is_folded_again(self, bulk: Path) -> None:
        engine = engine_for(f"sqlite:///{bulk}")
        with reading(engine) as connection:
            small, whole = Pass(Recalled(connection, kept=3)), Pass()
            for row in rows(connection, end=300):
                entry = read_entry(row.bytes)
                assert small.follow(entry, row.bytes, decided=True) == ()
                whole.follow(entry, row.bytes, decided=False)
            assert dict(small.heads) == dict(whole.heads)
        engine.dispose()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COE_HOME", str(tmp_path / "home"))
    library = tmp_path / "library"
    library.mkdir()
    (library / "leaflet.yaml").write_text(LEAFLET, "utf-8")
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    assert invoke("init", "--library", "library").exit_code == 0
    Path("kept").write_text(invoke("seal").stdout, "utf-8")
    Path("keys").write_text(invoke("key", "show").stdout, "utf-8")
    return invoke


def claims(result: Result) -> dict[str, str]:
    return {claim["id"]: claim["found"] for claim in json.loads(result.stdout)["claims"]}


def test_an_auditor_brings_keys_and_a_checkpoint_and_files_one_page(run: Run) -> None:
    told = run("verify", "--keys", "keys", "--against", "kept")
    assert told.exit_code == 0
    assert told.stdout.count("YES") == 3
    assert "* The log contains every checkpoint the auditor kept: 1 brought." in told.stdout
    lines = told.stdout.splitlines()
    assert (len(lines) <= LINES, max(map(len, lines)) <= COLUMNS) == (True, True)
    found = claims(run("verify", "--keys", "keys", "--against", "kept", "--json"))
    assert [name for name, what in found.items() if what != "established"] == ["witnessed", "recorded", "keyboard"]


def test_without_keys_the_offices_own_key_is_no_yes(run: Run) -> None:
    told = run("verify", "--json")
    assert json.loads(told.stdout)["answers"][1]["answer"] == "not asked"
    assert {"signed", "against", "after"} <= {name for name, what in claims(told).items() if what == "not established"}


def test_a_checkpoint_typed_from_paper_is_enough_and_another_root_is_a_no(run: Run) -> None:
    origin, size, root = Path("kept").read_text("utf-8").splitlines()[:3]
    Path("typed").write_text(f"\n{origin}\n{size}\n{root}\n\n", "utf-8")
    assert run("verify", "--against", "typed").exit_code == 0
    Path("typed").write_text(f"{origin}\n{size}\n{'A' * 43}=\n", "utf-8")
    told = run("verify", "--against", "typed", "--json")
    assert (told.exit_code, claims(told)["against"]) == (1, "contradicted")
    Path("typed").write_text(f"another.test/log\n{size}\n{root}\n", "utf-8")
    told = run("verify", "--against", "typed")
    assert told.exit_code == 1
    assert "another.test/log" in told.stdout


def test_what_holds_no_checkpoint_or_no_key_is_wrong_usage(run: Run) -> None:
    Path("empty").write_text("nothing\n", "utf-8")
    for words in (("--against", "empty"), ("--keys", "empty"), ("--against", "absent"), ("--witnesses", "1")):
        assert run("verify", *words).exit_code == 2, words


def test_as_many_witnesses_as_demanded_or_no(run: Run, tmp_path: Path) -> None:
    key = Key(WITNESS, signer(WITNESS).public_key().public_bytes_raw(), COSIGNATURE)
    with Path("keys").open("a", encoding="utf-8") as file:
        file.write(key.vkey() + "\n")
    without = run("verify", "--keys", "keys", "--witnesses", "1")
    assert without.exit_code == 1
    assert "Signed by whom we trust?  NO" in without.stdout
    note = parse_note(Path("kept").read_bytes())
    signed = signer(WITNESS).sign(cosigned_message(note.text, 1_790_000_000))
    line = cosignature_line(WITNESS, key.public, 1_790_000_000, signed)
    row = {"size": parse_checkpoint(note.text).size, "witness": key.vkey(), "at": 1, "line": line, "kept": 1}
    engine = engine_for(f"sqlite:///{Home(tmp_path / 'home').database}")
    with writing(engine) as connection:
        connection.execute(cosignature.insert().values(row))
    engine.dispose()
    told = run("verify", "--keys", "keys", "--witnesses", "1", "--json")
    assert (told.exit_code, claims(told)["witnessed"], claims(told)["after"]) == (0, "established", "established")


def test_an_unlawful_log_is_intact_and_contradicted() -> None:
    report = Report(9, "00" * 32, (), 1, (Problem(7, "a lawful act", "the law refuses it"),))
    found = verdict(report, Asked("clearway.test/log"))
    assert [answer.say for answer in found.answers] == ["yes", "not asked", "no"]
    assert "entry 7" in next(claim for claim in found.claims if claim.id == "acts").grounds[0]
    assert "x entry 7: expected a lawful act; found the law refuses it" in page("", "", found)


def test_a_broken_log_establishes_nothing_of_the_law() -> None:
    problems = tuple(Problem(n, "x" * 300, "y" * 300) for n in range(60))
    found = verdict(Report(99, "00" * 32, problems, 3), Asked("m" * 300))
    assert {claim.id for claim in found.claims if claim.found == "established"} == set()
    shown = page("", "", found).splitlines()
    assert (len(shown) <= LINES, max(map(len, shown)) <= COLUMNS) == (True, True)


def test_the_fingerprint_of_the_seal_is_shown_before_the_first_packet_and_stays(run: Run) -> None:
    shown = run("key", "show", "--seal")
    assert (shown.exit_code, len(bytes.fromhex(shown.stdout.strip()))) == (0, 32)
    assert run("key", "show", "--seal").stdout == shown.stdout


def test_half_a_seal_has_no_fingerprint_to_show(run: Run) -> None:
    run("key", "show", "--seal")
    (Home.find().keys / "seal-key.pem").unlink()
    shown = run("key", "show", "--seal")
    assert shown.exit_code == 1
    assert "half there" in shown.output
