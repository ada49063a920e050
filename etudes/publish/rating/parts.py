"""What a section of a session's report is made of."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from etudes.evaluation.content import Table
from etudes.evaluation.plots import Plot
from etudes.rating.findings.table import Missing
from etudes.statistics.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Parts:
    """Plots and tables of a section, or why there are none."""

    problem: str = ""
    plots: tuple[Plot, ...] = ()
    tables: tuple[Table, ...] = ()


def listed(caption: str, rows: Sequence[tuple[str, str]]) -> Table:
    """Return a table of figures by name."""
    return Table(caption, ("what", "figure"), tuple(rows))


def figure(
    found: Estimate | Missing,
) -> tuple[float | None, float | None, float | None] | None:
    """Return an estimate as the plots take it; a mere bound has no place there."""
    if isinstance(found, Missing) or math.isinf(found.value):
        return None
    value, low, high = (x if x == x else None for x in (found.value, found.low, found.high))
    return None if value is None else (value, low, high)
