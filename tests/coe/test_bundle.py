"""Audit bundles: made from a real office, and every way to alter one is noticed by bare Python."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest

from coe.bundle.index import Made, index_csv
from coe.bundle.making import Result, drawn, make_bundle, workers
from coe.bundle.verifier import verifier
from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.home import Home
from coe.packet.extract import extract
from coe.packet.seal import make_seal_key
from governance.formats.jcs import encode
from governance.verifier.bundles import examined_bundle
from governance.verifier.sampling import (
    Registered,
    Selection,
    draw,
    population,
    population_digest,
    register_of,
    rows_json,
)
from governance.verifier.verdict import Verdict
from tests.coe.evidence_office import Bureau, bureau
from tests.governance.sealed_cms import fingerprint
from tests.governance.test_offline import packet

ROOT = Path(__file__).parents[2]
ALL = Selection("random", 3, "auditor", closed=False)
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = bureau(tmp_path_factory.mktemp("bundle"))
    for title in ("=1+1", "<b>Two</b>", "Three", "Four", "Five"):
        made.record = ""
        made.submits({"title": title, "who": "Nurse Ada"})
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def whole(house: Bureau, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of three, made once. Each packet is its evidence alone: printing is the packet's own test."""
    path = tmp_path_factory.mktemp("made") / "bundle.zip"
    make_bundle(house.office, house.home, ALL, path, evidence_alone(house))
    return path


def evidence_alone(house: Bureau) -> Callable[[Any], Iterator[Result]]:
    def making(asked: Any) -> Iterator[Result]:
        for record, path in asked:
            note = seal(house.engine, house.home, log_key(house.home, house.clock), house.clock)
            with reading(house.engine) as connection:
                Path(path).write_bytes(extract(connection, record, note or b"").encode())
            yield "ab" * 32, ""

    return making


def files_of(path: Path) -> Files:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def asked(house: Bureau, files: Files) -> Verdict:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return examined_bundle(packed, (log_key(house.home, house.clock).public,))[0]


def says(verdict: Verdict) -> dict[str, str]:
    return {answer.question: answer.say for answer in verdict.answers}


def found(verdict: Verdict) -> dict[str, str]:
    return {claim.id: claim.found for claim in verdict.claims}


def index_changed(files: Files, change: Callable[[dict[str, Any]], object]) -> None:
    index = json.loads(files["index.json"])
    change(index)
    files["index.json"] = encode(index)


