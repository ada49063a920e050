"""What raters of sessions said of pieces, for a preference to learn from."""

from collections.abc import Container, Iterable
from typing import cast

from etudes.item.item import Item
from etudes.item.portrait import portrait, standardised
from etudes.rating.learning.preference import Choice, Compared, Judged, Maker
from etudes.rating.record import Judgement, Record, record_of
from etudes.rating.session import Stimulus
from etudes.store import Store

SCORED = ("sense", "idiom", "use")
"""The scales whose mean is a piece's score: what choosing among candidates can better."""


def preferred(
    store: Store, sessions: Iterable[str], without: Container[str] = ()
) -> tuple[list[Judged], list[Compared]]:
    """Return the ratings and the pairs of sessions in which only pieces of a model stand.

    Training trials are left out, and repeats: asked twice, a rater is not two raters.

    Parameters
    ----------
    without : raters, by their ids, from whom nothing is learnt.

    Raises
    ------
    UnknownName
        If there is no such session.
    """
    judged: list[Judged] = []
    compared: list[Compared] = []
    for code in sessions:
        record = record_of(store, code)
        known: dict[str, tuple[float, ...]] = {}
        for one in record.judgements:
            is_left_out = one.trial.repeats or one.trial.rater in without
            if is_left_out or any(s.origin != "model" for s in one.shown):
                continue
            for shown in one.shown:
                if shown.item not in known:
                    known[shown.item] = _features(record.items[shown.item], shown)
            if one.trial.is_pair:
                compared.append(_compared(record, one, known))
            else:
                judged.append(_judged(record, one, known))
    return judged, compared


def _features(item: Item, shown: Stimulus) -> tuple[float, ...]:
    values = portrait(item.melody, item.bits_per_note, item.mass_removed)
    return standardised(values, shown.level)


def _judged(record: Record, one: Judgement, known: dict[str, tuple[float, ...]]) -> Judged:
    (shown,) = one.shown
    values = one.rating.answer.values
    return Judged(
        record.session.code,
        one.trial.rater,
        shown.item,
        known[shown.item],
        shown.level,
        shown.instrument,
        sum(values[name] for name in SCORED) / len(SCORED),
        _maker(record, shown),
    )


def _compared(
    record: Record, one: Judgement, known: dict[str, tuple[float, ...]]
) -> Compared:
    left, right = (shown.item for shown in one.shown)
    left_maker, right_maker = (_maker(record, shown) for shown in one.shown)
    return Compared(
        record.session.code,
        one.trial.rater,
        left,
        right,
        known[left],
        known[right],
        cast(Choice, one.rating.answer.choice),
        left_maker,
        right_maker,
    )


def _maker(record: Record, shown: Stimulus) -> Maker:
    return Maker(shown.system, record.items[shown.item].model_digest)
