"""Files in, melodies out: ABC, MusicXML, kern and MIDI, with where they come from."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from etudes.errors import EtudesError, UnreadableFile
from etudes.reading.files import FORMATS, files_in, unreadable
from etudes.reading.score import Line, Provenance, Score

__all__ = ["Line", "Provenance", "Score", "read", "read_each"]


def read(path: Path) -> tuple[Score, ...]:
    """Return the scores in a file: one, or one for each tune of an ABC file.

    The file's suffix tells its format: .abc, .musicxml, .xml, .mxl, .krn, .mid, .midi.
    An ABC tune that cannot be read is left out.

    Raises
    ------
    UnreadableFile
        If the suffix is another, or the file is not what it says.
    """
    found = list(_answers(path))
    scores = tuple(answer for answer in found if isinstance(answer, Score))
    if not scores:
        raise next(answer for answer in found if isinstance(answer, UnreadableFile))
    return scores


def read_each(
    paths: Iterable[Path], *, pages: bool = False
) -> Iterator[tuple[Path, Score | EtudesError]]:
    """Yield every score of files and folders, and in its place what cannot be read.

    A folder stands for the scores in it. One bad file or ABC tune costs no other. With
    `pages` the lines of MusicXML have theirs, which doubles the time.
    """
    for path in paths:
        try:
            files = files_in(path)
        except UnreadableFile as error:
            yield path, error
            continue
        for file in files:
            try:
                for answer in _answers(file, pages):
                    yield file, answer
            except EtudesError as error:
                yield file, error


def _answers(path: Path, pages: bool = False) -> Iterator[Score | UnreadableFile]:
    suffix = path.suffix.lower()
    if suffix == ".abc":
        from etudes.reading.abc import abc_tunes

        yield from abc_tunes(path)
    elif suffix in (".musicxml", ".xml", ".mxl"):
        from etudes.reading.musicxml import read_musicxml

        yield read_musicxml(path, pages=pages)
    elif suffix in (".mid", ".midi"):
        from etudes.reading.midi import read_midi

        yield read_midi(path)
    elif suffix == ".krn":
        from etudes.reading.kern import read_kern

        yield read_kern(path)
    elif path.exists():
        raise unreadable(path, f"a file ending in {FORMATS} was expected")
    else:
        raise unreadable(path, "there is no such file")
