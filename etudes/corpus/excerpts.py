"""Short pieces out of long ones: what makes a model's endings end.

A *closed excerpt* is a stretch of whole bars that ends as a piece ends: on the tonic,
with a note of at least a beat, on a strong beat or after another tonic, at a barline.
Where a pickup shortened that note it is lengthened to the barline, or the excerpt takes
a pickup of its own. A *stretch* is what a line plays between two silent bars.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from etudes.errors import InvalidValue
from etudes.melody import Event, Melody, Rest
from etudes.theory import Key, Pitch, TimeSignature

LENGTHS = (4, 8, 12, 16)
"""Lengths of closed excerpts, in bars."""

SHORT = (4, 8)
"""Lengths of the excerpts that songs and quartets give, and of half-closed phrases."""

Line = list[tuple[Pitch | None, Fraction]]


def stretches(melody: Melody) -> Iterator[Melody]:
    """Yield the parts of a melody between silent measures, of four bars or more."""
    run: list[int] = []
    for number, measure in enumerate(melody.measures):
        if all(isinstance(note, Rest) for note in measure.notes):
            yield from _stretch(melody, run)
            run = []
        else:
            run.append(number)
    yield from _stretch(melody, run)


def _stretch(melody: Melody, run: list[int]) -> Iterator[Melody]:
    if len(run) < 4:
        return
    full = melody.time_signature.measure_duration
    first = 1 if melody.pickup else 0
    start = (run[0] - first) * full if run[0] >= first else -melody.pickup
    end = sum((m.duration for m in melody.measures[: run[-1] + 1]), -melody.pickup)
    line = list(_cut(melody.events(), start, end))
    while line and line[-1][0] is None:
        line.pop()
    yield Melody.from_events(
        melody.key, melody.time_signature, line, max(-start, Fraction(0))
    )


def _cut(
    events: Iterator[Event], start: Fraction, end: Fraction
) -> Iterator[tuple[Pitch | None, Fraction]]:
    for event in events:
        begin, stop = max(event.onset, start), min(event.onset + event.duration, end)
        if begin < stop:
            yield event.pitch, stop - begin


def closed_excerpts(
    melody: Melody, phrase: int = 1, lengths: Sequence[int] = LENGTHS
) -> Iterator[Melody]:
    """Yield the closed excerpts of a melody.

    Parameters
    ----------
    phrase : excerpts begin and end at multiples of so many bars (4 for dance tunes,
        whose phrases are regular).
    lengths : in bars.
    """
    yield from _excerpts(melody, phrase, lengths, closes)


def half_closed_excerpts(melody: Melody) -> Iterator[Melody]:
    """Yield the phrases of four or eight bars that end on a half close."""
    yield from _excerpts(melody, 4, SHORT, half_closes)


Close = Callable[[Sequence[Event], int, Key, TimeSignature, Fraction], bool]


def _excerpts(
    melody: Melody, phrase: int, lengths: Sequence[int], ends: Close
) -> Iterator[Melody]:
    events = list(melody.events())
    full = melody.time_signature.measure_duration
    starts = {event.onset: i for i, event in enumerate(events)}
    for i, event in enumerate(events):
        bars = -(-(event.onset + event.duration) // full)
        barline = bars * full
        if bars % phrase or not ends(events, i, melody.key, melody.time_signature, barline):
            continue
        gap = barline - event.onset - event.duration
        for length in lengths:
            start = barline - length * full
            if start in starts:
                line = _line(events[starts[start] : i + 1], gap)
                yield Melody.from_events(melody.key, melody.time_signature, line)
            if gap and start - gap in starts:
                line = _line(events[starts[start - gap] : i + 1], Fraction(0))
                yield Melody.from_events(melody.key, melody.time_signature, line, gap)


def _line(events: Sequence[Event], longer: Fraction) -> Line:
    line = [(event.pitch, event.duration) for event in events]
    line[-1] = (line[-1][0], line[-1][1] + longer)
    return line


def closes(
    events: Sequence[Event], i: int, key: Key, metre: TimeSignature, barline: Fraction
) -> bool:
    """Tell whether event `i` could be the last note of a piece ending at `barline`."""
    event = events[i]
    if not _is_tonic(event, key):
        return False
    gap = barline - event.onset - event.duration
    following = events[i + 1].pitch if i + 1 < len(events) else None
    length = barline - event.onset
    shortened = following is not None or i + 1 == len(events)
    least = metre.beat if metre.denominator > 2 else metre.beat / 2
    if length < least or gap > (event.duration if shortened else length / 2):
        return False
    place = event.onset % metre.measure_duration
    return place in metre.strong_beats or (i > 0 and _is_tonic(events[i - 1], key))


def half_closes(
    events: Sequence[Event], i: int, key: Key, metre: TimeSignature, barline: Fraction
) -> bool:
    """Tell whether a phrase could come to rest at event `i` without coming home.

    It stands on a degree of the dominant chord (5, 7 or 2), for a beat or more, on a beat,
    and is no shorter than the note before; more must follow, for a half close is a
    question.
    """
    event = events[i]
    if event.pitch is None or i + 1 >= len(events) or not i:
        return False
    length, gap = barline - event.onset, barline - event.onset - event.duration
    return (
        (event.pitch.step - key.step) % 7 in _DOMINANT
        and event.duration >= max(metre.beat, events[i - 1].duration)
        and gap <= length / 2
        and event.onset % metre.measure_duration in metre.beats
    )


_DOMINANT = (1, 4, 6)


def _is_tonic(event: Event, key: Key) -> bool:
    pitch = event.pitch
    return pitch is not None and (pitch.step, pitch.alter) == (key.step, key.alter)


def skeleton(melody: Melody) -> Melody | None:
    """Return the melody with one note a beat, as a beginner's first page would print it.

    Of each beat the note that begins it is kept, as a crotchet; equal neighbours of a
    half bar become a minim, and the last note keeps its length. None outside 2/4, 3/4,
    4/4 and 2/2 (heard in two, written in crotchets), or if less than two notes a bar are
    left.
    """
    metre = melody.time_signature
    if str(metre) not in ("2/4", "3/4", "4/4", "2/2"):
        return None
    beat, crotchet = metre.beat, Fraction(1, 4)
    line: Line = []
    for event in melody.events():
        first = -(-event.onset // beat)
        beats = -(-(event.onset + event.duration) // beat) - first
        place = first % int(metre.measure_duration / beat)
        if beats == 1 and place % 2 and line[-1:] == [(event.pitch, crotchet)]:
            line[-1] = (event.pitch, 2 * crotchet)
        elif beats:
            line.append((event.pitch, beats * crotchet))
    if event.onset % beat:
        return None  # the last note would not stand where it stood
    pickup = melody.pickup // beat * crotchet
    time_signature = TimeSignature.parse("2/4" if str(metre) == "2/2" else str(metre))
    if sum(pitch is not None for pitch, _ in line) < 2 * melody.full_measures:
        return None
    try:
        return Melody.from_events(melody.key, time_signature, line, pickup)
    except InvalidValue:  # a length that no note value writes
        return None


def doubled(melody: Melody) -> Melody | None:
    """Return the melody in doubled values, as a beginner's page would print it.

    2/4 becomes 4/4, 3/8 becomes 3/4; bars of 4/4, 2/2 and 6/8 become two of 4/4 or 3/4.
    None where the metre has no such form or a pickup would outgrow its bar.
    """
    metres = {"2/4": "4/4", "4/4": "4/4", "2/2": "4/4", "3/8": "3/4", "6/8": "3/4"}
    metre = metres.get(str(melody.time_signature))
    if metre is None:
        return None
    time_signature = TimeSignature.parse(metre)
    pickup = 2 * melody.pickup
    if pickup >= time_signature.measure_duration:
        return None
    line = [(event.pitch, 2 * event.duration) for event in melody.events()]
    return Melody.from_events(melody.key, time_signature, line, pickup)
