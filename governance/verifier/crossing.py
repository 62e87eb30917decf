"""Extracts of one log held beside each other: what one shows, another must not deny.

One extract is silent about an entry that its record says it never read: a later definition, a revocation. Another
record of the same time may have read it; then its place in the log shows that the first declared its reads falsely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from governance.record.entry import Entry, entry_hash
from governance.verifier.evidence import Evidence
from governance.verifier.judging import Contradiction, readable

Place = tuple[int, str, str]
"""Where an entry stands in the log, its hash, and the name of the file that shows it."""


def crossed(
    evidence: Evidence, entries: tuple[Entry, ...], beside: Iterable[tuple[str, Evidence]]
) -> tuple[Contradiction, ...]:
    """What the other extracts, by the names of their files, contradict in this one. Raises Unreadable."""
    shown = dict(_shown(beside))
    found: list[Contradiction] = []
    for proven, entry in zip(evidence.entries, entries, strict=True):
        other = shown.get((entry.stream, entry.version))
        if other is not None and other[1] != entry_hash(proven.data):
            expected = f"version {entry.version} of {entry.stream} as {other[2]} has it"
            found.append(Contradiction(entry.seq, expected, "another entry: two histories", "record", "beside"))
        for stream, version in entry.reads.items():
            later = shown.get((stream, version + 1))
            if later is not None and later[0] < entry.seq:
                expected = (
                    f"{stream} read at version {version + 1} or later, which {later[2]} shows at entry {later[0]}"
                )
                found.append(Contradiction(entry.seq, expected, f"version {version}", "law", "beside"))
    return tuple(found)


def _shown(beside: Iterable[tuple[str, Evidence]]) -> Iterator[tuple[tuple[str, int], Place]]:
    for name, evidence in beside:
        for proven in evidence.entries:
            entry = readable(proven.data)
            yield (entry.stream, entry.version), (entry.seq, entry_hash(proven.data), name)
