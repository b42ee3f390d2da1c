"""What a tagger hands over: arrays per token. Where they come from (a runtime, a test) is not this stage's business."""

from collections.abc import Callable, Sequence
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


@dataclass(frozen=True, slots=True)
class DecodingSettings:
    """Thresholds, tuned on the development set (bench/train/tune.py).

    `adopt` is the least pointer mass at which an untagged token becomes a source, `join` the least probability that a span
    continues the one before, `floor` the least tag mass by which an adopted span grows, `least` the least mean tag probability
    of a content span, `sure` the least confidence of an attribution that is kept.
    """

    adopt: float = 0.35
    join: float = 0.5
    floor: float = 0.2
    least: float = 0.55
    none_bias: float = 0.0
    enter_source: float = 0.0
    enter_cue: float = 0.0
    enter_content: float = 2.0
    sure: float = 0.0


def always() -> bool:
    """The answer of a caller who has time for every window."""
    return True


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of a logistic regression fitted on the development set; `bias` first, then one per feature (see `inputs`)."""

    bias: float
    weights: tuple[float, ...]


class Tagger(Protocol):
    """Anything that scores the tokens of a layer, with the settings that were tuned for its scores."""

    @property
    def settings(self) -> DecodingSettings:
        """Thresholds tuned for this tagger's scores."""
        ...

    @property
    def calibration(self) -> Calibration | None:
        """How its scores become confidences."""
        ...

    def score(self, layer: TokenLayer, more: Callable[[], bool] = always) -> TaggerOutput:
        """Scores for the tokens of `layer`; linear time in their number.

        A tagger that works in windows asks `more` before every window but the first, and stops where it says no.
        """
        ...


@dataclass(frozen=True, slots=True)
class RawAttribution:
    """An attribution as token ranges. `features` go into the confidence; `via` are the relays, outermost first."""

    source: tuple[int, int] | None
    cue: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    confidence: float
    features: Sequence[float] = ()
    found_by: str = "tagger"
    via: tuple[tuple[int, int], ...] = ()
