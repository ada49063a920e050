"""Plots as numbers: where each mark, line and word of a drawing stands.

Pure functions from figures to places; the templates draw them as SVG. A series has a
shape besides its colour, so that a print in black tells them apart.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 720
SHAPES: Final = ("circle", "diamond", "square", "triangle")

_LEFT, _RIGHT = 230.0, WIDTH - 24.0
_LINE = 15
"""Between two series of a row."""
_GAP = 14
"""Between two rows."""
_LETTER = 6.6
"""Width of a letter, about; places are for words that may be narrower."""

Figure = Sequence[float | None]
"""[value, low, high]; the ends may be None or missing."""
Scale = Callable[[float], float]
"""From a value to a place."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on an axis and its place."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Key:
    """A series in the legend: its number and shape, its name, its place."""

    series: int
    shape: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A value with its interval, if it has one; an end that lies beyond the axis is cut."""

    series: int
    shape: str
    x: float
    y: float
    low: float | None
    high: float | None
    told: str
    is_cut_low: bool = False
    is_cut_high: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of marks with its name; `band` is an interval drawn behind them."""

    label: str
    y: float
    top: float
    height: float
    band: tuple[float, float] | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Dots:
    """Rows of values on one axis."""

    id: str
    title: str
    told: str
    axis: str
    height: float
    top: float
    bottom: float
    ticks: tuple[Tick, ...]
    keys: tuple[Key, ...]
    rows: tuple[Row, ...]
    line: float | None
    kind: str = "dots"


@dataclass(frozen=True, slots=True)
class Bars:
    """A histogram of some series, side by side; `bars` are (series, x, y, width, height,
    what is told)."""

    id: str
    title: str
    told: str
    axis: str
    height: float
    bottom: float
    ticks: tuple[Tick, ...]
    heights: tuple[Tick, ...]
    keys: tuple[Key, ...]
    bars: tuple[tuple[int, float, float, float, float, str], ...]
    kind: str = "bars"


@dataclass(frozen=True, slots=True)
class Curves:
    """Lines over an axis of whole numbers."""

    id: str
    title: str
    told: str
    axis: str
    height: float
    bottom: float
    ticks: tuple[Tick, ...]
    heights: tuple[Tick, ...]
    keys: tuple[Key, ...]
    lines: tuple[tuple[int, tuple[tuple[float, float], ...]], ...]
    kind: str = "curves"


Plot = Dots | Bars | Curves


def dots(
    name: str,
    title: str,
    axis: str,
    series: Sequence[str],
    rows: Mapping[str, Sequence[Figure | None]],
    *,
    bands: Mapping[str, tuple[float, float]] | None = None,
    span: tuple[float, float] | None = None,
    numbers: Sequence[float] | None = None,
    line: float | None = None,
) -> Dots:
    """Return rows of values with intervals.

    Parameters
    ----------
    rows : name of each row → a figure for each series; None where there is none.
    bands : name of a row → an interval to draw behind it.
    span : what the axis shows at least; from the values if None.
    numbers : the numbers of the axis, rising, if they are known: it ends at the first and
        the last, and an interval that goes on beyond is cut there.
    line : a value to draw a line at.

    Examples
    --------
    >>> plot = dots("d", "D", "x", ("a",), {"r": [(5, 4, 9)]}, numbers=range(1, 8))
    >>> [tick.label for tick in plot.ticks], plot.rows[0].marks[0].is_cut_high
    (['1', '2', '3', '4', '5', '6', '7'], True)
    """
    bands = bands or {}
    values = [x for row in rows.values() for f in row if f for x in f if x is not None]
    values += [x for band in bands.values() for x in band]
    values += [x for x in (span or ()) if x is not None]
    values += [] if line is None else [line]
    marks_at = numbers or ticks(min(values, default=0.0), max(values, default=1.0))
    first, last = marks_at[0], marks_at[-1]
    keys, top = _legend(series)
    scale = (_RIGHT - _LEFT) / (last - first)

    def at(x: float) -> float:
        return round(_LEFT + (x - first) * scale, 1)

    placed, y = [], float(top)
    height = max(len(series), 1) * _LINE
    for label, row in rows.items():
        middle = y + height / 2
        marks = [
            _mark(number, figure, y + (number + 0.5) * _LINE, at, series[number], label)
            for number, figure in enumerate(row)
            if figure and figure[0] is not None
        ]
        band = bands.get(label)
        placed.append(
            Row(
                label,
                middle + 4,
                y,
                height,
                (at(band[0]), at(band[1])) if band else None,
                tuple(marks),
            )
        )
        y += height + _GAP
    return Dots(
        name,
        title,
        f"{len(rows)} rows: {'; '.join(series)}. The numbers stand in the table.",
        axis,
        y + 40,
        top - 6,
        y - _GAP + 6,
        tuple(Tick(at(tick), f"{tick:g}") for tick in marks_at),
        keys,
        tuple(placed),
        None if line is None else at(line),
    )


