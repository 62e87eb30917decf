"""One real packet, made, sealed, read by other tools, attacked, and made again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import delete

from coe.acts import Act, Judgement
from coe.database import reading, writing
from coe.evidence.keys import log_key
from coe.packet.books import posted
from coe.packet.build import Packet, build_packet, unsealed_packet
from coe.packet.extract import extract, size_of
from coe.tables import disclosure
from governance.__main__ import main
from governance.formats.pdf import evidence_from_pdf
from governance.record import commands as c
from governance.verifier.evidence import Evidence, read_evidence
from tests.coe.evidence_office import Bureau, bureau

pytestmark = pytest.mark.slow
HOSTILE = "<script>alert(1)</script><img src=https://evil.example/x.png> {{ 7*7 }} \u202eevil 田中"
OWNER = "Dr Olga <b>Fett</b>"


@dataclass
class Made:
    house: Bureau
    packet: Packet
    evidence: Evidence
    folder: Path

    def asked(self, pdf: bytes, *words: str) -> int:
        """The verifier's exit status for these bytes, with the log's key."""
        (self.folder / "asked.pdf").write_bytes(pdf)
        return main(["verify", str(self.folder / "asked.pdf"), "--keys", str(self.folder / "keys.txt"), *words])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("packet")
    house = bureau(folder, OWNER)
    house.submits({"title": "Leaflet " + HOSTILE, "who": "Nurse Ada", "story": "Once\n\n" + HOSTILE})
    given = Judgement("request changes", note="Note " + HOSTILE, requests=(("title", "Ask " + HOSTILE),))
    house.says("mia", "medical", given)
    house.submits({"title": "Calm", "who": "Nurse Ada", "story": "Twice"}, {"r1": "Reply " + HOSTILE})
    condition = Judgement("approve with conditions", conditions=(("Condition " + HOSTILE, ""),))
    house.says("mia", "medical", condition)
    for name in ("cora", "leo"):
        house.says(name, "board", Judgement("approve"))
    note = house.text("Met " + HOSTILE)
    house.does("olga", Act(c.MeetCondition("c1", note.commit), (note,)))
    packet = build_packet(house.office, house.home, house.record)
    (folder / "keys.txt").write_text(log_key(house.home, house.clock).public.vkey() + "\n", encoding="ascii")
    yield Made(house, packet, read_evidence(packet.evidence), folder)
    house.engine.dispose()


def words(pdf: bytes) -> str:
    """The packet's text as another tool reads it, each run of blanks as one."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_evidence_inside_is_the_evidence_that_was_built(made: Made) -> None:
    inside = evidence_from_pdf(made.packet.pdf)
    assert inside.evidence == made.packet.evidence == made.evidence.encode()
    assert inside.manifest == f"{sha256(inside.evidence).hexdigest()}  evidence.json\n".encode()
    assert made.packet.fingerprint == sha256(inside.manifest).hexdigest()
    assert (inside.appended, inside.covers_all, inside.signatures, inside.permissions) == (False, True, 1, 1)
    with pikepdf.open(BytesIO(made.packet.pdf)) as pdf:
        held = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
    assert held == {"evidence.json": inside.evidence, "MANIFEST": inside.manifest}


def test_sha256sum_agrees_with_the_manifest(made: Made, tmp_path: Path) -> None:
    inside = evidence_from_pdf(made.packet.pdf)
    (tmp_path / "evidence.json").write_bytes(inside.evidence)
    (tmp_path / "MANIFEST").write_bytes(inside.manifest or b"")
    subprocess.run(["sha256sum", "--strict", "-c", "MANIFEST"], cwd=tmp_path, check=True, capture_output=True)


