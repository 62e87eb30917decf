"""What a bare Python reads out of a sealed PDF, and what it refuses to read."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coe.packet.seal import make_seal_key, seal
from governance.formats.cms import signer
from governance.formats.pdf import PdfError, evidence_from_pdf
from governance.formats.pdf_file import Revision, Stream
from governance.formats.pdf_syntax import Name, Reader, Reference, Text
from tests.governance.sealed_pdf import by_pikepdf, document, packed, sealed, signature, stream, written

EVIDENCE = b'{"entries":[1,2,3]}'
FILES = {b"evidence.json": EVIDENCE, b"MANIFEST": b"digest evidence.json\n"}
PACKET = sealed(written(document(FILES)))


def test_evidence_and_manifest_come_out_byte_for_byte() -> None:
    found = evidence_from_pdf(PACKET)

    assert found.evidence == EVIDENCE
    assert found.manifest == FILES[b"MANIFEST"]
    assert (found.sealed, found.size, found.appended) == (len(PACKET), len(PACKET), False)
    assert (found.covers_all, found.signatures, found.permissions) == (True, 1, 1)
    assert signer(found.contents).digest == found.digest


def test_pdf_without_a_seal_is_refused_with_a_clear_sentence() -> None:
    with pytest.raises(PdfError, match="not sealed"):
        evidence_from_pdf(written(document(FILES)))
    with pytest.raises(PdfError, match="not a PDF"):
        evidence_from_pdf(b'{"this":"is evidence.json"}')


def test_swapped_attachment_in_a_later_revision_is_not_read_but_told() -> None:
    swapped = written({11: packed(b'{"entries":[]}')}, PACKET)

    found = evidence_from_pdf(swapped)

    assert found.evidence == EVIDENCE
    assert found.appended
    assert found.sealed == len(PACKET)
    assert found.size == len(swapped)


def test_later_revision_with_a_seal_of_its_own_does_not_replace_the_first() -> None:
    form, field = b"<< /Fields [4 0 R 6 0 R] /SigFlags 3 >>", b"<< /FT /Sig /T (Again) /V 7 0 R >>"
    again = sealed(written({3: form, 6: field, 7: signature(), 11: packed(b"other")}, PACKET))

    found = evidence_from_pdf(again)

    assert found.evidence == EVIDENCE
    assert found.signatures == 2
    assert found.appended


def test_later_revision_that_hides_the_signature_field_changes_nothing() -> None:
    hidden = written({1: b"<< /Type /Catalog /Pages 2 0 R >>"}, PACKET)

    assert evidence_from_pdf(hidden).evidence == EVIDENCE


def test_a_single_byte_after_the_seal_is_told() -> None:
    assert evidence_from_pdf(PACKET + b"\n").appended


def test_seal_that_leaves_more_than_itself_uncovered_is_told() -> None:
    assert not evidence_from_pdf(sealed(written(document(FILES)), spare=7)).covers_all


def test_seal_that_spares_another_string_than_the_signature_is_told() -> None:
    elsewhere = signature().replace(b" /Contents ", b" /Contents <00> /Spared ")

    assert not evidence_from_pdf(sealed(written({**document(FILES), 5: elsewhere}))).covers_all


def test_attachment_that_talks_like_a_signature_is_only_an_attachment() -> None:
    lying = b"5 0 obj << /Type /Sig /ByteRange [0 10 20 30] /Contents <00> >> endobj %%EOF"
    objects = document({b"evidence.json": lying})
    objects[11] = stream(lying, b"/Type /EmbeddedFile")

    found = evidence_from_pdf(sealed(written(dict(sorted(objects.items(), reverse=True)))))

    assert found.evidence == lying
    assert found.signatures == 1


def test_two_different_files_of_one_name_are_refused() -> None:
    objects = document(FILES, associated=b"20 0 R")
    objects[20] = b"<< /Type /Filespec /UF (evidence.json) /EF << /F 21 0 R >> >>"
    objects[21] = packed(b"another")
    with pytest.raises(PdfError, match=r"two different attachments named evidence\.json"):
        evidence_from_pdf(sealed(written(objects)))

    objects[21] = packed(EVIDENCE)
    assert evidence_from_pdf(sealed(written(objects))).evidence == EVIDENCE


def test_other_content_under_the_second_key_of_one_attachment_is_refused() -> None:
    objects = document(FILES)
    objects[10] = b"<< /Type /Filespec /UF (evidence.json) /EF << /F 11 0 R /UF 21 0 R >> >>"
    objects[21] = packed(b"what another viewer shows")

    with pytest.raises(PdfError, match="two different attachments"):
        evidence_from_pdf(sealed(written(objects)))


def test_evidence_named_only_among_associated_files_is_found() -> None:
    objects = document({}, associated=b"20 0 R")
    objects[20] = (
        b"<< /Type /Filespec /UF <FEFF00650076006900640065006E00630065002E006A0073006F006E> /EF << /UF 21 0 R >> >>"
    )
    objects[21] = packed(EVIDENCE)

    found = evidence_from_pdf(sealed(written(objects)))

    assert found.evidence == EVIDENCE
    assert found.manifest is None


def test_sealed_pdf_without_evidence_is_refused() -> None:
    with pytest.raises(PdfError, match=r"no attachment named evidence\.json"):
        evidence_from_pdf(sealed(written(document({b"other.json": b"{}"}))))


def test_object_streams_and_cross_reference_streams_are_read(tmp_path: Path) -> None:
    plain = by_pikepdf({"evidence.json": EVIDENCE}, object_streams=True)
    assert b"/ObjStm" in plain
    at = datetime(2026, 11, 23, 13, 12, tzinfo=UTC)
    make_seal_key(tmp_path, at=at)

    found = evidence_from_pdf(seal(plain, tmp_path, at=at))

    assert found.evidence == EVIDENCE
    assert found.covers_all
    assert not found.appended


def test_every_cut_and_every_changed_byte_is_read_or_refused_but_never_breaks() -> None:
    chance = random.Random(7)
    refused = 0
    for at in range(len(PACKET)):
        changed = bytearray(PACKET)
        changed[at] = chance.choice(b"0123456789<>[]()/R \n\x00\xff")
        for damaged in (PACKET[:at], bytes(changed)):
            try:
                evidence_from_pdf(damaged)
            except PdfError:
                refused += 1
    assert refused > len(PACKET)


@pytest.mark.parametrize(
    ("objects", "why"),
    [
        ({3: b"<< /Fields [6 0 R] >>", 6: b"<< /Kids [6 0 R] /T (x) >>"}, "circle"),
        ({1: b"7 0 R", 7: b"1 0 R"}, "circle"),
        ({11: b"<< /Length 11 0 R /Filter /FlateDecode >>\nstream\nx\nendstream"}, "circle"),
        ({11: stream(b"not zlib", b"/Filter /FlateDecode")}, "does not decompress"),
        ({11: stream(b"x", b"/Filter /LZWDecode")}, "does not know"),
        ({11: b"<< /Length 99999999 >>\nstream\nx\nendstream"}, "no line end or no /Length"),
        ({11: b"[" * 500}, "nest deeper"),
        ({10: b"<< /UF (evidence.json) /UF (other) >>"}, "twice"),
        ({1: b"<< /Type /Catalog /AcroForm 3 0 R /Names << /EmbeddedFiles << /Names [(a)] >> >> >>"}, "without a file"),
        ({1: b"(no catalog)"}, "catalog"),
    ],
)
def test_malformed_pdf_is_refused_with_what_and_where(objects: dict[int, bytes], why: str) -> None:
    with pytest.raises(PdfError, match=why):
        evidence_from_pdf(sealed(written({**document(FILES), **objects})))


def test_encrypted_pdf_is_refused() -> None:
    with pytest.raises(PdfError, match="encrypted"):
        evidence_from_pdf(sealed(written(document(FILES), trailer=b"/Encrypt << >>")))


def test_cross_references_that_repeat_are_refused() -> None:
    at = written({}).rindex(b"xref\n0 1")
    with pytest.raises(PdfError, match="repeat"):
        Revision(written({}, trailer=b"/Prev %d" % at))


def test_decompression_stops_at_its_limit() -> None:
    bomb = written({1: packed(b"\x00" * 5_000_000)})
    revision = Revision(bomb, most_inflated=1_000_000)
    found = revision.resolve(Reference(1, 0))
    assert isinstance(found, Stream)

    with pytest.raises(PdfError, match="more than 1000000 bytes"):
        revision.content(found, "the attachment")


def test_strings_and_names_are_read_with_their_escapes() -> None:
    reader = Reader(rb"(a\(b\)\101\n(in)\) ) /A#42 <4 1 4> [1 0 R -2.5 true null]")

    assert reader.value() == Text(b"a(b)A\n(in)) ", 0, 21)
    assert reader.value() == Name("AB")
    assert reader.value() == Text(b"A@", 28, 35, hexadecimal=True)
    assert reader.value() == [Reference(1, 0), -2.5, True, None]
