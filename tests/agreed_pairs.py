"""Pairs of short melodies of which every teacher says which is harder to read at sight.

They come in three sorts: a tune and the same tune with one thing added, two well-known
tunes that lie far apart, and two exercises from different places of a method. Nothing
depends on the tempo or on the instrument.
"""

from typing import NamedTuple

from conftest import melody

from etudes.melody import Melody

Side = str | tuple[str, str]
"""A melody as `melody` reads it, in C major; or its key and the melody."""


class Pair(NamedTuple):
    """Two melodies, the easier one first, and what makes the other one harder."""

    easier: Side
    harder: Side
    reason: str


def read(side: Side) -> Melody:
    """Return one side of a pair as a melody."""
    return melody(side) if isinstance(side, str) else melody(side[1], side[0])


ONE_THING_ADDED: tuple[Pair, ...] = (
    Pair(
        (
            "4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/4 A4:1/4 G4:1/2 | F4:1/4 E4:1/4 D4:1/4 "
            "E4:1/4 | C4:1"
        ),
        (
            "4/4 C4:1/4 D4:1/8 E4:1/8 E4:1/4 F4:1/4 | G4:1/4 A4:1/8 G4:1/8 G4:1/2 | F4:1/4 "
            "E4:1/8 F4:1/8 D4:1/4 E4:1/8 D4:1/8 | C4:1"
        ),
        "quavers among the crotchets",
    ),
    Pair(
        "2/4 C4:1/4 D4:1/4 | E4:1/4 F4:1/4 | G4:1/4 E4:1/4 | C4:1/2",
        (
            "2/4 C4:1/4 D4:1/16 E4:1/16 D4:1/16 C4:1/16 | E4:1/4 F4:1/16 G4:1/16 F4:1/16 "
            "E4:1/16 | G4:1/16 F4:1/16 E4:1/16 D4:1/16 E4:1/4 | C4:1/2"
        ),
        "semiquavers added to plain beats",
    ),
    Pair(
        (
            "G major",
            "2/4 G4:1/4 A4:1/16 B4:1/16 C5:1/16 A4:1/16 | B4:1/4 C5:1/16 D5:1/16 C5:1/16 "
            "B4:1/16 | A4:1/4 B4:1/16 A4:1/16 G4:1/16 F#4:1/16 | G4:1/2",
        ),
        (
            "G major",
            "2/4 G4:1/4 A4:1/32 B4:1/32 C5:1/32 B4:1/32 C5:1/16 A4:1/16 | B4:1/4 C5:1/32 "
            "D5:1/32 C5:1/32 B4:1/32 C5:1/16 B4:1/16 | A4:1/4 B4:1/32 C5:1/32 B4:1/32 "
            "A4:1/32 G4:1/16 F#4:1/16 | G4:1/2",
        ),
        "demisemiquavers among the semiquavers",
    ),
    Pair(
        (
            "D major",
            "6/8 D4:1/8 E4:1/8 F#4:1/8 F#4:1/4 E4:1/8 | E4:1/8 F#4:1/8 G4:1/8 G4:1/4 "
            "F#4:1/8 | F#4:1/8 G4:1/8 A4:1/8 A4:1/4 G4:1/8 | D4:3/4",
        ),
        (
            "D major",
            "6/8 D4:1/8 E4:1/8 F#4:3/8 E4:1/8 | E4:1/8 F#4:1/8 G4:3/8 F#4:1/8 | F#4:1/8 "
            "G4:1/8 A4:3/8 G4:1/8 | D4:3/4",
        ),
        "ties over the middle of the bar in compound time",
    ),
    Pair(
        (
            "4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/4 F4:1/4 E4:1/4 D4:1/4 | C4:1/4 D4:1/4 "
            "E4:1/4 F4:1/4 | G4:1/4 F4:1/4 E4:1/4 D4:1/4 | C4:1"
        ),
        (
            "4/4 G3:1/4 A3:1/4 B3:1/4 C4:1/4 | D4:1/4 E4:1/4 F4:1/4 G4:1/4 | A4:1/4 B4:1/4 "
            "C5:1/4 D5:1/4 | E5:1/4 D5:1/4 C5:1/4 B4:1/4 | C5:1"
        ),
        "two octaves instead of five notes, all by step",
    ),
    Pair(
        (
            "4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/4 A4:1/4 B4:1/4 C5:1/4 | A4:1/4 G4:1/4 "
            "F4:1/4 D4:1/4 | C4:1"
        ),
        (
            "4/4 C4:1/4 A4:1/4 D4:1/4 B4:1/4 | E4:1/4 C5:1/4 F4:1/4 A4:1/4 | D4:1/4 B4:1/4 "
            "E4:1/4 G4:1/4 | C4:1"
        ),
        "sixths and fifths instead of steps",
    ),
    Pair(
        (
            "4/4 C4:1/4 E4:1/4 D4:1/4 F4:1/4 | E4:1/4 G4:1/4 F4:1/4 A4:1/4 | G4:1/4 B4:1/4 "
            "C5:1/2 | C5:1"
        ),
        (
            "4/4 C4:1/4 B4:1/4 D4:1/4 C5:1/4 | E4:1/4 D5:1/4 F4:1/4 E5:1/4 | G4:1/4 F5:1/4 "
            "E5:1/2 | C5:1"
        ),
        "sevenths instead of thirds",
    ),
    Pair(
        (
            "G major",
            "4/4 G4:1/4 A4:1/4 B4:1/4 C5:1/4 | B4:1/4 A4:1/4 G4:1/2 | A4:1/4 B4:1/4 C5:1/4 "
            "A4:1/4 | G4:1",
        ),
        (
            "G major",
            "4/4 G4:1/4 A5:1/4 B4:1/4 C6:1/4 | B5:1/4 A4:1/4 G5:1/2 | A4:1/4 B5:1/4 C5:1/4 "
            "A5:1/4 | G4:1",
        ),
        "notes thrown into another octave",
    ),
    Pair(
        (
            "A minor",
            "4/4 A4:1/4 D5:1/4 C5:1/4 F5:1/4 | D5:1/4 G4:1/4 B4:1/4 E5:1/4 | C5:1/4 F4:1/4 "
            "G4:1/2 | A4:1",
        ),
        (
            "A minor",
            "4/4 A4:1/4 D#5:1/4 C5:1/4 F#5:1/4 | D5:1/4 G#4:1/4 B4:1/4 F5:1/4 | C5:1/4 "
            "F#4:1/4 G#4:1/2 | A4:1",
        ),
        "augmented and diminished leaps instead of plain ones",
    ),
    Pair(
        (
            "G major",
            "4/4 G4:1/4 A4:1/4 B4:1/4 C5:1/4 | D5:1/4 C5:1/4 B4:1/4 A4:1/4 | G4:1/4 B4:1/4 "
            "A4:1/4 F#4:1/4 | G4:1",
        ),
        (
            "G major",
            "4/4 G4:1/4 A4:1/4 Bb4:1/4 C#5:1/4 | D5:1/4 C5:1/4 B4:1/4 Ab4:1/4 | G4:1/4 "
            "Bb4:1/4 A4:1/4 F#4:1/4 | G4:1",
        ),
        "accidentals in every bar",
    ),
    Pair(
        (
            "2/4 C4:1/8 D4:1/8 E4:1/8 F4:1/8 | G4:1/8 A4:1/8 B4:1/8 G4:1/8 | A4:1/8 B4:1/8 "
            "A4:1/8 B4:1/8 | C5:1/2"
        ),
        (
            "2/4 C4:1/8 C#4:1/8 D4:1/8 D#4:1/8 | E4:1/8 F4:1/8 F#4:1/8 G4:1/8 | G#4:1/8 "
            "A4:1/8 Bb4:1/8 B4:1/8 | C5:1/2"
        ),
        "a chromatic line instead of the plain scale",
    ),
    Pair(
        (
            "A minor",
            "4/4 A4:1/4 B4:1/4 C5:1/4 D5:1/4 | E5:1/4 F5:1/4 G5:1/4 E5:1/4 | F5:1/4 D5:1/4 "
            "E5:1/4 G4:1/4 | A4:1",
        ),
        (
            "A minor",
            "4/4 A4:1/4 B4:1/4 C5:1/4 D5:1/4 | E5:1/4 F#5:1/4 G#5:1/4 E5:1/4 | F5:1/4 "
            "D5:1/4 E5:1/4 G#4:1/4 | A4:1",
        ),
        "the raised notes of the melodic minor",
    ),
    Pair(
        (
            "4/4 C4:1/4 E4:1/4 G4:1/4 C5:1/4 | B4:1/4 A4:1/4 G4:1/2 | A4:1/4 C5:1/4 B4:1/4 "
            "G4:1/4 | F4:1/4 D4:1/4 B3:1/4 D4:1/4 | C4:1"
        ),
        (
            "4/4 C4:1/4 E4:1/4 G4:1/4 C5:1/4 | Bb4:1/4 Ab4:1/4 Gb4:1/2 | Ab4:1/4 Cb5:1/4 "
            "Bb4:1/4 Gb4:1/4 | F4:1/4 D4:1/4 B3:1/4 D4:1/4 | C4:1"
        ),
        "a swing through a remote key",
    ),
    Pair(
        (
            "4/4 C4:1/4 E4:1/4 G4:1/4 E4:1/4 | F4:1/4 A4:1/4 G4:1/2 | E4:1/4 D4:1/4 C4:1/4 "
            "D4:1/4 | C4:1"
        ),
        (
            "B major",
            "4/4 B3:1/4 D#4:1/4 F#4:1/4 D#4:1/4 | E4:1/4 G#4:1/4 F#4:1/2 | D#4:1/4 C#4:1/4 "
            "B3:1/4 C#4:1/4 | B3:1",
        ),
        "five sharps instead of none",
    ),
    Pair(
        (
            "F major",
            "3/4 F4:1/4 G4:1/4 A4:1/4 | Bb4:1/2 A4:1/4 | G4:1/4 A4:1/4 F4:1/4 | C4:3/4 | "
            "F4:1/4 A4:1/4 C5:1/4 | Bb4:1/4 G4:1/4 E4:1/4 | F4:3/4",
        ),
        (
            "Gb major",
            "3/4 Gb4:1/4 Ab4:1/4 Bb4:1/4 | Cb5:1/2 Bb4:1/4 | Ab4:1/4 Bb4:1/4 Gb4:1/4 | "
            "Db4:3/4 | Gb4:1/4 Bb4:1/4 Db5:1/4 | Cb5:1/4 Ab4:1/4 F4:1/4 | Gb4:3/4",
        ),
        "six flats instead of one",
    ),
    Pair(
        "3/4 C5:1/4 B4:1/4 A4:1/4 | G4:1/2 E4:1/4 | F4:1/4 D4:1/4 B3:1/4 | C4:3/4",
        (
            "C# major",
            "3/4 C#5:1/4 B#4:1/4 A#4:1/4 | G#4:1/2 E#4:1/4 | F#4:1/4 D#4:1/4 B#3:1/4 | "
            "C#4:3/4",
        ),
        "seven sharps instead of none",
    ),
    Pair(
        (
            "E minor",
            "4/4 E4:1/4 F#4:1/4 G4:1/4 A4:1/4 | B4:1/2 G4:1/4 E4:1/4 | A4:1/4 G4:1/4 "
            "F#4:1/4 D4:1/4 | E4:1",
        ),
        (
            "Eb minor",
            "4/4 Eb4:1/4 F4:1/4 Gb4:1/4 Ab4:1/4 | Bb4:1/2 Gb4:1/4 Eb4:1/4 | Ab4:1/4 "
            "Gb4:1/4 F4:1/4 Db4:1/4 | Eb4:1",
        ),
        "six flats in the minor instead of one sharp",
    ),
    Pair(
        (
            "A minor",
            "4/4 A4:1/4 C5:1/4 B4:1/4 G#4:1/4 | A4:1/4 E5:1/4 D#5:1/4 E5:1/4 | F5:1/4 "
            "E5:1/4 D5:1/4 B4:1/4 | A4:1/4 G#4:1/4 A4:1/2",
        ),
        (
            "G# minor",
            "4/4 G#4:1/4 B4:1/4 A#4:1/4 F##4:1/4 | G#4:1/4 D#5:1/4 C##5:1/4 D#5:1/4 | "
            "E5:1/4 D#5:1/4 C#5:1/4 A#4:1/4 | G#4:1/4 F##4:1/4 G#4:1/2",
        ),
        "double sharps and a remote minor key",
    ),
    Pair(
        (
            "G major",
            "2/4 G4:1/4 B4:1/8 A4:1/8 | G4:1/4 A4:1/8 B4:1/8 | C5:1/4 B4:1/8 A4:1/8 | "
            "G4:1/2",
        ),
        (
            "G major",
            "6/8 G4:3/8 B4:1/4 A4:1/8 | G4:3/8 A4:1/4 B4:1/8 | C5:3/8 B4:1/4 A4:1/8 | "
            "G4:3/4",
        ),
        "compound time instead of simple",
    ),
    Pair(
        (
            "D major",
            "3/4 D4:1/8 E4:1/8 F#4:1/8 G4:1/8 A4:1/4 | D5:1/8 C#5:1/8 B4:1/8 A4:1/8 "
            "F#4:1/4 | G4:1/8 F#4:1/8 E4:1/8 D4:1/8 C#4:1/4 | D4:3/4",
        ),
        (
            "D major",
            "9/8 D4:1/4 E4:1/8 F#4:1/4 G4:1/8 A4:3/8 | D5:1/4 C#5:1/8 B4:1/4 A4:1/8 "
            "F#4:3/8 | G4:1/4 F#4:1/8 E4:1/4 D4:1/8 C#4:3/8 | D4:9/8",
        ),
        "nine quavers to the bar instead of three crotchets",
    ),
    Pair(
        (
            "G major",
            "6/8 G4:1/8 A4:1/8 B4:1/8 B4:1/8 A4:1/8 G4:1/8 | A4:1/8 B4:1/8 C5:1/8 C5:1/8 "
            "B4:1/8 A4:1/8 | B4:1/8 C5:1/8 D5:1/8 C5:1/8 B4:1/8 A4:1/8 | G4:3/4",
        ),
        (
            "G major",
            "6/8 G4:3/16 A4:1/16 B4:1/8 B4:1/16 C5:1/16 B4:1/16 A4:1/16 G4:1/8 | A4:3/16 "
            "B4:1/16 C5:1/8 C5:1/16 D5:1/16 C5:1/16 B4:1/16 A4:1/8 | B4:3/16 C5:1/16 "
            "D5:1/8 C5:1/16 B4:1/16 A4:1/16 G4:1/16 F#4:1/8 | G4:3/4",
        ),
        "dotted rhythms and semiquavers in compound time",
    ),
    Pair(
        (
            "G major",
            "4/4 G4:1/8 A4:1/8 B4:1/8 G4:1/8 A4:1/8 B4:1/8 C5:1/8 A4:1/8 | B4:1/8 C5:1/8 "
            "D5:1/8 B4:1/8 C5:1/4 A4:1/4 | G4:1/8 B4:1/8 A4:1/8 F#4:1/8 G4:1/4 A4:1/8 "
            "B4:1/8 | G4:1",
        ),
        (
            "G major",
            "7/8 G4:1/8 A4:1/8 B4:1/8 G4:1/8 A4:1/8 B4:1/8 C5:1/8 | B4:1/8 C5:1/8 D5:1/8 "
            "B4:1/8 C5:1/4 A4:1/8 | G4:1/8 B4:1/8 A4:1/8 F#4:1/8 G4:1/8 A4:1/8 B4:1/8 | "
            "G4:1/2 G4:3/8",
        ),
        "seven quavers to the bar",
    ),
    Pair(
        (
            "D major",
            "6/8 D4:1/4 F#4:1/8 A4:3/8 | G4:1/4 F#4:1/8 E4:3/8 | F#4:1/4 A4:1/8 D5:3/8 | "
            "F#4:1/4 E4:1/8 D4:3/8",
        ),
        (
            "D major",
            "5/8 D4:1/4 F#4:1/8 A4:1/4 | G4:1/4 F#4:1/8 E4:1/4 | F#4:1/4 A4:1/8 D5:1/4 | "
            "F#4:1/4 E4:1/8 D4:1/4",
        ),
        "five quavers to the bar instead of six",
    ),
    Pair(
        (
            "F major",
            "4/4 F4:1/4 A4:1/4 C5:1/4 A4:1/4 | Bb4:1/4 A4:1/4 G4:1/2 | A4:1/4 F4:1/4 "
            "G4:1/4 E4:1/4 | F4:1",
        ),
        (
            "F major",
            "5/4 F4:1/4 A4:1/4 C5:1/4 A4:1/4 F4:1/4 | Bb4:1/4 A4:1/4 G4:1/2 A4:1/4 | "
            "A4:1/4 F4:1/4 G4:1/4 E4:1/4 G4:1/4 | F4:5/4",
        ),
        "five crotchets to the bar instead of four",
    ),
    Pair(
        (
            "G major",
            "4/4 G4:1/8 A4:1/8 B4:1/4 C5:1/4 B4:1/4 | A4:1/8 B4:1/8 C5:1/4 B4:1/4 A4:1/4 | "
            "G4:1/8 A4:1/8 B4:1/4 A4:1/4 F#4:1/4 | G4:1",
        ),
        (
            "G major",
            "4/4 G4:1/8 A4:1/4 B4:1/4 C5:1/4 B4:1/8 | A4:1/8 B4:1/4 C5:1/4 B4:1/4 A4:1/8 | "
            "G4:1/8 A4:1/4 B4:1/4 A4:1/4 F#4:1/8 | G4:1",
        ),
        "syncopation through the whole bar",
    ),
    Pair(
        (
            "F major",
            "2/4 F4:1/8 A4:1/8 C5:1/8 A4:1/8 | Bb4:1/8 G4:1/8 A4:1/8 F4:1/8 | G4:1/8 "
            "Bb4:1/8 A4:1/8 G4:1/8 | F4:1/2",
        ),
        (
            "F major",
            "2/4 F4:1/16 A4:1/8 C5:1/16 A4:1/4 | Bb4:1/16 G4:1/8 A4:1/16 F4:1/4 | G4:1/16 "
            "Bb4:1/8 A4:1/16 G4:1/4 | F4:1/2",
        ),
        "syncopation within the beat",
    ),
    Pair(
        "2/4 C4:1/4 E4:1/4 | G4:1/4 E4:1/4 | F4:1/4 D4:1/4 | C4:1/2",
        (
            "2/4 -:1/8 C4:1/8 -:1/8 E4:1/8 | -:1/8 G4:1/8 -:1/8 E4:1/8 | -:1/8 F4:1/8 "
            "-:1/8 D4:1/8 | C4:1/2"
        ),
        "every note off the beat",
    ),
    Pair(
        (
            "4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/4 A4:1/4 G4:1/4 E4:1/4 | F4:1/4 E4:1/4 "
            "D4:1/4 B3:1/4 | C4:1"
        ),
        (
            "4/4 C4:1/8 -:1/8 -:1/8 D4:1/8 E4:1/8 -:1/8 -:1/8 F4:1/8 | -:1/8 G4:1/8 A4:1/8 "
            "-:1/8 -:1/8 G4:1/8 -:1/8 E4:1/8 | F4:1/8 -:1/8 -:1/8 E4:1/8 -:1/8 D4:1/8 "
            "B3:1/8 -:1/8 | C4:1"
        ),
        "rests at odd places",
    ),
    Pair(
        (
            "G major",
            "4/4 G4:1/4 A4:1/4 B4:1/4 D5:1/4 | D5:1/4 B4:1/4 C5:1/4 A4:1/4 | A4:1/4 C5:1/4 "
            "D5:1/4 B4:1/4 | B4:1/4 F#4:1/4 G4:1/2",
        ),
        (
            "G major",
            "4/4 G4:1/4 A4:1/4 B4:1/4 D5:1/2 | B4:1/4 C5:1/4 A4:1/2 | C5:1/4 D5:1/4 B4:1/2 "
            "| F#4:1/4 G4:1/2",
        ),
        "ties over the bar",
    ),
    Pair(
        (
            "D major",
            "2/4 D4:1/16 E4:1/16 F#4:1/16 G4:1/16 G4:1/8 F#4:1/8 | G4:1/16 F#4:1/16 "
            "E4:1/16 D4:1/16 D4:1/8 E4:1/8 | F#4:1/16 G4:1/16 A4:1/16 B4:1/16 B4:1/8 "
            "F#4:1/8 | D4:1/2",
        ),
        (
            "D major",
            "2/4 D4:1/16 E4:1/16 F#4:1/16 G4:3/16 F#4:1/8 | G4:1/16 F#4:1/16 E4:1/16 "
            "D4:3/16 E4:1/8 | F#4:1/16 G4:1/16 A4:1/16 B4:3/16 F#4:1/8 | D4:1/2",
        ),
        "semiquavers tied over the beat",
    ),
    Pair(
        (
            "D major",
            "4/4 D4:1/4 E4:1/4 F#4:1/4 G4:1/4 | A4:1/4 B4:1/4 A4:1/2 | G4:1/4 F#4:1/4 "
            "E4:1/4 F#4:1/4 | D4:1",
        ),
        (
            "D major",
            "4/4 D4:3/8 E4:1/8 F#4:3/8 G4:1/8 | A4:3/8 B4:1/8 A4:1/2 | G4:3/8 F#4:1/8 "
            "E4:3/8 F#4:1/8 | D4:1",
        ),
        "dotted crotchets instead of even crotchets",
    ),
    Pair(
        (
            "F major",
            "2/4 F4:1/8 G4:1/8 A4:1/8 F4:1/8 | G4:1/8 A4:1/8 Bb4:1/8 G4:1/8 | A4:1/8 "
            "Bb4:1/8 C5:1/8 A4:1/8 | G4:1/4 F4:1/4",
        ),
        (
            "F major",
            "2/4 F4:3/16 G4:1/16 A4:3/16 F4:1/16 | G4:3/16 A4:1/16 Bb4:3/16 G4:1/16 | "
            "A4:3/16 Bb4:1/16 C5:3/16 A4:1/16 | G4:1/4 F4:1/4",
        ),
        "dotted quavers instead of even quavers",
    ),
    Pair(
        (
            "G major",
            "2/4 G4:1/8 B4:1/8 D5:1/8 B4:1/8 | C5:1/8 A4:1/8 F#4:1/8 A4:1/8 | G4:1/8 "
            "B4:1/8 A4:1/8 F#4:1/8 | G4:1/2",
        ),
        (
            "G major",
            "2/4 G4:1/16 B4:3/16 D5:1/16 B4:3/16 | C5:1/16 A4:3/16 F#4:1/16 A4:3/16 | "
            "G4:1/16 B4:3/16 A4:1/16 F#4:3/16 | G4:1/2",
        ),
        "Scotch snaps instead of even quavers",
    ),
    Pair(
        (
            "G major",
            "2/4 G4:3/8 A4:1/8 | B4:3/8 C5:1/8 | D5:3/8 A4:1/8 | G4:1/2",
        ),
        (
            "G major",
            "2/4 G4:7/16 A4:1/16 | B4:7/16 C5:1/16 | D5:7/16 A4:1/16 | G4:1/2",
        ),
        "double dots instead of single ones",
    ),
    Pair(
        (
            "2/4 C4:1/8 D4:1/8 E4:1/8 F4:1/8 | E4:1/8 F4:1/8 G4:1/8 A4:1/8 | G4:1/8 F4:1/8 "
            "E4:1/8 D4:1/8 | C4:1/2"
        ),
        (
            "2/4 C4:1/8 D4:1/8 E4:1/12 F4:1/12 E4:1/12 | E4:1/8 F4:1/8 G4:1/12 A4:1/12 "
            "G4:1/12 | G4:1/12 F4:1/12 E4:1/12 E4:1/8 D4:1/8 | C4:1/2"
        ),
        "triplets among the quavers",
    ),
    Pair(
        (
            "4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/4 F4:1/4 E4:1/4 D4:1/4 | E4:1/4 F4:1/4 "
            "G4:1/4 E4:1/4 | C4:1"
        ),
        (
            "4/4 C4:3/8 D4:1/8 E4:1/8 -:1/8 F4:1/4 | G4:1/8 F4:3/8 E4:1/4 D4:1/4 | -:1/8 "
            "E4:1/8 F4:1/4 G4:3/8 E4:1/8 | C4:1"
        ),
        "a different rhythm in every bar",
    ),
    Pair(
        (
            "4/4 C4:1/4 C4:1/8 C4:1/8 C4:1/4 C4:1/4 | D4:1/4 D4:1/8 D4:1/8 D4:1/4 D4:1/4 | "
            "C4:1/4 C4:1/8 C4:1/8 D4:1/4 D4:1/4 | C4:1"
        ),
        (
            "4/4 C4:1/4 D4:1/8 E4:1/8 F4:1/4 D4:1/4 | G4:1/4 F4:1/8 E4:1/8 A4:1/4 F4:1/4 | "
            "E4:1/4 G4:1/8 F4:1/8 D4:1/4 B3:1/4 | C4:1"
        ),
        "seven different notes instead of two",
    ),
    Pair(
        (
            "G major",
            "4/4 G4:1/8 A4:1/8 B4:1/8 C5:1/8 B4:1/8 A4:1/8 G4:1/8 A4:1/8 | G4:1/8 A4:1/8 "
            "B4:1/8 C5:1/8 B4:1/8 A4:1/8 G4:1/8 A4:1/8 | G4:1/8 A4:1/8 B4:1/8 C5:1/8 "
            "B4:1/8 A4:1/8 G4:1/8 A4:1/8 | G4:1",
        ),
        (
            "G major",
            "4/4 G4:1/8 A4:1/8 B4:1/8 C5:1/8 B4:1/8 A4:1/8 G4:1/8 A4:1/8 | D5:1/8 B4:1/8 "
            "A4:1/8 C5:1/8 B4:1/8 G4:1/8 F#4:1/8 A4:1/8 | C5:1/8 A4:1/8 D5:1/8 B4:1/8 "
            "G4:1/8 C5:1/8 A4:1/8 F#4:1/8 | G4:1",
        ),
        "new notes in every bar instead of the same bar again",
    ),
    Pair(
        (
            "G major",
            "4/4 G4:1/4 A4:1/4 B4:1/4 G4:1/4 | C5:1/4 B4:1/4 A4:1/2 | B4:1/4 G4:1/4 A4:1/4 "
            "F#4:1/4 | G4:1",
        ),
        (
            "G major",
            "4/4 G4:1/4 A4:1/4 B4:1/4 G4:1/4 | C5:1/4 B4:1/4 A4:1/2 | B4:1/4 G4:1/4 A4:1/4 "
            "F#4:1/4 | G4:1 | B4:1/4 C5:1/4 B4:1/4 A4:1/4 | G4:1/4 B4:1/4 A4:1/2 | B4:1/4 "
            "C5:1/4 A4:1/4 F#4:1/4 | G4:1",
        ),
        "twice as long, of the same kind",
    ),
)
"""A tune, and the same tune with one thing added."""

