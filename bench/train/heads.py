"""Heads that the teacher and the student share: tags, and pointers from a content span to its source and its cue."""

import torch
from torch import Tensor, nn
from torch.nn import functional

#: Pointers look this many tokens to either side; distances fall into log-spaced buckets.
REACH = 192
BUCKETS = 48


def distance_bucket(distance: Tensor) -> Tensor:
    """Bucket of a signed token distance: exact up to 8, then logarithmic, sign kept."""
    size = distance.abs()
    far = 8 + (torch.log2(size.clamp(min=1).float() / 8.0).clamp(min=0) * 3).floor().long() + 1
    bucket = torch.where(size <= 8, size, far.clamp(max=BUCKETS // 2 - 1))
    return torch.where(distance >= 0, bucket, bucket + BUCKETS // 2)


class Heads(nn.Module):
    """From token states [B, T, D] to tag logits, pointer queries and keys, and the continuation logit."""

    def __init__(self, width: int, pointer: int = 32) -> None:
        super().__init__()
        self.tags = nn.Linear(width, 7)
        self.queries = nn.Linear(width, 2 * pointer)
        self.keys = nn.Linear(width, 2 * pointer)
        self.null = nn.Linear(width, 2)
        self.more = nn.Linear(width, 1)
        self.bias = nn.Parameter(torch.zeros(2, BUCKETS))
        self.pointer = pointer

    def forward(self, states: Tensor) -> dict[str, Tensor]:
        return {
            "tags": self.tags(states),
            "queries": self.queries(states) * self.pointer**-0.5,
            "keys": self.keys(states),
            "null": self.null(states),
            "more": self.more(states)[..., 0],
        }

    def pointers(self, out: dict[str, Tensor], row: Tensor, at: Tensor, which: int) -> Tensor:
        """Logits over all tokens of the row and, last, over 'none'; [N, T + 1] for contents that begin at (row, at)."""
        part = slice(which * self.pointer, (which + 1) * self.pointer)
        queries = out["queries"][row, at, part]
        keys = out["keys"][row][:, :, part]
        scores = torch.einsum("nd,ntd->nt", queries, keys)
        position = torch.arange(scores.shape[1], device=at.device)
        distance = position[None, :] - at[:, None]
        scores = scores + self.bias[which][distance_bucket(distance)]
        scores = scores.masked_fill(distance.abs() > REACH, -1e4)
        return torch.cat([scores, out["null"][row, at, which, None]], dim=1)


def loss_of(heads: Heads, out: dict[str, Tensor], batch: dict[str, Tensor]) -> Tensor:
    """Cross-entropy of tags plus that of pointers and continuation at gold contents."""
    tags = _tag_loss(out["tags"], batch)
    links = batch["links"]
    if not len(links):
        return tags
    row, at = links[:, 0], links[:, 1]
    total = tags
    for which in (0, 1):
        scores = heads.pointers(out, row, at, which)
        scores = scores.masked_fill(
            torch.cat([~batch["mask"][row], torch.zeros_like(row[:, None], dtype=torch.bool)], 1), -1e4
        )
        target = links[:, 2 + which]
        # a target that the pointer cannot see would be an infinite loss: such a content points nowhere
        target = torch.where((target - at).abs() > REACH, torch.full_like(target, -1), target)
        target = torch.where(target < 0, torch.full_like(target, scores.shape[1] - 1), target)
        total = total + 0.25 * functional.cross_entropy(scores, target)
    more = functional.binary_cross_entropy_with_logits(out["more"][row, at], links[:, 4].float())
    return total + 0.1 * more


def _tag_loss(logits: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """Cross-entropy with the gold tags, or with the teacher's probabilities where a row has them."""
    hard = functional.cross_entropy(logits.flatten(0, 1), batch["tags"].flatten(), ignore_index=-100, reduction="sum")
    count = (batch["tags"] != -100).sum()
    if "soft" in batch:
        hard = hard - (batch["soft"] * functional.log_softmax(logits, -1)).sum()
        count = count + (batch["soft"].sum(-1) > 0).sum()
    return hard / count.clamp(min=1)
