"""The pages that LilyPond left in its folder, in order, and whole."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from etudes.errors import EngravingError

Pages = dict[str, list[bytes]]
"""Each format's files: one PDF; one SVG or PNG a page, in page order."""

_SURFACE = re.compile(rb'<g id="surface\d+">')
_ENDS = {"pdf": b"%%EOF", "svg": b"</svg>", "png": b"IEND\xaeB`\x82"}


def pages_of(folder: Path, stem: str, formats: Sequence[str]) -> Pages:
    """Return what a run left under the name `stem`.

    Raises
    ------
    EngravingError
        If a format is missing, or a file ends before its end.
    """
    found = {
        name: [_content(path) for _, path in sorted(_numbered(folder, stem, name))]
        for name in formats
    }
    for name, files in found.items():
        if not files:
            raise EngravingError(f"LilyPond was expected to make {name} and made none")
        if not all(content.rstrip().endswith(_ENDS[name]) for content in files):
            raise EngravingError(
                f"LilyPond left a {name} that is not whole; free space in the temporary "
                "folder and try again"
            )
    return found


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix == ".svg":
        # Cairo counts the pages that a process has made; a sheet made beside others
        # shall be the sheet made alone.
        return _SURFACE.sub(b'<g id="surface1">', content, count=1)
    return content


def _numbered(folder: Path, stem: str, name: str) -> Iterator[tuple[int, Path]]:
    pattern = re.compile(rf"{re.escape(stem)}(?:-(?:page)?(\d+))?\.{name}")
    for path in folder.iterdir():
        if match := pattern.fullmatch(path.name):
            yield int(match[1] or 0), path
