"""Sessions of which nothing is learnt for use: raters made up answered them."""

from collections.abc import Sequence

from etudes.store import Store
from etudes.store.connection import plain_errors


def made_up_sessions(store: Store, sessions: Sequence[str]) -> list[str]:
    """Return which of these sessions have raters made up."""
    with plain_errors(store.path):
        rows = store.connection.execute("SELECT code FROM sessions WHERE made_up")
        found = {code for (code,) in rows}
    return [code for code in sessions if code.strip().casefold() in found]


def why_not_learnt(codes: Sequence[str]) -> str:
    """Return why nothing that was learnt from sessions is put to use.

    Examples
    --------
    >>> print(why_not_learnt(["k7mq3d"]))
    raters of k7mq3d were made up by the program; name sessions that teachers answered
    """
    return (
        f"raters of {', '.join(codes)} were made up by the program; name sessions that "
        "teachers answered"
    )
