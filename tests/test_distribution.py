"""Sets of one kind overlap wholly, sets of two kinds do not."""

import math
from fractions import Fraction

import numpy as np
import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.errors import InvalidValue
from etudes.evaluation.distribution import (
    distribution,
    divergence,
    features,
    overlapped_area,
)
from etudes.melody import Melody
from etudes.theory import Interval, Key, Pitch, TimeSignature


def walk(rng: np.random.Generator, key: str = "C", steps: int = 2) -> Melody:
    """Return four bars of crotchets and quavers that wander about a tonic."""
    tonic = Pitch.parse("C4").transposed(
        Interval.of_semitones(Key.parse(key).tonic_semitones)
    )
    events: list[tuple[Pitch | None, Fraction]] = []
    place = 0
    while len(events) < 24:
        place = int(np.clip(place + rng.integers(-steps, steps + 1), -6, 12))
        events.append((tonic.transposed(Interval.of_semitones(place)), Fraction(1, 8)))
        if rng.random() < 0.3:
            events[-1] = (events[-1][0], Fraction(1, 4))
    line, filled = [], Fraction(0)
    for pitch, length in events:
        line.append((pitch, min(length, 2 - filled)))
        filled += line[-1][1]
        if filled == 2:
            break
    return Melody.from_events(Key.parse(key), TimeSignature(2, 4), line)


def walks(number: int, seed: int, steps: int = 2) -> list[Melody]:
    rng = np.random.default_rng(seed)
    return [walk(rng, steps=steps) for _ in range(number)]


# Features


def test_the_nine_features_of_a_waltz_as_counted_by_hand(waltz_with_pickup: Melody) -> None:
    """A4 | D5 C♯5 | D5 A4 F♯4 | E4 F♯4 E4 | D4 in D: ten notes, six pitches."""
    found = features(waltz_with_pickup)

    crotchets = 12
    on_fifth, on_tonic = 2 / crotchets, 5 / crotchets
    assert [found[name][0] for name in ("pitch_count", "pitch_range", "note_count")] == [
        *(6, 12, 10)
    ]
    assert found["average_interval"][0] == pytest.approx((5 + 1 + 1 + 5 + 3 + 2 * 4) / 9)
    assert found["average_inter_onset"][0] == pytest.approx(10 / 9)
    assert found["pitch_class_histogram"][[7, 0]] == pytest.approx([on_fifth, on_tonic])
    assert found["pitch_class_transitions"].reshape(12, 12)[7, 0] == pytest.approx(1 / 9)
    assert found["note_length_histogram"][[1, 2]] == pytest.approx([0.2, 0.8])
    assert found["note_length_transitions"].reshape(12, 12)[2, 2] == pytest.approx(6 / 9)


@given(st.integers(0, 2**32 - 1), st.sampled_from(["D", "Eb", "Bb", "Am", "Gm"]))
@settings(deadline=None, max_examples=25)
def test_features_do_not_hear_the_key(seed: int, key: str) -> None:
    """A melody moved with its tonic keeps all nine."""
    tune = walk(np.random.default_rng(seed), key)

    moved = tune.transposed(Interval.parse("M2"))

    for name, values in features(tune).items():
        assert features(moved)[name] == pytest.approx(values)


def test_silence_has_no_features() -> None:
    """There is nothing to count."""
    with pytest.raises(InvalidValue, match="silence"):
        features(melody("4/4 -:1"))


# Densities


def direct(samples: np.ndarray, at: np.ndarray) -> np.ndarray:
    """A Gaussian kernel density with Scott's bandwidth, term by term."""
    bandwidth = samples.std() * len(samples) ** -0.2
    total = np.zeros(len(at))
    for sample in samples:
        total += np.exp(-(((at - sample) / bandwidth) ** 2) / 2)
    return total / (len(samples) * bandwidth * math.sqrt(2 * math.pi))


@given(st.integers(0, 2**32 - 1), st.floats(0.2, 5), st.floats(0, 4))
@settings(deadline=None, max_examples=25)
def test_the_binned_densities_agree_with_the_kernels_summed_one_by_one(
    seed: int, scale: float, shift: float
) -> None:
    """Overlap to .01, divergence to .02 or three per cent; a millionth of each is even."""
    rng = np.random.default_rng(seed)
    first, second = rng.gamma(4, size=80), shift + rng.gamma(3, scale, size=90)
    widest = max(first.max(), second.max())

    at, step = np.linspace(-widest, 2 * widest, 20_000, retstep=True)
    p, q = (direct(x, at) * (1 - 1e-6) + 1e-6 / (3 * widest) for x in (first, second))

    overlap, apart = np.minimum(p, q).sum() * step, (p * np.log(p / q)).sum() * step
    assert overlapped_area(first, second) == pytest.approx(overlap, abs=0.01)
    assert divergence(first, second) == pytest.approx(apart, abs=0.02, rel=0.03)


