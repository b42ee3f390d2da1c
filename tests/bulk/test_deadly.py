"""Articles that kill or hang the process that reads them: each fails alone, in its own row, whatever the engine."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from service.bulk.attempts import MAX_DEATHS, Attempts, deaths
from service.bulk.engines import local, on_ray
from service.bulk.run import BulkError, Terms, annotate_archive
from tests.bulk import deadly

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "The harbor board of Port Lisse said on Tuesday that gate {} would hold until Friday. “It leaks,” said Ana Petrov."
)
DEADLY = {4: "KILL", 9: "HANG", 11: "RAISE"}
COUNT = 12
TERMS = Terms(processes=2, part_bytes=512, seconds=2.0)


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("deadly") / "in.jsonl"
    texts = [TEXT.format(number) + f" {DEADLY.get(number, '')}" for number in range(COUNT)]
    file.write_text("\n".join(json.dumps({"id": f"a{number}", "text": text}) for number, text in enumerate(texts)))
    return file


def counted(counts, total, before):
    seen = failed = 0
    for documents, wrong in counts:
        seen, failed = seen + documents, failed + wrong
    assert before + seen == total
    return failed


@pytest.fixture(scope="module")
def on_this_machine(archive) -> bytes:
    def engine(work, parts, processes):
        return local(work, parts, processes, prepare=deadly.prepare)

    target = archive.with_name("local.jsonl")
    assert annotate_archive(archive, target, engine, TERMS, counted) == (COUNT, len(DEADLY))
    return target.read_bytes()


def test_only_what_is_deadly_fails(on_this_machine):
    rows = [json.loads(line) for line in on_this_machine.splitlines()]
    assert [row["index"] for row in rows] == list(range(COUNT))
    assert {row["index"] for row in rows if row["status"] != 200} == set(DEADLY)
    for index, how in DEADLY.items():
        assert rows[index]["status"] == 500
        assert ("processes died" in rows[index]["problem"]["detail"]) == (how != "RAISE")
        assert how not in json.dumps(rows[index])
    assert all(row["annotation"]["attributions"] for row in rows if row["status"] == 200)


@pytest.mark.ray
def test_ray_says_the_same_of_deadly_articles(archive, on_this_machine, tmp_path):
    pytest.importorskip("ray", reason="Ray is not installed (extra `ray`; .ci/run installs it)")
    few = tmp_path / "in.jsonl"
    few.write_bytes(b"".join(archive.read_bytes().splitlines(keepends=True)[:8]))
    engine = on_ray(None, prepare=deadly.prepare)
    assert annotate_archive(few, tmp_path / "ray.jsonl", engine, replace(TERMS, processes=1), counted) == (8, 1)
    assert (tmp_path / "ray.jsonl").read_bytes() == b"".join(on_this_machine.splitlines(keepends=True)[:8])


def test_processes_that_never_begin_are_not_started_for_ever(archive, tmp_path):
    def engine(work, parts, processes):
        return local(work, parts, processes, prepare=deadly.stillborn)

    with pytest.raises(BulkError, match="die before they read"):
        annotate_archive(archive, tmp_path / "out.jsonl", engine, replace(TERMS, processes=1), counted)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_parent_that_is_killed_leaves_no_process(archive, tmp_path):
    command = [
        sys.executable,
        "-m",
        "service.cli",
        "bulk",
        str(archive),
        str(tmp_path / "out.jsonl"),
        "--part-size",
        "1",
    ]
    parent = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not list(tmp_path.glob("out.jsonl.parts/part-*.jsonl")):
        assert time.monotonic() < end
        time.sleep(0.01)
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert children
    while any(_runs(child) for child in children):
        assert time.monotonic() < end
        time.sleep(0.01)


def _runs(process: str) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def test_deaths_are_counted_for_each_document_and_only_deaths(tmp_path):
    notes = tmp_path / "part.attempts"
    for attempt in range(MAX_DEATHS):
        assert deaths(notes) == attempt
        dying = Attempts(notes, 0)
        dying.__enter__()  # never left: the process is gone
        assert dying.begin(6)
        assert dying.begin(7)
    living = Attempts(notes, 0)
    with living:
        assert living.begin(6)
        assert not living.begin(7)
    assert deaths(notes) == MAX_DEATHS
