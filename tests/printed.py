"""What a player sees on a printed page: an item read back from its MusicXML.

It shares no code with what writes the music or asks about it.
"""

from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from etudes.item.item import Item
from etudes.tables import instrument
from etudes.writing.musicxml import musicxml

SIGNS = {-2: " double flat", -1: " flat", 0: "", 1: " sharp", 2: " double sharp"}
SEMITONES = dict(zip("CDEFGAB", (0, 2, 4, 5, 7, 9, 11), strict=True))


@dataclass(frozen=True)
class Read:
    """A printed note or rest; its length in divisions, 0 semitones is C0."""

    step: str
    alter: int
    octave: int
    length: int
    kind: str
    tied_on: bool

    @property
    def height(self) -> int:
        return SEMITONES[self.step] + self.alter + 12 * self.octave

    @property
    def line(self) -> int:
        return "CDEFGAB".index(self.step) + 7 * self.octave

    @property
    def name(self) -> str:
        return self.step + SIGNS[self.alter]


@dataclass(frozen=True)
class Page:
    """What a player sees: bars by their numbers, an upbeat being 0."""

    fifths: int
    mode: str
    time: tuple[int, int]
    bars: dict[int, tuple[Read, ...]]
    dynamic: str
    divisions: int

    @property
    def notes(self) -> list[tuple[int, Read]]:
        return [
            (bar, note) for bar, read in self.bars.items() for note in read if note.step
        ]

    def full(self) -> dict[int, tuple[Read, ...]]:
        whole = 4 * self.divisions * self.time[0] / self.time[1]
        return {n: b for n, b in self.bars.items() if sum(x.length for x in b) == whole}

    def in_signature(self) -> list[str]:
        if self.fifths > 0:
            return [f"{letter} sharp" for letter in "FCGDAEB"[: self.fifths]]
        return [f"{letter} flat" for letter in "BEADGCF"[: -self.fifths]]


def page_of(item: Item) -> Page:
    root = ElementTree.fromstring(musicxml(item, instrument(item.instrument)))  # noqa: S314
    dynamics = root.find("part/measure/direction/direction-type/dynamics")
    return Page(
        fifths=int(root.findtext(".//key/fifths", "0")),
        mode=root.findtext(".//key/mode", ""),
        time=(int(root.findtext(".//beats", "0")), int(root.findtext(".//beat-type", "0"))),
        bars={
            int(bar.get("number", "")): tuple(map(_read, bar.findall("note")))
            for bar in root.findall("part/measure")
        },
        dynamic="" if dynamics is None else dynamics[0].tag,
        divisions=int(root.findtext(".//divisions", "0")),
    )


def _read(note: Element) -> Read:
    kind = note.findtext("type", "")
    if note.find("dot") is not None or note.find("time-modification") is not None:
        kind = f"{kind}, not plain"
    pitched = note.find("pitch") is not None
    prefix = "pitch/" if pitched else "unpitched/display-"
    return Read(
        step=note.findtext(f"{prefix}step", ""),
        alter=int(note.findtext("pitch/alter", "0")),
        octave=int(note.findtext(f"{prefix}octave", "0")),
        length=int(note.findtext("duration", "0")),
        kind=kind,
        tied_on=note.find("tie[@type='start']") is not None,
    )
