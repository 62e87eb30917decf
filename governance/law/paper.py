"""A decision given on paper while the office was out of reach, transcribed by whoever gave it (EU GMP Annex 11 §16).

The signature is that of the transcription and its time the entry's; when the person says they decided is a statement of
theirs, and the scan is what an auditor compares it with.
"""

from __future__ import annotations

from governance.errors import Refused
from governance.record import commands as c
from governance.record.entry import HEX64
from governance.record.state import Mark


def refuse_paper(command: c.SignDecision, mark: Mark | None, at: int) -> None:
    """Refuse a transcription that lacks its scan or its time, or whose time cannot be true."""
    if not command.stated and not command.scan:
        return
    if not command.stated or not HEX64.fullmatch(command.scan):
        raise _paper("A decision on paper has the time it was given and a scan.", "Give both, or neither.")
    if command.stated > at:
        raise _paper("It says it was given in the future.", "Correct the time.")
    if mark is None or command.stated < mark.opened:
        raise _paper("It says it was given before this gate had opened on this text.", "Correct the time.")


def _paper(why: str, cure: str) -> Refused:
    return Refused("incomplete-paper", "This decision is not complete.", why, cure)