def test_a_density_overlaps_itself_wholly_and_a_far_one_not_at_all() -> None:
    """1 and 0 nats; nothing and many."""
    near, far = np.arange(40.0), 10_000 + np.arange(40.0)

    assert overlapped_area(near, near) == pytest.approx(1)
    assert divergence(near, near) == pytest.approx(0)
    assert overlapped_area(near, far) < 1e-3
    assert 5 < divergence(near, far) < 22


def test_sets_without_any_distance_are_alike() -> None:
    """All zeros on both sides: no bandwidth to estimate, and nothing to tell apart."""
    assert overlapped_area(np.zeros(5), np.zeros(9)) == pytest.approx(1)


@pytest.mark.parametrize("bad", [np.array([]), np.array([-1.0]), np.array([math.nan])])
def test_samples_are_distances(bad: np.ndarray) -> None:
    """At least one, none negative, each a number."""
    with pytest.raises(InvalidValue, match="0 or more"):
        overlapped_area(bad, np.ones(3))


# Sets of melodies


def test_two_sets_of_one_source_reach_the_ceiling() -> None:
    """60 against 120 walks of one law: in 40 runs the share of the ceiling was 1.000 with
    a deviation of .009; .94 is more than six times that away."""
    found = distribution(
        walks(60, 1), walks(120, 2), np.random.default_rng(3), splits=10, resamples=20
    )

    mean = found["mean"]
    assert found["pieces"] == {"generated": 60, "human": 120, "compared": 60}
    assert mean["share"][0] > 0.94
    assert mean["overlap"][0] > 0.9
    assert mean["kld"][0] < 0.05


def test_one_and_the_same_melody_again_and_again_is_alike_in_all() -> None:
    """No spread on either side: every overlap is whole."""
    one = walks(1, 1) * 8

    found = distribution(one, one, np.random.default_rng(3), splits=2, resamples=5)

    assert found["mean"]["overlap"] == [1, 1, 1]
    assert found["mean"]["kld"] == [0, 0, 0]
    assert found["mean"]["spread"] == [1, 1, 1]


def test_sets_far_apart_do_not_overlap() -> None:
    """Two slow notes against scales of a hundred: range and number of notes meet nowhere,
    while the ceiling stays where it was."""
    slow = [melody("4/4 C4:1/2 D4:1/2", "C")] * 12
    rng = np.random.default_rng(1)
    text = " ".join(f"{name}:1/16" for name in ["C3", "G6", "E4", "C5"] * 24)
    fast = [melody(f"4/4 {text} {name}:1/8 C4:1/8", "C") for name in ["A4", "D7"] * 12]

    found = distribution(slow, fast, rng, splits=2, resamples=5)["features"]

    for name in ("note_count", "pitch_range", "average_interval"):
        assert found[name]["overlap"][0] < 0.01
        assert found[name]["kld"][0] > 5
        assert found[name]["ceiling"][0] > 0.9


def test_copies_of_one_tune_have_too_little_spread() -> None:
    """A set of one melody among varied humans: no distance of its own."""
    found = distribution(
        walks(1, 1) * 20, walks(40, 2), np.random.default_rng(3), splits=3, resamples=5
    )

    assert found["mean"]["spread"][0] == 0


def test_the_same_generator_gives_the_same_figures() -> None:
    """And another one others."""

    def figures(seed: int) -> dict[str, object]:
        rng = np.random.default_rng(seed)
        return distribution(walks(10, 1), walks(20, 2), rng, splits=2, resamples=4)

    assert figures(1) == figures(1) != figures(2)


def test_too_few_melodies_or_groups_are_refused() -> None:
    """With words that say what was expected."""
    rng = np.random.default_rng(1)
    tunes = walks(8, 1)
    with pytest.raises(InvalidValue, match="8 human"):
        distribution(tunes, tunes[:7], rng)
    with pytest.raises(InvalidValue, match="group for each"):
        distribution(tunes, tunes, rng, groups=([1], [2]))
    with pytest.raises(InvalidValue, match="at least two groups"):
        distribution(tunes, tunes, rng, groups=(range(8), [1] * 8))
