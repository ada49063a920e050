"""The tempo at which a melody is played that is to be written down."""

from dataclasses import replace
from fractions import Fraction

from etudes.item.item import Tempo

_SHARE = Fraction(3, 4)
_LEAST = {Fraction(1, 4): 60, Fraction(3, 8): 50, Fraction(1, 2): 40, Fraction(1, 8): 100}
"""Beats a minute below which a pulse is no longer felt as one."""


def slowed(tempo: Tempo) -> Tempo:
    """Return three quarters of a tempo, but no less than a felt pulse, without a word.

    CCDMD plays dictations at crotchets of 69 to 144 and dotted crotchets of 50 to 58:
    slower than the music would be read.

    Examples
    --------
    >>> slowed(Tempo(Fraction(1, 4), 96, "Andante")).beats_per_minute
    72
    """
    least = _LEAST.get(tempo.beat, 40)
    beats = max(min(least, tempo.beats_per_minute), round(tempo.beats_per_minute * _SHARE))
    return replace(tempo, beats_per_minute=beats, word="")
