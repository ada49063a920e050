"""What the raters of sessions said, as values: all that statistics and fits read."""

from collections.abc import Iterable
from dataclasses import dataclass

from etudes.item.item import Item
from etudes.rating.ledger import session_of
from etudes.rating.session import Rating, Session, Stimulus, Trial
from etudes.rating.taking import read_ratings
from etudes.store import Store
from etudes.store.connection import plain_errors

_RATINGS = (
    "SELECT ratings.* FROM ratings JOIN trials ON trials.id = trial_id "
    "JOIN raters ON raters.id = rater_id WHERE session_code = ? ORDER BY ratings.id"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A trial with the rating of it that counts, and what was shown, left first.

    `corrections` counts the ratings that this one superseded; `first` is the id of
    the first of them, or its own: the place at which the trial was answered, however late
    it was corrected.
    """

    trial: Trial
    rating: Rating
    shown: tuple[Stimulus, ...]
    corrections: int
    first: int


@dataclass(frozen=True, slots=True)
class Record:
    """A session, its judgements in the order of keeping, and its items by their ids.

    Training trials are left out of `judgements`; they stand in `training`.
    """

    session: Session
    judgements: tuple[Judgement, ...]
    training: tuple[Judgement, ...]
    items: dict[str, Item]

    @property
    def singles(self) -> tuple[Judgement, ...]:
        """The judgements of one piece each."""
        return tuple(one for one in self.judgements if not one.trial.is_pair)

    @property
    def pairs(self) -> tuple[Judgement, ...]:
        """The judgements of two pieces."""
        return tuple(one for one in self.judgements if one.trial.is_pair)

    @property
    def is_made_up(self) -> bool:
        """Whether the raters are nobody: then nothing is said of real pieces."""
        return self.session.is_made_up


def record_of(store: Store, code: str) -> Record:
    """Return the record of a session.

    Raises
    ------
    UnknownName
        If there is no such session.
    """
    session = session_of(store, code)
    with plain_errors(store.path):
        rows = store.connection.execute(_RATINGS, (session.code,)).fetchall()
        ratings = read_ratings(store, rows)
    judgements = list(_judgements(session, ratings))
    return Record(
        session,
        tuple(one for one in judgements if one.trial.phase == "main"),
        tuple(one for one in judgements if one.trial.phase == "training"),
        {one.item: store.item(one.item).item for one in session.stimuli},
    )


def _judgements(session: Session, ratings: Iterable[Rating]) -> Iterable[Judgement]:
    latest: dict[str, Rating] = {}
    corrections: dict[str, int] = {}
    first: dict[str, int] = {}
    for rating in ratings:
        corrections[rating.trial] = corrections.get(rating.trial, -1) + 1
        latest[rating.trial] = rating
        first.setdefault(rating.trial, rating.id)
    trials = {trial.id: trial for trial in session.trials}
    stimuli = {one.id: one for one in session.stimuli}
    for rating in sorted(latest.values(), key=lambda one: one.id):
        trial = trials[rating.trial]
        shown = tuple(stimuli[id_] for id_ in trial.stimuli)
        yield Judgement(trial, rating, shown, corrections[trial.id], first[trial.id])
