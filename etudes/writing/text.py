"""Text that may enter LilyPond's source, and the environment of its templates.

Text from outside enters LilyPond only as a quoted string made by `ly_string`; the
templates' environment refuses anything else, because LilyPond runs Scheme code that it
finds in its input.
"""

import unicodedata
from typing import TYPE_CHECKING

from etudes.errors import InvalidValue
from etudes.paths import data_folder

if TYPE_CHECKING:
    from jinja2 import Environment

_LONGEST_TEXT = 200
_DROPPED = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn")


class LyStr(str):
    """LilyPond source that may enter a template: a quoted string, or notes made here."""

    __slots__ = ()


def printable(text: str) -> str:
    """Return the text without what no line of print has: controls, breaks, bidi marks.

    Normalised to NFC and cut at 200 characters. U+2028 alone makes LilyPond abort.

    Examples
    --------
    >>> printable("Étude\\tin B♭\\u2028")
    'Étude in B♭'
    """
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    kept = (char for char in spaced if unicodedata.category(char) not in _DROPPED)
    return "".join(kept)[:_LONGEST_TEXT]


def ly_string(text: str) -> LyStr:
    """Return any text as one quoted LilyPond string that cannot be left.

    Examples
    --------
    >>> print(ly_string('A "minor" study'))
    "A \\"minor\\" study"
    """
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return LyStr(f'"{escaped}"')


def environment() -> "Environment":
    """Return the Jinja2 environment of the LilyPond templates: `[[ value ]]`, `[% if %]`.

    A value must be a number or a `LyStr` (use the filter `ly`); a raw `str` raises
    InvalidValue, an unknown name jinja2.UndefinedError.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  LilyPond is no HTML; `finalize` guards it
        finalize=_only_ly,
    )
    made.filters["ly"] = ly_string
    return made


def _only_ly(value: object) -> object:
    if isinstance(value, LyStr | int | float):
        return value
    raise InvalidValue(
        f"a template takes numbers and LyStr, not {type(value).__name__}; use the filter ly"
    )
