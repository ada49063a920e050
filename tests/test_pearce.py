"""The benchmark of Pearce (2005) keeps its protocol, and nobody looks ahead."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.pearce.experts import advise, pitch_only, told_score
from benchmarks.pearce.inputs import inputs
from benchmarks.pearce.material import gather
from benchmarks.pearce.memory import recall
from benchmarks.pearce.network import Shape, log_probabilities, new_weights
from benchmarks.pearce.ngrams import NGram, mixture, relative_view
from benchmarks.pearce.training import packed
from benchmarks.pearce.tunes import (
    FOLDS,
    Placed,
    Tune,
    alphabet,
    chorales,
    kinder,
    partition,
)
from etudes.evaluation.ngram import KneserNey
from etudes.theory import Key, TimeSignature

ALPHABET = range(60, 73)
unhurried = settings(deadline=None, max_examples=30)
pitch_lists = st.lists(st.sampled_from(ALPHABET), min_size=2, max_size=30)


def tune(pitches: Sequence[int], key: str = "G major") -> Tune:
    """Crotchets in 4/4, with a fermata on every fourth."""
    quarter = Fraction(1, 4)
    notes = (
        Placed(p, t * quarter, t % 4 * quarter, quarter, TimeSignature(4, 4), t % 4 == 3)
        for t, p in enumerate(pitches)
    )
    return Tune("a tune", Key.parse(key), tuple(notes))


def tunes(count: int = 30) -> list[Tune]:
    rng = np.random.default_rng(1)
    return [tune(rng.integers(60, 73, rng.integers(3, 9)).tolist()) for _ in range(count)]


# The data


def test_kinder_has_the_counts_of_the_thesis() -> None:
    """213 songs, 8,393 notes, 27 pitches: Pearce 2005, table 4.1."""
    found = kinder()

    assert len(found) == 213
    assert sum(len(each.notes) for each in found) == 8393
    assert len(alphabet(found)) == 27


@pytest.mark.slow
def test_the_chorales_are_all_there() -> None:
    """186 numbers, 9,336 notes; nearly every one has the fermatas of its phrases."""
    found = chorales()

    assert len(found) == 186
    assert sum(len(each.notes) for each in found) == 9336
    assert len(alphabet(found)) == 22
    assert sum(any(note.phrase_end for note in each.notes) for each in found) >= 180


def test_an_alphabet_is_the_pitches_that_occur() -> None:
    """A pitch that no tune has is no answer."""
    assert alphabet([tune([60, 64]), tune([64, 67])]) == [60, 64, 67]


@unhurried
@given(st.integers(FOLDS, 300), st.integers(0, 2**32 - 1))
def test_folds_partition_the_tunes(count: int, seed: int) -> None:
    """Every tune is in one fold, sizes differ by one at most, a seed repeats it."""
    folds = partition(count, np.random.default_rng(seed))
    sizes = np.bincount(folds, minlength=FOLDS)

    assert len(folds) == count
    assert len(sizes) == FOLDS
    assert sizes.max() - sizes.min() <= 1
    assert (folds == partition(count, np.random.default_rng(seed))).all()


# The n-grams


@unhurried
@given(st.lists(pitch_lists, min_size=1, max_size=5), pitch_lists, st.integers(0, 4))
def test_the_n_gram_is_the_projects_own(
    known: list[list[int]], heard: list[int], order: int
) -> None:
    """On pitches its bits are those of `etudes.evaluation.ngram`, which shares no code."""

    def view(pitches: list[int]) -> object:
        return relative_view(pitches, list(ALPHABET), [None] * len(pitches), order)

    ours = NGram.fit(map(view, known)).log_probabilities(view(heard))
    theirs = KneserNey.fit(known, order, alphabet_size=view(heard).size)
    renormalised = np.array(
        [
            [theirs.probability(heard[:t], pitch) for pitch in ALPHABET]
            for t in range(len(heard))
        ]
    )
    renormalised /= renormalised.sum(axis=1, keepdims=True)

    assert np.allclose(np.exp(ours), renormalised, rtol=1e-9)


@pytest.mark.parametrize("experts", [pitch_only, told_score])
def test_every_expert_gives_probabilities(experts: Callable) -> None:
    """Over the alphabet they sum to one, also for what was never heard."""
    data = tunes()
    folds = partition(len(data), np.random.default_rng(0))

    said = advise(data, alphabet(data), folds, 0, experts()).log_probabilities

    assert np.allclose(np.exp(said).sum(axis=2), 1)
    assert np.allclose(np.exp(mixture(said)).sum(axis=1), 1)
    assert np.isfinite(said).all()


@pytest.mark.parametrize("experts", [pitch_only, told_score])
def test_no_expert_has_seen_the_tune_or_looks_ahead(experts: Callable) -> None:
    """Other pitches from a note on change nothing that is said up to that note."""
    data = tunes()
    folds = partition(len(data), np.random.default_rng(0))
    for outer in (folds[5], (folds[5] + 1) % FOLDS):
        changed = [*data]
        changed[5] = _from(data[5], 1, 60)
        start = sum(len(each.notes) for each in data[:5])
        rows = slice(start, start + 2)

        before = advise(data, list(ALPHABET), folds, outer, experts())
        after = advise(changed, list(ALPHABET), folds, outer, experts())

        # sums of another length may be rounded otherwise
        said = before.log_probabilities[rows], after.log_probabilities[rows]
        assert np.allclose(*said, rtol=1e-9)
        assert np.allclose(before.closing[rows], after.closing[rows], rtol=1e-9)


def test_of_training_tunes_no_expert_knows_the_test_fold() -> None:
    """Other tunes in the test fold change nothing that is said of the rest."""
    data = tunes()
    folds = partition(len(data), np.random.default_rng(0))
    changed = [_from(t, 0, 61) if f == 3 else t for t, f in zip(data, folds, strict=True)]
    rest = np.repeat(folds, [len(each.notes) for each in data]) != 3

    before = advise(data, list(ALPHABET), folds, 3, pitch_only())
    after = advise(changed, list(ALPHABET), folds, 3, pitch_only())

    assert (before.log_probabilities[rest] == after.log_probabilities[rest]).all()


# The memory and the inputs


@unhurried
@given(pitch_lists, st.data())
def test_the_memory_sees_only_the_past(pitches: list[int], data: st.DataObject) -> None:
    """Another future, the event itself included, changes nothing."""
    at = data.draw(st.integers(0, len(pitches) - 1))
    future = data.draw(st.lists(st.integers(0, 12), min_size=1, max_size=20))
    symbols = [pitch - 60 for pitch in pitches]

    first, second = recall(symbols, 13), recall([*symbols[:at], *future], 13)

    until = slice(0, at + 1)
    assert (first.log_probabilities[until] == second.log_probabilities[until]).all()
    assert first.matched[until].tolist() == second.matched[until].tolist()
    assert first.followed[until].tolist() == second.followed[until].tolist()
    assert np.allclose(np.exp(first.log_probabilities).sum(axis=1), 1)


def test_the_memory_recalls_what_came_after_the_longest_context() -> None:
    """After A B C ... A B it says C, having matched two."""
    memory = recall([0, 1, 2, 3, 0, 1, 2], 4)

    assert memory.matched[-1] == 2
    assert memory.followed[-1] == 2
    assert memory.log_probabilities[-1].argmax() == 2


@pytest.mark.parametrize("score", ["", "past", "whole"])
@pytest.mark.parametrize("memory", [False, True])
@unhurried
@given(pitches=pitch_lists, data=st.data())
def test_no_input_tells_a_pitch_to_come(
    score: str, memory: bool, pitches: list[int], data: st.DataObject
) -> None:
    """Pitches from a note on change nothing that is told up to that note."""
    at = data.draw(st.integers(0, len(pitches) - 1))
    told = [
        inputs([each], list(ALPHABET), memory=memory, score=score)
        for each in (tune(pitches), _from(tune(pitches), at, 67))
    ]

    for name in ("told", "height", "memory", "origin"):
        first, second = (getattr(each, name)[: at + 1] for each in told)
        assert (first == second).all()


def test_the_past_of_the_score_tells_no_rhythm_to_come() -> None:
    """Up to a note, a later rhythm changes nothing where only the past is known."""
    first = tune([60, 62, 64, 65, 67, 65])
    late = [
        replace(note, duration=Fraction(1), phrase_end=True) for note in first.notes[4:]
    ]
    second = replace(first, notes=(*first.notes[:4], *late))

    for score, same in (("past", True), ("whole", False)):
        rows = [
            inputs([each], list(ALPHABET), memory=False, score=score).told[:4]
            for each in (first, second)
        ]
        assert (rows[0] == rows[1]).all() == same


# The material


def test_rows_hold_every_event_once() -> None:
    """Packed tunes are whole and in order; the rest is blank."""
    starts = np.array([0, 3, 4, 9])

    rows = packed([2, 0, 1], starts, width=5, blank=9)

    assert rows.tolist() == [[4, 5, 6, 7, 8], [0, 1, 2, 3, 9]]


def test_a_pitch_stands_at_its_distance() -> None:
    """From the pitch before and the first one; before the first note there is none."""
    data, pitches = [tune([60, 67, 64])], [60, 64, 67]
    told = inputs(data, pitches, memory=False, score="")
    advice = advise(tunes(), list(ALPHABET), np.arange(30) % FOLDS, 0, pitch_only())
    few = replace(
        advice,
        log_probabilities=advice.log_probabilities[:3, :, :3],
        closing=advice.closing[:3],
    )

    found = gather(data, pitches, told, [few])

    none = 2 * found.reach + 1
    assert found.columns[0, :3].tolist() == [
        [none] * 3,
        [found.reach + step for step in (0, 4, 7)],
        [found.reach + step for step in (-7, -3, 0)],
    ]
    assert found.columns[1, 2].tolist() == [found.reach + step for step in (0, 4, 7)]


@pytest.mark.slow
def test_networks_side_by_side_do_not_mix_nor_look_ahead() -> None:
    """What one is told later, or another at all, changes nothing; pitches sum to one."""
    shape = Shape(features=7, pitches=5, experts=2, reach=6)
    rng = np.random.default_rng(0)
    weights = new_weights(shape, [1, 2])
    batch = {
        "told": rng.normal(size=(2, 3, 4, 7)).astype(np.float32),
        "experts": rng.normal(size=(2, 3, 4, 2, 5)).astype(np.float32),
        "columns": rng.integers(0, 14, (2, 2, 3, 4, 5)),
        "sees_height": np.ones((2, 3, 4, 1), np.float32),
        "goes_on": np.ones((2, 3, 4, 1), np.float32),
    }
    changed = {name: each.copy() for name, each in batch.items()}
    changed["told"][0, :, 2:] = 1
    changed["told"][1] = 1

    first = log_probabilities(weights, shape, batch, training=False).numpy()
    second = log_probabilities(weights, shape, changed, training=False).numpy()

    assert np.allclose(first[0, :, :2], second[0, :, :2], atol=1e-6)
    assert not np.allclose(first[0, :, 2:], second[0, :, 2:], atol=1e-3)
    assert np.allclose(np.exp(first).sum(axis=3), 1, atol=1e-5)


def _from(old: Tune, at: int, pitch: int) -> Tune:
    """Return the tune with one pitch only from a place on."""
    notes = [n if t < at else replace(n, pitch=pitch) for t, n in enumerate(old.notes)]
    return replace(old, notes=tuple(notes))
