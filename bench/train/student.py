"""Train the small tagger and linker that ships: embeddings of hashed features, dilated gated convolutions, shared heads.

python -m bench.train.student CORPORA --out RUN [--epochs 16] [--width 96] [--vectors VECTORS]
"""

import argparse
import json
import pickle
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bench.train.corpora import Example, labelled, unlabelled
from bench.train.heads import Heads, loss_of
from bench.train.lessons import augmented, stock_of, taught
from service.core.attribution.features import AFFIX_BUCKETS, PLACES, SHAPES, WORD_BUCKETS, TokenEncoder, encode
from service.core.text.tokens import tokenize

DILATIONS = (1, 2, 4, 8, 16, 1)
CHUNK = 640


class Block(nn.Module):
    """Normalized gated convolution with a residual connection."""

    def __init__(self, width: int, dilation: int, drop: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.conv = nn.Conv1d(width, 2 * width, 3, padding=dilation, dilation=dilation)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor) -> Tensor:
        """As a product over three shifted copies: a sixth faster on a CPU than the convolution that it equals."""
        step, long = self.conv.dilation[0], x.shape[1]
        padded = functional.pad(self.norm(x), (0, 0, step, step))
        copies = torch.cat([padded[:, k * step : k * step + long] for k in range(3)], dim=-1)
        kernel = self.conv.weight.permute(0, 2, 1).flatten(1)
        mixed = functional.linear(copies, kernel, self.conv.bias)
        value, gate = mixed.chunk(2, dim=-1)
        return x + self.drop(value * torch.sigmoid(gate))


class Student(nn.Module):
    """Feature rows [B, T, 5] to the heads' outputs."""

    def __init__(self, words: int, width: int = 96, drop: float = 0.15) -> None:
        super().__init__()
        sizes = (words + WORD_BUCKETS, AFFIX_BUCKETS, AFFIX_BUCKETS, SHAPES, PLACES)
        self.tables = nn.ModuleList(nn.Embedding(size, width) for size in sizes)
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.3)
        self.drop = nn.Dropout(drop)
        self.blocks = nn.ModuleList(Block(width, dilation, drop) for dilation in DILATIONS)
        self.norm = nn.LayerNorm(width)
        self.heads = Heads(width, 32)
        self.words = words

    def forward(self, rows: Tensor) -> dict[str, Tensor]:
        x = sum(table(rows[..., number]) for number, table in enumerate(self.tables))
        x = self.drop(x)
        for block in self.blocks:
            x = block(x)
        return self.heads(self.norm(x))


