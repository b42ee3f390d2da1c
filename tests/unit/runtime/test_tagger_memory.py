"""The model keeps nothing of the lengths that it saw: a worker meets every length there is within some thousand articles."""

import ctypes
import subprocess
import sys

import pytest

#: Prints the megabytes in use of the C library that a run over every length adds, once the longest and the shortest were seen.
LENGTHS = """
import ctypes
import numpy as np
from service.runtime.onnx import MARGIN, WINDOW, load_tagger, newest_model

class Info(ctypes.Structure):
    names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in names.split()]

counted = ctypes.CDLL(None).mallinfo2
counted.restype = Info

def used():
    found = counted()
    return (found.uordblks + found.hblkhd) / 1e6

run = load_tagger(newest_model()).session.run
width, longest = 5, WINDOW + 2 * MARGIN

def score(length):
    run(None, {"rows": np.zeros((length, width), dtype=np.int32)})

score(longest)
score(20)
before = used()
for length in range(20, longest):
    score(length)
print(used() - before)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="only glibc counts what is in use")
def test_lengths_of_articles_are_not_remembered():
    done = subprocess.run([sys.executable, "-c", LENGTHS], capture_output=True, text=True, check=True, timeout=300)
    assert float(done.stdout) < 1
