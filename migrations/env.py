"""Alembic's entry: run the migrations over the connection that `migrations.schema` hands in."""

from alembic import context

from projections.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
