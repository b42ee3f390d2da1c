"""The single-file client as a CI image runs it, against a real server: answers, faults, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.client.conftest import BAD, CLIENT, GOOD, POLICY, ROOT, free_port, run


@pytest.fixture
def drafts(tmp_path):
    (tmp_path / ".sourcegrade.yml").write_text(POLICY)
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "bad.md").write_text(BAD)
    (tmp_path / "drafts" / "good.md").write_text(GOOD)
    return tmp_path


def test_the_file_is_what_its_modules_make():
    made = subprocess.run([sys.executable, "clients/bundle.py"], cwd=ROOT, capture_output=True, check=True).stdout
    assert made == CLIENT.read_bytes(), "run `make client`"
    assert os.access(CLIENT, os.X_OK)


def test_it_runs_on_python_3_8():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("vermin")), "-t=3.8-", "--no-tips", "--violations", str(CLIENT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_failing_draft_fails_and_is_shown(drafts, alone):
    done = alone("drafts")
    assert done.code == 1, done.err
    assert "drafts/bad.md:3:" in done.out
    assert "3 | It was reported that" in done.out
    assert done.err == ""


def test_clean_drafts_are_silent(drafts, alone):
    done = alone("drafts/good.md")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_quiet_says_nothing_and_still_fails(drafts, alone):
    done = alone("-q", "drafts")
    assert (done.code, done.out, done.err) == (1, "", "")


def test_formats_go_to_their_files(drafts, alone):
    done = alone("drafts", "--format", "github,sarif:out.sarif,junit:report.xml,json:all.json")
    assert done.code == 1
    assert done.out.startswith("::error file=drafts/bad.md,line=3,endLine=3,col=")
    log = json.loads((drafts / "out.sarif").read_text())
    assert [row["location"]["uri"] for row in log["runs"][0]["artifacts"]] == ["drafts/bad.md", "drafts/good.md"]
    assert log["runs"][0]["tool"]["driver"]["rules"]
    root = ElementTree.parse(drafts / "report.xml").getroot()
    assert [suite.get("failures") for suite in root] == ["1", "0"]
    assert json.loads((drafts / "all.json").read_text())["verdict"] == "fail"


def test_flags_win_over_the_policy(drafts, alone):
    assert alone("drafts", "--fail-on", "never").code == 0
    assert alone("drafts", "--policy", "recommended", "--fail-on", "note").code == 1
    assert alone("drafts", "--ignore", "bad.md").code == 0


def test_a_policy_is_found_upward(drafts, service):
    done = run([sys.executable, "-I", "-S", str(CLIENT), "bad.md"], drafts / "drafts", SOURCEGRADE_URL=service)
    assert done.code == 1
    assert "bad.md:3:" in done.out


def test_globs_and_baseline_count_from_the_policy_file(drafts, service):
    def inside(*words: str):
        return run([sys.executable, "-I", "-S", str(CLIENT), "--url", service, *words], drafts / "drafts")

    (drafts / ".sourcegrade.yml").write_text(POLICY + "baseline: old.json\nignore: [drafts/bad.md]\n")
    assert inside().code == 0
    off = "per_path:\n  - glob: drafts/**\n    rules: {SRC004: off}\n"
    (drafts / ".sourcegrade.yml").write_text(POLICY + off)
    assert inside().code == 0
    (drafts / ".sourcegrade.yml").write_text(POLICY + "baseline: old.json\n")
    assert inside("--write-baseline").code == 0
    assert {row["path"] for row in json.loads((drafts / "old.json").read_text())["findings"]} == {"drafts/bad.md"}
    assert inside("bad.md").code == 0
    outside = run([sys.executable, "-I", "-S", str(CLIENT), "--url", service, "drafts"], drafts)
    assert outside.code == 0


FAULTY = {
    "missing.md": (None, "No such file or directory"),
    "photo.md": (b"\x89PNG\r\n\x1a\n\0\0", "not a text file"),
    "latin.md": ("Caf\u00e9 owners\n".encode("latin-1"), "not UTF-8: byte 0xe9 in line 1"),
    "wide.md": ("Ferry\n".encode("utf-16"), "encoded in UTF-16; save it as UTF-8"),
    "long.md": (b"word " * 2_000_000, "too large: 10000000 bytes"),
    "longer.md": (b"word " * 50_000, "the limit is 200000"),
    "front.md": (b"---\ntitle: [\n---\nText.\n", "front matter"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_draft_is_one_line_and_the_others_are_checked(drafts, alone, name):
    content, says = FAULTY[name]
    if content is not None:
        (drafts / name).write_bytes(content)
    done = alone(name, "drafts/bad.md")
    assert done.code == 2
    assert done.err.startswith(f"sourcegrade: {name}: ")
    assert says in done.err
    assert len(done.err.splitlines()) == 1
    assert "drafts/bad.md:3:" in done.out


def test_a_folder_without_drafts_is_told(drafts, alone):
    (drafts / "empty").mkdir()
    done = alone("empty", "drafts/good.md")
    assert (done.code, done.out) == (2, "")
    assert "no drafts in this folder" in done.err


@pytest.mark.parametrize(
    ("policy", "line"),
    [
        ("extends: strict\nfail_onn: error\n", 2),
        ("rules:\n  SRC004: loud\n", 2),
        ("extends: strict\nrules: [\n", 3),
        ("extends: nothing\n", 1),
    ],
)
def test_a_bad_policy_is_told_with_its_line(drafts, alone, policy, line):
    (drafts / ".sourcegrade.yml").write_text(policy)
    done = alone("drafts")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"sourcegrade: .sourcegrade.yml:{line}: ")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--format", "pdf"), "--format 'pdf' does not exist"),
        (("--policy", "nowhere.yml"), "nowhere.yml: No such file"),
        (("--policy", "nothing"), "sourcegrade: policy.extends: Unknown preset 'nothing'"),
        (("--baseline", "nowhere.json"), "nowhere.json: No such file"),
        (("--write-baseline",), "--write-baseline needs --baseline"),
        (("--overlay", "nowhere.json"), "nowhere.json: No such file"),
        (("--jobs", "0"), "--jobs must be at least 1"),
        (("--fail-on", "loud"), "invalid choice"),
        (("--format", "sarif:no/such/folder.sarif"), "no/such/folder.sarif: No such file"),
        (("--diff", "main"), "Git knows no revision"),
    ],
)
def test_wrong_flags_are_told_in_plain_words(drafts, alone, words, says):
    done = alone(*words, "drafts/good.md")
    assert done.code == 2
    assert says in done.err
    assert "Traceback" not in done.err


def test_a_dead_service_is_exit_code_three(drafts, alone):
    dead = f"http://127.0.0.1:{free_port()}"
    (drafts / ".sourcegrade.yml").unlink()
    done = alone("drafts", "missing.md", url=dead)
    assert done.code == 3
    assert done.out == ""
    assert done.err.splitlines()[0] == "sourcegrade: missing.md: No such file or directory"
    assert f"{dead} does not answer (Connection refused); 2 drafts not checked" in done.err
    soft = alone("drafts", "--soft-fail", url=dead)
    assert soft.code == 0
    assert "does not answer" in soft.err


def test_an_address_that_is_none_is_told(drafts, alone):
    done = alone("drafts", url="ftp://x")
    assert (done.code, "is no address of a service" in done.err) == (2, True)


def test_a_server_that_is_something_else_is_told(drafts, alone, service):
    done = alone("drafts", url=f"{service}/elsewhere")
    assert done.code == 2
    assert "Traceback" not in done.err


def test_findings_at_the_first_run_become_a_baseline_that_only_shrinks(drafts, alone):
    words = ("drafts", "--baseline", "old.json")
    first = alone(*words, "--write-baseline")
    assert first.code == 0, first.err
    entries = json.loads((drafts / "old.json").read_text())["findings"]
    assert {row["path"] for row in entries} == {"drafts/bad.md"}
    assert alone(*words).code == 0
    # A second one is new, and writing again takes it into no baseline.
    (drafts / "drafts" / "bad.md").write_text(BAD + "\nIt was claimed that the captain had left.\n")
    assert alone(*words).code == 1
    assert alone(*words, "--write-baseline").code == 1
    kept = json.loads((drafts / "old.json").read_text())["findings"]
    assert sum(row["count"] for row in kept) <= sum(row["count"] for row in entries)
    # What was fixed leaves.
    (drafts / "drafts" / "bad.md").write_text(GOOD)
    assert alone(*words, "--write-baseline").code == 0
    assert not [row for row in json.loads((drafts / "old.json").read_text())["findings"] if row["rule"] == "SRC004"]


def test_a_baseline_that_is_none_is_told(drafts, alone):
    for content in ("[]", "{", '{"findings": [{"rule": 1, "fingerprint": "a"}]}'):
        (drafts / "old.json").write_text(content)
        done = alone("drafts", "--baseline", "old.json")
        assert done.code == 2
        assert done.err.startswith("sourcegrade: old.json: ")


def test_many_drafts_are_checked_side_by_side_in_their_order(drafts, alone):
    for number in range(30):
        (drafts / "drafts" / f"n{number:02}.md").write_text(BAD if number % 3 == 0 else GOOD)
    done = alone("drafts", "--format", "json", "--jobs", "8")
    found = json.loads(done.out)["drafts"]
    assert [row["path"] for row in found] == sorted(row["path"] for row in found)
    failing = {row["path"] for row in found if row["verdict"] == "fail"}
    assert failing == {"drafts/bad.md"} | {f"drafts/n{number:02}.md" for number in range(0, 30, 3)}
