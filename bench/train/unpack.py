"""Read the weights of a shipped model back into a run, to go on from it: nothing but the rounding of the shipped form is lost.

python -m bench.train.unpack MODEL_FOLDER RUN
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from bench.train.packing import HEADS, parted, unpacked, weight_of
from bench.train.student import DILATIONS, Student


def weights_of(proto: onnx.ModelProto, bias: list[list[float]], model: Student) -> dict[str, torch.Tensor]:
    """The state of a student of the same shape as `model`, from its graph and the distance table of its manifest."""
    arrays = {one.name: numpy_helper.to_array(one).astype(np.float32) for one in proto.graph.initializer}
    state = {f"tables.{n}.weight": arrays[f"table{n}"] for n in range(len(model.tables))}
    for n in range(len(DILATIONS)):
        kernel = np.concatenate(
            [unpacked(arrays[f"{half}{n}"].astype(np.int8), arrays[f"{half}_steps{n}"]) for half in ("value", "gate")],
            axis=1,
        )
        state[f"blocks.{n}.conv.weight"] = weight_of(kernel)
        state[f"blocks.{n}.conv.bias"] = np.concatenate([arrays[f"value_bias{n}"], arrays[f"gate_bias{n}"]])
        state[f"blocks.{n}.norm.weight"], state[f"blocks.{n}.norm.bias"] = arrays[f"g{n}"], arrays[f"b{n}"]
    state["norm.weight"], state["norm.bias"] = arrays["glast"], arrays["blast"]
    scale = model.heads.pointer**-0.5
    sizes = {name: getattr(model.heads, name).out_features for name in HEADS}
    for kind, rows in (("weight", arrays["heads_w"].T), ("bias", arrays["heads_b"])):
        state |= {f"heads.{name}.{kind}": part for name, part in parted(rows, scale, sizes).items()}
    state["heads.bias"] = np.array(bias, dtype=np.float32)
    return {name: torch.from_numpy(np.array(array)) for name, array in state.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("run", type=Path)
    options = parser.parse_args()
    manifest = json.loads((options.folder / "manifest.json").read_text(encoding="utf-8"))
    listing = (options.folder / "vocabulary.txt").read_bytes()
    words = len(listing.decode().split("\n"))
    model = Student(words, manifest["width"])
    model.load_state_dict(weights_of(onnx.load(options.folder / "model.onnx"), manifest["bias"], model))
    options.run.mkdir(parents=True, exist_ok=True)
    (options.run / "vocabulary.txt").write_bytes(listing)
    (options.run / "options.json").write_text(json.dumps({"width": manifest["width"], "words": words}))
    torch.save(model.state_dict(), options.run / "student.pt")


if __name__ == "__main__":
    main()
