"""How alike two sets of melodies are: nine features, their distances, their overlap.

L.-C. Yang and A. Lerch, "On the evaluation of generative models in music", Neural
Computing and Applications 32 (2020), first published 2018. Each melody becomes nine
features. For each feature the distances between melodies of one set (*within*) and of
two sets (*between*) are smoothed into densities; where two sets are one in kind, the two
densities overlap wholly.

Differences from the authors' program, on purpose: pitch classes are counted from the
tonic, so that keys do not matter; time is in crotchets, not seconds; transition matrices
are shares, as the number of notes is a feature of its own; both densities are compared on
one common grid; and the figures of two sets of humans, equally large, stand beside those
of generated against human. The measure says how alike sets are, not how good: the authors
claim no more, and who copies scores best.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.melody import Melody

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOTE_LENGTHS: Final = (
    *(Fraction(1, n) for n in (1, 2, 4, 8, 16)),
    *(Fraction(3, n) for n in (4, 8, 16, 32)),
    *(Fraction(1, n) for n in (3, 6, 12)),
)
"""The classes of note length, in whole notes: plain, dotted, triplets."""

_BINS: Final = 512
_TINY: Final = 1e-9
"""Below any weight of a note: nothing over this stays nothing."""

_FLOOR: Final = 1e-6
"""The share of a density that is spread evenly, so that a divergence stays finite."""


def features(melody: Melody) -> dict[str, Floats]:
    """Return the nine features of a melody by name.

    Scalars have shape (1,), histograms (12,), transition matrices (144,). Intervals and
    range are in semitones, times in crotchets; a pitch class histogram weighs notes by
    their length. Rests are passed over. What needs two notes is 0 where there is one.

    Raises
    ------
    InvalidValue
        If nothing sounds.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> notes = [(Pitch.parse(name), Fraction(1, 4)) for name in ("D4", "F#4", "A4", "D5")]
    >>> found = features(Melody.from_events(Key.parse("D"), TimeSignature(4, 4), notes))
    >>> [round(float(found[name][0]), 2) for name in ("pitch_range", "average_interval")]
    [12.0, 4.0]
    >>> np.flatnonzero(found["pitch_class_histogram"]).tolist()
    [0, 4, 7]
    """
    notes = [event for event in melody.events() if event.pitch is not None]
    if not notes:
        raise InvalidValue("a melody with at least one note was expected, not silence")
    midi = [event.pitch.midi for event in notes if event.pitch is not None]
    onsets = [4 * float(event.onset) for event in notes]
    classes = [(pitch - melody.key.tonic_semitones) % 12 for pitch in midi]
    weights = [float(event.duration) for event in notes]
    lengths = [_length_class(event.duration) for event in notes]
    return {
        "pitch_count": _scalar(len(set(midi))),
        "pitch_class_histogram": _shares(np.bincount(classes, weights, 12)),
        "pitch_class_transitions": _transitions(classes),
        "pitch_range": _scalar(max(midi) - min(midi)),
        "average_interval": _scalar(_mean([abs(b - a) for a, b in pairwise(midi)])),
        "note_count": _scalar(len(notes)),
        "average_inter_onset": _scalar(_mean([b - a for a, b in pairwise(onsets)])),
        "note_length_histogram": _shares(np.bincount(lengths, minlength=12)),
        "note_length_transitions": _transitions(lengths),
    }


def overlapped_area(first: Floats, second: Floats) -> float:
    """Return the area under both of two densities: 0 apart, 1 alike.

    Parameters
    ----------
    first, second : shape (n,) and (m,), samples of at least 0; their densities are
        Gaussian kernel estimates with Scott's bandwidth.

    Raises
    ------
    InvalidValue
        If there is no sample, or one is negative or no number.

    Examples
    --------
    >>> round(overlapped_area(np.arange(50.0), np.arange(50.0)), 6)
    1.0
    """
    return _overlap(*_two_densities(first, second))


def divergence(first: Floats, second: Floats) -> float:
    """Return the Kullback–Leibler divergence of the first density from the second, in nats.

    Parameters and errors as in `overlapped_area`. A millionth of each density is spread
    evenly, so it stays below 22.
    """
    return _divergence(*_two_densities(first, second))


def distribution(
    generated: Sequence[Melody],
    human: Sequence[Melody],
    rng: np.random.Generator,
    *,
    groups: tuple[Sequence[Hashable], Sequence[Hashable]] | None = None,
    splits: int = 20,
    resamples: int = 200,
    most: int = 200,
) -> dict[str, Any]:
    """Return how the nine features of generated melodies are spread beside human ones.

    The size of a set moves every figure, so all sets have one size n: the humans are
    split at random into two halves A and B, and n of the generated stand against A, as
    n of B do. What B reaches is the ceiling. The value is the mean over the splits, the
    interval holds 95 % of resamples, each with a split of its own and its groups drawn
    with replacement.

    Parameters
    ----------
    groups : what each generated and each human melody belongs to, such as its family of
        tunes: a distance within a group is never counted. None: each to itself.
    most : the largest n; where more are given, each split draws others.

    Returns
    -------
    dict
        For each feature and for their mean: `overlap` and `kld` (human within against
        generated to human), `ceiling` and `kld_ceiling` (human within against human to
        human), `share` (overlap over ceiling), `spread` (mean distance within generated
        over within human); each as [value, low, high].

    Raises
    ------
    InvalidValue
        If there are fewer than 4 generated or 8 human melodies, one is silent, groups
        do not match, or all the humans are of one group.
    """
    if len(generated) < 4 or len(human) < 8:
        raise InvalidValue(
            "at least 4 generated and 8 human melodies were expected, not "
            f"{len(generated)} and {len(human)}"
        )
    group = _numbered_groups(len(generated), len(human), groups)
    found = [features(melody) for melody in (*generated, *human)]
    different = group[:, None] != group[None, :]
    n = min(len(generated), len(human) // 2, most)
    sets = [_sets(group, len(generated), n, rng) for _ in range(splits)]
    resampled = [
        [_resampled(part, group, rng) for part in _sets(group, len(generated), n, rng)]
        for _ in range(resamples)
    ]
    by_feature: dict[str, Any] = {}
    values: list[list[Mapping[str, float]]] = []
    for name in found[0]:
        bins = _binned(_distances(np.stack([row[name] for row in found])))
        of_splits = [_compared(bins, different, *parts) for parts in sets]
        of_resamples = [_compared(bins, different, *parts) for parts in resampled]
        by_feature[name] = _summary(of_splits, of_resamples)
        values.append([_averaged(of_splits), *of_resamples])
    means = [_averaged(rows) for rows in zip(*values, strict=True)]
    return {
        "pieces": {"generated": len(generated), "human": len(human), "compared": n},
        "splits": splits,
        "resamples": resamples,
        "features": by_feature,
        "mean": _summary(means[:1], means[1:]),
    }


def _numbered_groups(
    generated: int,
    human: int,
    groups: tuple[Sequence[Hashable], Sequence[Hashable]] | None,
) -> Ints:
    """Return the number of each melody's group, generated before human."""
    if groups is None:
        return np.arange(generated + human)
    if (len(groups[0]), len(groups[1])) != (generated, human):
        raise InvalidValue(
            f"a group for each of {generated} generated and {human} human melodies was "
            f"expected, not {len(groups[0])} and {len(groups[1])}"
        )
    if len(set(groups[1])) < 2:
        raise InvalidValue("human melodies of at least two groups were expected, not one")
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(g, len(numbers)) for g in (*groups[0], *groups[1])])