def vocabulary(corpora: Path, size: int) -> list[str]:
    """The most frequent lower-case words (digits folded to 0) of labelled and unlabelled news."""
    counts: Counter[str] = Counter()
    fold = str.maketrans("123456789", "000000000")
    for number, row in enumerate(unlabelled(corpora / "unlabeled")):
        if number % 3 == 0:
            counts.update(word.lower().translate(fold) for word in tokenize(row["text"])[0])
    with (corpora / "polnear" / "train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            counts.update(word.lower().translate(fold) for word in tokenize(json.loads(line)["text"])[0])
    return sorted(word for word, _ in counts.most_common(size))


def chunks(example: Example, limit: int = CHUNK) -> list[tuple[int, int]]:
    """Token ranges of whole paragraphs, cut only where one alone is longer than the limit."""
    found, low = [], 0
    for start, end in example.layer.paragraphs:
        if end - low > limit and start > low:
            found.append((low, start))
            low = start
        while end - low > limit:
            found.append((low, low + limit))
            low += limit
    if low < len(example.layer):
        found.append((low, len(example.layer)))
    return found


class Data:
    """Examples with their feature rows; `soft` holds the teacher's tag probabilities by example id."""

    def __init__(
        self, examples: list[Example], encoder: TokenEncoder, soft: dict[str, np.ndarray] | None = None
    ) -> None:
        self.examples = examples
        self.soft = soft or {}
        self.rows = [torch.from_numpy(encode(example.layer, encoder)) for example in examples]
        self.tags = [torch.tensor(example.tags) for example in examples]

    def batches(self, tokens: int, seed: int) -> list[list[tuple[int, int, int]]]:
        rng = random.Random(seed)
        items = [(n, low, high) for n, example in enumerate(self.examples) for low, high in chunks(example)]
        rng.shuffle(items)
        items.sort(key=lambda item: (item[2] - item[1]) // 64)
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

    def tensors(self, group: list[tuple[int, int, int]], hide: float, unknown: int) -> dict[str, Tensor]:
        long = max(high - low for _, low, high in group)
        rows = torch.zeros(len(group), long, 5, dtype=torch.long)
        tags = torch.full((len(group), long), -100)
        mask = torch.zeros(len(group), long, dtype=torch.bool)
        links = []
        soft = torch.zeros(len(group), long, 7) if self.soft else None
        for number, (index, low, high) in enumerate(group):
            known = self.soft.get(self.examples[index].id)
            if soft is not None and known is not None:
                soft[number, : high - low] = torch.from_numpy(known[low:high].astype(np.float32))
                tags_of = None
            else:
                tags_of = self.tags[index][low:high]
            rows[number, : high - low] = self.rows[index][low:high]
            if tags_of is not None:
                tags[number, : high - low] = tags_of
            mask[number, : high - low] = True
            for at, source, cue, more in self.examples[index].links:
                if low <= at < high:
                    inside = [target - low if low <= target < high else -1 for target in (source, cue)]
                    links.append((number, at - low, *inside, more))
        if hide:  # words outside the vocabulary must be read from their context and shape
            gone = torch.rand(rows.shape[:2]) < hide
            rows[..., 0] = torch.where(gone, unknown + rows[..., 0] % WORD_BUCKETS, rows[..., 0])
        batch = {"rows": rows, "tags": tags, "mask": mask, "links": torch.tensor(links).reshape(-1, 5)}
        return batch if soft is None else {**batch, "soft": soft}


def train(model: Student, data: Data, options: argparse.Namespace) -> None:
    plan = [
        group for epoch in range(options.epochs) for group in data.batches(options.tokens, epoch + 100 * options.seed)
    ]
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=0.02, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, total_steps=len(plan), pct_start=0.08)
    begun, mean = time.time(), 0.0
    average = Average(model)
    model.train()
    for step, group in enumerate(plan):
        batch = data.tensors(group, options.hide, model.words)
        loss = loss_of(model.heads, model(batch["rows"]), batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        average.add(step)
        mean = loss.item() if not step else 0.98 * mean + 0.02 * loss.item()
        if step % 100 == 0:
            print(
                json.dumps({"step": step, "of": len(plan), "loss": round(mean, 4), "s": int(time.time() - begun)}),
                flush=True,
            )
        if step % 500 == 499:
            torch.save(average.state, options.out / "student.pt")
    torch.save(model.state_dict(), options.out / "last.pt")
    torch.save(average.state, options.out / "student.pt")


class Average:
    """Exponential average of the weights along the run: what is kept instead of the last step's."""

    def __init__(self, model: Student, decay: float = 0.998, every: int = 4) -> None:
        self.model, self.decay, self.every = model, decay**every, every
        self.state = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def add(self, step: int) -> None:
        """Take the weights in at every fourth step; early on the average forgets faster."""
        if step % self.every:
            return
        keep = min(self.decay, (1 + step) / (10 + step))
        for name, value in self.model.state_dict().items():
            self.state[name].lerp_(value, 1 - keep)


def load_vectors(model: Student, words: list[str], path: Path) -> int:
    """Start word rows from vectors of the same width; returns how many were found."""
    stored = np.load(path, allow_pickle=False)
    index = {word: n for n, word in enumerate(stored["words"].tolist())}
    vectors = stored["vectors"] / stored["vectors"].std() * 0.3
    found = 0
    for row, word in enumerate(words):
        if word in index:
            model.tables[0].weight.data[row] = torch.from_numpy(vectors[index[word]])
            found += 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--words", type=int, default=30000)
    parser.add_argument("--tokens", type=int, default=3600)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--hide", type=float, default=0.08)
    parser.add_argument(
        "--augment", type=int, default=0, help="number of pattern documents; 0: corpus only, no swap either"
    )
    parser.add_argument(
        "--lessons", type=Path, nargs="*", default=[], help="what the teacher labelled (bench.train.label)"
    )
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--seed", type=int, default=0, help="another order, other swaps and patterns")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(11 + options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    listing = options.out / "vocabulary.txt"
    if not listing.exists():
        listing.write_text("\n".join(vocabulary(options.corpora, options.words)), encoding="utf-8")
    words = listing.read_text(encoding="utf-8").split("\n")
    (options.out / "options.json").write_text(json.dumps({"width": options.width, "words": len(words)}))
    model = Student(len(words), options.width)
    if options.vectors:
        print("vectors", load_vectors(model, words, options.vectors))
    encoder = TokenEncoder({word: n for n, word in enumerate(words)})
    examples = labelled(options.corpora / "polnear" / "train.jsonl")
    lessons = [lesson for path in options.lessons for lesson in pickle.loads(path.read_bytes())]
    if options.augment:
        examples += augmented(
            options.corpora / "polnear" / "train.jsonl", options.augment, stock_of(lessons), options.seed
        )
    soft: dict[str, np.ndarray] = {}
    for example, tags in taught(lessons, random.Random(9 + options.seed)):
        examples.append(example)
        soft[example.id] = tags
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True))
    train(model, Data(examples, encoder, soft), options)


if __name__ == "__main__":
    main()
