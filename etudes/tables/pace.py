"""How many beats a metronome counts where a level's tempo speaks of crotchets."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

PACE: Final[Mapping[Fraction, Fraction]] = {
    Fraction(3, 8): Fraction(2, 3),
    Fraction(1, 2): Fraction(2, 3),
    Fraction(3, 4): Fraction(1, 3),
    Fraction(1, 8): Fraction(2),
}
"""Beats a minute, by the length of the beat, for one crotchet a minute: the notes keep
their pace. A beat of any other length counts as a crotchet does."""
