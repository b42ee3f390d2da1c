"""Values of ratings at the ends of their scales and beyond: read as the rater means them, or not at all."""

import pytest

from service.core.reliability.evidence.ratings import anchored
from tests.unit.reliability.support import tables


@pytest.mark.parametrize(
    ("rater", "value", "expected"),
    [
        ("newsguard", "100", 0.953), ("newsguard", "90", 0.953), ("newsguard", "89.9", 0.909), ("newsguard", "0", 0.625),
        ("newsguard", " 87.5/100 ", 0.909), ("newsguard", "75%", 0.909), ("newsguard", "60", 0.841), ("newsguard", "59.99", 0.862),
        ("newsguard", "100.5", None), ("newsguard", "-1", None), ("newsguard", "", None), ("newsguard", "nan", None),
        ("newsguard", "1e2", None), ("newsguard", "inf", None), ("newsguard", "9²", None), ("newsguard", "high", None),
        ("adfontes", "1", 0.974), ("adfontes", "0.9", 0.974), ("adfontes", "0", 0.715), ("adfontes", "0.449", 0.715),
        ("mbfc", "Very High", 0.98), ("mbfc", "HIGH", 0.98), ("mbfc", "mixed", 0.862), ("mbfc", "very low", 0.378),
        ("mbfc", "extremely low", None), ("rsp", "deprecated", 0.378), ("rsp", "GU", 0.653), ("house", "a", 0.975), ("house", "E", 0.1),
        ("house", "0.5", 0.5), ("house", "0", 0.0), ("house", "1", 1.0), ("house", "1.01", None), ("house", "f", None),
    ],
)  # fmt: skip
def test_a_value_is_read_on_its_own_scale_or_not_at_all(rater: str, value: str, expected: float | None) -> None:
    found = anchored(tables().raters[rater], value, tables())
    assert found == (None if expected is None else pytest.approx(expected, abs=0.001))
