"""The office's seal on a packet: a certifying PDF signature (P-256, no changes permitted) from a key kept in a folder.

It is for PDF tools. People's signatures are entries of the ledger; the log's own key is another.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

KEY, CERTIFICATE = "seal-key.pem", "seal-certificate.pem"
FIELD = "Seal"
YEARS = 10
PERMISSIONS_OTHERS_HAVE = 0o077


class SealError(Exception):
    """The seal cannot be made or set: what, where, why, and the cure."""


def make_seal_key(folder: Path, *, at: datetime | None = None, holder: str = "Clearway seal") -> Path:
    """Makes the key (mode 0600) and its self-signed certificate once; a later call changes nothing.

    Returns the certificate's path, which auditors may have. `at` is when the certificate starts, else the clock's now.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file, certificate_file = folder / KEY, folder / CERTIFICATE
    if key_file.exists() and certificate_file.exists():
        return certificate_file
    if key_file.exists() or certificate_file.exists():
        raise SealError(
            f"the seal in {folder} is half there: restore {KEY} and {CERTIFICATE} together, or move both away"
        )
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key, holder, at or datetime.now(UTC))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write_once(key_file, secret, 0o600)
    _write_once(certificate_file, certificate, 0o644)
    return certificate_file


def certificate_fingerprint(folder: Path) -> str:
    """The SHA-256 of the seal's certificate (DER) in hex, which auditors keep and `verify --seal` is given."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    try:
        certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
    except (OSError, ValueError) as error:
        raise SealError(f"the seal's certificate in {folder} cannot be read: {error}; restore {CERTIFICATE}") from error
    return certificate.fingerprint(hashes.SHA256()).hex()


def seal(
    pdf: bytes, key_dir: Path, *, at: datetime, reason: str = "Audit packet sealed by the office", field: str = FIELD
) -> bytes:
    """The PDF with an invisible certifying signature appended, its claimed time `at` (which needs a zone).

    Raises SealError when there is no key, others can read it, or the PDF cannot be sealed.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError as PyhankoPdfError
    from pyhanko.sign import fields, signers
    from pyhanko.sign.general import SigningError

    if at.tzinfo is None:
        raise SealError("sealing: the time has no zone; give one")
    signer = _signer(key_dir)
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        reason=reason,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        output = BytesIO()
        sealing = _signer_at(at)(metadata, signer, new_field_spec=fields.SigFieldSpec(field, box=None))
        # PyHanko runs an event loop of its own, which it cannot on a thread of a caller that already has one.
        with ThreadPoolExecutor(max_workers=1) as alone:
            alone.submit(sealing.sign_pdf, writer, output=output).result()
    except (PyhankoPdfError, SigningError, ValueError) as error:
        raise SealError(f"sealing: {error}; seal a PDF that render() made, once") from error
    return output.getvalue()


def _signer_at(at: datetime) -> Any:
    """PyHanko's signer with the moment handed in: its own would read the clock."""
    from pyhanko.sign.signers import PdfSigner

    class SignerAt(PdfSigner):
        def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:  # noqa: FBT001, FBT002 - its signature
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = at
            return session

    return SignerAt


def _signer(key_dir: Path) -> Any:
    from pyhanko.sign.signers import SimpleSigner

    key_file, certificate_file = key_dir / KEY, key_dir / CERTIFICATE
    if not key_file.is_file() or not certificate_file.is_file():
        raise SealError(f"sealing: no seal in {key_dir}; make one with make_seal_key")
    if key_file.stat().st_mode & PERMISSIONS_OTHERS_HAVE:
        raise SealError(
            f"sealing: {key_file} can be read by others; chmod 600 it, and replace the seal if it was copied"
        )
    signer = SimpleSigner.load(str(key_file), str(certificate_file))  # type: ignore[no-untyped-call]
    if signer is None:
        raise SealError(f"sealing: the seal in {key_dir} cannot be read; restore {KEY} and {CERTIFICATE} together")
    public = signer.signing_cert.public_key
    if public.algorithm != "ec" or public.curve != ("named", "secp256r1"):
        raise SealError(f"sealing: the key in {key_dir} is not on P-256, and no verifier would read its seal; use one")
    return signer


def _certificate(key: "EllipticCurvePrivateKey", holder: str, start: datetime) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, holder)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - timedelta(minutes=5))
        .not_valid_after(start + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_once(file: Path, content: bytes, mode: int) -> None:
    """Creates the file with its mode from the first moment, on the disk before this returns."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
