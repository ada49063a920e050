"""Raters of whom nothing is learnt: those whom a session's report leaves out."""

from collections.abc import Iterable

from etudes.rating.findings.flags import excluded, flags
from etudes.rating.lengths import sound_lengths
from etudes.rating.record import record_of
from etudes.store import Store


def left_aside(store: Store, sessions: Iterable[str]) -> frozenset[str]:
    """Return the raters, by their ids, whom the reports of sessions point out and leave out
    of their second set of figures: who hurried, answered all alike, took one side ...

    Raises
    ------
    UnknownName
        If there is no such session.
    """
    found: set[str] = set()
    for code in sessions:
        record = record_of(store, code)
        if record.judgements:
            found |= excluded(flags(record, sound_lengths(store, record.session)))
    return frozenset(found)
