"""Printing: the structure other tools find in a packet, the same bytes twice, and hostile pages that get nothing."""

import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from socket import create_server

import pikepdf
import pytest
from weasyprint import HTML

from coe.packet.document import packet_html
from coe.packet.lettering import packet_fonts
from coe.packet.page import PacketPage, in_fours, short
from coe.packet.printing import Attached, PrintingError, PrintLimits, _leaf, render
from coe.packet.redline import Piece, redline
from tests.coe.packet_sample import FINGERPRINT, bare_packet, hostile_packet, sample_packet

AT = datetime(2026, 11, 23, 13, 12, tzinfo=UTC)
FILES = (
    Attached("evidence.json", b'{"entries":[]}', "application/json", "Entries, proofs and definitions", "Data"),
    Attached("MANIFEST", b"digest evidence.json\n", "text/plain", "Files and digests", "Supplement"),
)
pytestmark = pytest.mark.slow


def printed(page: PacketPage) -> bytes:
    made = packet_html(page)
    return render(
        made.html,
        attachments=FILES,
        title=page.record,
        identifier=bytes.fromhex(FINGERPRINT)[:16],
        made_at=AT,
        fonts=packet_fonts(),
        images=made.images,
    )


def page(html: str, limits: PrintLimits | None = None) -> bytes:
    return render(html, attachments=(), title="hostile", identifier=b"0" * 16, made_at=AT, fonts={}, limits=limits)


def _pseudo_elements(page: HTML) -> set[str]:
    """Those every element of a page is given, whether it shows them or not."""
    (sheet,) = page._ua_stylesheets()  # noqa: SLF001 - nothing public tells
    return {rule[3] for rule in sheet.matcher.other_selectors if rule[3]}


def words(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


@pytest.fixture(scope="module")
def packet() -> bytes:
    return printed(sample_packet())


def test_a_table_longer_than_a_page_says_on_each_what_it_is_and_what_its_columns_are(packet: bytes) -> None:
    pages = [page for page in words(packet).split("\f") if "Cardiologists" in page]
    assert len(pages) >= 2
    for page in pages:
        assert "Contact plan" in page
        assert "Segment" in page


def test_packet_has_the_structure_of_pdf_a_3u(packet: bytes, tmp_path: Path) -> None:
    file = tmp_path / "packet.pdf"
    file.write_bytes(packet)
    subprocess.run(["qpdf", "--check", str(file)], check=True, capture_output=True)
    with pikepdf.open(file) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.Lang == "en"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "U")
            assert metadata["dc:title"] == "INI-2026-0126"
        with pdf.open_outline() as outline:
            assert "Appendix: the ledger" in [entry.title for entry in outline.root]
        fonts = {
            str(font.BaseFont) for font in pdf.objects if isinstance(font, pikepdf.Dictionary) and "/BaseFont" in font
        }
        assert all(name[7] == "+" for name in fonts), "every font is embedded, as a subset"


def test_attachments_carry_type_relationship_and_the_given_date(packet: bytes) -> None:
    with pikepdf.open(BytesIO(packet)) as pdf:
        associated = {str(entry.UF): entry for entry in pdf.Root.AF}
        assert len(pdf.Root.AF) == 2
        names = [str(name) for name in list(pdf.Root.Names.EmbeddedFiles.Names)[::2]]
        assert names == sorted(names) == ["MANIFEST", "evidence.json"]
        for file in FILES:
            entry = associated[file.name]
            assert entry.AFRelationship == f"/{file.relationship}"
            assert entry.EF.F.Subtype == f"/{file.mime}"
            assert entry.EF.F.Params.ModDate == entry.EF.F.Params.CreationDate == "D:20261123131200Z"
            assert entry.EF.F.read_bytes() == file.content


def test_same_page_printed_by_two_processes_is_the_same_bytes(packet: bytes) -> None:
    assert printed(sample_packet()) == packet


def test_every_page_names_record_fingerprint_and_its_number(packet: bytes) -> None:
    pages = words(packet).split("\f")[:-1]
    assert len(pages) > 5
    for number, text in enumerate(pages, start=1):
        assert "INI-2026-0126" in text
        assert short(FINGERPRINT) in text
        assert f"{number} of {len(pages)}" in text


def test_summary_stands_on_one_page_with_the_whole_fingerprint(packet: bytes) -> None:
    first = words(packet).split("\f")[0]
    for heading in ("Key facts", "What this packet proves", "What it does not prove", "Fingerprint"):
        assert heading in first
    groups = in_fours(FINGERPRINT)
    for row in range(0, 16, 4):
        assert " ".join(groups[row : row + 4]) in first


