"""The log as static files (C2SP tlog-tiles): hash tiles, entry bundles, their paths, and proofs read from tiles."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from governance.ledger.merkle import HASH_SIZE, NodeReader, ProofError, node_hash

WIDTH: Final = 256
HEIGHT: Final = 8
MAX_LEVEL: Final = 63
MAX_ENTRY: Final = 2**16 - 1

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Tile:
    """Tile `index` of `level`, holding `width` hashes, 256 when full; level None stands for the bundle of entries."""

    level: int | None
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if self.level is not None and not 0 <= self.level <= MAX_LEVEL:
            raise ProofError(f"tile level {self.level} is outside 0 to {MAX_LEVEL}")
        if self.index < 0 or not 1 <= self.width <= WIDTH:
            raise ProofError(f"no tile has index {self.index} and width {self.width}")

    @property
    def path(self) -> str:
        """Relative to the log's prefix: `tile/0/x001/x234/067.p/12`, `tile/entries/000`."""
        groups = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        level = "entries" if self.level is None else str(self.level)
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{'/'.join(groups)}{partial}"


def parse_path(path: str) -> Tile:
    """The tile of this path; `ProofError` for any spelling but the one `Tile.path` gives."""
    if found := _PATH.fullmatch(path):
        level = None if found["level"] == "entries" else int(found["level"])
        index = int(found["index"].replace("x", "").replace("/", ""))
        tile = Tile(level, index, int(found["width"] or WIDTH))
        if tile.path == path:
            return tile
    raise ProofError(f"not a tile path: {path!r:.80}")


def tiles_of(size: int, level: int | None = 0) -> Iterator[Tile]:
    """Tiles of one level in a tree of `size` leaves, left to right; the last may be partial."""
    full, width = divmod(size >> HEIGHT * (level or 0), WIDTH)
    for index in range(full):
        yield Tile(level, index)
    if width:
        yield Tile(level, full, width)


def tile_bytes(node: NodeReader, tile: Tile) -> bytes:
    """The concatenated hashes of a hash tile."""
    if tile.level is None:
        raise ProofError("a bundle of entries has no hashes; see entry_bundle")
    first = tile.index * WIDTH
    return b"".join(node(HEIGHT * tile.level, at) for at in range(first, first + tile.width))


def nodes_of_tiles(read: Callable[[Tile], bytes], size: int) -> NodeReader:
    """A node reader over the stored tiles of a tree of `size` leaves; `read` gives a tile's bytes."""

    def node(level: int, index: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        number, offset = divmod(index << height, WIDTH)
        there = (size >> HEIGHT * tile_level) - number * WIDTH
        tile = Tile(tile_level, number, min(there, WIDTH))
        data = read(tile)
        if len(data) != tile.width * HASH_SIZE:
            raise ProofError(f"{tile.path} has {len(data)} bytes, expected {tile.width * HASH_SIZE}")
        hashes = [data[at * HASH_SIZE : (at + 1) * HASH_SIZE] for at in range(offset, offset + (1 << height))]
        while len(hashes) > 1:
            hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
        return hashes[0]

    return node


def entry_bundle(entries: Sequence[bytes]) -> bytes:
    """Up to 256 entries, each behind its length in two bytes; `ProofError` for an entry over 65,535 bytes."""
    if not 1 <= len(entries) <= WIDTH:
        raise ProofError(f"a bundle holds 1 to {WIDTH} entries, not {len(entries)}")
    for number, entry in enumerate(entries):
        if len(entry) > MAX_ENTRY:
            raise ProofError(f"entry {number} of the bundle has {len(entry)} bytes; the format ends at {MAX_ENTRY}")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def split_bundle(data: bytes) -> list[bytes]:
    """The entries of a bundle; `ProofError` when it is cut short or holds more than 256."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            raise ProofError(f"bundle is cut short at byte {at}, entry {len(entries)}")
        entries.append(data[at + 2 : end])
        at = end
    if not 1 <= len(entries) <= WIDTH:
        raise ProofError(f"a bundle holds 1 to {WIDTH} entries, not {len(entries)}")
    return entries
