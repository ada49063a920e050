"""Music that sounds in a listening test: one line, or several at once."""

from dataclasses import dataclass
from fractions import Fraction

from etudes.errors import InvalidValue
from etudes.item.item import Tempo
from etudes.markings import NONE, Markings
from etudes.melody import Melody
from etudes.theory import Key

PIANO = "piano"
"""What plays chords."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that begin together, in written pitch for `instrument` (its name in the table).

    Attributes
    ----------
    voices : the melody first; chords are as many lines as they have notes.
    markings : how the first voice is played; the others are played plainly.
    accompanied : the share of the first voice's loudness, 0 to 1, that the others have.

    Raises
    ------
    InvalidValue
        If there is no voice, two do not last equally long, or the signs do not fit.
    """

    voices: tuple[Melody, ...]
    tempo: Tempo
    instrument: str = PIANO
    markings: Markings = NONE
    accompanied: float = 1.0

    def __post_init__(self) -> None:
        if not self.voices:
            raise InvalidValue("a passage has at least one voice")
        lengths = {voice.duration for voice in self.voices}
        if len(lengths) > 1:
            told = " and ".join(map(str, sorted(lengths)))
            raise InvalidValue(f"voices that last equally long were expected, not {told}")
        if not 0 <= self.accompanied <= 1:
            raise InvalidValue(
                f"a share from 0 to 1 of the loudness was expected, not {self.accompanied}"
            )
        self.markings.fits(self.melody)

    @property
    def melody(self) -> Melody:
        """The first voice."""
        return self.voices[0]

    @property
    def key(self) -> Key:
        return self.melody.key

    @property
    def duration(self) -> Fraction:
        """In whole notes, an upbeat included."""
        return self.melody.duration

    @property
    def seconds(self) -> float:
        """How long it lasts at its tempo, pauses of its signs aside."""
        return float(self.duration * 4) * 60 / self.tempo.crotchets_per_minute

    def sounds_like(self, other: "Passage") -> bool:
        """Whether two passages have the same notes at the same times, however they are
        spelled, written and marked."""
        return [*map(sound_of, self.voices)] == [*map(sound_of, other.voices)]


def sound_of(melody: Melody) -> tuple[tuple[Fraction, Fraction, int], ...]:
    """Return what is heard of a line: onset from its start, length and semitone of each
    note.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> notes = [(Pitch.parse("F#4"), Fraction(1, 2)), (None, Fraction(1, 2))]
    >>> line = Melody.from_events(Key.parse("G"), TimeSignature(4, 4), notes)
    >>> [semitone for _, _, semitone in sound_of(line)]
    [66]
    """
    return tuple(
        (event.onset + melody.pickup, event.duration, event.pitch.midi)
        for event in melody.events()
        if event.pitch is not None
    )
