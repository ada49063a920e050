"""Models so small that the law of every melody can be written down.

A toy model remembers all that it has written, like the real one. All melodies that keep the
rules are found by trying every sequence and asking each rule for faults in the finished
melody: nothing of the sampler's tables is used.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import Reachable
from etudes.constraints.rule import Rule
from etudes.constraints.rules import rules_of
from etudes.difficulty import Tags
from etudes.encoding.context import Context, feature_sizes
from etudes.encoding.events import REST, to_ticks
from etudes.encoding.relative import absolute
from etudes.encoding.vocabulary import Vocabulary
from etudes.melody import Melody
from etudes.model.architecture import Architecture
from etudes.model.folder import TrainedModel
from etudes.runtime import Floats, Ints, Logits, Runtime
from etudes.sampling.ahead import Ahead
from etudes.sampling.walk import frame_of
from etudes.theory import Key, Pitch, TimeSignature

Line = tuple[tuple[int, int], ...]
"""(pitch, duration) token ids."""

_UNITS = 12

Z = 4.753424
"""The normal quantile that chance exceeds once in a million, on one side."""


class Remembering(Runtime):
    """A model with a state: what it says next depends on all that came before."""

    def __init__(self, vocabulary: Vocabulary, seed: int, sharpness: float = 0.35) -> None:
        layers = Architecture(gru=(_UNITS,), duration_head=1, pitch_head=1)
        super().__init__(TrainedModel("toy", layers, vocabulary, {}, {}))
        rng = np.random.default_rng(seed)
        sizes = feature_sizes(vocabulary)
        self._told = [list(sizes).index(n) for n in ("pitch", "duration", "ticks_left")]
        self._in = [rng.normal(size=(sizes[n], _UNITS)) for n in ("pitch", "duration")]
        self._again = rng.normal(size=(_UNITS, _UNITS)) / 3
        self._length_out = sharpness * rng.normal(size=(_UNITS, len(vocabulary.durations)))
        self._pitch_out = sharpness * rng.normal(size=(_UNITS, len(vocabulary.pitches)))
        self._after = rng.normal(size=(len(vocabulary.durations), _UNITS)) / 2

    def step(self, features: Ints, state: list[Floats]) -> tuple[Logits, list[Floats]]:
        pitch, duration, _ = (features[..., i] for i in self._told)
        given = self._in[0][pitch] + self._in[1][duration]
        # elementwise sums, so that a row's numbers never depend on its neighbours
        again = (state[0][..., :, None] * self._again).sum(axis=-2)
        new = np.tanh(given + again)
        return (new[..., :, None] * self._length_out).sum(axis=-2), [new]

    def pitch_logits(
        self, features: Ints, state: list[Floats], durations: Ints, left_after: Ints
    ) -> Logits:
        hidden = state[0] + self._after[durations]
        logits: Logits = (hidden[..., :, None] * self._pitch_out).sum(axis=-2)
        return logits


@dataclass(frozen=True)
class Toy:
    """An exercise on a small vocabulary, the lines that keep its rules, and their law."""

    exercise: Exercise
    runtime: Remembering
    lines: list[Line]
    law: np.ndarray
    evidence: float
    """The probability that the model keeps the rules by itself."""

    @classmethod
    def of(cls, exercise: Exercise, vocabulary: Vocabulary, seed: int) -> "Toy":
        runtime = Remembering(vocabulary, seed)
        lines = sorted(obedient(exercise, vocabulary))
        likely = np.exp(log_likelihood(runtime, exercise, lines))
        return cls(exercise, runtime, lines, likely / likely.sum(), float(likely.sum()))


def exercise(
    metre: str,
    measures: int,
    highest: str,
    values: Sequence[str],
    rests: Sequence[str] = (),
) -> Exercise:
    """Return an exercise in C from C4 up, of leaps up to a fourth."""
    return Exercise(
        level=1,
        key=Key.parse("C"),
        time_signature=TimeSignature.parse(metre),
        measures=measures,
        pickup=Fraction(0),
        low=Pitch.parse("C4"),
        high=Pitch.parse(highest),
        values=tuple(map(Fraction, values)),
        rests=tuple(map(Fraction, rests)),
        max_leap=5,
        forbidden_leaps=(),
        syncopation="none",
        ties=False,
        alterations="none",
    )


def vocabulary_for(of: Exercise, beyond: int = 2) -> Vocabulary:
    """Return the rest, the exercise's pitches and a few more; its lengths and one more."""
    steps = range(-beyond, of.high.staff_position - of.low.staff_position + 1 + beyond)
    lengths = {to_ticks(value) for value in (*of.values, *of.rests)}
    pitches = ((REST, 0), *((step, 0) for step in steps))
    return Vocabulary(pitches, tuple(sorted(lengths | {18})))


def obedient(of: Exercise, vocabulary: Vocabulary) -> Iterator[Line]:
    """Yield every line that breaks no rule, by trying them all."""
    rules = rules_of(of)
    for line in every_line(of, vocabulary):
        if keeps(rules, written(of, vocabulary, line)):
            yield line


def keeps(rules: Sequence[Rule], melody: Melody) -> bool:
    """Tell whether none of these rules finds a fault in a melody.

    The last are asked first: an exercise's rules about its end leave the least.
    """
    return not any(True for rule in reversed(rules) for _ in rule.faults(melody))


