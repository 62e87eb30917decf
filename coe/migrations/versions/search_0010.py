"""The words of initiatives, and who contributed to which: record tables, which `coe.migrate` fills."""

import sqlalchemy as sa
from alembic import op

from coe.migrations.columns import number, table, text

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ADD = "INSERT INTO passage_words(rowid, words) VALUES (NEW.id, NEW.words);"
FORGET = "INSERT INTO passage_words(passage_words, rowid, words) VALUES ('delete', OLD.id, OLD.words);"
OPTIONS = "words, content='passage', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3'"
SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5({OPTIONS})",
    f"CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN {ADD} END",
    f"CREATE TRIGGER passage_gone AFTER DELETE ON passage BEGIN {FORGET} END",
    f"CREATE TRIGGER passage_changed AFTER UPDATE ON passage BEGIN {FORGET} {ADD} END",
)
POSTGRESQL = ("CREATE INDEX passage_words ON passage USING gin (to_tsvector('simple', words))",)


def upgrade() -> None:
    """Three tables, the database's own index over the words, and one by which what was rejected is found."""
    table(
        "passage",
        text("initiative", key=True),
        text("place", key=True),
        number("id"),
        text("commit"),
        text("words"),
        keyed=True,
    )
    op.create_index("passage_id", "passage", ["id"], unique=True)
    table("chosen_option", text("initiative", key=True), text("field", key=True), text("value", key=True), keyed=True)
    table("contributor", text("initiative", key=True), text("person", key=True), keyed=True)
    rejected = sa.text("status = 'rejected'")
    op.create_index("initiative_rejected", "initiative", ["seq"], sqlite_where=rejected, postgresql_where=rejected)
    for sql in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.get_bind().exec_driver_sql(sql)
