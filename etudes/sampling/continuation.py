"""What the model does with a beginning when no rule holds it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etudes.encoding.context import Context, Frame
from etudes.encoding.events import to_ticks
from etudes.encoding.vocabulary import Vocabulary
from etudes.runtime import Ints, Logits, Runtime
from etudes.sampling.law import law_of


@dataclass(frozen=True, slots=True)
class Line:
    """Events as token ids; `fills` says that they end where the piece should."""

    pitches: tuple[int, ...]
    durations: tuple[int, ...]
    fills: bool


def continued(
    runtime: Runtime,
    frame: Frame,
    opening: Sequence[tuple[int, int]],
    copies: int,
    rng: np.random.Generator,
) -> list[Line]:
    """Return so many continuations of an opening to the end of the piece, each drawn from
    the model's own law.

    Nothing is forbidden, so a last event may reach beyond the end: then the line ends with
    it and does not fill the piece.

    Parameters
    ----------
    frame : what the model is told; it knows the length.
    opening : (pitch, duration) token ids of the first events, shorter than the piece.
    """
    vocabulary = runtime.vocabulary
    context, state = Context(vocabulary, [frame] * copies), runtime.start(copies)
    ticks = np.array(vocabulary.durations, np.int64)
    stand_in = _longest_within_bar(vocabulary, frame)
    broken = np.zeros(copies, np.bool_)
    drawn: list[tuple[Ints, Ints, Ints]] = []
    while (going := context.ticks_left > 0).any():
        features = context.features()
        logits, state = runtime.step(features, state)
        given = opening[len(drawn)] if len(drawn) < len(opening) else None
        durations = _chosen(logits, rng) if given is None else np.full(copies, given[1])
        # features are known up to a bar beyond the end, so what passes it is cut to that
        beyond = ticks[durations] > context.ticks_left
        cut = beyond & (ticks[durations] > ticks[stand_in])
        durations = np.where(cut, stand_in, durations)
        logits = runtime.pitch_logits(
            features, state, durations, context.ticks_left_after(ticks[durations])
        )
        pitches = _chosen(logits, rng) if given is None else np.full(copies, given[0])
        broken |= going & beyond
        drawn.append((pitches, durations, going.astype(np.int64)))
        context.advance(pitches, durations)
    every = np.array(drawn)  # (events, 3, copies)
    lines = []
    for row in range(copies):
        here = every[every[:, 2, row] == 1, :2, row]
        lines.append(
            Line(tuple(here[:, 0].tolist()), tuple(here[:, 1].tolist()), not broken[row])
        )
    return lines


def _longest_within_bar(vocabulary: Vocabulary, frame: Frame) -> int:
    """Return the token of the longest duration that a bar has room for."""
    bar = to_ticks(frame.time_signature.measure_duration)
    within = [(n, token) for token, n in enumerate(vocabulary.durations) if n <= bar]
    return max(within)[1]


def _chosen(logits: Logits, rng: np.random.Generator) -> Ints:
    """Draw a token for each row from the softmax of its logits."""
    heap = np.cumsum(law_of(logits.astype(np.float64)), axis=1)
    passed = (heap <= rng.random(len(heap))[:, None] * heap[:, -1:]).sum(axis=1)
    tokens: Ints = np.minimum(passed, logits.shape[1] - 1)
    return tokens