def test_nothing_of_a_decision_is_left_behind_where_it_moves_to_the_next_page() -> None:
    page = sample_packet()
    some = (replace(page.decisions[n % 5], gate=f"Gate {n}", sentence=f"Sentence {n}.") for n in range(12))
    longer = tuple(replace(each, checklist=each.checklist * (1 + n % 3)) for n, each in enumerate(some))
    text = " ".join(words(printed(replace(page, decisions=longer, entries=page.entries[:1]))).split())
    for n in range(12):
        assert text.count(f"Sentence {n}.") == 1
        assert text.count(f"Gate {n}, round 2") == 2
    assert text.count("Why this verdict") == text.count("Shown before") == 12


def test_decision_shows_name_meaning_and_time_with_zone_and_utc(packet: bytes) -> None:
    text = " ".join(words(packet).split())
    for shown in ("Dr Imre Szabó", "Meaning approval", "20 Nov 2026, 16:58:14 in Berlin", "2026-11-20T15:58:14Z"):
        assert shown in text


def test_hostile_text_is_printed_as_text() -> None:
    made = packet_html(hostile_packet())
    assert "<script" not in made.html
    assert "<img src=https" not in made.html
    assert "\u202e" not in made.html
    assert "49" not in made.html.split("gnp.exe", 1)[1][:20]
    text = words(printed(hostile_packet()))
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text


def test_empty_lists_are_said_to_be_empty() -> None:
    html = packet_html(bare_packet()).html
    for sentence in (
        "Nothing was submitted.", "Nobody has decided.", "No changes were asked for.", "No condition was set.",
        "Nothing else was done.", "No time has been spent.", "Nobody who acted holds a role.", "No entries.",
        "The definition names no sources.", "The books were not looked into.",
    ):  # fmt: skip
        assert sentence in html


@pytest.fixture
def listening() -> Iterator[tuple[int, list[str]]]:
    """A server on loopback that remembers who came."""
    came: list[str] = []
    server = create_server(("127.0.0.1", 0))

    def accept() -> None:
        try:
            connection, address = server.accept()
        except OSError:
            return
        came.append(str(address))
        connection.close()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield server.getsockname()[1], came
    server.close()


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="attachment" href="file:///etc/hostname">',
        '<img src="file:///etc/hostname">',
        '<img src="http://127.0.0.1:PORT/x.png">',
        '<style>@import url("http://127.0.0.1:PORT/x.css");</style>',
        '<p style="background:url(http://127.0.0.1:PORT/x.png)">x</p>',
        "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E\">",
        '<a rel="attachment" href="file:///etc/hostname">x</a>',
    ],
)
def test_page_that_reaches_outside_is_not_printed(markup: str, listening: tuple[int, list[str]]) -> None:
    port, came = listening
    with pytest.raises(PrintingError, match=r"the page (asks for|attaches)"):
        page(f"<html><body>{markup.replace('PORT', str(port))}<p>text</p></body></html>")
    assert came == []


def test_no_element_has_a_style_for_footnotes_it_cannot_have() -> None:
    ours, theirs = (_pseudo_elements(page) for page in (_leaf("<p>text", None), HTML(string="<p>text")))
    assert theirs - ours == {"marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}


def test_page_that_never_ends_is_stopped() -> None:
    rows = "".join("<tr>" + "<td>word word</td>" * 12 + "</tr>" for _ in range(20_000))
    with pytest.raises(PrintingError, match="smaller"):
        page(f"<table>{rows}</table>", PrintLimits(seconds=4))


def test_page_that_needs_too_much_memory_is_stopped() -> None:
    with pytest.raises(PrintingError):
        page("<p>small</p>", PrintLimits(memory=64 << 20))


def test_page_longer_than_the_limit_is_not_even_tried() -> None:
    with pytest.raises(PrintingError, match="1001 characters, at most 1000"):
        page("x" * 1001, PrintLimits(html=1000))


def test_redline_keeps_words_whole_and_loses_none() -> None:
    old, new = "keeps patients out of hospital today", "was followed by fewer admissions per 100 patients today"
    pieces = redline(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "cut") == new
    assert pieces[-1] == Piece("same", "today")
    assert redline("", "new") == (Piece("added", "new"),)
    assert redline("same", "same") == (Piece("same", "same"),)
