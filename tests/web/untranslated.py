"""What templates say in English whatever the reader's language. Each list may only become shorter."""

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

LEFT = frozenset(
    {
        "2 sessions",
        "Change password",
        "End it",
        "End the session of",
        "Last used",
        "My roles and absences",
        "Since",
        "This browser",
        "This one?",
        "What you sign with",
        "Where you are signed in",
        "every change is an entry of the trail and a mail to you",
    }
)
"""Not yet marked for translation, as the gallery shows it."""
