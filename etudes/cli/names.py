"""What music is called on a line of output."""

from collections.abc import Iterator
from pathlib import Path

from etudes.reading import Score


def score_names(path: Path, score: Score, part: str = "") -> Iterator[str]:
    """Yield what tells music from other music: file and tune, title, part."""
    tune = score.provenance.source.removeprefix(path.name)
    for name in (f"{path}{tune}", tune and score.provenance.title, part):
        if name:
            yield printable(name)


def printable(text: str) -> str:
    """Return a text from a file without what could steer a terminal.

    Examples
    --------
    >>> printable("Air\\x1b[2J")
    'Air\N{REPLACEMENT CHARACTER}[2J'
    """
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
