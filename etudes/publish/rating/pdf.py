"""The report of a session as PDF, drawn by fpdf2 from the same page as the HTML."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from etudes.errors import MissingTool
from etudes.evaluation.content import Table
from etudes.evaluation.plots import WIDTH, Plot
from etudes.publish.rating.page import Page, Section
from etudes.publish.rating.pdf_plots import draw
from etudes.rating.findings.provenance import Provenance

if TYPE_CHECKING:
    from fpdf import FPDF

FONT: Final = "DejaVu"
_STYLES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_MARGIN = 15.0
_INK, _SOFT = (20, 20, 22), (75, 80, 88)
_RULE, _SHADE = (190, 195, 202), (240, 242, 245)
_NARROWEST, _WIDEST = 8, 34
"""Letters that a column is reckoned to have, so that one long cell takes not all."""
_ROOM = 3
_LONGEST_CELL = 2100


def pdf_bytes(page: Page, source: Provenance) -> bytes:
    """Return the report as PDF; the same page gives the same bytes.

    Letters that DejaVu Sans lacks, such as Chinese ones, are replaced by a question mark
    in a lozenge (U+FFFD); the HTML has them.

    Raises
    ------
    MissingTool
        If the letters are not there.
    """
    sheet = _Sheet(page, source)
    sheet.first_page()
    for section in page.sections:
        sheet.section(section)
    sheet.facts()
    return bytes(sheet.pdf.output())


class _Sheet:
    """A document that grows from the top down."""

    def __init__(self, page: Page, source: Provenance) -> None:
        self.page = page
        self.pdf = _document(page, source)

    @cached_property
    def letters(self) -> frozenset[int]:
        """What the font can print."""
        font: Any = self.pdf.fonts[FONT.lower()]
        return frozenset(font.cmap)

    def first_page(self) -> None:
        self.pdf.add_page()
        self._write(f"Rating session {self.page.session}", 9, _SOFT)
        self._write(self.page.title, 18, bold=True)
        self._write(self.page.about, 9.5, _SOFT)
        short = self.page.in_short
        for title, lines in (
            ("What was found", short.found),
            ("How sure that is", short.how_sure),
            ("What not to conclude", short.not_to_conclude),
        ):
            self.pdf.ln(2.5)
            self._write(title, 12.5, bold=True)
            for line in lines:
                self._write(line, 9.5, indent=4, mark="•")
        self.pdf.add_page()

    def section(self, section: Section) -> None:
        parts = section.parts
        self._room(28 + (self._height(parts.plots[0]) if parts.plots else 15))
        self.pdf.ln(3)
        self.pdf.start_section(self._plain(section.title))
        self._write(section.title, 13, bold=True)
        self._write(section.means, 9)
        self._write(section.caveat, 9, _SOFT)
        if parts.problem:
            self._write(f"No figures: {parts.problem}.", 9, bold=True)
        for plot in parts.plots:
            self.pdf.ln(2)
            self._room(self._height(plot))
            self._write(plot.title, 9, bold=True)
            draw(self.pdf, plot, self._plain)
        for table in parts.tables:
            self._table(table)

    def facts(self) -> None:
        self._room(60)
        self.pdf.ln(3)
        self.pdf.start_section("To do it again")
        self._write("To do it again", 13, bold=True)
        self._write(
            "The database of the session and this one command give this report again, byte "
            "for byte.",
            9,
        )
        self._table(Table("", ("what", "which"), self.page.facts))

    def _write(
        self,
        text: str,
        size: float,
        colour: tuple[int, int, int] = _INK,
        *,
        bold: bool = False,
        indent: float = 0,
        mark: str = "",
    ) -> None:
        pdf = self.pdf
        pdf.set_font(FONT, "B" if bold else "", size)
        pdf.set_text_color(*colour)
        height = size * 0.5
        if mark:
            pdf.cell(indent, height, mark)
        pdf.multi_cell(
            0, height, self._plain(text), align="L", new_x="LMARGIN", new_y="NEXT"
        )
        pdf.ln(0.8)

    def _table(self, table: Table) -> None:
        from fpdf.enums import TableBordersLayout
        from fpdf.fonts import FontFace

        self.pdf.ln(1.5)
        self._room(30)
        if table.caption:
            self._write(table.caption, 8, _SOFT)
        self.pdf.set_font(FONT, "", 7 if len(table.columns) < 8 else 6.2)
        self.pdf.set_text_color(*_INK)
        self.pdf.set_draw_color(*_RULE)
        self.pdf.set_fill_color(255)
        with self.pdf.table(
            col_widths=_widths(table),
            text_align="LEFT",
            line_height=3.6,
            padding=0.7,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD", fill_color=_SHADE),
        ) as drawn:
            for cells in (table.columns, *table.rows):
                row = drawn.row()
                for cell in cells:
                    row.cell(self._plain(cell[:_LONGEST_CELL]))

    def _height(self, plot: Plot) -> float:
        """Return how much of a page a plot takes with its title, in mm."""
        return plot.height * self.pdf.epw / WIDTH + 8

    def _room(self, height: float) -> None:
        """Begin a new page where less than this is left, in mm."""
        if self.pdf.will_page_break(height):
            self.pdf.add_page()

    def _plain(self, text: str) -> str:
        """Return a text of what the font has."""
        return "".join(
            char if ord(char) in self.letters or char == "\n" else _instead(char)
            for char in unicodedata.normalize("NFC", text)
        )


def _instead(char: str) -> str:
    is_blank = unicodedata.category(char) in ("Cc", "Cf", "Zs")
    return " " if is_blank else "\N{REPLACEMENT CHARACTER}"


def _document(page: Page, source: Provenance) -> "FPDF":
    from fpdf import FPDF

    class Document(FPDF):
        def footer(self) -> None:
            self.set_y(-12)
            self.set_font(FONT, "", 7.5)
            self.set_text_color(*_SOFT)
            self.cell(0, 5, f"session {page.session}", align="L")
            self.set_x(self.l_margin)
            self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")

    document = Document(format="A4")
    document.set_margin(_MARGIN)
    document.set_auto_page_break(True, 16)
    folder = _letters()
    for style, name in _STYLES.items():
        document.add_font(FONT, style, folder / name)
    document.set_title(f"Report of session {page.session}")
    document.set_lang("en-GB")
    document.set_producer("etudes")
    # the time of what it tells, not of the telling: the same ratings, the same bytes
    told = datetime.fromisoformat(source.last_rated_at or source.made_at)
    document.set_creation_date(told.astimezone(UTC))
    return document


def _letters() -> Path:
    """Return the folder of DejaVu Sans, which Matplotlib brings."""
    found = find_spec("matplotlib")
    for place in (found.submodule_search_locations or ()) if found else ():
        folder = Path(place) / "mpl-data" / "fonts" / "ttf"
        if (folder / _STYLES[""]).is_file():
            return folder
    raise MissingTool(
        "the letters of Matplotlib (DejaVu Sans) were expected for a PDF and are not "
        "there; install etudes again, or ask for --format html"
    )


def _widths(table: Table) -> tuple[int, ...]:
    """Return the widths of columns, by the letters of their longest cells."""
    columns: list[Sequence[str]] = list(zip(table.columns, *table.rows, strict=True))
    return tuple(
        min(max(_NARROWEST, *(len(cell) + _ROOM for cell in column)), _WIDEST)
        for column in columns
    )
