"""The baseline: the same rules, drawn and chosen alike, with no model behind them.

In place of the network stands a law of a few lines (`baseline.toml`): mostly steps, chord
notes on the beats, common note values that seldom cross a beat or a barline. It remembers
the note last heard and nothing else. Its weights are set so that its pages look like the
others: it is to be known by what it lacks in sense.
Rules, frames, tempi, signs, the thermostat of levels and the choice among candidates are
those of `make`, and so is the bar on copying. The values of the rules' states count
melodies: nothing in it was learnt from music. What a model is judged to be better than
this is what it has learnt.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.context import feature_sizes, ticks_left_id
from etudes.encoding.events import from_ticks, to_ticks
from etudes.encoding.vocabulary import METRES, Vocabulary
from etudes.model.folder import TrainedModel
from etudes.runtime import Floats, Ints, Logits, Runtime
from etudes.theory import MODES, Key, TimeSignature, split_at_beats

SYSTEM = "baseline"

_TRIAD = (0, 2, 4)

_PLACE = ("metre", "beat", "within_beat")
_TOLD = ("pitch", "mode", "level", "ticks_left", *_PLACE)
"""What it hears of the context."""

_EASY, _HARD = 1, 5
"""Levels of which the law has values; between them it goes from one to the other."""


class Baseline(Runtime):
    """A runtime whose law is written by hand; its model's digest is that of the law.

    Parameters
    ----------
    model : whose vocabulary, and bar on copying, it shares.
    """

    def __init__(self, model: TrainedModel) -> None:
        super().__init__(_without_learning(model))
        self._law = _Law.read(model.vocabulary)
        names = list(feature_sizes(model.vocabulary))
        self._at = {name: names.index(name) for name in _TOLD}

    def start(self, *batch: int) -> list[Floats]:
        """Return the state before the first note: the pitch last heard, none yet."""
        return [np.full((*batch, 1), len(self.vocabulary.pitches), np.float32)]

    def step(self, features: Ints, state: list[Floats]) -> tuple[Logits, list[Floats]]:
        """Return the logits of values, by level and place, and the pitch last heard."""
        previous = features[..., self._at["pitch"], None]
        is_note = (previous != 0) & (previous != len(self.vocabulary.pitches))
        heard = np.where(is_note, previous, state[0]).astype(np.float32)
        told = {name: features[..., column] for name, column in self._at.items()}
        logits: Logits = self._law.values[told["level"]]
        logits = logits + self._law.places[tuple(told[name] for name in _PLACE)]
        return logits + self._law.ends[told["ticks_left"]], [heard]

    def pitch_logits(
        self, features: Ints, state: list[Floats], durations: Ints, left_after: Ints
    ) -> Logits:
        """Return the logits of pitches, by the pitch last heard, mode and beat."""
        heard = state[-1][..., 0].astype(np.int64)
        mode = features[..., self._at["mode"]]
        on_beat = features[..., self._at["within_beat"]] == 0
        logits: Logits = self._law.moves[heard] + self._law.scales[mode]
        logits += on_beat[..., None] * self._law.chord
        logits[..., 0] += self._law.rests[features[..., self._at["level"]]]
        return logits


@dataclass(frozen=True)
class _Law:
    """Logits: of values at each level (levels + 1, durations), at each place (metres,
    beats, ticks within, durations) and so far from the end (ticks left, durations); of
    rests, at each level; of the next pitch after each, and at the start,
    (pitches + 1, pitches); in each mode (modes, pitches); of the tonic chord (pitches,)."""

    values: Logits
    places: Logits
    ends: Logits
    rests: Logits
    moves: Logits
    scales: Logits
    chord: Logits

    @classmethod
    def read(cls, vocabulary: Vocabulary) -> "_Law":
        table: dict[str, Any] = tomllib.loads(_text())
        steps = np.array([step for step, _ in vocabulary.pitches])
        near, far = table["moves"]["steps"], table["moves"]["far"]
        wide = np.abs(steps[:, None] - steps[None, :])
        by_move = np.array([*near, far])[np.minimum(wide, len(near))]
        moves = np.vstack([by_move, np.ones(len(steps))])
        moves[:, 0] = moves[:, 1:].sum(axis=1)
        in_chord = np.isin(steps % 7, _TRIAD)
        in_chord[0] = False
        chord = np.where(in_chord, table["notes"]["tonic_chord"], 1)
        scales = [_scale(vocabulary, mode, table["notes"]["outside"]) for mode in MODES]
        notes = table["notes"]
        return cls(
            values=_values(vocabulary, table["values"]),
            places=_across(vocabulary) * np.log(notes["across"]),
            ends=_last(vocabulary) * np.log(notes["last"]),
            rests=_by_level(vocabulary, np.array(notes["rest"])),
            moves=np.log(moves),
            scales=np.log(scales),
            chord=np.log(chord),
        )


def _values(vocabulary: Vocabulary, table: Mapping[str, list[float]]) -> Logits:
    listed = {Fraction(k): v for k, v in table.items() if k != "other"}
    rows = [listed.get(from_ticks(t), table["other"]) for t in vocabulary.durations]
    return _by_level(vocabulary, np.array(rows).T)


def _by_level(vocabulary: Vocabulary, weights: NDArray[np.float64]) -> Logits:
    """Return the logits at each level (levels + 1, ...) of weights at an easy and a hard
    one (2, ...); level 0 is one that is not known."""
    easy, hard = np.log(weights)
    levels = np.arange(feature_sizes(vocabulary)["level"])
    way = np.clip((levels - _EASY) / (_HARD - _EASY), 0, 1)
    way[0] = 0.5
    logits: Logits = easy + np.multiply.outer(way, hard - easy)
    return logits


def _last(vocabulary: Vocabulary) -> NDArray[np.bool_]:
    """Return which values last to the end, by what is left (ticks left, durations)."""
    reached = ticks_left_id(np.array(vocabulary.durations))
    left = np.arange(feature_sizes(vocabulary)["ticks_left"])
    found: NDArray[np.bool_] = (reached == left[:, None]) & (reached < len(left) - 1)
    return found


def _across(vocabulary: Vocabulary) -> NDArray[np.bool_]:
    """Return which values, at each place, are written with a tie, or go beyond the beat
    within which they begin; in a metre without a name none does."""
    sizes = feature_sizes(vocabulary)
    lengths = np.array(vocabulary.durations)
    shape = (*(sizes[name] for name in _PLACE), len(lengths))
    found = np.zeros(shape, np.bool_)
    within = np.arange(sizes["within_beat"])[:, None]
    for row, name in enumerate(METRES):
        metre = TimeSignature.parse(name)
        bar = metre.measure_duration
        for beat, (start, end) in enumerate(pairwise([*metre.beats, bar])):
            found[row, beat] = within + lengths > to_ticks(end - start)
            found[row, beat, 0] = [
                _is_tied(start, from_ticks(length), metre) for length in lengths
            ]
    return found


def _is_tied(place: Fraction, length: Fraction, metre: TimeSignature) -> bool:
    inside = place + length <= metre.measure_duration
    return not inside or len(split_at_beats(place, length, metre, is_rest=False)) > 1


def _scale(vocabulary: Vocabulary, mode: str, outside: float) -> list[float]:
    """Return the weight of each pitch by whether a mode has it."""
    major, own = Key(0, 0, "major"), Key(0, 0, mode)
    lowered = [own.signature_alter(n) - major.signature_alter(n) for n in range(7)]
    inside = [alter == lowered[step % 7] for step, alter in vocabulary.pitches[1:]]
    return [1.0, *(1.0 if is_inside else outside for is_inside in inside)]


def _without_learning(model: TrainedModel) -> TrainedModel:
    """Return the model with no weights and no surrogate, known by the law's digest."""
    digest = hashlib.sha256(_text().encode()).hexdigest()
    record = {k: v for k, v in model.record.items() if k != "surrogate"}
    return replace(model, name=SYSTEM, weights={}, record=record | {"digest": digest})


def _text() -> str:
    return (Path(__file__).parent / "baseline.toml").read_text("utf-8")
