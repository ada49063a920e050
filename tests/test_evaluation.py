"""What predicts well costs few bits, and what is not music the model knows is named."""

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.encoding.events import REST, EventArrays
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import InvalidValue, UnknownName
from etudes.evaluation import Baselines, KneserNey, Likelihood, bits, obstacle
from etudes.melody import Melody
from etudes.model.folder import read_model
from etudes.runtime import Runtime
from etudes.theory import Interval, Key, Pitch, TimeSignature

SCALE = [(step, 0) for step in range(-5, 12)]
VOCABULARY = Vocabulary(((REST, 0), *SCALE), (12, 24, 36, 48, 96))

# Kneser-Ney


@given(
    st.lists(st.lists(st.sampled_from("abcd"), max_size=12), max_size=6),
    st.lists(st.sampled_from("abcd"), max_size=6),
    st.integers(0, 4),
)
@settings(deadline=None)
def test_after_any_history_the_alphabet_shares_the_whole_probability(
    sequences: list[list[str]], history: list[str], order: int
) -> None:
    """Whatever came before, the probabilities of all symbols add up to one."""
    model = KneserNey.fit(sequences, order, alphabet_size=4)

    assert sum(model.probability(history, symbol) for symbol in "abcd") == pytest.approx(1)


def by_the_book(
    corpus: Sequence[str], context: tuple[str, ...], symbol: str, longest: bool, size: int
) -> float:
    """Interpolated Kneser-Ney by its definition, counting anew at every call."""

    def weight(gram: tuple[str, ...]) -> int:
        places = []
        for text in corpus:
            padded = ["^"] * 9 + list(text)
            for end in range(9, len(padded)):
                if tuple(padded[end - len(gram) + 1 : end + 1]) == gram:
                    places.append(padded[end - len(gram)])
        return len(places) if longest else len(set(places))

    weights = {other: weight((*context, other)) for other in "abcde"}
    shorter = by_the_book(corpus, context[1:], symbol, False, size) if context else 1 / size
    total = sum(weights.values())
    if not total:
        return shorter
    types = sum(w > 0 for w in weights.values())
    return max(weights[symbol] - 0.75, 0) / total + 0.75 * types / total * shorter


@pytest.mark.parametrize("order", [0, 1, 2, 3])
def test_kneser_ney_is_what_the_book_says(order: int) -> None:
    """On a toy corpus every event costs what the definition gives, counted by hand."""
    corpus = ["abcabd", "abdaab", "cab", "e"]
    unseen = "abdcebba"

    found = KneserNey.fit(corpus, order, alphabet_size=6).bits(unseen)

    padded = "^" * order + unseen
    assert found.tolist() == pytest.approx(
        [
            -math.log2(by_the_book(corpus, tuple(padded[i : i + order]), symbol, True, 6))
            for i, symbol in enumerate(unseen)
        ]
    )


def test_knowing_nothing_costs_the_logarithm_of_the_alphabet() -> None:
    """A model fitted to nothing finds all 8 symbols equally likely: 3 bits each."""
    model = KneserNey.fit([], order=3, alphabet_size=8)

    assert model.bits("abcab").tolist() == [3.0] * 5


def test_chance_costs_the_logarithm_of_the_alphabet() -> None:
    """Of 16 symbols drawn by lot none can be foretold for less than 4 bits."""
    draws = np.random.default_rng(1).integers(16, size=(2, 20_000)).tolist()
    model = KneserNey.fit(draws[:1], order=1, alphabet_size=16)

    assert model.bits(draws[1]).mean() == pytest.approx(4, abs=0.02)


def test_what_always_returns_costs_almost_nothing() -> None:
    """An ostinato heard a thousand times costs less than a hundredth of a bit a note."""
    model = KneserNey.fit(["abac" * 1000], order=3, alphabet_size=3)

    assert model.bits("abac" * 20)[4:].max() < 0.01


def test_a_first_event_is_judged_as_a_beginning() -> None:
    """If every tune begins on the upbeat, only the upbeat is expected at the start."""
    model = KneserNey.fit(["uabab", "ubaba", "uaabb"] * 20, order=2, alphabet_size=3)

    assert model.probability("", "u") > 0.95 > 0.05 > model.probability("ab", "u")


