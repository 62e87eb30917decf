"""What templates say in English whatever the reader's language. The list may only become shorter."""

RECORD = frozenset(
    {
        # Names of the house, of clauses and of keys.
        "Clearway",
        "Ctrl",
        "Enter",
        "21 CFR 11.100(b)",
        "21 CFR 11.100(c)",
    }
)
"""Rightly so: docs/decisions/0015-what-is-translated.md."""
