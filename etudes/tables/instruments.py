"""The instruments, as data: clef, transposition, written ranges, keys by level."""

from dataclasses import dataclass

from etudes.theory import Interval, Key, Pitch


@dataclass(frozen=True, slots=True)
class Instrument:
    """One row of the table (`instruments.toml`); all pitches and keys are written ones.

    `transposition` leads from written to sounding pitch. `ranges` and `keys` hold one
    entry for each level 1 to 8; keys are cumulative. `clef` is LilyPond's name.
    """

    name: str
    label: str
    family: str
    aliases: tuple[str, ...]
    clef: str
    transposition: Interval
    midi_program: int
    midi_instrument: str
    ranges: tuple[tuple[Pitch, Pitch], ...]
    keys: tuple[tuple[Key, ...], ...]
    comfortable: tuple[Pitch, Pitch]
    breathes: bool
