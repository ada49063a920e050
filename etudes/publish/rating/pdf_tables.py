"""Tables drawn into a PDF: columns as wide as their words need, rows that fit a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from etudes.evaluation.content import Table
from etudes.publish.rating.columns import Cell, cells, widths
from etudes.publish.rating.pdf_plots import Plain

if TYPE_CHECKING:
    from fpdf import FPDF

_SIZES: Final = (7.5, 7.0, 6.5, 6.0, 5.5)
"""Letters, in points: the first at which no word is broken."""
_PADDING = 0.8
_RULE, _SHADE = (190, 195, 202), (240, 242, 245)
_WIDEST_WORD = 0.6
"""Of the page: a longer word is broken, lest it take the room of all others."""
_READABLE = 30.0
"""A sentence has this much room, in mm, if it wants it."""
_MOST_LINES = 50
"""Of a cell: a row must fit a page, and a heading above it."""
_TOGETHER = 70.0
"""A table no higher than this stands on one page, in mm."""
_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Laid:
    """A table as it will stand: rows of plain text (the first is the head), the width of
    each column in mm, the size of its letters in points."""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...]
    size: float

    @property
    def line(self) -> float:
        """Return the height of a line, in mm."""
        return 0.5 * self.size


def laid(pdf: "FPDF", table: Table, plain: Plain, *, quoted: bool = False) -> Laid:
    """Return where the columns of a table stand.

    Parameters
    ----------
    plain : makes a text printable.
    quoted : its last column is what somebody wrote.
    """
    head = tuple(plain(column) for column in table.columns)
    body = [
        tuple(plain(_text(cell)) for cell in row) for row in cells(table, quoted=quoted)
    ]
    for size in _SIZES:
        least, whole = _needs(pdf, head, body, size)
        if sum(least) <= pdf.epw:
            break
    columns = widths(least, whole, pdf.epw)
    found = Laid((head, *body), columns, size)
    return Laid(tuple(_cut(pdf, row, found) for row in found.rows), columns, size)


def head_height(pdf: "FPDF", of: Laid) -> float:
    """Return how much of a page must be left for the table to begin there, in mm: all of
    it if it is short, else its head and two rows, or one that is high."""
    begins, height = 0.0, 0.0
    for number, row in enumerate(of.rows):
        height += _height(pdf, row, of)
        if number < 2 or (number == 2 and height <= _TOGETHER):
            begins = height
        if height > _TOGETHER:
            return begins
    return height


def draw_table(pdf: "FPDF", of: Laid) -> None:
    """Draw it from the left margin, below what stands there; its head comes again on
    each page."""
    from fpdf.enums import TableBordersLayout
    from fpdf.fonts import FontFace

    pdf.set_font(style="", size=of.size)
    pdf.set_draw_color(*_RULE)
    pdf.set_fill_color(255)
    with pdf.table(
        rows=of.rows,
        align="LEFT",
        width=min(sum(of.columns), pdf.epw),
        col_widths=of.columns,
        text_align="LEFT",
        v_align="TOP",
        line_height=of.line,
        padding=_PADDING,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", fill_color=_SHADE),
    ):
        pass


def _text(cell: Cell) -> str:
    """Return a cell's text; an interval is not broken over lines."""
    if cell.kind == "figure":
        value, interval = (
            part.replace(" ", _NO_BREAK) for part in (cell.text, cell.interval)
        )
        return f"{value} {interval}"
    return re.sub(r"\n{3,}", "\n\n", cell.text.replace("\r\n", "\n"))


def _needs(
    pdf: "FPDF", head: Sequence[str], body: Sequence[Sequence[str]], size: float
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return how wide the longest word and the longest line of each column are, in mm."""
    least, whole = [0.0] * len(head), [0.0] * len(head)
    for style, rows in (("B", (head,)), ("", body)):
        pdf.set_font(style=style, size=size)
        for row in rows:
            for place, text in enumerate(row):
                line = max(map(pdf.get_string_width, text.split("\n")))
                word = max(map(pdf.get_string_width, re.split(r"[ \n]", text)))
                whole[place] = max(whole[place], line)
                least[place] = max(least[place], min(word, _WIDEST_WORD * pdf.epw))
    around = 2 * _PADDING + 0.2  # or a word that just fits is broken by a hair
    return (
        tuple(
            max(word, min(line, _READABLE)) + around
            for word, line in zip(least, whole, strict=True)
        ),
        tuple(max(pair) + around for pair in zip(least, whole, strict=True)),
    )


def _lines(pdf: "FPDF", text: str, width: float, of: Laid) -> list[str]:
    from fpdf.util import Padding

    found = pdf.multi_cell(
        width,
        of.line,
        text,
        padding=Padding.new(_PADDING),
        align="L",
        dry_run=True,
        output="LINES",
    )
    return cast("list[str]", found)


def _cut(pdf: "FPDF", row: tuple[str, ...], of: Laid) -> tuple[str, ...]:
    """Return a row that fits a page."""
    pdf.set_font(style="", size=of.size)
    if max(map(len, row)) < _MOST_LINES:
        return row
    return tuple(
        text
        if len(lines := _lines(pdf, text, width, of)) <= _MOST_LINES
        else "\n".join([*lines[:_MOST_LINES], "…"])
        for text, width in zip(row, of.columns, strict=True)
    )


def _height(pdf: "FPDF", row: tuple[str, ...], of: Laid) -> float:
    pdf.set_font(style="B" if row is of.rows[0] else "", size=of.size)
    lines = (
        len(_lines(pdf, text, width, of))
        for text, width in zip(row, of.columns, strict=True)
    )
    return max(lines) * of.line + 2 * _PADDING