TUNES: dict[str, Side] = {
    "Hot Cross Buns": (
        "G major",
        "4/4 B4:1/4 A4:1/4 G4:1/2 | B4:1/4 A4:1/4 G4:1/2 | G4:1/8 G4:1/8 G4:1/8 G4:1/8 "
        "A4:1/8 A4:1/8 A4:1/8 A4:1/8 | B4:1/4 A4:1/4 G4:1/2",
    ),
    "Mary Had a Little Lamb": (
        "4/4 E4:1/4 D4:1/4 C4:1/4 D4:1/4 | E4:1/4 E4:1/4 E4:1/2 | D4:1/4 D4:1/4 D4:1/2 | "
        "E4:1/4 G4:1/4 G4:1/2 | E4:1/4 D4:1/4 C4:1/4 D4:1/4 | E4:1/4 E4:1/4 E4:1/4 E4:1/4 "
        "| D4:1/4 D4:1/4 E4:1/4 D4:1/4 | C4:1"
    ),
    "Au clair de la lune": (
        "4/4 C4:1/4 C4:1/4 C4:1/4 D4:1/4 | E4:1/2 D4:1/2 | C4:1/4 E4:1/4 D4:1/4 D4:1/4 | "
        "C4:1 | C4:1/4 C4:1/4 C4:1/4 D4:1/4 | E4:1/2 D4:1/2 | C4:1/4 E4:1/4 D4:1/4 D4:1/4 "
        "| C4:1"
    ),
    "Lightly Row": (
        "4/4 G4:1/4 E4:1/4 E4:1/2 | F4:1/4 D4:1/4 D4:1/2 | C4:1/4 D4:1/4 E4:1/4 F4:1/4 | "
        "G4:1/4 G4:1/4 G4:1/2 | G4:1/4 E4:1/4 E4:1/2 | F4:1/4 D4:1/4 D4:1/2 | C4:1/4 "
        "E4:1/4 G4:1/4 G4:1/4 | C4:1"
    ),
    "Frère Jacques": (
        "F major",
        "4/4 F4:1/4 G4:1/4 A4:1/4 F4:1/4 | F4:1/4 G4:1/4 A4:1/4 F4:1/4 | A4:1/4 Bb4:1/4 "
        "C5:1/2 | A4:1/4 Bb4:1/4 C5:1/2 | C5:1/8 D5:1/8 C5:1/8 Bb4:1/8 A4:1/4 F4:1/4 | "
        "C5:1/8 D5:1/8 C5:1/8 Bb4:1/8 A4:1/4 F4:1/4 | F4:1/4 C4:1/4 F4:1/2 | F4:1/4 C4:1/4 "
        "F4:1/2",
    ),
    "Ode to Joy": (
        "D major",
        "4/4 F#4:1/4 F#4:1/4 G4:1/4 A4:1/4 | A4:1/4 G4:1/4 F#4:1/4 E4:1/4 | D4:1/4 D4:1/4 "
        "E4:1/4 F#4:1/4 | F#4:3/8 E4:1/8 E4:1/2 | F#4:1/4 F#4:1/4 G4:1/4 A4:1/4 | A4:1/4 "
        "G4:1/4 F#4:1/4 E4:1/4 | D4:1/4 D4:1/4 E4:1/4 F#4:1/4 | E4:3/8 D4:1/8 D4:1/2",
    ),
    "Twinkle, Twinkle, Little Star": (
        "4/4 C4:1/4 C4:1/4 G4:1/4 G4:1/4 | A4:1/4 A4:1/4 G4:1/2 | F4:1/4 F4:1/4 E4:1/4 "
        "E4:1/4 | D4:1/4 D4:1/4 C4:1/2 | G4:1/4 G4:1/4 F4:1/4 F4:1/4 | E4:1/4 E4:1/4 "
        "D4:1/2 | G4:1/4 G4:1/4 F4:1/4 F4:1/4 | E4:1/4 E4:1/4 D4:1/2"
    ),
    "London Bridge": (
        "G major",
        "4/4 D5:3/8 E5:1/8 D5:1/4 C5:1/4 | B4:1/4 C5:1/4 D5:1/2 | A4:1/4 B4:1/4 C5:1/2 | "
        "B4:1/4 C5:1/4 D5:1/2 | D5:3/8 E5:1/8 D5:1/4 C5:1/4 | B4:1/4 C5:1/4 D5:1/2 | "
        "A4:1/2 D5:1/2 | B4:1/4 G4:3/4",
    ),
    "When the Saints Go Marching In": (
        "F major",
        "4/4 F4:1/4 A4:1/4 Bb4:1/4 | C5:5/4 | F4:1/4 A4:1/4 Bb4:1/4 | C5:5/4 | F4:1/4 "
        "A4:1/4 Bb4:1/4 | C5:1/2 A4:1/2 | F4:1/2 A4:1/2 | G4:1",
    ),
    "Jingle Bells": (
        "G major",
        "4/4 B4:1/4 B4:1/4 B4:1/2 | B4:1/4 B4:1/4 B4:1/2 | B4:1/4 D5:1/4 G4:3/8 A4:1/8 | "
        "B4:1 | C5:1/4 C5:1/4 C5:3/8 C5:1/8 | C5:1/4 B4:1/4 B4:1/4 B4:1/8 B4:1/8 | B4:1/4 "
        "A4:1/4 A4:1/4 B4:1/4 | A4:1/2 D5:1/2",
    ),
    "Amazing Grace": (
        "G major",
        "3/4 D4:1/4 | G4:1/2 B4:1/8 G4:1/8 | B4:1/2 A4:1/4 | G4:1/2 E4:1/4 | D4:1/2 D4:1/4 "
        "| G4:1/2 B4:1/8 G4:1/8 | B4:1/2 A4:1/4 | D5:3/4",
    ),
    "Scarborough Fair": (
        "D dorian",
        "3/4 D4:1/2 D4:1/4 | A4:1/2 A4:1/4 | E4:3/8 F4:1/8 E4:1/4 | D4:3/4 | -:1/4 A4:1/4 "
        "C5:1/4 | D5:1/2 C5:1/4 | A4:1/4 B4:1/4 G4:1/4 | A4:3/4",
    ),
    "Greensleeves": (
        "E minor",
        "6/8 E4:1/8 | G4:1/4 A4:1/8 B4:3/16 C#5:1/16 B4:1/8 | A4:1/4 F#4:1/8 D4:3/16 "
        "E4:1/16 F#4:1/8 | G4:1/4 E4:1/8 E4:3/16 D#4:1/16 E4:1/8 | F#4:1/4 D#4:1/8 B3:1/4 "
        "E4:1/8 | G4:1/4 A4:1/8 B4:3/16 C#5:1/16 B4:1/8 | A4:1/4 F#4:1/8 D4:3/16 E4:1/16 "
        "F#4:1/8 | G4:3/16 F#4:1/16 E4:1/8 D#4:3/16 C#4:1/16 D#4:1/8 | E4:3/8 E4:1/4",
    ),
    "The Star-Spangled Banner": (
        "3/4 G4:3/16 E4:1/16 | C4:1/4 E4:1/4 G4:1/4 | C5:1/2 E5:3/16 D5:1/16 | C5:1/4 "
        "E4:1/4 F#4:1/4 | G4:1/2 G4:1/8 G4:1/8 | E5:3/8 D5:1/8 C5:1/4 | B4:1/2 A4:1/8 "
        "B4:1/8 | C5:1/4 C5:1/4 G4:1/4 | E4:1/4 C4:1/4"
    ),
    "The Blue Danube": (
        "D major",
        "3/4 D4:1/4 | D4:1/4 F#4:1/4 A4:1/4 | A4:1/2 A5:1/4 | A5:1/2 F#5:1/4 | F#5:1/2 "
        "D4:1/4 | D4:1/4 F#4:1/4 A4:1/4 | A4:1/2 A5:1/4 | A5:1/2 G5:1/4 | G5:1/2 C#4:1/4 | "
        "C#4:1/4 E4:1/4 B4:1/4 | B4:1/2 B5:1/4 | B5:1/2 G5:1/4 | G5:1/2",
    ),
    "Minuet in G": (
        "G major",
        "3/4 D5:1/4 G4:1/8 A4:1/8 B4:1/8 C5:1/8 | D5:1/4 G4:1/4 G4:1/4 | E5:1/4 C5:1/8 "
        "D5:1/8 E5:1/8 F#5:1/8 | G5:1/4 G4:1/4 G4:1/4 | C5:1/4 D5:1/8 C5:1/8 B4:1/8 A4:1/8 "
        "| B4:1/4 C5:1/8 B4:1/8 A4:1/8 G4:1/8 | F#4:1/4 G4:1/8 A4:1/8 B4:1/8 G4:1/8 | "
        "A4:3/4",
    ),
    "Harvest Home": (
        "D major",
        "4/4 A4:1/4 | D4:1/8 A4:1/8 F#4:1/8 A4:1/8 D4:1/8 A4:1/8 F#4:1/8 A4:1/8 | D5:1/8 "
        "E5:1/8 F#5:1/8 E5:1/8 D5:1/8 C#5:1/8 B4:1/8 A4:1/8 | E5:1/8 A4:1/8 F#5:1/8 A4:1/8 "
        "G5:1/8 A4:1/8 F#5:1/8 A4:1/8 | E5:1/8 D5:1/8 C#5:1/8 B4:1/8 A4:1/8 G4:1/8 F#4:1/8 "
        "E4:1/8 | D4:1/8 A4:1/8 F#4:1/8 A4:1/8 D4:1/8 A4:1/8 F#4:1/8 A4:1/8 | D5:1/8 "
        "E5:1/8 F#5:1/8 E5:1/8 D5:1/8 C#5:1/8 B4:1/8 A4:1/8 | E5:1/8 A4:1/8 F#5:1/8 A4:1/8 "
        "G5:1/8 E5:1/8 C#5:1/8 E5:1/8 | D5:1/4 D5:1/4 D5:1/4",
    ),
    "Drowsy Maggie": (
        "E dorian",
        "4/4 E4:1/4 B4:1/8 E4:1/8 D5:1/8 E4:1/8 B4:1/8 E4:1/8 | E4:1/4 B4:1/8 E4:1/8 "
        "A4:1/8 F#4:1/8 D4:1/8 F#4:1/8 | E4:1/4 B4:1/8 E4:1/8 D5:1/8 E4:1/8 B4:1/8 E4:1/8 "
        "| B4:1/8 A4:1/8 B4:1/8 C#5:1/8 D5:1/8 A4:1/8 F#4:1/8 D4:1/8 | E4:1/4 B4:1/8 "
        "E4:1/8 D5:1/8 E4:1/8 B4:1/8 E4:1/8 | E4:1/4 B4:1/8 E4:1/8 A4:1/8 F#4:1/8 D4:1/8 "
        "F#4:1/8 | E4:1/4 B4:1/8 E4:1/8 D5:1/8 E4:1/8 B4:1/8 E4:1/8 | B4:1/8 A4:1/8 B4:1/8 "
        "C#5:1/8 D5:1/8 A4:1/8 F#4:1/8 A4:1/8",
    ),
    "In the Hall of the Mountain King": (
        "B minor",
        "4/4 B3:1/8 C#4:1/8 D4:1/8 E4:1/8 F#4:1/8 D4:1/8 F#4:1/4 | E#4:1/8 C#4:1/8 E#4:1/4 "
        "E4:1/8 C#4:1/8 E4:1/4 | B3:1/8 C#4:1/8 D4:1/8 E4:1/8 F#4:1/8 D4:1/8 F#4:1/8 "
        "B4:1/8 | A4:1/8 F#4:1/8 D4:1/8 F#4:1/8 A4:1/2 | B3:1/8 C#4:1/8 D4:1/8 E4:1/8 "
        "F#4:1/8 D4:1/8 F#4:1/4 | E#4:1/8 C#4:1/8 E#4:1/4 E4:1/8 C#4:1/8 E4:1/4 | B3:1/8 "
        "C#4:1/8 D4:1/8 E4:1/8 F#4:1/8 D4:1/8 F#4:1/8 B4:1/8 | A4:1/8 F#4:1/8 D4:1/8 "
        "F#4:1/8 A4:1/2",
    ),
    "Mozart's Symphony No. 40": (
        "G minor",
        "4/4 Eb5:1/8 D5:1/8 | D5:1/4 Eb5:1/8 D5:1/8 D5:1/4 Eb5:1/8 D5:1/8 | D5:1/4 Bb5:1/4 "
        "-:1/4 Bb5:1/8 A5:1/8 | G5:1/4 G5:1/8 F5:1/8 Eb5:1/4 Eb5:1/8 D5:1/8 | C5:1/4 "
        "C5:1/4 -:1/4 D5:1/8 C5:1/8 | C5:1/4 D5:1/8 C5:1/8 C5:1/4 D5:1/8 C5:1/8 | C5:1/4 "
        "A5:1/4 -:1/4 A5:1/8 G5:1/8 | F#5:1/4 F#5:1/8 Eb5:1/8 D5:1/4 D5:1/8 C5:1/8 | "
        "Bb4:1/4 Bb4:1/4",
    ),
    "Turkish March": (
        "A minor",
        "2/4 B4:1/16 A4:1/16 G#4:1/16 A4:1/16 | C5:1/4 D5:1/16 C5:1/16 B4:1/16 C5:1/16 | "
        "E5:1/4 F5:1/16 E5:1/16 D#5:1/16 E5:1/16 | B5:1/16 A5:1/16 G#5:1/16 A5:1/16 "
        "B5:1/16 A5:1/16 G#5:1/16 A5:1/16 | C6:1/2",
    ),
    "Für Elise": (
        "A minor",
        "3/8 E5:1/16 D#5:1/16 | E5:1/16 D#5:1/16 E5:1/16 B4:1/16 D5:1/16 C5:1/16 | A4:1/8 "
        "-:1/16 C4:1/16 E4:1/16 A4:1/16 | B4:1/8 -:1/16 E4:1/16 G#4:1/16 B4:1/16 | C5:1/8 "
        "-:1/16 E4:1/16 E5:1/16 D#5:1/16 | E5:1/16 D#5:1/16 E5:1/16 B4:1/16 D5:1/16 "
        "C5:1/16 | A4:1/8 -:1/16 C4:1/16 E4:1/16 A4:1/16 | B4:1/8 -:1/16 E4:1/16 C5:1/16 "
        "B4:1/16 | A4:1/4",
    ),
    "Fugue in C minor": (
        "C minor",
        "4/4 -:1/8 C5:1/16 B4:1/16 C5:1/8 G4:1/8 Ab4:1/8 C5:1/16 B4:1/16 C5:1/8 D5:1/8 | "
        "G4:1/8 C5:1/16 B4:1/16 C5:1/8 D5:1/8 F4:1/16 G4:1/16 Ab4:1/4 G4:1/16 F4:1/16 | "
        "Eb4:1/4",
    ),
    "Cello Suite No. 1": (
        "G major",
        "4/4 G2:1/16 D3:1/16 B3:1/16 A3:1/16 B3:1/16 D3:1/16 B3:1/16 D3:1/16 G2:1/16 "
        "D3:1/16 B3:1/16 A3:1/16 B3:1/16 D3:1/16 B3:1/16 D3:1/16 | G2:1/16 E3:1/16 C4:1/16 "
        "B3:1/16 C4:1/16 E3:1/16 C4:1/16 E3:1/16 G2:1/16 E3:1/16 C4:1/16 B3:1/16 C4:1/16 "
        "E3:1/16 C4:1/16 E3:1/16 | G2:1/16 F#3:1/16 C4:1/16 B3:1/16 C4:1/16 F#3:1/16 "
        "C4:1/16 F#3:1/16 G2:1/16 F#3:1/16 C4:1/16 B3:1/16 C4:1/16 F#3:1/16 C4:1/16 "
        "F#3:1/16 | G2:1/16 G3:1/16 B3:1/16 A3:1/16 B3:1/16 G3:1/16 B3:1/16 G3:1/16 "
        "G2:1/16 G3:1/16 B3:1/16 A3:1/16 B3:1/16 G3:1/16 B3:1/16 F#3:1/16",
    ),
    "The Entertainer": (
        "2/4 D4:1/16 D#4:1/16 | E4:1/16 C5:1/8 E4:1/16 C5:1/8 E4:1/16 C5:3/8 | C5:1/16 "
        "D5:1/16 D#5:1/16 | E5:1/16 C5:1/16 D5:1/16 E5:1/8 B4:1/16 D5:1/8 | C5:3/8 D4:1/16 "
        "D#4:1/16 | E4:1/16 C5:1/8 E4:1/16 C5:1/8 E4:1/16 C5:7/16 | A4:1/16 G4:1/16 | "
        "F#4:1/16 A4:1/16 C5:1/16 E5:1/8 D5:1/16 C5:1/16 A4:1/16 | D5:3/8"
    ),
    "Caprice No. 24": (
        "A minor",
        "2/4 A4:1/8 -:1/16 A4:1/16 A4:1/16 C5:1/16 B4:1/16 A4:1/16 | E5:1/8 -:1/16 E4:1/16 "
        "E4:1/16 G#4:1/16 F#4:1/16 E4:1/16 | A4:1/8 -:1/16 A4:1/16 A4:1/16 C5:1/16 B4:1/16 "
        "A4:1/16 | E5:1/4 E4:1/8 -:1/8 | A5:1/8 -:1/16 A5:1/16 A5:1/16 Bb5:1/16 A5:1/16 "
        "G5:1/16 | F5:1/8 -:1/16 D5:1/16 D5:1/16 F5:1/16 E5:1/16 D5:1/16 | G5:1/8 -:1/16 "
        "G5:1/16 G5:1/16 A5:1/16 G5:1/16 F5:1/16 | E5:1/8 -:1/16 C5:1/16 C5:1/16 E5:1/16 "
        "D5:1/16 C5:1/16",
    ),
    "Flight of the Bumblebee": (
        "A minor",
        "2/4 E5:1/16 D#5:1/16 D5:1/16 C#5:1/16 D5:1/16 C#5:1/16 C5:1/16 B4:1/16 | C5:1/16 "
        "C#5:1/16 C5:1/16 B4:1/16 C5:1/16 B4:1/16 Bb4:1/16 A4:1/16 | A4:1/16 G#4:1/16 "
        "G4:1/16 F#4:1/16 F4:1/16 Bb4:1/16 A4:1/16 G#4:1/16 | A4:1/16 G#4:1/16 G4:1/16 "
        "F#4:1/16 F4:1/16 F#4:1/16 G4:1/16 G#4:1/16 | A4:1/16 G#4:1/16 G4:1/16 F#4:1/16 "
        "F4:1/16 Bb4:1/16 A4:1/16 G#4:1/16 | A4:1/16 G#4:1/16 G4:1/16 F#4:1/16 F4:1/16 "
        "F#4:1/16 G4:1/16 G#4:1/16 | A4:1/16 G#4:1/16 G4:1/16 G#4:1/16 A4:1/16 Bb4:1/16 "
        "B4:1/16 C#5:1/16 | D5:1/16 C#5:1/16 C5:1/16 B4:1/16 Bb4:1/16 A4:1/16 G#4:1/16 "
        "A4:1/16",
    ),
}
"""Well-known tunes, or their openings, as one line."""

