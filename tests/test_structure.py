"""Repetition, phrase and contour of melodies that one can sing, and the comparison."""

from itertools import product

import numpy as np
import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.corpus.build import Corpus, TuneRow
from etudes.corpus.collections import Tune
from etudes.corpus.sequences import sequences
from etudes.encoding.vocabulary import STYLES
from etudes.errors import InvalidValue
from etudes.evaluation.comparison import compare
from etudes.evaluation.material import Specimen, held_out, matched, resampled
from etudes.evaluation.structure import (
    ambitus,
    direction_changes,
    distinct_bars,
    half_close,
    measured,
    register_drift,
    report,
    returns,
    same,
    same_rhythm,
    self_similarity,
    transposed,
)
from etudes.melody import Melody
from etudes.theory import Interval

A, B, C = "C4:1/4 D4:1/4 | ", "E4:1/4 E4:1/4 | ", "D4:1/4 E4:1/4 | "


def tune(*bars: str) -> Melody:
    return melody("2/4 " + "".join(bars))


def specimen(line: Melody, family: str, level: int = 3) -> Specimen:
    return Specimen(line, family, level, "")


def test_bars_return_after_two_and_after_four() -> None:
    """A B A C | A B A C: bars 5-8 are those four before; of bars 3-8 the odd ones, all A,
    are those two before."""
    line = tune(A, B, A, C, A, B, A, C)

    assert returns(line, 4, same) == 1.0
    assert returns(line, 2, same) == 3 / 6
    assert returns(line, 1, same) == 0.0
    assert returns(line, 8, same) is None


def test_a_rhythm_returns_whatever_its_pitches() -> None:
    """Crotchets are crotchets; a rest is no note."""
    line = melody("2/4 C4:1/4 D4:1/4 | G4:1/4 E4:1/4 | G4:1/4 -:1/4 | C4:1/2")

    assert returns(line, 1, same_rhythm) == 1 / 3


def test_a_bar_a_step_higher_is_a_sequence_and_an_equal_one_is_none() -> None:
    """C D, D E is a sequence, C D, C D repeats; one note is too little for either."""
    assert returns(tune(A, C), 1, transposed) == 1.0
    assert returns(tune(A, A), 1, transposed) == 0.0
    assert returns(tune(A, B), 1, transposed) == 0.0
    assert returns(melody("2/4 C4:1/2 | D4:1/2"), 1, transposed) == 0.0


def test_a_sequence_goes_by_the_scale_not_by_semitones() -> None:
    """D E, E F: a whole tone becomes a half tone."""
    line = melody("2/4 D4:1/4 E4:1/4 | E4:1/4 F4:1/4")

    assert returns(line, 1, transposed) == 1.0


def test_the_pickup_is_no_bar(waltz_with_pickup: Melody) -> None:
    """Four bars are compared, the last one as short as it is."""
    assert self_similarity(waltz_with_pickup).shape == (4, 4)
    assert distinct_bars(waltz_with_pickup) == 1.0


def test_similarity_is_the_share_of_notes_in_common() -> None:
    """C D against C E has one note of three in common; silence is like silence."""
    line = melody("2/4 C4:1/4 D4:1/4 | C4:1/4 E4:1/4 | -:1/2 | -:1/2")

    matrix = self_similarity(line)

    assert matrix[0, 1] == pytest.approx(1 / 3)
    assert matrix[2, 3] == 1.0 and matrix[0, 2] == 0.0
    assert (matrix == matrix.T).all() and (np.diagonal(matrix) == 1).all()


@pytest.mark.parametrize(
    ("fourth_bar", "expected"),
    [
        ("C4:1/4 G4:1/4 | ", True),  # the fifth, a beat long
        ("C4:1/4 B3:1/8 C4:1/8 | ", False),  # back to the tonic
        ("E4:1/8 F4:1/8 F4:1/8 D4:1/8 | ", True),  # no longer than the others, no shorter
        ("E4:1/4 F4:1/8 D4:1/8 | ", False),  # hurried past
        ("-:1/2 | ", False),
    ],
)
def test_a_half_close_rests_on_the_dominant(fourth_bar: str, expected: bool) -> None:
    """Bar 4 of 8 ends on degree 2, 5 or 7 with a note that has time to be heard."""
    assert half_close(tune(A, B, A, fourth_bar, A, B, A, C)) is expected


def test_the_upbeat_to_the_second_phrase_does_not_hide_a_half_close() -> None:
    """The last quaver of bar 4 belongs to what follows, as the pickup did."""
    line = melody(
        f"2/4 E4:1/8 | {A}{B}{A}C4:1/8 D4:1/4 E4:1/8 | {A}{B}{A}C4:3/8",
    )

    assert line.full_measures == 8
    assert half_close(line) is True


def test_four_bars_have_no_middle() -> None:
    """There is nothing to close by halves."""
    assert half_close(tune(A, B, A, C)) is None


