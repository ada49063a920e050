"""When a preference may not be adopted, in words (`docs/preference.md`)."""

from etudes.item.preference import Evidence

RATERS = 3
ITEMS = 15
JUDGEMENTS = 90
"""Fewer raters, pieces that a model made, or ratings and pairs together are not learnt
from. Whether more of them tell anything is for the test to say."""

CHANCE = 0.02
"""A preference is adopted only if at most this share of fits to shuffled pieces foretell
what was left out as well as it does."""


def lacking(found: Evidence) -> str:
    """Return of what there is too little, and how much; "" if there is enough to try."""
    wanted = (
        ("raters", RATERS, found.raters),
        ("pieces that a model made", ITEMS, found.items),
        ("ratings and pairs", JUDGEMENTS, found.ratings + found.pairs),
    )
    return "; ".join(
        f"{least} {name} or more are needed, and there are {so_many}: "
        f"{least - so_many} more"
        for name, least, so_many in wanted
        if so_many < least
    )


def doubt(found: Evidence, gain: float) -> str:
    """Return why what was learnt may be chance; "" if it hardly can be.

    Parameters
    ----------
    gain : in what is foretold of what was left out, over foretelling nothing.
    """
    if gain > 0 and found.chance <= CHANCE:
        return ""
    return (
        "what was left out is foretold no better than by chance: as well by "
        f"{found.chance:.0%} of shuffled pieces, where {CHANCE:.0%} at most are allowed"
    )
