"""A packet's own seal, held against the PDF by a bare Python: what it says, what it cannot, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coe.packet.seal import certificate_fingerprint, make_seal_key, seal
from governance.__main__ import main
from governance.formats.cms import LONGEST, Signer, signer
from governance.formats.der import DerError, dotted
from governance.formats.pdf import evidence_from_pdf
from governance.verifier.brought import examined
from governance.verifier.verdict import Claim, Verdict
from tests.governance.asking import KEYS, lawful
from tests.governance.sealed_cms import (
    DATA,
    DIGEST_SHA512,
    KEY,
    MESSAGE_DIGEST,
    OTHER,
    RSA_KEY,
    SERIAL,
    Cms,
    attribute,
    certificate,
    der,
    fingerprint,
    oid,
    sequence,
    signed_by,
)
from tests.governance.sealed_pdf import HOLE, by_hand, by_pikepdf, document, sealed, written

EVIDENCE = lawful().encode()
MANIFEST = f"{sha256(EVIDENCE).hexdigest()}  evidence.json\n".encode()
INSIDE = written(document({b"evidence.json": EVIDENCE, b"MANIFEST": MANIFEST}))
PACKET = sealed(INSIDE)
DIGEST = evidence_from_pdf(PACKET).digest
AT = datetime(2026, 11, 23, 13, 12, tzinfo=UTC)
FIVE = der(0x02, b"\x05")


def said(verdict: Verdict) -> tuple[str, ...]:
    return tuple(answer.say for answer in verdict.answers)


def found(verdict: Verdict, name: str) -> Claim:
    return next(claim for claim in verdict.claims if claim.id == name)


def faults(verdict: Verdict) -> str:
    return "\n".join(line for answer in verdict.answers for line in answer.contradictions)


def asked(data: bytes, brought: str = "") -> Verdict:
    return examined(data, KEYS, certificate=brought)


def test_a_seal_that_holds_establishes_the_bytes_and_leaves_open_whose_it_is() -> None:
    verdict = asked(PACKET)
    assert said(verdict) == ("yes", "yes", "yes")
    assert found(verdict, "seal").found == "established"
    whose = found(verdict, "sealer")
    assert whose.found == "not established"
    assert whose.grounds[0].startswith(f"{fingerprint()} is the SHA-256 of the certificate inside; anybody")
    assert sha256(MANIFEST).hexdigest() in found(verdict, "pages").grounds[0]


def test_the_certificate_the_auditor_brings_is_established_and_another_is_a_no() -> None:
    assert found(asked(PACKET, fingerprint()), "sealer").found == "established"
    verdict = asked(sealed(INSIDE, by=lambda digest: Cms(digest, key=OTHER).bytes()), fingerprint())
    assert said(verdict) == ("yes", "no", "yes")
    assert found(verdict, "sealer").found == "contradicted"
    assert fingerprint(certificate(OTHER)) in faults(verdict)


def test_without_keys_a_certificate_that_did_not_seal_is_a_no_all_the_same() -> None:
    assert said(examined(PACKET, (), certificate=fingerprint())) == ("yes", "not asked", "yes")
    assert said(examined(PACKET, (), certificate="0" * 64)) == ("yes", "no", "yes")


def test_evidence_alone_has_no_seal_to_show() -> None:
    verdict = asked(EVIDENCE, fingerprint())
    assert said(verdict) == ("yes", "no", "yes")
    assert "found evidence without a seal" in faults(verdict)


def test_one_changed_byte_outside_the_seal_is_a_no_wherever_it_is() -> None:
    """Also in bytes that mean nothing to the evidence, as those of pages do."""
    hole = PACKET.index(b"/Contents <")
    place = PACKET.index(b"/Count 0")
    for at in (place, hole - 1, len(PACKET) - 1, 12):
        changed = bytearray(PACKET)
        changed[at] ^= 1
        assert said(asked(bytes(changed)))[0] == "no", at
    changed = bytearray(PACKET)
    changed[place + 7] = ord("1")
    verdict = asked(bytes(changed))
    assert "expected sealed bytes of SHA-256" in faults(verdict)
    assert said(verdict) == ("no", "yes", "yes")
    assert found(verdict, "seal").found == found(verdict, "intact").found == "contradicted"
    assert found(verdict, "sealer").found == "not established"


def rewritten(digest: bytes) -> bytes:
    """The forger's: the digest fits, the signature is the one made for another."""
    attributes = attribute(MESSAGE_DIGEST, der(0x04, sha256(b"the packet as it was").digest()))
    return Cms(digest, signature=signed_by(KEY, attributes)).bytes()


def _enclosing(other: bytes) -> Callable[[bytes], bytes]:
    return lambda digest: Cms(digest, enclosed=other).bytes()


