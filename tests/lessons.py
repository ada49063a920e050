"""A teacher's folder: short pieces in every format that can be read."""

from fractions import Fraction
from pathlib import Path

import numpy as np

from etudes.item.item import Item, Tempo
from etudes.melody import Melody
from etudes.tables import instrument
from etudes.theory import Key, Pitch, TimeSignature
from etudes.writing.abc import abc
from etudes.writing.midi import midi
from etudes.writing.musicxml import musicxml

_SCALE = ("D4", "E4", "F#4", "G4", "A4", "B4", "C#5", "D5")
_KERN = ("4d", "4e", "4f#", "4g", "4a", "4b", "4cc#", "4dd")
_FORMATS = ("abc", "musicxml", "mid")
_BARS = 8


def piece(seed: int) -> Melody:
    """Return eight bars in D major, by steps and small leaps, that end on D."""
    rng = np.random.default_rng(seed)
    place, events = 0, []
    for bar in range(_BARS):
        values = (1, 1, 2) if rng.random() < 0.5 else (2, 1, 1)
        for value in values if bar < _BARS - 1 else (4,):
            place = int(np.clip(place + rng.integers(-2, 3), 0, len(_SCALE) - 1))
            place = 0 if bar == _BARS - 1 else place
            events.append((Pitch.parse(_SCALE[place]), Fraction(value, 8)))
    return Melody.from_events(Key.parse("D"), TimeSignature(2, 4), events)


def write_lessons(folder: Path, count: int, formats: tuple[str, ...] = _FORMATS) -> Path:
    """Write so many pieces, in one format after the other, and one in kern."""
    folder.mkdir(parents=True)
    violin = instrument("violin")
    for number in range(count):
        item = _item(piece(number))
        suffix = formats[number % len(formats)]
        written = {
            "abc": lambda item=item: abc(item, violin, 1).encode(),
            "musicxml": lambda item=item: musicxml(item, violin),
            "mid": lambda item=item: midi(item, violin),
        }[suffix]()
        (folder / f"piece{number:02}.{suffix}").write_bytes(written)
    if formats == _FORMATS:
        bars = "\n".join(
            f"={i}\n{_KERN[i % 8]}\n{_KERN[(i * 3) % 8]}" for i in range(1, _BARS)
        )
        head = "**kern\n*clefG2\n*k[f#c#]\n*D:\n*M2/4"
        (folder / "scale.krn").write_text(f"{head}\n{bars}\n=8\n2d\n==\n*-\n", "utf-8")
    return folder


def _item(melody: Melody) -> Item:
    tempo = Tempo(Fraction(1, 4), 72, "Andante")
    return Item("a1", 0, 1, "violin", melody, tempo, 2, 2.0, {}, "air", "d0", 2.5, 0.1)
