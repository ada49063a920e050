"""What the answers of a listening test are worth, and how they are marked, in words."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

from etudes.assessment.expected import points_of, scheme_of
from etudes.assessment.segments import parts_of
from etudes.listening import Question, Quiz, kind
from etudes.melody import Melody
from etudes.words import Language


def total_of(quiz: Quiz) -> int:
    """Return what all right answers are worth together."""
    return sum(map(points_of, quiz.questions))


def segments_of(melody: Melody) -> Iterator[Fraction]:
    """Yield where each segment of the full bars begins, in whole notes from the beginning,
    an upbeat included.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> line = [(Pitch.parse("G4"), Fraction(1, 2))] * 2
    >>> tune = Melody.from_events(Key.parse("C"), TimeSignature(4, 4), line)
    >>> [str(onset) for onset in segments_of(tune)]
    ['0', '1/2']
    """
    parts = parts_of(melody.time_signature)
    starts = tuple(accumulate(parts[:-1], initial=Fraction(0)))
    onset = Fraction(0)
    for measure in melody.measures:
        if not measure.is_pickup:
            yield from (onset + start for start in starts if start < measure.duration)
        onset += measure.duration


def marking_of(question: Question, language: Language) -> tuple[str, ...]:
    """Return the sentences that say how points are given; none where an answer is simply
    right or wrong."""
    row = kind(question.kind)
    if row.answer == "notation":
        scheme = scheme_of(question.kind)
        right = (
            language.text("1 point for each segment that is right in pitch and rhythm.")
            if scheme.counts_pitch
            else language.text("1 point for each segment whose rhythm is right.")
        )
        more = [language.text("1 point more if any segment is right.")]
        if scheme.counts_pitch:
            more.append(
                language.text(
                    "If that makes less than half: ½ for each segment of right pitches, "
                    "or ¼ for each of right rhythm."
                )
            )
        if scheme.first_is_given:
            more.append(
                language.text("A segment that the given note fills alone does not count.")
            )
        return (right, *more)
    if row.answer == "places":
        return (
            language.text("1 point for each change: ½ for the bar, ½ for what it is."),
            language.text("½ less for each bar that is named and does not differ."),
        )
    if row.answer == "performance":
        return (
            language.text("1 point for each segment that is right in pitch and rhythm."),
            language.text("1 point more if any segment is right."),
        )
    return ()
