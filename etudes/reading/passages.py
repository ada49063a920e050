"""From the bars of a file to melodies: one policy for every format.

A reader hands over what stands between two barlines (`RawMeasure`); here it is decided
which bars fill, which are pickups, which a repeat cuts off, and where a passage ends.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby, pairwise

from etudes.melody import Measure, Melody, Note, Rest
from etudes.theory import Key, Pitch, TimeSignature

DRUM = Pitch.parse("B4")
"""How a stroke without pitch is read: as a note on the middle line."""


MOST_NOTES = 2_000
"""Notes of a bar that are read at most: text without barlines is no bar."""


@dataclass(frozen=True)  # without slots, so that the duration is added up only once
class RawMeasure:
    """A bar as the file has it: nothing is promised about its length or its ties.

    A bar that cannot be written down has no `notes`, and its `problem` says what it is,
    as in "with microtones"; a silent bar has one rest. `ends_section` says that a double
    bar, a repeat sign or the final barline follows. `starts_section` says that one
    precedes, or that the file marks the bar as an upbeat or as the second half of a bar.
    `ending` is 0 outside the brackets over alternative endings, and another number for
    each bracket.
    `number` is for who wants to find the bar again.
    """

    key: Key
    time_signature: TimeSignature
    notes: tuple[Note | Rest, ...]
    ends_section: bool = False
    starts_section: bool = False
    ending: int = 0
    problem: str = ""
    number: int = 0

    @cached_property
    def duration(self) -> Fraction:
        return sum((note.duration for note in self.notes), Fraction(0))

    @cached_property
    def is_short(self) -> bool:
        return 0 < self.duration < self.time_signature.measure_duration

    @cached_property
    def is_full(self) -> bool:
        return self.duration == self.time_signature.measure_duration


def in_a_row(
    placed: Iterable[tuple[Fraction, Note | Rest]], end: Fraction
) -> tuple[Note | Rest, ...]:
    """Return notes placed by their onsets as they follow one another in a bar.

    Gaps up to the `end` of the bar become rests. Where two notes overlap there is no
    one line, and nothing is returned.
    """
    notes: list[Note | Rest] = []
    position = Fraction(0)
    for onset, note in placed:
        if onset < position:
            return ()
        if onset > position:
            notes.append(Rest(onset - position))
        notes.append(note)
        position = onset + note.duration
    if end > position:
        notes.append(Rest(end - position))
    return tuple(notes)


def into_passages(measures: Iterable[RawMeasure]) -> tuple[Melody, ...]:
    """Return the melodies that the bars of one line give, in order.

    A passage ends where key or metre changes, after a short bar, and where a bar is
    left out because it does not fill. Of alternative endings only the last is kept. Two
    short bars on both sides of a section's end that together fill a bar become that
    bar. Any other short bar is a pickup where a section starts (a new passage), the last
    bar where one ends, and left out elsewhere. Ties that lead to no note like theirs are
    dropped, and so are passages without a full bar or without a note.

    Examples
    --------
    >>> from etudes.theory import Pitch
    >>> c_major, waltz = Key.parse("C"), TimeSignature(3, 4)
    >>> crotchet = Note(Pitch.parse("C4"), Fraction(1, 4))
    >>> bars = [RawMeasure(c_major, waltz, (crotchet,) * n) for n in (1, 3, 2)]
    >>> [(m.is_pickup, m.is_short) for m in into_passages(bars)[0].measures]
    [(True, False), (False, False), (False, True)]
    """
    return tuple(melody for _, melody in numbered_passages(measures))


def numbered_passages(
    measures: Iterable[RawMeasure],
) -> Iterator[tuple[tuple[int, ...], Melody]]:
    """Yield the melodies of `into_passages`, each with the numbers of its bars."""
    bars = _with_section_marks(_without_first_endings(measures))
    for run in _runs(_with_halves_joined(bars)):
        if melody := _melody(run):
            yield tuple(bar.number for bar in run), melody


def what_was_found(measures: Iterable[RawMeasure]) -> str:
    """Say what stands in the bars of a file that gives no melody.

    Examples
    --------
    >>> bar = RawMeasure(Key.parse("C"), TimeSignature(4, 4), (), problem="in free metre")
    >>> what_was_found([bar, bar])
    'a bar with notes that fills its metre was expected; found were 2 bars in free metre'
    """
    found = Counter(_kind(bar) for bar in measures)
    counts = [f"{n} bar{'s' * (n > 1)} {kind}" for kind, n in found.most_common(4)]
    return (
        "a bar with notes that fills its metre was expected; found were "
        f"{', '.join(counts) or 'no bars at all'}"
    )


def _kind(bar: RawMeasure) -> str:
    if bar.problem or not bar.notes:
        return bar.problem or "with notes that overlap"
    if not any(isinstance(note, Note) for note in bar.notes):
        return "of silence"
    return f"of notes that do not add up to {bar.time_signature}"


def _without_first_endings(measures: Iterable[RawMeasure]) -> list[RawMeasure]:
    """Drop every ending that another one follows at once."""
    runs = [(n, list(run)) for n, run in groupby(measures, lambda bar: bar.ending)]
    followed = [bool(n and following) for (n, _), (following, _) in pairwise(runs)]
    kept = zip(runs, [*followed, False], strict=False)
    return [bar for (_, run), is_followed in kept if not is_followed for bar in run]


def _with_section_marks(bars: list[RawMeasure]) -> Iterator[RawMeasure]:
    """Mark both sides of each section's border, and the two ends of the line."""
    for number, bar in enumerate(bars):
        starts = bar.starts_section or number == 0 or bars[number - 1].ends_section
        ends = bar.ends_section or number == len(bars) - 1
        if (starts, ends) != (bar.starts_section, bar.ends_section):
            bar = replace(bar, starts_section=starts, ends_section=ends)
        yield bar


