"""What raters of sessions said of levels, for the scale of difficulty to learn from."""

from collections.abc import Container, Iterable

from etudes.difficulty import Descriptors, describe
from etudes.rating.learning.calibration import JudgedLevel
from etudes.rating.record import record_of
from etudes.rating.scales import LEVEL, judged_level
from etudes.store import Store

LEARNT_FROM = ("model", "human")
"""Anchors are broken on purpose, and what the baseline writes is never printed."""


def judged_levels(
    store: Store, sessions: Iterable[str], without: Container[str] = ()
) -> list[JudgedLevel]:
    """Return the levels that raters judged pieces to have, training trials left out.

    Pieces are measured anew, for a stored item does not keep all that is asked.

    Parameters
    ----------
    without : raters, by their ids, from whom nothing is learnt.

    Raises
    ------
    UnknownName
        If there is no such session.
    """
    judged: list[JudgedLevel] = []
    for code in sessions:
        record = record_of(store, code)
        told = [
            one
            for one in record.singles
            if one.shown[0].origin in LEARNT_FROM and one.trial.rater not in without
        ]
        measured = {
            name: _described(store, name)
            for name in dict.fromkeys(one.shown[0].item for one in told)
        }
        judged += [
            JudgedLevel(
                record.session.code,
                one.trial.rater,
                one.shown[0].item,
                measured[one.shown[0].item],
                one.shown[0].level,
                judged_level(one.shown[0].level, one.rating.answer.values[LEVEL]),
            )
            for one in told
        ]
    return judged


def _described(store: Store, name: str) -> Descriptors:
    stored = store.item(name)
    item = stored.item
    return describe(item.melody, stored.request.player, item.tempo.crotchets_per_minute)
