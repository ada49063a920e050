"""The surrogate: a law of melodies so simple that it can be summed over all their endings.

What a network expects next depends on all that came before, so only playing it out shows
how well a melody can still end from where it stands. The surrogate forgets nearly all: a
length depends on the metre, the place in the bar and whether the last bar has begun; a
pitch on the pitch last heard and on how near the end is. A sampler can work backwards
through it from the last barline and knows of each state what it is worth. It guides the
sampler and no more: what it gets wrong, importance weights put right.

Both tables are n-grams with interpolated Witten–Bell smoothing (Chen & Goodman, "An
empirical study of smoothing techniques for language modeling", 1999): a symbol that came n
times among the N of a context, T of them different, has the probability
(n + T·p) / (N + T), where p is its probability in a wider context.

`surrogate.safetensors` lies in the model folder beside the weights: two arrays, float16.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.events import EventArrays, to_ticks
from etudes.encoding.vocabulary import METRES, UNKNOWN, Vocabulary
from etudes.errors import DamagedData, InvalidValue
from etudes.theory import TimeSignature

if TYPE_CHECKING:  # making music needs no corpus
    from etudes.corpus import Corpus

FILE = "surrogate.safetensors"

STEP = 2
"""Ticks of a step of the place in the bar: semiquavers and triplets are both whole."""

STEPS = 72
"""Steps that are told apart: those of 12/8, 3/2 and 6/4, the longest bars of `METRES`."""

FAR, NEAR, END = range(3)
"""Contexts of a pitch: after it there is more than a bar left, at most a bar, nothing."""

_LEAST = 1e-6
"""No probability is smaller, before the row is made to add up to 1 again."""

_ROUNDING = 1e-4

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Surrogate:
    """The law of the next length and of the next pitch; every row is positive and adds up
    to 1.

    Attributes
    ----------
    lengths : the next duration token, shape (metres + 1, `STEPS`, 2, durations): in a metre
        (as in `METRES`, the last for any other), at a place in the bar, before (0) or
        after (1) the last bar has begun.
    sounds : the next pitch token, shape (3, pitches + 1, pitches): in a context (`FAR`,
        `NEAR` or `END`), after the pitch last heard; the last row is before the first note,
        column 0 is a rest.

    Raises
    ------
    InvalidValue
        If the tables have other shapes, or a row is no law.

    Examples
    --------
    >>> vocabulary = Vocabulary(((-128, 0), (0, 0), (1, 0)), (24, 48))
    >>> even = fit([], vocabulary)
    >>> even.length_law(TimeSignature(2, 4), np.array([0, 24]), np.array([96, 24]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """

    lengths: NDArray[np.float32]
    sounds: NDArray[np.float32]

    def __post_init__(self) -> None:
        durations, pitches = self.lengths.shape[-1], self.sounds.shape[-1]
        expected = _shapes(pitches, durations)
        if (self.lengths.shape, self.sounds.shape) != expected:
            raise InvalidValue(
                f"tables of the shapes {expected[0]} and {expected[1]} were expected, not "
                f"{self.lengths.shape} and {self.sounds.shape}"
            )
        for name, table in (("lengths", self.lengths), ("sounds", self.sounds)):
            sums = table.sum(axis=-1, dtype=np.float64)
            if not (table > 0).all() or not np.allclose(sums, 1, rtol=0, atol=_ROUNDING):
                raise InvalidValue(
                    f"positive rows that add up to 1 were expected in the table of {name}; "
                    f"the smallest number is {table.min()}, the sums reach from "
                    f"{sums.min()} to {sums.max()}"
                )

    def length_law(self, metre: TimeSignature, places: Ints, left: Ints) -> Floats:
        """Return the law of the next duration token, shape (n, durations).

        It knows no more of `left` than whether the last bar has begun: lengths that do not
        fit into what is left keep a little of the probability.

        Parameters
        ----------
        places : ticks since the barline, shape (n,).
        left : ticks to the end of the piece, shape (n,).
        """
        number, bar = _metre(metre)
        law: Floats = self.lengths[number, _steps(places), _last_bar(left, bar)].astype(
            np.float64
        )
        return law

    def bits(
        self, lines: Iterable[EventArrays], vocabulary: Vocabulary
    ) -> tuple[Floats, Floats]:
        """Return what the events of lines cost: (duration, pitch given the duration), each
        of shape (events,). Lines that the vocabulary cannot name are left out."""
        events = _Events.of(lines, vocabulary)
        chosen = self.lengths[events.of_length], self.sounds[events.of_sound]
        durations, pitches = (-np.log2(law.astype(np.float64)) for law in chosen)
        return durations, pitches


def sound_context(left_after: Ints, bar: int | Ints) -> Ints:
    """Return the context of a pitch with so many ticks left after it; any shape.

    Parameters
    ----------
    bar : ticks of a whole bar.

    Examples
    --------
    >>> sound_context(np.array([97, 96, 24, 0]), 96).tolist()
    [0, 1, 1, 2]
    """
    left_after = np.asarray(left_after)
    context: Ints = np.where(left_after <= 0, END, np.where(left_after <= bar, NEAR, FAR))
    return context


def fit(
    lines: Iterable[EventArrays], vocabulary: Vocabulary, base: Surrogate | None = None
) -> Surrogate:
    """Return the surrogate of lines that close.

    A length backs off to its place and nearness in all metres, then to the nearness; a
    pitch to the nearness alone: a last note is the tonic whatever was heard before.

    Parameters
    ----------
    lines : one that the vocabulary cannot name is left out; of no line at all every symbol
        is equally likely.
    base : the surrogate of a model that was trained further. It takes the place of the
        wider contexts, so that what the lines do not tell stays as it was.
    """
    events = _Events.of(lines, vocabulary)
    shapes = _shapes(len(vocabulary.pitches), len(vocabulary.durations))
    lengths = _counted(events.of_length, shapes[0])
    sounds = _counted(events.of_sound, shapes[1])
    wider_lengths = (
        base.lengths.astype(np.float64)
        if base
        else _smoothed(lengths, [(0, 1, 2), (0, 1), (0,)])
    )
    wider_sounds = (
        base.sounds.astype(np.float64) if base else _smoothed(sounds, [(0, 1), (1,)])
    )
    return Surrogate(
        _renewed(_interpolated(lengths, wider_lengths)),
        _renewed(_interpolated(sounds, wider_sounds)),
    )


def closed_lines(corpus: "Corpus", pieces: Iterable[int]) -> Iterator[EventArrays]:
    """Yield those of the pieces that end with a cadence on the tonic."""
    for piece in pieces:
        if corpus.pieces.frame(piece, "").end == "full":
            yield corpus.pieces.line(piece)


def learnt_pieces(corpus: "Corpus", collections: Collection[str]) -> list[int]:
    """Return the pieces of some collections on the corpus's training side.

    Raises
    ------
    UnknownName
        If the corpus has no collection of a name.
    """
    chosen = {corpus.collection(name).name for name in collections}
    is_learnt = [r.split == "train" and r.collection in chosen for r in corpus.tunes]
    return [i for i, tune in enumerate(corpus.pieces.tune.tolist()) if is_learnt[tune]]


def write_surrogate(folder: Path, surrogate: Surrogate) -> str:
    """Write a surrogate into a model's folder; return the SHA-256 of the file."""
    from safetensors.numpy import save

    arrays = {"lengths": surrogate.lengths, "sounds": surrogate.sounds}
    data = save({name: table.astype(np.float16) for name, table in arrays.items()})
    draft = folder / f".{FILE}"
    draft.write_bytes(data)
    draft.replace(folder / FILE)  # never half a surrogate
    return hashlib.sha256(data).hexdigest()


def read_surrogate(folder: Path, digest: str, vocabulary: Vocabulary) -> Surrogate:
    """Return the surrogate in a model's folder.

    Parameters
    ----------
    digest : the SHA-256 that the file must have.
    vocabulary : the model's.

    Raises
    ------
    DamagedData
        If the file is not there, another one, or does not fit the vocabulary.
    """
    path = folder / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as error:
        raise DamagedData(f"'{path}' cannot be read: {error.strerror}") from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise DamagedData(
            f"the surrogate in {folder} is not there or not the one that its model.json "
            "records; fetch the folder again"
        )
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        arrays = load(data)
        shapes = _shapes(len(vocabulary.pitches), len(vocabulary.durations))
        tables = arrays["lengths"], arrays["sounds"]
        if tuple(table.shape for table in tables) != shapes:
            raise InvalidValue("it does not fit the vocabulary")
        return Surrogate(*(_renewed(table.astype(np.float64)) for table in tables))
    except (SafetensorError, KeyError, InvalidValue) as error:
        raise DamagedData(
            f"'{path}' cannot be read ({error}); fetch the folder again"
        ) from None


@dataclass(frozen=True)
class _Events:
    """The events of many lines: of each the place of its cell in the two tables."""

    of_length: tuple[Ints, ...]
    of_sound: tuple[Ints, ...]

    @classmethod
    def of(cls, lines: Iterable[EventArrays], vocabulary: Vocabulary) -> Self:
        lines = list(lines)
        sizes = np.array([len(line.ticks) for line in lines], np.int64)
        owner = np.repeat(np.arange(len(lines)), sizes)  # the line of each event
        first = (np.cumsum(sizes) - sizes)[owner]
        metres = [_metre(line.time_signature) for line in lines]
        metre, bar = np.array(metres, np.int64).reshape(-1, 2)[owner].T
        pickup = np.array([line.pickup for line in lines], np.int64)[owner]

        ticks = _joined([line.ticks for line in lines])
        steps, alters = (
            _joined([getattr(x, n) for x in lines]) for n in ("steps", "alters")
        )
        durations = _duration_tokens(vocabulary, ticks)
        pitches = _pitch_tokens(vocabulary, steps, alters)

        begin = np.cumsum(ticks) - ticks
        onset = begin - begin[first]
        whole = np.bincount(owner, ticks, len(lines)).astype(np.int64)[owner]
        left = whole - onset
        heard = _last_heard(pitches, first, len(vocabulary.pitches))
        unnamed = np.unique(owner[(pitches == UNKNOWN) | (durations == UNKNOWN)])
        kept = ~np.isin(owner, unnamed)
        place = _steps((onset - pickup) % bar)
        context = sound_context(left - ticks, bar)
        of_length = metre, place, _last_bar(left, bar), durations
        return cls(
            tuple(index[kept] for index in of_length),
            tuple(index[kept] for index in (context, heard, pitches)),
        )


def _last_heard(pitches: Ints, first: Ints, nothing: int) -> Ints:
    """Return the token of the last note before each event, past any rests.

    Parameters
    ----------
    first : the number of the first event of each event's line.
    nothing : stands where the line had no note yet.
    """
    notes = np.where(pitches != 0, np.arange(len(pitches)), -1)
    before = np.append(-1, np.maximum.accumulate(notes))[:-1]
    heard: Ints = np.where(before >= first, pitches[before], nothing)
    return heard


def _joined(arrays: Sequence[NDArray[np.generic]]) -> Ints:
    joined: Ints = np.concatenate([np.zeros(0, np.int64), *arrays]).astype(np.int64)
    return joined


def _pitch_tokens(vocabulary: Vocabulary, steps: Ints, alters: Ints) -> Ints:
    table = np.full((256, 256), UNKNOWN, np.int64)  # both are int8 in `EventArrays`
    for token, (step, alter) in enumerate(vocabulary.pitches):
        table[step + 128, alter + 128] = token
    tokens: Ints = table[steps + 128, alters + 128]
    return tokens


def _duration_tokens(vocabulary: Vocabulary, ticks: Ints) -> Ints:
    longest = max(*vocabulary.durations, int(ticks.max(initial=0)), 0)
    table = np.full(longest + 1, UNKNOWN, np.int64)
    table[list(vocabulary.durations)] = np.arange(len(vocabulary.durations))
    tokens: Ints = table[ticks]
    return tokens


@cache
def _metre(metre: TimeSignature) -> tuple[int, int]:
    """Return the number of a metre and the ticks of its bar."""
    name = str(metre)
    number = METRES.index(name) if name in METRES else len(METRES)
    return number, to_ticks(metre.measure_duration)


def _steps(places: Ints) -> Ints:
    steps: Ints = np.minimum(np.asarray(places) // STEP, STEPS - 1)
    return steps


def _last_bar(left: Ints, bar: int | Ints) -> Ints:
    return (np.asarray(left) <= bar).astype(np.int64)


def _shapes(pitches: int, durations: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (len(METRES) + 1, STEPS, 2, durations), (3, pitches + 1, pitches)


def _counted(cells: tuple[Ints, ...], shape: tuple[int, ...]) -> Floats:
    """Return how often each cell of a table occurs."""
    places = np.ravel_multi_index(cells, shape)
    counts = np.bincount(places, minlength=int(np.prod(shape)))
    return counts.reshape(shape).astype(np.float64)


def _smoothed(counts: Floats, contexts: Sequence[tuple[int, ...]]) -> Floats:
    """Return the law in wider and wider contexts, the widest first: each is named by the
    axes that it does not tell apart."""
    law: Floats = np.full(counts.shape[-1], 1 / counts.shape[-1])
    for axes in contexts:
        law = _interpolated(counts.sum(axis=axes, keepdims=True), law)
    return law


def _interpolated(counts: Floats, wider: Floats) -> Floats:
    """Return (n + T·p) / (N + T) of each row; p itself where nothing was counted."""
    total = counts.sum(axis=-1, keepdims=True)
    kinds = (counts > 0).sum(axis=-1, keepdims=True)
    both = np.maximum(total + kinds, 1)
    law: Floats = counts / both + np.where(total > 0, kinds / both, 1.0) * wider
    return law


def _renewed(law: Floats) -> NDArray[np.float32]:
    """Return a law whose every symbol is possible and whose rows add up to 1."""
    possible = np.maximum(law, _LEAST)
    renewed: NDArray[np.float32] = (possible / possible.sum(axis=-1, keepdims=True)).astype(
        np.float32
    )
    return renewed
