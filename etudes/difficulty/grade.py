"""The level of a line, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from etudes.difficulty.descriptors import Descriptors, describe
from etudes.difficulty.scale import Scale, whole
from etudes.difficulty.scale import scale as shipped
from etudes.difficulty.words import in_words
from etudes.melody import Melody
from etudes.tables import Instrument

_WORTH_SAYING = 0.05
"""Levels; what adds less is no reason."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A feature in words, and by how many levels the music would be easier without it."""

    feature: str
    text: str
    levels: float

    def __str__(self) -> str:
        return f"{self.text}: +{self.levels:.1f}"


@dataclass(frozen=True, slots=True)
class Grade:
    """A level between 1.0 and 8.9, the reasons for it, weightiest first, and the
    descriptors that it was worked out from."""

    level: float
    reasons: tuple[Reason, ...]
    descriptors: Descriptors


def grade(
    music: Melody | Sequence[Melody],
    instrument: Instrument | None = None,
    crotchets_per_minute: float | None = None,
    scale: Scale | None = None,
) -> Grade:
    """Return the level of a line, a melody or passages in a row, with its reasons.

    Parameters
    ----------
    instrument : if given, its first keys, tessitura and technique count too.
    scale : the scale of difficulty; None is the program's own.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> leap = [(Pitch.parse(p), Fraction(1, 4)) for p in ("C4", "D4", "B4", "C5")]
    >>> graded = grade(Melody.from_events(Key.parse("C"), TimeSignature(4, 4), leap))
    >>> [reason.text for reason in graded.reasons if reason.feature == "largest_leap"]
    ['leap of a sixth in bar 1 (D4 to B4)']
    """
    passages = (music,) if isinstance(music, Melody) else tuple(music)
    descriptors = describe(passages, instrument, crotchets_per_minute)
    scale = scale or shipped()
    shares = scale.shares(descriptors)
    total = sum(shares.values())
    table = whole(descriptors)
    level = scale.level(total, table)
    gains = {
        name: level - scale.level(total - share, table) for name, share in shares.items()
    }
    reasons = [
        Reason(name, in_words(name, descriptors, passages), gain)
        for name, gain in sorted(gains.items(), key=lambda item: -item[1])
        if gain >= _WORTH_SAYING
    ]
    return Grade(level, tuple(reasons), descriptors)


@dataclass(frozen=True, slots=True)
class Tags:
    """Whole levels, 1 to 8, that a model is told: of all, of the melody, of the rhythm."""

    level: int
    melody: int
    rhythm: int


def tags(melody: Melody) -> Tags:
    """Return the tags of a melody, whatever its key: a model knows only the tonic.

    They are of the program's own scale always, for that is what models have learnt.
    """
    descriptors = replace(describe(melody), signature=0)
    levels = (
        level_of(descriptors),
        shipped().group_level(descriptors, "melody"),
        shipped().group_level(descriptors, "rhythm"),
    )
    return Tags(*(min(8, max(1, round(level))) for level in levels))


def level_of(descriptors: Descriptors, scale: Scale | None = None) -> float:
    """Return the level, 1.0 to 8.9, of music with these descriptors.

    Parameters
    ----------
    scale : the scale of difficulty; None is the program's own.
    """
    scale = scale or shipped()
    total = sum(scale.shares(descriptors).values())
    return scale.level(total, whole(descriptors))
