"""The versions of one workflow that were ever in force: the fold of a `definition/…` stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from governance.errors import NotADefinition, Problem
from governance.formats.jcs import Json, decode, encode
from governance.language.definition import Definition
from governance.reading.document import read
from governance.record import events as e


@dataclass(frozen=True)
class Shelf:
    """The versions of one workflow, oldest first; the last is in force for new initiatives. `written` are the
    canonical bytes of the documents, by digest.
    """

    digests: tuple[str, ...] = ()
    documents: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    written: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    @property
    def current(self) -> str:
        """The digest in force, "" before the first publication."""
        return self.digests[-1] if self.digests else ""

    def law(self, digest: str = "") -> Definition:
        """The definition of a digest, or the one in force; `KeyError` when it was never published."""
        wanted = digest or self.digests[-1]
        return _law(self.written[wanted], wanted)

    def follows(self, later: str, earlier: str) -> bool:
        """Whether both were in force here, `later` after `earlier`."""
        return {later, earlier} <= set(self.digests) and self.digests.index(later) > self.digests.index(earlier)


def evolve_shelf(shelf: Shelf, event: e.Published) -> Shelf:
    """The next state of a shelf; total."""
    return replace(
        shelf,
        digests=(*shelf.digests, event.digest),
        documents={**shelf.documents, event.digest: event.definition},
        written={**shelf.written, event.digest: encode(event.definition)},
    )


@lru_cache(maxsize=256)
def _law(data: bytes, digest: str) -> Definition:
    document = decode(data, max_bytes=len(data))
    if not isinstance(document, dict):
        raise NotADefinition((Problem("", f"definition {digest} is not an object"),))
    return read(document)
