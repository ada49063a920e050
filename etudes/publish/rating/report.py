"""The report of a session as files: HTML, PDF, JSON."""

import json
from collections.abc import Sequence

from etudes.errors import InvalidValue
from etudes.paths import data_folder
from etudes.publish.files import Draft
from etudes.publish.rating.columns import cells
from etudes.publish.rating.page import page
from etudes.rating.report import Report, as_json

FORMATS = ("html", "pdf", "json")


def checked_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """Return formats of a report, each once.

    Raises
    ------
    InvalidValue
        If one is none of html, pdf, json.

    Examples
    --------
    >>> checked_formats(["pdf", "HTML"])
    ('pdf', 'html')
    """
    plain = tuple(dict.fromkeys(one.strip().casefold() for one in formats))
    unknown = [one for one in plain if one not in FORMATS]
    if unknown or not plain:
        raise InvalidValue(
            f"formats {', '.join(FORMATS)} were expected, not '{', '.join(unknown)[:40]}'"
        )
    return plain


def drafts(report: Report, formats: Sequence[str]) -> list[Draft]:
    """Return the files of a report, ready to be written: `report-CODE.html` and so on.

    The same report gives the same bytes.
    """
    makers = {"html": html, "pdf": pdf, "json": text}
    return [
        Draft(f"report-{report.provenance.session}.{name}", name, makers[name](report), ())
        for name in checked_formats(formats)
    ]


def text(report: Report) -> bytes:
    """Return all figures as JSON."""
    document = json.dumps(as_json(report), ensure_ascii=False, indent=1, allow_nan=False)
    return (document + "\n").encode()


def html(report: Report) -> bytes:
    """Return one self-contained page, without scripts."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["cells"] = cells
    return pages.get_template("rating-report.html.j2").render(page=page(report)).encode()


def pdf(report: Report) -> bytes:
    """Return the same as PDF; no browser and no other program is needed."""
    from etudes.publish.rating.pdf import pdf_bytes

    return pdf_bytes(page(report), report.provenance)
