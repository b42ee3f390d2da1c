"""What a tagger hands over: arrays per token. Where they come from (a runtime, a test) is not this stage's business."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from service.core.domain import TokenLayer

Array = npt.NDArray[np.float32]
#: Columns of `tags`.
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


@dataclass(frozen=True, slots=True)
class TaggerOutput:
    """Scores of one text of T tokens.

    `tags` [T, 7] are probabilities; `queries` and `keys` [T, 2P] hold the pointer vectors, first half for sources and second for
    cues; `null` [T, 2] is the score of pointing nowhere; `more` [T] the log-odds that a content span continues the attribution
    of the span before; `bias` [2, buckets] the learned preference for distances.
    """

    tags: Array
    queries: Array
    keys: Array
    null: Array
    more: Array
    bias: Array


class Tagger(Protocol):
    """Anything that scores the tokens of a layer."""

    def score(self, layer: TokenLayer) -> TaggerOutput:
        """Scores for all tokens of `layer`; linear time in their number."""
        ...


@dataclass(frozen=True, slots=True)
class RawAttribution:
    """An attribution as token ranges, before any rule has looked at it. `features` go into the confidence."""

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    confidence: float
    features: Sequence[float] = ()


