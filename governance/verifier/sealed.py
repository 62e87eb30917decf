"""What a packet's own seal shows: whether any byte of the PDF changed since it was sealed, and by which certificate.

The SHA-256 of the sealed bytes is held against the one in the seal, and the seal's signature against its certificate.
Anybody can make a certificate; whose it is shows only against a fingerprint that the auditor brings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from governance.formats.cms import signer
from governance.formats.der import DerError
from governance.formats.pdf import SignedRevision
from governance.verifier.verdict import Answer, Claim, Verdict

_ABOVE = ("expected and found stand above",)
_CURE = "ask for the packet as the office sealed it"


@dataclass(frozen=True)
class Seal:
    """What was found of a seal: the SHA-256 of its `certificate` (hex) and the `faults` that contradict it."""

    certificate: str = ""
    faults: tuple[str, ...] = ()


def sealed(verdict: Verdict, packet: SignedRevision, certificate: str) -> Verdict:
    """The verdict on the evidence with what the packet around it shows; `certificate` is the SHA-256 brought, or ""."""
    seal = _seal(packet)
    claims = (_unchanged(seal), _sealer(seal, certificate), _pages(packet))
    verdict = replace(verdict, claims=(*verdict.claims, *claims))
    if wrong := (*seal.faults, *_listed(packet)):
        return _contradicted(verdict, wrong)
    if certificate and seal.certificate != certificate:
        return _refused(verdict, f"expected a seal by the certificate {certificate}; found {seal.certificate}")
    return verdict


def no_seal(verdict: Verdict, certificate: str) -> Verdict:
    """The verdict on evidence alone, where a seal by this certificate was demanded."""
    return _refused(verdict, f"expected a seal by the certificate {certificate}; found evidence without a seal")


def _seal(packet: SignedRevision) -> Seal:
    faults = []
    if packet.appended:
        faults.append(f"packet: {packet.size - packet.sealed} bytes were appended after it was sealed")
    if not packet.covers_all:
        faults.append("packet: the seal does not cover the whole revision")
    if packet.permissions != 1:
        faults.append("packet: the seal does not forbid changes")
    try:
        stated = signer(packet.contents)
    except DerError as error:
        return Seal(faults=(*faults, f"packet: the seal is none: {error}; {_CURE}"))
    if stated.digest != packet.digest:
        differ = f"expected sealed bytes of SHA-256 {stated.digest.hex()}; found {packet.digest.hex()}"
        faults.append(f"packet: {differ}: a page or another byte was changed after it was sealed; {_CURE}")
    elif not stated.signed():
        faults.append(f"packet: the key of the seal's certificate did not sign it: the seal was rewritten; {_CURE}")
    return Seal(sha256(stated.certificate).hexdigest(), tuple(faults))


def _listed(packet: SignedRevision) -> tuple[str, ...]:
    """Whether MANIFEST, whose SHA-256 is printed on the first page, names the evidence."""
    stated = (packet.manifest or b"").decode("utf-8", "replace").split()
    if sha256(packet.evidence).hexdigest() not in stated:
        return ("packet: MANIFEST does not name the digest of evidence.json",)
    return ()


def _unchanged(seal: Seal) -> Claim:
    says = "No byte of the PDF, pages included, changed since the sealing."
    if seal.faults:
        return Claim("seal", says, "contradicted", _ABOVE)
    ground = "the seal signs the SHA-256 of all other bytes (P-256, by the key inside)"
    return Claim("seal", says, "established", (ground,))


def _sealer(seal: Seal, brought: str) -> Claim:
    says = "The office set the seal, and nobody else."
    if seal.faults:
        return Claim("sealer", says, "not established", ("the seal does not hold",))
    found = f"{seal.certificate} is the SHA-256 of the certificate inside"
    if not brought:
        why = "anybody can make one; compare with the office's, or bring that: --seal"
        return Claim("sealer", says, "not established", (f"{found}; {why}",))
    if seal.certificate != brought:
        return Claim("sealer", says, "contradicted", _ABOVE)
    limits = ("who issued the certificate, until when, and whether it was revoked is not asked here",)
    return Claim("sealer", says, "established", (f"{found}, as brought",), limits)


def _pages(packet: SignedRevision) -> Claim:
    printed = sha256(packet.manifest or b"").hexdigest()
    read = "pages are not read here; where pages differ, the evidence counts"
    return Claim(
        "pages", "The printed pages say what the evidence says.", "not established",
        (f"{read}; page 1 must print the fingerprint of MANIFEST, {printed}",),
    )  # fmt: skip


def _contradicted(verdict: Verdict, faults: tuple[str, ...]) -> Verdict:
    """The verdict with what is wrong with the packet around the evidence."""
    intact, *others = verdict.answers
    broken = Answer("intact", "no", intact.grounds, intact.limits, (*faults, *intact.contradictions))
    around = f"the packet around it: {_ABOVE[0]}"
    claims = tuple(
        replace(claim, found="contradicted", grounds=(around, *(claim.grounds if intact.say == "no" else ())))
        if claim.id == "intact"
        else claim
        for claim in verdict.claims
    )
    return replace(verdict, answers=(broken, *others), claims=claims)


def _refused(verdict: Verdict, fault: str) -> Verdict:
    """The verdict where the auditor demanded a certificate that did not seal."""
    intact, signed, *others = verdict.answers
    refused = Answer("signed", "no", signed.grounds, signed.limits, (*signed.contradictions, fault))
    return replace(verdict, answers=(intact, refused, *others))