@pytest.mark.parametrize(("order", "size"), [(-1, 9), (2, 2)])
def test_an_impossible_n_gram_is_refused(order: int, size: int) -> None:
    """A negative order, or three symbols of an alphabet of two, is no model."""
    with pytest.raises(InvalidValue, match="was expected, not"):
        KneserNey.fit(["abc"], order, size)


# Baselines


def line(
    degrees: Sequence[int], ticks: Sequence[int], metre: str = "3/4", pickup: int = 0
) -> EventArrays:
    return EventArrays(
        np.array(degrees, np.int8),
        np.zeros(len(degrees), np.int8),
        np.array(ticks, np.int16),
        pickup,
        Pitch(0, 0, 4),
        "major",
        TimeSignature.parse(metre),
    )


def test_the_place_in_the_bar_tells_what_the_durations_do_not() -> None:
    """Half the waltzes begin with a crotchet upbeat: only the place says which do."""
    upbeat = line([4, *[0, 4] * 4], [24, *[48, 24] * 4], pickup=24)
    downbeat = line([0, 4] * 4, [48, 24] * 4)

    found = Baselines.fit([upbeat, downbeat] * 20, VOCABULARY).bits(upbeat)

    assert found["duration"][0] > 0.9 > 0.1 > found["placed_duration"][0]


def test_all_baselines_are_charged_for_the_same_events() -> None:
    """Every model gives one figure for each of the four events."""
    tune = line([0, 1, 2, 0], [24, 24, 24, 72], pickup=24)

    found = Baselines.fit([tune], VOCABULARY).bits(tune)

    assert {name: costs.shape for name, costs in found.items()} == {
        "joint": (4,),
        "pitch": (4,),
        "duration": (4,),
        "placed_duration": (4,),
    }


# The network


@cache
def shipped() -> Runtime:
    return Runtime(read_model())


@cache
def ignorant() -> Runtime:
    """The shipped network with nothing learnt: all its weights are 0."""
    model = shipped().model
    nothing = {name: np.zeros_like(array) for name, array in model.weights.items()}
    return Runtime(replace(model, weights=nothing))


def melody(
    letters: str, lengths: str, key: str = "C", metre: str = "4/4", pickup: str = "0"
) -> Melody:
    """Read pitches such as "C4 r D4" with lengths such as "1/4 1/4 1/2"."""
    pitches = [None if name == "r" else Pitch.parse(name) for name in letters.split()]
    durations = [Fraction(length) for length in lengths.split()]
    return Melody.from_events(
        Key.parse(key),
        TimeSignature.parse(metre),
        zip(pitches, durations, strict=True),
        Fraction(pickup),
    )


TUNES = (
    melody("C4 D4 E4 F4 G4", "1/4 1/4 1/4 1/4 1"),
    melody("G4 C5 r E5 D5 C5 C5", "1/4 1/2 1/4 1/4 1/4 1/4 1/4", "C", "3/4", "1/4"),
    melody("C4 E4", "1/2 1/2"),
)


def together(found: list[Likelihood]) -> list[float]:
    return [cost for x in found for cost in x.joint_bits.tolist()]


def test_an_ignorant_network_pays_for_every_name() -> None:
    """Without weights all names are alike: log2 of their number, for each of 5 notes."""
    (found,) = bits(ignorant(), TUNES[:1])

    vocabulary = ignorant().vocabulary
    duration = math.log2(len(vocabulary.durations))
    pitch = math.log2(len(vocabulary.pitches))
    assert (found.events, found.duration, found.pitch, found.joint) == pytest.approx(
        (5, duration, pitch, duration + pitch)
    )


@pytest.mark.parametrize("batch", [1, 2, 64])
def test_company_changes_nothing(batch: int) -> None:
    """A melody costs the same alone and among others, whatever their lengths."""
    alone = [bits(shipped(), [tune])[0] for tune in TUNES]

    found = bits(shipped(), TUNES, batch=batch)

    assert together(found) == pytest.approx(together(alone), abs=1e-4)


