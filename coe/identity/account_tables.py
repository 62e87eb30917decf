"""The working tables behind sign-in and signing. Not rebuilt from the ledger; times are UTC milliseconds."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    false,
)

metadata = MetaData()

account = Table(
    "account",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("login", String(254), nullable=False),
    Column("email", String(254), nullable=False),
    Column("person_id", String(64), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("fs_uniquifier", String(64), nullable=False),
    Column("totp_secret", String(255)),
    Column("totp_counter", BigInteger),
    Column("failed_count", Integer, nullable=False),
    Column("locked_until", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    Column("temporary", Boolean, nullable=False, server_default=false()),
    CheckConstraint("failed_count >= 0", name="account_failed_count"),
    Index("account_login", "login", unique=True),
    Index("account_person", "person_id", unique=True),
    Index("account_uniquifier", "fs_uniquifier", unique=True),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("code_hash", String(64), primary_key=True),
    Column("used_at", BigInteger),
)

challenge = Table(
    "challenge",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("session_hash", String(64), nullable=False),
    Column("act_hash", String(64), nullable=False),
    Column("seen_digest", String(128), nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Index("challenge_session", "account_id", "session_hash"),
)

totp_use = Table(
    "totp_use",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("counter", BigInteger, primary_key=True),
    Column("used_at", BigInteger, nullable=False),
    Column("purpose", String(16), nullable=False),
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("session_hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Index("sign_in_account", "account_id"),
)


def merge_into(target: MetaData) -> None:
    """Copy these tables into the metadata that migrations and `create_all` read."""
    for table in metadata.sorted_tables:
        table.to_metadata(target)
