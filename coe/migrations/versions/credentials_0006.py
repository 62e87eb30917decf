"""Who may sign: identity, resets, tests and losses of each person, the office's certification, temporary passwords."""

import sqlalchemy as sa
from alembic import op

from coe.migrations.columns import number, table, text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two record tables, empty because no older log has such an entry; every password that is there is its owner's."""
    table(
        "signer",
        text("person", key=True),
        number("confirmed"),
        text("confirmed_by"),
        number("asked"),
        text("asked_by"),
        text("issued_by"),
        number("tested"),
        number("lost"),
        number("closed"),
        keyed=True,
    )
    table(
        "certification",
        text("stream", key=True),
        number("demanded"),
        number("enabled"),
        text("reference"),
        keyed=True,
    )
    op.add_column("account", sa.Column("temporary", sa.Boolean(), nullable=False, server_default=sa.false()))
