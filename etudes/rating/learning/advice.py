"""What to ask for where ratings did not teach what teachers prefer."""

from etudes.item.preference import Evidence
from etudes.rating.learning.expected import Amount, chance, in_ten
from etudes.rating.learning.preference_refusal import RATERS
from etudes.rating.study.purposes import purpose_of

_TRIALS = 40
"""Of each rater, as `Design.usual` has them."""

_LIKELY = 0.8
"""A session is advised that teaches so often, with what is known already."""

_MOST = 30
"""Raters; more are not advised."""


def advised(found: Evidence) -> str:
    """Return in two sentences how often so much teaches a preference, and what session
    would do.

    Examples
    --------
    >>> usual = Evidence(("k7mq3",), 5, 19, 95, 13, 0.0, 0.0, 0.3)
    >>> advised(usual).split(" (")[0]
    'So much teaches a taste in about 1 of 10 sessions. Together with a session made for it'
    """
    said = Amount(found.raters, found.ratings, found.pairs, found.items)
    now = chance("preference", said)
    if now >= _LIKELY:
        return (
            f"So much teaches a taste {in_ten(now)} if there is one: there may be none in "
            "common by the traits that are known."
        )
    raters, then = next(
        (n, share)
        for n in range(RATERS, _MOST + 1)
        if (share := chance("preference", said + _of_session(n))) >= _LIKELY or n == _MOST
    )
    how_often = (
        f"So much teaches a taste {in_ten(now)}" if now else "So little teaches none"
    )
    return (
        f"{how_often}. Together with a session made for it (etudes session new --for "
        f"preference --raters {raters}) it does {in_ten(then)}."
    )


def _of_session(raters: int) -> Amount:
    """Return how much is said in a session that is made for a preference."""
    row = purpose_of("preference")
    singles = row.singles(_TRIALS, 0)
    return Amount(raters, raters * singles, 0, row.pieces(raters, singles))
