"""How well notes fit a key: the profiles of Krumhansl and Kessler.

C. L. Krumhansl and E. J. Kessler, "Tracing the dynamic changes in perceived tonal
organization in a spatial representation of musical keys", Psychological Review 89 (1982).
"""

from collections.abc import Sequence
from functools import cache
from math import sqrt
from operator import mul
from typing import Final

from etudes.theory.key import Key

PROFILES: Final = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
"""How well each semitone above the tonic fits the key."""


def tonalness(sounding: Sequence[float]) -> float:
    """Return how clearly one key is heard: the best correlation with any key's profile.

    Parameters
    ----------
    sounding : for each pitch class from C to B, how long it sounds in all (any unit).

    Returns
    -------
    float
        −1 to 1; 0 where all sound equally long or nothing does.

    Examples
    --------
    >>> c_major = [4, 0, 2, 0, 3, 1, 0, 4, 0, 1, 0, 1]
    >>> tonalness(c_major) > 0.8, tonalness([1] * 12)
    (True, 0.0)
    """
    heard = _standardized(sounding)
    return max(float(sum(map(mul, heard, p))) for p in _profiles().values())


def heard_key(sounding: Sequence[float]) -> Key:
    """Return the key, of at most six sharps or flats, whose profile fits best.

    C major where nothing sounds, and of enharmonic keys that with fewer accidentals.

    Examples
    --------
    >>> str(heard_key([1, 0, 3, 0, 1, 0, 3, 2, 0, 2, 0, 1]))
    'D major'
    """
    heard, profiles = _standardized(sounding), _profiles()
    return max(profiles, key=lambda key: sum(map(mul, heard, profiles[key])))


@cache
def _profiles() -> dict[Key, tuple[float, ...]]:
    """Return the profile of each of the 24 keys, from C, standardized."""
    keys = [
        Key.from_fifths(fifths, mode)
        for fifths in sorted(range(-5, 7), key=abs)
        for mode in PROFILES
    ]
    return {key: _profile(key) for key in keys}


def _profile(key: Key) -> tuple[float, ...]:
    profile, tonic = PROFILES[key.mode], key.tonic_semitones % 12
    return _standardized(profile[-tonic:] + profile[:-tonic])


def _standardized(values: Sequence[float]) -> tuple[float, ...]:
    """Return the values with mean 0 and length 1, so that products are correlations."""
    mean = sum(values) / len(values)
    length = sqrt(sum((value - mean) ** 2 for value in values))
    return tuple((value - mean) / length if length else 0.0 for value in values)
