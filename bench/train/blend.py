"""The weighted mean of the weights of runs that began at the same weights: often better than any of them, and as fast as one.

python -m bench.train.blend OUT RUN=SHARE RUN=SHARE ...

Runs from different beginnings do not blend: their units do not mean the same.
"""

import argparse
import json
from pathlib import Path

import torch


def blended(states: list[dict[str, torch.Tensor]], shares: list[float]) -> dict[str, torch.Tensor]:
    """Sum of the states, each times its share of the whole."""
    whole = sum(shares)
    return {
        name: sum(state[name] * (share / whole) for state, share in zip(states, shares, strict=True))
        for name in states[0]
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("runs", nargs="+", help="folder=share")
    options = parser.parse_args()
    pairs = [one.rsplit("=", 1) for one in options.runs]
    folders = [Path(folder) for folder, _ in pairs]
    listings = {(folder / "vocabulary.txt").read_bytes() for folder in folders}
    if len(listings) > 1:
        parser.error("the runs differ in their vocabulary")
    states = [torch.load(folder / "student.pt", weights_only=True) for folder in folders]
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(blended(states, [float(share) for _, share in pairs]), options.out / "student.pt")
    (options.out / "vocabulary.txt").write_bytes(listings.pop())
    settings = json.loads((folders[0] / "options.json").read_text(encoding="utf-8"))
    (options.out / "options.json").write_text(json.dumps(settings), encoding="utf-8")


if __name__ == "__main__":
    main()
