"""Confidence that means something: a logistic map from the decoder's features to the chance that a careful reader agrees."""

from math import exp, log
from operator import mul

from service.core.attribution.model import Calibration, DecodingSettings, RawAttribution

_EDGE = 0.005
#: Features that are probabilities come first; the others are flags.
_PROBABILITIES = 4


def inputs(row: RawAttribution) -> tuple[float, ...]:
    """Features on the log-odds scale (probabilities) or as they are (flags)."""
    return (*map(_logit, row.features[:_PROBABILITIES]), *row.features[_PROBABILITIES:])


def _logit(p: float) -> float:
    if not _EDGE < p < 1 - _EDGE:
        p = min(max(p, _EDGE), 1 - _EDGE)
    return log(p / (1 - p))


def confidence_of(row: RawAttribution, calibration: Calibration | None) -> float:
    """Chance in 0..1 that content and source are right; without a calibration the decoder's own product of probabilities."""
    if calibration is None or not row.features:
        return round(row.confidence, 4)
    x = calibration.bias + sum(map(mul, calibration.weights, inputs(row)))
    return round(1 / (1 + exp(-x)), 4)


def trusted(
    rows: tuple[RawAttribution, ...], calibration: Calibration | None, settings: DecodingSettings
) -> tuple[RawAttribution, ...]:
    """The attributions whose confidence reaches `settings.sure`.

    Content, source and cue weigh together: a limit for the content alone drops a doubtful content with a certain source and keeps
    the opposite.
    """
    if not settings.sure:
        return rows
    return tuple(row for row in rows if confidence_of(row, calibration) >= settings.sure)
