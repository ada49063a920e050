"""How the report of a session looks: on a phone, on paper, and to who cannot see it."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from elements import Elements
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from rating_studio import WORTH, Studio, careful, two_models
from web_browser import barriers, browser, needs_browser

from etudes.evaluation.plots import Dots, dots
from etudes.publish.rating.columns import cell, widths
from etudes.publish.rating.page import Page, page
from etudes.publish.rating.pdf import pdf_bytes
from etudes.publish.rating.report import html
from etudes.rating.report import Report, report
from etudes.rating.simulated import truth

COMMENTS = (
    "a" + "\n" * 1998 + "z",
    "a\n" * 999 + "z",
    "good [see bar 3]",
    "4 [1, 2]",
    "one\n\ntwo\nthree",
    "練習 🎻 שלום",
    "x" * 2000,
    "a long remark about the bars, and so on " * 49,
)
"""What raters may write that is hard to print."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="module")
def full(studio: Studio) -> Report:
    """Three raters, two models, and comments."""
    session = two_models(studio.session)
    known = truth(session, {**WORTH, "gru-new": 4.4}, np.random.default_rng(1))
    record = studio.record(careful(3), known, 1, session)
    written = tuple(
        replace(
            one, rating=replace(one.rating, answer=replace(one.rating.answer, comment=text))
        )
        for one, text in zip(record.judgements, COMMENTS, strict=False)
    )
    said = replace(record, judgements=written + record.judgements[len(written) :])
    return replace(report(said, with_comments=True), is_made_up=True)


@pytest.fixture(scope="module")
def empty(studio: Studio) -> Report:
    """A report before anybody has answered."""
    known = truth(studio.session, WORTH, np.random.default_rng(2))
    return report(studio.record({}, known, 2))


def pages(of: Report, placed: Page | None = None) -> list[PageObject]:
    content = pdf_bytes(placed or page(of), of.provenance)
    return list(PdfReader(BytesIO(content)).pages)


def lines(one: PageObject) -> list[str]:
    """The lines of a page above its foot."""
    return [
        line for line in one.extract_text().splitlines() if not line.startswith("session ")
    ]


@pytest.mark.parametrize("text", COMMENTS)
def test_what_somebody_wrote_is_no_figure(text: str) -> None:
    """Not even where it looks like a value with its interval."""
    assert cell(text, quoted=True).interval == ""
    assert cell(text, quoted=True).text == text


@given(
    st.lists(st.tuples(st.floats(1, 90), st.floats(0, 400)), min_size=1, max_size=12),
    st.floats(60, 180),
)
def test_columns_share_the_page(columns: list[tuple[float, float]], room: float) -> None:
    """They never take more; if the longest words fit, each column has room for its own."""
    least = [word for word, _ in columns]
    whole = [word + more for word, more in columns]
    found = widths(least, whole, room)

    assert sum(found) <= room + 1e-6
    if sum(least) <= room:
        for word, width, line in zip(least, found, whole, strict=True):
            assert word - 1e-6 <= width <= line + 1e-6


def test_no_answer_lies_beyond_the_scale() -> None:
    """The axis of answers goes from 1 to 7; an interval that goes on is cut."""
    plot = dots("d", "D", "x", ("a",), {"r": [(2, -5, 9)]}, numbers=range(1, 8))
    (mark,) = plot.rows[0].marks

    assert [tick.label for tick in plot.ticks] == list("1234567")
    assert (mark.low, mark.high) == (plot.ticks[0].place, plot.ticks[-1].place)
    assert mark.is_cut_low and mark.is_cut_high
    assert "[-5.000, 9.000]" in mark.told


def test_means_are_drawn_from_one_to_seven(full: Report) -> None:
    """As raters answer."""
    (plot,) = next(one for one in page(full).sections if one.id == "systems").parts.plots
    assert isinstance(plot, Dots)
    assert [tick.label for tick in plot.ticks] == list("1234567")


def test_that_raters_were_made_up_comes_first(full: Report) -> None:
    """On the page, on paper, and in the title of the window."""
    banner = page(full).in_short.banner
    elements = Elements(html(full).decode())
    content = pdf_bytes(page(full), full.provenance)
    document = PdfReader(BytesIO(content))
    said = [word for word in elements.words if banner in word]

    assert banner and len(said) == 2
    assert said[0].startswith(banner) and said[1] == banner
    assert " ".join(document.pages[0].extract_text().split()).startswith(banner)
    assert document.metadata is not None
    assert str(document.metadata.title).startswith(banner)


def test_ids_and_fingerprints_can_be_copied_from_paper(full: Report) -> None:
    """None is broken over two lines."""
    words = {word for one in pages(full) for word in one.extract_text().split()}
    for piece in full.provenance.pieces:
        assert {piece.item, piece.score_sha256[:16], piece.sound_sha256[:16]} <= words


def test_no_heading_stands_alone_at_the_foot_of_a_page(full: Report, empty: Report) -> None:
    """Nor does what introduces a table."""
    for of in (full, empty):
        leads_on = [
            text
            for one in page(of).sections
            for text in (one.title, one.caveat, *(t.caption for t in one.parts.tables))
        ]
        for one in pages(of)[:-1]:
            *_, last = lines(one)
            assert not [text for text in leads_on if text.endswith(last)]


