"""After a replay: the log sealed and verified whole, and the evidence of a few cases checked as an auditor would."""

from collections.abc import Mapping

from coe.blobs import Blobs
from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.keys import declare, log_key
from coe.evidence.log_verify import verify as verify_log
from coe.home import Home
from coe.office import Office
from coe.packet.extract import extract
from coe.replay.people import Progress
from coe.replay.report import Audit, Sample
from governance.ledger.note import Key
from governance.verifier.verification import verify


def audit(office: Office, home: Home, sampled: Mapping[str, str], progress: Progress) -> Audit:
    """`sampled` maps a case to the id of its record. Raises OfficeError."""
    key = log_key(home, office.clock)
    declare(office, key)
    note = seal(office.engine, home, key, office.clock) or b""
    samples = []
    for case, record in sampled.items():
        samples.append(_sample(office, case, record, note, key.public))
        progress("evidence", len(samples), len(sampled))
    progress("verifying", 0, 1)
    found = verify_log(office.engine, office.law, keys=(key.public,), blobs=Blobs(home.blobs), last=note)
    progress("verifying", 1, 1)
    return Audit(found.size, tuple(map(str, found.problems)), tuple(samples))


def _sample(office: Office, case: str, record: str, note: bytes, key: Key) -> Sample:
    with reading(office.engine) as connection:
        data = extract(connection, record, note).encode()
    intact, signed, lawful = verify(data, (key,))
    return Sample(case, intact.say, signed.say, lawful.say, len(data))
