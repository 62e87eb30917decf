"""Periodic reviews."""

from coe.migrations.columns import number, table, text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the record table; no log older than this holds a review."""
    table(
        "review",
        text("subject", key=True),
        number("seq", key=True),
        number("since"),
        number("until"),
        text("outcome"),
        text("note"),
        text("report"),
        text("person"),
        number("at"),
        keyed=True,
    )
