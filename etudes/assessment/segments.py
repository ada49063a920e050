"""Half bars of a dictation, and which of them an answer has right.

The rule is that of the AP Music Theory examination (scoring guidelines of melodic
dictation, 2008–2022): a segment is half a bar of the original from any pulse, over a
barline too; segments do not overlap and cut no note in two; in the answer they may stand
earlier or later. Which segments to credit is then a question of the best selection, which
is found here exactly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

from etudes.melody import Event, Melody
from etudes.theory import TimeSignature

Agreement = Callable[[Event, Event], bool]
"""Says whether a note or rest of the answer is right for one of the truth."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of the truth that the answer has right.

    It lies from `start` to `end` in the truth, counted like the onsets of events, and is
    worth so many segments; in the answer it comes `shift` later (earlier if negative).
    """

    start: Fraction
    end: Fraction
    worth: int
    shift: Fraction


@dataclass(frozen=True)  # without slots, so that the borders are found only once
class Division:
    """How a melody from `start` to `end` is cut into segments.

    A bar of an even number of equal beats has two halves, from any pulse: a crotchet, or
    shorter where the beat is; the third of a beat in compound time. A bar of three equal
    beats, or of one, is one segment from any pulse. A bar of unequal beats has two parts
    that stay where they are, 3+2 in 5/8 and 4+3 in 7/8.

    Examples
    --------
    >>> common = Division(TimeSignature(4, 4), Fraction(0), Fraction(4))
    >>> [common.worth(Fraction(1, 4), Fraction(n, 4)) for n in (2, 3, 4, 5)]
    [0, 1, 0, 2]
    >>> uneven = Division(TimeSignature(5, 8), Fraction(0), Fraction(5, 4))
    >>> uneven.worth(Fraction(3, 8), Fraction(5, 8)), uneven.worth(*map(Fraction, (0, 1)))
    (1, 3)
    """

    metre: TimeSignature
    start: Fraction
    end: Fraction

    @cached_property
    def length(self) -> Fraction:
        """The length of a segment; of the longest part where they are unequal."""
        return max(parts_of(self.metre))

    def worth(self, start: Fraction, end: Fraction) -> int:
        """Return how many segments a run of whole notes makes; 0 if it is no such run."""
        if len(set(parts_of(self.metre))) > 1:
            if start not in self._borders or end not in self._borders:
                return 0
            return self._borders.index(end) - self._borders.index(start)
        whole = (end - start) / self.length
        return int(whole) if whole.denominator == 1 and self._is_pulse(start) else 0

    def contained(self, start: Fraction, end: Fraction) -> int:
        """Return how many segments lie wholly in a note, wherever its pulse."""
        if len(set(parts_of(self.metre))) > 1:
            return max(0, sum(start <= border <= end for border in self._borders) - 1)
        return int((end - start) // self.length)

    def _is_pulse(self, place: Fraction) -> bool:
        """A run may begin on a pulse of the bar or of an upbeat that lies between them."""
        pulse = pulse_of(self.metre)
        return place % pulse == 0 or (place - self.start) % pulse == 0

    @cached_property
    def _borders(self) -> list[Fraction]:
        bar = self.metre.measure_duration
        within = list(accumulate(parts_of(self.metre)[:-1], initial=Fraction(0)))
        first, last = int(self.start // bar), int(self.end // bar)
        places = {n * bar + part for n in range(first, last + 1) for part in within}
        inside = {place for place in places if self.start < place < self.end}
        return sorted({self.start, *inside, self.end})


def parts_of(metre: TimeSignature) -> tuple[Fraction, ...]:
    """Return the lengths of the segments of a bar.

    Examples
    --------
    >>> [[str(part) for part in parts_of(TimeSignature.parse(text))] for text in
    ...  ("4/4", "6/8", "3/4", "5/8", "7/8")]
    [['1/2', '1/2'], ['3/8', '3/8'], ['3/4'], ['3/8', '1/4'], ['1/2', '3/8']]
    """
    bar, groups = metre.measure_duration, metre.groups
    if len(set(groups)) > 1:
        return (bar - groups[-1], groups[-1])
    if metre.numerator in (5, 7):
        longer = Fraction(metre.numerator // 2 + 1, metre.denominator)
        return (longer, bar - longer)
    return (bar / 2,) * 2 if len(groups) % 2 == 0 else (bar,)


def pulse_of(metre: TimeSignature) -> Fraction:
    """Return the pulse on which a segment may begin."""
    if metre.is_compound:
        return Fraction(1, metre.denominator)
    return min(metre.beat, Fraction(1, 4))


def division_of(melody: Melody) -> Division:
    """Return how a melody is cut into segments."""
    start = -melody.pickup
    return Division(melody.time_signature, start, start + melody.duration)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the truth that may be credited, by its first event and its worth."""

    first: int
    start: Fraction
    end: Fraction
    worth: int