def _with_halves_joined(bars: Iterable[RawMeasure]) -> Iterator[RawMeasure]:
    waiting: RawMeasure | None = None
    for bar in bars:
        if waiting is not None and _completes(waiting, bar):
            yield replace(
                bar,
                notes=waiting.notes + bar.notes,
                starts_section=waiting.starts_section,
                number=waiting.number,
            )
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = bar
    if waiting is not None:
        yield waiting


def _completes(first: RawMeasure, second: RawMeasure) -> bool:
    full = first.time_signature.measure_duration
    return (
        second.starts_section
        and first.is_short
        and second.is_short
        and (first.key, first.time_signature) == (second.key, second.time_signature)
        and first.duration + second.duration == full
    )


def _runs(bars: Iterable[RawMeasure]) -> Iterator[list[RawMeasure]]:
    """Yield the bars of each passage; a short one in the lead is its pickup."""
    run: list[RawMeasure] = []
    for bar in bars:
        fits = bar.is_full or (bar.is_short and (bar.starts_section or bar.ends_section))
        opens = bar.is_short and not bar.ends_section
        if run and not (fits and not opens and _continues(run, bar)):
            yield run
            run = []
        if fits and (run or bar.is_full or bar.starts_section):
            run.append(bar)
    if run:
        yield run


def _continues(run: list[RawMeasure], bar: RawMeasure) -> bool:
    is_closed = len(run) > 1 and run[-1].is_short
    has_same_signatures = (run[0].key, run[0].time_signature) == (
        bar.key,
        bar.time_signature,
    )
    return has_same_signatures and not is_closed


def _melody(run: list[RawMeasure]) -> Melody | None:
    has_note = any(isinstance(note, Note) for bar in run for note in bar.notes)
    if not has_note or not any(bar.is_full for bar in run):
        return None
    measures = tuple(
        Measure(
            bar.time_signature,
            notes,
            is_pickup=bar.is_short and number == 0,
            is_short=bar.is_short and number > 0,
            ends_section=bar.ends_section,
        )
        for number, (bar, notes) in enumerate(zip(run, _sound_ties(run), strict=True))
    )
    return Melody(run[0].key, measures)


def _sound_ties(run: list[RawMeasure]) -> Iterator[tuple[Note | Rest, ...]]:
    """Yield each bar's notes without the ties that lead to no note like theirs."""
    firsts: list[Note | Rest | None] = [bar.notes[0] for bar in run[1:]]
    for bar, next_first in zip(run, [*firsts, None], strict=True):
        followers = (*bar.notes[1:], next_first)
        yield tuple(
            replace(note, tied=False)
            if isinstance(note, Note) and note.tied and not _is_like(note, follower)
            else note
            for note, follower in zip(bar.notes, followers, strict=True)
        )


def _is_like(note: Note, follower: Note | Rest | None) -> bool:
    return isinstance(follower, Note) and follower.pitch == note.pitch
