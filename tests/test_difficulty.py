"""The level estimate: monotone, and never surprising to a musician."""

from dataclasses import fields, replace

import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st

from etudes.difficulty import describe, estimate
from etudes.melody import Melody

FIVE_NOTES = melody("4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/4 F4:1/4 E4:1/4 D4:1/4 | C4:1")


def level(line: Melody) -> float:
    return estimate(describe(line)).level


@pytest.mark.parametrize(
    ("easier", "harder", "reason"),
    [
        ("4/4 C4:1/4 D4:1/4 E4:1/2", "4/4 C4:1/8 D4:1/8 E4:1/8 F4:1/8 E4:1/2", "quavers"),
        ("4/4 C4:1/4 D4:1/4 E4:1/2", "4/4 C4:1/4 C5:1/4 E4:1/2", "an octave leap"),
        ("4/4 C4:1/4 D4:1/4 E4:1/2", "4/4 C4:1/4 C#4:1/4 E4:1/2", "an accidental"),
        ("4/4 C4:1/4 D4:1/4 E4:1/2", "4/4 C4:1/8 D4:1/4 E4:1/8 C4:1/2", "syncopation"),
        ("3/4 C4:1/4 D4:1/4 E4:1/4", "6/8 C4:1/4 D4:1/8 E4:3/8", "compound metre"),
        ("2/4 C4:1/4 D4:1/4", "2/4 C4:1/12 D4:1/12 E4:1/12 D4:1/4", "triplets"),
    ],
)
def test_one_added_difficulty_is_harder(easier: str, harder: str, reason: str) -> None:
    """Every teacher would agree about each pair."""
    assert level(melody(easier)) < level(melody(harder)), reason


def test_a_five_note_tune_in_crotchets_is_a_beginners() -> None:
    """Below level 2."""
    assert level(FIVE_NOTES) < 2


@given(
    st.sampled_from(["ambitus", "largest_leap", "outside", "syncopated", "density"]),
    st.floats(0.1, 3),
)
def test_the_estimate_never_falls_when_one_feature_grows(name: str, more: float) -> None:
    """All else equal, more is not easier."""
    plain = describe(FIVE_NOTES)
    assert name in {field.name for field in fields(plain)}

    harder = replace(plain, **{name: getattr(plain, name) + more})

    assert estimate(harder).level >= estimate(plain).level


def test_reasons_name_the_hardest_feature_first() -> None:
    """An octave leap is the reason."""
    found = estimate(describe(melody("4/4 C4:1/4 C5:1/4 C4:1/2")))

    assert found.reasons()[0].startswith("largest_leap")
