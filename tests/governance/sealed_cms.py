"""A seal's CMS written by hand, byte by byte, so that every part of it can be wrong in a test."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

DATA, SIGNED_DATA = "2a864886f70d010701", "2a864886f70d010702"
CONTENT_TYPE, MESSAGE_DIGEST = "2a864886f70d010903", "2a864886f70d010904"
DIGEST_SHA256, DIGEST_SHA512 = "608648016503040201", "608648016503040203"
EC_KEY, P256, RSA_KEY = "2a8648ce3d0201", "2a8648ce3d030107", "2a864886f70d010101"
ECDSA_SHA256 = "2a8648ce3d040302"
KEY = ec.derive_private_key(7, ec.SECP256R1())
OTHER = ec.derive_private_key(8, ec.SECP256R1())


def der(tag: int, *parts: bytes) -> bytes:
    """One value: tag, length in the shortest form, content."""
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    width = (size.bit_length() + 7) // 8
    return bytes([tag, 128 + width]) + size.to_bytes(width) + content


def oid(digits: str) -> bytes:
    return der(0x06, bytes.fromhex(digits))


def sequence(*parts: bytes) -> bytes:
    return der(0x30, *parts)


NAME = sequence(der(0x31, sequence(oid("550403"), der(0x0C, b"A seal"))))
SERIAL = der(0x02, b"\x05")


def certificate(key: ec.EllipticCurvePrivateKey = KEY, *, kind: str = EC_KEY, version: bool = True) -> bytes:
    """A certificate in form; nobody signed it, and nobody here asks who did."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    numbered = der(0xA0, der(0x02, b"\x02")) if version else b""
    dates = sequence(der(0x17, b"261123130700Z"), der(0x17, b"361120131200Z"))
    public = sequence(sequence(oid(kind), oid(P256)), der(0x03, b"\0", point))
    body = sequence(numbered, SERIAL, sequence(oid(ECDSA_SHA256)), NAME, dates, NAME, public)
    return sequence(body, sequence(oid(ECDSA_SHA256)), der(0x03, b"\0"))


def fingerprint(enclosed: bytes | None = None) -> str:
    return sha256(certificate() if enclosed is None else enclosed).hexdigest()


def attribute(kind: str, *values: bytes) -> bytes:
    return sequence(oid(kind), der(0x31, *values))


def signed_by(key: ec.EllipticCurvePrivateKey, attributes: bytes) -> bytes:
    """The same bytes every time, so that a packet is."""
    return key.sign(der(0x31, attributes), ec.ECDSA(SHA256(), deterministic_signing=True))


@dataclass(frozen=True)
class Cms:
    """What the seal says; a part left None is what is right for `digest`."""

    digest: bytes
    key: ec.EllipticCurvePrivateKey = KEY
    hashed: str = DIGEST_SHA256
    algorithm: str = ECDSA_SHA256
    attributes: bytes | None = None
    signature: bytes | None = None
    enclosed: bytes | None = None
    issuer: bytes = NAME
    content: bytes = b""
    kind: str = SIGNED_DATA
    infos: int = 1

    def bytes(self) -> bytes:
        attributes = self.attributes
        if attributes is None:
            attributes = attribute(CONTENT_TYPE, oid(DATA)) + attribute(MESSAGE_DIGEST, der(0x04, self.digest))
        signature = signed_by(self.key, attributes) if self.signature is None else self.signature
        info = sequence(
            der(0x02, b"\x01"), sequence(self.issuer, SERIAL), sequence(oid(self.hashed)),
            der(0xA0, attributes), sequence(oid(self.algorithm)), der(0x04, signature),
        )  # fmt: skip
        enclosed = certificate(self.key) if self.enclosed is None else self.enclosed
        data = sequence(
            der(0x02, b"\x01"), der(0x31, sequence(oid(DIGEST_SHA256))), sequence(oid(DATA), self.content),
            der(0xA0, enclosed), der(0x31, *[info] * self.infos),
        )  # fmt: skip
        return sequence(oid(self.kind), der(0xA0, data))
