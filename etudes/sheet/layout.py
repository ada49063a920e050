"""How a sheet is laid out: everything about the print that is not about the music."""

from dataclasses import dataclass

from etudes.errors import InvalidValue
from etudes.words import Language

KINDS = ("page", "sight-reading", "series", "drill", "rhythm", "slides", "cards", "book")
PAPERS = ("a4", "letter")
_LONGEST_TITLE = 200
_OF_A_SIZE = ("slides", "cards")


@dataclass(frozen=True, slots=True)
class Layout:
    """The kind of a sheet and its looks.

    Attributes
    ----------
    kind : one of `KINDS`.
    title : the teacher's own; None is the kind's.
    paper : one of `PAPERS`; slides and cards have sizes of their own.
    language : the code of the printed words' language (`etudes.words.LANGUAGES`).
    large : large print: staff size 26, one column.
    easy : dyslexia-friendly: upright sans-serif words, wider spaced, nothing in italics.
    contrast : black on white only, heavier lines, no grey.
    plain : the notes alone, without slurs, dynamics and other markings.
    two_up : two small pages beside each other on each sheet of paper.
    levels : the lowest and the highest level of a series or a book; None is the request's.
    motif : whether all of a series begin with the same motif.

    Raises
    ------
    InvalidValue, UnknownName
        If a field says what no sheet can be.
    """

    kind: str = "page"
    title: str | None = None
    paper: str = "a4"
    language: str = "en"
    large: bool = False
    easy: bool = False
    contrast: bool = False
    plain: bool = False
    two_up: bool = False
    levels: tuple[int, int] | None = None
    motif: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InvalidValue(
                f"a sheet's kind is one of {', '.join(KINDS)}, not '{self.kind}'"
            )
        if self.paper not in PAPERS:
            raise InvalidValue(f"the paper is a4 or letter, not '{self.paper}'")
        if self.title is not None and len(self.title) > _LONGEST_TITLE:
            raise InvalidValue(
                f"a title of at most {_LONGEST_TITLE} characters was expected, not "
                f"{len(self.title)}"
            )
        if self.levels is not None and not 1 <= self.levels[0] <= self.levels[1] <= 8:
            low, high = self.levels
            raise InvalidValue(f"levels such as 1-8 were expected, not {low}-{high}")
        if self.two_up and self.kind in _OF_A_SIZE:
            raise InvalidValue(f"{self.kind} have a size of their own; leave out --two-up")
        Language(self.language)
