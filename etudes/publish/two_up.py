"""Two small pages beside each other on a sheet of paper."""

from io import BytesIO

from etudes.errors import InvalidValue

_POINTS = 72 / 25.4
_SHEETS = {"a4": (297.0, 210.0), "letter": (279.4, 215.9)}
"""Width and height of each paper in mm, laid on its side."""


def two_up(pdf: bytes, paper: str = "a4") -> bytes:
    """Return a PDF with the pages of another, two on each sheet of paper.

    Pages keep their size and their order, left before right, each in the middle of its
    half; an odd last page stands alone on the left.

    Parameters
    ----------
    pdf : of pages of half a sheet each.
    paper : "a4" or "letter".

    Raises
    ------
    InvalidValue
        If the paper is another, or a page is larger than half a sheet.
    """
    from pypdf import PdfReader, PdfWriter, Transformation

    if paper not in _SHEETS:
        raise InvalidValue(f"the paper is a4 or letter, not '{paper}'")
    width, height = (length * _POINTS for length in _SHEETS[paper])
    writer = PdfWriter()
    for number, page in enumerate(PdfReader(BytesIO(pdf)).pages):
        left, bottom, right, top = map(float, page.mediabox)
        if right - left > width / 2 + 1 or top - bottom > height + 1:
            raise InvalidValue(
                f"pages of half a sheet of {paper} were expected; page {number + 1} is "
                f"{(right - left) / _POINTS:.0f} by {(top - bottom) / _POINTS:.0f} mm"
            )
        if number % 2 == 0:
            sheet = writer.add_blank_page(width, height)
        beside = width / 2 * (number % 2) + (width / 2 - (right - left)) / 2 - left
        above = (height - (top - bottom)) / 2 - bottom
        moved = Transformation().translate(beside, above)
        sheet.merge_transformed_page(page, moved)
    printed = BytesIO()
    writer.write(printed)
    return printed.getvalue()
