"""API keys. Only the SHA-256 of a key is stored; the key itself is shown once, when it is made."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from service.storage import audit, revisions
from service.storage.engine import Database
from service.storage.tables import api_keys

#: What a key may be allowed to do (API.md 4.7).
SCOPES = ("annotate", "check", "registry:read", "registry:write", "outcomes", "feedback", "jobs", "metrics", "admin")
#: Random bytes in a key: 192 bits.
KEY_BYTES = 24


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret. Times are RFC 3339 UTC."""

    id: str
    label: str
    scopes: tuple[str, ...]
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None

    def active_at(self, now: datetime) -> bool:
        """Whether the key opens anything at that time."""
        if self.revoked_at is not None:
            return False
        return self.expires_at is None or datetime.fromisoformat(self.expires_at) > now


def digest(secret: str) -> str:
    """What is stored of a key. A fast hash is right here: the key is random, not a password that can be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def create(
    database: Database, *, label: str, scopes: tuple[str, ...], now: str, expires_at: str | None = None
) -> tuple[ApiKey, str]:
    """Make a key; returns it with its secret, which cannot be read again.

    Raises:
        ValueError: an unknown scope.
    """
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise ValueError(f"unknown scope {unknown[0]!r}; known: {', '.join(SCOPES)}")
    secret = f"sg_{secrets.token_urlsafe(KEY_BYTES)}"
    key = ApiKey(f"key_{secrets.token_hex(6)}", label, scopes, now, expires_at)
    with database.begin() as connection:
        revisions.bump(connection, revisions.KEYS)
        connection.execute(
            api_keys.insert().values(
                id=key.id,
                hash=digest(secret),
                label=label,
                scopes=list(scopes),
                created_at=now,
                expires_at=expires_at,
            )
        )
        audit.write(connection, action="key.create", subject=key.id, now=now)
    return key, secret


def revoke(database: Database, key_id: str, *, now: str) -> bool:
    """Close a key for good; False when there is no such open key."""
    with database.begin() as connection:
        revisions.bump(connection, revisions.KEYS)
        result = connection.execute(
            api_keys.update().where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None)).values(revoked_at=now)
        )
        if result.rowcount:
            audit.write(connection, action="key.revoke", subject=key_id, now=now)
    return bool(result.rowcount)


def all_keys(database: Database) -> dict[str, ApiKey]:
    """Every key by the hash of its secret, oldest first."""
    with database.begin(read_only=True) as connection:
        rows = connection.execute(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id)).all()
    return {
        row.hash: ApiKey(row.id, row.label, tuple(row.scopes), row.created_at, row.expires_at, row.revoked_at)
        for row in rows
    }
