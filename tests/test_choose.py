"""What makes one candidate better than another."""

from conftest import melody

from etudes.sampling.faults import forgets, is_broken_up, runs_on

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


_OTHERS = " | F4:1/4 D4:1/4 | G4:1/8 F4:1/8 E4:1/4 | A4:1/4 B4:1/4 | C5:1/4 A4:1/4"
_CLOSE = " | G4:1/4 F4:1/8 D4:1/8 | C4:1/2"


def test_a_bar_that_returns_or_moves_to_another_step_is_a_motif() -> None:
    """One bar on or two, as it was or a step higher."""
    motif, above = "C4:1/8 E4:1/8 D4:1/4", "D4:1/8 F4:1/8 E4:1/4"

    assert not forgets(melody(f"2/4 {motif} | {motif}{_OTHERS}{_CLOSE}"))
    assert not forgets(melody(f"2/4 {motif} | {above}{_OTHERS}{_CLOSE}"))
    assert not forgets(melody(f"2/4 {motif} | B3:1/4 E4:1/4 | {above}{_OTHERS}{_CLOSE}"))


def test_another_rhythm_or_shape_takes_nothing_up() -> None:
    """And two notes are no motif."""
    motif = "C4:1/8 E4:1/8 D4:1/4"

    for later in ("D4:1/4 F4:1/8 E4:1/8", "D4:1/8 F4:1/8 D4:1/4"):
        assert forgets(melody(f"2/4 {motif} | {later}{_OTHERS}{_CLOSE}"))
    assert forgets(melody(f"2/4 C4:1/4 D4:1/4 | D4:1/4 E4:1/4{_OTHERS}{_CLOSE}"))


def test_more_rests_than_every_second_bar_break_a_line_up() -> None:
    """Two in four bars are a breath each, three are holes."""
    bar, held = "C4:1/4 -:1/4", "C4:1/4 D4:1/4"

    assert not is_broken_up(melody(f"2/4 {bar} | {held} | {bar} | C4:1/2"))
    assert is_broken_up(melody(f"2/4 {bar} | {bar} | {bar} | C4:1/2"))
