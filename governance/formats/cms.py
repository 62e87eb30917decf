"""A PDF seal's CMS (RFC 5652), read as far as it says what it signs, by which key, and whether that key signed it.

One signer, a detached signature over signed attributes, SHA-256, P-256: so every release seals (PAdES). Whatever else
stands there is a DerError. Whose certificate it is, who issued it and when it is valid are **not** asked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from governance.formats import der
from governance.formats.der import DerError, Node
from governance.formats.p256 import verify

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
SHA256 = bytes.fromhex("608648016503040201")
EC_KEY, P256 = bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a8648ce3d030107")
ECDSA_SHA256 = bytes.fromhex("2a8648ce3d040302")
LONGEST = 1 << 20
_CONTEXT_0 = 0xA0
_AS_SIGNED = bytes([der.SET])  # RFC 5652, 5.4: signed as the SET that they are, not under the tag they stand under
_SIZE = 32


@dataclass(frozen=True, slots=True)
class Signer:
    """What the seal's one signer states: the digest of the sealed bytes, inside `attributes` (as they are signed), the
    signature over those, and the certificate (DER) named with its P-256 `key`.
    """

    digest: bytes
    attributes: bytes
    algorithm: bytes
    signature: bytes
    certificate: bytes
    key: bytes

    def signed(self) -> bool:
        """Whether the key of the certificate signed the attributes, and so the digest."""
        if self.algorithm != ECDSA_SHA256:
            return False
        try:
            pair, end = der.first(self.signature)
            r, s = (der.natural(each, "half a signature") for each in der.members(pair, 2, "a signature"))
        except ValueError:  # DerError, or another number of halves
            return False
        return end == len(self.signature) and verify(self.key, sha256(self.attributes).digest(), r, s)


def signer(data: bytes) -> Signer:
    """The signer in the bytes of a seal, which may end in zeros up to the room left for it. Raises DerError."""
    if not data.strip(b"\0"):
        raise DerError("nothing but zeros stands where a signature is due")
    if len(data) > LONGEST:
        raise DerError(f"it has more than {LONGEST} bytes")
    outer, end = der.first(data)
    if data[end:].strip(b"\0"):
        raise DerError("other bytes stand behind the signature")
    kind, *held = der.members(outer, 2, "a signature")
    if len(held) != 1:  # the zeros behind it, taken in by a longer length
        raise DerError(f"{len(held)} values stand where the signed data alone is due")
    if der.the(kind, der.OID, "the kind of signature").content != SIGNED_DATA:
        raise DerError(f"it is not signed data (1.2.840.113549.1.7.2) but {der.dotted(kind.content)}")
    parts = der.members(_only(der.the(held[0], _CONTEXT_0, "signed data")), 4, "signed data")
    if len(der.members(parts[2], 1, "what is signed")) > 1:
        raise DerError("it brings its own content; a PDF's seal signs the PDF")
    infos = der.the(parts[-1], der.SET, "the list of signers").children()
    if len(infos) != 1:
        raise DerError(f"it has {len(infos)} signers; a packet has one")
    certificates = [node for part in parts[3:-1] if part.tag == _CONTEXT_0 for node in part.children()]
    return _signer(infos[0], certificates)


def _only(node: Node) -> Node:
    """The one value in it."""
    found = node.children()
    if len(found) != 1:
        raise DerError(f"{len(found)} values stand where one is due")
    return found[0]


def _signer(info: Node, certificates: list[Node]) -> Signer:
    parts = der.members(info, 6, "a signer")
    name, hashed, attributes = parts[1], parts[2], der.the(parts[3], _CONTEXT_0, "the list of signed attributes")
    _sha256(hashed)
    certificate = _named(name, certificates)
    return Signer(
        _digest(attributes),
        _AS_SIGNED + attributes.raw[1:],
        der.the(der.members(parts[4], 1, "the algorithm of the signature")[0], der.OID, "an algorithm").content,
        der.the(parts[5], der.OCTETS, "the signature").content,
        certificate.raw,
        _key(certificate),
    )


def _sha256(hashed: Node) -> None:
    algorithm = der.the(der.members(hashed, 1, "the algorithm of the digest")[0], der.OID, "an algorithm").content
    if algorithm != SHA256:
        raise DerError(f"its digest is not SHA-256, with which every release seals, but {der.dotted(algorithm)}")


def _digest(attributes: Node) -> bytes:
    """The one value of the one attribute messageDigest (RFC 5652, 11.2)."""
    held = [der.members(each, 2, "a signed attribute") for each in attributes.children()]
    found = [
        der.the(each[1], der.SET, "values of messageDigest").children() for each in held if _is(each[0], MESSAGE_DIGEST)
    ]
    if len(found) != 1 or len(found[0]) != 1:
        raise DerError("not exactly one messageDigest stands among its signed attributes")
    digest = der.the(found[0][0], der.OCTETS, "messageDigest").content
    if len(digest) != _SIZE:
        raise DerError(f"messageDigest has {len(digest)} bytes; SHA-256 has {_SIZE}")
    return digest


def _named(name: Node, certificates: list[Node]) -> Node:
    """The certificate whose issuer and serial number the signer names."""
    issuer, serial, *_ = der.members(name, 2, "issuer and serial number of the signer")
    for each in certificates:
        if each.tag == der.SEQUENCE:
            body = _body(each)
            if (body[2].raw, body[0].raw) == (issuer.raw, serial.raw):
                return each
    raise DerError("the certificate that the signer names is not enclosed")


def _body(certificate: Node) -> tuple[Node, ...]:
    """Serial number, algorithm, issuer, dates, subject, key … of a certificate (RFC 5280, 4.1)."""
    parts = der.members(der.members(certificate, 3, "a certificate")[0], 6, "a certificate")
    found = parts[1:] if parts[0].tag == _CONTEXT_0 else parts
    if len(found) < 6:  # noqa: PLR2004 - up to the key
        raise DerError("a certificate has no key")
    der.the(found[0], der.INTEGER, "a serial number")
    return found


def _key(certificate: Node) -> bytes:
    kind, bits, *_ = der.members(_body(certificate)[5], 2, "a key")
    named = der.members(kind, 1, "the kind of a key")
    if len(named) < 2 or not (_is(named[0], EC_KEY) and _is(named[1], P256)):  # noqa: PLR2004 - algorithm and curve
        raise DerError("its key is not on P-256, with which every release seals; ask pdfsig whether it holds")
    content = der.the(bits, der.BITS, "a key").content
    if content[:1] != b"\0":
        raise DerError("a key is no whole number of bytes")
    return content[1:]


def _is(node: Node, identifier: bytes) -> bool:
    return (node.tag, node.content) == (der.OID, identifier)
