"""The shipped tagger: an ONNX graph on one CPU thread, with the vocabulary and the settings it was tuned with."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from service.core.attribution.features import TokenEncoder, encode
from service.core.attribution.model import TAGS, Array, Calibration, DecodingSettings, TaggerOutput, always
from service.core.domain import TokenLayer

MODELS_FOLDER = Path(__file__).resolve().parents[1] / "data" / "models"
#: Tokens per run of the graph, and the context on either side. The convolutions see 32 tokens either way, so that windows
#: give the same scores as one run over the whole text, in bounded memory.
WINDOW, MARGIN = 2048, 48
#: Columns behind the pointer vectors: two scores of pointing nowhere and the log-odds of going on.
_SINGLE = 3


class ModelError(RuntimeError):
    """The model folder is missing, incomplete or not what its manifest says."""


@dataclass(frozen=True, slots=True)
class OnnxTagger:
    """Scores tokens. Safe to share between threads and, loaded before a fork, between processes: the session has no threads."""

    session: onnxruntime.InferenceSession
    encoder: TokenEncoder
    bias: Array
    settings: DecodingSettings
    calibration: Calibration | None
    version: str

    def score(self, layer: TokenLayer, more: Callable[[], bool] = always) -> TaggerOutput:
        """Scores of the tokens of `layer`, window by window for as long as `more` says so."""
        rows = encode(layer, self.encoder)
        parts = [self._window(rows, 0)]
        for low in range(WINDOW, len(rows), WINDOW):
            if not more():
                break
            parts.append(self._window(rows, low))
        return output_of(np.concatenate(parts) if len(parts) > 1 else parts[0], self.bias)

    def _window(self, rows: np.ndarray[Any, Any], low: int) -> Array:
        high = min(low + WINDOW, len(rows))
        begin, end = max(0, low - MARGIN), min(len(rows), high + MARGIN)
        found: Array = np.asarray(self.session.run(None, {"rows": rows[begin:end]})[0])
        return found[low - begin : high - begin]


def output_of(scores: Array, bias: Array) -> TaggerOutput:
    """The graph's columns by name: tag logits (made probabilities), queries, keys, null, more; see bench/train/graph.py."""
    tags, pointed = len(TAGS), (scores.shape[1] - len(TAGS) - _SINGLE) // 2
    # One row a tag while they are computed: numpy is slow along an axis of seven.
    grown = scores[:, :tags].T.copy()
    grown -= grown.max(axis=0)
    np.exp(grown, out=grown)
    grown /= grown.sum(axis=0)
    return TaggerOutput(
        tags=grown.T,
        queries=scores[:, tags : tags + pointed],
        keys=scores[:, tags + pointed : tags + 2 * pointed],
        null=scores[:, -3:-1],
        more=scores[:, -1],
        bias=bias,
    )


def load_tagger(folder: Path) -> OnnxTagger:
    """Load the model in `folder` and check its files against the manifest.

    Raises:
        ModelError: a file is missing or differs from its hash.
    """
    manifest = _manifest(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3
    # It would remember, for every length of text that it ever saw, where everything lay: 7 MB and more, and no time gained.
    options.enable_mem_pattern = False
    session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
    words = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    calibration = manifest.get("calibration")
    return OnnxTagger(
        session=session,
        encoder=TokenEncoder({word: number for number, word in enumerate(words)}),
        bias=np.array(manifest["bias"], dtype=np.float32),
        settings=DecodingSettings(**manifest["settings"]),
        calibration=Calibration(calibration["bias"], tuple(calibration["weights"])) if calibration else None,
        version=f"{manifest['name']}+{manifest['files']['model.onnx'][:12]}",
    )


def _manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / "manifest.json"
    if not path.is_file():
        raise ModelError(f"no model in {folder.name}: manifest.json is missing")
    manifest: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for name, digest in manifest["files"].items():
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise ModelError(f"{folder.name}/{name} is missing or differs from the manifest")
    return manifest


def newest_model(task: str = "attribution", language: str = "en", root: Path = MODELS_FOLDER) -> Path:
    """Folder of the newest shipped model for a task and language (the names end in the date).

    Raises:
        ModelError: there is none.
    """
    found = sorted(root.glob(f"{task}-{language}-*"))
    if not found:
        raise ModelError(f"no model for {task} in {language}")
    return found[-1]
