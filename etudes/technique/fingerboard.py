"""Strings, positions and fingers: bowed and plucked instruments with a fingerboard."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from etudes.errors import InvalidValue
from etudes.technique.technique import Fingering, Technique
from etudes.theory import Pitch
from etudes.theory.pitch import NATURAL_SEMITONES

STRETCHES = ("low", "plain", "high", "extended")
"""How a finger lies in the hand; the names of a hand's table."""


@dataclass(frozen=True, slots=True)
class Stop(Fingering):
    """A note on a string: which string, which finger, in which position.

    `string` counts as players count: 1 is the highest of a violin. `finger` 0 and
    position None are the open string. `place` is where the first finger lies, in
    semitones above the open string.
    """

    string: int
    finger: int = 0
    position: str | None = None
    place: int = 0
    stretch: str = "plain"

    @property
    def text(self) -> str:
        return str(self.finger)


@dataclass(frozen=True, slots=True)
class Hand:
    """How fingers lie on a string.

    Attributes
    ----------
    fingers : for each finger its stretches, as semitones above the first finger.
    positions : for each position where its first finger lies, in semitones above the
        open string.
    follows_letters : whether a finger belongs to a letter, as on the violin, where G♯
        is a high third finger and A♭ a low fourth.

    Raises
    ------
    InvalidValue
        If a finger is not 1 to 4, or a stretch has another name.
    """

    fingers: Mapping[int, Mapping[str, int]]
    positions: Mapping[str, int]
    follows_letters: bool = False

    def __post_init__(self) -> None:
        for finger, stretches in self.fingers.items():
            unknown = set(stretches) - set(STRETCHES)
            if not 1 <= finger <= 4 or unknown:
                raise InvalidValue(
                    f"fingers are 1 to 4 and lie {', '.join(STRETCHES)}; finger {finger} "
                    f"has {', '.join(sorted(unknown)) or 'another number'}"
                )


@dataclass(frozen=True, eq=False)
class Fingerboard(Technique[Stop]):
    """An instrument of tuned strings: the open ones as written, the first string first."""

    strings: tuple[Pitch, ...]
    hand: Hand

    def ways(self, pitch: Pitch) -> tuple[Stop, ...]:
        return tuple(
            stop
            for number, string in enumerate(self.strings, start=1)
            for stop in self._stops(pitch, number, string)
        )

    def of_note(self, way: Stop) -> Iterator[str]:
        if way.position is None:
            yield "an open string"
            return
        yield way.position
        if way.finger == 4:
            yield "the fourth finger"
            if self._is_open(way.pitch):
                yield "the fourth finger for an open string"
        if way.stretch == "extended":
            yield "an extension"

    def of_move(self, before: Stop, after: Stop) -> Iterator[str]:
        strings = abs(before.string - after.string)
        if strings:
            yield "a string crossing" if strings == 1 else "a skipped string"
        if before.position is None or after.position is None:
            return  # the hand is free to move while an open string sounds
        if before.place != after.place:
            yield "a shift"
            if after.finger != 1:
                yield "a shift to another finger than the first"
        elif before.finger == after.finger and before.stretch != after.stretch:
            yield "a finger both high and low"

    def is_unusual(self, stop: Stop) -> bool:
        """Tell whether a player in this position would look for another finger."""
        is_fourth = stop.finger == 4 and self._is_open(stop.pitch)
        return is_fourth or stop.stretch == "extended"

    def _is_open(self, pitch: Pitch) -> bool:
        return any(pitch.midi == string.midi for string in self.strings)

    def _stops(self, pitch: Pitch, number: int, string: Pitch) -> Iterator[Stop]:
        semitones = pitch.midi - string.midi
        if semitones == 0:
            yield Stop(pitch, number)
        for position, place in self.hand.positions.items():
            own = _letter_finger(string, place, pitch) if self.hand.follows_letters else 0
            fits = [
                Stop(pitch, number, finger, position, place, stretch)
                for finger, stretches in self.hand.fingers.items()
                for stretch, offset in stretches.items()
                if semitones == place + offset and semitones > 0
            ]
            yield from [stop for stop in fits if stop.finger == own] or fits


def _letter_finger(string: Pitch, place: int, pitch: Pitch) -> int:
    """Return the finger that a letter has: in first position the second above the open
    string is the first finger's, whatever its accidental."""
    octaves, within = divmod(place, 12)
    first = 7 * octaves + max(
        step for step, above in enumerate(NATURAL_SEMITONES) if above <= within
    )
    return string.interval_to(pitch).steps - first + 1
