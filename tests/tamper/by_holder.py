"""Attacks by somebody who holds a packet's `evidence.json` and shows another one; its own digest is made to fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from governance.ledger.commitments import Disclosure, disclose
from governance.ledger.note import (
    Checkpoint,
    add_signatures,
    assemble,
    cosignature_line,
    cosigned_message,
    parse_checkpoint,
    parse_note,
    signature_line,
)
from governance.record.entry import read_entry
from governance.verifier.evidence import Evidence
from tests.governance import proven_office
from tests.tamper.attack import Attack
from tests.tamper.site import Site


def edit_an_answer(site: Site) -> bytes:
    """Change a word of an answer in an entry."""
    return _changed(site, "poster", lambda data: data.replace(b"Poster", b"Prison"))


def edit_an_outcome(site: Site) -> bytes:
    """Let the veto have been an approval."""
    return _changed(site, "poster", lambda data: data.replace(b'"outcome":"reject"', b'"outcome":"approve"'))


def omit_a_request_for_changes(site: Site) -> bytes:
    """Leave out the entry in which the chair asked for changes."""
    return _without(site, "leaflet", {site.house.seq["asked"]})


def omit_a_grant(site: Site) -> bytes:
    """Leave out the grant by which a reviewer came into the panel."""
    return _without(site, "poster", {site.house.seq["grant mia"]})


def omit_a_stream(site: Site) -> bytes:
    """Leave out everything about the board, which every decision read."""
    return _without(site, "poster", {site.house.seq["grant cora"], site.house.seq["grant leo"]})


def trim_to_before_the_veto(site: Site) -> bytes:
    """Leave out the last entry of the initiative, the veto, and the tree that belongs to it."""
    return _without(site, "poster", {site.house.seq["veto"]})


def an_older_packet_as_the_newest(site: Site) -> bytes:
    """Show the packet from before the veto as if it were today's."""
    return site.house.evidence["poster before the veto"].encode()


def reorder_two_entries(site: Site) -> bytes:
    """Let two entries change places."""
    evidence = site.house.evidence["poster"]
    first, second, *rest = evidence.entries
    return replace(evidence, entries=(second, first, *rest)).encode()


def twice_the_same_entry(site: Site) -> bytes:
    """Show one decision twice, as if two people had decided."""
    evidence = site.house.evidence["poster"]
    return replace(evidence, entries=(*evidence.entries, evidence.entries[-1])).encode()


def entry_of_another_packet(site: Site) -> bytes:
    """Put an approval out of another initiative's packet under this one's, proof included."""
    evidence, other = site.house.evidence["poster"], site.house.evidence["leaflet"]
    taken = [proven for proven in other.entries if proven.seq == site.house.seq["approved"]]
    return replace(evidence, entries=tuple(sorted([*evidence.entries, *taken], key=lambda p: p.seq))).encode()


def another_subject(site: Site) -> bytes:
    """Say that the packet of the leaflet, which was approved, is that of the poster."""
    evidence = site.house.evidence["leaflet"]
    return replace(evidence, subject=site.house.evidence["poster"].subject).encode()


def another_value(site: Site) -> bytes:
    """Disclose another reason than the one that was committed to, under the same nonce."""
    return _disclosing(site, "Never", lambda kept: replace(kept, value="With pleasure"))


def another_value_that_opens(site: Site) -> bytes:
    """Disclose a value with a nonce and a commitment of one's own, which open each other."""
    return _disclosing(site, "Never", lambda _: disclose(b"n" * 32, "With pleasure"))


def a_value_moved_to_another_person(site: Site) -> bytes:
    """Let two disclosed values change places, so that a name stands where the reason stood."""
    evidence = site.house.evidence["poster"]
    first, second, *rest = evidence.disclosed
    swapped = (
        replace(first, value=second.value, nonce=second.nonce),
        replace(second, value=first.value, nonce=first.nonce),
    )
    return replace(evidence, disclosed=(*swapped, *rest)).encode()


def leave_a_value_out(site: Site) -> bytes:
    """Leave out the reason that the chair gave."""
    evidence = site.house.evidence["poster"]
    return replace(evidence, disclosed=tuple(kept for kept in evidence.disclosed if kept.value != "Never")).encode()


def another_why(site: Site) -> bytes:
    """Show the *why* tree of an earlier entry for the last one."""
    evidence = site.house.evidence["poster"]
    first, *_, last = sorted(evidence.why)
    return replace(evidence, why={**evidence.why, last: evidence.why[first]}).encode()


def another_proof(site: Site) -> bytes:
    """Give an entry the inclusion proof of its neighbour."""
    evidence = site.house.evidence["poster"]
    *rest, before, last = evidence.entries
    return replace(evidence, entries=(*rest, before, replace(last, proof=before.proof))).encode()


def checkpoint_of_ones_own(site: Site) -> bytes:
    """Put a checkpoint of the same root in the place of the office's, signed with a key of one's own."""
    evidence = site.house.evidence["poster"]
    return replace(evidence, checkpoint=_self_signed(evidence, 0)).encode()


def larger_log(site: Site) -> bytes:
    """Say that the log was larger than the checkpoint says."""
    evidence = site.house.evidence["poster"]
    return replace(evidence, checkpoint=_self_signed(evidence, 1)).encode()


def packet_of_another_log(site: Site) -> bytes:
    """Show a packet that is intact and lawful, of another office."""
    return proven_office.approved().evidence().encode()


def cosignature_stripped(site: Site) -> bytes:
    """Leave out the witness's cosignature, where the auditor demands one."""
    site.demanded = 1
    return site.house.evidence["poster"].encode()


