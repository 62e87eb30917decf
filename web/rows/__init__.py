"""Rows read for pages: queries, and records folded from their entries."""
