"""How property tests search: the same examples on every run, so that a build says something about the change alone.

`make fuzz` searches anew each time and longer; what it finds becomes an `@example`.
"""

import os
import secrets
from collections.abc import Iterator

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

settings.register_profile("repeat", derandomize=True, deadline=None, max_examples=300)
settings.register_profile("search", deadline=None, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(scope="session")
def postgres_server() -> str:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    engine = create_engine(POSTGRES, connect_args={"connect_timeout": 2})
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except OperationalError:
        pytest.skip("no PostgreSQL answers at TEST_POSTGRES_URL")
    finally:
        engine.dispose()
    return POSTGRES


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A database of its own on the real server, dropped afterwards."""
    name = f"sourcegrade_test_{secrets.token_hex(6)}"
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def redis_url() -> str:
    """A real Redis; names within it are the test's own."""
    redis = pytest.importorskip("redis", reason="the client for Redis is not installed")
    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=2).ping()
    except redis.RedisError:
        pytest.skip("no Redis answers at TEST_REDIS_URL")
    return REDIS
