"""LilyPond's own MIDI of a source tells whether it reads the notes that were meant."""

import subprocess
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import mido
import pytest
from signs import drawn, made

from etudes.engraving import lilypond_command
from etudes.item.item import Item
from etudes.melody import Note
from etudes.tables import instrument
from etudes.writing.lilypond import melody_source

Sound = tuple[Fraction, int, Fraction]
"""Where a note begins, from the first one, its written pitch, and how long it sounds."""

SHORTER = ("staccato", "breath")
"""LilyPond plays half of a note under a dot, or less, and shortens one before a breath."""


def some_items() -> Sequence[Item]:
    return (*drawn(30), *made()[::3][:30])


def score(item: Item) -> str:
    notes = melody_source(item.melody, instrument(item.instrument), item.markings)
    return f"\\score {{ \\new Staff {{ {notes} }} \\midi {{ }} }}"


def written(item: Item) -> Iterator[tuple[Sound, bool]]:
    """The notes, tied ones joined, and whether a sign shortens the last head of each."""
    at, begun = Fraction(0), None
    shorter = {m.place for m in item.markings.marks if {m.kind, m.text} & {*SHORTER}}
    notes = [note for measure in item.melody.measures for note in measure.notes]
    for place, note in enumerate(notes):
        begun = at if begun is None else begun
        at += note.duration
        if isinstance(note, Note) and note.tied:
            continue
        if isinstance(note, Note):
            yield (begun, note.pitch.midi, at - begun), place in shorter
        begun = None


def played(file: Path) -> Iterator[Sound]:
    content = mido.MidiFile(file)
    whole, now = 4 * content.ticks_per_beat, 0
    begun: dict[int, int] = {}
    for message in mido.merge_tracks(content.tracks):
        now += message.time
        if message.type == "note_on" and message.velocity:
            begun[message.note] = now
        elif message.type in ("note_on", "note_off"):
            onset = begun.pop(message.note)
            yield Fraction(onset, whole), message.note, Fraction(now - onset, whole)


@pytest.mark.slow
def test_lilypond_plays_the_melody(tmp_path: Path) -> None:
    """Sixty melodies with their signs: the same onsets, pitches and lengths, but that dots
    and breaths shorten their notes."""
    items = some_items()
    source = '\\version "2.24.0"\n' + "\n".join(map(score, items))
    (tmp_path / "all.ly").write_text(source)
    words = [str(lilypond_command()), "--loglevel=WARN", "-o", "all", "all.ly"]
    ended = subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=120)

    assert ended.returncode == 0 and not ended.stderr, ended.stderr
    for number, item in enumerate(items):
        file = tmp_path / f"all{f'-{number}' if number else ''}.midi"
        for heard, (meant, is_shorter) in zip(
            sorted(played(file)), written(item), strict=True
        ):
            assert heard[:2] == meant[:2], score(item)
            assert is_shorter or heard == meant, score(item)
            assert 0 < heard[2] <= meant[2], score(item)
