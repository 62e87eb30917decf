"""The database's schema through its versions (Alembic)."""
