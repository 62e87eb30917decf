"""Steps of the auditor: evidence and packets verified by bare Python in a second process, without the office."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pytest_bdd import parsers, step, then

from coe import acts
from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.founding import new_seed
from coe.home import Home
from coe.packet.books import posted
from coe.packet.build import build_packet
from coe.packet.decisions import decision_pages
from coe.packet.document import packet_html
from coe.packet.extract import extract, size_of
from coe.packet.holdings import holdings
from coe.packet.record import packet_record
from coe.packet.story import packet_page
from governance.verifier.evidence import read_evidence
from governance.verifier.verification import examine
from tests.features.house import House

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Case:
    """What the auditor holds: a file, the last answers about it, and what it took to make it (seconds of processor)."""

    folder: Path
    file: Path = Path()
    keys: Path = Path()
    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    claims: list[dict[str, object]] = field(default_factory=list)
    status: int = -1
    took: float = 0.0

    def hold(self, name: str, data: bytes) -> None:
        self.file = self.folder / name
        self.file.write_bytes(data)

    def verify(self, *, keys: bool) -> None:
        """Bare Python: no site packages, nothing of the office, another process."""
        brought = ["--keys", str(self.keys)] if keys else []
        command = [sys.executable, "-S", "-m", "governance", "verify", str(self.file), "--json", *brought]
        bare = {"PATH": os.environ["PATH"], "PYTHONPATH": ""}
        done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=False, timeout=60)
        self.status = done.returncode
        told = json.loads(done.stdout)
        self.answers = {each["question"]: each for each in told["answers"]}
        self.claims = told["claims"]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """The auditor's desk, empty."""
    return Case(tmp_path)


@step("the evidence of the leaflet is handed to the auditor, and the key of the log")
def hand_evidence(house: House, case: Case) -> None:
    key = log_key(house.home, house.clock)
    note = seal(house.office.engine, house.home, key, house.clock)
    with reading(house.office.engine) as connection:
        case.hold("evidence.json", extract(connection, house.record_id(), note or b"").encode())
    case.keys = case.folder / "keys.txt"
    case.keys.write_text(key.public.vkey() + "\n")


@step("the packet of the leaflet is handed to the auditor, and the key of the log")
def hand_packet(house: House, case: Case) -> None:
    case.hold("packet.pdf", build_packet(house.office, house.home, house.record_id()).pdf)
    case.keys = case.folder / "keys.txt"
    case.keys.write_text(log_key(house.home, house.clock).public.vkey() + "\n")


@step("a later checkpoint of the same log is put under that evidence")
def later_checkpoint(house: House, case: Case) -> None:
    note = seal(house.office.engine, house.home, log_key(house.home, house.clock), house.clock)
    assert note is not None
    case.hold("evidence.json", replace(read_evidence(case.file.read_bytes()), checkpoint=note).encode())


@step("the auditor verifies it with bare Python, far from the office")
def verifies(house: House, case: Case) -> None:
    house.office.engine.dispose()
    house.home.database.unlink()
    case.verify(keys=True)


@step("the auditor verifies it without any key")
def verifies_without(case: Case) -> None:
    case.verify(keys=False)


@step("the auditor trusts the key of another log")
def other_key(house: House, case: Case) -> None:
    case.keys.write_text(log_key(Home(case.folder / "other").prepare(), house.clock).public.vkey() + "\n")


@step(parsers.re(r"somebody flips one bit of it, (?P<percent>\d+) % of the way in"))
def flips(case: Case, percent: str) -> None:
    data = bytearray(case.file.read_bytes())
    data[len(data) * int(percent) // 100] ^= 1
    case.file.write_bytes(data)


@step(parsers.re(r"somebody replaces “(?P<old>.+)” in it by “(?P<new>.+)”"))
def replaces(case: Case, old: str, new: str) -> None:
    data = case.file.read_bytes()
    assert old.encode() in data
    case.file.write_bytes(data.replace(old.encode(), new.encode()))


@step("somebody appends a page to it")
def appends(case: Case) -> None:
    case.file.write_bytes(case.file.read_bytes() + b"\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n")


@then("the answers are:")
def answers_are(case: Case, datatable: Sequence[Sequence[str]]) -> None:
    """| question | answer |, of intact, signed and lawful."""
    wanted = [tuple(row) for row in datatable[1:]]
    assert [(question, each["answer"]) for question, each in case.answers.items()] == wanted, case.answers
    assert case.status == any(answer == "no" for _, answer in wanted)


@then("the verdict says:")
def verdict_says(case: Case, datatable: Sequence[Sequence[str]]) -> None:
    """| claim | found |, every claim that was made and no other."""
    assert [(claim["id"], claim["found"]) for claim in case.claims] == [tuple(row) for row in datatable[1:]]


@then("some answer is no")
def some_no(case: Case) -> None:
    assert "no" in {each["answer"] for each in case.answers.values()}
    assert case.status == 1


@then(parsers.re(r"“(?P<question>\w+)” is answered (?P<answer>yes|no|not asked)"))
def answered(case: Case, question: str, answer: str) -> None:
    assert case.answers[question]["answer"] == answer, case.answers


@step(parsers.re(r"the decision of (?P<name>\w+) at (?P<gate>\w+) is imported from an older system"))
def imported(house: House, name: str, gate: str) -> None:
    law, state = house.law(), house.state()
    signer = acts.Signer(house.names[name], new_seed(), method="imported")
    judged = house.judgement(law.gate_by_name[gate], "approve", {})
    house.send(house.record, name, acts.decision(law, state, gate, judged, signer))


@then("the packet prints these decisions:")
def prints(house: House, case: Case, datatable: Sequence[Sequence[str]]) -> None:
    """| gate | who | signed with | sentence of signature |."""
    pages = decision_pages(packet_record(read_evidence(case.file.read_bytes()), "Europe/Berlin"))
    found = [[page.gate, page.person, page.signed_with, "yes" if page.sentence else "no"] for page in pages]
    assert found == [list(row) for row in datatable[1:]]


@then("the packet tells of notices only where it says that they are not proven")
def notices_apart(house: House, case: Case) -> None:
    before, books, after = _told(house, case).partition('id="books"')
    assert books
    chapter, _, appendix = after.partition('id="ledger"')
    assert "not proven" in chapter.partition("<table")[0]
    assert "To decide: Medical" in chapter
    assert "To decide: Medical" not in before + appendix


@then(parsers.re(r"it tells on which ground (?P<name>\w+) holds her role"))
def ground(house: House, case: Case, name: str) -> None:
    record = packet_record(read_evidence(case.file.read_bytes()), "Europe/Berlin")
    (held,) = [each for each in holdings(record) if each.person == name]
    assert held.role == "medical reviewer"
    assert held.ground
    assert held.ground in _told(house, case)


def _told(house: House, case: Case) -> str:
    """The whole packet as it would be printed."""
    evidence = read_evidence(case.file.read_bytes())
    with reading(house.office.engine) as connection:
        books = posted(connection, house.record_id(), size_of(evidence))
    verdict = examine(case.file.read_bytes(), ())
    key = log_key(house.home, house.clock).public
    return packet_html(packet_page(packet_record(evidence, "Europe/Berlin"), verdict, "ab" * 32, key, books)).html
