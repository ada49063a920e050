"""Sessions of which nothing is learnt for use: raters made up answered them."""

from collections.abc import Iterable

from etudes.rating.record import record_of
from etudes.store import Store


def made_up_sessions(store: Store, sessions: Iterable[str]) -> list[str]:
    """Return which of these sessions have ratings by raters made up.

    Raises
    ------
    UnknownName
        If there is no such session.
    """
    records = (record_of(store, code) for code in sessions)
    return [one.session.code for one in records if one.is_made_up]
