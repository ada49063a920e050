"""Words keep out of the margins, in any language, and lines of music out of each other."""

import re
from fractions import Fraction
from io import BytesIO

import pytest
from pypdf import PdfReader
from sheets import Sheet, sections_of
from signs import item_of

from etudes.engraving import engrave, engrave_sheets
from etudes.errors import EngravingError
from etudes.item.item import Item
from etudes.markings import Mark, Markings
from etudes.melody import Melody
from etudes.sheet import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.sheet.section import Section
from etudes.tables import instrument
from etudes.theory import Key, Pitch, TimeSignature
from etudes.words import LANGUAGES
from etudes.writing.sheet import sections_source

POINTS_A_MM = 72 / 25.4
LEFT, RIGHT, WIDTH = 14.0, 16.0, 210.0
"""Margins and paper, in mm."""


def reach_of(layout: Layout, letterhead: Letterhead | None = None) -> tuple[float, float]:
    """From where to where the first page is printed, in mm: the first and the last sign
    that begins on it."""
    sheet = Sheet((("violin", (3,)),), layout)
    source = sections_source(
        sections_of(sheet), layout, code="violin.3.7.k7mq3", letterhead=letterhead
    )
    printed = LANGUAGES[layout.language]
    try:
        pages = engrave(source, ["svg"], printed=printed, language=layout.language)
    except EngravingError as error:
        if "install the font" in str(error):
            pytest.skip("no font here has these letters")
        raise
    places = re.findall(rb'<use [^>]*? x="([-\d.]+)"', pages["svg"][0])
    across = [float(place) / POINTS_A_MM for place in places]
    assert len(across) > 50
    return min(across), max(across)


@pytest.mark.slow
@pytest.mark.parametrize("easy", [False, True], ids=["usual", "easy"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sight_reading_keeps_to_its_margins(language: str, easy: bool) -> None:
    """Its introduction is a long sentence, the longest in German."""
    first, last = reach_of(Layout("sight-reading", language=language, easy=easy))

    assert first > LEFT - 4  # the word beside the rhythm may hang out a little
    assert last < WIDTH - RIGHT


@pytest.mark.slow
def test_a_long_title_goes_over_two_lines() -> None:
    """And so does a long subtitle."""
    long = Letterhead(title="A long title " * 6, subtitle="of a lesson " * 6)
    first, last = reach_of(Layout(), long)

    assert first > LEFT - 1
    assert last < WIDTH - RIGHT


def low_notes(bars: int) -> Item:
    """Quavers far below the staff, with a dynamic under each second bar."""
    low = [Pitch.parse(name) for name in ("G3", "A3", "B3", "A3")]
    events = [(pitch, Fraction(1, 8)) for pitch in low * (2 * bars)]
    melody = Melody.from_events(Key.parse("G"), TimeSignature(4, 4), events)
    places = range(0, 8 * bars, 16)
    marks = [Mark(place, "dynamic", "f") for place in places]
    marks += [Mark(place, "word", "espressivo") for place in places]
    return item_of(melody, Markings(tuple(marks)), "violin")


@pytest.mark.slow
def test_low_notes_leave_room_for_one_another_on_a_slide() -> None:
    """From 4 to 24 bars, LilyPond need not squeeze a line."""
    items = tuple(low_notes(bars) for bars in (4, 8, 12, 16, 20, 24))
    section = Section(instrument("violin"), items)

    source = sections_source([section], Layout("slides"), code="a")
    (pages,) = engrave_sheets([source], strict=True)

    assert len(PdfReader(BytesIO(pages["pdf"][0])).pages) == len(items)
