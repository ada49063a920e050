"""LilyPond source of a listening test as the student sees it.

Nothing on it, nor in the source, tells an answer: options stand in their own order, and of
a melody to write there are but the first note and the number of bars.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from etudes.assessment.expected import points_of
from etudes.listening import Question, Quiz
from etudes.sheet.layout import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.words import Language
from etudes.writing.quiz_head import Look, Page, head_of, spread
from etudes.writing.quiz_places import place_of
from etudes.writing.quiz_points import total_of
from etudes.writing.text import LyStr, environment, ly_string

_GAPS = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5)
"""Staff spaces free between two questions, the best first."""
_SAFE = 1.1
"""How much more height is planned; what a question needs is but estimated."""
_HEAD, _WORDS = 14.0, 3.6
"""About how high the head of the first page is, and the words of a question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page; `height` is about how many staff spaces it takes."""

    number: int
    words: LyStr
    worth: LyStr
    place: LyStr
    height: float


def quiz_source(quiz: Quiz, layout: Layout, letterhead: Letterhead | None = None) -> str:
    """Return the student's pages of a listening test as a LilyPond file.

    No question is broken over two pages.

    Parameters
    ----------
    layout : paper, language and looks; its kind does not matter.
    letterhead : a teacher's own head and foot.

    Raises
    ------
    InvalidValue
        If a length cannot be written.
    """
    language, page = Language(layout.language), Page.of(quiz, layout)
    questions = [
        _asked(number, question, page, layout, language)
        for number, question in enumerate(quiz.questions, 1)
    ]
    template = environment().get_template("quiz.ly.j2")
    return template.render(
        head=head_of(quiz, layout, letterhead or Letterhead()),
        page=replace(page, between=_between(questions, page)),
        look=Look.of(layout),
        total=total_of(quiz),
        questions=questions,
    )


def _between(questions: Sequence[Asked], page: Page) -> float:
    """Return the most staff spaces between two questions with which they need no page more
    than they must; LilyPond finds out what each page holds."""
    heights = [_SAFE * question.height for question in questions]
    fewest = _pages(heights, _GAPS[-1], page.height)
    return next(gap for gap in _GAPS if _pages(heights, gap, page.height) == fewest)


def _pages(heights: Sequence[float], gap: float, page: float) -> int:
    count, filled = 1, _HEAD
    for height in heights:
        if filled + gap + height > page:
            count, filled = count + 1, -gap
        filled += gap + height
    return count


def _asked(
    number: int, question: Question, page: Page, layout: Layout, language: Language
) -> Asked:
    place = place_of(question, page, language, layout.easy)
    return Asked(
        number=number,
        words=spread(language.word(question.asks), layout.language),
        worth=ly_string(f"[{points_of(question)}]"),
        place=place.markup,
        height=_WORDS + place.height,
    )
