"""What a teacher sees of a session: how far it is, how raters agree, what they wrote."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from etudes.rating.findings.table import first_ratings
from etudes.rating.ledger import session_of
from etudes.rating.record import Judgement, Record, record_of
from etudes.rating.scales import rating_scales
from etudes.rating.session import Session
from etudes.rating.trial_run import trial_run_of
from etudes.store import Store

_MOST_COMMENTS = 200


@dataclass(frozen=True, slots=True)
class RaterLine:
    """A rater by pseudonym: answered of how many, and when last (UTC)."""

    number: int
    answered: int
    total: int
    last: datetime | None
    unheard: int
    corrections: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha of a scale over the pieces, None where nothing can be told."""

    ask: str
    ratings: int
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Comment:
    """What a rater wrote, and at which trial, counted from 1."""

    rater: int
    trial: int
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A session at a glance."""

    session: Session
    raters: tuple[RaterLine, ...]
    agreement: tuple[Agreement, ...]
    comments: tuple[Comment, ...]

    @property
    def trial_run(self) -> str:
        """What stands above a session whose raters are made up; else ""."""
        return trial_run_of([self.session.code] if self.session.is_made_up else [])


def summary_of(store: Store, code: str) -> Summary:
    """Return a session at a glance.

    Raises
    ------
    UnknownName
        If there is no such session.
    """
    record = record_of(store, session_of(store, code).code)
    judged = [*record.training, *record.judgements]
    return Summary(
        record.session,
        tuple(_rater_lines(record.session, judged)),
        tuple(_agreement(record)),
        tuple(_comments(record.session, judged))[:_MOST_COMMENTS],
    )


def _rater_lines(session: Session, judged: list[Judgement]) -> Iterable[RaterLine]:
    for rater in session.raters:
        own = [one for one in judged if one.trial.rater == rater.id]
        yield RaterLine(
            rater.number,
            len(own),
            len(session.trials_of(rater.id)),
            max((one.rating.rated_at for one in own), default=None),
            sum(one.rating.answer.is_heard is False for one in own),
            sum(one.corrections for one in own),
        )


def _agreement(record: Record) -> Iterable[Agreement]:
    from etudes.statistics.alpha import alpha

    for name, scale in rating_scales().items():
        said = first_ratings(record.judgements, name)
        said = said.of_stimuli(o.id for o in said.stimuli if o.origin != "anchor")
        found = math.nan if said.is_empty else alpha(said.wide)
        told = found if math.isfinite(found) else None
        yield Agreement(scale.ask, len(said.value), told)


def _comments(session: Session, judged: list[Judgement]) -> Iterable[Comment]:
    numbers = {rater.id: rater.number for rater in session.raters}
    for one in sorted(judged, key=lambda one: -one.rating.id):
        if one.rating.answer.comment:
            trial = one.trial
            yield Comment(
                numbers[trial.rater], trial.position + 1, one.rating.answer.comment
            )
