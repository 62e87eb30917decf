"""Which entries approved something; what a person put off in their inbox, and how they want their pages."""

from alembic import op

from coe.migrations.columns import number, table, text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A record table, filled as `coe rebuild` would fill it, and two working tables."""
    table("approval", number("seq", key=True), text("initiative"), number("at"), keyed=True)
    postgres = op.get_bind().dialect.name == "postgresql"
    words = "convert_from(bytes, 'UTF8')" if postgres else "CAST(bytes AS TEXT)"
    found = f"{'strpos' if postgres else 'instr'}({words}, '\"type\":\"approved\"') > 0"
    op.execute(f"INSERT INTO approval SELECT seq, substr(stream, 12), at FROM entry WHERE {found}")  # noqa: S608 - constants
    table(
        "snooze",
        text("person", key=True),
        text("initiative", key=True),
        text("gate", key=True),
        number("opening"),
        number("until"),
        keyed=True,
    )
    table("preference", text("person", key=True), text("name", key=True), text("value"), keyed=True)
