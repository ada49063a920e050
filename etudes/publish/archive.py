"""Zip archives: the same bytes for the same content."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can tell."""
_READABLE = 0o644 << 16


def archive(content: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of files by their names, in the order given.

    Examples
    --------
    >>> archive({"a.txt": b"la"}) == archive({"a.txt": b"la"})
    True
    """
    target = BytesIO()
    with ZipFile(target, "w") as zipped:
        for name, file in content.items():
            entry = ZipInfo(name, _EARLIEST)
            entry.external_attr = _READABLE
            entry.compress_type = ZIP_DEFLATED
            zipped.writestr(entry, file)
    return target.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip archive by their names."""
    with ZipFile(BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}
