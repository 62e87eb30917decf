"""Asking the verifier of a small office's evidence, and repairing what anyone can repair."""

import json
from functools import cache
from hashlib import sha256

from governance.formats.jcs import Json, encode
from governance.ledger.merkle import inclusion_proof, leaf_hash, nodes_of_list
from governance.ledger.note import Key
from governance.record.entry import Entry, read_entry
from governance.verifier.evidence import Evidence, Proven
from governance.verifier.verification import Answer, verify
from tests.governance import proven_office as office
from tests.governance.proven_office import Log, public

KEYS = (public(),)
FIRST_OWN = 13


@cache
def lawful() -> Evidence:
    return office.approved().evidence()


def said(evidence: Evidence, keys: tuple[Key, ...] = KEYS) -> tuple[str, ...]:
    return tuple(answer.say for answer in verify(evidence.encode(), keys))


def answered(evidence: Evidence, question: str, keys: tuple[Key, ...] = KEYS) -> Answer:
    return next(a for a in verify(evidence.encode(), keys) if a.question == question)


def entries(evidence: Evidence) -> list[Entry]:
    return [read_entry(proven.data) for proven in evidence.entries]


def broken(evidence: Evidence, entry: int) -> str:
    """The evidence is not intact, and its first contradiction names this entry; what it says."""
    answer = answered(evidence, "intact")
    assert answer.say == "no"
    assert answer.contradictions[0].startswith(f"entry {entry}: expected "), answer.contradictions
    return answer.contradictions[0]


def fitted(document: dict[str, Json]) -> bytes:
    """The file with the digest that fits the rest, as anyone can compute it."""
    body = encode({key: value for key, value in document.items() if key != "sha256"})
    return encode({**json.loads(body), "sha256": sha256(body).hexdigest()})


def proofs(log: Log, evidence: Evidence) -> tuple[Proven, ...]:
    node = nodes_of_list([leaf_hash(data) for data in log.kept])
    return tuple(Proven(x.seq, log.kept[x.seq], inclusion_proof(node, x.seq, len(log.kept))) for x in evidence.entries)