WELL_KNOWN_TUNES: tuple[Pair, ...] = (
    Pair(
        TUNES["Hot Cross Buns"],
        TUNES["Minuet in G"],
        "three notes by step against more than an octave in running quavers",
    ),
    Pair(
        TUNES["Mary Had a Little Lamb"],
        TUNES["Mozart's Symphony No. 40"],
        "four notes in crotchets against two flats, leaps and rests",
    ),
    Pair(
        TUNES["Au clair de la lune"],
        TUNES["Greensleeves"],
        "three notes in crotchets against dotted rhythms and accidentals in compound time",
    ),
    Pair(
        TUNES["Lightly Row"],
        TUNES["Harvest Home"],
        "five notes in crotchets against a hornpipe in leaping quavers",
    ),
    Pair(
        TUNES["Frère Jacques"],
        TUNES["Cello Suite No. 1"],
        "a nursery round against string-crossing semiquavers",
    ),
    Pair(
        TUNES["Ode to Joy"],
        TUNES["The Entertainer"],
        "five notes by step against ragtime syncopation",
    ),
    Pair(
        TUNES["Twinkle, Twinkle, Little Star"],
        TUNES["The Star-Spangled Banner"],
        "six notes in crotchets against wide leaps and dotted rhythms",
    ),
    Pair(
        TUNES["Amazing Grace"],
        TUNES["Flight of the Bumblebee"],
        "a plain hymn tune against chromatic semiquavers",
    ),
    Pair(
        TUNES["Scarborough Fair"],
        TUNES["Turkish March"],
        "a plain ballad against semiquavers with accidentals and leaps",
    ),
    Pair(
        TUNES["Hot Cross Buns"],
        TUNES["Scarborough Fair"],
        "three notes against an octave in a mode, with dots and a rest",
    ),
    Pair(
        TUNES["Minuet in G"],
        TUNES["The Entertainer"],
        "even quavers against syncopation, ties and accidentals",
    ),
    Pair(
        TUNES["Minuet in G"],
        TUNES["Flight of the Bumblebee"],
        "diatonic quavers against chromatic semiquavers",
    ),
    Pair(
        TUNES["Mary Had a Little Lamb"],
        TUNES["In the Hall of the Mountain King"],
        "four notes in crotchets against quavers with shifting accidentals",
    ),
    Pair(
        TUNES["Ode to Joy"],
        TUNES["Fugue in C minor"],
        "five notes by step against semiquavers and leaps in three flats",
    ),
    Pair(
        TUNES["Twinkle, Twinkle, Little Star"],
        TUNES["Drowsy Maggie"],
        "crotchets in pairs against a reel in leaping quavers",
    ),
    Pair(
        TUNES["Frère Jacques"],
        TUNES["Mozart's Symphony No. 40"],
        "a nursery round against leaps, rests and an accidental in two flats",
    ),
    Pair(
        TUNES["Au clair de la lune"],
        TUNES["The Blue Danube"],
        "three notes by step against octave leaps over nearly two octaves",
    ),
    Pair(
        TUNES["Greensleeves"],
        TUNES["Flight of the Bumblebee"],
        "a song with a few accidentals against an accidental on every other note",
    ),
    Pair(
        TUNES["Ode to Joy"],
        TUNES["Caprice No. 24"],
        "five notes by step against semiquavers, leaps, rests and accidentals",
    ),
    Pair(
        TUNES["When the Saints Go Marching In"],
        TUNES["The Entertainer"],
        "a marching song against ragtime syncopation and accidentals",
    ),
    Pair(
        TUNES["Jingle Bells"],
        TUNES["Für Elise"],
        "mostly repeated notes against semiquavers, accidentals and wide leaps",
    ),
    Pair(
        TUNES["London Bridge"],
        TUNES["Fugue in C minor"],
        "a nursery song against semiquavers and accidentals in three flats",
    ),
)

