"""Run by Alembic: takes the steps on the connection that `api.store.migrate` hands over."""

from alembic import context

from api.store.models import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
)
with context.begin_transaction():
    context.run_migrations()
