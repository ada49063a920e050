"""A rating session: what is shown, to whom, in which order, and what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from etudes.errors import InvalidValue, UnknownName
from etudes.item.item import Item
from etudes.rating.scales import HIGHEST, LOWEST, rating_scales
from etudes.tables import instrument
from etudes.words import Language

Origin = Literal["model", "human", "baseline", "anchor"]
Phase = Literal["training", "main"]
Choice = Literal["left", "right", "equal"]
Way = Literal["terminal", "page"]

ORIGINS: tuple[Origin, ...] = ("model", "human", "baseline", "anchor")
CHOICES: tuple[Choice, ...] = ("left", "right", "equal")
LONGEST_COMMENT = 2000
"""Characters."""
MOST_PLAYS = 1_000_000

_SUBMIT_ID = range(8, 65)


@dataclass(frozen=True, slots=True)
class Stimulus:
    """A piece as it is shown in a session.

    Attributes
    ----------
    id : opaque; nothing of the item can be told from it.
    item : the id of the stored item.
    level, instrument : what it is shown as.
    system : what made it, for the report: a model's name, "human", "baseline", "anchor".
    source : of a human tune its collection and title; else "".
    expected : of an anchor, for scales by name, the least and the most that a careful
        rater answers.
    score_sha256, sound_sha256 : the media that raters see and hear.
    """

    id: str
    item: str
    level: int
    instrument: str
    origin: Origin
    system: str
    source: str
    expected: Mapping[str, tuple[int, int]]
    score_sha256: str
    sound_sha256: str

    def player(self, language: Language) -> str:
        """Return the instrument in words, as raters read it."""
        plain = self.instrument.replace("-", " ")
        if language.code == "en":
            return plain
        try:
            return language.instrument(instrument(self.instrument))
        except UnknownName:  # a teacher's own, taken out of the table since
            return plain


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing asked of one rater: a piece to rate, or two of which one is chosen.

    `left` and `right` are ids of stimuli, `right` None where one piece is rated;
    `repeats` is an earlier trial of the same rater that asks the same. Positions count
    from 0 through the training trials and those that count.
    """

    id: str
    rater: str
    position: int
    phase: Phase
    left: str
    right: str | None = None
    repeats: str | None = None

    @property
    def is_pair(self) -> bool:
        return self.right is not None

    @property
    def stimuli(self) -> tuple[str, ...]:
        """The ids of what is shown, from left to right."""
        return (self.left,) if self.right is None else (self.left, self.right)