FIRST_TERM: tuple[Side, ...] = (
    (
        "4/4 C4:1/2 D4:1/2 | E4:1/2 D4:1/2 | E4:1/2 F4:1/2 | G4:1 | F4:1/2 E4:1/2 | D4:1/2 "
        "E4:1/2 | D4:1/2 D4:1/2 | C4:1"
    ),
    (
        "G major",
        "4/4 G4:1/4 A4:1/4 B4:1/4 A4:1/4 | G4:1/2 B4:1/2 | A4:1/4 B4:1/4 C5:1/4 B4:1/4 | "
        "A4:1 | B4:1/4 C5:1/4 D5:1/4 C5:1/4 | B4:1/2 G4:1/2 | A4:1/4 G4:1/4 A4:1/4 B4:1/4 "
        "| G4:1",
    ),
    (
        "3/4 C4:1/4 D4:1/4 E4:1/4 | F4:1/2 D4:1/4 | E4:1/4 D4:1/4 C4:1/4 | D4:3/4 | E4:1/4 "
        "F4:1/4 G4:1/4 | F4:1/2 D4:1/4 | E4:1/4 D4:1/4 D4:1/4 | C4:3/4"
    ),
    (
        "D major",
        "2/4 D4:1/4 E4:1/4 | F#4:1/2 | F#4:1/4 E4:1/4 | D4:1/2 | F#4:1/4 G4:1/4 | A4:1/4 "
        "F#4:1/4 | E4:1/4 E4:1/4 | D4:1/2",
    ),
    (
        "F major",
        "4/4 F4:1/4 F4:1/4 G4:1/4 A4:1/4 | Bb4:1/4 A4:1/4 G4:1/2 | A4:1/4 A4:1/4 G4:1/4 "
        "F4:1/4 | G4:1 | F4:1/4 F4:1/4 G4:1/4 A4:1/4 | Bb4:1/4 A4:1/4 G4:1/2 | A4:1/4 "
        "F4:1/4 G4:1/4 G4:1/4 | F4:1",
    ),
    (
        "A minor",
        "4/4 A4:1/4 B4:1/4 C5:1/4 D5:1/4 | E5:1/2 C5:1/2 | D5:1/4 C5:1/4 B4:1/4 A4:1/4 | "
        "B4:1 | A4:1/4 B4:1/4 C5:1/4 D5:1/4 | E5:1/4 C5:1/4 A4:1/2 | B4:1/4 C5:1/4 B4:1/2 "
        "| A4:1",
    ),
    "4/4 C4:1 | D4:1 | E4:1 | D4:1 | C4:1/2 D4:1/2 | E4:1/2 D4:1/2 | C4:1",
    (
        "G major",
        "4/4 G4:1/4 G4:1/4 A4:1/4 -:1/4 | B4:1/4 B4:1/4 A4:1/4 -:1/4 | G4:1/4 A4:1/4 "
        "B4:1/4 A4:1/4 | G4:1",
    ),
)
"""Three to five notes by step, a crotchet the shortest."""

