"""What makes one candidate better than another."""

from conftest import melody

from etudes.sampling.choose import moves_nothing, runs_on

_FOUR = "2/4 C4:1/4 E4:1/4 | F4:1/4 D4:1/4 | E4:1/4 C4:1/4 | "
_REST_OF_EIGHT = " | C4:1/4 E4:1/4 | F4:1/4 D4:1/4 | E4:1/4 D4:1/4 | C4:1/2"


def test_eight_bars_that_rest_on_the_dominant_halfway_are_two_phrases() -> None:
    """A minim on the fifth, the second or the seventh in bar four."""
    for rest in ("G4:1/2", "D4:1/2", "B3:1/2", "C4:1/4 D4:1/4"):
        assert not runs_on(melody(_FOUR + rest + _REST_OF_EIGHT))


def test_eight_bars_without_a_rest_halfway_run_on() -> None:
    """On the tonic, or in quavers to the barline."""
    for middle in ("C4:1/2", "E4:1/4 C4:1/8 D4:1/8"):
        assert runs_on(melody(_FOUR + middle + _REST_OF_EIGHT))


def test_the_upbeat_to_bar_five_is_not_the_end_of_bar_four() -> None:
    """With a pickup the phrase ends before the next one's."""
    with_upbeats = "2/4 G4:1/8 | " + _FOUR.removeprefix("2/4 ") + "D4:3/8 G4:1/8"
    close = " | C4:1/4 E4:1/4 | F4:1/4 D4:1/4 | E4:1/4 D4:1/4 | C4:3/8"

    assert not runs_on(melody(with_upbeats + close))


def test_four_bars_are_one_phrase() -> None:
    """Nobody expects a rest in the middle of them."""
    assert not runs_on(melody(_FOUR + "C4:1/2"))


def test_a_bar_on_the_next_step_is_a_sequence() -> None:
    """Up or down, next door or two bars on."""
    motif, above = "C4:1/8 E4:1/8 D4:1/4", "D4:1/8 F4:1/8 E4:1/4"
    other = "G4:1/4 C4:1/4"

    assert not moves_nothing(melody(f"2/4 {motif} | {above} | C4:1/2"))
    assert not moves_nothing(melody(f"2/4 {above} | {other} | {motif} | C4:1/2"))


def test_another_rhythm_another_shape_or_the_same_step_is_none() -> None:
    """A bar repeated has not moved, and two notes are no motif."""
    motif = "C4:1/8 E4:1/8 D4:1/4"

    for later in (motif, "D4:1/4 F4:1/8 E4:1/8", "D4:1/8 F4:1/8 D4:1/4"):
        assert moves_nothing(melody(f"2/4 {motif} | {later} | C4:1/2"))
    assert moves_nothing(melody("2/4 C4:1/4 D4:1/4 | D4:1/4 E4:1/4 | C4:1/2"))
