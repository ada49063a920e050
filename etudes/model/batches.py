"""From pieces to batches: features, targets and which events count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.corpus import Corpus
from etudes.corpus.renotation import renotated
from etudes.corpus.sequences import KINDS
from etudes.encoding.context import Context, Frame, feature_sizes
from etudes.encoding.events import EventArrays, to_ticks
from etudes.encoding.vocabulary import METRES, UNKNOWN, Vocabulary

LONGEST = 256
"""Events of a training sequence; longer pieces are cut, with what lies beyond told."""

_BUCKET = 32
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a piece: its tokens, its frame, and the row of the tune it comes from.

    `share` is the share of epochs that see it.
    """

    pitches: NDArray[np.int16]
    durations: NDArray[np.int16]
    frame: Frame
    tune: int
    share: float


@dataclass(frozen=True)
class Batch:
    """Arrays of shape (parts, time, …), padded on the right.

    `weight` is 1 for an event that counts and 0 for padding.
    """

    features: NDArray[np.int16]
    left_after: NDArray[np.int16]
    durations: NDArray[np.int16]
    pitches: NDArray[np.int16]
    weight: NDArray[np.float32]

    def inputs(self) -> dict[str, NDArray[np.int32]]:
        return {
            "features": self.features.astype(np.int32),
            "duration": self.durations.astype(np.int32),
            "left_after": self.left_after.astype(np.int32),
        }


def parts_of(
    corpus: Corpus,
    vocabulary: Vocabulary,
    pieces: Sequence[int],
    also_renotated: bool = False,
) -> list[Part]:
    """Return the parts of the pieces; one that the vocabulary cannot name is left out.

    Parameters
    ----------
    also_renotated : whether whole tunes are there in other note values as well, at no
        level: that of the tune is measured in its own notation.
    """
    parts: list[Part] = []
    for i in pieces:
        tune = int(corpus.pieces.tune[i])
        line, frame = (
            corpus.pieces.line(i),
            corpus.pieces.frame(i, corpus.tunes[tune].style),
        )
        parts += _parts(vocabulary, line, frame, tune, _share(corpus, i))
        if not also_renotated or KINDS[corpus.pieces.kind[i]] != "whole":
            continue
        if (other := renotated(line)) is not None:
            told = replace(
                frame,
                time_signature=other.time_signature,
                ticks=int(other.ticks.sum()),
                pickup=other.pickup,
                level=0,
                melody=0,
                rhythm=0,
            )
            parts += _parts(vocabulary, other, told, tune, _RENOTATED_SHARE)
    return parts


def _parts(
    vocabulary: Vocabulary, line: EventArrays, frame: Frame, tune: int, share: float
) -> Iterator[Part]:
    pitches, durations = vocabulary.tokens(line)
    if (pitches == UNKNOWN).any() or (durations == UNKNOWN).any():
        return
    ends = np.cumsum(line.ticks.astype(np.int64))
    bar = to_ticks(frame.time_signature.measure_duration)
    for start in range(0, len(pitches), LONGEST):
        stop = min(start + LONGEST, len(pitches))
        before = int(ends[start - 1]) if start else 0
        length = int(ends[stop - 1]) - before
        part = replace(
            frame,
            ticks=length,
            pickup=frame.pickup if not start else (frame.pickup - before) % bar,
            beyond=frame.ticks - before - length,
        )
        yield Part(pitches[start:stop], durations[start:stop], part, tune, share)


def _share(corpus: Corpus, piece: int) -> float:
    """Return in which share of the epochs a piece is seen.

    Excerpts overlap each other and quartets outnumber tunes, so an epoch takes only
    some of them; what is easy is rare and always there.
    """
    kind = KINDS[corpus.pieces.kind[piece]]
    if corpus.pieces.level[piece] <= 2 and kind != "skeleton":
        return 1.0
    is_quartet = corpus.tunes[corpus.pieces.tune[piece]].style == "quartet"
    return (_QUARTET_SHARES if is_quartet else _SHARES)[kind]


_SHARES = {
    **{"whole": 1.0, "stretch": 0.8, "excerpt": 0.3},
    **{"doubled": 0.3, "half": 0.3, "skeleton": 0.3},
}
_RENOTATED_SHARE = 0.4
_QUARTET_SHARES = {"stretch": 0.35, "excerpt": 0.2, "half": 0.1}


@dataclass(frozen=True)
class Encoded:
    """All parts of one length bucket, their features computed once."""

    batch: Batch
    tunes: NDArray[np.int32]
    shares: NDArray[np.float64]


