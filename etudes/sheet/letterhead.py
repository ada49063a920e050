"""A teacher's own head and foot of the page, from a small TOML file.

The file is data: its texts are printed as they are, and only the names listed in
`NAMES` are filled in. Nothing in it is ever run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from etudes.errors import InvalidValue
from etudes.sheet.kinds import LINES
from etudes.tables.data import read_toml

NAMES = (
    "school",
    "teacher",
    "title",
    "subtitle",
    "instrument",
    "level",
    "code",
    "page",
    "pages",
)
"""What a text may hold in braces."""

_LONGEST_TEXT = 80
_LARGEST_FILE = 8192
_FIELDS = ("school", "teacher", "title", "subtitle", "header", "footer", "lines")
_ASIDE = 3

Piece = tuple[str, str | None]
"""Plain text, and the name that follows it, if one does."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a teacher wants at the head and foot of each sheet.

    Attributes
    ----------
    school, teacher : filled in for `{school}` and `{teacher}`.
    title, subtitle : in place of the sheet's own; None leaves those.
    header, footer : up to three texts, left, middle and right; () leaves the sheet's own.
    lines : what the pupil fills in: name, date, score; None leaves the sheet's own.

    Raises
    ------
    InvalidValue
        If a text is too long or has braces that hold no name of `NAMES`.
    """

    school: str = ""
    teacher: str = ""
    title: str | None = None
    subtitle: str | None = None
    header: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    lines: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        for field in ("header", "footer"):
            texts = getattr(self, field)
            if len(texts) > _ASIDE:
                raise InvalidValue(
                    f"{field} has at most {_ASIDE} texts, left, middle and right, not "
                    f"{len(texts)}"
                )
            for text in texts:
                _check(field, text)
        for field in ("school", "teacher", "title", "subtitle"):
            _check_length(field, getattr(self, field) or "")
        if self.lines is not None and not {*self.lines} <= {*LINES}:
            raise InvalidValue(
                f"lines are among {', '.join(LINES)}, not '{', '.join(self.lines)}'"
            )


def pieces(text: str) -> Iterator[Piece]:
    """Yield the plain texts and the names of a text, in order.

    Examples
    --------
    >>> list(pieces("{title}, page {page}"))
    [('', 'title'), (', page ', 'page')]

    Raises
    ------
    InvalidValue
        If the braces hold anything but a name of `NAMES`.
    """
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise InvalidValue(
            f"braces stand around a name in '{text}' ({error}); write {{{{ for a brace"
        ) from None
    for plain, name, form, conversion in parsed:
        if name is not None and (name not in NAMES or form or conversion):
            raise InvalidValue(
                f"'{{{name}}}' is no name to fill in; the names are {', '.join(NAMES)}"
            )
        yield plain, name


def read_letterhead(path: Path) -> Letterhead:
    """Return the letterhead in a file (`docs/sheets.md` describes it).

    Raises
    ------
    DamagedData
        If the file cannot be read, is too large, is no TOML, has an unknown field or a
        value of the wrong kind; the message has file and line.
    InvalidValue
        If a text is too long or names what cannot be filled in.
    """
    table = read_toml(path)
    if len(table.text.encode()) > _LARGEST_FILE:
        raise table.wrong(
            f"a letterhead of at most {_LARGEST_FILE} bytes was expected; shorten it"
        )
    for field, value in table.content.items():
        if field not in _FIELDS:
            raise table.wrong(
                f"'{field}' is no field of a letterhead; they are {', '.join(_FIELDS)}",
                field=field,
            )
        if not _is_of(field, value):
            kind = "a list of texts" if field in ("header", "footer", "lines") else "a text"
            raise table.wrong(f"'{field}' is expected to be {kind}", field=field)
    try:
        return Letterhead(**{name: _plain(v) for name, v in table.content.items()})
    except InvalidValue as error:
        raise InvalidValue(f"{table.name}: {error}") from None


def _is_of(field: str, value: object) -> bool:
    if field in ("header", "footer", "lines"):
        return isinstance(value, list) and all(isinstance(text, str) for text in value)
    return isinstance(value, str)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check(field: str, text: str) -> None:
    _check_length(field, text)
    list(pieces(text))


def _check_length(field: str, text: str) -> None:
    if len(text) > _LONGEST_TEXT:
        raise InvalidValue(
            f"{field} has at most {_LONGEST_TEXT} letters, not {len(text)}; shorten it"
        )
