"""What a marker credits, and how points are added up."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from etudes.assessment.segments import Agreement
from etudes.errors import InvalidValue
from etudes.melody import Event
from etudes.theory import Pitch


@dataclass(frozen=True, slots=True)
class Scheme:
    """How dictation answers are marked (docs/marking.md).

    Attributes
    ----------
    segment, extra : points for a segment right in pitch and rhythm, and once more if there
        is one at all.
    pitch, rhythm : points for a segment right in that alone. They are looked at where the
        regular points are fewer than half the segments.
    reach : by how many segments a segment may be shifted; None for any number.
    first_is_given : the first note is printed: a segment that it fills is not counted.
    counts_pitch : False for rhythmic dictation.
    counts_ends : False where a rest may stand for the end of a note.
    accepts_enharmonics, accepts_octaves : D flat for C sharp; the whole an octave off.
    half_is_one : whether half a point in all is rounded up, as from 2022 on.

    Raises
    ------
    InvalidValue
        If points are negative or the reach is.
    """

    name: str
    segment: Fraction = Fraction(1)
    extra: Fraction = Fraction(1)
    pitch: Fraction = Fraction(1, 2)
    rhythm: Fraction = Fraction(1, 4)
    reach: int | None = None
    first_is_given: bool = True
    counts_pitch: bool = True
    counts_ends: bool = True
    accepts_enharmonics: bool = False
    accepts_octaves: bool = False
    half_is_one: bool = False

    def __post_init__(self) -> None:
        if self.segment <= 0 or min(self.extra, self.pitch, self.rhythm) < 0:
            raise InvalidValue(
                "a scheme gives points for a segment, and takes none away; not "
                f"{self.segment}, {self.extra}, {self.pitch} and {self.rhythm}"
            )
        if self.reach is not None and self.reach < 0:
            raise InvalidValue(f"a reach is 0 or more segments, not {self.reach}")

    def same_pitch(self, one: Pitch | None, other: Pitch | None) -> bool:
        """Return whether one pitch is taken for another; None is silence."""
        if one is None or other is None or not self.accepts_enharmonics:
            return one == other
        return one.midi == other.midi

    def agreement(self, aspect: str) -> Agreement:
        """Return what "both", "pitch" or "rhythm" asks of a note or rest."""
        return _AGREEMENTS[aspect](self)

    def rounded(self, points: Fraction) -> int:
        """Return the mark: quarters to the nearest point, halves down but 1½.

        Examples
        --------
        >>> [AP.rounded(Fraction(n, 4)) for n in (2, 3, 5, 6, 7, 10, 14)]
        [0, 1, 1, 2, 2, 2, 3]
        >>> AP_2022.rounded(Fraction(1, 2))
        1
        """
        whole, part = divmod(points, 1)
        if part == Fraction(1, 2):
            return int(whole) + (whole == 1 or (whole == 0 and self.half_is_one))
        return int(whole) + (part > Fraction(1, 2))


def _both(scheme: Scheme) -> Agreement:
    if not scheme.counts_pitch:
        return _rhythm(scheme)
    return lambda truth, answer: (
        truth.duration == answer.duration and scheme.same_pitch(truth.pitch, answer.pitch)
    )


def _pitch(scheme: Scheme) -> Agreement:
    return lambda truth, answer: scheme.same_pitch(truth.pitch, answer.pitch)


def _rhythm(_: Scheme) -> Agreement:
    return lambda truth, answer: (
        truth.duration == answer.duration and _sounds(truth) == _sounds(answer)
    )


def _sounds(event: Event) -> bool:
    return event.pitch is not None


_AGREEMENTS: dict[str, Callable[[Scheme], Agreement]] = {
    "both": _both,
    "pitch": _pitch,
    "rhythm": _rhythm,
}

AP = Scheme("AP")
"""Melodic dictation of AP Music Theory, as marked from 2008 to 2021."""

AP_2022 = Scheme("AP 2022", reach=1, half_is_one=True)
"""As marked from 2022 on: a segment is shifted by one segment at most."""

RHYTHM = Scheme("rhythm", counts_pitch=False, first_is_given=False)
"""Rhythmic dictation: the same segments, whatever the pitches."""
