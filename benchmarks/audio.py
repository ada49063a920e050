"""How long sound takes: four bars to samples, to one loudness, to MP3.

    uv run python benchmarks/audio.py

prints seconds of processor time, the best of five, after the SoundFont is loaded.
"""

import time
from collections.abc import Callable
from fractions import Fraction

from etudes.audio import levelled, mp3_bytes, render, sounded, with_silence
from etudes.audio.rendering import font, forget
from etudes.item.item import Tempo
from etudes.markings import NONE
from etudes.melody import Melody
from etudes.tables import instrument
from etudes.theory import Key, Pitch, TimeSignature

NAMES = ("piano", "violin", "flute", "trumpet", "marimba", "snare-drum")


def four_bars(name: str) -> Melody:
    line = ("C4", "D4", "E4", "F4", "G4", "A4", "B4", "C5") * 4
    line = ("B4",) * 32 if instrument(name).unpitched else line
    quavers = [(Pitch.parse(pitch), Fraction(1, 8)) for pitch in line]
    return Melody.from_events(Key.parse("C"), TimeSignature(4, 4), quavers)


def best(call: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        forget()
        begun = time.process_time()
        call()
        times.append(time.process_time() - begun)
    return min(times)


def main() -> None:
    font()
    tempo = Tempo(Fraction(1, 4), 80, "")
    for name in NAMES:
        timeline = sounded(four_bars(name), NONE, tempo, instrument(name))
        timeline = with_silence(timeline)
        made = render(timeline)
        level = levelled(made)
        print(
            f"{name:12} {timeline.duration:5.1f} s of sound: "
            f"render {best(lambda t=timeline: render(t)):.3f} s, "
            f"level {best(lambda m=made: levelled(m)):.3f} s, "
            f"MP3 {best(lambda s=level: mp3_bytes(s)):.3f} s"
        )


if __name__ == "__main__":
    main()
