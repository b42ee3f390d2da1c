"""Attributions below the least confidence are not kept; without a limit all are."""

from service.core.attribution.confidence import confidence_of, trusted
from service.core.attribution.model import Calibration, DecodingSettings, RawAttribution

CALIBRATION = Calibration(-1.0, (1.0, 0.0, 1.0, 0.0, 0.0, 0.0))


def row(content: float, source: float) -> RawAttribution:
    return RawAttribution((0, 1), (1, 2), ((2, 9),), content * source, (content, 0.5, source, 0.5, 1.0, 1.0))


SURE, DOUBTFUL = row(0.95, 0.95), row(0.55, 0.4)


def test_without_a_limit_all_are_kept() -> None:
    assert trusted((SURE, DOUBTFUL), CALIBRATION, DecodingSettings()) == (SURE, DOUBTFUL)


def test_the_limit_is_the_calibrated_confidence() -> None:
    at = confidence_of(DOUBTFUL, CALIBRATION)
    assert trusted((SURE, DOUBTFUL), CALIBRATION, DecodingSettings(sure=at)) == (SURE, DOUBTFUL)
    assert trusted((SURE, DOUBTFUL), CALIBRATION, DecodingSettings(sure=at + 0.001)) == (SURE,)


def test_a_certain_source_carries_a_doubtful_content() -> None:
    carried, alone = row(0.5, 0.99), row(0.5, 0.3)
    assert trusted((carried, alone), CALIBRATION, DecodingSettings(sure=0.5)) == (carried,)
