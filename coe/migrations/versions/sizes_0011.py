"""How much there is to read at an open gate, by the round signed there last; `coe.migrate` fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("gate_open", sa.Column("changes", sa.Text(), nullable=False, server_default=""))
