"""Signs on a page beside the notes: who has them, and from which level on."""

from functools import cache
from typing import Any

from etudes.tables.data import read_table
from etudes.tables.instruments import Instrument
from etudes.tables.levels import Level

_FILE = "signs.toml"


def is_allowed(sign: str, level: Level) -> bool:
    """Tell whether a level has a sign: an articulation, a dynamic, or one of `signs.toml`.

    Examples
    --------
    >>> from etudes.tables import level
    >>> [n for n in range(1, 9) if is_allowed("ornament", level(n))]
    [8]
    """
    if sign in (*level.articulations, *level.dynamics):
        return True
    first = _table()["from"].get(sign)
    return first is not None and first <= level.number


def has_sign(instrument: Instrument, sign: str, *, is_dynamic: bool) -> bool:
    """Tell whether an instrument can do what a sign asks."""
    table = _table()
    families = table["only"].get(sign, [instrument.family])
    lacking = table["without"].get("dynamics" if is_dynamic else sign, [])
    return instrument.family in families and instrument.name not in lacking


@cache
def _table() -> dict[str, Any]:
    return read_table(_FILE)
