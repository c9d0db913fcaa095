"""One step a file; Alembic finds their order by `down_revision`."""
