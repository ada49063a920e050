"""The learning curve as a drawing: bits an event, epoch by epoch."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etudes.model.checkpoints import Progress
from etudes.paths import data_folder

_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 500, 48, 316
_TICKS = 5
_LEAST_GAP = 16
"""Between two labels, in the drawing's units."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of the drawing; `label_y` is where its name stands."""

    name: str
    colour: str
    points: tuple[tuple[float, float], ...]
    label_y: float


def write_curve(path: Path, name: str, progress: Progress) -> None:
    """Write the curve of a training as SVG."""
    path.write_text(curve(name, progress), "utf-8")


def curve(name: str, progress: Progress) -> str:
    """Return the curve of a training of at least one epoch as SVG text.

    What the held-out families cost before the first epoch stands at 0.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["units"] = lambda number: f"{number:.1f}"
    lines = _lines(progress)
    bits = [y for *_, values in lines for _, y in values]
    ticks = _ticks(min(bits), max(bits))
    last = max(progress.epoch, 1)
    across = (_RIGHT - _LEFT) / last
    up = (_BOTTOM - _TOP) / (ticks[-1] - ticks[0])

    def place(epoch: float, y: float) -> tuple[float, float]:
        return _LEFT + epoch * across, _BOTTOM - (y - ticks[0]) * up

    digits = max(len(f"{tick:g}".partition(".")[2]) for tick in ticks)
    every = max(1, math.ceil(last / 10))
    return environment.get_template("curve.svg.j2").render(
        name=name,
        curves=_named([(n, c, [place(*p) for p in points]) for n, c, points in lines]),
        heights=[(f"{tick:.{digits}f}", place(0, tick)[1]) for tick in ticks],
        epochs=[(n, place(n, 0)[0]) for n in range(0, last + 1, every)],
        left=_LEFT,
        right=_RIGHT,
        bottom=_BOTTOM,
    )


_Line = tuple[str, str, list[tuple[float, float]]]


def _lines(progress: Progress) -> list[_Line]:
    """Return name, colour and (epoch, bits) of each line that there is something of."""
    rows = progress.curve
    training = [(float(i), row["training"]) for i, row in enumerate(rows, 1)]
    held_out = [(float(i), row["validation"]) for i, row in enumerate(rows, 1)]
    named = (
        ("training, with dropout", "#8a6d3b", training),
        ("held-out families", "#1f5c99", [(0.0, progress.first), *held_out]),
    )
    lines = [(n, c, [(x, y) for x, y in p if y is not None]) for n, c, p in named]
    return [line for line in lines if line[2]]


def _named(lines: Sequence[_Line]) -> list[Curve]:
    """Return the curves, their names beside their ends and none on another."""
    ends = sorted(points[-1][1] for *_, points in lines)
    gap = ends[-1] - ends[0]
    push = (_LEAST_GAP - gap) / 2 if len(ends) > 1 and gap < _LEAST_GAP else 0.0
    curves = []
    for number, (name, colour, points) in enumerate(lines):
        end = points[-1][1]
        is_lower = end == ends[-1] if gap else number > 0
        curves.append(
            Curve(name, colour, tuple(points), end + (push if is_lower else -push))
        )
    return curves


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers from at most `low` to at least `high`.

    Examples
    --------
    >>> _ticks(2.31, 3.9)
    [2.0, 2.5, 3.0, 3.5, 4.0]
    """
    raw = max(high - low, 0.01) / _TICKS
    unit = 10.0 ** math.floor(math.log10(raw))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(step * i, 6) for i in range(first, max(last, first + 1) + 1)]
