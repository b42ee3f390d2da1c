"""The model's runtime sends nothing and starts nothing: a preloaded worker ends as quietly as it began."""

import os
import subprocess
import sys

LOAD_AND_FORK = """
import os, signal
from service.runtime.resources import load_resources
load_resources()
child = os.fork()
if child == 0:
    signal.alarm(10)  # a child that hangs at its end is ended, and its status tells
    raise SystemExit(0)
print(os.environ["ORT_DISABLE_TELEMETRY"], len(os.listdir("/proc/self/task")), os.waitpid(child, 0)[1])
"""


def test_the_models_runtime_starts_no_thread_and_a_forked_child_ends_cleanly():
    # The variables that keep the libraries from threads are ours to set, not the caller's.
    ours = {"ORT_DISABLE_TELEMETRY", "OPENBLAS_NUM_THREADS"}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        [sys.executable, "-c", LOAD_AND_FORK],
        env=clean,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["1", "1", "0"]
