"""What differs is told apart and named; what does not is not."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.errors import InvalidValue
from etudes.evaluation.discriminator import discriminate
from etudes.evaluation.logistic import fit_logistic, predict
from etudes.evaluation.roc import auc, auc_interval, folds_of
from etudes.evaluation.traits import traits
from etudes.evaluation.windows import cut
from etudes.melody import Melody
from etudes.theory import Key, Pitch, TimeSignature

Rhythm = tuple[Fraction, ...]
CROTCHETS: Rhythm = (Fraction(1, 4),) * 4
QUAVERS: Rhythm = (Fraction(1, 8),) * 8
RHYTHMS: tuple[Rhythm, ...] = (CROTCHETS, (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)))


def tune(rng: np.random.Generator, rhythms: tuple[Rhythm, ...] = RHYTHMS) -> Melody:
    """Return four bars of 4/4 in C that wander by step."""
    events, place = [], 0
    for _ in range(4):
        for length in rhythms[int(rng.integers(len(rhythms)))]:
            place = int(np.clip(place + rng.integers(-2, 3), -5, 9))
            octave, step = divmod(place, 7)
            events.append((Pitch(step, 0, 4 + octave), length))
    return Melody.from_events(Key.parse("C"), TimeSignature(4, 4), events)


def tunes(number: int, seed: int, rhythms: tuple[Rhythm, ...] = RHYTHMS) -> list[Melody]:
    rng = np.random.default_rng(seed)
    return [tune(rng, rhythms) for _ in range(number)]


def twice(half: Melody) -> Melody:
    """Return a melody and the same again."""
    events = [(event.pitch, event.duration) for event in half.events()] * 2
    return Melody.from_events(half.key, half.time_signature, events)


# The area under the curve


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 2)),
        min_size=2,
        max_size=30,
    )
)
def test_the_auc_counts_pairs_as_mann_and_whitney_did(
    rows: list[tuple[int, bool, int]],
) -> None:
    """One for each pair of a stratum in the right order, half for a tie."""
    won = pairs = 0.0
    for score, label, stratum in rows:
        for other, other_label, other_stratum in rows:
            if label and not other_label and stratum == other_stratum:
                pairs += 1
                won += 1 if score > other else 0.5 if score == other else 0
    scores, labels, strata = (np.array(column) for column in zip(*rows, strict=True))

    if pairs:
        assert auc(scores.astype(float), labels, strata) == pytest.approx(won / pairs)
    else:
        with pytest.raises(InvalidValue, match="of one kind"):
            auc(scores.astype(float), labels, strata)


def test_the_interval_of_an_auc_holds_it() -> None:
    """And narrows with the number of groups."""
    rng = np.random.default_rng(1)

    def width(number: int) -> float:
        labels = np.arange(number) % 2 == 0
        scores = rng.normal(size=number) + labels
        one = np.zeros(number, np.int64)
        value, low, high = auc_interval(scores, labels, one, np.arange(number), rng)
        assert low < value < high
        return high - low

    assert width(800) < 0.5 * width(80)


@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
@settings(max_examples=30)
def test_a_group_is_in_one_fold_and_folds_are_alike(seed: int, folds: int) -> None:
    """No family is learnt from and asked about; no fold has much more than its share."""
    rng = np.random.default_rng(seed)
    groups = rng.integers(40, size=120)
    labels = rng.random(120) < 0.5

    fold = folds_of(groups, labels, folds, rng)

    assert all(len(set(fold[groups == group])) == 1 for group in set(groups))
    largest = max(np.bincount(groups))
    for side in (True, False):
        sizes = np.bincount(fold[labels == side], minlength=folds)
        assert max(sizes) - min(sizes) <= 2 * largest


# Logistic regression


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 100))
@settings(max_examples=25, deadline=None)
def test_at_the_fit_the_penalised_likelihood_is_flat(seed: int, penalty: float) -> None:
    """Its slope along every weight and the intercept is nothing."""
    rng = np.random.default_rng(seed)
    table = rng.normal(2, 3, size=(40, 5))
    labels = rng.random(40) < 0.4 + 0.2 * (table[:, 0] > 2)

    fit = fit_logistic(table, labels, penalty)

    shares = 1 / (1 + np.exp(-predict(fit, table)))
    columns = (table - table.mean(axis=0)) / table.std(axis=0)
    slope = columns.T @ (labels - shares) - penalty * fit.weights
    assert np.abs(slope).max() < 0.01
    assert shares.sum() == pytest.approx(labels.sum(), abs=0.01)


def test_a_column_that_does_not_vary_has_no_weight() -> None:
    """Nor does it break the fit."""
    table = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 3.0]])

    assert fit_logistic(table, np.arange(4) > 1, 1.0).weights[0] == 0


# Windows


def test_windows_leave_out_the_pickup_and_fill_the_last_bar(
    waltz_with_pickup: Melody,
) -> None:
    """Four bars of three crotchets, the last note lengthened to the barline."""
    (window,) = cut(waltz_with_pickup, 4)

    assert window.pickup == 0
    assert window.duration == 3
    assert [str(pitch) for pitch in window.pitches][:2] == ["D5", "C#5"]
    assert list(window.events())[-1].duration == Fraction(3, 4)


def test_windows_do_not_overlap_and_can_leave_out_the_ending() -> None:
    """Of eight bars two windows of four, or two of three without the last bar."""
    rng = np.random.default_rng(1)
    first, second = tune(rng), tune(rng)
    events = [(e.pitch, e.duration) for part in (first, second) for e in part.events()]
    eight = Melody.from_events(first.key, first.time_signature, events)

    assert list(cut(eight, 4)) == [first, second]
    assert [len(window.measures) for window in cut(eight, 3, without_ending=1)] == [3, 3]


# Traits


def test_traits_are_what_a_musician_would_count() -> None:
    """C D E C | C D E C | E F G2: the first bar comes back, steps lead."""
    found = traits(
        melody(
            "4/4 C4:1/4 D4:1/4 E4:1/4 C4:1/4 C4:1/4 D4:1/4 E4:1/4 C4:1/4 "
            "E4:1/4 F4:1/4 G4:1/2"
        )
    )

    assert found["bars equal to the bar 1 before"] == 0.5
    assert found["different bars"] == pytest.approx(2 / 3)
    assert found["share of steps"] == pytest.approx(6 / 10)
    assert found["share of repeated notes"] == pytest.approx(1 / 10)
    assert found["downbeats on 1"] == pytest.approx(2 / 3)
    assert found["place of the highest note"] == 1
    assert found["length of the last note"] == 0.5


@pytest.mark.parametrize(
    ("text", "held"),
    [("4/4 C4:1/8 D4:1/4 E4:1/8 F4:1/2", 1 / 4), ("4/4 C4:1/4 D4:1/4 E4:1/2", 0)],
)
def test_a_syncopation_sounds_through_a_stronger_place(text: str, held: float) -> None:
    """Quaver crotchet quaver has one, even crotchets none."""
    assert traits(melody(text))["share of notes held through a stronger place"] == held


# The discriminator


def test_what_is_plainly_different_is_always_told() -> None:
    """Quavers against crotchets and minims: AUC 1, and the reason among the first."""
    found = discriminate(
        tunes(24, 1, (QUAVERS,)), tunes(24, 2), np.random.default_rng(3), relabellings=0
    )

    assert found["logistic"]["auc"] == [1, 1, 1]
    assert all(row["auc"] in (0, 1) for row in found["alone"][:5])
    quavers = [row for row in found["gives_away"] if "1/8" in row["trait"]]
    assert quavers
    assert all(row["weight"] > 0 and row["generated"] > row["human"] for row in quavers)


def test_sets_of_one_law_are_not_told_apart() -> None:
    """80 against 80: a guess has a deviation of .046 (Mann-Whitney); the bounds are
    more than five of them away, a false alarm in under a million."""
    found = discriminate(
        tunes(80, 1), tunes(80, 2), np.random.default_rng(3), relabellings=1
    )

    assert 0.25 < found["logistic"]["auc"][0] < 0.75
    # half as many windows: the deviation is .065
    assert 0.15 < found["logistic"]["human_against_human"][0] < 0.85


def test_one_difference_in_repetition_is_named() -> None:
    """Where generated bars return at once and human ones do not, that is the reason."""
    human = tunes(30, 1)
    generated = [twice(next(cut(one, 2))) for one in tunes(30, 2)]

    found = discriminate(generated, human, np.random.default_rng(3), relabellings=0)

    assert found["logistic"]["auc"][0] > 0.9
    assert "bars equal to the bar 2 before" in [row["trait"] for row in found["alone"][:4]]


def test_levels_and_groups_are_kept_apart() -> None:
    """A figure for each level, and the groups counted."""
    levels = [3, 4] * 12
    families = [f"family {i // 2}" for i in range(24)]

    found = discriminate(
        tunes(24, 1),
        tunes(24, 2),
        np.random.default_rng(3),
        groups=(families, families),
        levels=(levels, levels),
        relabellings=0,
    )

    assert set(found["logistic"]["by_level"]) == {"3", "4"}
    assert (found["groups"], found["windows"]) == (12, {"generated": 24, "human": 24})


def test_the_same_generator_gives_the_same_figures() -> None:
    """Folds and resamples are drawn from it alone."""

    def figures() -> dict[str, object]:
        return discriminate(
            tunes(12, 1), tunes(12, 2), np.random.default_rng(3), relabellings=1
        )

    assert figures() == figures()


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda rng: discriminate(tunes(4, 1), tunes(20, 2), rng), "at least 10 groups"),
        (
            lambda rng: discriminate(
                tunes(20, 1), tunes(20, 2), rng, groups=(range(20), range(3))
            ),
            "group for each",
        ),
        (
            lambda rng: discriminate(tunes(20, 1), tunes(20, 2), rng, measures=9),
            "at least 9 bars",
        ),
    ],
    ids=["few", "groups", "short"],
)
def test_too_little_is_refused(
    call: Callable[[np.random.Generator], object], match: str
) -> None:
    """In words that say what was expected."""
    with pytest.raises(InvalidValue, match=match):
        call(np.random.default_rng(1))


@pytest.mark.slow
def test_the_network_hears_what_is_plainly_different() -> None:
    """Quavers against crotchets and minims."""
    found = discriminate(
        tunes(24, 1, (QUAVERS,)),
        tunes(24, 2),
        np.random.default_rng(3),
        folds=2,
        relabellings=0,
        network=True,
    )

    assert found["network"]["auc"][0] > 0.95
