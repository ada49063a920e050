"""Every rule that an exercise keeps, in one list."""

from etudes.constraints.alterations import Alterations, Spelling
from etudes.constraints.chords import ChordLeaps
from etudes.constraints.exercise import Exercise
from etudes.constraints.figures import Figures
from etudes.constraints.form import ClosesOnBeat, ClosesOnTonic, OpensOnTriad
from etudes.constraints.percussion import OneLine, TunedTo
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
    if exercise.unpitched:
        return (OneLine(), *_rhythm(exercise), ClosesOnBeat(None), *exercise.more)
    return (
        WrittenRange(exercise.low, exercise.high),
        *_rhythm(exercise),
        *(_tuned(exercise) if exercise.drums else _melodic(exercise)),
        OpensOnTriad(exercise.key),
        ClosesOnTonic(exercise.key),
        ClosesOnBeat(exercise.key),
        *exercise.more,
    )


def _rhythm(exercise: Exercise) -> tuple[Rule, ...]:
    return (
        AllowedValues(exercise.values),
        AllowedRests(exercise.rests),
        Rhythm(exercise.syncopation, exercise.ties),
        Figures(exercise.figures),
    )


def _melodic(exercise: Exercise) -> tuple[Rule, ...]:
    player = technique_of(exercise.instrument)
    return (
        LargestLeap(exercise.max_leap, exercise.forbidden_leaps),
        ChordLeaps(exercise.key, exercise.chord_leaps),
        Alterations(exercise.key, exercise.alterations),
        Spelling(exercise.key),
        SingableIntervals(exercise.alterations in ("by step", "free")),
        *([Playable(exercise.instrument, player, exercise.level)] if player else []),
        EqualNotes(),
    )


def _tuned(exercise: Exercise) -> tuple[Rule, ...]:
    """Two drums leap a fourth from the first lesson on, and repeat."""
    return (TunedTo(exercise.drums),)
