"""Keys, checkpoints and verification of the whole log."""
