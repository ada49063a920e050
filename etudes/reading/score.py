"""What a reader gives: the lines of a file, each as melodies in a row, and its origin."""

from dataclasses import dataclass

from etudes.melody import Melody
from etudes.reading.page import Page
from etudes.reading.passages import RawMeasure


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where music comes from and what its licence says; empty text where unknown.

    `rhythm` is the kind of dance, where the file names one ("slip jig").
    """

    source: str
    title: str = ""
    composer: str = ""
    collection: str = ""
    licence: str = ""
    rhythm: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One voice of a score.

    The `name` is the part's, and where a part has several staves the staff's too.
    `passages` are melodies in the order of the score: a new one begins where the key
    signature or the metre changes, or where a bar that does not fill had to be left
    out. `chord_share` is the share of notes that stood in chords (the top note was
    kept); `is_sung` says that words stand under the line. `bars` are the line as the file
    has it, before anything was mended or left out, and `page` says how they are set (of
    MusicXML only where that is asked for). `remarks` tell in words what else the reader
    decided, such as "the key was estimated".
    """

    name: str
    passages: tuple[Melody, ...]
    is_sung: bool = False
    chord_share: float = 0.0
    bars: tuple[RawMeasure, ...] = ()
    remarks: tuple[str, ...] = ()
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A file as read: provenance and at least one line."""

    provenance: Provenance
    lines: tuple[Line, ...]
