"""Seconds to grade a hundred MusicXML melodies.

A thousand melodies of sixteen bars, random walks in every metre of the levels, are written
by our own writer and graded by one run of the command; starting Python and its imports
count once. Then reading and grading are timed alone. All times are of the processor, but
for the command's, which is given both ways.
The last line is one JSON object; `--json` prints only that.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

from etudes.difficulty import grade
from etudes.item.item import Item, Tempo
from etudes.melody import Melody
from etudes.reading import read
from etudes.tables import instrument, level, levels
from etudes.theory import Key, Pitch
from etudes.writing.musicxml import musicxml

MEASURES = 16
_BEATS = ((1,), (Fraction(1, 2),) * 2, (Fraction(3, 4), Fraction(1, 4)))
_DOTTED_BEATS = ((1,), (Fraction(1, 3),) * 3, (Fraction(2, 3), Fraction(1, 3)))


def random_melody(number: int, rng: random.Random) -> Melody:
    """Return a walk by step and small leap, in beats whole, halved, dotted or in threes."""
    metre = rng.choice(level(number).metres)
    key = Key.from_fifths(rng.randint(-3, 4), rng.choice(("major", "minor")))
    position, events = 34, []
    while sum(length for _, length in events) < MEASURES * metre.measure_duration:
        beats = _DOTTED_BEATS if metre.is_compound else _BEATS
        for beat in metre.groups:
            for part in rng.choice(beats if len(set(metre.groups)) == 1 else ((1,),)):
                position += rng.choice((-3, -2, -1, -1, 0, 1, 1, 2, 3))
                position = min(max(position, 29), 41)
                octave, step = divmod(position, 7)
                pitch = Pitch(step, key.signature_alter(step), octave)
                events.append((pitch, beat * part))
    return Melody.from_events(key, metre, events)


def write_melodies(folder: Path, count: int) -> None:
    """Write so many melodies into a folder, one MusicXML file each."""
    rng, player = random.Random(1), instrument("flute")
    tempo = Tempo(Fraction(1, 4), 80, "")
    for number in range(count):
        at = levels()[number % len(levels())].number
        melody = random_melody(at, rng)
        item = Item(
            f"{number:04}", number, 1, player.name, melody, tempo, at, at, {}, "", "", 0, 0
        )
        (folder / f"{number:04}.musicxml").write_bytes(musicxml(item, player))


def _cpu_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def main() -> None:
    """Write, grade and time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--json", action="store_true", help="print the result only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_melodies(folder, options.files)
        if not options.json:
            print(f"{options.files} melodies are written", file=sys.stderr)
        start, cpu = time.perf_counter(), _cpu_of_children()
        command = [sys.executable, "-m", "etudes", "grade", name, "--json"]
        done = subprocess.run(command, check=True, capture_output=True)
        whole, cpu = time.perf_counter() - start, _cpu_of_children() - cpu
        start = time.process_time()
        scores = [read(path)[0] for path in folder.iterdir()]
        reading = time.process_time() - start
        start = time.process_time()
        for score in scores:
            grade(score.lines[0].passages)
        grading = time.process_time() - start
    graded = json.loads(done.stdout)
    result = {
        "files": len(graded),
        "notes": sum(len(score.lines[0].passages[0].pitches) for score in scores),
        "seconds_a_hundred": round(100 * whole / options.files, 3),
        "cpu_seconds_a_hundred": round(100 * cpu / options.files, 3),
        "reading_ms_a_file": round(1000 * reading / options.files, 2),
        "grading_ms_a_file": round(1000 * grading / options.files, 2),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