def encode_parts(vocabulary: Vocabulary, parts: Sequence[Part]) -> list[Encoded]:
    """Return the parts as arrays, sorted into buckets of like length."""
    buckets: dict[int, list[Part]] = {}
    for part in parts:
        buckets.setdefault(-(-len(part.pitches) // _BUCKET) * _BUCKET, []).append(part)
    encoded = []
    for length, members in sorted(buckets.items()):
        chunks = [
            _encode(vocabulary, members[i : i + _AT_ONCE], length)
            for i in range(0, len(members), _AT_ONCE)
        ]
        arrays = {
            name: np.concatenate([getattr(chunk, name) for chunk in chunks])
            for name in Batch.__dataclass_fields__
        }
        tunes = np.array([part.tune for part in members], np.int32)
        shares = np.array([part.share for part in members])
        encoded.append(Encoded(Batch(**arrays), tunes, shares))
    return encoded


def _encode(vocabulary: Vocabulary, parts: Sequence[Part], length: int) -> Batch:
    count = len(parts)
    pitches = np.zeros((count, length), np.int64)
    durations = np.zeros((count, length), np.int64)
    weight = np.zeros((count, length), np.float32)
    for row, part in enumerate(parts):
        size = len(part.pitches)
        pitches[row, :size] = part.pitches
        durations[row, :size] = part.durations
        weight[row, :size] = 1
    features = np.zeros((count, length, len(feature_sizes(vocabulary))), np.int16)
    left_after = np.zeros((count, length), np.int16)
    ticks = np.array(vocabulary.durations, np.int64)
    context = Context(vocabulary, [part.frame for part in parts])
    for t in range(length):
        features[:, t] = context.features()
        left_after[:, t] = context.ticks_left_after(ticks[durations[:, t]])
        context.advance(pitches[:, t], durations[:, t])
    return Batch(
        features, left_after, durations.astype(np.int16), pitches.astype(np.int16), weight
    )


def shuffled(
    encoded: Sequence[Encoded],
    vocabulary: Vocabulary,
    events: int,
    rng: np.random.Generator,
) -> Iterator[Batch]:
    """Yield batches of about so many events, in random order, some tags hidden.

    Hiding the level, the style or the metre now and then teaches the model to do
    without them, so that "unknown" is a request like any other.
    """
    jobs = []
    for number, bucket in enumerate(encoded):
        seen = np.flatnonzero(rng.random(len(bucket.shares)) < bucket.shares)
        order = rng.permutation(seen)
        size = _size(bucket.batch, events)
        jobs += [(number, order[i : i + size]) for i in range(0, len(order), size)]
    for job in rng.permutation(len(jobs)):
        number, rows = jobs[job]
        batch = _rows(encoded[number].batch, rows)
        _hide_tags(batch.features, vocabulary, rng)
        yield _filled(batch, _size(batch, events))


def _rows(batch: Batch, rows: NDArray[np.int64] | slice) -> Batch:
    arrays = {name: getattr(batch, name)[rows] for name in Batch.__dataclass_fields__}
    return Batch(**arrays)


def _size(batch: Batch, events: int) -> int:
    """Return how many rows hold about so many events."""
    return max(1, events // int(batch.pitches.shape[1]))


def _filled(batch: Batch, size: int) -> Batch:
    """Return the batch with rows that do not count, up to a size: a network is compiled
    anew for each new shape."""
    missing = size - len(batch.pitches)

    def filled(array: NDArray[Any]) -> NDArray[Any]:
        return np.pad(array, [(0, missing)] + [(0, 0)] * (array.ndim - 1))

    return Batch(
        **{name: filled(getattr(batch, name)) for name in Batch.__dataclass_fields__}
    )


def in_order(
    encoded: Sequence[Encoded], events: int
) -> Iterator[tuple[Batch, NDArray[np.int32]]]:
    """Yield (batch, rows of the tunes) in a fixed order, nothing hidden."""
    for bucket in encoded:
        size = _size(bucket.batch, events)
        for i in range(0, len(bucket.tunes), size):
            part = slice(i, i + size)
            yield _filled(_rows(bucket.batch, part), size), bucket.tunes[part]


def _hide_tags(
    features: NDArray[np.int16], vocabulary: Vocabulary, rng: np.random.Generator
) -> None:
    """Hide all levels together in one piece of five, and each tag alone now and then."""
    names = list(feature_sizes(vocabulary))
    no_level = rng.random(len(features)) < 0.2
    for name, share, unknown in (
        ("level", 0.1, 0),
        ("melody", 0.1, 0),
        ("rhythm", 0.1, 0),
        ("style", 0.1, 0),
        ("metre", 0.03, len(METRES)),
    ):
        hidden = rng.random(len(features)) < share
        if name in _LEVELS:
            hidden |= no_level
        features[hidden, :, names.index(name)] = unknown


_LEVELS = ("level", "melody", "rhythm")


def without(
    encoded: Sequence[Encoded], vocabulary: Vocabulary, names: Sequence[str]
) -> None:
    """Blank features everywhere, as an experiment would: what is a model without them?"""
    sizes = feature_sizes(vocabulary)
    for name in names:
        column = list(sizes).index(name)
        is_echo = name.startswith(("pitch_", "duration_"))
        for bucket in encoded:
            bucket.batch.features[..., column] = sizes[name] - 1 if is_echo else 0