def number_of(trial: Trial, trials: Sequence[Trial]) -> tuple[int, int]:
    """Return which of how many one of a rater's trials is, from 1; those for training and
    those that count are numbered apart."""
    same = [one for one in trials if one.phase == trial.phase]
    return same.index(trial) + 1, len(same)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rater says of a trial: values by scale, or a choice; perhaps a comment.

    `seconds` are by the rater's own steady clock, None where unknown; `plays` counts how
    often sound was started; `is_heard` says whether all of it was heard to its end, None
    where nobody can know: files that a rater opens by himself.

    Raises
    ------
    InvalidValue
        If it is neither a choice nor one value from 1 to 7 for every scale.
    """

    values: Mapping[str, int] = field(default_factory=dict)
    choice: Choice | None = None
    comment: str = ""
    seconds: float | None = None
    plays: int = 0
    is_heard: bool | None = False

    def __post_init__(self) -> None:
        if (self.choice is None) == (not self.values):
            raise InvalidValue(
                "values for one piece or a choice between two were expected, not "
                f"{'both' if self.values else 'neither'}; answer what the trial asks"
            )
        if self.choice is not None and self.choice not in CHOICES:
            raise InvalidValue(
                f"left, right or equal was expected, not '{str(self.choice)[:20]}'"
            )
        if self.values and self.values.keys() != rating_scales().keys():
            raise InvalidValue(
                f"a value for each of {', '.join(rating_scales())} was expected, not for "
                f"{', '.join(str(name)[:20] for name in self.values)}"
            )
        for name, value in self.values.items():
            is_whole = isinstance(value, int) and not isinstance(value, bool)
            if not is_whole or not LOWEST <= value <= HIGHEST:
                raise InvalidValue(
                    f"{name}: a whole number from {LOWEST} to {HIGHEST} was expected, not "
                    f"{str(value)[:20]!r}"
                )
        if len(self.comment) > LONGEST_COMMENT:
            raise InvalidValue(
                f"a comment of at most {LONGEST_COMMENT} characters was expected, not "
                f"{len(self.comment)}"
            )
        if not _is_unicode(self.comment):
            raise InvalidValue(
                "a comment in Unicode was expected, not one with half a character "
                "(a lone surrogate); type it again"
            )
        is_time = self.seconds is None or 0 <= self.seconds < float("inf")
        is_count = isinstance(self.plays, int) and 0 <= self.plays <= MOST_PLAYS
        if not is_time or not is_count:
            raise InvalidValue(
                f"seconds of 0 or more and 0 to {MOST_PLAYS} plays were expected, not "
                f"{str(self.seconds)[:20]} and {str(self.plays)[:20]}"
            )


@dataclass(frozen=True, slots=True)
class Rating:
    """An answer as it was kept.

    Attributes
    ----------
    id : rises in the order of keeping, whatever clocks say.
    submit_id : the sender's own name for it; sent twice, it is kept once.
    way : how it was given.
    form : the edition of the questions.
    supersedes : the rating of the same trial that it corrects.
    rated_at : in UTC, by the clock of the computer that keeps it.
    """

    id: int
    submit_id: str
    trial: str
    answer: Answer
    way: Way
    form: str
    supersedes: int | None
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class Rater:
    """A pseudonym in a session: the session's code and a number; facts such as the
    instrument taught and years of teaching, never a name."""

    id: str
    session: str
    number: int
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Session:
    """A session with all that is shown in it.

    `design` is what it was planned from. It `is_made_up` where its raters are nobody: in
    the copy that `etudes session try` fills.
    """

    code: str
    title: str
    design: Mapping[str, Any]
    stimuli: tuple[Stimulus, ...]
    raters: tuple[Rater, ...]
    trials: tuple[Trial, ...]
    made_at: datetime
    is_open: bool = True
    is_made_up: bool = False

    @property
    def language(self) -> Language:
        """What all its raters read: the wording is a part of the instrument; English where
        the design is older than the choice."""
        return Language(str(self.design.get("language", "en")))

    def stimulus(self, id_: str) -> Stimulus:
        """Return the stimulus with this id, which a trial of the session names."""
        return next(one for one in self.stimuli if one.id == id_)

    def trials_of(self, rater: str) -> tuple[Trial, ...]:
        """Return the trials of a rater in order."""
        found = (trial for trial in self.trials if trial.rater == rater)
        return tuple(sorted(found, key=lambda trial: trial.position))


@dataclass(frozen=True, slots=True)
class Medium:
    """What a rater sees or hears: its type (image/svg+xml, audio/mpeg) and its bytes."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """A stimulus before it is kept, with its item and media."""

    item: Item
    stimulus: Stimulus
    score: Medium
    sound: Medium


def _is_unicode(text: str) -> bool:
    """Return whether a text can be kept: lone surrogates stand for bytes that are none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def checked_submit_id(text: str) -> str:
    """Return a sender's name for a rating.

    Raises
    ------
    InvalidValue
        If it is not 8 to 64 letters, digits, '-' or '_'.

    Examples
    --------
    >>> checked_submit_id("3f1c-77aa")
    '3f1c-77aa'
    """
    plain = text.replace("-", "").replace("_", "")
    if len(text) not in _SUBMIT_ID or not (plain.isascii() and plain.isalnum()):
        raise InvalidValue(
            "a submit id of 8 to 64 letters, digits, '-' and '_' was expected, not "
            f"{text[:70]!r}; load the page again"
        )
    return text
