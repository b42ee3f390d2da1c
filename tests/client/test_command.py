"""`sourcegrade check`: the same client in process, with the shipped engine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli.main import COMMANDS, main
from tests.client.conftest import BAD, GOOD, POLICY


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Run `sourcegrade check` in this process, in a folder with a policy and two drafts."""
    (tmp_path / ".sourcegrade.yml").write_text(POLICY)
    (tmp_path / "bad.md").write_text(BAD)
    (tmp_path / "good.md").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    for name in ("SOURCEGRADE_URL", "REGISTRY_OVERLAY_DIR", "OVERLAY_DIR"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: str):
        return CliRunner().invoke(main, ["check", *words])

    return call


def test_drafts_are_checked_without_a_service(command):
    done = command()
    assert done.exit_code == 1, done.output
    assert "bad.md:3:" in done.stdout
    assert "1 error" in done.stdout
    clean = command("good.md")
    assert (clean.exit_code, clean.output) == (0, "")


def test_both_ways_say_the_same(command, tmp_path, service):
    (tmp_path / "ferry.html").write_text("<p>It was reported that the ferry had left.</p>\n")
    for words in (("--format", "sarif"), ("--format", "junit"), ("--format", "rdjson"), ("--format", "text")):
        local, remote = command(*words), command("--url", service, *words)
        assert local.exit_code == remote.exit_code == 1
        told = remote.stdout
        if words[1] in {"sarif", "rdjson"}:
            # Only a service has an address under which rules are explained.
            told = json.dumps(without_addresses(json.loads(told)))
            assert json.loads(told) == json.loads(local.stdout)
        else:
            assert told == local.stdout


def without_addresses(values):
    if isinstance(values, dict):
        return {
            key: without_addresses(item)
            for key, item in values.items()
            if key not in {"url", "helpUri", "informationUri"}
        }
    return [without_addresses(item) for item in values] if isinstance(values, list) else values


def test_faults_are_lines_in_process_too(command, tmp_path):
    (tmp_path / "photo.md").write_bytes(b"\xff\xd8\xff\xe0\0")
    (tmp_path / "long.md").write_bytes(b"word " * 50_000)
    (tmp_path / "front.md").write_text("---\na: [\n---\nText.\n")
    done = command("photo.md", "long.md", "front.md", "none.md", "bad.md")
    assert done.exit_code == 2
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == [
        "photo.md",
        "long.md",
        "front.md",
        "none.md",
    ]
    assert "bad.md:3:" in done.stdout


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ("rules:\n  SRC999: error\n", ".sourcegrade.yml:2: There is no rule 'SRC999'."),
        ("registry_overlays: [house]\n", "no overlay 'house'"),
        ("- a\n", ".sourcegrade.yml:1: A policy is a mapping"),
    ],
)
def test_a_bad_policy_is_one_line(command, tmp_path, policy, says):
    (tmp_path / ".sourcegrade.yml").write_text(policy)
    done = command()
    assert done.exit_code == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_policys_language_is_that_of_drafts_that_say_none(command, tmp_path):
    (tmp_path / ".sourcegrade.yml").write_text(POLICY + "language: en\n")
    assert command("good.md").exit_code == 0
    (tmp_path / ".sourcegrade.yml").write_text(POLICY + "language: de\n")
    done = command("good.md")
    assert done.exit_code == 2
    assert "No model covers the language 'de'" in done.stderr


def test_house_entries_come_from_a_file(command, tmp_path):
    entry = {"match": ["Port office of Lisse"], "id": "house:port", "type": "government"}
    (tmp_path / "house.json").write_text(json.dumps({"entries": [entry]}))
    assert command("good.md", "--overlay", "house.json").exit_code == 0
    (tmp_path / "house.json").write_text(json.dumps([{**entry, "grade": "A"}]))
    done = command("good.md", "--overlay", "house.json")
    assert done.exit_code == 2
    assert "A grade needs a rationale" in done.stderr


def test_paths_have_their_own_rules(command, tmp_path):
    (tmp_path / "opinion").mkdir()
    (tmp_path / "opinion" / "column.md").write_text(BAD)
    (tmp_path / ".sourcegrade.yml").write_text(
        POLICY + "per_path:\n  - glob: opinion/**\n    rules:\n      SRC004: off\nignore: [bad.md]\n"
    )
    assert command().exit_code == 0
    assert command("opinion/column.md", "bad.md").exit_code == 0


def test_help_is_the_clients_own(command):
    done = command("--help")
    assert done.exit_code == 0
    assert "--write-baseline" in done.output
    assert "instead of in process" in done.output


def test_every_command_is_listed_and_loads():
    listed = CliRunner().invoke(main, ["--help"]).output
    for name in COMMANDS:
        assert name in listed
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0
    assert CliRunner().invoke(main, ["nothing"]).exit_code == 2


def test_a_check_over_http_loads_neither_engine_nor_frameworks():
    """A hook waits for every import; what it never uses stays on disk."""
    code = (
        "import sys; from service.cli.main import main; from service.client.main import check_main; "
        "import service.cli.check; print(*sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {
        "numpy",
        "onnxruntime",
        "flask",
        "sqlalchemy",
        "marshmallow",
        "yaml",
        "markdown_it",
        "service.core.pipeline",
    }
    assert not heavy & set(loaded)


def test_the_command_is_installed(tmp_path):
    (tmp_path / "good.md").write_text(GOOD)
    program = Path(sys.executable).with_name("sourcegrade")
    done = subprocess.run([program, "check", "good.md"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