def cosignature_of_another_checkpoint(site: Site) -> bytes:
    """Put the witness's cosignature of a later checkpoint under an older one, where the auditor demands one."""
    site.demanded = 1
    return _cosigned(site, parse_note(site.house.cosigned).signatures[-1].line())


def cosignature_of_ones_own(site: Site) -> bytes:
    """Cosign with a key of one's own under the witness's name, where the auditor demands one."""
    site.demanded = 1
    text = parse_note(site.house.evidence["poster"].checkpoint).text
    public, own = site.house.witness.public, proven_office.signer("a key of one's own")
    now = site.clock.now() // 1000
    signature = own.sign(cosigned_message(text, now))
    return _cosigned(site, cosignature_line(public.name, own.public_key().public_bytes_raw(), now, signature))


def bit_flipped(site: Site) -> bytes:
    """Flip one bit and leave the file's own digest as it is."""
    data = bytearray(site.house.evidence["poster"].encode())
    data[len(data) // 2] ^= 1
    return bytes(data)


def blank_inserted(site: Site) -> bytes:
    """Spell the same evidence with a blank more."""
    return site.house.evidence["poster"].encode().replace(b'":', b'": ', 1)


def two_packets_in_one(site: Site) -> bytes:
    """Write another packet behind the first."""
    return site.house.evidence["poster"].encode() + site.house.evidence["leaflet"].encode()


def _changed(site: Site, name: str, change: Callable[[bytes], bytes]) -> bytes:
    evidence = site.house.evidence[name]
    return replace(evidence, entries=tuple(replace(p, data=change(p.data)) for p in evidence.entries)).encode()


def _without(site: Site, name: str, gone: Iterable[int]) -> bytes:
    evidence, left_out = site.house.evidence[name], set(gone)
    kept = tuple(proven for proven in evidence.entries if proven.seq not in left_out)
    committed = {commit for proven in kept for commit in read_entry(proven.data).commits}
    disclosed = tuple(each for each in evidence.disclosed if each.commit in committed)
    why = {seq: tree for seq, tree in evidence.why.items() if seq not in left_out}
    return replace(evidence, entries=kept, disclosed=disclosed, why=why).encode()


def _disclosing(site: Site, value: str, change: Callable[[Disclosure], Disclosure]) -> bytes:
    evidence = site.house.evidence["poster"]
    return replace(
        evidence, disclosed=tuple(change(kept) if kept.value == value else kept for kept in evidence.disclosed)
    ).encode()


def _cosigned(site: Site, line: str) -> bytes:
    evidence = site.house.evidence["poster"]
    return replace(evidence, checkpoint=add_signatures(evidence.checkpoint, [line])).encode()


def _self_signed(evidence: Evidence, more: int) -> bytes:
    found = parse_checkpoint(parse_note(evidence.checkpoint).text)
    text = Checkpoint(found.origin, found.size + more, found.root).text()
    key = proven_office.signer(found.origin)
    line = signature_line(found.origin, key.public_key().public_bytes_raw(), key.sign(text.encode()))
    return assemble(text, [line])


AFTER = "a later packet may differ"
LATER = (
    "a proof shows that entries are in the log, not that none follow; the verifier states it, and a newer packet or the"
    " whole log shows the rest"
)
ERASED = "a value that was erased leaves the same gap, and is printed as erased"

ATTACKS = (
    Attack("holder", edit_an_answer, ("verifier",), "intact: entry {poster}: "),
    Attack("holder", edit_an_outcome, ("verifier",), "intact: entry {veto}: "),
    Attack("holder", omit_a_request_for_changes, ("verifier",), "intact: entry {resubmitted}"),
    Attack("holder", omit_a_grant, ("verifier",), "intact: "),
    Attack("holder", omit_a_stream, ("verifier",), "intact: "),
    Attack("holder", trim_to_before_the_veto, limit=LATER, stated=AFTER),
    Attack("holder", an_older_packet_as_the_newest, limit=LATER, stated=AFTER),
    Attack("holder", reorder_two_entries, ("verifier",), "intact: "),
    Attack("holder", twice_the_same_entry, ("verifier",), "intact: "),
    Attack("holder", entry_of_another_packet, ("verifier",), "intact: "),
    Attack("holder", another_subject, ("verifier",), "intact: "),
    Attack("holder", another_value, ("verifier",), "intact: "),
    Attack("holder", another_value_that_opens, ("verifier",), "intact: "),
    Attack("holder", a_value_moved_to_another_person, ("verifier",), "intact: "),
    Attack("holder", leave_a_value_out, limit=ERASED),
    Attack("holder", another_why, ("verifier",), "lawful: entry {veto}"),
    Attack("holder", another_proof, ("verifier",), "intact: entry {veto}"),
    Attack("holder", checkpoint_of_ones_own, ("verifier",), "signed: "),
    Attack("holder", larger_log, ("verifier",), "intact: "),
    Attack("holder", packet_of_another_log, ("verifier",), "signed: "),
    Attack("holder", cosignature_stripped, ("verifier",), "signed: "),
    Attack("holder", cosignature_of_another_checkpoint, ("verifier",), "signed: "),
    Attack("holder", cosignature_of_ones_own, ("verifier",), "signed: "),
    Attack("holder", bit_flipped, ("verifier",), "intact: evidence.json does not have the digest it states"),
    Attack("holder", blank_inserted, ("verifier",), "intact: "),
    Attack("holder", two_packets_in_one, ("verifier",), "intact: "),
)
