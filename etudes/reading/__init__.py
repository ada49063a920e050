"""Files in, melodies out: ABC, MusicXML, kern and MIDI, with where they come from."""

from pathlib import Path

from etudes.errors import UnreadableFile
from etudes.reading.score import Line, Provenance, Score

__all__ = ["Line", "Provenance", "Score", "read"]


def read(path: Path) -> tuple[Score, ...]:
    """Return the scores in a file: one, or one for each tune of an ABC file.

    The file's suffix tells its format: .abc, .musicxml, .xml, .mxl, .krn, .mid, .midi.

    Raises
    ------
    UnreadableFile
        If the suffix is another, or the file is not what it says.
    """
    suffix = path.suffix.lower()
    if suffix == ".abc":
        from etudes.reading.abc import read_abc

        return read_abc(path)
    if suffix in (".musicxml", ".xml", ".mxl"):
        from etudes.reading.musicxml import read_musicxml

        return (read_musicxml(path),)
    if suffix in (".krn", ".mid", ".midi"):
        from etudes.reading.exchange import read_through_music21

        return (read_through_music21(path),)
    raise UnreadableFile(
        f"{path}: a file ending in .abc, .musicxml, .xml, .mxl, .krn, .mid or .midi was "
        "expected"
    )
