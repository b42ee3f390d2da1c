"""Servers that a test may break. They take seconds to start, so that tests share one where they leave it whole."""

import pytest

from tests.faults.server import Postgres, Server


def pytest_collection_modifyitems(items):
    """Everything here starts real processes."""
    for item in items:
        if "tests/faults" in str(item.path):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def sqlite_server(tmp_path):
    server = Server(f"sqlite:///{tmp_path}/store.sqlite3")
    yield server
    server.stop()


@pytest.fixture
def own_postgres(tmp_path_factory):
    why = Postgres.missing()
    if why:
        pytest.skip(why)
    postgres = Postgres(tmp_path_factory.mktemp("postgres"))
    yield postgres
    postgres.stop()
