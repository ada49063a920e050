"""The scale of difficulty: monotone, explained, and never surprising to a musician."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from agreed_pairs import PAIRS, Pair, read
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st

from etudes.difficulty import describe, grade, level_of, scale, tags
from etudes.melody import Melody
from etudes.tables import instrument
from etudes.theory.tonality import tonalness

FIVE_NOTES = melody("4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/4 F4:1/4 E4:1/4 D4:1/4 | C4:1")


def level(line: Melody) -> float:
    return level_of(describe(line))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.reason)
def test_what_every_teacher_finds_harder_is_graded_harder(pair: Pair) -> None:
    """The pairs were written down before any of them was measured."""
    assert level(read(pair.easier)) < level(read(pair.harder))


def test_a_five_note_tune_in_crotchets_is_a_beginners() -> None:
    """Below level 2."""
    assert level(FIVE_NOTES) < 2


GROWING = (
    "ambitus",
    "largest_leap",
    "interval_sd",
    "pitch_entropy",
    "interval_entropy",
    "outside",
    "signature",
    "density",
    "rhythm_entropy",
    "syncopated",
    "dotted",
    "tuplets",
    "rests",
    "tied",
    "notes",
    "metres",
)


@given(st.sampled_from(GROWING), st.floats(0.01, 3))
def test_the_level_rises_when_one_feature_grows(name: str, more: float) -> None:
    """All else equal, more is harder; a triplet's surcharge stays once it is there."""
    plain = replace(describe(FIVE_NOTES), tuplets=0.01)

    harder = replace(plain, **{name: getattr(plain, name) + more})

    assert level_of(harder) > level_of(plain)


@given(st.floats(-50, 200), st.floats(0.001, 5))
def test_no_two_sums_share_a_level(total: float, more: float) -> None:
    """So that music beyond either end is still ranked, within 1.0 and 8.9."""
    low, high = scale().level(total), scale().level(total + more)

    assert 1.0 <= low <= high <= 8.9
    assert low < high or not -20 < total < 30


def test_music_of_a_level_has_the_sum_that_the_scale_names() -> None:
    """Whole levels are the knots; the first lies a little above the floor."""
    sums = scale().levels["all"]

    levels = [round(scale().level(total), 6) for total in sums]

    assert levels == [1.2, 2, 3, 4, 5, 6, 7, 8]


def test_the_reasons_say_how_much_easier_it_would_be_without() -> None:
    """The leap of an octave comes first, with its bar and its notes."""
    graded = grade(melody("4/4 C4:1/4 D4:1/4 E4:1/2 | C4:1/4 C5:1/4 C4:1/2"))

    texts = {reason.feature: reason.text for reason in graded.reasons}
    gains = [reason.levels for reason in graded.reasons]

    assert texts["largest_leap"] == "leap of an octave in bar 2 (C4 to C5)"
    assert gains == sorted(gains, reverse=True) and min(gains) > 0


@pytest.mark.parametrize(
    ("text", "feature", "words"),
    [
        ("4/4 C4:1/4 F#4:1/4 G4:1/2", "outside", "one note outside the key signature"),
        ("2/4 C4:1/16 D4:1/16 E4:1/8 C4:1/4", "quickness", "semiquavers, first in bar 1"),
        ("2/4 C4:1/4 D4:1/4 | E4:1/12 D4:1/12 C4:1/12 C4:1/4", "tuplets", "in bar 2"),
        ("3/4 C4:1/4 D4:1/2 | E4:1/4 F4:1/2", "syncopated", None),
        ("4/4 C4:1/8 D4:1/4 E4:1/8 C4:1/2", "syncopated", "one syncopated note, first"),
        ("4/4 C4:1/4 G5:1/4 C4:1/2", "ambitus", "range of a twelfth, C4 to G5"),
    ],
)
def test_a_reason_is_told_in_a_teachers_words(
    text: str, feature: str, words: str | None
) -> None:
    """With the bar in which the pupil meets it first."""
    texts = {reason.feature: reason.text for reason in grade(melody(text)).reasons}

    assert words in texts[feature] if words else feature not in texts


def test_passages_in_a_row_are_one_line() -> None:
    """A change of metre is a difficulty, and bars are counted on."""
    simple, compound = melody("2/4 C4:1/4 D4:1/4"), melody("6/8 E4:3/8 G5:3/8")

    graded = grade([simple, compound])
    reasons = {reason.feature: reason.text for reason in graded.reasons}

    assert graded.descriptors.metres == 2
    assert reasons["largest_leap"] == "leap of a tenth in bar 2 (E4 to G5)"


def test_an_instruments_first_keys_are_easier_on_it() -> None:
    """A major is a violinist's first key and a clarinettist's fourth-level one."""
    tune = melody("4/4 A4:1/4 B4:1/4 C#5:1/4 A4:1/4", "A major")

    levels = [grade(tune, instrument(name)).level for name in ("violin", "clarinet")]

    assert levels[0] < levels[1]


def test_quickness_counts_by_the_second_where_the_tempo_is_known() -> None:
    """The same notes at twice the speed are harder."""
    assert grade(FIVE_NOTES, None, 120).level > grade(FIVE_NOTES, None, 60).level


def test_a_model_is_told_levels_whatever_the_key() -> None:
    """Five notes in C and in D flat have the same tags."""
    in_c = melody("2/4 C4:1/4 D4:1/4 | E4:1/2 | D4:1/4 E4:1/4 | C4:1/2")
    in_d_flat = melody("2/4 Db4:1/4 Eb4:1/4 | F4:1/2 | Eb4:1/4 F4:1/4 | Db4:1/2", "Db")

    assert tags(in_c) == tags(in_d_flat)
    assert level(in_c) < level(in_d_flat)


def test_descriptors_of_a_worked_example() -> None:
    """Two bars counted by hand."""
    found = describe(melody("2/4 C4:1/8 D4:1/8 -:1/8 F#4:1/8 | G4:3/8 C4:1/8"))

    assert {
        "ambitus": found.ambitus,
        "largest_leap": found.largest_leap,
        "intervals": (found.steps, found.skips, found.leaps, found.wide_leaps),
        "pitch_entropy": round(found.pitch_entropy, 3),
        "outside": found.outside,
        "shortest": found.shortest,
        "density": found.density,
        "values": found.values,
        "dotted": found.dotted,
        "rests": round(found.rests, 3),
    } == {
        "ambitus": 7,
        "largest_leap": 7,
        "intervals": (0.5, 0.25, 0.25, 0.0),
        "pitch_entropy": round(-(0.4 * math.log2(0.4) + 0.6 * math.log2(0.2)), 3),
        "outside": 0.2,
        "shortest": 0.125,
        "density": 1.25,
        "values": 2,
        "dotted": 0.2,
        "rests": round(1 / 6, 3),
    }


def test_a_scale_sounds_more_tonal_than_chromatic_notes() -> None:
    """Krumhansl and Kessler's profiles tell them apart."""
    scale_of_c = [Fraction(x) for x in (2, 0, 1, 0, 1, 1, 0, 2, 0, 1, 0, 1)]

    assert tonalness([float(x) for x in scale_of_c]) > 0.7 > tonalness([1, 1] + [0] * 10)
