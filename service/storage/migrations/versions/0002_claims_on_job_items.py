"""claims on job items: which worker holds an item, and when a job last moved."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("touched_at", sa.String(length=32), nullable=False, server_default=""))
        batch_op.create_index("jobs_expiry", ["expires_at"], unique=False)
    with op.batch_alter_table("job_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claim", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("job_items", schema=None) as batch_op:
        batch_op.drop_column("claim")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("jobs_expiry")
        batch_op.drop_column("touched_at")