def bars(name: str, title: str, axis: str, counts: Mapping[str, Mapping[int, int]]) -> Bars:
    """Return a histogram of several series as shares of each.

    Parameters
    ----------
    counts : name of a series → value → how many have it.
    """
    values = [value for of in counts.values() for value in of]
    first, last = min(values, default=0), max(values, default=0)
    shares = {
        series: {value: n / max(sum(of.values()), 1) for value, n in of.items()}
        for series, of in counts.items()
    }
    heights = ticks(0, max((s for of in shares.values() for s in of.values()), default=1))
    keys, top = _legend(tuple(counts))
    left, bottom = 64.0, top + 180.0
    slot = (_RIGHT - left) / (last - first + 1)
    width = 0.8 * slot / max(len(counts), 1)
    up = (bottom - top) / (heights[-1] or 1)
    found = [
        (
            number,
            round(left + (value - first) * slot + 0.1 * slot + number * width, 1),
            round(bottom - share * up, 1),
            round(width, 1),
            round(share * up, 1),
            f"{series}: {100 * share:.1f} % have {value}",
        )
        for number, (series, of) in enumerate(shares.items())
        for value, share in sorted(of.items())
    ]
    every = max(1, math.ceil((last - first + 1) / 20))
    return Bars(
        name,
        title,
        f"Shares of {' and '.join(counts)} by {axis}, from {first} to {last}.",
        axis,
        bottom + 44,
        bottom,
        tuple(
            Tick(round(left + (value - first + 0.5) * slot, 1), str(value))
            for value in range(first, last + 1, every)
        ),
        tuple(Tick(round(bottom - tick * up, 1), f"{100 * tick:g} %") for tick in heights),
        keys,
        tuple(found),
    )


def curves(
    name: str, title: str, axis: str, lines: Mapping[str, Sequence[float | None]]
) -> Curves:
    """Return lines of values over 1, 2, 3 ...; None is passed over."""
    known = {
        series: [(i, y) for i, y in enumerate(values, 1) if y is not None]
        for series, values in lines.items()
    }
    every_y = [y for points in known.values() for _, y in points]
    heights = ticks(min(every_y, default=0.0), max(every_y, default=1.0))
    last = max((i for points in known.values() for i, _ in points), default=1)
    keys, top = _legend(tuple(lines))
    left, bottom = 64.0, top + 200.0
    across = (_RIGHT - left) / max(last - 1, 1)
    up = (bottom - top) / (heights[-1] - heights[0])
    return Curves(
        name,
        title,
        f"{' and '.join(lines)} over {last} {axis}s.",
        axis,
        bottom + 44,
        bottom,
        tuple(
            Tick(round(left + (i - 1) * across, 1), str(i))
            for i in range(1, last + 1, max(1, math.ceil(last / 15)))
        ),
        tuple(
            Tick(round(bottom - (tick - heights[0]) * up, 1), f"{tick:g}")
            for tick in heights
        ),
        keys,
        tuple(
            (
                number,
                tuple(
                    (
                        round(left + (i - 1) * across, 1),
                        round(bottom - (y - heights[0]) * up, 1),
                    )
                    for i, y in points
                ),
            )
            for number, points in enumerate(known.values())
        ),
    )


def ticks(low: float, high: float) -> list[float]:
    """Return round numbers from at most `low` to at least `high`, some five of them.

    Examples
    --------
    >>> ticks(2.31, 3.9)
    [2.0, 2.5, 3.0, 3.5, 4.0]
    """
    raw = max(high - low, 1e-6) / 5
    unit = 10.0 ** math.floor(math.log10(raw))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= raw)
    # a hair of rounding must not cost a whole step
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * i, 9) for i in range(first, max(last, first + 1) + 1)]


def _mark(
    number: int, figure: Figure, y: float, at: Scale, series: str, label: str
) -> Mark:
    value, *ends = figure
    low, high = [*ends, None, None][:2]
    x = at(value or 0.0)
    shape, told = SHAPES[number % len(SHAPES)], f"{label}, {series}: {value:.3f}"
    if low is None or high is None:
        return Mark(number, shape, x, y, None, None, told)
    told += f" [{low:.3f}, {high:.3f}]"
    left, right = at(low), at(high)
    cut = (left < _LEFT, right > _RIGHT)
    return Mark(number, shape, x, y, max(left, _LEFT), min(right, _RIGHT), told, *cut)


def _legend(series: Sequence[str]) -> tuple[tuple[Key, ...], int]:
    """Return the names of the series, broken into lines, and where the plot begins."""
    x, y = 12.0, 16.0
    keys = []
    for number, name in enumerate(series):
        width = 24 + _LETTER * len(name)
        if x > 12 and x + width > WIDTH - 12:
            x, y = 12.0, y + 20
        keys.append(Key(number, SHAPES[number % len(SHAPES)], name, x, y))
        x += width + 14
    return tuple(keys), int(y + 22)
