"""Fixed items and the sheets that the golden files hold; by hand, not from the model.

    uv run python tests/sheets.py        # writes tests/golden/sheets/*.ly anew

Look at the pages before you commit them (`benchmarks/sheets.py --contact`).
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from etudes.item.item import Item, Tempo
from etudes.markings import Mark, Markings, Span
from etudes.melody import Melody, Note
from etudes.sheet import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.sheet.section import Section
from etudes.tables import instrument
from etudes.tables.instruments import MIDDLE_LINE
from etudes.theory import Interval, Key, Pitch, TimeSignature
from etudes.writing.sheet import sections_source

GOLDEN = Path(__file__).parent / "golden" / "sheets"

TUNES = {
    1: (
        "D major",
        "4/4",
        "D4:1/4 E4 F#4 G4 | A4:1/2 F#4 | G4:1/4 F#4 E4 F#4 | D4:1",
        "0 dynamic mf; 6-9 crescendo; 10 dynamic f",
    ),
    2: (
        "G major",
        "3/4",
        "D4:1/4 | G4:1/2 A4:1/4 | B4 A4 G4 | A4:1/2 B4:1/4 | A4:1/2 D4:1/4 | "
        "G4:1/2 A4:1/4 | B4 C5 B4 | A4 G4 F#4 | G4:1/2",
        "0 dynamic p; 0 word cantabile; 1-2 slur; 6-7 slur; 10-11 slur; 10 dynamic mf",
    ),
    3: (
        "E minor",
        "6/8",
        "E4:1/4 F#4:1/8 G4 A4 B4 | B4:3/8 r:1/8 A4 G4 | F#4 E4 F#4 G4:1/4 A4:1/8 | "
        "B4:3/4 | C5:1/4 B4:1/8 A4 G4 F#4 | G4:3/8 r:1/8 F#4 E4 | D#4 E4 F#4 B4:1/4 "
        "D#4:1/8 | E4:3/4",
        "0 dynamic mf; 2-4 slur; 7-8 slur; 15-19 diminuendo; 20 dynamic p; 5 articulation "
        "tenuto",
    ),
    4: (
        "F major",
        "4/4",
        "F4:3/8 G4:1/8 A4:1/4 C5 | Bb4:1/8 A4 G4 F4 G4:1/2 | A4:3/8 Bb4:1/8 C5:1/4 D5 | "
        "C5:1/2 r | D5:1/8 C5 B4 C5 Bb4:1/4 A4 | G4:1/8 A4 Bb4 G4 C5:1/2 | "
        "A4:1/8 G4 F4 E4 F4:1/4 G4 | F4:1",
        "0 dynamic f; 4 articulation staccato; 5 articulation staccato; 8 dynamic p; "
        "15-18 slur; 21-24 crescendo; 25 dynamic f; 31 articulation accent",
    ),
    5: (
        "A major",
        "2/4",
        "A4:3/16 B4:1/16 C#5:1/8 A4 | E5:1/4 C#5 | D5:1/16 C#5 B4 A4 G#4:1/8 B4 | "
        "C#5:1/4 r:1/8 C#5 | D5:1/16 E5 F#5 D5 E5:1/8 C#5 | B4:3/8 A#4:1/8 | "
        "B4:1/16 C#5 D5 B4 G#4:1/8 B4 | A4:1/2",
        "0 dynamic mp; 0-1 slur; 6-9 slur; 15-20 crescendo; 21 dynamic f; 29 fermata",
    ),
    6: (
        "C minor",
        "3/4",
        "G4:1/12 Ab4 G4 F#4:1/4 G4 | C5:1/2 r:1/4 | Eb5:1/12 D5 C5 B4:1/4 C5 | D5:3/4 | "
        "Eb5:1/8 D5 C5 Bb4 Ab4 G4 | F4:1/2 Ab4:1/4 | G4:1/12 F4 Eb4 D4:1/4 G4 | C4:3/4",
        "0 dynamic p; 0-2 slur; 7-9 slur; 13-18 diminuendo; 19 dynamic pp",
    ),
    7: (
        "Bb major",
        "9/8",
        "F4:1/8 | Bb4:3/8 D5:1/4 C5:1/8 Bb4 A4 G4 | F4:3/8 C5:3/4 | "
        "Eb5:1/8 D5 C5 D5:1/4 Bb4:1/8 G4 A4 Bb4 | C5:3/4 A4:1/4",
        "0 dynamic mf; 1-3 slur; 9-11 slur; 12-16 slur; 17 dynamic p",
    ),
    8: (
        "E major",
        "5/4",
        "E5:1/16 D#5 C#5 B4 G#4:1/4 A4 B4:1/8 A#4 B4:1/4 | C#5:1/2 r:1/4 B#4:1/4 C#5 | "
        "F#5:1/16 E5 D#5 E5 C#5:1/4 F##4 G#4:1/8 A4 B4:1/4 | E4:5/4",
        "0 dynamic ff; 0-3 slur; 7-8 slur; 13-16 slur; 13 dynamic mp; "
        "17 articulation accent",
    ),
}
"""By level: key, metre, notes (a length holds until the next one), signs at places."""

OF_A_FAMILY = {
    "strings": "0 bow down; 0 finger 0",
    "woodwind": "3 breath",
    "keyboard": "0 finger 1",
}
"""Signs of their own, on top of those that all have."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a golden file is made from: exercises by instrument and levels, a layout.

    `parts` are (instrument, levels) in order, one section each.
    """

    parts: tuple[tuple[str, tuple[int, ...]], ...]
    layout: Layout
    letterhead: Letterhead | None = None
    heading: str | None = None
    tip: str | None = None


def _series(name: str, *levels: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((name, (level,)) for level in levels)


def _many(
    name: str, *levels: int, count: int = 5
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((name, (level,) * count) for level in levels)


OWN = Letterhead(
    school="St Mary's School",
    teacher="Room 4",
    header=("{school}", "", "{teacher}"),
    footer=("{code}", "{instrument} · {level}", "{page}/{pages}"),
    lines=("name", "date"),
)

SHEETS = {
    "page-violin-2": Sheet(_many("violin", 2, count=6), Layout()),
    "page-clarinet-4": Sheet(
        _many("clarinet", 4, count=4), Layout(paper="letter"), letterhead=OWN
    ),
    "page-snare-drum-3": Sheet(_many("snare-drum", 3), Layout(plain=True)),
    "sight-reading-violin-1": Sheet(
        _many("violin", 1), Layout("sight-reading", language="de")
    ),
    "sight-reading-flute-3": Sheet(_many("flute", 3), Layout("sight-reading")),
    "sight-reading-cello-5": Sheet(
        _many("cello", 5, count=3), Layout("sight-reading", contrast=True)
    ),
    "series-violin": Sheet(_series("violin", *range(1, 9)), Layout("series")),
    "series-trumpet": Sheet(
        _series("trumpet", 2, 3, 4), Layout("series", language="fr", easy=True)
    ),
    "series-guitar": Sheet(_series("guitar", 3, 4, 5, 6), Layout("series", large=True)),
    "drill-violin-3": Sheet(
        _many("violin", 3, count=4), Layout("drill"), heading="Slurs", tip="Save bow."
    ),
    "drill-clarinet-2": Sheet(
        _many("clarinet", 2, count=6), Layout("drill", easy=True), heading="The break"
    ),
    "drill-piano-4": Sheet(_many("piano", 4, count=3), Layout("drill", contrast=True)),
    "rhythm-flute-2": Sheet(_many("flute", 2, count=10), Layout("rhythm")),
    "rhythm-snare-drum-3": Sheet(
        _many("snare-drum", 3, count=6), Layout("rhythm", large=True)
    ),
    "rhythm-cello-4": Sheet(
        _many("cello", 4, count=6), Layout("rhythm", two_up=True, language="it")
    ),
    "slides-violin-1": Sheet(_many("violin", 1, count=2), Layout("slides")),
    "slides-soprano-3": Sheet(_many("soprano", 3, count=2), Layout("slides")),
    "slides-guitar-5": Sheet(_series("guitar", 5, 7, 8), Layout("slides", language="es")),
    "cards-clarinet-1": Sheet(_many("clarinet", 1, count=8), Layout("cards")),
    "cards-flute-2": Sheet(
        _many("flute", 2, count=9), Layout("cards", language="fr", paper="letter")
    ),
    "cards-cello-4": Sheet(_many("cello", 4, count=4), Layout("cards", plain=True)),
    "book-violin": Sheet(_many("violin", 1, 2, count=10), Layout("book")),
    "book-trumpet": Sheet(
        _many("trumpet", 3, 4, 6, count=3), Layout("book", language="it", title="Tromba")
    ),
    "book-piano": Sheet(_many("piano", 7, 8, count=4), Layout("book", two_up=True)),
}
"""Three of each kind."""


def melody_of(key: str, metre: str, line: str) -> Melody:
    """Read "D4:1/4 E4 | A4:1/2": a length holds on; a short first bar is a pickup."""
    events: list[tuple[Pitch | None, Fraction]] = []
    length, pickup = Fraction(0), Fraction(0)
    for word in line.split():
        if word == "|":
            pickup = pickup or sum((lasts for _, lasts in events), Fraction(0))
            continue
        name, _, told = word.partition(":")
        length = Fraction(told) if told else length
        events.append((None if name == "r" else Pitch.parse(name), length))
    time = TimeSignature.parse(metre)
    pickup = pickup if pickup < time.measure_duration else Fraction(0)
    return Melody.from_events(Key.parse(key), time, events, pickup)


def markings_of(text: str) -> Markings:
    """Read "0 dynamic mf; 1-4 slur"."""
    marks: list[Mark] = []
    spans: list[Span] = []
    for sign in re.split(r";\s*", text):
        place, kind, *words = sign.split()
        first, _, last = place.partition("-")
        if last:
            spans.append(Span(int(first), int(last), kind))
        else:
            marks.append(Mark(int(first), kind, " ".join(words)))
    return Markings(tuple(marks), tuple(spans))


@cache
def item_of(name: str, level: int, index: int = 0) -> Item:
    """The exercise of a level for an instrument, at a height that it has."""
    player = instrument(name)
    key, metre, line, signs = TUNES[level]
    melody = melody_of(key, metre, line)
    if name == "cello":
        melody = melody.transposed(Interval.parse("P-8")).transposed(Interval.parse("P-8"))
    if player.unpitched:
        melody = melody.on_one_line(MIDDLE_LINE)
        signs = re.sub(r"; \d+-\d+ slur", "", signs)
    more = OF_A_FAMILY.get(player.family)
    return Item(
        id=f"{level:02}{index:014x}",
        index=index,
        seed=7,
        instrument=name,
        melody=melody,
        tempo=Tempo(melody.time_signature.beat, 60 + 6 * level, "Andante"),
        level_asked=level,
        level_measured=float(level),
        descriptors={},
        model_name="by-hand",
        model_digest="d0" * 32,
        bits_per_note=2.5,
        mass_removed=0.1,
        markings=markings_of(f"{signs}; {more}" if more else signs),
    )


def sections_of(sheet: Sheet) -> list[Section]:
    """The sections of a sheet, its exercises numbered through."""
    number = 0
    sections = []
    for name, levels in sheet.parts:
        items = [item_of(name, level, number + n) for n, level in enumerate(levels)]
        number += len(items)
        player = instrument(name)
        sections.append(Section(player, tuple(items), sheet.heading, sheet.tip))
    return sections


def source_of(sheet: Sheet) -> str:
    """The sheet as a LilyPond file."""
    name, levels = sheet.parts[0]
    return sections_source(
        sections_of(sheet),
        sheet.layout,
        code=f"{name}.{levels[0]}.7.k7mq3",
        letterhead=sheet.letterhead,
    )


def notes_of(item: Item) -> list[Note]:
    """The written notes, without rests."""
    written = [note for measure in item.melody.measures for note in measure.notes]
    return [note for note in written if isinstance(note, Note)]


def main() -> None:
    """Write every golden file anew, and take away those that no sheet stands for."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for path in GOLDEN.glob("*.ly"):
        if path.stem not in SHEETS:
            path.unlink()
    for name, sheet in SHEETS.items():
        (GOLDEN / f"{name}.ly").write_text(source_of(sheet), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
