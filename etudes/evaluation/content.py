"""What a section of an evaluation's report is made of: tables, plots, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from etudes.evaluation.plots import Plot
from etudes.model.key_figures import in_text

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its heading."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Plots and tables of a section."""

    plots: tuple[Plot, ...]
    tables: tuple[Table, ...]


def words(name: str) -> str:
    """Return a figure's name in words.

    Examples
    --------
    >>> words("rhythm_returns_4")
    'rhythm returns after 4'
    """
    stem, _, number = name.rpartition("_")
    if number.isdigit():
        return f"{stem.replace('_', ' ')} after {number}"
    return name.replace("_", " ")


def shares(counts: Mapping[str, int]) -> tuple[tuple[str, str, str], ...]:
    total = max(sum(counts.values()), 1)
    return tuple((name, f"{n:,}", f"{100 * n / total:.1f} %") for name, n in counts.items())


def difference(row: Figures | None, digits: int = 3) -> str:
    return "–" if row is None else in_text([row["value"], *row["interval"]], digits)
