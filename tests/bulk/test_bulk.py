"""Archives: order kept, poison alone, killed and begun again to the same bytes, and one result whatever the engine."""

import contextlib
import fcntl
import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from service.bulk.parts import cut

ROOT = Path(__file__).resolve().parents[2]
COUNT = 120
#: Small parts, so that a small archive has many.
PART_KIB = 4
PARAGRAPH = (
    "The harbor board of Port Lisse said on Tuesday that gate {number} would hold until Friday. “It leaks,” said Ana "
    "Petrov, who runs a cafe on the quay. According to a senior official, the ministry was told in May. "
)


def articles(count: int) -> list[bytes]:
    made = [
        json.dumps({"id": f"a{number}", "text": (PARAGRAPH * 2).format(number=number)}).encode()
        for number in range(count)
    ]
    made[3], made[5], made[7] = b"{", b"\xff", json.dumps({"id": "x", "text": ""}).encode()
    return made


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "service.cli", "bulk", "--part-size", str(PART_KIB), *map(str, words)]


def run(*words: object) -> None:
    done = subprocess.run(command(*words), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("bulk") / "in.jsonl"
    file.write_bytes(b"\n".join(articles(COUNT)) + b"\n\n")
    return file


@pytest.fixture(scope="module")
def undisturbed(archive) -> tuple[bytes, bytes]:
    """What an undisturbed run gives, and what its terminal saw."""
    ours, theirs = pty.openpty()
    target = archive.with_name("once.jsonl")
    subprocess.run(command(archive, target), cwd=ROOT, stderr=theirs, timeout=300, check=True)
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # a closed terminal reads as an error
        while piece := os.read(ours, 65_536):
            seen += piece
    os.close(ours)
    return target.read_bytes(), seen


@pytest.fixture(scope="module")
def expected(undisturbed) -> bytes:
    return undisturbed[0]


def test_a_terminal_sees_how_far_it_is(undisturbed):
    seen = undisturbed[1]
    assert seen.count(b"\r") > 5
    assert f"{COUNT}/{COUNT}".encode() in seen


def test_every_article_has_its_record_in_its_place(archive, expected):
    rows = [json.loads(line) for line in expected.splitlines()]
    assert [row["index"] for row in rows] == list(range(COUNT))
    assert [row["index"] for row in rows if row["status"] != 200] == [3, 5, 7]
    assert rows[100]["id"] == "a100"
    assert rows[100]["annotation"]["attributions"]
    assert len(cut(str(archive), PART_KIB * 1024)) > 10


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_in_the_middle_it_goes_on_to_the_same_bytes(archive, expected, tmp_path, how):
    target = tmp_path / "out.jsonl"
    process = subprocess.Popen(command(archive, target), cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    end = time.monotonic() + 120
    while not list(tmp_path.glob("out.jsonl.parts/part-*.jsonl")):
        assert time.monotonic() < end
        time.sleep(0.02)
    os.killpg(process.pid, how)
    assert process.wait() != 0
    assert not target.exists()
    assert 0 < len(list(tmp_path.glob("out.jsonl.parts/part-*.jsonl"))) < len(cut(str(archive), PART_KIB * 1024))
    run(archive, target)
    assert target.read_bytes() == expected
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


def test_two_processes_give_the_same_bytes(archive, expected, tmp_path):
    run(archive, tmp_path / "out.jsonl", "--processes", 2)
    assert (tmp_path / "out.jsonl").read_bytes() == expected


def test_what_was_begun_otherwise_is_not_gone_on_with(archive, tmp_path):
    parts = tmp_path / "out.jsonl.parts"
    parts.mkdir()
    (parts / "plan.json").write_text('{"today": "2026-01-01", "source": "other"}')
    done = subprocess.run(
        command(archive, tmp_path / "out.jsonl"), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1
    assert "was begun with another source" in done.stderr


def test_parquet_in_and_out_says_the_same(archive, expected, tmp_path):
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `bulk`)")
    parquet = pytest.importorskip("pyarrow.parquet")
    good = [json.loads(line) for line in articles(40) if line not in {b"{", b"\xff"}]
    parquet.write_table(pa.Table.from_pylist(good), tmp_path / "in.parquet", row_group_size=10)
    run(tmp_path / "in.parquet", tmp_path / "out.parquet")
    rows = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["id"] for row in rows] == [item["id"] for item in good]
    once = {row["id"]: row for row in map(json.loads, expected.splitlines())}
    assert json.loads(rows[10]["record"])["annotation"] == once[rows[10]["id"]]["annotation"]
    assert [row["status"] for row in rows].count(422) == 1


@pytest.mark.ray
def test_ray_gives_the_same_bytes(archive, expected, tmp_path):
    pytest.importorskip("ray", reason="Ray is not installed (extra `ray`; .ci/run installs it)")
    run(archive, tmp_path / "out.jsonl", "--engine", "ray", "--processes", 2)
    assert (tmp_path / "out.jsonl").read_bytes() == expected


def test_a_full_disk_is_said_and_gone_on_from(archive, expected, tmp_path):
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    target = tmp_path / "out.jsonl"
    done = subprocess.run(
        command(archive, target),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=small_files,
    )
    assert done.returncode == 1
    assert "File too large; finished parts are kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert not target.exists()
    run(archive, target)
    assert target.read_bytes() == expected


def test_two_runs_do_not_work_on_one_archive(archive, tmp_path):
    parts = tmp_path / "out.jsonl.parts"
    parts.mkdir()
    with (parts / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run(
            command(archive, tmp_path / "out.jsonl"), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
        )
    assert done.returncode == 1
    assert "another run is working" in done.stderr


def test_a_damaged_parquet_is_an_error_of_one_line(tmp_path):
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `bulk`)")
    (tmp_path / "in.parquet").write_bytes(b"PAR1 and then nothing of the kind PAR1")
    done = subprocess.run(
        command(tmp_path / "in.parquet", tmp_path / "out.jsonl"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"sourcegrade: {tmp_path}/in.parquet cannot be read:")
