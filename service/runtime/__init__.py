"""The shell around the core: settings, data files, the model's runtime, logs, metrics."""

import os

# onnxruntime 1.32 reports its use to its maker from a thread of its own, unless this stands before its first import.
# Nothing may leave the house, and a child forked beside that thread hangs or aborts when it ends.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
