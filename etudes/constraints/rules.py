"""Every rule that an exercise keeps, in one list."""

from etudes.constraints.alterations import Alterations, Spelling
from etudes.constraints.chords import ChordLeaps
from etudes.constraints.exercise import Exercise
from etudes.constraints.figures import Figures
from etudes.constraints.form import ClosesOnBeat, ClosesOnTonic, OpensOnTriad
from etudes.constraints.pitch import (
    EqualNotes,
    LargestLeap,
    SingableIntervals,
    WrittenRange,
)
from etudes.constraints.playing import Playable
from etudes.constraints.rhythm import AllowedRests, AllowedValues, Rhythm
from etudes.constraints.rule import Rule
from etudes.technique import technique_of


def rules_of(exercise: Exercise) -> tuple[Rule, ...]:
    """Return every rule that an exercise must keep.

    What strikes most and costs least comes first: later rules ask only about the rest.
    """
    player = technique_of(exercise.instrument)
    return (
        WrittenRange(exercise.low, exercise.high),
        AllowedValues(exercise.values),
        AllowedRests(exercise.rests),
        Rhythm(exercise.syncopation, exercise.ties),
        Figures(exercise.figures),
        LargestLeap(exercise.max_leap, exercise.forbidden_leaps),
        ChordLeaps(exercise.key, exercise.chord_leaps),
        Alterations(exercise.key, exercise.alterations),
        Spelling(exercise.key),
        SingableIntervals(exercise.alterations in ("by step", "free")),
        *([Playable(exercise.instrument, player, exercise.level)] if player else []),
        OpensOnTriad(exercise.key),
        ClosesOnTonic(exercise.key),
        ClosesOnBeat(exercise.key),
        EqualNotes(),
    )