CONTRADICTED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "zeros": (lambda _: b"", "nothing but zeros"),
    "a digest rewritten": (rewritten, "did not sign it"),
    "the office's certificate over another's signature": (
        lambda digest: Cms(digest, key=OTHER, enclosed=certificate(KEY)).bytes(), "did not sign it"),
    "an algorithm nobody knows": (lambda digest: Cms(digest, algorithm=DATA).bytes(), "did not sign it"),
    "a signature that is none": (lambda digest: Cms(digest, signature=b"\x30\x00").bytes(), "did not sign it"),
    "three halves": (lambda digest: Cms(digest, signature=sequence(FIVE, FIVE, FIVE)).bytes(), "did not sign it"),
    "SHA-512": (
        lambda digest: Cms(digest, hashed=DIGEST_SHA512).bytes(), "release seals, but 2.16.840.1.101.3.4.2.3"),
    "no digest": (lambda digest: Cms(digest, attributes=b"").bytes(), "not exactly one messageDigest"),
    "two digests": (
        lambda digest: Cms(digest, attributes=attribute(MESSAGE_DIGEST, der(4, digest)) * 2).bytes(), "not exactly"),
    "two values of it": (
        lambda digest: Cms(digest, attributes=attribute(MESSAGE_DIGEST, *[der(4, digest)] * 2)).bytes(), "not exactly"),
    "a short digest": (
        lambda digest: Cms(digest, attributes=attribute(MESSAGE_DIGEST, der(4, digest[:20]))).bytes(), "has 20 bytes"),
    "a certificate that is not the one named": (
        lambda digest: Cms(digest, issuer=sequence()).bytes(), "is not enclosed"),
    "no certificate": (_enclosing(b""), "is not enclosed"),
    "content of its own": (lambda digest: Cms(digest, content=der(0xA0, der(4, b"x"))).bytes(), "brings its own"),
    "two signers": (lambda digest: Cms(digest, infos=2).bytes(), "2 signers"),
    "no signer": (lambda digest: Cms(digest, infos=0).bytes(), "0 signers"),
    "data, not signed data": (lambda digest: Cms(digest, kind=DATA).bytes(), "but 1.2.840.113549.1.7.1"),
    "more behind it": (lambda digest: Cms(digest).bytes() + b"\0\0x", "other bytes stand behind"),
    "half of it": (lambda digest: Cms(digest).bytes()[:200], "is due and"),
    "a key of another kind": (_enclosing(certificate(kind=RSA_KEY)), "not on P-256"),
    "random bytes": (lambda _: bytes(range(1, 200)), "the seal is none"),
}  # fmt: skip


@pytest.mark.parametrize(("by", "why"), CONTRADICTED.values(), ids=CONTRADICTED.keys())
def test_a_seal_that_is_none_is_a_no_that_says_why(by: Callable[[bytes], bytes], why: str) -> None:
    for brought in ("", fingerprint()):
        verdict = asked(sealed(INSIDE, by=by), brought)
        assert said(verdict) == ("no", "yes", "yes")
        assert why in faults(verdict)
        assert "ask for the packet as the office sealed it" in faults(verdict)
        assert found(verdict, "seal").found == "contradicted"
        assert found(verdict, "sealer").found == "not established"


def test_a_certificate_without_a_version_is_read_too() -> None:
    first = certificate(version=False)
    assert found(asked(sealed(INSIDE, by=_enclosing(first))), "seal").found == "established"


@cache
def by_the_office(folder: Path) -> bytes:
    make_seal_key(folder, at=AT)
    return seal(by_pikepdf({"evidence.json": EVIDENCE, "MANIFEST": MANIFEST}), folder, at=AT)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seal")


def test_what_the_office_seals_holds_by_its_published_fingerprint(keys: Path) -> None:
    packet = by_the_office(keys)
    verdict = asked(packet, certificate_fingerprint(keys))
    assert said(verdict) == ("yes", "yes", "yes")
    assert found(verdict, "seal").found == found(verdict, "sealer").found == "established"
    held = signer(evidence_from_pdf(packet).contents)
    assert held.signed()
    assert not replace(held, attributes=held.attributes + b"\0").signed()


@settings(max_examples=150, deadline=None)
@example(3, 4)  # a longer length takes in the zeros behind
@given(st.integers(0, 10**9), st.integers(0, 7))
def test_a_flipped_bit_of_a_seal_is_told_or_leaves_what_it_signs_as_it_is(at: int, bit: int) -> None:
    """The certificate's own signature and its dates are not asked; its fingerprint then is another."""
    cms = Cms(DIGEST).bytes()
    changed = bytearray(cms)
    changed[at % len(cms)] ^= 1 << bit
    held = read(bytes(changed))
    if held is None or held.digest != DIGEST or not held.signed():  # and so for the key and its curve
        packet = PACKET.replace(cms.hex().encode(), bytes(changed).hex().encode())
        assert asked(packet).refuted
    elif held.certificate == certificate():
        assert (held.attributes, held.key) == (signer(cms).attributes, signer(cms).key)


