"""The report of a session as PDF, drawn by fpdf2 from the same page as the HTML."""

import unicodedata
from datetime import UTC, datetime
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from etudes.errors import MissingTool
from etudes.evaluation.content import Table
from etudes.evaluation.plots import Plot
from etudes.publish.rating.page import Page, Section
from etudes.publish.rating.parts import Parts
from etudes.publish.rating.pdf_plots import draw, drawn_height
from etudes.publish.rating.pdf_tables import Laid, draw_table, head_height, laid
from etudes.rating.findings.provenance import Provenance

if TYPE_CHECKING:
    from fpdf import FPDF

FONT: Final = "DejaVu"
_STYLES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_MARGIN = 15.0
_INK, _SOFT = (20, 20, 22), (75, 80, 88)
_FIRST_PAGE: Final = (9.5, 9.0, 8.5, 8.0)
"""Letters of the first page, in points: the first at which it is one page."""
_BELOW = 0.8
"""Below a text, in mm."""
_MARK = 4.0
"""Between a line's mark and its words, in mm."""


def pdf_bytes(page: Page, source: Provenance) -> bytes:
    """Return the report as PDF; the same page gives the same bytes.

    Letters that DejaVu Sans lacks, such as Chinese ones, and those that run to the left
    are replaced by a question mark in a lozenge (U+FFFD); of a comment of a hundred lines
    the first fifty stand there. The HTML has all.

    Raises
    ------
    MissingTool
        If the letters are not there.
    """
    sheet = _Sheet(page, source)
    sheet.first_page()
    for section in page.sections:
        sheet.section(section)
    sheet.again()
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
        if self.page.in_short.banner:
            self._write(self.page.in_short.banner, 11, bold=True)
            self.pdf.ln(2)
        self._write(f"Rating session {self.page.session}", 9, _SOFT)
        self._write(self.page.title, 18, bold=True)
        self._write(self.page.about, 9.5, _SOFT)
        left = self.pdf.page_break_trigger - self.pdf.y
        size = next((s for s in _FIRST_PAGE if self._in_short(s) <= left), _FIRST_PAGE[-1])
        self._in_short(size, draw=True)
        if self.pdf.page == 1 and self.pdf.y > self.pdf.h / 2:
            self.pdf.add_page()

    def _in_short(self, size: float, *, draw: bool = False) -> float:
        """Return how high what was found stands in letters of a size, in mm; draw it."""
        short, height = self.page.in_short, 0.0
        for title, lines in (
            ("What was found", short.found),
            ("How sure that is", short.how_sure),
            ("What not to conclude", short.not_to_conclude),
        ):
            if draw:
                self._room(30)
                self.pdf.ln(2.5)
                self._write(title, size + 3, bold=True)
                for line in lines:
                    self._write(line, size, mark="•")
            height += 2.5 + self._height(title, size + 3, bold=True)
            height += sum(self._height(line, size, indent=_MARK) for line in lines)
        return height

    def section(self, section: Section) -> None:
        parts, about = section.parts, ((section.means, _INK), (section.caveat, _SOFT))
        tables = [laid(self.pdf, of, self._plain, quoted=section.quoted)
                  for of in parts.tables]  # fmt: skip
        needed = 3 + self._height(section.title, 13, bold=True)
        needed += sum(self._height(text, 9) for text, _ in about)
        if parts.plots:
            needed += self._plot_height(parts.plots[0])
        elif tables:
            needed += self._table_height(parts.tables[0], tables[0])
        self._room(needed + 5)
        self.pdf.ln(3)
        self.pdf.start_section(self._plain(section.title))
        self._write(section.title, 13, bold=True)
        for text, colour in about:
            self._write(text, 9, colour)
        if parts.problem:
            lacking = "None shown" if section.quoted else "No figures"
            self._write(f"{lacking}: {parts.problem}.", 9, bold=True)
        for plot in parts.plots:
            self._room(self._plot_height(plot))
            self.pdf.ln(2)
            self._write(plot.title, 9, bold=True)
            draw(self.pdf, plot, self._plain)
        for table, of in zip(parts.tables, tables, strict=True):
            self._table(table, of)

    def again(self) -> None:
        means = (
            "The database of the session and this one command give this report again, byte "
            "for byte."
        )
        facts = Table("", ("what", "which"), self.page.facts)
        parts = Parts(tables=(facts,))
        self.section(Section("again", "To do it again", means, "", parts))

    def _write(
        self,
        text: str,
        size: float,
        colour: tuple[int, int, int] = _INK,
        *,
        bold: bool = False,
        mark: str = "",
    ) -> None:
        if not text:
            return
        pdf = self.pdf
        pdf.set_font(FONT, "B" if bold else "", size)
        pdf.set_text_color(*colour)
        height = size * 0.5
        if mark:
            pdf.cell(_MARK, height, mark)
        pdf.multi_cell(
            0, height, self._plain(text), align="L", new_x="LMARGIN", new_y="NEXT"
        )
        pdf.ln(_BELOW)

    def _height(
        self, text: str, size: float, *, bold: bool = False, indent: float = 0
    ) -> float:
        """Return how high a text stands, with what is left below it, in mm."""
        if not text:
            return 0.0
        self.pdf.set_font(FONT, "B" if bold else "", size)
        width = self.pdf.epw - indent
        height = self.pdf.multi_cell(
            width, size * 0.5, self._plain(text), align="L", dry_run=True, output="HEIGHT"
        )
        return cast("float", height) + _BELOW

    def _plot_height(self, plot: Plot) -> float:
        title = self._height(plot.title, 9, bold=True)
        return 2 + title + drawn_height(plot)

    def _table_height(self, table: Table, of: Laid) -> float:
        """Return what must be left of a page for a table to begin there, in mm."""
        return 1.5 + self._height(table.caption, 8) + head_height(self.pdf, of)

    def _table(self, table: Table, of: Laid) -> None:
        self._room(self._table_height(table, of))
        self.pdf.ln(1.5)
        self._write(table.caption, 8, _SOFT)
        self.pdf.set_text_color(*_INK)
        draw_table(self.pdf, of)

    def _room(self, height: float) -> None:
        """Begin a new page where less than this is left, in mm."""
        if self.pdf.will_page_break(height):
            self.pdf.add_page()

    def _plain(self, text: str) -> str:
        """Return a text of what the font has and fpdf2 can set."""
        unbroken = text.replace(" %", "\N{NO-BREAK SPACE}%")
        return "".join(
            char
            if char == "\n" or (ord(char) in self.letters and not _is_leftward(char))
            else _instead(char)
            for char in unicodedata.normalize("NFC", unbroken)
        )


def _is_leftward(char: str) -> bool:
    """Tell whether it runs to the left, as Hebrew does: words would stand backwards."""
    return unicodedata.bidirectional(char) in ("R", "AL")


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
    document.set_title(f"{page.in_short.banner} Report of session {page.session}".strip())
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