@pytest.mark.parametrize(
    ("count", "number", "top"),
    [(12, 0, "Rating session"), (30, 1, "Who took part"), (58, 1, "• It is shown")],
)
def test_much_that_was_found_leaves_no_page_empty(
    full: Report, count: int, number: int, top: str
) -> None:
    """What was found has a page of its own if it fills one; where it is little, or too
    much for one page, the rest goes on below it."""
    placed = page(full)
    found = ("It is shown neither that one system is better nor that two are alike.",)
    short = replace(
        placed.in_short, banner="", found=found * count, how_sure=(), not_to_conclude=()
    )
    document = pages(full, replace(placed, in_short=short))

    assert lines(document[number])[0].startswith(top)
    assert "Who took part" in lines(document[number])


def test_letters_that_the_font_lacks_are_told_as_lacking(full: Report) -> None:
    """The page has them; paper has a mark in their place, and all that can be printed."""
    words = " ".join(one.extract_text() for one in pages(full))

    assert "練習" in html(full).decode()
    assert not {"練", "ש", "ם"} & set(words)
    assert "\N{REPLACEMENT CHARACTER}" * 4 in words
    assert "good [see bar 3]" in words


# In a browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as made:
        yield made


def opened(window: Any, of: Report, folder: Path, width: int) -> Any:
    path = folder / "report.html"
    path.write_bytes(html(of))
    window.set_viewport_size({"width": width, "height": 844})
    window.goto(path.as_uri())
    return window


@pytest.mark.browser
@needs_browser
@pytest.mark.parametrize(("colours", "width"), [("light", 390), ("dark", 1440)])
def test_the_report_has_no_barrier(
    chromium: Any, full: Report, empty: Report, tmp_path: Path, colours: str, width: int
) -> None:
    """axe-core finds nothing, by day and by night."""
    context = chromium.new_context(bypass_csp=True, color_scheme=colours)
    window = context.new_page()
    for of in (full, empty):
        assert barriers(opened(window, of, tmp_path, width)) == []
    context.close()


@pytest.fixture
def phone(chromium: Any, full: Report, tmp_path: Path) -> Iterator[Any]:
    context = chromium.new_context()
    yield opened(context.new_page(), full, tmp_path, 390)
    context.close()


@pytest.mark.browser
@needs_browser
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_the_page_is_as_wide_as_the_screen(phone: Any, width: int) -> None:
    """Only tables are pushed aside."""
    phone.set_viewport_size({"width": width, "height": 844})
    assert phone.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@needs_browser
def test_captions_stay_in_sight_while_a_table_is_pushed(phone: Any) -> None:
    """Whole, at the left, and so does the name of each row."""
    found = phone.evaluate(
        """[...document.querySelectorAll('.scroll')].map(scroller => {
          scroller.scrollLeft = 120;
          const caption = scroller.querySelector('caption span').getBoundingClientRect();
          const name = scroller.querySelector('tbody th.short');
          const at = name ? name.getBoundingClientRect().left : caption.left;
          return [caption.left, caption.right, at, scroller.scrollLeft]; })"""
    )
    assert sum(pushed > 0 for *_, pushed in found) > 5
    for left, right, name, _ in found:
        assert abs(left - 20) < 1 and abs(name - 20) < 1
        assert right <= 390


@pytest.mark.browser
@needs_browser
def test_letters_of_drawings_can_be_read_on_a_phone(phone: Any) -> None:
    """None is smaller than ten pixels, and none runs off the screen."""
    found = phone.evaluate(
        """[...document.querySelectorAll('svg.plot text')].map(text => {
          const scale = text.ownerSVGElement.getScreenCTM().a;
          const box = text.getBoundingClientRect();
          const size = parseFloat(getComputedStyle(text).fontSize);
          return [size * scale, box.left, box.right]; })"""
    )
    assert len(found) > 30
    for size, left, right in found:
        assert size >= 10
        assert 0 <= left < right <= 390


@pytest.mark.browser
@needs_browser
def test_rows_are_no_taller_than_what_is_seen_of_them(phone: Any) -> None:
    """No cell that lies off the screen makes a row of figures high and white."""
    found = phone.evaluate(
        """[...document.querySelectorAll('tbody tr')]
          .filter(row => !row.querySelector('.quoted')).map(row => row.clientHeight)"""
    )
    assert max(found) < 100


@pytest.mark.browser
@needs_browser
def test_entries_of_the_contents_stand_apart(phone: Any) -> None:
    """At any width no two of them overlap, and none is split between columns."""
    for width in (320, 390, 768, 1440):
        phone.set_viewport_size({"width": width, "height": 844})
        found = phone.evaluate(
            """[...document.querySelectorAll('nav a')].map(link => {
              const box = link.getBoundingClientRect();
              return [box.left, box.top, box.right, box.bottom]; })"""
        )
        for n, (left, top, right, bottom) in enumerate(found):
            assert bottom - top < 60
            for other in found[:n]:
                is_beside = left >= other[2] or right <= other[0]
                assert is_beside or top >= other[3] - 1 or bottom <= other[1] + 1


@pytest.mark.browser
@needs_browser
def test_a_comment_keeps_its_lines(phone: Any) -> None:
    """As they were written."""
    shown = phone.get_by_role("cell", name="one two three", exact=True).inner_text()
    assert shown == "one\n\ntwo\nthree"
