"""Compressed MusicXML: a zip with the score and a table of contents.

Source: w3.org/2021/06/musicxml40/tutorial/compressed-mxl-files.
"""

from etudes.writing.archive import archive

_TYPE = "application/vnd.recordare.musicxml"
_SCORE = "score.musicxml"
_CONTAINER = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<container>
  <rootfiles>
    <rootfile full-path="{_SCORE}" media-type="{_TYPE}+xml"/>
  </rootfiles>
</container>
"""


def mxl(musicxml: bytes) -> bytes:
    """Return a MusicXML file as an .mxl file, the same bytes each time.

    Examples
    --------
    >>> from etudes.writing.archive import unpacked
    >>> list(unpacked(mxl(b"<score-partwise/>")))
    ['mimetype', 'META-INF/container.xml', 'score.musicxml']
    """
    files = {
        "mimetype": _TYPE.encode(),
        "META-INF/container.xml": _CONTAINER.encode(),
        _SCORE: musicxml,
    }
    return archive(files, stored=["mimetype"])