GRADE_3: tuple[Side, ...] = (
    (
        "D major",
        "4/4 D4:1/4 F#4:1/8 A4:1/8 D5:1/4 C#5:1/8 B4:1/8 | A4:3/8 G4:1/8 F#4:1/4 E4:1/4 | "
        "G4:1/4 B4:1/8 G4:1/8 F#4:1/4 A4:1/8 F#4:1/8 | E4:3/8 F#4:1/8 E4:1/2 | D4:1/4 "
        "F#4:1/8 A4:1/8 D5:1/4 C#5:1/8 B4:1/8 | A4:1/4 D5:1/4 B4:1/4 G4:1/4 | F#4:1/4 "
        "A4:1/8 F#4:1/8 E4:1/4 C#4:1/8 E4:1/8 | D4:1",
    ),
    (
        "G major",
        "3/4 G4:1/4 B4:1/4 D5:1/4 | E5:3/8 D5:1/8 C5:1/4 | B4:1/4 D5:1/8 C5:1/8 B4:1/8 "
        "A4:1/8 | D4:1/2 -:1/4 | G4:1/4 B4:1/4 D5:1/4 | G5:3/8 F#5:1/8 E5:1/4 | D5:1/4 "
        "C5:1/8 B4:1/8 A4:1/8 F#4:1/8 | G4:3/4",
    ),
    (
        "E minor",
        "2/4 E4:1/4 G4:1/8 B4:1/8 | E5:3/8 D5:1/8 | C5:1/8 B4:1/8 A4:1/8 G4:1/8 | F#4:1/4 "
        "B3:1/4 | E4:1/4 G4:1/8 B4:1/8 | E5:1/4 D5:1/8 C5:1/8 | B4:1/8 G4:1/8 F#4:1/8 "
        "D#4:1/8 | E4:1/2",
    ),
    (
        "Bb major",
        "4/4 Bb3:1/4 D4:1/4 F4:1/4 Bb4:1/4 | A4:3/8 G4:1/8 F4:1/2 | Eb4:1/4 G4:1/8 F4:1/8 "
        "Eb4:1/4 C4:1/4 | D4:1/4 F4:1/4 C4:1/2 | Bb3:1/4 D4:1/4 F4:1/4 Bb4:1/4 | C5:3/8 "
        "Bb4:1/8 A4:1/4 F4:1/4 | G4:1/4 Eb4:1/8 D4:1/8 C4:1/4 A3:1/4 | Bb3:1",
    ),
    (
        "G major",
        "6/8 G4:1/4 A4:1/8 B4:1/4 C5:1/8 | D5:3/8 B4:1/4 G4:1/8 | A4:1/4 B4:1/8 C5:1/4 "
        "A4:1/8 | F#4:3/8 D4:3/8 | G4:1/4 A4:1/8 B4:1/4 C5:1/8 | D5:1/4 E5:1/8 D5:1/4 "
        "B4:1/8 | C5:1/4 A4:1/8 G4:1/4 F#4:1/8 | G4:3/4",
    ),
    (
        "D minor",
        "3/4 D4:1/4 F4:1/8 E4:1/8 D4:1/4 | A4:3/8 G4:1/8 F4:1/4 | Bb4:1/4 A4:1/8 G4:1/8 "
        "F4:1/4 | E4:1/4 C#4:1/4 A3:1/4 | D4:1/4 F4:1/8 E4:1/8 D4:1/4 | D5:3/8 C5:1/8 "
        "Bb4:1/4 | A4:1/4 G4:1/8 F4:1/8 E4:1/8 C#4:1/8 | D4:3/4",
    ),
    (
        "A major",
        "4/4 A4:1/4 C#5:1/8 B4:1/8 A4:1/4 E4:1/4 | F#4:3/8 G#4:1/8 A4:1/2 | D5:1/4 C#5:1/8 "
        "B4:1/8 C#5:1/4 A4:1/4 | B4:3/4 -:1/4 | A4:1/4 C#5:1/8 B4:1/8 A4:1/4 E4:1/4 | "
        "F#4:1/4 D5:1/4 C#5:3/8 B4:1/8 | A4:1/4 C#5:1/4 B4:1/4 G#4:1/4 | A4:1",
    ),
    (
        "F major",
        "4/4 F4:1/4 A4:1/4 C5:1/8 Bb4:1/8 A4:1/8 G4:1/8 | F4:1/4 C4:1/4 D4:1/4 -:1/4 | "
        "G4:1/4 Bb4:1/4 D5:1/8 C5:1/8 Bb4:1/8 A4:1/8 | G4:1/2 C4:1/2 | F4:1/4 A4:1/4 "
        "C5:1/8 Bb4:1/8 A4:1/8 G4:1/8 | D5:3/8 C5:1/8 Bb4:1/4 G4:1/4 | A4:1/4 C5:1/8 "
        "A4:1/8 G4:1/4 E4:1/4 | F4:1",
    ),
)
"""Keys of up to three sharps or flats, quavers and dots, up to an octave and a half."""