def test_contour_of_a_line_that_turns_twice() -> None:
    """C G E | A: up, down, up again; two turns among four notes, a sixth wide."""
    line = melody("2/4 C4:1/4 G4:1/4 | E4:1/4 A4:1/4")

    assert direction_changes(line) == 2 / 4
    assert ambitus(line) == 9
    assert register_drift(line) == pytest.approx((64 + 69 - 60 - 67) / 2)


LINES = st.lists(
    st.tuples(
        st.sampled_from(["C4", "D4", "E4", "F#4", "G4", "Bb4"]),
        st.sampled_from(["1/4", "1/8 {}:1/8"]),
    ),
    min_size=16,
    max_size=16,
)


@given(LINES, st.sampled_from([Interval(4, 7), Interval(-1, -1), Interval(1, 2)]))
@settings(deadline=None, max_examples=30)
def test_structure_is_the_same_in_every_key(
    line: list[tuple[str, str]], interval: Interval
) -> None:
    """Transposition changes no measure."""
    text = " ".join(f"{name}:{length.format(name)}" for name, length in line)
    here = melody(f"2/4 {text}")

    assert measured(here.transposed(interval)) == pytest.approx(measured(here))


def test_what_is_human_lies_inside_and_what_repeats_one_bar_outside() -> None:
    """Human pieces compared with themselves; and eight equal bars."""
    orders = [*product((A, B, C), repeat=4)][::3]
    human = [
        specimen(tune(*order, *reversed(order)), str(i)) for i, order in enumerate(orders)
    ]
    dull = [specimen(tune(*[A] * 8), f"d{i}") for i in range(20)]

    themselves = report(human, human, np.random.default_rng(1), 200)
    ours = report(dull, human, np.random.default_rng(1), 200)

    assert all(row["inside"] for row in themselves["all"]["measures"].values())
    assert not ours["all"]["measures"]["distinct_bars"]["inside"]
    assert ours["all"]["measures"]["returns_1"]["ours"] == 1.0
    assert set(ours["metres"]) == {"2/4"} and set(ours["levels"]) == {"3"}


def test_items_that_no_human_piece_is_like_are_left_out_and_counted() -> None:
    """Another level, another length: no comparison."""
    rng = np.random.default_rng(1)
    human = [specimen(tune(*[A, B] * 4), "h")]
    ours = [specimen(tune(A, B), "a"), specimen(tune(*[A, B] * 4), "b", level=7)]

    result = compare(ours, human, measured, rng, 10)

    assert (result["items"], result["left_out"], result["measures"]) == (0, 2, {})
    with pytest.raises(InvalidValue, match="2 bars of 2/4 at level 3"):
        resampled(ours, human, 1, rng)


def test_a_tune_with_many_variants_is_drawn_no_more_often_than_another() -> None:
    """Families are drawn first: half of 4,000 draws (five standard errors, 1e-6)."""
    line = tune(A, B)
    pool = [specimen(line, "known everywhere") for _ in range(9)] + [specimen(line, "x")]

    drawn = resampled([specimen(line, "o")], pool, 4000, np.random.default_rng(1))

    assert abs(float((drawn == 9).mean()) - 0.5) < 5 * 0.5 / 4000**0.5


def test_matched_sides_agree_in_metre_length_and_level() -> None:
    """As many of each kind as the poorer side has; of families one each before a second."""
    waltz = melody("3/4 C4:3/4 | D4:3/4")
    some = [specimen(tune(A, B), "a", n) for n in (1, 1, 1, 2)] + [specimen(waltz, "w")]
    others = [
        *(specimen(tune(A, C), "many", 1) for _ in range(5)),
        specimen(tune(C, C), "one", 1),
        specimen(tune(A, C), "p", 2),
    ]

    mine, theirs = matched(some, others, np.random.default_rng(3))

    assert [s.cell for s in mine] == [s.cell for s in theirs]
    assert [s.cell for s in mine] == [("2/4", 2, 1)] * 3 + [("2/4", 2, 2)]
    assert {s.family for s in theirs[:2]} == {"many", "one"}


@pytest.mark.slow
def test_held_out_are_closed_excerpts_of_unseen_families() -> None:
    """A tune of the training side gives none; metre, length and style can be asked for."""
    closing = "C4:1/2"
    line = tune(C, B, C, A, A, B, A, C, A, B, C, closing)
    tunes = [
        Tune(f"t{i}", "aird", STYLES[0], "", f"t{i}", line) for i, _ in enumerate("abc")
    ]
    rows = tuple(
        TuneRow(t.id, "aird", STYLES[0], "", t.id, side, 15, 8)
        for t, side in zip(tunes, ("train", "validation", "test"), strict=True)
    )
    corpus = Corpus(rows, sequences(tunes, processes=1))

    found = held_out(corpus, metres=["2/4"], measures=[8])

    assert [s.family for s in found] == ["t1", "t2"]
    assert {(s.metre, s.measures, s.style) for s in found} == {("2/4", 8, STYLES[0])}
    assert held_out(corpus, metres=["3/4"]) == []
    assert held_out(corpus, styles=[STYLES[1]]) == []
