"""Rhythm figures and chord leaps: what is struck out is what is found broken."""

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.constraints.chords import ChordLeaps
from etudes.constraints.exercise import Exercise
from etudes.constraints.figures import Figures
from etudes.constraints.tables import all_allowed
from etudes.encoding.events import to_ticks
from etudes.encoding.vocabulary import Vocabulary
from etudes.melody import Melody
from etudes.tables import Level, levels
from etudes.theory import Key, Pitch, TimeSignature

METRES = ("2/4", "3/4", "4/4", "2/2", "3/2", "3/8", "6/8", "5/8", "7/8", "9/8")
LENGTHS = tuple(Fraction(n, 48) for n in (3, 4, 6, 8, 9, 12, 18, 24, 36))
VOCABULARY = Vocabulary(
    ((-128, 0), *((steps, alter) for steps in range(-4, 11) for alter in (-1, 0, 1))),
    tuple(to_ticks(length) for length in LENGTHS),
)
FRAME = Exercise(
    level=1,
    key=Key.parse("C"),
    time_signature=TimeSignature(4, 4),
    measures=1,
    pickup=Fraction(0),
    low=Pitch.parse("C4"),
    high=Pitch.parse("C5"),
    values=LENGTHS,
    rests=(),
    max_leap=12,
    forbidden_leaps=(),
    syncopation="free",
    ties=True,
    alterations="none",
)


def figures(*texts: str) -> Figures:
    return Figures(tuple(tuple(map(Fraction, text.split())) for text in texts))


def broken(rule: Figures | ChordLeaps, line: Melody) -> list[tuple[Fraction, str]]:
    """Return onset and message of each place where a melody breaks a rule."""
    return [(event.onset, text) for event, text in rule.faults(line) if event]


@pytest.mark.parametrize(
    "line",
    [
        "2/4 C4:1/8 D4:1/8 E4:1/4 |",
        "2/4 C4:1/8 -:1/8 E4:1/4 |",
        "2/4 C4:3/8 D4:1/8 |",
        "2/4 C4:1/8 D4:1/4 E4:1/8 |",
        "2/2 C4:1/8 D4:1/8 E4:1/4 F4:1/2 |",
        "3/2 C4:3/8 D4:1/8 E4:1/2 F4:1/2 |",
        "3/4 C4:1/8 | D4:3/4 |",
        "2/4 C4:1/2 | D4:3/8 |",
    ],
)
def test_pairs_of_quavers(line: str) -> None:
    """Notes and rests, after a dot, over the beat, in minim beats, in an upbeat: where
    beats are cut there are whole beats and pairs."""
    assert broken(figures("1/8 1/8"), melody(line)) == []


@pytest.mark.parametrize(
    ("line", "onset", "division"),
    [
        ("2/4 C4:3/16 D4:1/16 E4:1/4 |", 0, "dotted quaver, semiquaver"),
        ("2/4 C4:1/4 D4:1/16 E4:3/16 |", Fraction(1, 4), "semiquaver, dotted quaver"),
        ("2/4 C4:5/16 D4:3/16 |", Fraction(5, 16), "semiquaver, dotted quaver"),
        ("6/8 C4:1/8 D4:1/4 E4:3/8 |", 0, "quaver, crotchet"),
        ("5/8 C4:3/8 D4:3/16 E4:1/16 |", Fraction(3, 8), "dotted quaver, semiquaver"),
        ("2/4 D4:1/16 | E4:1/2 |", Fraction(-1, 16), "semiquaver"),
        ("3/8 D4:1/8 | E4:3/8 | C4:1/8 D4:1/8 |", Fraction(3, 8), "quaver, quaver"),
    ],
)
def test_other_divisions_of_a_beat_are_found(
    line: str, onset: Fraction, division: str
) -> None:
    """At the first note that begins in the beat, by the names of the notes."""
    rule = figures("1/8 1/8", "1/4 1/8")

    assert broken(rule, melody(line)) == [
        (onset, f"a beat of {division} is no rhythm figure of this level")
    ]


def test_an_uneven_bar_has_both_kinds_of_beat() -> None:
    """7/8 divides its groups of two as 2/4 does, its group of three as 6/8."""
    line = melody("7/8 C4:1/8 D4:1/8 E4:1/4 D4:1/4 E4:1/8 |")

    assert broken(figures("1/8 1/8", "1/4 1/8"), line) == []
    assert [onset for onset, _ in broken(figures("1/4 1/4", "1/8 1/4"), line)] == [
        Fraction(1, 2)
    ]


