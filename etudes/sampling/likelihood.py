"""How well the model predicts melodies that others wrote, in bits an event.

An event is a note with what is tied to it, or a rest, as in training. Its duration is
predicted first, then its pitch given the duration; metre, mode, pickup and length are
told, not charged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.context import Context, Frame
from etudes.encoding.events import (
    TICKS_PER_WHOLE,
    EventArrays,
    encode,
    from_ticks,
    to_ticks,
)
from etudes.encoding.relative import absolute
from etudes.encoding.vocabulary import METRES, STYLES, UNKNOWN, Vocabulary
from etudes.errors import InvalidValue, UnknownName
from etudes.melody import Melody
from etudes.runtime import Logits, Runtime

Ints = NDArray[np.int64]
Bits = NDArray[np.float64]


@dataclass(frozen=True)
class Likelihood:
    """What one melody costs the model.

    Attributes
    ----------
    duration_bits, pitch_bits : shape (events,); pitch given the duration.
    """

    duration_bits: Bits
    pitch_bits: Bits

    @property
    def events(self) -> int:
        return len(self.duration_bits)

    @property
    def joint_bits(self) -> Bits:
        """Duration and pitch together, shape (events,)."""
        return self.duration_bits + self.pitch_bits

    @property
    def duration(self) -> float:
        """Bits an event."""
        return float(self.duration_bits.mean())

    @property
    def pitch(self) -> float:
        """Bits an event, given the duration."""
        return float(self.pitch_bits.mean())

    @property
    def joint(self) -> float:
        """Bits an event."""
        return float(self.joint_bits.mean())


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What the model has no name for in a melody, and where.

    `measure` counts full measures from 1; 0 is a pickup.
    """

    measure: int
    problem: str

    def __str__(self) -> str:
        return f"measure {self.measure}: {self.problem}"


