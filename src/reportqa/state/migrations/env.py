"""Alembic's environment: runs the migrations in the transaction of the connection that `schema` passes."""

from alembic import context

from reportqa.state.tables import Base

# SQLite changes a column by copying its table.
context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
context.run_migrations()