def test_a_melody_costs_the_same_in_every_key() -> None:
    """A fifth or a semitone higher, it is the same tune."""
    moved = [
        tune.transposed(interval)
        for tune in TUNES
        for interval in (Interval(4, 7), Interval(1, 1))
    ]

    found = bits(shipped(), moved)

    assert together(found) == together(bits(shipped(), [t for t in TUNES for _ in "ab"]))


def test_a_tied_note_is_one_event() -> None:
    """A semibreve tied over the barline is paid for once."""
    held = melody("C4 D4 E4", "1/2 1 1/2")

    (found,) = bits(shipped(), [held])

    assert (len(held.measures), found.duration_bits.shape) == (2, (3,))


def test_what_is_told_changes_what_is_expected() -> None:
    """Level, style and whether the piece ends here are inputs: each gives other figures."""
    told = ((0, "", True), (3, "", True), (0, "song", True), (0, "", False))

    figures = {
        round(bits(shipped(), TUNES[:1], level, style, [closes])[0].joint, 6)
        for level, style, closes in told
    }

    assert len(figures) == 4


def test_each_melody_is_told_of_its_own_end() -> None:
    """That the first goes on changes nothing for the second."""
    both = bits(shipped(), TUNES[:1] * 2, closes=[False, True])

    assert together(both[1:]) == pytest.approx(together(bits(shipped(), TUNES[:1])))
    assert together(both[:1]) != pytest.approx(together(both[1:]))


@pytest.mark.parametrize(
    ("tune", "message"),
    [
        (
            melody("C4 C4 C#5 C5", "1/2 1/2 1/2 1/2"),
            "measure 2: the pitch C#5 in the key on C4 is outside the model's vocabulary: "
            "what it learnt from hardly ever has it",
        ),
        (
            melody("G4 C4 E4 C4", "1/4 1 7/8 1/8", pickup="1/4"),
            "measure 2: a note or rest of 7/8 of a whole note is outside the model's "
            "vocabulary: what it learnt from hardly ever has it",
        ),
        (
            melody("C4 r", "1 400"),
            "measure 2: a note or rest of 400 whole notes is outside the model's "
            "vocabulary: what it learnt from hardly ever has it",
        ),
        (
            melody("G4 C4 C4", "1/4 127/128 1/128", pickup="1/4"),
            "measure 1: multiples of 1/96 of a whole note were expected, not 127/128",
        ),
        (
            melody("C4 C4", "1/4 5/4", metre="5/4", pickup="1/4"),
            "measure 0: the metre 5/4 is none of those that the model learnt (",
        ),
        (melody("r", "1"), "measure 1: a note was expected, and nothing sounds"),
    ],
    ids=["pitch", "duration", "long silence", "grid", "metre", "silence"],
)
def test_what_the_model_cannot_name_is_named_to_the_user(
    tune: Melody, message: str
) -> None:
    """The message says which measure holds the strange note; a pickup is measure 0."""
    assert str(obstacle(VOCABULARY, tune)).startswith(message)


def test_a_melody_of_known_names_has_no_obstacle() -> None:
    """Notes, a rest, a pickup, two metres: nothing is amiss."""
    assert [obstacle(VOCABULARY, tune) for tune in TUNES[1:]] == [None, None]


def test_a_melody_that_cannot_be_read_is_refused_by_its_number() -> None:
    """The second of two stands in 5/4: no figure is given for either."""
    with pytest.raises(InvalidValue, match=r"^melody 2, measure 1: the metre 5/4 is none"):
        bits(shipped(), [TUNES[0], melody("C4", "5/4", metre="5/4")])


def test_an_unknown_level_or_style_is_refused() -> None:
    """There is no level 9 and no style "polka"."""
    with pytest.raises(InvalidValue, match="a level of 1-8"):
        bits(shipped(), TUNES, level=9)
    with pytest.raises(UnknownName, match="'polka'"):
        bits(shipped(), TUNES, style="polka")
