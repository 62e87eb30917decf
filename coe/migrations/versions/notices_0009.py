"""How people want their notices, and which notices share one daily mail."""

from alembic import op

from coe.migrations.columns import flag, number, table, text

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both working tables; whoever chose nothing has notices at once, as before."""
    table("digest", number("seq", key=True), number("place", key=True), text("name"), keyed=True)
    op.create_index("digest_name", "digest", ["name"])
    table(
        "mail_preference",
        text("person", key=True),
        text("how"),
        number("daily"),
        number("quiet_from"),
        number("quiet_to"),
        flag("weekends"),
        text("zone"),
        keyed=True,
    )