GRADE_5: tuple[Side, ...] = (
    (
        "A major",
        "4/4 A4:3/16 B4:1/16 C#5:1/4 E5:3/8 D5:1/8 | C#5:1/16 D5:1/16 E5:1/16 C#5:1/16 "
        "A4:1/4 -:1/8 E5:1/8 F#5:3/16 E5:1/16 | D#5:1/4 E5:1/4 D5:1/8 C#5:1/4 B4:1/8 | "
        "C#5:1/16 B4:1/16 A4:1/16 G#4:1/16 A4:1/4 E4:1/2 | E5:3/16 F#5:1/16 A5:1/4 G#5:1/4 "
        "-:1/8 E5:1/8 | F#5:1/8 E5:1/4 D5:1/8 C#5:1/16 D5:1/16 C#5:1/16 B4:1/16 A4:1/4 | "
        "A#4:1/8 B4:1/4 D5:1/8 C#5:1/4 B4:3/16 A4:1/16 | A4:1",
    ),
    (
        "C minor",
        "3/4 C4:1/4 Eb4:1/8 G4:1/8 C5:1/4 | B4:3/16 C5:1/16 D5:1/4 G4:1/8 -:1/8 | Ab4:1/16 "
        "G4:1/16 F4:1/16 Eb4:1/16 D4:1/4 C5:3/8 | B4:1/8 C5:1/8 G4:1/8 Eb4:1/4 | F4:1/4 "
        "Db5:1/8 C5:1/8 Bb4:1/16 Ab4:1/16 G4:1/8 | A4:1/4 B4:1/4 C5:3/16 D5:1/16 | Eb5:1/4 "
        "D5:1/16 C5:1/16 B4:1/16 C5:1/16 G4:1/8 B4:1/8 | C5:3/4",
    ),
    (
        "Eb major",
        "6/8 Eb4:1/4 G4:1/8 Bb4:3/16 C5:1/16 Bb4:1/8 | Eb5:3/8 D5:1/4 Bb4:1/8 | C5:1/16 "
        "Bb4:1/16 Ab4:1/16 G4:1/16 F4:1/8 G4:1/4 A4:1/8 | Bb4:3/8 -:1/8 F4:1/8 Bb4:1/8 | "
        "Eb5:1/4 F5:1/8 G5:3/16 F5:1/16 Eb5:1/8 | D5:1/8 C5:1/8 Bb4:1/8 C5:1/8 A4:1/8 "
        "F4:1/8 | Bb4:1/16 C5:1/16 Bb4:1/16 Ab4:1/16 G4:1/8 F4:1/4 D4:1/8 | Eb4:3/4",
    ),
    (
        "F# minor",
        "4/4 F#4:1/4 A4:3/16 G#4:1/16 F#4:1/4 C#5:1/4 | D5:1/8 C#5:1/4 B4:1/8 A4:1/16 "
        "G#4:1/16 F#4:1/16 E#4:1/16 F#4:1/4 | -:1/8 A4:1/8 C#5:1/4 F#5:3/16 E5:1/16 D5:1/4 "
        "| C#5:1/2 B#4:1/4 C#5:1/4 | D5:1/16 C#5:1/16 B4:1/16 A4:1/16 B4:1/4 E5:1/4 -:1/8 "
        "B4:1/8 | C#5:1/8 A4:1/4 F#4:1/8 D5:1/4 C#5:3/16 B4:1/16 | A4:1/4 G#4:1/16 "
        "F#4:1/16 E#4:1/16 G#4:1/16 C#4:1/4 E#4:1/4 | F#4:1",
    ),
    (
        "Ab major",
        "3/4 Ab3:1/4 C4:3/16 Eb4:1/16 Ab4:1/4 | G4:1/16 Ab4:1/16 Bb4:1/16 G4:1/16 Eb4:1/4 "
        "-:1/8 Eb4:1/8 | F4:1/4 Db5:1/8 C5:1/8 Bb4:1/4 | A4:3/16 Bb4:1/16 C5:1/4 Eb4:1/4 | "
        "Ab4:3/16 Bb4:1/16 C5:1/4 Eb5:1/4 | Db5:1/16 C5:1/16 Bb4:1/16 Ab4:1/16 G4:1/4 "
        "-:1/8 Db5:1/8 | C5:1/8 Ab4:1/4 F4:1/8 Eb4:3/16 G4:1/16 | Ab4:3/4",
    ),
    (
        "E major",
        "4/4 E4:3/16 F#4:1/16 G#4:1/4 B4:1/4 -:1/8 B4:1/8 | C#5:1/16 B4:1/16 A4:1/16 "
        "G#4:1/16 F#4:1/4 B3:1/2 | E5:1/8 D#5:1/4 C#5:1/8 B4:3/16 A4:1/16 G#4:1/4 | "
        "A#4:1/4 B4:1/4 F#4:1/2 | G#4:1/16 A4:1/16 B4:1/16 G#4:1/16 E5:1/4 D#5:1/8 C#5:1/4 "
        "B#4:1/8 | C#5:1/4 F#5:3/16 E5:1/16 D#5:1/4 B4:1/4 | C#5:1/8 D5:1/4 C#5:1/8 "
        "B4:3/16 A4:1/16 G#4:1/4 | E4:1",
    ),
    (
        "G minor",
        "2/4 G4:1/8 Bb4:1/8 D5:3/16 C5:1/16 | Bb4:1/16 A4:1/16 G4:1/16 F#4:1/16 G4:1/8 "
        "-:1/8 | Eb5:1/8 D5:1/8 C5:1/16 B4:1/16 C5:1/8 | D5:3/8 C5:1/16 Bb4:1/16 | A4:1/8 "
        "C5:1/8 F5:3/16 Eb5:1/16 | D5:1/16 C5:1/16 Bb4:1/16 A4:1/16 Bb4:1/8 -:1/8 | C5:1/8 "
        "A4:1/8 F#4:1/16 G4:1/16 A4:1/16 C5:1/16 | Bb4:1/8 A4:1/16 F#4:1/16 G4:1/4",
    ),
    (
        "B minor",
        "3/4 B3:1/4 D4:1/12 F#4:1/12 B4:1/12 D5:1/4 | C#5:3/16 B4:1/16 A#4:1/4 -:1/8 "
        "F#4:1/8 | G4:1/4 B4:1/12 D5:1/12 G5:1/12 F#5:1/4 | E5:1/16 D5:1/16 C#5:1/16 "
        "B4:1/16 A#4:1/2 | B4:1/4 F#5:1/4 E5:1/12 D5:1/12 C#5:1/12 | D5:3/16 C#5:1/16 "
        "B4:1/4 G5:3/8 | F#5:1/8 E5:1/16 D5:1/16 C#5:1/16 B4:1/16 A#4:1/8 F#4:1/8 | B4:3/4",
    ),
)
"""Up to four sharps or flats, semiquavers, some syncopation, some accidentals."""

