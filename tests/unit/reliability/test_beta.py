"""Quantiles without a numeric library, against one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta as reference

from service.core.reliability.beta import cdf, interval, quantile

SHAPES = st.floats(0.05, 3000.0)


@given(a=SHAPES, b=SHAPES, p=st.sampled_from([0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]))
def test_quantiles_agree_with_scipy(a: float, b: float, p: float) -> None:
    assert quantile(a, b, p) == pytest.approx(reference.ppf(p, a, b), abs=1e-6)


@given(a=SHAPES, b=SHAPES, x=st.floats(0.0, 1.0))
def test_chances_agree_with_scipy(a: float, b: float, x: float) -> None:
    assert cdf(a, b, x) == pytest.approx(reference.cdf(x, a, b), abs=1e-8)


@given(a=SHAPES, b=SHAPES)
def test_an_interval_is_ordered_and_inside_the_unit(a: float, b: float) -> None:
    low, high = interval(a, b)
    assert 0.0 <= low <= high <= 1.0


@pytest.mark.parametrize(("a", "b", "p"), [(0.0, 1.0, 0.5), (1.0, -1.0, 0.5), (1.0, 1.0, 0.0), (1.0, 1.0, 1.0)])
def test_shapes_and_chances_outside_their_range_are_refused(a: float, b: float, p: float) -> None:
    with pytest.raises(ValueError, match="quantile"):
        quantile(a, b, p)
