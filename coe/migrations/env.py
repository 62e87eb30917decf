"""What Alembic runs: the migrations on the connection that `coe.migrate` hands over, inside its transaction."""

from alembic import context

from coe.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
