"""What the model is told before each event, besides what it remembers.

Known context goes in as features instead of being guessed: the place in the bar, how much
is left, mode, level, style, what stood at this place one, two, four and eight bars ago,
and what followed when the latest notes were last heard. Training and sampling use this
one class, a step at a time for many melodies at once, so that they cannot disagree.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.events import TICKS_PER_WHOLE, from_ticks, to_ticks
from etudes.encoding.recall import Recall
from etudes.encoding.vocabulary import METRES, STYLES, Vocabulary
from etudes.theory import MODES, TimeSignature

LAGS: Final = (1, 2, 4, 8)
"""How many bars the look-back features look back."""

ECHOES: Final = (*map(str, LAGS), "recall", "sequence")
"""What the model is told that may come again: the event of so many bars ago, and what
followed when the latest notes were last heard, as they were and on other steps."""

ENDS: Final = ("open", "half", "full")
"""How a piece ends: anyhow, on a half close, with a cadence on the tonic."""

_MEASURES_LEFT = 17
_TICKS_LEFT = 40
_TICKS_LEFT_STEP = 6
_RUN = 7
_MATCHES: Final = np.array([1, 2, 3, 4, 6, 9, 13])
_WITHIN_BEAT = 72

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Frame:
    """What is fixed before the first event of a melody.

    `ticks` is the whole length, pickup included; `beyond` how much of the piece
    follows after it (0 where the piece ends); `end` is one of `ENDS`. `level`, `melody`
    and `rhythm` are levels 1-8 of difficulty (of all, of the melody, of the rhythm); 0,
    and `style` "", mean unknown.
    """

    time_signature: TimeSignature
    mode: str
    ticks: int
    pickup: int = 0
    beyond: int = 0
    end: str = "full"
    level: int = 0
    melody: int = 0
    rhythm: int = 0
    style: str = ""


def feature_sizes(vocabulary: Vocabulary) -> dict[str, int]:
    """Return each feature of the input, in order, with the number of values it takes.

    A look-back feature has one value more than the vocabulary, for "nothing began
    here"; the previous event likewise, for the start.
    """
    pitches, durations = len(vocabulary.pitches) + 1, len(vocabulary.durations) + 1
    sizes = {
        "pitch": pitches,
        "duration": durations,
        "within_beat": _WITHIN_BEAT,
        "beat": 5,
        "strength": 5,
        "metre": len(METRES) + 1,
        "measure": 8,
        "measures_left": _MEASURES_LEFT + 1,
        "ticks_left": _TICKS_LEFT + 1,
        "closing": 3 * len(ENDS) - 2,
        "mode": len(MODES),
        "level": 9,
        "melody": 9,
        "rhythm": 9,
        "style": len(STYLES) + 1,
    }
    for echo in ECHOES:
        sizes[f"pitch_{echo}"] = pitches
        sizes[f"duration_{echo}"] = durations
        sizes[f"run_{echo}"] = _RUN + 1
    return sizes


def ticks_left_id(ticks: Ints) -> Ints:
    """Return the feature value of so many ticks left."""
    return np.clip(ticks // _TICKS_LEFT_STEP, 0, _TICKS_LEFT)


@cache
def _places(metre: TimeSignature) -> Ints:
    """Return (ticks within the beat, beat, strength) of each tick, shape (bar, 3)."""
    rows = []
    for tick in range(to_ticks(metre.measure_duration)):
        onset = from_ticks(tick)
        beat = max(i for i, start in enumerate(metre.beats) if start <= onset)
        within = int((onset - metre.beats[beat]) * TICKS_PER_WHOLE)
        rows.append((min(within, _WITHIN_BEAT - 1), min(beat, 4), metre.strength(onset)))
    return np.array(rows, np.int64)


class Context:
    """The features of the next event, for a batch of melodies that grow together.

    Examples
    --------
    >>> vocabulary = Vocabulary(((-128, 0), (0, 0), (1, 0)), (24, 48))
    >>> context = Context(vocabulary, [Frame(TimeSignature(2, 4), "major", 96)])
    >>> context.advance(np.array([1]), np.array([0]))
    >>> int(context.onset[0]), int(context.ticks_left[0])
    (24, 72)
    """

    def __init__(self, vocabulary: Vocabulary, frames: list[Frame]) -> None:
        self.sizes = feature_sizes(vocabulary)
        self._nothing = (len(vocabulary.pitches), len(vocabulary.durations))
        self._ticks_of = np.array([*vocabulary.durations, 0], np.int64)
        batch = len(frames)
        self._rows = np.arange(batch)
        self._bar = np.array([len(_places(f.time_signature)) for f in frames], np.int64)
        self._places = np.zeros((batch, int(self._bar.max()), 3), np.int64)
        for row, frame in enumerate(frames):
            self._places[row, : self._bar[row]] = _places(frame.time_signature)
        self._pickup = np.array([f.pickup for f in frames], np.int64)
        self.length = np.array([f.ticks for f in frames], np.int64)
        self._beyond = np.array([f.beyond for f in frames], np.int64)
        self._end = np.array([ENDS.index(f.end) for f in frames], np.int64)
        self._fixed = np.array([_fixed(f) for f in frames], np.int64)
        self.onset = np.zeros(batch, np.int64)
        longest = int(self.length.max()) + 1
        self._began = np.empty((batch, longest, 2), np.int16)
        self._began[:] = self._nothing
        self._previous = np.tile(np.array(self._nothing, np.int64), (batch, 1))
        self._runs = np.zeros((batch, len(LAGS)), np.int64)
        self._recall = Recall(vocabulary, self._fixed[:, 1])

    @property
    def ticks_left(self) -> Ints:
        """Ticks to the end of each melody, without what lies beyond it."""
        return self.length - self.onset

    @property
    def place(self) -> Ints:
        """Ticks since the barline."""
        return (self.onset - self._pickup) % self._bar

    def features(self) -> Ints:
        """Return the features of the next event, shape (batch, features)."""
        bar, left = self._bar, self.length - self.onset + self._beyond
        places = self._places[self._rows, self.place]
        near = np.where(left <= bar, 3, np.where(left <= 2 * bar, 2, 1))
        closing = np.where(self._end > 0, 3 * (self._end - 1) + near, 0)
        columns = [
            self._previous,
            places,
            self._fixed[:, :1],
            ((self.onset - self._pickup) // bar % 8)[:, None],
            np.clip(-(-left // bar), 0, _MEASURES_LEFT)[:, None],
            ticks_left_id(left)[:, None],
            closing[:, None],
            self._fixed[:, 1:],
        ]
        for i in range(len(LAGS)):
            columns += [self._echo(i), self._runs[:, i : i + 1]]
        for told in self._recall.recalled(self.place):
            columns += [told[:, :2], np.searchsorted(_MATCHES, told[:, 2:], "right")]
        return np.concatenate(columns, axis=1)

    def ticks_left_after(self, ticks: Ints) -> Ints:
        """Return the feature for what is left after an event of so many ticks."""
        return ticks_left_id(self.length - self.onset - ticks + self._beyond)

    def advance(self, pitches: Ints, durations: Ints) -> None:
        """Append one event to each melody; past its end a melody stays as it is."""
        going = self.onset < self.length
        event = np.stack([pitches, durations], axis=1)
        for i in range(len(LAGS)):
            same = (self._echo(i) == event).all(axis=1)
            self._runs[:, i] = np.where(same, np.minimum(self._runs[:, i] + 1, _RUN), 0)
        self._previous = np.where(going[:, None], event, self._previous)
        self._recall.append(pitches, durations, self.place)
        self._began[self._rows[going], self.onset[going]] = event[going]
        self.onset = np.where(going, self.onset + self._ticks_of[durations], self.onset)

    def take(self, rows: Ints) -> None:
        """Go on with these melodies in place of all; one may be taken more than once."""
        self._rows = np.arange(len(rows))
        self._bar, self._pickup = self._bar[rows], self._pickup[rows]
        self._places, self._fixed = self._places[rows], self._fixed[rows]
        self.length, self._beyond = self.length[rows], self._beyond[rows]
        self._end, self.onset = self._end[rows], self.onset[rows]
        self._began, self._runs = self._began[rows], self._runs[rows]
        self._previous = self._previous[rows]
        self._recall.take(rows)

    def _echo(self, i: int) -> Ints:
        """Return the event that began `LAGS[i]` bars before the onset, shape (batch, 2)."""
        then = self.onset - LAGS[i] * self._bar
        found = self._began[self._rows, np.maximum(then, 0)].astype(np.int64)
        return np.where((then >= 0)[:, None], found, np.array(self._nothing))


def _fixed(frame: Frame) -> tuple[int, ...]:
    metre = str(frame.time_signature)
    return (
        METRES.index(metre) if metre in METRES else len(METRES),
        MODES.index(frame.mode),
        frame.level,
        frame.melody,
        frame.rhythm,
        STYLES.index(frame.style) + 1 if frame.style else 0,
    )
