"""The office's first schema."""

import sqlalchemy as sa
from alembic import op

from coe.append_only import protect
from coe.migrations.columns import data, flag, number, place, short, small, table, text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table, the triggers, and the head of an empty log."""
    _ledger_1()
    _records_1()
    _records_2()
    _records_3()
    _records_4()
    _records_5()
    _records_6()
    _working_1()
    _working_2()
    _working_3()
    _working_4()
    protect(op.get_bind())


def _ledger_1() -> None:
    table(
        "entry",
        place("seq"),
        text("stream"),
        number("version"),
        text("command"),
        number("at"),
        text("actor"),
        text("type"),
        data("bytes"),
    )
    op.create_index("entry_command", "entry", ["command"], unique=True)
    op.create_index("entry_stream", "entry", ["stream", "version"], unique=True)
    table("head", small("id", key=True), number("size"), number("at"), data("hashes"))
    table("node", number("level", key=True), number("place", key=True), data("hash"), keyed=True)


def _records_1() -> None:
    table(
        "initiative",
        text("id", key=True),
        number("seq"),
        number("version"),
        text("number"),
        text("title"),
        text("workflow"),
        text("definition"),
        text("owner"),
        text("status"),
        number("round"),
        text("tier"),
        number("submitted"),
        number("updated"),
        number("due"),
        text("waiting"),
        number("expires"),
        keyed=True,
    )
    op.create_index("initiative_number", "initiative", ["number"])
    op.create_index("initiative_owner", "initiative", ["owner"])
    op.create_index("initiative_submitted", "initiative", ["submitted"])
    table(
        "gate_open",
        text("initiative", key=True),
        text("gate", key=True),
        text("panel", key=True),
        text("title"),
        number("opening"),
        number("opened"),
        number("due"),
        keyed=True,
    )
    op.create_index("gate_open_panel", "gate_open", ["panel", "due"])


def _records_2() -> None:
    table(
        "clock_step",
        text("initiative", key=True),
        text("gate", key=True),
        text("step", key=True),
        number("opening"),
        number("at"),
        text("kind"),
        keyed=True,
    )
    op.create_index("clock_step_at", "clock_step", ["at"])
    table(
        "decision",
        text("initiative", key=True),
        number("seq", key=True),
        number("round"),
        text("gate"),
        text("person"),
        text("seat"),
        text("outcome"),
        text("meaning"),
        number("at"),
        text("note"),
        text("method"),
        keyed=True,
    )


def _records_3() -> None:
    table(
        "request",
        text("initiative", key=True),
        text("id", key=True),
        text("gate"),
        text("person"),
        number("round"),
        text("concerns"),
        text("text"),
        text("reply"),
        keyed=True,
    )
    table(
        "condition",
        text("initiative", key=True),
        text("id", key=True),
        text("gate"),
        text("person"),
        number("round"),
        text("text"),
        text("due"),
        text("note"),
        text("status"),
        keyed=True,
    )
    table("person", text("id", key=True), text("name"), text("email"), number("registered"), keyed=True)


def _records_4() -> None:
    table("line_manager", text("person", key=True), text("manager"), keyed=True)
    table(
        "pool_member",
        text("pool", key=True),
        number("place", key=True),
        text("person"),
        text("seat"),
        flag("alternate"),
        number("since"),
        number("until"),
        text("scope"),
        keyed=True,
    )
    op.create_index("pool_member_person", "pool_member", ["person"])
    table(
        "delegation",
        text("pool", key=True),
        number("place", key=True),
        text("person"),
        text("to"),
        number("since"),
        number("until"),
        keyed=True,
    )
    op.create_index("delegation_to", "delegation", ["to"])


def _records_5() -> None:
    table("absence", text("person", key=True), number("place", key=True), number("since"), number("until"), keyed=True)
    table(
        "definition",
        text("digest", key=True),
        text("workflow"),
        text("title"),
        number("seq"),
        number("published"),
        keyed=True,
    )
    op.create_index("definition_workflow", "definition", ["workflow", "seq"])
    table("calendar", text("name", key=True), number("seq"), number("declared"), keyed=True)
    table("numbering", text("prefix", key=True), number("year", key=True), number("last"), keyed=True)


def _records_6() -> None:
    table(
        "notice",
        number("seq", key=True),
        number("place", key=True),
        text("person"),
        text("kind"),
        text("initiative"),
        text("gate"),
        text("step"),
        keyed=True,
    )
    table("denial", place("seq"), text("person"), text("act"), text("about"), text("code"), number("at"))
    op.create_index("denial_person", "denial", ["person", "at"])


def _working_1() -> None:
    table(
        "account",
        short("id", 36, key=True),
        short("login", 254),
        short("email", 254),
        short("person_id", 64),
        short("password_hash", 255),
        flag("active"),
        short("fs_uniquifier", 64),
        short("totp_secret", 255, null=True),
        number("totp_counter", null=True),
        small("failed_count"),
        number("locked_until", null=True),
        number("created_at"),
        sa.CheckConstraint("failed_count >= 0", name="account_failed_count"),
    )
    op.create_index("account_login", "account", ["login"], unique=True)
    op.create_index("account_person", "account", ["person_id"], unique=True)
    op.create_index("account_uniquifier", "account", ["fs_uniquifier"], unique=True)
    table("checkpoint", number("size", key=True), number("at"), data("note"), keyed=True)
    table("cursor", text("name", key=True), number("position"), keyed=True)


def _working_2() -> None:
    table(
        "delivery",
        number("seq", key=True),
        number("place", key=True),
        number("attempts"),
        number("delivered"),
        number("next"),
        text("error"),
        keyed=True,
    )
    table("disclosure", text("commit", key=True), text("nonce"), text("value"), keyed=True)
    table(
        "draft", text("id", key=True), text("owner"), text("workflow"), text("answers"), number("updated"), keyed=True
    )
    op.create_index("draft_owner", "draft", ["owner"])
    table("pending", text("id", key=True), number("seq"), text("stream"), text("command"), text("error"), keyed=True)


def _working_3() -> None:
    table(
        "challenge",
        short("token_hash", 64, key=True),
        short("account_id", 36, refers="account.id"),
        short("session_hash", 64),
        short("act_hash", 64),
        short("seen_digest", 128),
        number("issued_at"),
        number("expires_at"),
        number("used_at", null=True),
    )
    op.create_index("challenge_session", "challenge", ["account_id", "session_hash"])
    table(
        "recovery_code",
        short("account_id", 36, refers="account.id", key=True),
        short("code_hash", 64, key=True),
        number("used_at", null=True),
    )
    table(
        "sign_in",
        short("session_hash", 64, key=True),
        short("account_id", 36, refers="account.id"),
        number("began_at"),
        number("seen_at"),
        number("ended_at", null=True),
    )
    op.create_index("sign_in_account", "sign_in", ["account_id"])


def _working_4() -> None:
    table(
        "totp_use",
        short("account_id", 36, refers="account.id", key=True),
        number("counter", key=True),
        number("used_at"),
        short("purpose", 16),
    )
