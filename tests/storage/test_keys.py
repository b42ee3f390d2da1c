"""API keys: only hashes are stored; expiry and revocation close them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from service.storage import audit, keys
from service.storage.engine import Database

NOW = "2026-03-01T12:00:00+00:00"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_the_secret_is_found_by_its_hash_and_stored_nowhere(database: Database) -> None:
    key, secret = keys.create(database, label="cms", scopes=("annotate",), now=NOW)
    assert keys.all_keys(database)[keys.digest(secret)] == key
    with database.begin() as connection:
        rows = connection.execute(text("SELECT * FROM api_keys")).all()
    assert secret not in repr(rows)


def test_a_revoked_key_is_closed_and_cannot_be_revoked_again(database: Database) -> None:
    key, secret = keys.create(database, label="cms", scopes=("annotate",), now=NOW)
    assert keys.revoke(database, key.id, now=NOW)
    assert not keys.revoke(database, key.id, now=NOW)
    assert not keys.all_keys(database)[keys.digest(secret)].active_at(AT)


def test_a_key_ends_at_its_expiry(database: Database) -> None:
    key, _ = keys.create(database, label="x", scopes=("check",), now=NOW, expires_at="2026-03-01T12:00:00+00:00")
    assert not key.active_at(AT)
    assert key.active_at(datetime(2026, 3, 1, 11, 59, tzinfo=UTC))


def test_unknown_scopes_are_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="unknown scope 'everything'"):
        keys.create(database, label="x", scopes=("everything",), now=NOW)


def test_making_and_revoking_are_in_the_audit_log(database: Database) -> None:
    key, _ = keys.create(database, label="x", scopes=("check",), now=NOW)
    keys.revoke(database, key.id, now=NOW)
    assert [(row["action"], row["subject"]) for row in audit.entries(database)] == [
        ("key.revoke", key.id),
        ("key.create", key.id),
    ]
