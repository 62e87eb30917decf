"""What is asked of a log before a restored office is put in place, and what it is told of the time after its backup."""

import secrets
from collections.abc import Sequence
from itertools import islice

from sqlalchemy import Engine

from coe.blobs import Blobs
from coe.clock import SystemClock
from coe.continuity.archive import Manifest
from coe.database import reading, writing
from coe.erasing import scrub
from coe.erasure_list import forget_again, forgotten_in
from coe.evidence.checkpoints import LAST, witnessed
from coe.evidence.keys import FILE, log_key, log_keys, own_keys
from coe.evidence.law_verify import contradictions
from coe.evidence.log_verify import verify
from coe.home import Home, write_private
from coe.identity.totp import KEY_BYTES, TotpKey
from coe.law import OfficeLaw
from coe.office_errors import BadBackup
from coe.opening import SECOND_FACTOR, second_factor_key
from governance.ledger.note import Checkpoint, Key, NoteError, open_checkpoint, parse_vkey

MOST_SHOWN = 5


def keys_of(engine: Engine, home: Home) -> tuple[Key, ...]:
    """Every log key that the ledger declares, and the one in hand if its file came along. They show that log and
    checkpoints agree, not whom to trust. Raises BadKey.
    """
    with reading(engine) as connection:
        state = log_keys(connection)
    if (home.keys / FILE).exists():
        return own_keys(state, log_key(home, SystemClock()))
    found = []
    for life in state.lives:
        try:
            found.append(parse_vkey(life.vkey))
        except NoteError:  # an old ledger may hold anything here; it signs nothing
            continue
    return tuple(found)


def newest_seen(home: Home, own: tuple[Key, ...], brought: bytes) -> int:
    """The size of the longest log signed or witnessed, as far as key folder and a checkpoint `brought` along know; 0
    for none. What was brought is kept as the last signed where it is longer, so that the office refuses to sign.

    Raises BadBackup for a checkpoint that none of the log's keys signed.
    """
    last = home.keys / LAST
    sizes = [_opened(last.read_bytes(), own).size if last.exists() else 0]
    if brought and (newer := _opened(brought, own).size) > sizes[0]:
        write_private(last, brought)
        sizes.append(newer)
    return max(*sizes, 0, *(seen.size for key in own[:1] for _, seen in witnessed(home, key.name, own)))


def refuse_unsound(
    engine: Engine, home: Home, law: OfficeLaw, manifest: Manifest, own: Sequence[Key], brought: bytes
) -> None:
    """Verify the whole log: intact, tables as rebuilt, lawful, as the manifest says, and an extension of what was
    signed where that is not longer. Raises BadBackup.
    """
    last = home.keys / LAST
    notes = [brought, last.read_bytes() if last.exists() else b""]
    within = next((note for note in notes if note and _opened(note, own).size <= manifest.entries), None)
    report = verify(engine, law, keys=own, blobs=Blobs(home.blobs), last=within)
    problems = [*report.problems] or list(islice(contradictions(engine), MOST_SHOWN))
    said = [str(each) for each in problems[:MOST_SHOWN]]
    if (report.size, report.root) != (manifest.entries, manifest.root):
        said.insert(0, f"its manifest says {manifest.entries} entries, root {manifest.root}; found {report.size}")
    if said:
        raise BadBackup(
            "Nothing was restored.",
            f"The log in the backup does not verify: {'; '.join(said)}.",
            "Use another backup, and find out what happened to this one.",
        )


def forget(engine: Engine, home: Home, own: Sequence[Key], lists: Sequence[bytes]) -> int:
    """Erase again what was erased after the backup; how many values there still were. Raises NotErasures."""
    found = [forgotten_in(data, own) for data in lists]
    if not found:
        return 0
    # Without the keys a login's mark is made with one nobody has: it can then be told from no other.
    known = (home.keys / SECOND_FACTOR).exists()
    key = second_factor_key(home) if known else TotpKey(secrets.token_bytes(KEY_BYTES))
    with writing(engine) as connection:
        count = sum(forget_again(connection, each, key) for each in found)
    scrub(engine)
    return count


def _opened(note: bytes, own: Sequence[Key]) -> Checkpoint:
    try:
        return open_checkpoint(note, own)[0]
    except NoteError as error:
        raise BadBackup(
            "Nothing was restored.",
            f"The checkpoint given is not of this log: {error}.",
            "Give one that the same office signed.",
        ) from error
