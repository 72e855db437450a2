"""What Alembic runs: the changes, on the connection that it is given."""

from alembic import context

from pronouncer.store.database.history import is_compared, rendered
from pronouncer.store.database.tables.every import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_object=is_compared,
    render_item=rendered,
)
context.run_migrations()
