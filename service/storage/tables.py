"""The tables. Event logs are append-only: a correction is a new row."""

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

#: One number per kind of thing; every write raises it, every worker polls it (OPERATIONS.md: within 2 seconds).
revisions = Table(
    "revisions",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Integer, nullable=False, default=0),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("source", String(200), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("selection", String(10), nullable=False),
    Column("weight", Float, nullable=False),
    Column("reference", String(200)),
    Column("claim", Text),
    Column("topic", String(100)),
    Column("recorded_at", String(32), nullable=False),
    Column("key_id", String(40)),
    Index("outcomes_source", "source", "seq"),
)

ratings = Table(
    "ratings",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("source", String(200), nullable=False),
    Column("rater", String(40), nullable=False),
    Column("value", String(60), nullable=False),
    Column("rated_on", String(10)),
    Column("title", String(300), nullable=False),
    Column("url", String(1000)),
    Column("batch", String(40), nullable=False),
    Column("recorded_at", String(32), nullable=False),
    Index("ratings_source", "source", "rater", "seq"),
)

overlays = Table(
    "overlays",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("entries", JSON, nullable=False),
    Column("updated_at", String(32), nullable=False),
    Column("key_id", String(40)),
)

overlay_history = Table(
    "overlay_history",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("name", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", String(10), nullable=False),
    Column("entries", JSON),
    Column("recorded_at", String(32), nullable=False),
    Column("key_id", String(40)),
    UniqueConstraint("name", "version", name="overlay_history_version"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("annotation_id", String(100), nullable=False),
    Column("subject", String(20), nullable=False),
    Column("subject_id", String(40)),
    Column("start", Integer),
    Column("end", Integer),
    Column("expected", JSON),
    Column("comment", Text),
    Column("recorded_at", String(32), nullable=False),
    Column("key_id", String(40)),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("label", String(100), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("expires_at", String(32)),
    Column("revoked_at", String(32)),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("recorded_at", String(32), nullable=False),
    Column("key_id", String(40)),
    Column("action", String(40), nullable=False),
    Column("subject", String(200)),
    Column("detail", JSON),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("options", JSON, nullable=False),
    Column("total", Integer, nullable=False),
    Column("idempotency_key", String(255)),
    Column("body_hash", String(64), nullable=False),
    Column("key_id", String(40), nullable=False, default=""),
    Column("created_at", String(32), nullable=False),
    Column("touched_at", String(32), nullable=False, server_default=""),
    Column("finished_at", String(32)),
    Column("expires_at", String(32), nullable=False),
    UniqueConstraint("key_id", "idempotency_key", name="jobs_idempotency"),
    Index("jobs_expiry", "expires_at"),
)

job_items = Table(
    "job_items",
    metadata,
    Column("job_id", String(40), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("claim", String(40)),
    Column("claimed_at", String(32)),
    Column("document", Text),
    Column("result", Text),
    Index("job_items_state", "job_id", "state"),
)
