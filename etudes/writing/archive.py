"""Zip archives: the same bytes for the same content."""

from collections.abc import Collection, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can tell."""
_READABLE = 0o644 << 16
_UNIX = 3
"""The system that wrote the zip, as it says on every system."""


def archive(content: Mapping[str, bytes], stored: Collection[str] = ()) -> bytes:
    """Return a zip archive of files by their names, in the order given.

    Parameters
    ----------
    stored : the names of files that are not compressed.

    Examples
    --------
    >>> archive({"a.txt": b"la"}) == archive({"a.txt": b"la"})
    True
    >>> b"lalalala" in archive({"a.txt": b"lalalala"}, stored=["a.txt"])
    True
    """
    target = BytesIO()
    with ZipFile(target, "w") as zipped:
        for name, file in content.items():
            entry = ZipInfo(name, _EARLIEST)
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            entry.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            zipped.writestr(entry, file)
    return target.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip archive by their names."""
    with ZipFile(BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}
