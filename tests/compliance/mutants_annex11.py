"""The controls behind EU GMP Annex 11, each with the words that carry it."""

from tests.compliance.mutant import Mutant, without
from tests.compliance.mutants_shared import ANYBODY, DISTRUSTFUL, OVERSEEN, QUALIFIED, READABLE

FORM = 'act that needs its reason."""\n\n    reason = TextAreaField(\n        lazy_gettext("Reason"),\n        ['
ASKED = 'DataRequired(lazy_gettext("Write one sentence; auditors read it.")), '
REASONED = (
    ("web/owner/office_acts.py", FORM + ASKED, FORM),
    ("governance/law/standing.py", "    if not text:", "    if False:"),
)

LOSING = """        _upgrade(connection)
        connection.exec_driver_sql("DROP TRIGGER entry_no_delete")
        connection.exec_driver_sql("DELETE FROM entry WHERE seq = 40")
"""
SWALLOWING = """except (EOFError, gzip.BadGzipFile, zlib.error):
        return
    except ZeroDivisionError as problem:"""

ANNEX_11: tuple[Mutant, ...] = (
    without("annex11.1", "an unrated requirement is a fault",
            ("tests/compliance/register.py", 'yield f"{name}: has no risk rating"',
             'row["risk"] = dict.fromkeys(RISK_KEYS, "low")  # type: ignore[index]')),
    without("annex11.2", "signers are qualified as the policy asks", QUALIFIED),
    without("annex11.3", "the list of parts is made from everything that is installed",
            ("tests/validation/parts.py", "if name != canonicalize_name(NAME)", 'if name > "m"')),
    without("annex11.4", "a requirement without a scenario is found",
            ("features/compliance/part11.feature", "    @part11.10h\n", "")),
    without("annex11.4", "a migration touches no entry",
            ("coe/migrate.py", "        _upgrade(connection)\n", LOSING)),
    without("annex11.5", "a damaged archive ends the import",
            ("coe/replay/eventlog.py", "except (EOFError, gzip.BadGzipFile, zlib.error) as problem:",
             SWALLOWING)),
    without("annex11.6", "the owner confirms nothing of their own",
            ANYBODY),
    without("annex11.6", "what a rule of the policy finds is recorded by its name",
            ("governance/law/submitting.py",
             "findings=form.findings(law, command.answers, state.raised)", "findings=()")),
    without("annex11.7", "a restored log is held against what was signed before",
            ("coe/evidence/checkpoints.py", "if now.size < seen.size:", "if False:")),
    without("annex11.7", "what a backup holds is verified before it is restored",
            ("coe/continuity/restored_log.py", "    if said:", "    if False:")),
    without("annex11.8", "a print says what was changed since entry",
            ("coe/packet/story.py", '        Fact("Changed", changed_since_entry(record)),\n', "")),
    without("annex11.9", "a hold needs its reason, on the page and by the law", *REASONED),
    without("annex11.9", "an overdue review is an alarm",
            OVERSEEN),
    without("annex11.10", "a change nobody announced is on record and an alarm",
            ("coe/configuration.py", "    if not changed:\n        return ()\n", "    return ()\n")),
    without("annex11.11", "an overdue evaluation is an alarm",
            OVERSEEN),
    without("annex11.12", "the trail says why a role was given",
            ("web/rows/entry_words.py", "title, words.text(event.reason), _period(", 'title, "", _period(')),
    without("annex11.12", "nobody grants themselves a role",
            ("governance/office/register.py", "    if actor == grant.person:", "    if False:")),
    without("annex11.13", "the root cause is mandatory",
            ("governance/office/incidents.py", 'given(cause, "root cause")', "cause")),
    without("annex11.14", "a signature cannot be moved to another record", DISTRUSTFUL),
    without("annex11.15", "only the panel of a gate reads and decides there", READABLE, ANYBODY),
    without("annex11.16", "a time on paper is not in the future",
            ("governance/law/paper.py", "    if command.stated > at:", "    if False:")),
    without("annex11.17", "old evidence is still read",
            ("governance/record/entry.py", "\nVERSION = 1\n", "\nVERSION = 2\n")),
)  # fmt: skip
