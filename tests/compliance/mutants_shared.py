"""Changes that more than one clause rests on."""

Words = tuple[str, str, str]

ELIGIBILITY, SIGNING = "governance/law/eligibility.py", "governance/law/signing.py"
CEREMONY, ACCOUNTS = "coe/identity/ceremony.py", "coe/identity/accounts.py"
OVERSEEN: Words = ("workflows/oversee.py", "if each.due and each.due <= now", "if False")
DISTRUSTFUL: Words = (
    "coe/evidence/log_verify.py",
    "problems = list(islice(audit.problems(decided=decided), MOST_PROBLEMS))",
    "problems: list[Problem] = []",
)
QUALIFIED: Words = (ELIGIBILITY, "return _unqualified(law, facts, person, at)", "return None")
ANYBODY: Words = (ELIGIBILITY, "    if barred:\n        return barred\n    mine", "    mine")
READABLE: Words = ("web/site/guards.py", "if not may_read(record, person):", "if False:")
SEEN: Words = (SIGNING, "if command.signature.seen != seen(law, state, gate.name):", "if False:")
NO_UPDATE: Words = (
    "coe/append_only.py",
    'f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {denied}; END",',
    "",
)
NO_DELETE: Words = (
    "coe/append_only.py",
    'f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {denied}; END",',
    "",
)
STAMPED: Words = (
    "coe/sitting.py",
    "at = max(self._parts.clock.now(), self._at)",
    """from flask import has_request_context, request as asked
        stated = asked.form.get("at") if has_request_context() else None
        at = max(int(stated or self._parts.clock.now()), self._at)""",
)
CODE_ASKED: tuple[Words, ...] = (
    (
        "web/site/signing.py",
        '[InputRequired(lazy_gettext("Enter the six digits your authenticator shows now.")), Length(max=20)]',
        "[Length(max=20)]",
    ),
    (CEREMONY, "if attempt.code or first or self.rules.always_both:", "if attempt.code:"),
)
CODES_USED_ONCE: tuple[Words, ...] = (
    (CEREMONY, "if found.totp_counter is not None and step <= found.totp_counter:", "if False:"),
    (
        CEREMONY,
        "if connection.execute(statement).rowcount != 1:\n        raise refusals.replayed()",
        "connection.execute(update(account).where(account.c.id == account_id).values(totp_counter=counter, **calm))",
    ),
    (CEREMONY, "connection.execute(insert(totp_use).values(**use))", "del use"),
)
OLD_FOLD: Words = ("governance/record/state.py", "conditions=state.conditions + conditions,", "conditions=conditions,")
