"""Drawings stand where the numbers are, and intervals are the textbooks'."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etudes.evaluation.plots import bars, curves, dots, ticks
from etudes.evaluation.uncertainty import (
    correlation_interval,
    over_repetitions,
    share_interval,
)


@given(st.floats(-1e4, 1e4), st.floats(0, 1e4))
def test_ticks_hold_what_they_are_made_for(low: float, width: float) -> None:
    """Evenly spaced, few, and the values lie between the first and the last."""
    found = ticks(low, low + width)
    slack = 1e-6 * max(1.0, abs(low), width)

    assert found[0] <= low + slack
    assert found[-1] >= low + width - slack
    assert 2 <= len(found) <= 8
    steps = np.diff(found)
    assert np.allclose(steps, steps[0], atol=1e-6)


def test_a_larger_value_stands_further_right() -> None:
    """And its interval about it; a row without a figure has no mark."""
    found = dots(
        "d",
        "D",
        "x",
        ("ours", "human"),
        {"a": [[1, 0.5, 2], None], "b": [[3], [2, None, None]]},
    )

    first, second = found.rows
    (mark,) = first.marks
    assert mark.low is not None
    assert mark.high is not None
    assert mark.low < mark.x < mark.high == second.marks[1].x < second.marks[0].x
    assert second.marks[0].low is None


def test_bars_of_a_histogram_are_shares() -> None:
    """Two of four melodies are half of them, however many the other series has."""
    found = bars("b", "B", "notes", {"ours": {5: 2, 7: 2}, "human": {5: 10}})

    heights = [height for *_, height, _ in found.bars]
    assert heights[0] == heights[1] == pytest.approx(heights[2] / 2)
    assert [tick.label for tick in found.ticks] == ["5", "6", "7"]


def test_a_curve_passes_over_what_was_not_measured() -> None:
    """An epoch without a held-out side has no point."""
    found = curves("c", "C", "epoch", {"held-out": [3.0, None, 2.0]})

    ((_, points),) = found.lines
    assert len(points) == 2
    assert points[0][1] < points[1][1]


# Intervals


@given(st.integers(1, 400), st.data())
def test_the_interval_of_a_share_holds_it(count: int, data: st.DataObject) -> None:
    """Between 0 and 1, and narrower with more answers."""
    share = data.draw(st.integers(0, count)) / count

    value, low, high = share_interval(share, count)

    assert 0 <= low <= value <= high <= 1
    again = share_interval(share, 4 * count)
    assert again[2] - again[1] <= high - low + 1e-9


def test_the_interval_of_a_share_is_the_textbooks() -> None:
    """Wilson for 7 of 10: 0.397 to 0.892 (Newcombe 1998, method 3)."""
    assert share_interval(0.7, 10) == pytest.approx([0.7, 0.3968, 0.8922], abs=1e-4)


def test_a_correlation_of_few_pairs_has_no_interval() -> None:
    """And one of many holds the value."""
    assert correlation_interval(0.5, 4) == [0.5, None, None]
    value, low, high = correlation_interval(0.5, 60)
    assert low is not None
    assert high is not None
    assert low < value < high < 1


def test_repetitions_become_mean_least_and_greatest() -> None:
    """Counts add up, what is missing stays missing, lists are united."""
    found = over_repetitions(
        [
            {"draws": 2, "x": 1.0, "y": None, "names": ["b"]},
            {"draws": 3, "x": 3.0, "y": None, "names": ["a"]},
        ]
    )

    assert found == {"draws": 5, "x": [2.0, 1.0, 3.0], "y": None, "names": ["a", "b"]}
