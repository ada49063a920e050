"""Marking a dictation: segments right in pitch and rhythm, and what is wrong with the rest.

Sources: AP Music Theory scoring guidelines, melodic dictation, 2008, 2016, 2019, 2021 and
2022 (The College Board). docs/marking.md tells what is taken from them and what is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from etudes.assessment.alignment import Alignment, align, notes_of, sounding
from etudes.assessment.answers import Answer
from etudes.assessment.displacement import Displacement, displacement_of
from etudes.assessment.remark import Remark
from etudes.assessment.remarks import remarks_on
from etudes.assessment.scheme import AP, Scheme
from etudes.assessment.segments import Division, Original, Stretch, credited, division_of
from etudes.errors import InvalidValue
from etudes.melody import Event, Melody
from etudes.theory import Interval

_OCTAVES = (0, 1, -1, 2, -2)


@dataclass(frozen=True, slots=True)
class DictationMark:
    """What an answer is worth, and why.

    Attributes
    ----------
    points, possible : of the guide that gives most, and of a perfect answer.
    mark : the points rounded as the examination rounds them.
    guide : "both", or "pitch" or "rhythm" where that alone gives more.
    segments : how many there are to be right.
    right, right_pitch, right_rhythm : the runs of the truth that are, in both or in one.
    is_faultless : whether all notes and bars are as in the truth.
    alignment : which note stands for which, the whole's displacement taken away.
    displacement : by how much the whole melody is too high or low, if it is.
    remarks : sentences for who wrote it, the most general first.
    """

    points: Fraction
    possible: Fraction
    mark: int
    guide: str
    segments: int
    right: tuple[Stretch, ...]
    right_pitch: tuple[Stretch, ...]
    right_rhythm: tuple[Stretch, ...]
    is_faultless: bool
    alignment: Alignment
    displacement: Displacement | None
    remarks: tuple[Remark, ...]

    @property
    def share(self) -> Fraction:
        """The points as a share of the possible, 0 to 1."""
        return self.points / self.possible


def mark_answer(
    truth: Melody,
    answer: Answer,
    scheme: Scheme = AP,
    *,
    transposition: Interval | None = None,
) -> DictationMark:
    """Return the mark of an answer that was read from a file.

    MIDI knows no spelling, so enharmonic equivalents are accepted there.
    """
    if not answer.is_spelled:
        scheme = replace(scheme, accepts_enharmonics=True)
    return mark_dictation(
        truth,
        answer.melody,
        scheme,
        unfilled_bars=answer.unfilled_bars,
        transposition=transposition,
    )


def mark_dictation(
    truth: Melody,
    answer: Melody,
    scheme: Scheme = AP,
    *,
    unfilled_bars: tuple[int, ...] = (),
    transposition: Interval | None = None,
) -> DictationMark:
    """Return the mark of an answer.

    Parameters
    ----------
    truth, answer : both at written pitch.
    unfilled_bars : bars of the answer, counted from 1, that were too short or too long.
    transposition : from written to sounding pitch, so that an answer at concert pitch can
        be named as one.

    Raises
    ------
    InvalidValue
        If the truth is shorter than a segment or silent.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> def line(text):
    ...     events = [(Pitch.parse(name), Fraction(1, 4)) for name in text.split()]
    ...     return Melody.from_events(Key(0, 0), TimeSignature(4, 4), events)
    >>> found = mark_dictation(line("C4 D4 E4 F4"), line("C4 D4 E4 G4"))
    >>> found.points, found.possible, found.remarks[0].text()
    (Fraction(2, 1), Fraction(3, 1), 'bar 1, note 4: a step too high')
    """
    true = sounding(truth, ends_count=scheme.counts_ends)
    written = sounding(answer, ends_count=scheme.counts_ends)
    if scheme.accepts_octaves:
        written = _in_the_octave_of(true, written)
    division = division_of(truth)
    original = _original(true, division, scheme.first_is_given)
    reach = None if scheme.reach is None else scheme.reach * division.length
    segments = worth_of(_credited(original, true, scheme, "both", reach))
    right = {
        aspect: _credited(original, written, scheme, aspect, reach)
        for aspect in ("both", "pitch", "rhythm")
    }
    is_faultless = not unfilled_bars and _is_as_written(truth, answer, scheme)
    points, guide = _best(
        {aspect: worth_of(runs) for aspect, runs in right.items()},
        segments,
        scheme,
        is_faultless,
    )
    displacement, moved = None, written
    if scheme.counts_pitch:
        displacement, moved = displacement_of(true, written, answer.key)
    alignment = align(true, moved)
    return DictationMark(
        points=points,
        possible=scheme.segment * segments + scheme.extra,
        mark=scheme.rounded(points),
        guide=guide,
        segments=segments,
        right=right["both"],
        right_pitch=right["pitch"],
        right_rhythm=right["rhythm"],
        is_faultless=is_faultless,
        alignment=alignment,
        displacement=displacement,
        remarks=remarks_on(
            truth, answer, alignment, scheme, displacement, transposition, unfilled_bars
        ),
    )


def worth_of(runs: Sequence[Stretch]) -> int:
    """Return how many segments the runs have in all."""
    return sum(run.worth for run in runs)


def _credited(
    original: Original,
    answer: Sequence[Event],
    scheme: Scheme,
    aspect: str,
    reach: Fraction | None,
) -> tuple[Stretch, ...]:
    only_pitch = aspect == "pitch"
    return credited(
        original,
        answer,
        scheme.agreement(aspect),
        reach=None if only_pitch else reach,
        through_rests=only_pitch,
    )


def _original(truth: Sequence[Event], division: Division, first_is_given: bool) -> Original:
    """Return the truth with its runs; a given note that is all there is counts."""
    for is_given in (first_is_given, False):
        original = Original.of(truth, division, is_given)
        if any(original.runs):
            return original
    raise InvalidValue(
        f"a melody of at least one segment ({division.length} of a semibreve) with notes "
        f"was expected as the truth, not one of {division.end - division.start}"
    )


def _best(
    right: dict[str, int], segments: int, scheme: Scheme, is_faultless: bool
) -> tuple[Fraction, str]:
    """Return the points and the guide they come from."""
    regular = right["both"] * scheme.segment
    if 0 < right["both"] < segments or is_faultless:
        regular += scheme.extra
    guides = [(regular, "both")]
    if scheme.counts_pitch and regular < scheme.segment * segments / 2:
        guides.append((right["pitch"] * scheme.pitch, "pitch"))
        guides.append((right["rhythm"] * scheme.rhythm, "rhythm"))
    return max(guides, key=lambda guide: guide[0])


def _is_as_written(truth: Melody, answer: Melody, scheme: Scheme) -> bool:
    """Whether the answer has the notes of the truth, and its bars."""
    true, written = (
        notes_of(sounding(melody, ends_count=scheme.counts_ends))
        for melody in (truth, answer)
    )
    if scheme.accepts_octaves:
        written = _in_the_octave_of(true, written)
    agree = scheme.agreement("both")
    if len(true) != len(written) or not all(map(agree, true, written)):
        return False
    bar = truth.time_signature.measure_duration
    shifts = {b.onset - a.onset for a, b in zip(true, written, strict=True)}
    return (
        len(shifts) == 1
        and shifts.pop() % bar == 0
        and answer.time_signature.measure_duration == bar
        and answer.time_signature.is_compound == truth.time_signature.is_compound
    )


def _in_the_octave_of(truth: Sequence[Event], answer: Sequence[Event]) -> tuple[Event, ...]:
    """Return the answer moved by the octaves that bring it nearest to the truth."""
    return min(
        (_by_octaves(answer, octaves) for octaves in _OCTAVES),
        key=lambda moved: align(truth, moved).distance,
    )


def _by_octaves(events: Sequence[Event], octaves: int) -> tuple[Event, ...]:
    return tuple(
        replace(event, pitch=replace(event.pitch, octave=event.pitch.octave + octaves))
        if event.pitch and -1 <= event.pitch.octave + octaves <= 10
        else event
        for event in events
    )