GRADE_8: tuple[Side, ...] = (
    (
        "Db major",
        "4/4 Db4:1/16 F4:1/16 Ab4:1/16 Db5:1/16 F5:3/16 Eb5:1/32 Db5:1/32 C5:1/16 Cb5:1/16 "
        "Bb4:1/16 Ab4:1/16 Gb4:1/16 G4:1/16 Ab4:1/4 | Eb5:1/16 C5:1/16 Cb5:1/16 Bb4:3/16 "
        "-:1/16 E5:1/8 F5:1/8 Fb5:1/16 Eb5:1/16 Db5:1/16 | D5:3/16 Eb5:3/16 -:1/16 "
        "Gb5:1/16 Bb4:1/8 A4:1/16 C5:1/16 B4:1/12 C5:1/12 Db5:1/12 | Eb5:1/16 Ab4:1/16 "
        "C6:1/16 Ab5:1/16 G5:1/16 Gb5:1/16 F5:1/16 E5:1/16 Eb5:3/8 -:1/8 | -:1/16 F5:1/8 "
        "Fb5:1/16 Eb5:3/16 D5:1/16 Db5:1/8 C5:1/16 B4:1/16 C5:1/8 Cb5:1/16 Bb4:1/16 | "
        "Ab4:1/16 Gb4:1/16 F4:1/16 Eb4:1/16 Db4:1/8 Ab3:1/8 Db4:1/2",
    ),
    (
        "F# minor",
        "7/8 F#4:1/8 C#5:1/8 A4:1/8 E#4:1/8 F#4:1/8 G#4:1/16 A4:1/16 B4:1/16 C#5:1/16 | "
        "D5:1/8 -:1/8 C#5:1/8 B#4:1/8 C#5:3/16 B4:1/16 A4:1/16 G#4:1/16 | F#5:1/16 E5:1/16 "
        "C#5:1/16 C5:1/16 C#5:1/8 F#5:3/16 E5:1/16 D#5:1/16 D5:1/16 C#5:1/8 | -:1/8 "
        "F#4:1/8 E#4:1/16 G#4:1/16 B4:1/8 D5:3/16 C#5:1/16 B4:1/16 A4:1/16 | G#4:1/16 "
        "A#4:1/16 B#4:1/8 C#5:1/8 -:1/8 E5:3/16 F#5:1/16 E#5:1/8 | F#5:1/8 C#5:1/8 A4:1/8 "
        "F#4:1/8 F#4:3/8",
    ),
    (
        "B major",
        "12/8 F#4:1/8 D#4:1/8 B3:1/8 F#4:3/16 E#4:1/16 F#4:1/8 B4:1/4 D#5:1/8 C#5:1/16 "
        "B#4:1/16 C#5:1/16 C##5:1/16 D#5:1/16 E5:1/16 | F#5:1/4 F##5:1/8 G#5:1/8 -:1/8 "
        "E5:1/8 D#5:1/8 C#5:1/8 A4:1/8 G#4:1/2 | B4:1/8 C##5:1/8 D#5:1/4 G#5:3/16 F#5:1/16 "
        "E#5:1/16 E5:1/16 D#5:1/16 D5:1/16 C#5:1/8 -:1/8 F#4:1/8 | B4:3/16 A#4:1/16 "
        "G#4:1/16 F#4:1/16 E#4:1/16 F#4:1/16 G#4:1/16 A#4:1/16 B4:1/16 C#5:1/16 D#5:1/4 "
        "C#5:1/8 B4:3/8",
    ),
    (
        "Eb minor",
        "5/8 Eb4:1/8 Bb4:1/8 Gb4:1/8 F4:1/16 D4:1/16 Eb4:1/8 | C5:3/16 Cb5:1/16 Bb4:1/8 "
        "Ab4:1/16 G4:1/16 Ab4:1/8 | -:1/8 Eb5:1/8 Db5:1/8 Fb5:1/8 Eb5:1/8 | Db5:1/16 "
        "Cb5:1/16 Bb4:1/16 Ab4:1/16 Gb4:3/16 F4:1/16 E4:1/16 F4:1/16 | Bb3:1/8 D4:1/16 "
        "F4:1/16 Ab4:1/8 Cb5:1/8 C5:1/8 | Bb5:3/16 Ab5:1/16 Gb5:1/16 F5:1/16 Eb5:1/8 "
        "D5:1/8 | Eb5:1/8 Bb4:1/16 A4:1/16 Ab4:1/16 Gb4:1/16 F4:1/8 D4:1/8 | Eb4:5/8",
    ),
    (
        "3/4 C4:1/8 F#4:1/8 B4:3/16 Bb4:1/16 E4:1/8 Eb5:1/8 | Ab5:1/4 -:1/16 A4:1/8 "
        "C#5:1/8 Bb4:1/16 G4:1/16 Gb4:1/16 | F4:1/8 Db5:1/8 B4:1/12 G#5:1/12 A5:1/12 "
        "D#5:1/8 E4:1/8 | -:1/8 Bb3:3/16 C#4:1/16 F#4:1/8 Ab5:1/8 G5:1/8 | F#5:1/32 "
        "F5:1/32 E5:1/32 Eb5:1/32 D5:1/8 Ab4:1/8 -:1/16 C#5:3/16 C5:1/8 | B4:1/16 Bb4:1/16 "
        "A4:1/16 Ab4:1/16 G4:1/8 F#5:1/8 C4:1/4"
    ),
    (
        "G# minor",
        "6/8 D#4:1/8 G#4:1/8 B4:1/8 A#4:1/16 F##4:1/16 G#4:1/8 D#5:1/8 | E5:3/16 D#5:1/16 "
        "C##5:1/8 D#5:1/4 -:1/8 | -:1/16 B4:1/16 G#5:1/8 F##5:1/8 F#5:1/8 E5:1/8 D#5:3/16 "
        "| C##5:1/16 D#5:1/16 E5:1/16 C#5:1/8 B4:3/16 A#4:1/16 F##4:1/8 | A4:1/4 G#4:1/8 "
        "F##4:1/8 E#4:1/8 D#4:1/8 | G#4:3/4",
    ),
    (
        "Bb minor",
        "3/4 Bb3:3/16 C4:1/16 Db4:1/16 F4:1/16 Bb4:1/16 Db5:1/16 F5:1/8 Fb5:1/8 | Eb5:1/8 "
        "E5:1/8 F5:5/16 E5:1/16 F5:1/16 Gb5:1/16 | Ab5:3/16 Gb5:1/16 F5:1/12 Fb5:1/12 "
        "Eb5:1/12 Db5:1/8 A4:1/8 | Bb4:1/32 C5:1/32 Db5:1/32 Eb5:1/32 F5:1/8 -:1/8 Cb5:1/4 "
        "Bb4:1/8 | A4:1/16 C5:1/16 Gb4:1/16 Fb4:1/16 Eb4:1/8 D4:1/8 Db4:1/8 C4:1/8 | "
        "F4:3/16 E4:1/16 F4:1/16 A3:1/16 C4:1/16 Eb4:1/16 Bb3:1/4",
    ),
    (
        "C minor",
        "4/4 C5:1/8 G4:1/32 Ab4:1/32 G4:1/32 F#4:1/32 G4:3/16 B4:1/8 C5:1/8 Db5:1/16 "
        "E5:1/8 F5:1/8 | -:1/16 Gb5:1/8 F5:1/16 E5:1/16 Eb5:1/16 D5:1/16 Db5:1/16 C5:5/16 "
        "B4:1/16 Ab4:1/16 A4:1/16 | Bb4:1/12 D5:1/12 F5:1/12 Ab5:1/8 F#5:1/8 G5:1/8 -:1/8 "
        "Eb4:1/16 Eb5:1/16 D4:1/16 Db5:1/16 | C4:1/8 -:1/16 A4:1/16 F#4:1/16 Eb5:1/4 "
        "D5:1/16 B4:1/16 C5:1/16 D5:1/32 Eb5:1/32 F5:1/32 G5:1/32 Ab5:1/8 | B5:1/8 "
        "Bb5:1/16 Ab5:1/16 F#5:1/16 G5:1/8 Eb5:1/16 B4:3/16 C5:3/16 -:1/8 | Ab4:1/16 "
        "A4:1/16 Bb4:1/16 B4:1/16 C5:1/8 G4:1/8 C4:1/2",
    ),
)
"""Remote keys or none, irregular metres, chromatic lines, wide leaps, mixed rhythms."""

