"""Trainings, undertakings and who accepted them."""

from alembic import op

from coe.migrations.columns import number, table, text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add three record tables; no entry before this release concerns them."""
    table(
        "training",
        text("name", key=True),
        text("person", key=True),
        number("since"),
        number("until"),
        text("evidence"),
        text("by"),
        number("at"),
        keyed=True,
    )
    op.create_index("training_person", "training", ["person"])
    table(
        "undertaking",
        text("name", key=True),
        text("digest"),
        text("title"),
        text("text"),
        text("by"),
        number("at"),
        keyed=True,
    )
    table("acceptance", text("name", key=True), text("person", key=True), text("digest"), number("at"), keyed=True)
    op.create_index("acceptance_person", "acceptance", ["person"])