def test_a_pdf_tool_finds_the_seal_whole(made: Made, tmp_path: Path) -> None:
    (tmp_path / "p.pdf").write_bytes(made.packet.pdf)
    done = subprocess.run(["pdfsig", "-nocert", "p.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Signature is Valid" in done.stdout
    assert "Total document signed" in done.stdout
    subprocess.run(["qpdf", "--check", "p.pdf"], cwd=tmp_path, check=True, capture_output=True)


def test_the_verifier_says_yes_three_times(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert made.asked(made.packet.pdf) == 0
    assert capsys.readouterr().out.count("YES") == 3


def test_a_bare_python_says_yes_too(made: Made) -> None:
    (made.folder / "bare.pdf").write_bytes(made.packet.pdf)
    root = Path(__file__).resolve().parents[2]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-S", "-m", "governance", "verify", str(made.folder / "bare.pdf")],
        cwd=root, env=clean, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_an_attachment_swapped_by_an_update_is_a_no_and_the_sealed_one_is_read(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    from pyhanko.pdf_utils import embed

    out = IncrementalPdfFileWriter(BytesIO(made.packet.pdf))
    content = embed.EmbeddedFileObject.from_file_data(out, data=b"{}", mime_type="application/json")
    embed.embed_file(out, embed.FileSpec("evidence.json", embedded_data=content))
    swapped = BytesIO()
    out.write(swapped)  # type: ignore[no-untyped-call]  # pyHanko's own
    assert evidence_from_pdf(swapped.getvalue()).evidence == made.packet.evidence
    assert made.asked(swapped.getvalue()) == 1
    told = capsys.readouterr().out
    assert "bytes were appended after it was sealed" in told
    assert "Lawful?    YES" in told


def test_a_validator_that_knows_pdf_signatures_accepts_the_seal_and_no_change_after_it(made: Made) -> None:
    assert judged(made.packet.pdf, made.house.home.keys) == (True, True, True)
    swapped = BytesIO()
    out = IncrementalPdfFileWriter(BytesIO(made.packet.pdf))
    out.root["/Lang"] = TextStringObject("xx")
    out.update_root()  # type: ignore[no-untyped-call]
    out.write(swapped)  # type: ignore[no-untyped-call]  # pyHanko's own
    assert judged(swapped.getvalue(), made.house.home.keys) == (True, True, False)


def judged(pdf: bytes, keys: Path) -> tuple[bool, bool, bool]:
    """Whether pyHanko finds the sealed bytes intact, the signature valid, and nothing done after it that it forbids."""
    root = load_cert_from_pemder(str(keys / "seal-certificate.pem"))  # type: ignore[no-untyped-call]
    embedded = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    moment = embedded.self_reported_timestamp
    trust = ValidationContext(trust_roots=[root], moment=moment)
    # It starts an event loop, and a browser used in this thread before has left one running.
    with ThreadPoolExecutor(1) as own:
        found = own.submit(validate_pdf_signature, embedded, trust).result()
    return found.intact, found.valid, bool(found.docmdp_ok)


def test_a_sealed_packet_keeps_the_structure_it_was_printed_with(made: Made) -> None:
    with pikepdf.open(BytesIO(made.packet.pdf)) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("en", True)
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert pdf.Root.StructTreeRoot.K
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "U")
        assert {str(file.UF): str(file.AFRelationship) for file in pdf.Root.AF} == {
            "evidence.json": "/Data", "MANIFEST": "/Supplement",
        }  # fmt: skip


def test_every_decision_stands_in_the_text_other_tools_take_out(made: Made) -> None:
    text = words(made.packet.pdf)
    for gate, who, outcome in (
        ("Medical, round 1", "Dr Mia", "Asked for changes"),
        ("Medical, round 2", "Dr Mia", "Approved with conditions"),
        ("Board, round 2", "Dr Cora", "Approved"),
        ("Board, round 2", "Dr Leo", "Approved"),
    ):
        # Once in the contents, once where it is told.
        assert text.count(f"{gate}: {outcome}") >= 1
        assert text.count(gate) >= 2
        assert text.count(who) >= 2
    assert text.count("Signed with password, second factor") == 4


def test_only_enclosed_type_is_used_whatever_was_written(made: Made) -> None:
    with pikepdf.open(BytesIO(made.packet.pdf)) as pdf:
        fonts = {str(x.BaseFont)[8:] for x in pdf.objects if isinstance(x, pikepdf.Dictionary) and "/BaseFont" in x}
    ours = ("Schibsted-Grotesk", "Source-Serif-4", "IBM-Plex-Mono")
    assert not {name for name in fonts if not name.startswith(ours)}
    assert "U+202E" in words(made.packet.pdf)
    assert "U+7530 U+4E2D" in words(made.packet.pdf)


def test_evidence_changed_within_the_sealed_bytes_is_a_no(made: Made) -> None:
    with pikepdf.open(BytesIO(made.packet.pdf)) as pdf:
        spec = pdf.attachments["evidence.json"]
        spec.get_file().obj.write(made.packet.evidence.replace(b"approval", b"removal."))
        out = BytesIO()
        pdf.save(out)
    assert made.asked(out.getvalue()) == 1


def test_the_same_inputs_give_the_same_bytes_before_sealing(made: Made) -> None:
    key = log_key(made.house.home, made.house.clock).public
    with reading(made.house.engine) as connection:
        books = posted(connection, made.house.record, size_of(made.evidence))
    assert books
    first, second = (unsealed_packet(made.evidence, key, "Europe/Berlin", books) for _ in range(2))
    assert first == second
    assert made.packet.pdf.startswith(first.pdf)
    assert first.evidence == made.packet.evidence


def test_what_people_wrote_is_printed_and_does_nothing(made: Made) -> None:
    text = words(made.packet.pdf)
    for place in ("Leaflet", "Note", "Ask", "Reply", "Condition", "Met", "Dr Olga"):
        assert f"{place} <" in text
    squeezed = text.replace(" ", "")
    assert squeezed.count("<script>alert(1)</script>") >= 6
    assert "{{7*7}}" in squeezed
    assert "\u202e" not in text
    with pikepdf.open(BytesIO(made.packet.pdf)) as pdf:
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert "/OpenAction" not in pdf.Root
        links = [note for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
        assert not [note for note in links if note.A.get("/S") in ("/URI", "/Launch", "/JavaScript")]


def test_fingerprint_and_record_stand_on_the_pages(made: Made) -> None:
    text = words(made.packet.pdf)
    assert made.house.state().number in text
    assert made.packet.fingerprint[:4] in text
    assert log_key(made.house.home, made.house.clock).public.name in text.replace(" ", "")


def test_an_erased_text_is_printed_as_erased_and_everything_stays_proven(made: Made) -> None:
    gone = next(each for each in made.evidence.disclosed if each.value == OWNER)
    house = made.house
    with writing(house.engine) as connection:
        connection.execute(delete(disclosure).where(disclosure.c.commit == gone.commit))
    with reading(house.engine) as connection:
        left = extract(connection, house.record, made.evidence.checkpoint)
    assert left == replace(made.evidence, disclosed=tuple(x for x in made.evidence.disclosed if x != gone))
    packet = build_packet(house.office, house.home, house.record)
    assert "erased person" in words(packet.pdf)
    assert "Fett" not in words(packet.pdf)
    assert made.asked(packet.pdf) == 0
