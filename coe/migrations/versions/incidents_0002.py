"""Incidents."""

from alembic import op

from coe.migrations.columns import number, table, text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the record table; no log older than this holds an incident."""
    table(
        "incident",
        text("id", key=True),
        number("seq"),
        text("kind"),
        text("about"),
        text("reason"),
        text("opener"),
        number("opened"),
        text("answer"),
        text("acknowledged_by"),
        number("acknowledged"),
        text("root_cause"),
        text("note"),
        text("closed_by"),
        number("closed"),
        keyed=True,
    )
    op.create_index("incident_opened", "incident", ["opened"])
