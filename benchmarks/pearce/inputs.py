"""What the network is told before each note, by condition."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks.pearce.experts import SPAN, tonic
from benchmarks.pearce.memory import Memory, recall
from benchmarks.pearce.tunes import Ints, Tune

Floats = NDArray[np.float64]
CROTCHET = Fraction(1, 4)
_DURATIONS = [Fraction(n, 16) for n in (1, 2, 3, 4, 6, 8, 12, 16)]


@dataclass(frozen=True)
class Inputs:
    """The events of a data set, one tune after the other.

    Attributes
    ----------
    told : features of each event, (events, features).
    height : the pitch before, one in n, (events, pitches): what transposing changes.
    memory : what short-term experts say, natural logs, (events, experts, pitches).
    origin : two pitches known before the event, from which the next may be reckoned,
        (events, 2); 0 where there is none.
    """

    told: Floats
    height: Floats
    memory: Floats
    origin: Ints


def inputs(
    tunes: Sequence[Tune], pitches: Sequence[int], *, memory: bool, score: str
) -> Inputs:
    """Return the inputs of all events.

    Parameters
    ----------
    memory : whether the short-term model is heard.
    score : "" for pitches alone, "past" for key, metre, rhythm and fermatas up to the
        note itself, "whole" for the rhythm and fermatas of the rest of the piece too.
    """
    rows = []
    for tune in tunes:
        told = [_past(tune.pitches)]
        recalled: list[Floats] = []
        if memory:
            features, recalled = _recalled(tune.pitches, pitches)
            told.append(features)
        if score:
            told.append(_score(tune))
        if score == "whole":
            told.append(_rest(tune))
        origin = _origins(tune, bool(score))
        rows.append(
            (np.concatenate(told, axis=1), _height(tune, pitches), recalled, origin)
        )
    return Inputs(
        np.concatenate([row[0] for row in rows]),
        np.concatenate([row[1] for row in rows]),
        np.concatenate(
            [
                np.stack(row[2], axis=1)
                if row[2]
                else np.zeros((len(row[0]), 0, len(pitches)))
                for row in rows
            ]
        ),
        np.concatenate([row[3] for row in rows]),
    )


def _origins(tune: Tune, knows_key: bool) -> Ints:
    before = np.array([0, *tune.pitches[:-1]])
    if knows_key:
        anchor = np.full(len(before), tonic(tune))
    else:
        anchor = np.array([0, *[tune.pitches[0]] * (len(before) - 1)])
    return np.stack([before, anchor], axis=1)


def _height(tune: Tune, pitches: Sequence[int]) -> Floats:
    return _one_of([None, *tune.pitches[:-1]], pitches)


def _past(tune: Sequence[int]) -> Floats:
    """Return what the pitches so far tell, whatever the key: (events, features)."""
    count = len(tune)
    steps = [None, None, *(b - a for a, b in pairwise(tune))][:count]
    earlier = [None, *steps][:count]
    from_first = [None, *(pitch - tune[0] for pitch in tune[:-1])]
    places = [min(t.bit_length() + (t > 2) * (t.bit_length() - 2), 9) for t in range(count)]
    profile = np.zeros((count, 12))
    edges = np.zeros((count, 2))
    for t in range(1, count):
        past = np.asarray(tune[:t])
        before = past[-1]
        weights = 0.97 ** np.arange(t)[::-1]
        profile[t] = np.bincount((past - before) % 12, weights, 12) / weights.sum()
        edges[t] = (before - past.min()) / 6, (past.max() - before) / 6
    return np.concatenate(
        [
            _one_of(places, range(10)),
            _leaps(steps),
            _leaps(earlier),
            _leaps(from_first),
            profile,
            edges,
        ],
        axis=1,
    )


def _recalled(tune: Sequence[int], pitches: Sequence[int]) -> tuple[Floats, list[Floats]]:
    """Return features of the short-term memory, and what its two experts say."""
    reach = max(pitches) - min(pitches)
    before = np.array(tune[:-1])
    names = [pitches.index(pitch) for pitch in tune]
    same = recall(names, len(pitches))
    moved = recall([b - a + reach for a, b in pairwise(tune)], 2 * reach + 1)
    first = np.full((1, len(pitches)), -np.log(len(pitches)))
    columns = np.asarray(pitches)[None, :] - before[:, None] + reach
    transposed = np.take_along_axis(moved.log_probabilities, columns, axis=1)
    transposed -= np.logaddexp.reduce(transposed, axis=1, keepdims=True)
    known = [
        None if t == 0 or f < 0 else pitches[f] - tune[t - 1]
        for t, f in enumerate(same.followed)
    ]
    leaps = [None, *(None if f < 0 else f - reach for f in moved.followed)]
    features = [
        _one_of(_lengths(same), range(10)),
        _one_of([0, *_lengths(moved)], range(10)),
        _leaps(known),
        _leaps(leaps),
    ]
    return np.concatenate(features, axis=1), [
        same.log_probabilities,
        np.concatenate([first, transposed]),
    ]


def _lengths(memory: Memory) -> list[int]:
    return [min(int(n) + 1, 9) for n in memory.matched]


def _score(tune: Tune) -> Floats:
    """Return what key, metre, rhythm and fermatas tell, up to the note itself."""
    notes = tune.notes
    home = tonic(tune)
    minor = tune.key.mode == "minor"
    degrees = [None, *((note.pitch - home) % 12 + 12 * minor for note in notes[:-1])]
    ends = [note.phrase_end for note in notes]
    after = [True, *ends[:-1]]
    starts = np.maximum.accumulate([t if begins else 0 for t, begins in enumerate(after)])
    since = [
        (note.onset - notes[starts[t]].onset) // CROTCHET for t, note in enumerate(notes)
    ]
    silence = [False] + [
        note.onset + note.duration < following.onset for note, following in pairwise(notes)
    ]
    places = [note.place / CROTCHET for note in notes]
    return np.concatenate(
        [
            _one_of(degrees, range(24)),
            _one_of([None, *(note.duration for note in notes[:-1])], _DURATIONS),
            _one_of([note.duration for note in notes], _DURATIONS),
            _one_of(places, [Fraction(n, 2) for n in range(8)]),
            np.array(
                [[note.time_signature.numerator == 3, minor] for note in notes], np.float64
            ),
            np.array([ends, after, silence], np.float64).T,
            _one_of([min(n, 16) for n in since], range(17)),
            _one_of([min(n, 8) for n in np.cumsum(after)], range(9)),
            _one_of([tune.key.fifths] * len(notes), range(-5, 6)),
            np.array([[tune.pitches[t - 1] - home if t else 0] for t in range(len(notes))])
            / 12,
        ],
        axis=1,
    )


def _rest(tune: Tune) -> Floats:
    """Return what rhythm and fermatas of the notes to come tell."""
    notes = tune.notes
    stops = [t for t, note in enumerate(notes) if note.phrase_end or t == len(notes) - 1]
    stop = [next(s for s in stops if s >= t) for t in range(len(notes))]
    to_stop = [
        (notes[s].onset - note.onset) // CROTCHET
        for s, note in zip(stop, notes, strict=True)
    ]
    to_end = [int((notes[-1].onset - note.onset) // (4 * CROTCHET)) for note in notes]
    following = [*(note.duration for note in notes[1:]), None]
    return np.concatenate(
        [
            _one_of(following, _DURATIONS),
            _one_of([*(note.phrase_end for note in notes[1:]), None], [False, True]),
            _one_of([min(s - t, 9) for t, s in enumerate(stop)], range(10)),
            _one_of([min(n, 12) for n in to_stop], range(13)),
            _one_of([min(n, 12) for n in to_end], range(13)),
            _one_of(
                [min(sum(s >= t for s in stops), 8) for t in range(len(notes))], range(9)
            ),
        ],
        axis=1,
    )


def _leaps(intervals: Sequence[int | None]) -> Floats:
    clipped = [None if i is None else max(-SPAN, min(SPAN, int(i))) for i in intervals]
    return _one_of(clipped, range(-SPAN, SPAN + 1))


def _one_of(values: Iterable[Hashable], names: Iterable[Hashable]) -> Floats:
    """Return a one in the column of each value's name; none where it has no name."""
    columns = {name: i for i, name in enumerate(names)}
    values = list(values)
    found = np.zeros((len(values), len(columns)))
    for row, value in enumerate(values):
        if value in columns:
            found[row, columns[value]] = 1
    return found
