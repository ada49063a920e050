"""Who took part, how far, how long it took, and how often each piece was judged."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from etudes.rating.record import Judgement, Record
from etudes.rating.session import ORIGINS, Rater, Stimulus


@dataclass(frozen=True, slots=True)
class RaterPart:
    """What one rater did.

    Attributes
    ----------
    name : "R3", a pseudonym.
    facts : what the rater told of instrument, years and levels; none unless asked for.
    planned, answered : trials that count.
    seconds : the median of a trial, None where no time is known.
    heard : share of the answered trials whose sound was heard to its end.
    """

    rater: str
    name: str
    facts: Mapping[str, str] = field(hash=False)
    planned: int
    answered: int
    singles: int
    pairs: int
    repeats: int
    comments: int
    corrections: int
    seconds: float | None
    heard: float | None


@dataclass(frozen=True, slots=True)
class Participation:
    """The raters and what they judged; repeats add nothing.

    Attributes
    ----------
    rated, paired : system → pieces of it that were rated by themselves, and that stood in a
        pair that was answered; models first, anchors last.
    chosen_between : pairs that were answered.
    per_piece : first ratings that a piece has, least, median, most; anchors left out.
    """

    raters: tuple[RaterPart, ...]
    rated: Mapping[str, int] = field(hash=False)
    paired: Mapping[str, int] = field(hash=False)
    chosen_between: int
    per_piece: tuple[int, float, int]

    @property
    def invited(self) -> int:
        return len(self.raters)

    @property
    def took_part(self) -> int:
        return sum(one.answered > 0 for one in self.raters)

    @property
    def finished(self) -> int:
        return sum(one.answered >= one.planned > 0 for one in self.raters)

    @property
    def planned(self) -> int:
        return sum(one.planned for one in self.raters)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.raters)


def participation(record: Record, *, with_facts: bool = False) -> Participation:
    """Return who took part, and how many pieces of each system they judged.

    Parameters
    ----------
    with_facts : whether what raters told of themselves, free text, is kept.
    """
    first = [one for one in record.judgements if one.trial.repeats is None]
    singles = [one.shown[0] for one in first if not one.trial.is_pair]
    pairs = [one for one in first if one.trial.is_pair]
    counts = Counter(one.id for one in singles)
    of = {one.id: one.origin for one in record.session.stimuli}
    asked = {
        trial.left
        for trial in record.session.trials
        if trial.phase == "main" and not trial.is_pair and of[trial.left] != "anchor"
    }
    per_piece = [counts[id_] for id_ in asked] or [0]
    return Participation(
        tuple(_part(rater, record, with_facts) for rater in record.session.raters),
        _by_system(singles),
        _by_system(shown for one in pairs for shown in one.shown),
        len(pairs),
        (min(per_piece), float(median(per_piece)), max(per_piece)),
    )


def _by_system(shown: Iterable[Stimulus]) -> dict[str, int]:
    """Return how many pieces of each system there are, models first, anchors last."""
    pieces = {(ORIGINS.index(one.origin), one.system, one.id) for one in shown}
    return dict(Counter(system for _, system, _ in sorted(pieces)))


def judged_stimuli(record: Record) -> tuple[Stimulus, ...]:
    """Return the stimuli of the trials that count, in the order of their ids."""
    asked = {
        id_
        for trial in record.session.trials
        if trial.phase == "main"
        for id_ in trial.stimuli
    }
    found = (one for one in record.session.stimuli if one.id in asked)
    return tuple(sorted(found, key=lambda one: one.id))


def name_of(rater: str) -> str:
    """Return a rater's pseudonym within its session.

    Examples
    --------
    >>> name_of("k7pq-r12")
    'R12'
    """
    return rater.rpartition("-")[2].upper()


def _part(rater: Rater, record: Record, with_facts: bool) -> RaterPart:
    own: Sequence[Judgement] = [
        one for one in record.judgements if one.trial.rater == rater.id
    ]
    times = [t for one in own if (t := one.rating.answer.seconds) is not None]
    told = (one.rating.answer.is_heard for one in own)
    known = [is_heard for is_heard in told if is_heard is not None]
    return RaterPart(
        rater=rater.id,
        name=name_of(rater.id),
        facts=dict(sorted(rater.facts.items())) if with_facts else {},
        planned=sum(one.phase == "main" for one in record.session.trials_of(rater.id)),
        answered=len(own),
        singles=sum(not one.trial.is_pair for one in own),
        pairs=sum(one.trial.is_pair for one in own),
        repeats=sum(one.trial.repeats is not None for one in own),
        comments=sum(bool(one.rating.answer.comment.strip()) for one in own),
        corrections=sum(one.corrections for one in own),
        seconds=round(median(times), 1) if times else None,
        heard=sum(known) / len(known) if known else None,
    )
