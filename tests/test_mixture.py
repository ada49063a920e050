"""Two memories together: what the style foretells and what this tune has taught."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.errors import InvalidValue
from etudes.evaluation.mixture import Mixture, WittenBell, combined

SYMBOLS = st.lists(st.integers(0, 4), max_size=12)


@given(st.lists(SYMBOLS, max_size=5), SYMBOLS, st.integers(0, 4))
@settings(deadline=None)
def test_at_every_event_the_alphabet_shares_the_whole_probability(
    pieces: list[list[int]], piece: list[int], order: int
) -> None:
    """Long-term, short-term and both together: every row is a law, and nothing is
    impossible."""
    mixture = Mixture.fit(pieces, order, alphabet_size=5)
    short_term = WittenBell(order, alphabet_size=5)

    for found in (
        mixture.long_term.predictions(piece),
        short_term.predictions(piece, learning=True),
        mixture.predictions(piece),
    ):
        assert found.shape == (len(piece), 5)
        assert found.sum(axis=1) == pytest.approx(np.ones(len(piece)))
        assert (found > 0).all()


def by_the_book(
    seen: Sequence[Sequence[int]], context: tuple[int, ...], symbol: int, size: int
) -> float:
    """Interpolated Witten-Bell by its definition, reading everything anew at every call;
    -1 stands before each piece."""
    followers = []
    for piece in seen:
        padded = [-1] * 9 + list(piece)
        for end in range(9, len(padded)):
            if tuple(padded[end - len(context) : end]) == context:
                followers.append(padded[end])
    below = by_the_book(seen, context[1:], symbol, size) if context else 1 / size
    if not followers:
        return below
    kinds = len(set(followers))
    return (followers.count(symbol) + kinds * below) / (len(followers) + kinds)


def mixed_by_hand(laws: Sequence[Sequence[float]], bias: float) -> list[float]:
    weights = []
    for law in laws:
        entropy = -sum(p * math.log(p) for p in law) / math.log(len(law))
        weights.append(1 / entropy**bias)
    products = [
        math.prod(
            law[i] ** (w / sum(weights)) for law, w in zip(laws, weights, strict=True)
        )
        for i in range(len(laws[0]))
    ]
    return [product / sum(products) for product in products]


@pytest.mark.parametrize("order", [0, 1, 2, 4])
def test_every_event_costs_what_the_definition_says(order: int) -> None:
    """On a toy corpus, against counting by hand: trained on three pieces, and learning a
    fourth from its own beginning."""
    training = [[0, 1, 2, 0, 1, 3], [3, 0, 0, 1], [2]]
    piece = [0, 1, 2, 0, 1, 2, 4, 0]

    found = Mixture.fit(training, order, alphabet_size=6).bits(piece)

    padded = [-1] * order + piece
    expected = []
    for i, symbol in enumerate(piece):
        context = tuple(padded[i : i + order])
        laws = [
            [by_the_book(seen, context, other, 6) for other in range(6)]
            for seen in (training, [piece[:i]])
        ]
        expected.append(-math.log2(mixed_by_hand(laws, 2)[symbol]))
    assert found.tolist() == pytest.approx(expected)


def test_of_two_opinions_the_surer_weighs_more() -> None:
    """One model is undecided between two notes (1 bit), the other nearly sure (entropy
    0.469): with b = 2 they weigh 1 and 1 / 0.469² = 4.546, so that the odds of nine to
    one become 9 ** (4.546 / 5.546) = 6.057 to one."""
    undecided, sure = np.array([[0.5, 0.5]]), np.array([[0.9, 0.1]])

    found = combined([undecided, sure], bias=2)

    assert (found[0, 0] / found[0, 1]).item() == pytest.approx(6.057, abs=1e-3)


def test_without_bias_all_opinions_weigh_the_same() -> None:
    """Odds of 4 to 1 and 9 to 1 become their geometric mean, 6 to 1."""
    laws = [np.array([[0.8, 0.2]]), np.array([[0.9, 0.1]])]

    assert combined(laws, bias=0)[0].tolist() == pytest.approx([6 / 7, 1 / 7])


def test_models_of_one_mind_are_not_made_surer() -> None:
    """The geometric mean of a law with itself is that law, whatever the bias."""
    law = np.random.default_rng(3).dirichlet(np.ones(7), size=20)

    assert combined([law, law, law]) == pytest.approx(law)


def test_one_symbol_is_certain() -> None:
    """An alphabet of one costs nothing; no entropy is divided by none."""
    assert Mixture.fit([[0, 0]], 2, alphabet_size=1).bits([0, 0, 0]).tolist() == [0, 0, 0]


def test_a_repeated_tune_is_learnt_as_it_goes_by() -> None:
    """The second playing of a tune that is unlike the training costs less than a quarter
    of the first; the long-term model alone learns nothing from it."""
    rng = np.random.default_rng(5)
    training = rng.integers(10, size=(20, 60)).tolist()
    tune = rng.integers(10, size=40).tolist()
    mixture = Mixture.fit(training, order=4, alphabet_size=10)

    costs = mixture.bits(tune * 2)
    alone = mixture.long_term.predictions(tune * 2)[np.arange(80), tune * 2]

    # the first notes of the repeat have the end of the tune as their history
    assert costs[44:].mean() < costs[:40].mean() / 4
    assert -np.log2(alone[44:]).mean() == pytest.approx(-np.log2(alone[4:40]).mean())


def test_each_piece_begins_with_an_empty_short_term_memory() -> None:
    """A piece costs the same whatever was measured before it."""
    mixture = Mixture.fit([[0, 1, 2, 3]], order=2, alphabet_size=4)
    first = mixture.bits([3, 2, 1, 0]).tolist()
    mixture.bits([3, 2, 1, 0] * 50)

    assert mixture.bits([3, 2, 1, 0]).tolist() == first


def test_the_tuned_mixture_is_the_one_that_other_pieces_like_best() -> None:
    """Of three orders for each memory and two biases, none costs the judges less."""
    rng = np.random.default_rng(8)
    training = [[0, 1, 2, 3, 2, 1] * 3, rng.integers(6, size=30).tolist()]
    judges = [[5, 4, 5, 0, 1] * 4, rng.integers(6, size=20).tolist()]

    tuned = Mixture.tuned(training, judges, 6, orders=(0, 1, 3), biases=(0.5, 2.0))

    costs = {
        (long, short, bias): sum(
            Mixture(WittenBell.fit(training, long, 6), short, bias).bits(piece).sum()
            for piece in judges
        )
        for long in (0, 1, 3)
        for short in (0, 1, 3)
        for bias in (0.5, 2.0)
    }
    chosen = (tuned.long_term.order, tuned.short_order, tuned.bias)
    assert costs[chosen] == pytest.approx(min(costs.values()))


def test_chance_costs_the_logarithm_of_the_alphabet() -> None:
    """Of 16 symbols drawn by lot none can be foretold for less than 4 bits."""
    draws = np.random.default_rng(1).integers(16, size=(40, 250)).tolist()
    mixture = Mixture.fit(draws[:20], order=0, alphabet_size=16)

    costs = np.concatenate([mixture.bits(piece) for piece in draws[20:]])

    assert costs.mean() == pytest.approx(4.05, abs=0.05)


@pytest.mark.parametrize(
    "refused",
    [
        lambda: WittenBell(-1, 5),
        lambda: WittenBell(2, 0),
        lambda: Mixture.fit([[0, 5]], 2, 5),
        lambda: Mixture.fit([[0, 1]], 2, 5).bits([-1]),
        lambda: combined([np.array([[0.0, 1.0]]), np.array([[0.5, 0.5]])]),
    ],
    ids=["order", "alphabet", "symbol to learn", "symbol to predict", "impossible"],
)
def test_what_is_no_model_or_symbol_is_refused(refused: object) -> None:
    """A negative order, no alphabet, a symbol outside it, an impossible symbol."""
    assert callable(refused)
    with pytest.raises(InvalidValue, match="expected"):
        refused()
