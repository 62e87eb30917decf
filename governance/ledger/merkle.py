"""Merkle trees of RFC 6962 and RFC 9162 section 2.1, SHA-256: roots, and inclusion and consistency proofs.

Proofs are made of perfect subtrees only, asked from a `NodeReader`; whether those are computed from leaf hashes or read
from storage is the reader's business. Checks return nothing and raise `ProofError`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeAlias

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()

NodeReader: TypeAlias = Callable[[int, int], bytes]
"""`node(level, index)`: the hash over the leaves `[index << level, (index + 1) << level)`, all of which exist."""

LeafReader: TypeAlias = Callable[[int, int], Sequence[bytes]]
"""`leaves(start, end)`: the leaf hashes of the half-open range, in order."""

# Remembering from this height up keeps 1/256 of the tree and leaves at most 256 leaves to hash again for a proof.
_MEMO_LEVEL = 8


class ProofError(ValueError):
    """A proof, root or compact range that does not hold; the message says what was expected and what was found."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class CompactRange:
    """The tree's right edge: `hashes` of its perfect subtrees, largest first, one for each one-bit of `size`."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or self.size.bit_count() != len(self.hashes):
            raise ProofError(f"a tree of {self.size} leaves cannot have {len(self.hashes)} perfect subtrees")
        if any(len(digest) != HASH_SIZE for digest in self.hashes):
            raise ProofError(f"a hash in the compact range is not {HASH_SIZE} bytes long")

    @classmethod
    def from_hex(cls, size: int, hashes: Iterable[str]) -> "CompactRange":
        """What `to_hex` stored; `ProofError` when it was damaged."""
        try:
            return cls(size, tuple(bytes.fromhex(text) for text in hashes))
        except ValueError as error:
            raise ProofError(f"stored compact range of {size} leaves is damaged: {error}") from None

    def to_hex(self) -> list[str]:
        """The hashes as lower-case hex, largest subtree first."""
        return [digest.hex() for digest in self.hashes]

    def append(self, leaf: bytes) -> "CompactRange":
        """The range with one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> "CompactRange":
        """The range with these leaf hashes behind it."""
        size, hashes = self.size, list(self.hashes)
        for leaf in leaves:
            right, full = leaf, size
            while full & 1:
                right, full = node_hash(hashes.pop(), right), full >> 1
            hashes.append(right)
            size += 1
        return CompactRange(size, tuple(hashes))

    def root(self) -> bytes:
        """The Merkle tree hash; of no leaves, SHA-256 of nothing."""
        return _fold(self.hashes) if self.hashes else EMPTY_ROOT


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The Merkle tree hash over these leaf hashes."""
    return CompactRange().extend(leaves).root()


def nodes_of(leaves: LeafReader) -> NodeReader:
    """A node reader over leaf hashes; it remembers the larger subtrees, which never change in an append-only log."""
    memo: dict[tuple[int, int], bytes] = {}

    def node(level: int, index: int) -> bytes:
        if level < _MEMO_LEVEL:
            return _perfect(leaves(index << level, (index + 1) << level), level, index)
        if (known := memo.get((level, index))) is not None:
            return known
        if level == _MEMO_LEVEL:
            digest = _perfect(leaves(index << level, (index + 1) << level), level, index)
        else:
            digest = node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))
        memo[level, index] = digest
        return digest

    return node


def nodes_of_list(leaves: Sequence[bytes]) -> NodeReader:
    """`nodes_of` for leaf hashes that are all in memory."""
    return nodes_of(lambda start, end: leaves[start:end])


def tree_root(node: NodeReader, size: int) -> bytes:
    """The Merkle tree hash of the first `size` leaves."""
    if size < 0:
        raise ProofError(f"no tree has {size} leaves")
    return _range(node, 0, size) if size else EMPTY_ROOT


def inclusion_proof(node: NodeReader, index: int, size: int) -> tuple[bytes, ...]:
    """Audit path of leaf `index` in the tree of `size` leaves, the leaf's sibling first (RFC 9162 section 2.1.3.1)."""
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of {size} leaves")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range(node, middle, end))
            end = middle
        else:
            path.append(_range(node, start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_proof(node: NodeReader, size1: int, size2: int) -> tuple[bytes, ...]:
    """Proof that `size2` leaves begin with the first `size1` of them, at least 1 (RFC 9162 section 2.1.4.1)."""
    if not 1 <= size1 <= size2:
        raise ProofError(f"no consistency proof leads from {size1} to {size2} leaves; sizes must be 1 or more and grow")
    path: list[bytes] = []
    start, end = 0, size2
    while size1 != end:
        middle = start + _split(end - start)
        if size1 <= middle:
            path.append(_range(node, middle, end))
            end = middle
        else:
            path.append(_range(node, start, middle))
            start = middle
    # The verifier holds the old root itself, so it is sent only where it is not a subtree by its own right.
    if start:
        path.append(_range(node, start, end))
    return tuple(reversed(path))


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that leaf hash `leaf` is at `index` under `root` (RFC 9162 section 2.1.3.2); else `ProofError`."""
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of {size} leaves")
    _check_lengths((leaf, *proof))
    number, last, digest = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise ProofError(f"inclusion proof of leaf {index} in {size} has too many hashes ({len(proof)})")
        if number & 1 or number == last:
            digest = node_hash(step, digest)
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            digest = node_hash(digest, step)
        number, last = number >> 1, last >> 1
    if last:
        raise ProofError(f"inclusion proof of leaf {index} in {size} has too few hashes ({len(proof)})")
    _check_root(f"inclusion proof of leaf {index} in {size}", root, digest)


def verify_consistency(size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes) -> None:
    """Check that the tree of `size2` extends that of `size1` (RFC 9162 section 2.1.4.2); else `ProofError`.

    Everything extends the empty tree, so nothing is proven from size 0 and it is refused.
    """
    if not 1 <= size1 <= size2:
        raise ProofError(f"no consistency proof leads from {size1} to {size2} leaves; sizes must be 1 or more and grow")
    name = f"consistency proof from {size1} to {size2}"
    if size1 == size2:
        if proof:
            raise ProofError(f"{name} must be empty, found {len(proof)} hashes")
        _check_root(name, root1, root2)
        return
    _check_lengths(proof)
    if not proof:
        raise ProofError(f"{name} is empty")
    steps = [root1, *proof] if size1.bit_count() == 1 else list(proof)
    number, last = size1 - 1, size2 - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofError(f"{name} has too many hashes ({len(proof)})")
        if number & 1 or number == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            new = node_hash(new, step)
        number, last = number >> 1, last >> 1
    if last:
        raise ProofError(f"{name} has too few hashes ({len(proof)})")
    _check_root(f"{name}, old root", root1, old)
    _check_root(f"{name}, new root", root2, new)


def _fold(hashes: Sequence[bytes]) -> bytes:
    digest = hashes[-1]
    for left in reversed(hashes[:-1]):
        digest = node_hash(left, digest)
    return digest


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def _range(node: NodeReader, start: int, end: int) -> bytes:
    pieces: list[bytes] = []
    while start < end:
        level = (end - start).bit_length() - 1
        pieces.append(node(level, start >> level))
        start += 1 << level
    return _fold(pieces)


def _perfect(hashes: Sequence[bytes], level: int, index: int) -> bytes:
    if len(hashes) != 1 << level:
        raise ProofError(f"leaves from {index << level} on: expected {1 << level} hashes, the log has {len(hashes)}")
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def _check_lengths(hashes: Sequence[bytes]) -> None:
    if any(len(digest) != HASH_SIZE for digest in hashes):
        raise ProofError(f"a hash in the proof is not {HASH_SIZE} bytes long")


def _check_root(name: str, expected: bytes, found: bytes) -> None:
    if expected != found:
        raise ProofError(f"{name} does not hold: expected root {expected.hex()}, found {found.hex()}")
