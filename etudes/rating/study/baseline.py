"""The baseline: the same rules, drawn and chosen alike, with no model behind them.

In place of the network stands a law of a few lines (`baseline.toml`): mostly steps, chord
notes on the beats, common note values. It remembers the note last heard and nothing else.
Rules, frames, tempi, signs, the thermostat of levels and the choice among candidates are
those of `make`, and so is the bar on copying. The values of the rules' states count
melodies: nothing in it was learnt from music. What a model is judged to be better than
this is what it has learnt.
"""

import hashlib
import tomllib
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from etudes.encoding.context import feature_sizes
from etudes.encoding.events import from_ticks
from etudes.encoding.vocabulary import Vocabulary
from etudes.model.folder import TrainedModel
from etudes.runtime import Floats, Ints, Logits, Runtime
from etudes.theory import MODES, Key

SYSTEM = "baseline"

_TRIAD = (0, 2, 4)


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
        self._at = {name: names.index(name) for name in ("pitch", "mode", "within_beat")}

    def start(self, *batch: int) -> list[Floats]:
        """Return the state before the first note: the pitch last heard, none yet."""
        return [np.full((*batch, 1), len(self.vocabulary.pitches), np.float32)]

    def step(self, features: Ints, state: list[Floats]) -> tuple[Logits, list[Floats]]:
        """Return the logits of note values, alike everywhere, and the pitch last heard."""
        previous = features[..., self._at["pitch"], None]
        is_note = (previous != 0) & (previous != len(self.vocabulary.pitches))
        heard = np.where(is_note, previous, state[0]).astype(np.float32)
        shape = (*features.shape[:-1], len(self.vocabulary.durations))
        return np.broadcast_to(self._law.values, shape), [heard]

    def pitch_logits(
        self, features: Ints, state: list[Floats], durations: Ints, left_after: Ints
    ) -> Logits:
        """Return the logits of pitches, by the pitch last heard, mode and beat."""
        heard = state[-1][..., 0].astype(np.int64)
        mode = features[..., self._at["mode"]]
        on_beat = features[..., self._at["within_beat"]] == 0
        logits: Logits = self._law.moves[heard] + self._law.scales[mode]
        logits += on_beat[..., None] * self._law.chord
        return logits


@dataclass(frozen=True)
class _Law:
    """Logits: of values (durations,); of the next pitch after each, and at the start,
    (pitches + 1, pitches); in each mode (modes, pitches); of the tonic chord (pitches,)."""

    values: Logits
    moves: Logits
    scales: Logits
    chord: Logits

    @classmethod
    def read(cls, vocabulary: Vocabulary) -> "_Law":
        table: dict[str, Any] = tomllib.loads(_text())
        listed = {Fraction(k): v for k, v in table["values"].items() if k != "other"}
        other = table["values"]["other"]
        values = [listed.get(from_ticks(t), other) for t in vocabulary.durations]
        steps = np.array([step for step, _ in vocabulary.pitches])
        near, far = table["moves"]["steps"], table["moves"]["far"]
        wide = np.abs(steps[:, None] - steps[None, :])
        by_move = np.array([*near, far])[np.minimum(wide, len(near))]
        moves = np.vstack([by_move, np.ones(len(steps))])
        moves[:, 0] = table["notes"]["rest"] * moves[:, 1:].sum(axis=1)
        in_chord = np.isin(steps % 7, _TRIAD)
        in_chord[0] = False
        chord = np.where(in_chord, table["notes"]["tonic_chord"], 1)
        scales = [_scale(vocabulary, mode, table["notes"]["outside"]) for mode in MODES]
        return cls(np.log(values), np.log(moves), np.log(scales), np.log(chord))


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
