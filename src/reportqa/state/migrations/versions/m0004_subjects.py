"""What identifies users of a sign-in service."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column."""
    op.add_column("users", sa.Column("subject", sa.String(64)))
    op.create_index("ix_users_subject", "users", ["subject"])


def downgrade() -> None:
    """Remove the column."""
    op.drop_index("ix_users_subject", "users")
    op.drop_column("users", "subject")
