"""Intervals for figures that come without one: shares, rank correlations, repetitions."""

import math
from collections.abc import Sequence
from typing import Any, Final

_Z = 1.959964
"""The normal quantile of 97.5 %."""

COUNTS: Final = ("draws", "melodies", "left_out")
"""What is counted: added up over repetitions, not averaged."""


def share_interval(share: float, count: int) -> list[float]:
    """Return [share, low, high]: a share of so many answers with its 95 % interval.

    References
    ----------
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    JASA 22 (1927).

    Examples
    --------
    >>> share_interval(1.0, 100)
    [1.0, 0.963, 1.0]
    """
    spread = _Z**2 / count
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return [round(share, 4), round(low, 4), round(high, 4)]


def correlation_interval(correlation: float, count: int) -> list[float | None]:
    """Return [correlation, low, high]: a rank correlation with its 95 % interval.

    The ends are None of fewer than five pairs.

    References
    ----------
    D. G. Bonett and T. A. Wright, "Sample size requirements for estimating Pearson,
    Kendall and Spearman correlations", Psychometrika 65 (2000): the variance of Fisher's
    z is (1 + r²/2) / (n − 3).

    Examples
    --------
    >>> correlation_interval(0.0, 103)
    [0.0, -0.1935, 0.1935]
    """
    if count < 5 or not -1 < correlation < 1:
        return [round(correlation, 4), None, None]
    middle = math.atanh(correlation)
    half = _Z * math.sqrt((1 + correlation**2 / 2) / (count - 3))
    ends = (math.tanh(middle - half), math.tanh(middle + half))
    return [round(correlation, 4), *(round(end, 4) for end in ends)]


def coverage(repetitions: int) -> float:
    """Return how surely least and greatest of so many repetitions hold their median.

    Examples
    --------
    >>> coverage(6)
    0.96875
    """
    return 1 - 2.0 ** (1 - repetitions)


def over_repetitions(documents: Sequence[Any]) -> Any:
    """Return one document of several alike: each number as [mean, least, greatest].

    Numbers named in `COUNTS` are added up; None is passed over, and stays where there is
    nothing else; of lists the union is taken. Least and greatest of k independent
    repetitions hold the median of all possible ones with probability `coverage(k)`.

    Examples
    --------
    >>> over_repetitions([{"draws": 8, "x": 0.5}, {"draws": 8, "x": 1.0}])
    {'draws': 16, 'x': [0.75, 0.5, 1.0]}
    """
    first = documents[0]
    if isinstance(first, dict):
        names = list(dict.fromkeys(name for document in documents for name in document))
        return {
            name: sum(document[name] for document in documents)
            if name in COUNTS
            else over_repetitions([d[name] for d in documents if name in d])
            for name in names
        }
    if isinstance(first, list):
        return sorted({value for document in documents for value in document})
    values = [value for value in documents if value is not None]
    if not values:
        return None
    mean = sum(values) / len(values)
    return [round(float(x), 4) for x in (mean, min(values), max(values))]
