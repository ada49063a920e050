"""Many tests at once: p-values corrected so that all of them together err seldom."""

import math
from collections.abc import Sequence


def holm(p: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number, in the order given; where there is none
    (NaN) there was no test, and it does not count.

    References
    ----------
    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian
    Journal of Statistics 6 (1979).

    Examples
    --------
    >>> [round(x, 3) for x in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    tested = [place for place, one in enumerate(p) if not math.isnan(one)]
    order = sorted(tested, key=lambda place: p[place])
    corrected, most = [math.nan] * len(p), 0.0
    for rank, place in enumerate(order):
        most = max(most, min(1.0, (len(order) - rank) * p[place]))
        corrected[place] = most
    return corrected
