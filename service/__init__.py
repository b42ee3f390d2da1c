"""Sourcegrade: reliability-annotated JSON for the sources that a news article cites."""

import os

__version__ = "0.1.0"

# numpy's OpenBLAS starts a thread for every core at its first import, and they wait for each other by spinning: on a machine
# with anything else to do, a product of two small matrices then takes twenty times as long. One request is one core's work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