def _sets(
    group: Ints, generated: int, n: int, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints]:
    """Return n of the generated, and two halves of the humans, group by group."""
    order = rng.permutation(int(group.max()) + 1)
    human = np.arange(generated, len(group))
    by_group = human[np.argsort(order[group[human]], kind="stable")]
    return rng.permutation(generated)[:n], by_group[:n], by_group[-n:]


def _resampled(part: Ints, group: Ints, rng: np.random.Generator) -> Ints:
    """Return as many melodies of a set, its groups drawn with replacement."""
    names, members = np.unique(group[part], return_inverse=True)
    drawn: list[int] = []
    while len(drawn) < len(part):
        drawn += part[members == rng.integers(len(names))].tolist()
    return np.array(drawn[: len(part)])


def _compared(
    bins: Ints, different: NDArray[np.bool_], generated: Ints, human: Ints, other: Ints
) -> dict[str, float]:
    def distances(rows: Ints, columns: Ints) -> Ints:
        pairs = np.ix_(rows, columns)
        return np.bincount(bins[pairs][different[pairs]], minlength=_BINS)

    within, own = distances(human, human), distances(generated, generated)
    if not within.sum() or not own.sum():  # a resample of one group alone
        return dict.fromkeys(_FIGURES, math.nan)
    known = _density(within)
    between, ceiling = (_density(distances(x, human)) for x in (generated, other))
    middles = np.arange(_BINS)
    return {
        "overlap": _overlap(known, between),
        "ceiling": _overlap(known, ceiling),
        "kld": _divergence(known, between),
        "kld_ceiling": _divergence(known, ceiling),
        "spread_generated": float(own @ middles / own.sum()),
        "spread_human": float(within @ middles / within.sum()),
    }


