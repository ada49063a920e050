"""ABC: pitches as an editor would read them."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.errors import UnreadableFile
from etudes.melody import Melody
from etudes.reading import read
from etudes.reading.abc import read_abc_tune


def tune(body: str, key: str = "D", metre: str = "4/4", unit: str = "1/8") -> Melody:
    return (
        read_abc_tune(f"X:1\nT:Test\nM:{metre}\nL:{unit}\nK:{key}\n{body}\n")
        .lines[0]
        .passages[0]
    )


def names(line: Melody) -> list[str]:
    return [str(pitch) for pitch in line.pitches]


def test_an_explicit_natural_lasts_to_the_barline() -> None:
    """In D major =c c is C natural twice; after the barline C is sharp again."""
    line = tune("=cdc2 d4|c4 d4|]")

    assert names(line) == ["C5", "D5", "C5", "D5", "C#5", "D5"]


def test_an_accidental_holds_at_its_own_octave_only() -> None:
    """A sharp on low F leaves high f alone."""
    line = tune("^F2 f2 F4|]", key="C")

    assert names(line) == ["F#4", "F5", "F#4"]


def test_a_newline_is_a_barline_where_the_bar_is_full() -> None:
    """The sharp does not reach over the line's end."""
    line = tune("^c4 d4\nc4 d4|]", key="C")

    assert names(line) == ["C#5", "D5", "C5", "D5"]


def test_a_tie_carries_an_accidental_over_the_barline() -> None:
    """The tied C stays sharp."""
    line = tune("d4 ^c4-|c4 d4|]", key="C")

    assert names(line) == ["D5", "C#5", "D5"]


def test_broken_rhythm_dots_one_note_and_halves_the_other() -> None:
    """A>B is a dotted quaver and a semiquaver."""
    line = tune("A>B c<d e4|]", key="C")

    assert [str(event.duration) for event in line.events()] == [
        "3/16",
        "1/16",
        "1/16",
        "3/16",
        "1/2",
    ]


def test_a_triplet_has_exact_twelfths() -> None:
    """Three quavers in the time of two."""
    line = tune("(3ABc d2 e4|]", key="C")

    assert [str(event.duration) for event in line.events()][:3] == ["1/12"] * 3


def test_an_upbeat_is_a_pickup_and_the_half_bars_at_a_repeat_join() -> None:
    """A crotchet upbeat, and a repeat sign in the middle of a bar."""
    line = tune("A2|d4 e4|f4 d2:|A2|d8|d6|]")

    assert str(line.pickup) == "1/4"
    assert line.full_measures == 4


def test_a_first_ending_is_left_out() -> None:
    """The line reads on through the second ending."""
    line = tune("d8|1 e8:|2 f8|]", key="C")

    assert names(line) == ["D5", "F5"]


def test_minor_and_modal_keys_give_their_signatures() -> None:
    """E dorian has C sharp, A minor has none."""
    assert names(tune("C8|]", key="E Dorian")) == ["C#4"]
    assert names(tune("C8|]", key="Am")) == ["C4"]


def test_the_default_unit_depends_on_the_metre() -> None:
    """Below 3/4 a letter is a semiquaver, else a quaver."""
    text = "X:1\nM:2/4\nK:C\nABcd efga|]"

    assert read_abc_tune(text).lines[0].passages[0].pitches[0].letter == "A"
    assert str(next(read_abc_tune(text).lines[0].passages[0].events()).duration) == "1/16"


@pytest.mark.parametrize("text", ["", "no music", "X:1\nK:C\n", "X:1\nM:4/4\nK:C\nABC|"])
def test_text_without_a_full_bar_is_one_clear_line(text: str, tmp_path: Path) -> None:
    """The message names the file."""
    path = tmp_path / "broken.abc"
    path.write_text(text, "utf-8")

    with pytest.raises(UnreadableFile, match=r"broken\.abc") as caught:
        read(path)
    assert "\n" not in str(caught.value)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ABCdefg^_=,'/0123456789|:[](){}<>-zZ& \nKLMVX\"!+%", max_size=80))
def test_no_text_ever_gives_more_than_a_clear_refusal(body: str) -> None:
    """Random ABC is read or refused, never a traceback of another kind."""
    with suppress(UnreadableFile):
        read_abc_tune("X:1\nM:3/4\nL:1/8\nK:C\n" + body)
