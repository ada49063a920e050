"""How long trials take, as a plan and a rater's page tell it."""

SINGLE_SECONDS, PAIR_SECONDS = 50.0, 60.0
"""What a trial takes: hearing one or two pieces of some 20 seconds, reading, answering."""

_QUICK, _SLOW = 0.8, 1.4


def minutes_of(singles: int, pairs: int) -> float:
    """Return how many minutes trials take.

    Examples
    --------
    >>> minutes_of(24, 10)
    30.0
    """
    return (singles * SINGLE_SECONDS + pairs * PAIR_SECONDS) / 60


def span_of(minutes: float) -> tuple[int, int]:
    """Return between how many whole minutes quick and slow raters need.

    Examples
    --------
    >>> span_of(30), span_of(0)
    ((24, 42), (1, 2))
    """
    return max(1, round(minutes * _QUICK)), max(2, round(minutes * _SLOW))
