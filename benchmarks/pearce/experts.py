"""The long-term experts: n-grams that a network may lean on, by condition.

Every expert gives a distribution for each event from what came before it in the tune and
from tunes of other folds. The first, `closing`, hears a tune from its last note, which is
known of training tunes; of the tune at hand it is a hidden variable, and what has been
heard so far makes some last notes likelier than others.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from benchmarks.pearce.ngrams import History, NGram, View, relative_view
from benchmarks.pearce.tunes import FOLDS, Ints, Tune

Floats = NDArray[np.float64]
SPAN = 12


@dataclass(frozen=True)
class Advice:
    """What the experts say of all events, for one outer fold.

    Attributes
    ----------
    log_probabilities : natural logs, shape (events, experts, pitches).
    closing : probability that the tune ends so many semitones from the note before,
        -12 to 12, shape (events, 25); zero before the first note.
    """

    log_probabilities: Floats
    closing: Floats


ViewOf = Callable[[Tune, Sequence[int]], View]


def pitch_only() -> dict[str, ViewOf]:
    """Return the experts that know pitches alone."""
    return {
        "pitch": lambda tune, pitches: _view(tune, pitches, _unknown(tune), 3),
        "interval": lambda tune, pitches: _view(tune, pitches, _before(tune), 5),
        "first": lambda tune, pitches: _view(tune, pitches, _first(tune), 5),
    }


def told_score() -> dict[str, ViewOf]:
    """Return the experts that know key, metre and rhythm up to the note as well."""
    return {
        "degree": lambda tune, pitches: _view(tune, pitches, _tonic(tune), 5, _modes(tune)),
        "placed degree": lambda tune, pitches: _view(
            tune, pitches, _tonic(tune), 3, _placed(tune)
        ),
        "timed degree": lambda tune, pitches: _view(
            tune, pitches, _tonic(tune), 2, _timed(tune)
        ),
        "timed interval": lambda tune, pitches: _view(
            tune, pitches, _before(tune), 3, _timed_degree(tune)
        ),
        "interval": lambda tune, pitches: _view(tune, pitches, _before(tune), 5),
    }


def tonic(tune: Tune) -> int:
    """Return the tonic's pitch from middle C upwards."""
    major = 7 * tune.key.fifths
    return 60 + (major + (9 if tune.key.mode == "minor" else 0)) % 12


def advise(
    tunes: Sequence[Tune],
    pitches: Sequence[int],
    folds: Ints,
    outer: int,
    experts: dict[str, ViewOf],
) -> Advice:
    """Return what the experts say when `outer` is the test fold.

    Of a training tune they have seen neither its own fold nor the test fold, so that a
    network learns what they are worth on tunes that are new to them; of a test tune they
    have seen all training folds.
    """
    views = [[view(tune, pitches) for tune in tunes] for view in experts.values()]
    views.append([_closing_view(tune, pitches, tune.pitches[-1]) for tune in tunes])
    said: dict[int, Floats] = {}
    closing: dict[int, Floats] = {}
    for inner in range(FOLDS):
        seen = np.flatnonzero((folds != outer) & (folds != inner)).tolist()
        models = [NGram.fit(view[i] for i in seen) for view in views]
        lasts = Counter(tunes[i].pitches[-1] for i in seen)
        for i in np.flatnonzero(folds == inner).tolist():
            rows = [
                model.log_probabilities(view[i])
                for model, view in zip(models[:-1], views[:-1], strict=True)
            ]
            heard, closing[i] = _hear_closing(tunes[i], pitches, models[-1], lasts)
            said[i] = np.stack([*rows, heard], axis=1)
    order = range(len(tunes))
    return Advice(
        np.concatenate([said[i] for i in order]),
        np.concatenate([closing[i] for i in order]),
    )


def _hear_closing(
    tune: Tune, pitches: Sequence[int], model: NGram, lasts: Counter[int]
) -> tuple[Floats, Floats]:
    """Return log probabilities (events, pitches) and the closing note (events, 25)."""
    named = sorted(lasts)
    weight = np.log([lasts[last] / lasts.total() for last in named])
    logs = np.stack(
        [model.log_probabilities(_closing_view(tune, pitches, last)) for last in named]
    )
    columns = [pitches.index(pitch) for pitch in tune.pitches]
    own = logs[:, np.arange(len(columns)), columns]
    heard = np.cumsum(own, axis=1) - own
    weights = weight[:, None] + heard
    weights -= np.logaddexp.reduce(weights, axis=0)
    closing = np.zeros((len(columns), 2 * SPAN + 1))
    for t, before in enumerate(tune.pitches[:-1], 1):
        for last, share in zip(named, np.exp(weights[:, t]), strict=True):
            if abs(last - before) <= SPAN:
                closing[t, last - before + SPAN] = share
    return np.logaddexp.reduce(weights[:, :, None] + logs, axis=0), closing


def _closing_view(tune: Tune, pitches: Sequence[int], last: int) -> View:
    return _view(tune, pitches, [last] * len(tune.notes), 5)


def _view(
    tune: Tune,
    pitches: Sequence[int],
    origins: Sequence[int | None],
    order: int,
    known: Sequence[History] = (),
) -> View:
    return relative_view(tune.pitches, pitches, origins, order, known)


def _unknown(tune: Tune) -> list[int | None]:
    return [None] * len(tune.notes)


def _before(tune: Tune) -> list[int | None]:
    return [None, *tune.pitches[:-1]]


def _first(tune: Tune) -> list[int | None]:
    return [None, *[tune.pitches[0]] * (len(tune.notes) - 1)]


def _tonic(tune: Tune) -> list[int | None]:
    return [tonic(tune)] * len(tune.notes)


def _modes(tune: Tune) -> list[History]:
    return [(tune.key.mode,)] * len(tune.notes)


def _placed(tune: Tune) -> list[History]:
    return [
        (note.time_signature.numerator, _ticks(note.place), tune.key.mode, note.phrase_end)
        for note in tune.notes
    ]


def _timed(tune: Tune) -> list[History]:
    lengths = [_ticks(note.duration) for note in tune.notes]
    before = [None, *lengths[:-1]]
    return [
        (b, tune.key.mode, d, note.phrase_end)
        for b, d, note in zip(before, lengths, tune.notes, strict=True)
    ]


def _timed_degree(tune: Tune) -> list[History]:
    degrees = [None, *((pitch - tonic(tune)) % 12 for pitch in tune.pitches[:-1])]
    return [
        (_ticks(note.duration), tune.key.mode, note.phrase_end, degree)
        for note, degree in zip(tune.notes, degrees, strict=True)
    ]


def _ticks(length: Fraction) -> int:
    """Return a length as a whole number, which is quicker to look up than a fraction."""
    return int(length * 192)
