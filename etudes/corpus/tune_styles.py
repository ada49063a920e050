"""What kind of tune a tune is: a jig, a reel, a march."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_GENERAL = ("air", "dance")
"""Styles of collections that hold many kinds of tune."""


def style_of(
    collection: str, style: str, number: int = 0, rhythm: str = "", title: str = ""
) -> str:
    """Return the style of a tune from its rhythm or title, else from its section.

    Parameters
    ----------
    collection, style : the collection's name and its own style, which holds where nothing
        more is known, and always for songs and quartets.
    number : the tune's number in the print, 0 if it has none.

    Examples
    --------
    >>> style_of("ryan", "dance", rhythm="Slip Jig", title="The Rocky Road")
    'slip-jig'
    >>> style_of("oneill", "dance", 1200, title="The Rose")
    'reel'
    """
    if style not in _GENERAL:
        return style
    table = _table()
    for text in (rhythm, title):
        for found, words in table["words"].items():
            if any(re.search(rf"\b{word}s?\b", text.lower()) for word in words):
                return str(found)
    sections = table["sections"].get(collection, [])
    return str([style, *(kind for first, kind in sections if first <= number)][-1])


def number_of(source: str) -> int:
    """Return the number at the end of an ABC tune's source, 0 if there is none.

    Examples
    --------
    >>> number_of("0701-0720.abc tune 703")
    703
    """
    found = re.search(r"tune (\d{1,6})$", source)
    return int(found[1]) if found else 0


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).parent / "tune_styles.toml"
    return tomllib.loads(path.read_text("utf-8"))
