"""abc2midi reads what is written as ABC, and plays the same notes."""

import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from shutil import which

import mido
import pytest
from signs import drawn, made

from etudes.item.item import Item
from etudes.markings import Markings
from etudes.melody import Note
from etudes.tables import instrument
from etudes.writing.abc import abc

PROGRAM = which("abc2midi")
ITEMS = 60
"""How many items of any signs are played, beside those that the program makes."""
OPTIONS = ("-NFER", "-NFNP")
"""Neither fermatas, which make a note longer and the next ones late, nor dynamics: a
diminuendo from ppp ends in silence."""
SNARE = 38
GRID = 20
"""Ticks of a 96th of a whole note; abc2midi begins its notes a tick late."""

Sound = tuple[Fraction, int]
"""Where a note begins, from the first barline or upbeat, and its MIDI pitch."""


def without_dots_on_ties(item: Item) -> Item:
    """abc2midi plays a dot as a rest after the note, and then finds none to tie."""
    notes = [note for measure in item.melody.measures for note in measure.notes]
    tied = {i for i, note in enumerate(notes) if isinstance(note, Note) and note.tied}
    signs = item.markings
    kept = tuple(m for m in signs.marks if m.text != "staccato" or m.place not in tied)
    return replace(item, markings=Markings(kept, signs.spans))


def written(item: Item) -> list[Sound]:
    player = instrument(item.instrument)
    up = player.transposition.semitones
    return [
        (
            event.onset + item.melody.pickup,
            SNARE if player.unpitched else event.pitch.midi + up,
        )
        for event in item.melody.events()
        if event.pitch
    ]


def played(item: Item, folder: Path) -> list[Sound]:
    """What abc2midi plays, one tune to a file: a transposition outlasts its tune."""
    source = folder / "tune.abc"
    source.write_text(abc(item, instrument(item.instrument), 1))
    words = [str(PROGRAM), source.name, *OPTIONS, "-o", "tune.mid"]
    subprocess.run(words, cwd=folder, capture_output=True, check=True, timeout=20)
    file = mido.MidiFile(folder / "tune.mid")
    found, now = [], 0
    for message in mido.merge_tracks(file.tracks):
        now += message.time
        if message.type == "note_on" and message.velocity:
            assert 0 <= now % GRID <= 1
            found.append((Fraction(now // GRID, 96), message.note))
    assert file.ticks_per_beat == 24 * GRID
    return found


@pytest.mark.abcmidi
@pytest.mark.skipif(PROGRAM is None, reason="abc2midi is not installed")
def test_abc2midi_plays_the_melody(tmp_path: Path) -> None:
    """Every note begins where it should, at its sounding pitch, whatever signs stand by."""
    for item in (*map(without_dots_on_ties, drawn(ITEMS)), *made()):
        assert played(item, tmp_path) == written(item), abc(
            item, instrument(item.instrument), 1
        )
