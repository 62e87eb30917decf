"""Two definitions compared: what changed, and whether more or less may pass."""
