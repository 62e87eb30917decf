import json
from base64 import b64decode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.ledger.merkle import (
    EMPTY_ROOT,
    CompactRange,
    ProofError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    nodes_of,
    nodes_of_list,
    root_of,
    tree_root,
    verify_consistency,
    verify_inclusion,
)
from tests.governance.vectors import count, published

LEAVES = [leaf_hash(str(number).encode()) for number in range(300)]
NODE = nodes_of_list(LEAVES)
sizes = st.integers(1, len(LEAVES))


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962 section 2.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def flipped(proof: Sequence[bytes], bit: int) -> tuple[bytes, ...]:
    changed = [bytearray(digest) for digest in proof]
    changed[bit // 256][bit % 256 // 8] ^= 1 << bit % 8
    return tuple(map(bytes, changed))


def vector(path: Path) -> dict[str, object]:
    found = json.loads(path.read_bytes())
    assert isinstance(found, dict)
    for name in ("root", "root1", "root2", "leafHash"):
        if name in found:
            found[name] = b64decode(found[name] or "")
    found["proof"] = [b64decode(digest) for digest in found["proof"] or []]
    return found


@pytest.mark.parametrize("path", published("rfc6962/inclusion/**/*.json"))
def test_published_inclusion_proof_is_judged_as_published(path: Path) -> None:
    match vector(path):
        case {"leafIdx": int(index), "treeSize": int(size), "leafHash": bytes(leaf), "root": bytes(root), **rest}:
            proof = rest["proof"]
            assert isinstance(proof, list)
            if rest["wantErr"]:
                with pytest.raises(ProofError):
                    verify_inclusion(index, size, leaf, proof, root)
            else:
                verify_inclusion(index, size, leaf, proof, root)
        case other:
            pytest.fail(f"not an inclusion vector: {other}")


@pytest.mark.parametrize("path", published("rfc6962/consistency/**/*.json"))
def test_published_consistency_proof_is_judged_as_published(path: Path) -> None:
    match vector(path):
        case {"size1": int(size1), "size2": int(size2), "root1": bytes(root1), "root2": bytes(root2), **rest}:
            proof = rest["proof"]
            assert isinstance(proof, list)
            if rest["wantErr"]:
                with pytest.raises(ProofError):
                    verify_consistency(size1, size2, proof, root1, root2)
            else:
                verify_consistency(size1, size2, proof, root1, root2)
        case other:
            pytest.fail(f"not a consistency vector: {other}")


def test_the_published_merkle_vectors_are_all_there() -> None:
    assert count("rfc6962/inclusion/**/*.json") >= 65
    assert count("rfc6962/consistency/**/*.json") >= 57


def test_roots_of_the_tree_used_by_certificate_transparency() -> None:
    # The eight leaves and roots of the reference implementation of RFC 6962.
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [leaf_hash(bytes.fromhex(entry)) for entry in entries]
    assert root_of([]) == EMPTY_ROOT == sha256(b"").digest()
    assert root_of(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root_of(leaves[:7]).hex() == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
    assert root_of(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_compact_range_grown_leaf_by_leaf_equals_the_naive_root_at_every_size() -> None:
    grown = CompactRange()
    for size in range(70):
        assert (grown.size, grown.root()) == (size, naive_root(LEAVES[:size]))
        assert tree_root(NODE, size) == grown.root()
        grown = grown.append(LEAVES[size])


@given(sizes, st.data())
@settings(max_examples=50, deadline=None)
def test_compact_range_survives_storage_and_may_be_extended_at_once(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, size))
    stored = CompactRange().extend(LEAVES[:first])
    again = CompactRange.from_hex(stored.size, stored.to_hex())
    assert again == stored
    assert again.extend(LEAVES[first:size]).root() == naive_root(LEAVES[:size])


@pytest.mark.parametrize(
    ("size", "hashes"),
    [(1, []), (0, ["00" * 32]), (3, ["00" * 32]), (1, ["00" * 31]), (1, ["zz" * 32]), (-1, ["00" * 32])],
)
def test_damaged_compact_range_is_refused(size: int, hashes: list[str]) -> None:
    with pytest.raises(ProofError):
        CompactRange.from_hex(size, hashes)


def test_every_leaf_of_every_small_tree_is_proven() -> None:
    for size in range(1, 40):
        root = naive_root(LEAVES[:size])
        for index in range(size):
            verify_inclusion(index, size, LEAVES[index], inclusion_proof(NODE, index, size), root)


def test_every_pair_of_small_trees_is_proven_consistent() -> None:
    roots = [naive_root(LEAVES[:size]) for size in range(41)]
    for size2 in range(1, 41):
        for size1 in range(1, size2 + 1):
            verify_consistency(size1, size2, consistency_proof(NODE, size1, size2), roots[size1], roots[size2])


@given(sizes, st.data())
@settings(max_examples=100, deadline=None)
def test_inclusion_proof_holds_and_no_flipped_bit_does(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    root, proof = naive_root(LEAVES[:size]), inclusion_proof(NODE, index, size)
    verify_inclusion(index, size, LEAVES[index], proof, root)
    bit = data.draw(st.integers(0, 256 * (len(proof) + 2) - 1))
    leaf, bad_root, *bad = flipped((LEAVES[index], root, *proof), bit)
    with pytest.raises(ProofError):
        verify_inclusion(index, size, leaf, bad, bad_root)


@given(sizes, st.data())
@settings(max_examples=100, deadline=None)
def test_consistency_proof_holds_and_no_flipped_bit_does(size2: int, data: st.DataObject) -> None:
    size1 = data.draw(st.integers(1, size2))
    root1, root2 = naive_root(LEAVES[:size1]), naive_root(LEAVES[:size2])
    proof = consistency_proof(NODE, size1, size2)
    verify_consistency(size1, size2, proof, root1, root2)
    bit = data.draw(st.integers(0, 256 * (len(proof) + 2) - 1))
    bad1, bad2, *bad = flipped((root1, root2, *proof), bit)
    with pytest.raises(ProofError):
        verify_consistency(size1, size2, bad, bad1, bad2)


@given(sizes, st.data())
@settings(max_examples=50, deadline=None)
def test_proof_of_one_leaf_does_not_hold_for_another_place(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(NODE, index, size), naive_root(LEAVES[:size])
    if other != index:
        with pytest.raises(ProofError):
            verify_inclusion(other, size, LEAVES[index], proof, root)


def test_a_rewritten_history_has_no_consistency_proof() -> None:
    rewritten = nodes_of_list([*LEAVES[:5], leaf_hash(b"forged"), *LEAVES[6:]])
    with pytest.raises(ProofError, match="old root"):
        verify_consistency(
            100, 200, consistency_proof(rewritten, 100, 200), tree_root(NODE, 100), tree_root(rewritten, 200)
        )


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_inclusion_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ProofError, match="not in a tree"):
        inclusion_proof(NODE, index, size)
    with pytest.raises(ProofError, match="not in a tree"):
        verify_inclusion(index, size, LEAVES[0], (), LEAVES[0])


@pytest.mark.parametrize(("size1", "size2"), [(0, 3), (4, 3), (-1, 3)])
def test_no_consistency_proof_from_nothing_or_backwards(size1: int, size2: int) -> None:
    with pytest.raises(ProofError, match="no consistency proof leads"):
        consistency_proof(NODE, size1, size2)


def test_hashes_of_another_length_are_refused() -> None:
    with pytest.raises(ProofError, match="32 bytes"):
        verify_inclusion(0, 2, LEAVES[0], [b"short"], LEAVES[0])
    with pytest.raises(ProofError, match="32 bytes"):
        verify_consistency(1, 2, [b"short"], LEAVES[0], LEAVES[1])


def test_a_proof_longer_than_the_tree_is_high_is_refused_even_under_a_root_made_for_it() -> None:
    extra, roots = LEAVES[9], [naive_root(LEAVES[:size]) for size in range(5)]
    with pytest.raises(ProofError, match="too many"):
        verify_inclusion(3, 4, LEAVES[3], [*inclusion_proof(NODE, 3, 4), extra], node_hash(extra, roots[4]))
    with pytest.raises(ProofError, match="too many"):
        verify_consistency(
            3,
            4,
            [*consistency_proof(NODE, 3, 4), extra],
            node_hash(extra, roots[3]),
            node_hash(extra, roots[4]),
        )


def test_a_log_with_fewer_leaves_than_claimed_gives_no_proof() -> None:
    with pytest.raises(ProofError, match="the log has"):
        inclusion_proof(nodes_of_list(LEAVES[:5]), 0, 8)


def test_larger_subtrees_are_read_once() -> None:
    leaves = [leaf_hash(number.to_bytes(4, "big")) for number in range(1500)]
    asked: list[tuple[int, int]] = []

    def read(start: int, end: int) -> Sequence[bytes]:
        asked.append((start, end))
        return leaves[start:end]

    node, root = nodes_of(read), root_of(leaves)
    verify_inclusion(3, 1500, leaves[3], inclusion_proof(node, 3, 1500), root)
    asked.clear()
    verify_inclusion(1499, 1500, leaves[1499], inclusion_proof(node, 1499, 1500), root)
    verify_inclusion(4, 1500, leaves[4], inclusion_proof(node, 4, 1500), root)
    assert sum(end - start for start, end in asked) < 1024
