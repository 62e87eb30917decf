"""Another implementation of RFC 9162, written by others, agrees on roots and proofs of every small tree."""

from collections.abc import Sequence
from copy import copy

import pytest
from pymerkle import InclusionProof, InmemoryTree, InvalidProof, verify_consistency, verify_inclusion

from governance.ledger import merkle
from governance.ledger.merkle import ProofError, consistency_proof, inclusion_proof, leaf_hash, nodes_of_list, tree_root

ENTRIES = [f"entry {number}".encode() for number in range(40)]
LEAVES = [leaf_hash(each) for each in ENTRIES]
NODE = nodes_of_list(LEAVES)
SIZES = range(1, len(ENTRIES) + 1)


@pytest.fixture(scope="module")
def other() -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for each in ENTRIES:
        tree.append_entry(each)
    return tree


def with_hashes(proof: InclusionProof, hashes: Sequence[bytes]) -> InclusionProof:
    """Their proof with our hashes in it."""
    changed = copy(proof)
    changed.path = [proof.path[0], *hashes]
    return changed


def test_leaves_and_roots_of_every_size(other: InmemoryTree) -> None:
    assert [other.get_leaf(number) for number in SIZES] == LEAVES
    assert [other.get_root(size) for size in SIZES] == [tree_root(NODE, size) for size in SIZES]


def test_every_inclusion_proof_is_the_same_hash_by_hash(other: InmemoryTree) -> None:
    for size in SIZES:
        for index in range(size):
            theirs = other.prove_inclusion(index + 1, size)
            assert theirs.path == [LEAVES[index], *inclusion_proof(NODE, index, size)]
            verify_inclusion(LEAVES[index], tree_root(NODE, size), theirs)


def test_every_pair_of_trees_is_consistent_by_either_proof(other: InmemoryTree) -> None:
    for later in SIZES:
        for prior in range(1, later + 1):
            ours = consistency_proof(NODE, prior, later)
            roots = tree_root(NODE, prior), tree_root(NODE, later)
            verify_consistency(*roots, other.prove_consistency(prior, later))  # theirs has another shape
            merkle.verify_consistency(prior, later, ours, *roots)


def test_what_one_refuses_the_other_refuses(other: InmemoryTree) -> None:
    size, root = 23, tree_root(NODE, 23)
    for index in range(size):
        theirs, good = other.prove_inclusion(index + 1, size), inclusion_proof(NODE, index, size)
        for place in range(len(good)):
            bad = (*good[:place], bytes([good[place][0] ^ 1]) + good[place][1:], *good[place + 1 :])
            with pytest.raises(ProofError):
                merkle.verify_inclusion(index, size, LEAVES[index], bad, root)
            with pytest.raises(InvalidProof):
                verify_inclusion(LEAVES[index], root, with_hashes(theirs, bad))
