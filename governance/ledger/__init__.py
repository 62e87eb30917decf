"""The log as a Merkle tree: leaves, tiles, checkpoints, proofs, cosignatures, commitments (RFC 9162, C2SP)."""
