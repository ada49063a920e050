"""What to ask for where ratings did not teach what teachers prefer."""

from etudes.item.preference import Evidence
from etudes.rating.learning.expected import TASTE, Amount, chance, in_ten
from etudes.rating.study.design import USUAL_TRIALS
from etudes.rating.study.purposes import purpose_of

_ADVISED = 5
"""Raters of a session that is made for a preference, who teach one by themselves: what was
refused and is asked again with more has two chances to please by chance."""


def advised(found: Evidence) -> str:
    """Return in a line how often so much teaches a preference, if there is one, and what
    session would do by itself.

    Examples
    --------
    >>> few = Evidence(("k7mq3",), 2, 19, 38, 0, 0.0, 0.0, 1.0)
    >>> advised(few).split(" (etudes")[0]  # doctest: +NORMALIZE_WHITESPACE
    'So little teaches none. If teachers share a taste as strong as was simulated (0.6 of 7
    points), a session made for it'
    """
    said = Amount(found.raters, found.ratings, found.pairs, found.items)
    now = chance("preference", said)
    then = chance("preference", _of_session(_ADVISED))
    if_shared = (
        f"If teachers share a taste as strong as was simulated ({TASTE:g} of 7 points)"
    )
    if now >= then:
        return f"{if_shared}, so much mostly teaches it: here may be none, or a weaker one."
    made_for_it = (
        f"a session made for it (etudes session new --for preference --raters {_ADVISED} "
        "--level ... --instrument ...)"
    )
    if not now:
        return (
            f"So little teaches none. {if_shared}, {made_for_it} teaches it {in_ten(then)}."
        )
    return (
        f"{if_shared}, so much teaches it {in_ten(now)}, and {made_for_it} {in_ten(then)}. "
        "Learning again with each new session until something is adopted finds chance more "
        "often: learn from the new one alone, or tell how many looks there were."
    )


def _of_session(raters: int) -> Amount:
    """Return how much is said in a session that is made for a preference."""
    row = purpose_of("preference")
    singles = row.singles(USUAL_TRIALS, 0)
    return Amount(raters, raters * singles, 0, row.pieces(raters, singles))
