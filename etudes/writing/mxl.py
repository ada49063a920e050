"""Compressed MusicXML: a zip with the score and a table of contents.

Source: w3.org/2021/06/musicxml40/tutorial/compressed-mxl-files.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

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
_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can hold, so that the same score gives the same bytes."""


def mxl(musicxml: bytes) -> bytes:
    """Return a MusicXML file as an .mxl file, the same bytes each time.

    Examples
    --------
    >>> ZipFile(BytesIO(mxl(b"<score-partwise/>"))).namelist()
    ['mimetype', 'META-INF/container.xml', 'score.musicxml']
    """
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content, compression in (
            ("mimetype", _TYPE.encode(), ZIP_STORED),
            ("META-INF/container.xml", _CONTAINER.encode(), ZIP_DEFLATED),
            (_SCORE, musicxml, ZIP_DEFLATED),
        ):
            entry = ZipInfo(name, _DATE)
            entry.compress_type = compression
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, content)
    return file.getvalue()