def written(of: Exercise, vocabulary: Vocabulary, line: Line) -> Melody:
    """Return a line as the melody that it stands for."""
    pitches = [
        None if steps == REST else absolute(steps, alter, of.tonic)
        for steps, alter in vocabulary.pitches
    ]
    events = [
        (pitches[pitch], Fraction(vocabulary.durations[duration], 96))
        for pitch, duration in line
    ]
    return Melody.from_events(of.key, of.time_signature, events, of.pickup)


def allowed_lines(reachable: Reachable) -> Iterator[Line]:
    """Yield every line that the sampler's tables allow, choice by choice to the end."""
    if not reachable.satisfiable:
        return
    ahead, k = Ahead([reachable]), np.zeros(1, np.int64)

    def grow(line: Line, place: Ints, last: Ints, state: Ints) -> Iterator[Line]:
        if place[0] == ahead.places[0]:
            yield line
            return
        lengths = np.flatnonzero(ahead.after_lengths(k, place, last, state)[0])
        assert len(lengths), "a dead end"
        for length in lengths[:, None]:
            worth, states = ahead.after_pitches(k, place, last, state, length)
            choices = np.flatnonzero(worth[0])
            assert len(choices), "a length that no pitch can have"
            for choice in choices:
                event = int(ahead.tokens[0, choice]), int(ahead.lengths[length[0]])
                end, after = ahead.end(k, place, length), states[:, choice]
                heard = np.array([choice - 1]) if choice else last
                yield from grow((*line, event), end, heard, after)

    yield from grow((), k, ahead.start(k), k)


def counted(reachable: Reachable) -> int:
    """Return how many lines the values count, under the law that weighs all the same."""
    return round(float(reachable.values[0, -1, 0]) * float(np.exp(reachable.scales[0])))


def every_line(of: Exercise, vocabulary: Vocabulary) -> Iterator[Line]:
    """Yield every line with a note in it that fills the piece.

    Left out is only what is plainly wrong, so that trying them all ends today: notes beyond
    the range, other lengths, what crosses a barline, wider leaps, and a rest after a rest,
    which both are one.
    """
    notes = [
        n
        for n, (steps, _) in enumerate(vocabulary.pitches)
        if steps != REST and 0 <= steps <= of.high.staff_position - of.low.staff_position
    ]
    every = [
        (pitch, duration)
        for values, pitches in ((of.values, notes), (of.rests, [0]))
        for duration in (vocabulary.duration_id(to_ticks(value)) for value in values)
        for pitch in pitches
    ]

    bar, whole = to_ticks(of.time_signature.measure_duration), to_ticks(of.duration)
    pickup = to_ticks(of.pickup)
    midi = [
        None if steps == REST else absolute(steps, alter, of.tonic).midi
        for steps, alter in vocabulary.pitches
    ]

    def grow(line: Line, onset: int, last: int | None) -> Iterator[Line]:
        if onset == whole:
            if last is not None:
                yield line
            return
        for pitch, duration in every:
            end, sounds = onset + vocabulary.durations[duration], midi[pitch]
            if end > min(onset - (onset - pickup) % bar + bar, whole):
                continue
            if sounds is None and line and line[-1][0] == 0:
                continue
            if None not in (last, sounds) and abs(sounds - last) > of.max_leap:
                continue
            heard = last if sounds is None else sounds
            yield from grow((*line, (pitch, duration)), end, heard)

    yield from grow((), 0, None)


def log_likelihood(runtime: Runtime, of: Exercise, lines: Sequence[Line]) -> np.ndarray:
    """Return the logarithm of the probability of each line under the model alone."""
    frame = frame_of(of, Tags(of.level, of.level, of.level))
    context = Context(runtime.vocabulary, [frame] * len(lines))
    state, total = runtime.start(len(lines)), np.zeros(len(lines))
    ticks = np.array(runtime.vocabulary.durations)
    rows = np.arange(len(lines))
    for t in range(max(map(len, lines))):
        event = np.array([line[t] if t < len(line) else (0, 0) for line in lines])
        going = context.ticks_left > 0
        features = context.features()
        logits, state = runtime.step(features, state)
        spent = _log_softmax(logits)[rows, event[:, 1]]
        left = context.ticks_left_after(ticks[event[:, 1]])
        logits = runtime.pitch_logits(features, state, event[:, 1], left)
        spent = spent + _log_softmax(logits)[rows, event[:, 0]]
        total += np.where(going, spent, 0.0)
        context.advance(event[:, 0], event[:, 1])
    return total


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def chi_square_over_bound(found: np.ndarray, law: np.ndarray) -> float:
    """Chi-square over the bound that chance passes once in a million; what is expected
    less than five times is one bin (Wilson and Hilferty's bound)."""
    expected = law * found.sum()
    common = expected >= 5
    seen = np.append(found[common], found[~common].sum())
    wanted = np.append(expected[common], max(expected[~common].sum(), 1e-9))
    freedom = len(wanted) - 1
    share = 2 / (9 * freedom)
    bound = freedom * (1 - share + Z * share**0.5) ** 3
    return float(((seen - wanted) ** 2 / wanted).sum() / bound)
