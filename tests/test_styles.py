"""Styles: a jig goes in six-eight, and what is told to the model is in the table."""

import pytest

from etudes.corpus.tune_styles import style_of
from etudes.encoding.vocabulary import STYLES
from etudes.errors import UnknownName, UnsatisfiableRequest
from etudes.item.plan import plan
from etudes.item.request import Request
from etudes.tables.styles import style, styles
from etudes.theory import TimeSignature


def test_the_model_and_the_table_know_the_same_styles() -> None:
    """In the same order, for the order is the vocabulary's."""
    assert tuple(row.name for row in styles()) == STYLES


@pytest.mark.parametrize("name", STYLES)
def test_every_exercise_in_a_style_has_one_of_its_metres(name: str) -> None:
    """Where the request leaves the metre open, at the highest level."""
    for index in range(8):
        exercise, _ = plan(Request(level=8, instrument="violin", seed=3, style=name), index)

        assert exercise.time_signature in style(name).metres
        assert exercise.style == name


def test_a_metre_asked_for_by_name_stays() -> None:
    """A march in 3/4 is the teacher's own affair."""
    metre = TimeSignature(3, 4)
    asked = Request(
        level=4, instrument="violin", seed=1, style="march", time_signature=metre
    )

    assert plan(asked, 0)[0].time_signature == metre


def test_a_style_beyond_the_level_is_refused_with_its_metres() -> None:
    """A slip jig needs 9/8."""
    request = Request(level=2, instrument="violin", seed=1, style="slip-jig")

    with pytest.raises(UnsatisfiableRequest, match="a slip jig goes in 9/8, but"):
        plan(request, 0)


def test_an_unknown_style_is_answered_with_all_of_them() -> None:
    """No guess is made."""
    with pytest.raises(UnknownName, match="air, dance, jig"):
        style("polka")


@pytest.mark.parametrize(
    ("number", "names", "expected"),
    [
        (12, ("", "The Rose"), "air"),
        (720, ("", "The Rose"), "jig"),
        (1120, ("", "The Rose"), "slip-jig"),
        (1200, ("", "The Rose's Reel"), "reel"),
        (1600, ("hornpipe", "Quick Step"), "hornpipe"),
        (1850, ("", "The Duke's March"), "march"),
        (1850, ("", "The Long Dance"), "dance"),
    ],
)
def test_a_tune_of_oneill_has_the_style_of_its_rhythm_title_or_section(
    number: int, names: tuple[str, str], expected: str
) -> None:
    """The print stands in order of kinds: airs first, then jigs, slip jigs, reels."""
    assert style_of("oneill", "dance", number, *names) == expected


def test_a_song_stays_a_song() -> None:
    """Schubert's march is sung."""
    assert style_of("lieder", "song", title="March of the Soldiers") == "song"
