"""What witnesses gave back, and which packets left the house."""

from coe.migrations.columns import number, table, text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both working tables."""
    table(
        "cosignature",
        number("size", key=True),
        text("witness", key=True),
        number("at"),
        text("line"),
        number("kept"),
        keyed=True,
    )
    table("handed_out", number("size", key=True), text("initiative", key=True), number("at"), keyed=True)
