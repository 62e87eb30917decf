"""The office's seal, as PDF tools see it."""

import asyncio
import shutil
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from ssl import PEM_cert_to_DER_cert

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from coe.packet.seal import SealError, certificate_fingerprint, make_seal_key, seal
from governance.formats.pdf import evidence_from_pdf
from tests.governance.sealed_pdf import by_pikepdf

AT = datetime(2026, 11, 23, 13, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_seal_key(folder, at=AT)
    return folder


@pytest.fixture(scope="module")
def plain() -> bytes:
    return by_pikepdf({"evidence.json": b"{}"})


@pytest.fixture(scope="module")
def sealed(plain: bytes, keys: Path) -> bytes:
    return seal(plain, keys, at=AT, reason="Audit packet of INI-2026-0126")


def test_key_is_p256_for_its_owner_alone_and_made_once(keys: Path) -> None:
    key = keys / "seal-key.pem"
    before = key.read_bytes()
    certificate = x509.load_pem_x509_certificate(make_seal_key(keys, at=AT).read_bytes())

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_bytes() == before
    public = certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert public.curve.name == "secp256r1"
    assert certificate.not_valid_before_utc < AT < certificate.not_valid_after_utc


def test_poppler_finds_one_valid_signature_over_the_whole_document(sealed: bytes, tmp_path: Path) -> None:
    assert shutil.which("pdfsig"), "install poppler-utils: this test asks another implementation"
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)

    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "Signature #2" not in said
    assert "Nov 23 2026 13:12:00" in said


def test_pyhanko_accepts_it_as_a_certification_that_permits_no_changes(sealed: bytes, keys: Path) -> None:
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    root = load_cert_from_pemder(str(keys / "seal-certificate.pem"))  # type: ignore[no-untyped-call]
    trust = ValidationContext(trust_roots=[root], moment=AT)
    embedded = PdfFileReader(BytesIO(sealed)).embedded_signatures[0]
    status = validate_pdf_signature(embedded, signer_validation_context=trust)

    assert status.intact
    assert status.valid
    assert status.bottom_line
    assert embedded.docmdp_level == MDPPerm.NO_CHANGES
    assert embedded.field_name == "Seal"
    assert embedded.sig_object["/Reason"] == "Audit packet of INI-2026-0126"


def test_pyhanko_refuses_an_attachment_swapped_after_the_seal(sealed: bytes) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    swapped = _swap_evidence(sealed)

    nobody = ValidationContext(trust_roots=[])
    status = validate_pdf_signature(PdfFileReader(BytesIO(swapped)).embedded_signatures[0], nobody)

    assert status.intact
    assert status.modification_level == ModificationLevel.OTHER
    found = evidence_from_pdf(swapped)
    assert found.appended
    assert found.evidence == b"{}"
    with pikepdf.open(BytesIO(swapped)) as pdf:
        assert pdf.attachments["evidence.json"].get_file().read_bytes() == b"forged", (
            "the trap is set for other viewers"
        )


def _swap_evidence(sealed: bytes) -> bytes:
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    tree = writer.root["/Names"]["/EmbeddedFiles"]
    file = tree["/Names"][1]["/EF"]["/F"]
    file._data, file._encoded_data = b"forged", None  # noqa: SLF001 - an attacker respects no underscore
    file.pop(pdf_name("/Filter"), None)
    writer.update_container(file)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def test_the_bare_reader_finds_the_seal_over_everything(sealed: bytes) -> None:
    found = evidence_from_pdf(sealed)

    assert (found.covers_all, found.appended, found.signatures, found.permissions) == (True, False, 1, 1)


def test_a_caller_with_an_event_loop_of_its_own_may_seal(plain: bytes, keys: Path) -> None:
    async def caller() -> bytes:
        return seal(plain, keys, at=AT)

    assert asyncio.run(caller()).startswith(plain[:8])


def test_nothing_is_drawn_on_the_page(sealed: bytes) -> None:
    with pikepdf.open(BytesIO(sealed)) as pdf:
        rectangles = [list(widget.Rect) for widget in pdf.pages[0].get("/Annots", [])]
    assert all(rectangle == [0, 0, 0, 0] for rectangle in rectangles)


def test_sealing_says_what_is_missing(plain: bytes, tmp_path: Path, keys: Path) -> None:
    with pytest.raises(SealError, match="make_seal_key"):
        seal(plain, tmp_path, at=AT)
    with pytest.raises(SealError, match="no zone"):
        seal(plain, keys, at=AT.replace(tzinfo=None))
    with pytest.raises(SealError, match="seal a PDF that render"):
        seal(b"no pdf at all", keys, at=AT)


def test_a_key_that_no_verifier_reads_seals_nothing(plain: bytes, tmp_path: Path) -> None:
    key, name = ec.generate_private_key(ec.SECP384R1()), x509.Name([])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = builder.serial_number(5).not_valid_before(AT).not_valid_after(AT + timedelta(days=1))
    certificate = dated.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    pem, plainly = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (tmp_path / "seal-certificate.pem").write_bytes(certificate)
    (tmp_path / "seal-key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, pem, plainly))
    (tmp_path / "seal-key.pem").chmod(0o600)

    with pytest.raises(SealError, match="not on P-256"):
        seal(plain, tmp_path, at=AT)


def test_the_fingerprint_is_the_digest_of_the_certificate(keys: Path) -> None:
    certificate = PEM_cert_to_DER_cert((keys / "seal-certificate.pem").read_text("ascii"))

    assert sha256(certificate).hexdigest() == certificate_fingerprint(keys)


def test_a_fingerprint_of_no_certificate_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SealError, match=r"restore seal-certificate\.pem"):
        certificate_fingerprint(tmp_path)


def test_key_others_can_read_seals_nothing(plain: bytes, tmp_path: Path) -> None:
    make_seal_key(tmp_path, at=AT)
    (tmp_path / "seal-key.pem").chmod(0o644)

    with pytest.raises(SealError, match="read by others"):
        seal(plain, tmp_path, at=AT)


def test_half_a_seal_is_never_made_whole_by_a_new_key(tmp_path: Path) -> None:
    make_seal_key(tmp_path, at=AT)
    (tmp_path / "seal-key.pem").unlink()

    with pytest.raises(SealError, match="half there"):
        make_seal_key(tmp_path, at=AT)
