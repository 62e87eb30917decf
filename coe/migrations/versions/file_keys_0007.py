"""Keys of erasable files."""

from coe.migrations.columns import table, text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the working table; no file older than this is encrypted."""
    table("file_key", text("digest", key=True), text("key"), keyed=True)
