"""Plots (`etudes.evaluation.plots`) drawn into a PDF, by the same places as in SVG."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from etudes.evaluation.plots import Bars, Curves, Dots, Key, Plot

if TYPE_CHECKING:
    from fpdf import FPDF

Plain = Callable[[str], str]

_COLOURS: Final = (
    (31, 92, 153),
    (168, 72, 15),
    (61, 112, 48),
    (109, 67, 144),
    (14, 107, 112),
    (140, 47, 93),
)
_GRID, _BAND, _SOFT, _INK = (205, 210, 216), (228, 231, 235), (75, 80, 88), (20, 20, 22)
_SCALE: Final = 0.225
"""Of a plot's own places, in mm: as wide as a page's text, about, and letters fit."""
_LETTERS: Final = 7.0
_LEFT = 230
"""Where the axis of rows begins, as in `etudes.evaluation.plots`."""


def draw(pdf: "FPDF", plot: Plot, plain: Plain) -> None:
    """Draw a plot at the left margin, below what stands there, and go on below it.

    Parameters
    ----------
    plain : makes a text printable in the font that is set.
    """
    pen = _Pen(pdf, plain, _begins(plot))
    for key in plot.keys if len(plot.keys) > 1 else ():
        pen.key(key)
    if isinstance(plot, Dots):
        _dots(pen, plot)
    else:
        _axes(pen, plot)
        if isinstance(plot, Bars):
            for series, x, y, width, height, _ in plot.bars:
                pen.box(x, y, width, height, _COLOURS[series % len(_COLOURS)])
        else:
            for series, points in plot.lines:
                for one, other in pairwise(points):
                    pen.line(*one, *other, _COLOURS[series % len(_COLOURS)], 0.4)
    pdf.set_y(pen.top + plot.height * pen.scale)


def drawn_height(plot: Plot) -> float:
    """Return how much of a page a plot takes, in mm."""
    return (plot.height - _begins(plot)) * _SCALE


def _begins(plot: Plot) -> float:
    """Return where a plot begins, in its own places: what stands alone needs no legend."""
    return 0.0 if len(plot.keys) > 1 else plot.keys[-1].y + 6


def _dots(pen: "_Pen", plot: Dots) -> None:
    for row in plot.rows:
        if row.band:
            low, high = row.band
            pen.box(low, row.top - 2, high - low, row.height + 4, _BAND)
    for tick in plot.ticks:
        pen.line(tick.place, plot.top, tick.place, plot.bottom, _GRID, 0.15)
        pen.text(tick.place, plot.bottom + 16, tick.label, "C", _SOFT)
    if plot.line is not None:
        pen.line(plot.line, plot.top, plot.line, plot.bottom, _SOFT, 0.3)
    pen.text(_LEFT, plot.bottom + 32, plot.axis, "L", _SOFT)
    for row in plot.rows:
        pen.text(_LEFT - 12, row.y, row.label, "R", _INK)
        for one in row.marks:
            colour = _COLOURS[one.series % len(_COLOURS)]
            if one.low is not None and one.high is not None:
                pen.line(one.low, one.y, one.high, one.y, colour, 0.4)
                pen.end(one.low, one.y, 5 * one.is_cut_low, colour)
                pen.end(one.high, one.y, -5 * one.is_cut_high, colour)
            pen.mark(one.shape, one.x, one.y, colour)


def _axes(pen: "_Pen", plot: Bars | Curves) -> None:
    for tick in plot.heights:
        pen.line(64, tick.place, 696, tick.place, _GRID, 0.15)
        pen.text(56, tick.place + 4, tick.label, "R", _SOFT)
    for tick in plot.ticks:
        pen.text(tick.place, plot.bottom + 16, tick.label, "C", _SOFT)
    pen.text(696, plot.bottom + 34, plot.axis, "R", _SOFT)


class _Pen:
    """Draws in the plot's own places, which are 720 wide."""

    def __init__(self, pdf: "FPDF", plain: Plain, begins: float) -> None:
        self.pdf, self.plain = pdf, plain
        self.scale = _SCALE
        self.left, self.top = pdf.l_margin, pdf.get_y() - begins * self.scale
        pdf.set_font(style="", size=_LETTERS)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.scale, self.top + y * self.scale

    def line(
        self,
        x: float,
        y: float,
        x2: float,
        y2: float,
        colour: tuple[int, ...],
        width: float,
    ) -> None:
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(width)
        self.pdf.line(*self.at(x, y), *self.at(x2, y2))
        self.pdf.set_line_width(0.2)

    def end(self, x: float, y: float, back: float, colour: tuple[int, ...]) -> None:
        """Draw the end of an interval: a stroke, or an arrow's head so far back."""
        for side in (-3, 3):
            self.line(x, y, x + back, y + side, colour, 0.4)

    def box(
        self, x: float, y: float, width: float, height: float, colour: tuple[int, ...]
    ) -> None:
        self.pdf.set_fill_color(*colour)
        self.pdf.rect(*self.at(x, y), width * self.scale, height * self.scale, style="F")

    def text(
        self, x: float, y: float, text: str, side: str, colour: tuple[int, ...]
    ) -> None:
        """Write a text whose base line begins, ends or has its middle there."""
        text = self.plain(text)
        self.pdf.set_text_color(*colour)
        width = self.pdf.get_string_width(text)
        place, line = self.at(x, y)
        place -= {"L": 0.0, "C": width / 2, "R": width}[side]
        self.pdf.text(place, line, text)

    def mark(self, shape: str, x: float, y: float, colour: tuple[int, ...]) -> None:
        self.pdf.set_fill_color(*colour)
        if shape == "circle":
            self.pdf.circle(*self.at(x, y), 4.5 * self.scale, style="F")
            return
        corners = {
            "diamond": ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)),
            "square": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
            "triangle": ((0, -5), (5, 4), (-5, 4)),
        }[shape]
        self.pdf.polygon([self.at(x + dx, y + dy) for dx, dy in corners], style="F")

    def key(self, key: Key) -> None:
        self.mark(key.shape, key.x + 6, key.y, _COLOURS[key.series % len(_COLOURS)])
        self.text(key.x + 17, key.y + 4, key.name, "L", _INK)