def read(data: bytes) -> Signer | None:
    """The signer, or None where the bytes are refused as they should be."""
    try:
        return signer(data)
    except DerError:
        return None


CMS = Cms(DIGEST).bytes()


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300))
@example(b"")
@example(b"\x30")
@example(b"\x30\x80\0\0")
@example(b"\x30\x81\x05abcde")
@example(b"\x30\x84\xff\xff\xff\xff")
@example(b"\x30\xff" + b"\xff" * 126)
@example(b"\x1f\x81\x01\0")
@example(b"\x30\x02" * 5000)
@example(b"\x30\x80" * 5000)
@example(der(0x30, b"\x05\0" * 400_000))
@example(der(0x30, der(6, b"\x81" * 1_000_000), FIVE))
@example(b"\x30" * (LONGEST + 1))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    assert read(data) is None


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=4), st.integers(0, 4)), min_size=1, max_size=5))
def test_a_seal_with_bytes_put_in_and_taken_out_is_read_or_refused_with_a_reason(
    changes: list[tuple[int, bytes, int]],
) -> None:
    changed = bytearray(CMS)
    for at, put, taken in changes:
        place = at % len(changed)
        changed[place : place + taken] = put
    held = read(bytes(changed))
    assert held is None or held.signed() in (True, False)


@pytest.mark.parametrize(
    ("content", "says"),
    [("2a864886f70d", "1.2.840.113549"), ("550403", "2.5.4.3"), ("", "none"), ("80", "80"), ("81" * 70, "81" * 64)],
)
def test_an_algorithm_is_named_as_people_write_it(content: str, says: str) -> None:
    assert dotted(bytes.fromhex(content)) == says


def test_a_serial_number_of_another_kind_is_refused() -> None:
    with pytest.raises(DerError, match="a serial number is due"):
        signer(Cms(DIGEST, enclosed=certificate().replace(SERIAL, oid("05"), 1)).bytes())


NOT_A_PACKET = {
    "empty": (b"", "the file is empty"),
    "a text": (b"See attached.\n", "neither a packet (%PDF) nor an evidence.json ({)"),
    "cut off": (PACKET[:-300], "it is cut off"),
    "cut off before its end alone": (PACKET[:-3], "it is cut off"),
    "with a byte put in": (PACKET.replace(b"%PDF-1.7\n", b"%PDF-1.7\n "), "is due at offset"),
    "never sealed": (INSIDE, "not sealed: no signature stands in it"),
}


@pytest.mark.parametrize(("data", "why"), NOT_A_PACKET.values(), ids=NOT_A_PACKET.keys())
def test_what_cannot_be_read_says_what_it_is_and_why_the_rest_was_not_asked(data: bytes, why: str) -> None:
    verdict = asked(data)
    assert said(verdict) == ("no", "not asked", "not asked")
    assert why in faults(verdict)
    assert all("cannot be read" in answer.limits[0] for answer in verdict.answers[1:])


def test_a_packet_saved_again_by_another_program_says_so_and_not_that_it_is_cut_off(keys: Path) -> None:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(by_the_office(keys))) as pdf:
        out = io.BytesIO()
        pdf.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    verdict = asked(out.getvalue())
    assert "saved again or changed after it was sealed" in faults(verdict)
    assert "cut off" not in faults(verdict)


def test_the_paper_says_whose_seal_was_found_and_what_was_not_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "packet.pdf"
    file.write_bytes(PACKET.replace(HOLE[1:-1], by_hand(DIGEST)))
    spaced = ":".join(fingerprint()[n : n + 2].upper() for n in range(0, 64, 2))
    assert main(["verify", str(file), "--seal", spaced]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "NOT ASKED - no keys were brought; give them with --keys" in out
    assert f"{fingerprint()} is the SHA-256 of the certificate inside, as brought" in out
    assert f"fingerprint of MANIFEST, {sha256(MANIFEST).hexdigest()}" in out
    file.write_bytes(b"")
    assert main(["verify", str(file)]) == 1
    assert "Lawful? NOT ASKED - the file cannot be read" in " ".join(capsys.readouterr().out.split())


def test_a_fingerprint_that_is_none_cannot_be_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["verify", "packet.pdf", "--seal", "abc"])
    assert left.value.code == 2
    assert "64 hexadecimal digits" in capsys.readouterr().err