EXERCISES: tuple[Pair, ...] = (
    Pair(
        FIRST_TERM[0],
        GRADE_3[0],
        "five notes in minims against an octave of quavers and dots in two sharps",
    ),
    Pair(
        FIRST_TERM[1],
        GRADE_3[6],
        "five notes by step against quavers, dots and leaps in three sharps",
    ),
    Pair(
        FIRST_TERM[2],
        GRADE_3[1],
        "five notes by step against arpeggios over an octave and a half",
    ),
    Pair(
        FIRST_TERM[3],
        GRADE_3[4],
        "five notes in crotchets against compound time over an octave",
    ),
    Pair(
        FIRST_TERM[4],
        GRADE_3[3],
        "crotchets by step against wide leaps and dots in two flats",
    ),
    Pair(
        FIRST_TERM[5],
        GRADE_3[2],
        "five notes in crotchets against quavers, leaps and a raised leading note",
    ),
    Pair(
        GRADE_3[0],
        GRADE_5[0],
        "quavers in key against semiquavers, syncopation and accidentals",
    ),
    Pair(
        GRADE_3[1],
        GRADE_5[1],
        "quavers in one sharp against semiquavers, ties and accidentals in three flats",
    ),
    Pair(
        GRADE_3[2],
        GRADE_5[6],
        "quavers in one sharp against semiquavers, a tie and accidentals in two flats",
    ),
    Pair(
        GRADE_3[3],
        GRADE_5[4],
        "quavers in two flats against semiquavers and syncopation in four flats",
    ),
    Pair(
        GRADE_3[4],
        GRADE_5[2],
        "plain compound time against its semiquavers, dots and accidentals in three flats",
    ),
    Pair(
        GRADE_3[5],
        GRADE_5[7],
        "quavers against triplets, semiquavers and a tie over an octave and a half",
    ),
    Pair(
        GRADE_3[6],
        GRADE_5[3],
        "quavers in a major key against syncopation and accidentals in its relative minor",
    ),
    Pair(
        GRADE_3[7],
        GRADE_5[5],
        "quavers in one flat against semiquavers and syncopation in four sharps",
    ),
    Pair(
        GRADE_5[0],
        GRADE_8[0],
        "three sharps with a few accidentals against chromatic semiquavers in five flats",
    ),
    Pair(
        GRADE_5[1],
        GRADE_8[7],
        "a few accidentals against chromatic syncopation down to demisemiquavers",
    ),
    Pair(
        GRADE_5[2],
        GRADE_8[5],
        "compound time in three flats against double sharps in five sharps",
    ),
    Pair(
        GRADE_5[3],
        GRADE_8[1],
        "common time against chromatic semiquavers in sevens, in the same key",
    ),
    Pair(
        GRADE_5[4],
        GRADE_8[6],
        "four flats with one accidental against chromatic leaps in five flats",
    ),
    Pair(
        GRADE_5[7],
        GRADE_8[2],
        "two sharps with triplets against double sharps and ties in twelve-eight",
    ),
    Pair(
        FIRST_TERM[6],
        GRADE_5[5],
        "three notes in long values against semiquavers and syncopation in four sharps",
    ),
    Pair(
        FIRST_TERM[7],
        GRADE_8[4],
        "three notes in crotchets against atonal leaps and mixed rhythms",
    ),
    Pair(
        GRADE_3[5],
        GRADE_8[3],
        "quavers in one flat against chromatic semiquavers in fives, in six flats",
    ),
    Pair(
        GRADE_3[0],
        GRADE_8[4],
        "an octave of quavers in key against atonal leaps and mixed rhythms",
    ),
)
"""Exercises of a method book, from different years of it."""

PAIRS: tuple[Pair, ...] = (*ONE_THING_ADDED, *WELL_KNOWN_TUNES, *EXERCISES)