@st.composite
def bars(draw: st.DrawFn) -> tuple[TimeSignature, list[Fraction]]:
    """A bar in some metre, filled with lengths of every kind at random."""
    metre = TimeSignature.parse(draw(st.sampled_from(METRES)))
    lengths: list[Fraction] = []
    while left := metre.measure_duration - sum(lengths):
        fitting = [length for length in LENGTHS if length <= left] or [left]
        lengths.append(draw(st.sampled_from(fitting)))
    return metre, lengths


@settings(deadline=None)  # the first example fills the caches
@given(bar=bars(), lesson=st.sampled_from(levels()))
def test_what_is_struck_out_is_what_is_broken(
    bar: tuple[TimeSignature, list[Fraction]], lesson: Level
) -> None:
    """A rhythm loses one of its notes in the tables, or none, just as it breaks the rule
    or keeps it: place and length of single notes tell the whole figure."""
    metre, lengths = bar
    if not set(lengths) <= set(LENGTHS):
        return
    rule = Figures(lesson.figures)
    tables = all_allowed(replace(FRAME, time_signature=metre), VOCABULARY)
    rule.strike(tables)
    onsets = accumulate(lengths, initial=Fraction(0))
    line = Melody.from_events(
        FRAME.key, metre, [(Pitch.parse("C4"), length) for length in lengths]
    )

    kept = all(
        tables.note_fits[to_ticks(onset) // tables.grid, LENGTHS.index(length)]
        for onset, length in zip(onsets, lengths, strict=False)
    )

    assert kept == (broken(rule, line) == [])


@pytest.mark.parametrize(
    ("key", "line", "leaps"),
    [
        ("C major", "4/4 C4:1/4 E4:1/4 G4:1/4 C5:1/4 |", []),  # I
        ("C major", "4/4 F4:1/4 A4:1/4 C5:1/2 |", []),  # IV
        ("C major", "4/4 G4:1/4 B4:1/4 D4:1/4 F4:1/4 |", []),  # V7
        ("C major", "2/4 E4:1/4 A4:1/4 |", ["E4"]),
        ("C major", "2/4 D4:1/4 A4:1/4 |", ["D4"]),
        ("C major", "4/4 D4:1/4 E4:1/4 F4:1/4 E4:1/4 |", []),  # steps go anywhere
        ("C major", "3/4 E4:1/4 -:1/4 A4:1/4 |", ["E4"]),  # a rest hides no leap
        ("A minor", "2/4 E4:1/4 G#4:1/4 |", []),
        ("A minor", "2/4 E4:1/4 G4:1/4 |", []),
        ("A minor", "2/4 F4:1/4 A4:1/4 |", []),
        ("A minor", "2/4 C5:1/4 G4:1/4 |", ["C5"]),
        ("D major", "2/4 F#4:1/4 C#5:1/4 |", ["F#4"]),
    ],
)
def test_first_leaps_outline_the_chords(key: str, line: str, leaps: list[str]) -> None:
    """I, IV and V7 hold a leap together; in minor the seventh may be raised or not."""
    tune = melody(line, key)

    found = broken(ChordLeaps(tune.key, 3), tune)

    assert [text.partition(": ")[0].rsplit(" ", 1)[1] for _, text in found] == leaps


def test_narrower_leaps_go_anywhere() -> None:
    """Where sixths and wider leaps stay inside chords, a fourth need not."""
    assert broken(ChordLeaps(Key.parse("C"), 8), melody("2/4 E4:1/4 A4:1/4 |")) == []
    assert broken(ChordLeaps(Key.parse("C"), 0), melody("2/4 D4:1/4 C5:1/4 |")) == []


def test_leaps_are_struck_out_as_they_are_broken() -> None:
    """The table of moves and the finder of faults say the same of every pair."""
    rule = ChordLeaps(FRAME.key, 3)
    tables = all_allowed(FRAME, VOCABULARY)
    rule.strike(tables)
    pairs = [
        (i, j, a, b)
        for i, a in enumerate(tables.pitches)
        for j, b in enumerate(tables.pitches)
        if a and b
    ]

    for i, j, a, b in pairs:
        line = Melody.from_events(
            FRAME.key, TimeSignature(2, 4), [(a, Fraction(1, 4)), (b, Fraction(1, 4))]
        )
        assert tables.moves[i, j] == (broken(rule, line) == [])
