"""Shares over raters and items: of how many ratings something is true."""

import math

from etudes.statistics.distributions import t_quantile
from etudes.statistics.estimate import Estimate, LongTable
from etudes.statistics.jackknife import crossed
from etudes.statistics.kappa import share, wilson
from etudes.statistics.resampling import mean


def share_over_both(table: LongTable, confidence: float = 0.95) -> Estimate:
    """Return the share of ratings of which something is true (1, else 0).

    The interval is Wilson's, of as many independent ratings as would vary as much over
    raters and items: a mean's reaches beyond 1, and where all but a few are true it is too
    narrow. Where all are true, or none, no variance tells how many they are worth, and each
    item counts as one.

    Examples
    --------
    >>> found = share_over_both(LongTable.of([[1, 1, 0, 1], [1, 1, 1, 1], [0, 1, 0, 1]]))
    >>> found.value, found.low > 0, found.high <= 1
    (0.75, True, True)
    """
    found = crossed(table, mean)
    if math.isnan(found.error):
        return share(round(found.value * table.items), table.items, confidence)
    p = found.value
    worth = min(p * (1 - p) / found.error**2, table.value.size)
    return wilson(p, worth, t_quantile((1 + confidence) / 2, found.df), confidence)
