"""What followed when the latest notes were last heard: the memory of a motif.

Bars that return after one, two, four or eight bars are found by their distance; a motif
that comes back anywhere, or a step higher, is not. So the past is searched for the
longest stretch that equals the latest events, once as they are (`recall`) and once by
their steps (`sequence`), and what followed there is told to the model, with the length
of the match. This is the short-term model of Pearce (2005, section 7) as an input.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.events import REST
from etudes.encoding.vocabulary import Vocabulary
from etudes.theory import MODES, Key

_LONGEST = 15
"""Matches longer than this count as equally long."""

_WIDEST = 128
"""Steps; no pitch is further away from another."""

Ints = NDArray[np.int64]


class Past:
    """The events of a batch of melodies, and how long each stretch of them matches the end.

    Parameters
    ----------
    batch : the number of melodies; all grow by one event at a time.

    Examples
    --------
    >>> past = Past(1)
    >>> for name in (7, 8, 9, 7, 8):
    ...     past.append(np.array([name]), np.array([0]))
    >>> place, length = past.best(np.array([0]))  # after 7, 8 came event 2
    >>> int(place[0]), int(length[0])
    (2, 2)
    """

    def __init__(self, batch: int) -> None:
        self._rows = np.arange(batch)
        self._names = np.zeros((batch, 0), np.int64)
        self._places = np.zeros((batch, 0), np.int64)
        self._match = np.zeros((batch, 0), np.int64)

    def append(self, names: Ints, places: Ints) -> None:
        """Take in one event each: what it is, and its place in the bar in ticks."""
        longer = np.zeros_like(self._match)
        longer[:, 1:] = self._match[:, :-1]
        longer = np.where(self._names == names[:, None], longer + 1, 0)
        alone = np.zeros((len(names), 1), np.int64)
        self._match = np.hstack([np.minimum(longer, _LONGEST), alone])
        self._names = np.hstack([self._names, names[:, None]])
        self._places = np.hstack([self._places, places[:, None]])

    def take(self, rows: Ints) -> None:
        """Go on with these melodies in place of all; one may be taken more than once."""
        self._rows = np.arange(len(rows))
        self._names, self._places, self._match = (
            table[rows] for table in (self._names, self._places, self._match)
        )

    def best(self, places: Ints) -> tuple[Ints, Ints]:
        """Return (index of the event that followed, length of the match), (batch,) each.

        Among matches of one length the one at the same place in the bar is taken, then
        the latest. The length is 0 where nothing matches.
        """
        events = self._names.shape[1]
        if events < 2:
            return np.zeros(len(self._rows), np.int64), np.zeros(len(self._rows), np.int64)
        match = self._match[:, :-1]
        score = 2 * match + (self._places[:, 1:] == places[:, None])
        latest = events - 2 - np.argmax(score[:, ::-1], axis=1)
        return latest + 1, match[self._rows, latest]


class Recall:
    """The two searches of a batch: of the events as they are, and of their steps."""

    def __init__(self, vocabulary: Vocabulary, modes: Ints) -> None:
        steps = [steps for steps, _ in vocabulary.pitches]
        self._steps_of = np.array(steps, np.int64)
        self._durations = len(vocabulary.durations)
        self._nothing = len(vocabulary.pitches)
        self._scale = _scale(vocabulary)[modes]
        batch = len(modes)
        self._rows = np.arange(batch)
        self._exact, self._moves = Past(batch), Past(batch)
        self._events = np.zeros((batch, 0, 2), np.int64)
        self._heard = np.zeros((batch, 1), np.int64)

    def append(self, pitches: Ints, durations: Ints, places: Ints) -> None:
        """Take in one event each, with its place in the bar in ticks."""
        steps, before = self._steps_of[pitches], self._heard[:, -1]
        rests = steps == REST
        is_first = not self._events.shape[1]
        move = np.where(rests | is_first, _WIDEST, steps - before)
        self._exact.append(pitches * self._durations + durations, places)
        self._moves.append(move * self._durations + durations, places)
        event = np.stack([pitches, durations], axis=1)
        self._events = np.concatenate([self._events, event[:, None]], axis=1)
        self._heard = np.hstack([self._heard, np.where(rests, before, steps)[:, None]])

    def take(self, rows: Ints) -> None:
        """Go on with these melodies in place of all; one may be taken more than once."""
        self._rows = np.arange(len(rows))
        self._scale, self._events, self._heard = (
            table[rows] for table in (self._scale, self._events, self._heard)
        )
        self._exact.take(rows)
        self._moves.take(rows)

    def recalled(self, places: Ints) -> Ints:
        """Return (pitch, duration, length of the match) of the next event by the exact
        search and by the steps, shape (2, batch, 3)."""
        nothing = np.array([self._nothing, self._durations, 0])
        if self._events.shape[1] < 2:
            return np.tile(nothing, (2, len(self._rows), 1))
        rows, found = self._rows, []
        for past, is_move in ((self._exact, False), (self._moves, True)):
            index, length = past.best(places)
            pitch, duration = self._events[rows, index].T
            if is_move:
                steps = self._steps_of[pitch] - self._heard[rows, index]
                there = np.clip(self._heard[:, -1] + steps, -_WIDEST, _WIDEST - 1)
                moved = self._scale[rows, there + _WIDEST]
                pitch = np.where(self._steps_of[pitch] == REST, pitch, moved)
            told = np.stack([pitch, duration, length], axis=1)
            found.append(np.where((length > 0)[:, None], told, nothing))
        return np.stack(found)


@cache
def _scale_steps() -> tuple[tuple[int, ...], ...]:
    """Return the alteration of each degree against the major scale, by mode."""
    return tuple(
        tuple(Key(0, 0, mode).signature_alter(step) for step in range(7)) for mode in MODES
    )


def _scale(vocabulary: Vocabulary) -> Ints:
    """Return the token of each step of each mode's scale, shape (modes, 2 × widest)."""
    rows = [
        [
            vocabulary.pitch_id(steps, alters[steps % 7])
            for steps in range(-_WIDEST, _WIDEST)
        ]
        for alters in _scale_steps()
    ]
    tokens = np.array(rows, np.int64)
    return np.where(tokens < 0, len(vocabulary.pitches), tokens)