@dataclass(frozen=True, slots=True)
class Original:
    """The truth as its segments are looked for: made once, used for each aspect.

    `runs` are, for each number of events from the beginning, the runs that end there, save
    those that two shorter ones make as well.
    """

    events: tuple[Event, ...]
    runs: tuple[tuple[Run, ...], ...]
    first_is_given: bool

    @classmethod
    def of(
        cls, events: Sequence[Event], division: Division, first_is_given: bool
    ) -> "Original":
        """Find the runs; of a given note the segments that it fills alone are worth 0."""
        first = _first_note(events)
        given = 0
        if first_is_given and first >= 0:
            onset = events[first].onset
            given = division.contained(onset, onset + events[first].duration)
        notes = [0, *accumulate(event.pitch is not None for event in events)]
        worths: list[dict[int, int]] = [{}]
        runs: list[tuple[Run, ...]] = [()]
        for i, last in enumerate(events, 1):
            end = last.onset + last.duration
            here: dict[int, int] = {}
            shortest: list[Run] = []
            for p in range(i - 1, -1, -1):
                if notes[p] == notes[i]:
                    continue
                worth = division.worth(events[p].onset, end)
                worth -= given if p <= first < i else 0
                if worth <= 0:
                    continue
                here[p] = worth
                if not any(
                    worths[run.first].get(p, worth) + run.worth == worth for run in shortest
                ):
                    shortest.append(Run(p, events[p].onset, end, worth))
            worths.append(here)
            runs.append(tuple(shortest))
        return cls(tuple(events), tuple(runs), first_is_given)


def credited(
    original: Original,
    answer: Sequence[Event],
    agree: Agreement,
    *,
    reach: Fraction | None = None,
    through_rests: bool = False,
) -> tuple[Stretch, ...]:
    """Return the runs of the truth that are credited: the most segments in all.

    Runs keep their order in the answer, overlap in neither, and hold a note each. The
    last note of the truth counts only if no note follows in the answer; a first note that
    is given stands for the first note only.

    Parameters
    ----------
    agree : whether an event of the answer is right for one of the truth.
    reach : how much earlier or later a run may stand; None for any distance.
    through_rests : whether rests are passed over, as where only pitches count.
    """
    true: Sequence[Event] = original.events
    counted = list(range(len(true) + 1))
    if through_rests:
        counted = [0, *accumulate(event.pitch is not None for event in true)]
        true, answer = _notes(true), _notes(answer)
    lengths = _common_lengths(true, answer, agree, original.first_is_given)
    best = [[0] * (len(answer) + 1)]
    steps: list[list[_Step]] = [[(0, j - 1, None) for j in range(len(answer) + 1)]]
    for i, runs in enumerate(original.runs[1:], 1):
        row = [0]
        step: list[_Step] = [(i - 1, 0, None)]
        for j in range(1, len(answer) + 1):
            most = best[i - 1][j]
            way: _Step = (i - 1, j, None)
            if row[-1] > most:
                most, way = row[-1], (i, j - 1, None)
            for run in runs:
                count = counted[i] - counted[run.first]
                if not count or lengths[counted[i]][j] < count:
                    continue
                q = j - count
                shift = answer[q].onset - run.start
                if reach is not None and abs(shift) > reach:
                    continue
                # of equal selections the one that stands where it should
                gain = best[run.first][q] + run.worth * _ONE - (shift != 0)
                if gain > most:
                    stretch = Stretch(run.start, run.end, run.worth, shift)
                    most, way = gain, (run.first, q, stretch)
            row.append(most)
            step.append(way)
        best.append(row)
        steps.append(step)
    return _traced(steps)


_Step = tuple[int, int, Stretch | None]
_ONE = 1_000_000
"""A segment in the sums: far more than there are runs."""


def _common_lengths(
    truth: Sequence[Event], answer: Sequence[Event], agree: Agreement, is_given: bool
) -> list[list[int]]:
    """Return how many events before i and j in a row are right; row by row."""
    last, final = _last_note(truth), _last_note(answer)
    first, opening = _first_note(truth), _first_note(answer)
    # the printed note, copied, stands for no other
    is_copied = (
        is_given and opening >= 0 <= first and (truth[first].pitch == answer[opening].pitch)
    )
    rows = [[0] * (len(answer) + 1)]
    for p, event in enumerate(truth):
        row = [0]
        for q, written in enumerate(answer):
            is_right = (
                agree(event, written)
                and not (p == last and q != final)
                and not (is_copied and q == opening and p != first)
            )
            row.append(rows[-1][q] + 1 if is_right else 0)
        rows.append(row)
    return rows


def _traced(steps: Sequence[Sequence[_Step]]) -> tuple[Stretch, ...]:
    i, j = len(steps) - 1, len(steps[-1]) - 1
    found: list[Stretch] = []
    while i or j:
        i, j, stretch = steps[i][j]
        if stretch:
            found.append(stretch)
    return tuple(reversed(found))


def _notes(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.pitch is not None]


def _first_note(events: Sequence[Event]) -> int:
    return next((n for n, event in enumerate(events) if event.pitch is not None), -1)


def _last_note(events: Sequence[Event]) -> int:
    return next(
        (n for n in range(len(events) - 1, -1, -1) if events[n].pitch is not None), -1
    )