def obstacle(vocabulary: Vocabulary, melody: Melody) -> Obstacle | None:
    """Return what keeps a model with this vocabulary from reading a melody, if anything.

    That is a metre that no collection has, silence, a duration off the grid, or a pitch
    or duration that the model has no name for.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> c, long = Pitch.parse("C4"), Fraction(3, 4)
    >>> tune = Melody.from_events(Key.parse("C"), TimeSignature(3, 4), [(c, long)])
    >>> found = obstacle(Vocabulary(((-128, 0), (0, 0)), (24, 48)), tune)
    >>> found.measure, found.problem.partition(" is ")[0]
    (1, 'a note or rest of 3/4 of a whole note')
    """
    first = 0 if melody.pickup else 1
    if str(melody.time_signature) not in METRES:
        return Obstacle(
            first,
            f"the metre {melody.time_signature} is none of those that the model learnt "
            f"({', '.join(METRES)})",
        )
    if not melody.pitches:
        return Obstacle(first, "a note was expected, and nothing sounds")
    full = melody.time_signature.measure_duration
    for event in melody.events():
        if problem := _problem_of_duration(vocabulary, event.duration):
            return Obstacle(int(event.onset // full) + 1, problem)
    line = encode(melody)
    pitches, _ = vocabulary.tokens(line)
    unknown = np.flatnonzero(pitches == UNKNOWN)
    if not len(unknown):
        return None
    index = int(unknown[0])
    return Obstacle(_measure(line, index), _unnamed(_pitch_in_words(line, index)))


def _problem_of_duration(vocabulary: Vocabulary, duration: Fraction) -> str:
    if TICKS_PER_WHOLE % duration.denominator:
        return (
            f"multiples of 1/{TICKS_PER_WHOLE} of a whole note were expected, not "
            f"{duration}"
        )
    if vocabulary.duration_id(to_ticks(duration)) == UNKNOWN:
        return _unnamed(_duration_in_words(duration))
    return ""


def bits(
    runtime: Runtime,
    melodies: Sequence[Melody],
    level: int = 0,
    style: str = "",
    closes: Sequence[bool] | None = None,
    batch: int = 64,
) -> list[Likelihood]:
    """Return the likelihood of each melody as a whole piece, in the order given.

    Parameters
    ----------
    level, style : what the model is told of the melodies; 0 and "" tell it nothing.
    closes : whether each melody ends as a piece ends; without it, all do.
    batch : how many melodies the model reads at once; changes the time, not the result.

    Raises
    ------
    InvalidValue
        If a level is not 0-8, or a melody has an `obstacle`; the message names the melody
        and the measure (a pickup is measure 0).
    UnknownName
        If there is no such style.
    """
    if not 0 <= level <= 8:
        raise InvalidValue(f"a level of 1-8, or 0 for unknown, was expected, not {level}")
    if style and style not in STYLES:
        raise UnknownName(f"a style was expected ({', '.join(STYLES)}), not '{style}'")
    for number, melody in enumerate(melodies, 1):
        if found := obstacle(runtime.vocabulary, melody):
            raise InvalidValue(f"melody {number}, {found}")
    lines = [encode(melody) for melody in melodies]
    frames = [
        Frame(
            line.time_signature,
            line.mode,
            int(line.ticks.sum()),
            line.pickup,
            end="full" if is_end else "open",
            level=level,
            style=style,
        )
        for line, is_end in zip(lines, closes or [True] * len(lines), strict=True)
    ]
    return bits_of_lines(runtime, lines, frames, batch)


def bits_of_lines(
    runtime: Runtime,
    lines: Sequence[EventArrays],
    frames: Sequence[Frame],
    batch: int = 64,
) -> list[Likelihood]:
    """Return the likelihood of melodies as arrays, each with what the model is told.

    Raises
    ------
    InvalidValue
        If a pitch or duration is outside the model's vocabulary.
    """
    tokens = [_tokens(runtime.vocabulary, line, i + 1) for i, line in enumerate(lines)]
    # Lines of like length go together, so that few rows wait for the longest.
    order = sorted(range(len(lines)), key=lambda i: len(tokens[i]))
    found: dict[int, Likelihood] = {}
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        chunk = _read(runtime, [tokens[i] for i in rows], [frames[i] for i in rows])
        found.update(zip(rows, chunk, strict=True))
    return [found[i] for i in range(len(lines))]


def _read(
    runtime: Runtime, tokens: Sequence[Ints], frames: Sequence[Frame]
) -> list[Likelihood]:
    lengths = [len(line) for line in tokens]
    events = np.zeros((max(lengths), len(tokens), 2), np.int64)
    for row, line in enumerate(tokens):
        events[: len(line), row] = line
    ticks = np.array(runtime.vocabulary.durations, np.int64)
    context, state = Context(runtime.vocabulary, list(frames)), runtime.start(len(tokens))
    costs = np.zeros(events.shape)
    for step, (pitches, durations) in enumerate(events.transpose(0, 2, 1)):
        features = context.features()
        logits, state = runtime.step(features, state)
        costs[step, :, 0] = _bits(logits, durations)
        after = context.ticks_left_after(ticks[durations])
        logits = runtime.pitch_logits(features, state, durations, after)
        costs[step, :, 1] = _bits(logits, pitches)
        context.advance(pitches, durations)
    return [
        Likelihood(costs[:length, row, 0].copy(), costs[:length, row, 1].copy())
        for row, length in enumerate(lengths)
    ]


def _bits(logits: Logits, tokens: Ints) -> Bits:
    """Return -log2 of the softmax at one token a row."""
    exact = logits.astype(np.float64)
    exact -= exact.max(axis=1, keepdims=True)
    nats = np.log(np.exp(exact).sum(axis=1)) - exact[np.arange(len(tokens)), tokens]
    in_bits: Bits = nats / np.log(2)
    return in_bits


def _tokens(vocabulary: Vocabulary, line: EventArrays, number: int) -> Ints:
    """Return (pitch, duration) token ids, shape (events, 2)."""
    tokens = np.stack(vocabulary.tokens(line), axis=1).astype(np.int64)
    unknown = np.argwhere(tokens == UNKNOWN)
    if len(unknown):
        event, column = unknown[0].tolist()
        what = (
            _duration_in_words(from_ticks(int(line.ticks[event])))
            if column
            else _pitch_in_words(line, event)
        )
        where = f"melody {number}, measure {_measure(line, event)}"
        raise InvalidValue(f"{where}: {_unnamed(what)}")
    return tokens


def _measure(line: EventArrays, event: int) -> int:
    return int(line.onsets[event]) // to_ticks(line.time_signature.measure_duration) + 1


def _pitch_in_words(line: EventArrays, event: int) -> str:
    pitch = absolute(int(line.steps[event]), int(line.alters[event]), line.tonic)
    return f"the pitch {pitch} in the key on {line.tonic}"


def _duration_in_words(duration: Fraction) -> str:
    if duration.denominator == 1:
        return f"a note or rest of {duration} whole notes"
    return f"a note or rest of {duration} of a whole note"


def _unnamed(what: str) -> str:
    return (
        f"{what} is outside the model's vocabulary: what it learnt from hardly ever has it"
    )