_FIGURES: Final = (
    *("overlap", "ceiling", "kld", "kld_ceiling"),
    *("spread_generated", "spread_human"),
)


def _averaged(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([row[name] for row in rows])) for name in _FIGURES}


def _summary(
    values: Sequence[Mapping[str, float]], resamples: Sequence[Mapping[str, float]]
) -> dict[str, list[float]]:
    value = _with_ratios(_averaged(values))
    drawn = [_with_ratios(row) for row in resamples]
    return {name: _interval(value[name], [row[name] for row in drawn]) for name in value}


def _with_ratios(row: Mapping[str, float]) -> dict[str, float]:
    ratios = {
        "share": _ratio(row["overlap"], row["ceiling"]),
        "spread": _ratio(row["spread_generated"], row["spread_human"]),
    }
    return {name: row[name] for name in _FIGURES[:4]} | ratios


def _ratio(part: float, whole: float) -> float:
    """Return part over whole; two zeros are alike."""
    if whole:
        return part / whole
    return 1.0 if not part else math.nan


def _interval(value: float, drawn: Sequence[float]) -> list[float]:
    known = [x for x in drawn if not math.isnan(x)] or [value]
    return [round(float(x), 4) for x in (value, *np.quantile(known, (0.025, 0.975)))]


def _distances(rows: Floats) -> Floats:
    """Return the Euclidean distance of each two rows, shape (rows, rows)."""
    squares = (rows**2).sum(axis=1)
    apart = squares[:, None] + squares[None, :] - 2 * rows @ rows.T
    distances: Floats = np.sqrt(np.maximum(apart, 0))
    return distances


def _binned(distances: Floats) -> Ints:
    """Return the bin of each distance; the widest is in the last."""
    widest = float(distances.max())
    # rounding leaves equal rows a hair apart
    if widest < 1e-6:
        return np.zeros(distances.shape, np.int64)
    return np.minimum((distances / widest * _BINS).astype(np.int64), _BINS - 1)


def _density(counts: Ints) -> Floats:
    """Return the smoothed share of each bin, from a width below the first bin to a width
    above the last; Scott's rule sets the bandwidth, at least one bin."""
    total, middles = counts.sum(), np.arange(_BINS)
    mean = counts @ middles / total
    deviation = math.sqrt(counts @ (middles - mean) ** 2 / total)
    bandwidth = max(deviation * float(total) ** -0.2, 1.0)
    kernel = np.exp(-0.5 * (np.arange(-_BINS, _BINS + 1) / bandwidth) ** 2)
    smooth = np.convolve(counts, kernel)
    density: Floats = smooth / smooth.sum()
    return density


def _two_densities(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    for samples in (first, second):
        if not len(samples) or not (samples >= 0).all():
            raise InvalidValue("samples of 0 or more were expected, at least one")
    bins = _binned(np.concatenate([first, second]))
    one, other = bins[: len(first)], bins[len(first) :]
    return (
        _density(np.bincount(one, minlength=_BINS)),
        _density(np.bincount(other, minlength=_BINS)),
    )


def _overlap(first: Floats, second: Floats) -> float:
    return float(np.minimum(first, second).sum())


def _divergence(first: Floats, second: Floats) -> float:
    even = _FLOOR / len(first)
    p, q = (density * (1 - _FLOOR) + even for density in (first, second))
    return float(p @ np.log(p / q))


def _length_class(duration: Fraction) -> int:
    return min(range(12), key=lambda i: abs(NOTE_LENGTHS[i] - duration))


def _transitions(classes: Sequence[int]) -> Floats:
    counts = np.zeros((12, 12))
    for before, after in pairwise(classes):
        counts[before, after] += 1
    return _shares(counts.ravel())


def _shares(counts: NDArray[Any]) -> Floats:
    shares: Floats = counts / max(float(counts.sum()), _TINY)
    return shares


def _scalar(value: float) -> Floats:
    return np.array([value], np.float64)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
