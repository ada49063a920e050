"""What to say of intervals where raters are few (`few.toml`)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

Part = Literal["alpha", "pairs", "consistency"]


def caution(part: Part, raters: int) -> str:
    """Return a sentence about intervals that are wider than they need be; none where there
    are raters enough, or one alone, of whom there are no such intervals.

    Examples
    --------
    >>> caution("pairs", 3)[:24], caution("pairs", 7)
    ('With fewer than 7 raters', '')
    """
    row = _rows()[part]
    if not 1 < raters < int(row["raters"]):
        return ""
    return (
        f"With fewer than {row['raters']} raters such intervals are wider than they need "
        f"be: they hold the truth {row['holds']} times in 100."
    )


@cache
def _rows() -> dict[str, dict[str, int | str]]:
    found: dict[str, dict[str, int | str]] = tomllib.loads(
        (Path(__file__).parent / "few.toml").read_text("utf-8")
    )
    return found
