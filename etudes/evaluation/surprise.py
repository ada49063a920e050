"""Where a line of music surprises the model: bits by event and by measure.

What an event costs in bits is its information content, a model of how unexpected it is
to who knows the style (Pearce 2005, chapter 7).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from etudes.checking.bars import has_pickup
from etudes.checking.fault import beat_at
from etudes.corpus.modes import with_heard_mode
from etudes.encoding.vocabulary import Vocabulary
from etudes.melody import Event, Melody, Rest
from etudes.reading import Line
from etudes.reading.passages import RawMeasure, numbered_passages
from etudes.runtime import Runtime
from etudes.sampling.likelihood import Likelihood, Obstacle, bits, obstacle


@dataclass(frozen=True, slots=True)
class InBits:
    """What something costs: its durations, and its pitches given them.

    Examples
    --------
    >>> both = InBits(1.0, 2.5) + InBits(0.5, 2.0)
    >>> both.joint, both.over(2).joint
    (6.0, 3.0)
    """

    duration: float = 0.0
    pitch: float = 0.0

    @property
    def joint(self) -> float:
        return self.duration + self.pitch

    def over(self, events: int) -> "InBits":
        """Return the bits an event."""
        return InBits(self.duration / events, self.pitch / events)

    def __add__(self, other: "InBits") -> "InBits":
        return InBits(self.duration + other.duration, self.pitch + other.pitch)


@dataclass(frozen=True, slots=True)
class Surprise:
    """An event, the measure and the beat on which it begins, and what it costs."""

    measure: int
    beat: Fraction
    event: Event
    bits: InBits


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Measures that were not measured; `obstacle` names the one with the cause."""

    first: int
    last: int
    obstacle: Obstacle


@dataclass(frozen=True)
class SurprisingLine:
    """A line of a score and what it costs, event by event.

    Measures count from the first full one of the line; 0 is an upbeat. `mode_was_heard`
    says that the file does not tell major from minor, and the notes were asked.
    """

    line: Line
    surprises: tuple[Surprise, ...]
    left_out: tuple[LeftOut, ...]
    mode_was_heard: bool

    @property
    def total(self) -> InBits:
        return total(self.surprises)

    @property
    def measures(self) -> dict[int, tuple[Surprise, ...]]:
        """The events that begin in each measure, by its number."""
        groups = groupby(self.surprises, lambda event: event.measure)
        return {number: tuple(group) for number, group in groups}

    def most_surprising(self, count: int) -> list[int]:
        """Return the numbers of the most surprising measures, dearest first.

        They are those that cost most above what so many events of this line cost on
        average, so that many notes or a single long one make no measure surprising.
        """
        mean = self.total.joint / max(len(self.surprises), 1)
        above = {
            number: total(events).joint - mean * len(events)
            for number, events in self.measures.items()
        }
        dearest = sorted(above, key=lambda number: (-above[number], number))
        return [number for number in dearest if above[number] > 0][:count]


def total(surprises: Iterable[Surprise]) -> InBits:
    """Return the bits of several events together."""
    return sum((event.bits for event in surprises), InBits())


def surprise(
    runtime: Runtime, lines: Sequence[Line], level: int = 0, style: str = ""
) -> list[SurprisingLine]:
    """Return what each line costs the model, passage by passage.

    Passages are those of the reader, cut also at silent measures, as the songs and
    quartets were for training. Silent measures and a rest at the end of a passage are not
    charged. A passage with an `obstacle` is left out. Only the last passage of a line is
    told to end as a piece ends.

    Parameters
    ----------
    level, style : what the model is told of the music; 0 and "" tell it nothing.

    Raises
    ------
    InvalidValue
        If the level is not 0-8.
    UnknownName
        If there is no such style.
    """
    passages = [list(_passages(line, runtime.vocabulary)) for line in lines]
    read = [p for of_line in passages for p in of_line if p.obstacle is None]
    endings = [passage.ends_the_line for passage in read]
    found = iter(bits(runtime, [p.melody for p in read], level, style, endings))
    return [
        SurprisingLine(
            line,
            tuple(
                event
                for passage in of_line
                if passage.obstacle is None
                for event in passage.surprises(next(found))
            ),
            tuple(p.left_out(p.obstacle) for p in of_line if p.obstacle is not None),
            _leaves_mode_open(line),
        )
        for line, of_line in zip(lines, passages, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Passage:
    """A melody with the numbers of its measures in the line."""

    melody: Melody
    numbers: tuple[int, ...]
    obstacle: Obstacle | None
    ends_the_line: bool

    def surprises(self, likelihood: Likelihood) -> list[Surprise]:
        metre, pickup = self.melody.time_signature, bool(self.melody.pickup)
        found = []
        costs = zip(likelihood.duration_bits, likelihood.pitch_bits, strict=True)
        for event, cost in zip(self.melody.events(), costs, strict=True):
            measure, place = divmod(event.onset, metre.measure_duration)
            number = self.numbers[int(measure) + pickup]
            beat = beat_at(place, metre)
            found.append(Surprise(number, beat, event, InBits(*map(float, cost))))
        return found

    def left_out(self, found: Obstacle) -> LeftOut:
        index = found.measure - (0 if self.melody.pickup else 1)
        there = replace(found, measure=self.numbers[index])
        return LeftOut(self.numbers[0], self.numbers[-1], there)


def _passages(line: Line, vocabulary: Vocabulary) -> Iterator[_Passage]:
    first = 0 if line.bars and has_pickup(line.bars) else 1
    bars = [
        replace(bar, number=first + i, notes=() if _is_silent(bar) else bar.notes)
        for i, bar in enumerate(line.bars)
    ]
    found = list(numbered_passages(bars))
    for i, (numbers, melody) in enumerate(found):
        heard = with_heard_mode(melody) if _leaves_mode_open(line) else melody
        read = _without_closing_rest(heard)
        problem = obstacle(vocabulary, read)
        yield _Passage(read, numbers, problem, ends_the_line=i == len(found) - 1)


def _leaves_mode_open(line: Line) -> bool:
    return line.page is not None and not line.page.states_mode


def _is_silent(bar: RawMeasure) -> bool:
    return all(isinstance(note, Rest) for note in bar.notes)


def _without_closing_rest(melody: Melody) -> Melody:
    events = list(melody.events())
    if events[-1].pitch is not None:
        return melody
    line = [(event.pitch, event.duration) for event in events[:-1]]
    return Melody.from_events(melody.key, melody.time_signature, line, melody.pickup)
