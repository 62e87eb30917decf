"""The log's key hands over to another, or one that did is revoked: ledgered first, files moved afterwards.

Cut short in between, the hand-over is finished by whoever seals next; it is never repeated.
"""

from __future__ import annotations

from coe.acts import reasoned
from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.keys import LogKey, declare, log_key, log_keys, next_key, put_in_place
from coe.founding import new_seed
from coe.home import Home
from coe.office import Office
from coe.requests import Request
from governance.law.pools import SYSTEM
from governance.ledger.note import assemble, signature_line
from governance.office.keys import LOG, rotation_statement
from governance.record.commands import RevokeKey, RotateKey


def rotate(office: Office, home: Home, reason: str, overlap: int) -> LogKey:
    """Have the key in use hand over to the next one; it signs beside it for `overlap` days. The key in use then.

    A hand-over that was cut short before is finished instead. Raises NotConsistent, BadKey, Refused,
    OfficeUnavailable; then nothing was handed over.
    """
    before = log_key(home, office.clock)
    declare(office, before)
    seal(office.engine, home, before, office.clock)
    key = log_key(home, office.clock)
    if key.public != before.public:
        return key
    heir = next_key(home, key.origin)
    note = signed_by_both(key, heir)
    old, new = key.public.vkey(), heir.public.vkey()
    act = reasoned(lambda why: RotateKey(old, new, note, why, overlap), reason, new_seed())
    office.handle(Request(office.clock.new_id(), LOG, SYSTEM, act.command, act.disclosures))
    put_in_place(home, key)
    seal(office.engine, home, heir, office.clock)
    return heir


def revoke(office: Office, vkey: str, reason: str, since: int) -> None:
    """Have a key that handed over revoked from `since` (UTC ms) on. Raises Refused, OfficeUnavailable."""
    act = reasoned(lambda why: RevokeKey(vkey, since, why), reason, new_seed())
    office.handle(Request(office.clock.new_id(), LOG, SYSTEM, act.command, act.disclosures))


def told(office: Office) -> tuple[tuple[str, str], ...]:
    """Every key the log ever had, the newest first, with what became of it in words."""
    with reading(office.engine) as connection:
        state = log_keys(connection)
    now = office.clock.now()
    lives: dict[str, str] = {}
    for life in reversed(state.lives):
        if life.revoked is not None:
            what = "revoked"
        elif life.vkey == state.current:
            what = "in use"
        elif life.until is not None and now < life.until:
            what = "handed over, signs beside its successor"
        else:
            what = "handed over"
        lives.setdefault(life.vkey, what)
    return tuple(lives.items())


def signed_by_both(old: LogKey, new: LogKey) -> str:
    """The statement that one key hands over to the other."""
    text = rotation_statement(old.public.vkey(), new.public.vkey())
    lines = [signature_line(key.origin, key.public.public, key.sign(text.encode())) for key in (old, new)]
    return assemble(text, lines).decode()
