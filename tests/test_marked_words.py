"""Words, pauses, octave lines and hooked bows: where they stand, and how they sound."""

from fractions import Fraction

import numpy as np
from conftest import melody

from etudes.markings import Mark, Markings, draw_markings
from etudes.markings.fingers import fingers
from etudes.markings.line import Line
from etudes.melody import Melody
from etudes.tables import instrument, level
from etudes.writing.performance import played

DOTTED = melody(
    "2/4 D4:3/16 E4:1/16 F#4:3/16 G4:1/16 | A4:1/4 F#4:1/4 | " * 4 + "D4:1/2", "D"
)
LONG = melody(
    "4/4 G4:1/4 A4:1/4 B4:1/4 C5:1/4 | D5:1/4 C5:1/4 B4:1/4 A4:1/4 | "
    "G4:1/4 A4:1/4 B4:1/4 G4:1/4 | A4:1/4 D4:1/2 -:1/4 | "
    "B4:1/4 C5:1/4 D5:1/4 E5:1/4 | D5:1/4 E5:1/4 D5:1/4 B4:1/4 | "
    "C5:1/4 B4:1/4 A4:1/4 B4:1/4 | G4:1/4 D5:1/2 -:1/4 | "
    "G4:1/4 A4:1/4 B4:1/4 C5:1/4 | D5:1/4 C5:1/4 B4:1/4 A4:1/4 | "
    "B4:1/4 A4:1/4 G4:1/4 F#4:1/4 | G4:1/1",
    "G",
)
"""Three phrases of four bars; the first and the last begin alike."""


def drawn(tune: Melody, player: str, number: int, tempo: float, seed: int) -> Markings:
    rng = np.random.default_rng(seed)
    return draw_markings(tune, instrument(player), level(number), tempo, rng)


def words(tune: Melody, player: str, number: int) -> list[list[str]]:
    """The words of eighty draws, each in order."""
    draws = (drawn(tune, player, number, 100.0, seed) for seed in range(80))
    return [[m.text for m in signs.marks if m.kind == "word"] for signs in draws]


def test_four_very_high_notes_stand_under_an_octave_line() -> None:
    """From level 7 on, for the flute; a clarinet reads ledger lines."""
    high = melody("4/4 C5:1/4 E5:1/4 G5:1/4 C6:1/4 | G6:1/4 A6:1/4 B6:1/4 A6:1/4 | C6:1/1")

    def lines(player: str, number: int) -> list[tuple[int, int]]:
        spans = drawn(high, player, number, 100.0, 0).of("octave up")
        return [(span.first, span.last) for span in spans]

    assert [lines("flute", 7), lines("flute", 6), lines("clarinet", 7)] == [
        [(4, 7)],
        [],
        [],
    ]


def test_a_new_position_has_its_name_once() -> None:
    """At level 5, which is the first to have third position; not at level 6."""
    tune = melody("4/4 A3:1/4 B3:1/4 B4:1/4 E5:1/4 | A5:1/4 B5:1/4 D6:1/4 D6:1/4", "D")

    def named(number: int) -> list[str]:
        line = Line(tune, instrument("violin"), level(number), 80.0, ())
        return [m.text for m in fingers(line) if m.kind == "position"]

    assert (named(5), named(6)) == (["3rd pos."], [])


def test_a_pause_stands_on_the_last_note_or_a_half_close() -> None:
    """From level 4 on, one at most, on a phrase's last note."""
    found = set()
    for seed in range(80):
        signs = drawn(LONG, "flute", 4, 90.0, seed)
        pauses = [m.place for m in signs.marks if m.kind == "fermata"]
        assert len(pauses) <= 1
        found |= {*pauses}
    notes = [note for measure in LONG.measures for note in measure.notes]

    assert found
    assert all(notes[p].duration >= Fraction(1, 2) for p in found)


def test_only_bowed_strings_pluck() -> None:
    """Pizz. comes before arco, and not below level 4."""
    assert any("pizz." in of_one for of_one in words(LONG, "violin", 5))
    for player, number in (("flute", 5), ("violin", 3)):
        assert not any("pizz." in of_one for of_one in words(LONG, player, number))


def test_a_tempo_follows_a_slowing() -> None:
    """On the way from level 6 on; the end slows from level 5 on, never before."""
    for number in (4, 5, 6, 8):
        all_words = words(LONG, "flute", number)
        assert any("a tempo" in w for w in all_words) == (number >= 6)
        assert any({*w} & {"rit.", "rall."} for w in all_words) == (number >= 5)
        for w in all_words:
            assert "a tempo" not in w or "rit." in w[: w.index("a tempo")]


def test_a_word_swells_like_a_hairpin() -> None:
    """Between p and f, cresc. makes each note louder than the one before."""
    tune = melody("4/4 C5:1/4 C5:1/4 C5:1/4 C5:1/4 | C5:1/1")
    marks = (Mark(0, "dynamic", "p"), Mark(0, "word", "cresc."), Mark(4, "dynamic", "f"))
    loud = [note.velocity for note in played(tune, Markings(marks))]

    assert loud == sorted({*loud})


def test_long_swells_are_words_and_reach_a_dynamic() -> None:
    """A dynamic stands after every cresc. and dim.; some draw has one."""
    found = 0
    for seed in range(80):
        marks = drawn(LONG, "flute", 8, 100.0, seed).marks
        for mark in (m for m in marks if m.text in ("cresc.", "dim.")):
            found += 1
            assert any(m.kind == "dynamic" and m.place > mark.place for m in marks)

    assert found


def test_dotted_pairs_are_hooked_alike() -> None:
    """All of them or none, the dots under two-note slurs; from level 5 on, bowed only."""
    seconds = {1 + 6 * bar + 2 * pair for bar in range(4) for pair in range(2)}
    found = set()
    for seed in range(80):
        signs = drawn(DOTTED, "violin", 5, 100.0, seed)
        dots = {m.place for m in signs.marks if m.text == "staccato"}
        ends = {s.last for s in signs.of("slur") if s.last - s.first == 1}
        found.add(seconds <= dots & ends)
        assert not dots & ends or seconds <= dots & ends

    assert found == {True, False}


def test_legato_is_said_where_slurs_do_not_say_it() -> None:
    """The word stands on no page whose bars are slurred."""
    for seed in range(200):
        signs = drawn(LONG, "flute", 6, 85.0, seed)
        if any(mark.text == "legato" for mark in signs.marks):
            assert len(signs.of("slur")) <= len(LONG.measures) // 4
