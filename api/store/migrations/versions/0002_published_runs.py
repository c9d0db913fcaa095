"""When someone chose a run for proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    column = sa.Column(
        "published_at", sa.DateTime(timezone=True), nullable=True, comment="When someone chose it for proposals."
    )
    op.add_column("runs", column)


def downgrade() -> None:
    """Take it back."""
    op.drop_column("runs", "published_at")