def test_a_bundle_is_verified_by_bare_python_with_the_verifier_it_carries(
    house: Bureau, whole: Path, tmp_path: Path
) -> None:
    (tmp_path / "verify.pyz").write_bytes(files_of(whole)["verify.pyz"])
    (tmp_path / "keys.txt").write_text(log_key(house.home, house.clock).public.vkey() + "\n")
    command = [sys.executable, "-S", "verify.pyz", "verify", str(whole), "--keys", "keys.txt", "--json"]
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": ""}
    done = subprocess.run(command, cwd=tmp_path, env=bare, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert [answer["answer"] for answer in told["answers"]] == ["yes", "yes", "yes"]
    assert [one["number"] for one in told["packets"]] == [row.number for row in drawn(house.office, ALL).sample]
    plain = subprocess.run(command[:-1], cwd=tmp_path, env=bare, capture_output=True, text=True, check=False)
    assert "VERDICT on a bundle of 3 packets" in plain.stdout
    assert "leaves no record out" in plain.stdout.partition("NOT ESTABLISHED")[2]


def test_there_is_no_key_in_a_bundle_and_the_reason_is_told(house: Bureau, whole: Path) -> None:
    files = files_of(whole)
    vkey = log_key(house.home, house.clock).public.vkey().encode()
    assert not [name for name, data in files.items() if vkey in data or "key" in name]
    assert b"a key that comes with" in files["README.txt"]
    assert files["verify.pyz"] == verifier()


def test_without_keys_nothing_is_signed_and_with_the_key_of_another_log_it_is_a_no(
    house: Bureau, whole: Path, tmp_path: Path
) -> None:
    other = log_key(Home(tmp_path).prepare(), house.clock).public
    with whole.open("rb") as file:
        assert says(examined_bundle(file, ())[0])["signed"] == "not asked"
        assert says(examined_bundle(file, (other,))[0])["signed"] == "no"


def test_the_seal_of_every_packet_in_a_bundle_is_held_against_the_certificate_brought(
    house: Bureau, tmp_path: Path
) -> None:
    def making(asked: Any) -> Iterator[Result]:
        jobs = list(asked)
        for (_, path), result in zip(jobs, evidence_alone(house)(jobs), strict=True):
            Path(path).write_bytes(packet(Path(path).read_bytes()))
            yield result

    make_bundle(house.office, house.home, ALL, tmp_path / "b.zip", making)
    key = (log_key(house.home, house.clock).public,)
    with (tmp_path / "b.zip").open("rb") as file:
        assert says(examined_bundle(file, key, certificate=fingerprint())[0])["signed"] == "yes"
        other = examined_bundle(file, key, certificate="0" * 64)[0]
    assert says(other) == {"intact": "yes", "signed": "no", "lawful": "yes"}
    assert len(other.answers[1].contradictions) == 3


def first(files: Files) -> str:
    return next(name for name in files if name.startswith("packets/"))


def dropped(files: Files) -> None:
    gone = first(files)
    del files[gone]
    index_changed(files, lambda index: index["packets"].pop(0))


def exchanged(files: Files) -> None:
    one, two = [name for name in files if name.startswith("packets/")][:2]
    files[one], files[two] = files[two], files[one]

    def swap(index: dict[str, Any]) -> None:
        a, b = index["packets"][:2]
        a["sha256"], b["sha256"] = b["sha256"], a["sha256"]

    index_changed(files, swap)


def smaller(files: Files) -> None:
    """The operator leaves a record out of the register, and makes list, digest and sample fit."""
    listed = {one["id"] for one in json.loads(files["index.json"])["packets"]}
    rows = register_of(json.loads(files["register.json"]))
    inconvenient = next(row for row in rows if row.id not in listed and not row.number.endswith("5"))
    left = tuple(row for row in rows if row != inconvenient)
    files["register.json"] = encode(rows_json(left))
    selection = ALL

    def fit(index: dict[str, Any]) -> None:
        among = population(left, selection)
        index["population"] = {"size": len(among), "sha256": population_digest(among)}
        index["beside"]["register.json"] = sha256(files["register.json"]).hexdigest()

    index_changed(files, fit)
    assert [row.id for row in draw(left, selection)] == [
        one["id"] for one in json.loads(files["index.json"])["packets"]
    ]


def register_changed(files: Files) -> None:
    rows = json.loads(files["register.json"])
    rows[-1]["status"] = "withdrawn"
    files["register.json"] = encode(rows)


def another(files: Files, **changed: str) -> None:
    index_changed(files, lambda index: index["selection"].update(changed))


def flipped(files: Files) -> None:
    data = bytearray(files[first(files)])
    data[len(data) // 2] ^= 1
    files[first(files)] = bytes(data)


def more(files: Files, name: str, data: bytes = b"x") -> None:
    files[name] = files.get(name, b"") + data


ALTERED: dict[str, tuple[Callable[[Files], object], str, str]] = {
    "a bit of a packet": (flipped, "complete", "is not the one the index lists"),
    "a packet taken out": (lambda f: f.pop(first(f)), "complete", "listed, and not in the bundle"),
    "a packet put in": (lambda f: more(f, "packets/INI-2026-0099.pdf"), "complete", "not listed"),
    "a packet taken out, and of the index": (dropped, "draw", "another sample"),
    "two packets exchanged": (exchanged, "complete", "its packet is on"),
    "another seed": (lambda f: another(f, seed="operator"), "draw", "another sample"),
    "another method": (lambda f: another(f, method="date"), "draw", "another sample"),
    "a smaller population": (smaller, "register", "numbers are missing"),
    "a record of the register in another state": (register_changed, "draw", "population"),
    "another verifier": (lambda f: more(f, "verify.pyz"), "complete", "verify.pyz"),
    "another table": (lambda f: more(f, "index.csv"), "complete", "index.csv"),
}


@pytest.mark.parametrize("name", ALTERED)
def test_whatever_is_altered_is_a_no_with_its_place(house: Bureau, whole: Path, name: str) -> None:
    change, claim, words = ALTERED[name]
    files = files_of(whole)
    change(files)
    verdict = asked(house, files)
    assert verdict.refuted
    told = [each for answer in verdict.answers for each in answer.contradictions]
    assert any(words in each for each in told), told
    assert found(verdict)[claim] == "contradicted", found(verdict)


def test_an_untouched_bundle_packed_again_is_a_yes(house: Bureau, whole: Path) -> None:
    verdict = asked(house, files_of(whole))
    assert says(verdict) == {"intact": "yes", "signed": "yes", "lawful": "yes"}
    assert found(verdict) == {
        "complete": "established", "draw": "established", "packets": "established", "register": "not established",
        "each": "not established",
    }  # fmt: skip


@pytest.mark.parametrize("broken", [b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 40, b""])
def test_what_cannot_be_read_is_a_no(broken: bytes) -> None:
    assert says(examined_bundle(io.BytesIO(broken), ())[0]) == {"intact": "no"}


def test_an_empty_bundle_is_never_a_yes(house: Bureau, tmp_path: Path) -> None:
    none = replace(ALL, since=1 << 42)
    make_bundle(house.office, house.home, none, tmp_path / "b.zip", evidence_alone(house))
    verdict = asked(house, files_of(tmp_path / "b.zip"))
    assert says(verdict) == {"intact": "not asked", "signed": "not asked", "lawful": "not asked"}


def test_a_packet_that_cannot_be_made_is_listed_with_its_reason_and_the_verdict_is_no(
    house: Bureau, tmp_path: Path
) -> None:
    def making(jobs_asked: Any) -> Iterator[Result]:
        for place, result in enumerate(evidence_alone(house)(jobs_asked)):
            yield ("", "the fonts are missing") if place == 1 else result

    told: list[tuple[int, int]] = []
    made = make_bundle(house.office, house.home, ALL, tmp_path / "b.zip", making, lambda *far: told.append(far))
    assert [one.why for one in made.packets] == ["", "the fonts are missing", ""]
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    files = files_of(tmp_path / "b.zip")
    assert b"the fonts are missing" in files["index.html"]
    verdict = asked(house, files)
    assert any("no packet could be made" in each for each in verdict.answers[0].contradictions)


def test_a_table_holds_no_formula_and_a_page_no_markup_of_ours_or_theirs(house: Bureau, whole: Path) -> None:
    everything = make_everything(house, whole)
    table = list(csv.reader(io.StringIO(everything["index.csv"].decode("utf-8-sig"))))
    titles = {row[1] for row in table[1:]}
    assert "'=1+1" in titles
    page = everything["index.html"].decode()
    assert "&lt;b&gt;Two&lt;/b&gt;" in page
    assert "<b>Two" not in page
    assert "http" not in page, "it fetches nothing"
    row = Registered("i", "@N", "w", "-T", 0, "+s", 0)
    assert index_csv([Made(row, "\t=x")]).decode("utf-8-sig").splitlines()[1].startswith("'@N,'\t=x,w,'-T,'+s,")


def make_everything(house: Bureau, whole: Path) -> Files:
    path = whole.with_name("everything.zip")
    make_bundle(house.office, house.home, replace(ALL, method="all"), path, evidence_alone(house))
    return files_of(path)


@pytest.mark.slow
def test_worker_processes_make_the_packets_that_one_process_makes(house: Bureau, tmp_path: Path) -> None:
    house.home.configure(database=str(house.engine.url))
    one = replace(ALL, size=1)
    with workers(house.home, 2, house.clock.now()) as crew:
        made = make_bundle(house.office, house.home, one, tmp_path / "b.zip", crew)
    assert [one.why for one in made.packets] == [""]
    verdict = asked(house, files_of(tmp_path / "b.zip"))
    assert says(verdict) == {"intact": "yes", "signed": "yes", "lawful": "yes"}


@pytest.mark.slow
def test_a_sample_larger_than_workers_live_for_is_made_whole_and_in_order(house: Bureau, tmp_path: Path) -> None:
    house.home.configure(database=str(house.engine.url))
    make_seal_key(house.home.keys, at=datetime.fromtimestamp(house.clock.now() / 1000, UTC))
    seal(house.engine, house.home, log_key(house.home, house.clock), house.clock)  # as a bundle does, before it begins
    files = [tmp_path / f"{n}.pdf" for n in range(6)]
    with workers(house.home, 2, house.clock.now(), tasks=2) as crew:
        made = list(crew((house.record, str(file)) for file in files))
    assert [why for _, why in made] == [""] * 6
    assert all(file.read_bytes().startswith(b"%PDF") for file in files)
