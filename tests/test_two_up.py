"""Two small pages stand beside each other on a sheet of paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from etudes.errors import InvalidValue
from etudes.publish.two_up import two_up

_MM = 72 / 25.4


def _pages(count: int, width: float, height: float) -> bytes:
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(width * _MM, height * _MM)
    printed = BytesIO()
    writer.write(printed)
    return printed.getvalue()


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_two_pages_share_a_sheet_and_an_odd_last_one_has_its_own(
    count: int, sheets: int
) -> None:
    made = PdfReader(BytesIO(two_up(_pages(count, 148, 210), "a4"))).pages
    assert len(made) == sheets
    assert [round(float(side) / _MM) for side in made[0].mediabox[2:]] == [297, 210]


def test_a_whole_page_does_not_fit_on_half_a_sheet() -> None:
    with pytest.raises(InvalidValue, match="half a sheet"):
        two_up(_pages(1, 210, 297), "a4")
