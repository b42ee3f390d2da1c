"""`sourcegrade keys`: one line for whatever is wrong, a secret on standard output alone, and keys that work."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from service.cli.keys import keys
from service.storage import keys as store
from service.storage.engine import Database

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date()


@pytest.fixture
def url(tmp_path, monkeypatch):
    found = f"sqlite:///{tmp_path}/store.sqlite3"
    monkeypatch.setenv("DATABASE_URL", found)
    return found


def run(*words):
    return CliRunner().invoke(keys, words)


def test_a_key_is_made_listed_and_revoked(url):
    made = run("create", "--label", " night desk ", "--scope", "check", "--scope", "check", "--expires", str(TOMORROW))
    assert made.exit_code == 0
    secret = made.stdout.strip()
    (key,) = store.all_keys(Database(url)).values()
    assert store.all_keys(Database(url))[store.digest(secret)] == key
    assert (key.label, key.scopes) == ("night desk", ("check",))
    assert key.active_at(datetime.now(UTC))
    assert not key.active_at(datetime.now(UTC) + timedelta(days=2))
    assert secret not in made.stderr
    listed = run("list")
    assert key.id in listed.stdout
    assert " open " in listed.stdout
    assert secret not in listed.output
    assert store.digest(secret) not in listed.output
    assert run("revoke", key.id).exit_code == 0
    assert " revoked " in run("list").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["create", "--label", "a", "--expires", "nonsense"], "'nonsense' is not a day; write it as YYYY-MM-DD"),
        (["create", "--label", "a", "--expires", "2026-02-30"], "'2026-02-30' is not a day"),
        (["create", "--label", "a", "--expires", "2020-01-01"], "2020-01-01 is over"),
        (["create", "--label", "a", "--expires", ""], "'' is not a day"),
        (["create", "--label", "a", "--scope", "everything"], "'everything' is not one of"),
        (["create", "--label", "  "], "a label has 1 to 100 printable characters"),
        (["create", "--label", "x" * 101], "a label has 1 to 100 printable characters"),
        (["create", "--label", "a\x1b[31m"], "a label has 1 to 100 printable characters"),
        (["create"], "Missing option '--label'"),
        (["revoke", "key_none"], "there is no open key key_none"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(url, words, told):
    done = run(*words)
    assert done.exit_code in {1, 2}
    assert isinstance(done.exception, SystemExit)
    last = done.output.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    assert told in last
    assert not store.all_keys(Database(url)) if words[0] == "revoke" else True


@pytest.mark.parametrize("command", [["create", "--label", "a"], ["list"], ["revoke", "key_1"]])
@pytest.mark.parametrize(
    ("database", "told"),
    [
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "the database does not answer"),
        ("sqlite:////proc/none/store.sqlite3", "/proc/none"),
    ],
)
def test_a_database_that_is_not_there_is_told_in_one_line(monkeypatch, command, database, told):
    monkeypatch.setenv("DATABASE_URL", database)
    done = run(*command)
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert done.output.startswith("Error: ")
    assert told in done.output
    assert len(done.output.strip().splitlines()) == 1
