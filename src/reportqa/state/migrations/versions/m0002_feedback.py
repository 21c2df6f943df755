"""Feedback on answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("row_id", sa.String(16), nullable=False),
        sa.Column("user_name", sa.String(200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.UniqueConstraint("row_id", name="uq_feedback_row_id"),
    )
    op.create_index("ix_feedback_user_name", "feedback", ["user_name"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("feedback")
