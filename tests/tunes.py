"""Well-known tunes with the phrases that a musician hears: how many notes each has.

All are in the public domain. The phrases follow the lines of the words.
"""

from dataclasses import dataclass

from conftest import melody

from etudes.melody import Melody


@dataclass(frozen=True)
class Tune:
    """A tune and the notes (ties counted once) of each phrase."""

    name: str
    text: str
    key: str
    notes: tuple[int, ...]

    @property
    def melody(self) -> Melody:
        return melody(self.text, self.key)


TUNES = (
    Tune(
        "Ode to Joy",
        "4/4 E4:1/4 E4:1/4 F4:1/4 G4:1/4 | G4:1/4 F4:1/4 E4:1/4 D4:1/4 | "
        "C4:1/4 C4:1/4 D4:1/4 E4:1/4 | E4:3/8 D4:1/8 D4:1/2 | "
        "E4:1/4 E4:1/4 F4:1/4 G4:1/4 | G4:1/4 F4:1/4 E4:1/4 D4:1/4 | "
        "C4:1/4 C4:1/4 D4:1/4 E4:1/4 | D4:3/8 C4:1/8 C4:1/2",
        "C major",
        (15, 15),
    ),
    Tune(
        "Twinkle, twinkle",
        "4/4 C4:1/4 C4:1/4 G4:1/4 G4:1/4 | A4:1/4 A4:1/4 G4:1/2 | "
        "F4:1/4 F4:1/4 E4:1/4 E4:1/4 | D4:1/4 D4:1/4 C4:1/2 | "
        "G4:1/4 G4:1/4 F4:1/4 F4:1/4 | E4:1/4 E4:1/4 D4:1/2 | "
        "G4:1/4 G4:1/4 F4:1/4 F4:1/4 | E4:1/4 E4:1/4 D4:1/2",
        "C major",
        (7, 7, 7, 7),
    ),
    Tune(
        "Frère Jacques",
        "4/4 C4:1/4 D4:1/4 E4:1/4 C4:1/4 | C4:1/4 D4:1/4 E4:1/4 C4:1/4 | "
        "E4:1/4 F4:1/4 G4:1/2 | E4:1/4 F4:1/4 G4:1/2 | "
        "G4:1/8 A4:1/8 G4:1/8 F4:1/8 E4:1/4 C4:1/4 | "
        "G4:1/8 A4:1/8 G4:1/8 F4:1/8 E4:1/4 C4:1/4 | "
        "C4:1/4 G3:1/4 C4:1/2 | C4:1/4 G3:1/4 C4:1/2",
        "C major",
        (8, 6, 12, 6),
    ),
    Tune(
        "Greensleeves",
        "6/8 A4:1/8 | C5:1/4 D5:1/8 E5:3/16 F5:1/16 E5:1/8 | "
        "D5:1/4 B4:1/8 G4:3/16 A4:1/16 B4:1/8 | C5:1/4 A4:1/8 A4:3/16 G#4:1/16 A4:1/8 | "
        "B4:1/4 G#4:1/8 E4:1/4 A4:1/8 | C5:1/4 D5:1/8 E5:3/16 F5:1/16 E5:1/8 | "
        "D5:1/4 B4:1/8 G4:3/16 A4:1/16 B4:1/8 | "
        "C5:3/16 B4:1/16 A4:1/8 G#4:3/16 F#4:1/16 G#4:1/8 | A4:1/4 A4:1/8 A4:1/4",
        "A minor",
        (19, 20),
    ),
    Tune(
        "Amazing Grace",
        "3/4 D4:1/4 | G4:1/2 B4:1/8 G4:1/8 | B4:1/2 A4:1/4 | G4:1/2 E4:1/4 | "
        "D4:1/2 D4:1/4 | G4:1/2 B4:1/8 G4:1/8 | B4:1/2 A4:1/4 | D5:5/4 "
        "B4:1/4 | D5:1/2 B4:1/8 G4:1/8 | B4:1/2 A4:1/4 | G4:1/2 E4:1/4 | "
        "D4:1/2 D4:1/4 | G4:1/2 B4:1/8 G4:1/8 | B4:1/2 A4:1/4 | G4:3/4",
        "G major",
        (9, 7, 9, 7),
    ),
    Tune(
        "Au clair de la lune",
        "4/4 C4:1/4 C4:1/4 C4:1/4 D4:1/4 | E4:1/2 D4:1/2 | C4:1/4 E4:1/4 D4:1/4 D4:1/4 | "
        "C4:1 | C4:1/4 C4:1/4 C4:1/4 D4:1/4 | E4:1/2 D4:1/2 | "
        "C4:1/4 E4:1/4 D4:1/4 D4:1/4 | C4:1",
        "C major",
        (11, 11),
    ),
    Tune(
        "Scarborough Fair",
        "3/4 D4:1/2 D4:1/4 | A4:1/2 A4:1/4 | E4:3/8 F4:1/8 E4:1/4 | D4:3/4 | "
        "-:1/4 A4:1/4 C5:1/4 | D5:1/2 C5:1/4 | A4:1/4 B4:1/4 G4:1/4 | A4:3/4",
        "D dorian",
        (8, 8),
    ),
    Tune(
        "God Save the King",
        "3/4 G4:1/4 G4:1/4 A4:1/4 | F#4:3/8 G4:1/8 A4:1/4 | B4:1/4 B4:1/4 C5:1/4 | "
        "B4:3/8 A4:1/8 G4:1/4 | A4:1/4 G4:1/4 F#4:1/4 | G4:3/4 | "
        "D5:1/4 D5:1/4 D5:1/4 | D5:3/8 C5:1/8 B4:1/4 | C5:1/4 C5:1/4 C5:1/4 | "
        "C5:3/8 B4:1/8 A4:1/4",
        "G major",
        (6, 6, 4, 6, 6),
    ),
    Tune(
        "Row, row, row your boat",
        "6/8 C4:3/8 C4:3/8 | C4:1/4 D4:1/8 E4:3/8 | E4:1/4 D4:1/8 E4:1/4 F4:1/8 | "
        "G4:3/4 | C5:1/8 C5:1/8 C5:1/8 G4:1/8 G4:1/8 G4:1/8 | "
        "E4:1/8 E4:1/8 E4:1/8 C4:1/8 C4:1/8 C4:1/8 | G4:1/4 F4:1/8 E4:1/4 D4:1/8 | C4:3/4",
        "C major",
        (10, 17),
    ),
    Tune(
        "Auld Lang Syne",
        "4/4 D4:1/4 | G4:3/8 G4:1/8 G4:1/4 B4:1/4 | A4:3/8 G4:1/8 A4:1/4 B4:1/4 | "
        "G4:3/8 G4:1/8 B4:1/4 D5:1/4 | E5:3/4 E5:1/4 | D5:3/8 B4:1/8 B4:1/4 G4:1/4 | "
        "A4:3/8 G4:1/8 A4:1/4 B4:1/4 | G4:3/8 E4:1/8 E4:1/4 D4:1/4 | G4:3/4",
        "G major",
        (14, 14),
    ),
)
