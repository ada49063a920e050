"""Head, foot, paper and looks of a listening test, for the student's pages and the key."""

import re
from dataclasses import dataclass

from etudes.listening import Quiz
from etudes.sheet.layout import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.sheet.paper import paper_of, staff_sizes, staff_space
from etudes.sheet.titles import foot_of, label_of, levels_of, line_of
from etudes.tables import instrument
from etudes.words import Language
from etudes.writing.head import Head, Line, filled_in
from etudes.writing.quiz_words import title_of, version_of
from etudes.writing.text import LyStr, ly_string

_LINES = ("name", "date", "score")
_RULES = {"name": 26, "date": 14, "score": 7}
"""How long the rule is that the student writes on, in staff spaces."""
_SMALL = 2 / 3
_MARGINS = 30.0
"""mm that a page has on its left and right."""
_HEAD_AND_FOOT = 40.0
"""mm that a page has above and below, its foot among them."""
_NUMBER = 5.5
"""Staff spaces that a question's number takes."""
_BETWEEN, _KEY_BETWEEN = 4.5, 3.5
_TEN_PAGES = 40
"""Questions that may need ten pages."""
_KEY_SIZE, _LARGE_KEY_SIZE = 16.0, 22.0
_UNSPACED = re.compile(r"(?<=[、，。？；：])")
"""Where a line may end in a script that has no spaces."""
_WITHOUT_SPACES = ("zh", "ja")


@dataclass(frozen=True, slots=True)
class Look:
    """What the layout asks of words and lines; `face` stands before every markup,
    `unspaced` before words of a script without spaces."""

    face: LyStr
    unspaced: LyStr
    sans: bool
    heavy: bool

    @classmethod
    def of(cls, layout: Layout) -> "Look":
        wide = "\\override #'(word-space . 1.1) \\fontsize #0.6 \\sans "
        is_unspaced = layout.language in _WITHOUT_SPACES
        return cls(
            face=LyStr(wide if layout.easy else ""),
            unspaced=LyStr("\\override #'(word-space . 0) " if is_unspaced else ""),
            sans=layout.easy,
            heavy=layout.contrast,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """Measures of a page, in staff spaces unless they are the paper's.

    Attributes
    ----------
    width, line : of the place to answer, in staff spaces and in mm.
    height : from head to foot.
    digits : as wide as the number of the last page may be.
    number : the width that a question's number takes.
    within, between : from line to line of music, and free between two questions.
    """

    paper: LyStr
    staff_size: float
    width: float
    line: float
    height: float
    digits: LyStr
    number: float = _NUMBER
    within: float = 10.0
    between: float = 4.5

    @classmethod
    def of(cls, quiz: Quiz, layout: Layout, is_key: bool = False) -> "Page":
        paper = paper_of(layout)
        size = staff_sizes(layout, quiz.level)[0]
        if is_key:
            size = _LARGE_KEY_SIZE if layout.large else _KEY_SIZE
        space = staff_space(size)
        width = (paper.width - _MARGINS) / space - _NUMBER
        name = f"'(cons (* {paper.width} mm) (* {paper.height} mm))"
        return cls(
            paper=ly_string(paper.name) if paper.name else LyStr(name),
            staff_size=size,
            width=round(width, 1),
            line=round(width * space, 1),
            height=round((paper.height - _HEAD_AND_FOOT) / space, 1),
            digits=ly_string("00" if len(quiz.questions) > _TEN_PAGES else "0"),
            between=_KEY_BETWEEN if is_key else _BETWEEN,
        )


def head_of(
    quiz: Quiz, layout: Layout, letterhead: Letterhead, is_key: bool = False
) -> Head:
    """Return the head and foot of a test; of its key, the title says that it is one."""
    language = Language(layout.language)
    title = letterhead.title or layout.title or title_of(quiz.title, language)
    if is_key:
        title = f"{title}: {language.text('Answers')}"
    label = label_of(instrument(quiz.instrument), language)
    levels = levels_of([question.level for question in quiz.questions], language)
    told = (label, levels, version_of(quiz.version, language))
    subtitle = letterhead.subtitle or " · ".join(filter(None, told))
    names = {
        "school": letterhead.school,
        "teacher": letterhead.teacher,
        "title": title,
        "subtitle": subtitle,
        "instrument": label,
        "level": levels,
        "code": quiz.code,
    }
    asked = _LINES if letterhead.lines is None else letterhead.lines
    written = () if is_key else asked
    short = layout.large or layout.two_up
    return Head(
        title=title,
        subtitle=subtitle,
        footer=foot_of(f"{quiz.code} {quiz.version}".strip(), "", language),
        title_words=spread(title, layout.language),
        subtitle_words=spread(subtitle, layout.language),
        introduction=(),
        is_unspaced=layout.language in _WITHOUT_SPACES,
        lines=tuple(
            Line(line_of(name, language), int(_RULES[name] * (_SMALL if short else 1)))
            for name in written
        ),
        above=_aside(letterhead.header, names),
        below=_aside(letterhead.footer, names),
    )


def spread(text: str, language: str) -> LyStr:
    """Return strings between which a line may end.

    Examples
    --------
    >>> print(spread("Which one?", "en"))
    "Which" "one?"
    """
    pieces = text.split()
    if language in _WITHOUT_SPACES:
        pieces = [part for piece in pieces for part in _UNSPACED.split(piece)]
    return LyStr(" ".join(ly_string(piece) for piece in pieces if piece) or '""')


def _aside(texts: tuple[str, ...], names: dict[str, str]) -> tuple[LyStr, ...]:
    """Return three markups, left, middle and right; none if there are no texts."""
    if not texts:
        return ()
    empty = LyStr("\\null")
    given = tuple(filled_in(text, names) if text else empty for text in texts)
    return (*given, *(empty,) * (3 - len(given)))
